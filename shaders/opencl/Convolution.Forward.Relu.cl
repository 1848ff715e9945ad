// Written by 'gpuformer emit'; change the kernel and run it again.
// Convolution.Forward<Activated<Relu>, NoTerms>(tileColumns=4, tileChannels=1)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Convolution_Forward_Activated_Relu___NoTerms__tileColumns_4__tileChannels_1_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    int scalar4 /* sizes.Rows.Inputs */,
    int scalar5 /* sizes.Rows.Outputs */,
    int scalar6 /* sizes.Rows.Taps */,
    int scalar7 /* sizes.Rows.Stride */,
    int scalar8 /* sizes.Rows.Dilation */,
    int scalar9 /* sizes.Rows.Origin */,
    int scalar10 /* sizes.Rows.Divide */,
    int scalar11 /* sizes.Columns.Inputs */,
    int scalar12 /* sizes.Columns.Outputs */,
    int scalar13 /* sizes.Columns.Taps */,
    int scalar14 /* sizes.Columns.Stride */,
    int scalar15 /* sizes.Columns.Dilation */,
    int scalar16 /* sizes.Columns.Origin */,
    int scalar17 /* sizes.Columns.Divide */,
    int scalar18 /* sizes.K */,
    int scalar19 /* sizes.C */,
    int scalar20 /* sizes.Run */,
    int scalar21 /* sizes.GroupInputs */,
    int scalar22 /* sizes.GroupOutputs */,
    int scalar23 /* sizes.FirstColumn */,
    int scalar24 /* sizes.LastColumn */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    const int v0 = as_int(as_uint(scalar22) + as_uint(31)) / 32;
    const int v1 = gf_div((int)get_group_id(2), v0);
    const int v2 = as_int(as_uint(as_int(as_uint(v1) * as_uint(scalar22))) + as_uint(min(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) - as_uint(as_int(as_uint(v1) * as_uint(v0))))) * as_uint(32)), as_int(as_uint(scalar22) + as_uint(-32)))));
    const float v3 = view2[as_int(as_uint(v2) + as_uint((int)get_local_id(0)))];
    const int v4 = gf_div((int)get_group_id(1), scalar5);
    const int v5 = as_int(as_uint(v4) * as_uint(scalar5));
    const int v6 = as_int(as_uint((int)get_group_id(1)) - as_uint(v5));
    const int v7 = as_int(as_uint(as_int(as_uint(v6) * as_uint(scalar7))) + as_uint(scalar9));
    const int v8 = as_int(as_uint(scalar12) + as_uint(scalar17));
    const int v9 = as_int(as_uint(gf_div(as_int(as_uint(v8) + as_uint(-1)), scalar17)) + as_uint(3)) / 4;
    const int v10 = min((int)get_group_id(0), as_int(as_uint(as_int(as_uint(min(scalar17, scalar12)) * as_uint(v9))) + as_uint(-1)));
    const int v11 = gf_div(v10, v9);
    const int v12 = as_int(as_uint(as_int(as_uint(v11) * as_uint(scalar14))) + as_uint(scalar16));
    const int v13 = min(as_int(as_uint(as_int(as_uint(v10) - as_uint(as_int(as_uint(v11) * as_uint(v9))))) * as_uint(4)), as_int(as_uint(gf_div(as_int(as_uint(as_int(as_uint(v8) - as_uint(v11))) + as_uint(-1)), scalar17)) + as_uint(-4)));
    const int v14 = as_int(as_uint(v13) * as_uint(scalar14));
    const int v15 = as_int(as_uint(as_int(as_uint(v14) + as_uint(as_int(as_uint(scalar14) * as_uint(3))))) + as_uint(gf_div(scalar20, scalar21)));
    const int v16 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) * as_uint(scalar13))) * as_uint(scalar20))) * as_uint(32));
    const int v17 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v14) + as_uint(as_int(as_uint(as_int(as_uint(v4) * as_uint(scalar4))) * as_uint(scalar11))))) * as_uint(scalar18))) + as_uint(as_int(as_uint(v1) * as_uint(scalar21))));
    const int v18 = as_int(as_uint(scalar14) * as_uint(scalar18));
    const int v19 = as_int(as_uint(v17) + as_uint(v18));
    const int v20 = as_int(as_uint(v17) + as_uint(as_int(as_uint(v18) * as_uint(2))));
    const int v21 = as_int(as_uint(v17) + as_uint(as_int(as_uint(v18) * as_uint(3))));
    int v22 = 0;
    float v23 = v3;
    float v24 = v3;
    float v25 = v3;
    float v26 = v3;
    float v27;
    float v28;
    float v29;
    float v30;
    while (true)
    {
        if (v22 < scalar6)
        {
            const int v31 = as_int(as_uint(v7) + as_uint(as_int(as_uint(v22) * as_uint(scalar8))));
            const int v32 = gf_div(v31, scalar10);
            float v33;
            float v34;
            float v35;
            float v36;
            if (as_int(as_uint(v32) * as_uint(scalar10)) != v31)
            {
                v33 = v23;
                v34 = v24;
                v35 = v25;
                v36 = v26;
            }
            else
            {
                float v37;
                float v38;
                float v39;
                float v40;
                if (v32 < 0)
                {
                    v37 = v23;
                    v38 = v24;
                    v39 = v25;
                    v40 = v26;
                }
                else
                {
                    float v41;
                    float v42;
                    float v43;
                    float v44;
                    if (v32 >= scalar4)
                    {
                        v41 = v23;
                        v42 = v24;
                        v43 = v25;
                        v44 = v26;
                    }
                    else
                    {
                        const int v45 = as_int(as_uint(v16) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v22) * as_uint(scalar13))) * as_uint(scalar20))) * as_uint(32))));
                        const int v46 = as_int(as_uint(as_int(as_uint(v32) * as_uint(scalar11))) * as_uint(scalar18));
                        const int v47 = as_int(as_uint(v17) + as_uint(v46));
                        const int v48 = as_int(as_uint(v19) + as_uint(v46));
                        const int v49 = as_int(as_uint(v20) + as_uint(v46));
                        const int v50 = as_int(as_uint(v21) + as_uint(v46));
                        int v51 = 0;
                        float v52 = v23;
                        float v53 = v24;
                        float v54 = v25;
                        float v55 = v26;
                        float v56;
                        float v57;
                        float v58;
                        float v59;
                        while (true)
                        {
                            if (v51 < scalar13)
                            {
                                const int v60 = as_int(as_uint(v12) + as_uint(as_int(as_uint(v51) * as_uint(scalar15))));
                                const int v61 = gf_div(v60, scalar17);
                                float v62;
                                float v63;
                                float v64;
                                float v65;
                                if (as_int(as_uint(v61) * as_uint(scalar17)) != v60)
                                {
                                    v62 = v52;
                                    v63 = v53;
                                    v64 = v54;
                                    v65 = v55;
                                }
                                else
                                {
                                    float v66;
                                    float v67;
                                    float v68;
                                    float v69;
                                    if (as_int(as_uint(v14) + as_uint(v61)) >= scalar24)
                                    {
                                        v66 = v52;
                                        v67 = v53;
                                        v68 = v54;
                                        v69 = v55;
                                    }
                                    else
                                    {
                                        float v70;
                                        float v71;
                                        float v72;
                                        float v73;
                                        if (as_int(as_uint(v15) + as_uint(v61)) <= scalar23)
                                        {
                                            v70 = v52;
                                            v71 = v53;
                                            v72 = v54;
                                            v73 = v55;
                                        }
                                        else
                                        {
                                            const int v74 = as_int(as_uint(v61) * as_uint(scalar18));
                                            const int v75 = as_int(as_uint(v47) + as_uint(v74));
                                            const int v76 = as_int(as_uint(v48) + as_uint(v74));
                                            const int v77 = as_int(as_uint(v49) + as_uint(v74));
                                            const int v78 = as_int(as_uint(v50) + as_uint(v74));
                                            int v79 = as_int(as_uint(v45) + as_uint(as_int(as_uint(as_int(as_uint(v51) * as_uint(scalar20))) * as_uint(32))));
                                            int v80 = 0;
                                            float v81 = v52;
                                            float v82 = v53;
                                            float v83 = v54;
                                            float v84 = v55;
                                            float v85;
                                            float v86;
                                            float v87;
                                            float v88;
                                            while (true)
                                            {
                                                if (v80 < scalar20)
                                                {
                                                    const float v89 = view1[as_int(as_uint(v79) + as_uint((int)get_local_id(0)))];
                                                    const float v90 = view0[as_int(as_uint(v75) + as_uint(v80))];
                                                    const float v91 = view0[as_int(as_uint(v76) + as_uint(v80))];
                                                    const float v92 = view0[as_int(as_uint(v77) + as_uint(v80))];
                                                    const float v93 = view0[as_int(as_uint(v78) + as_uint(v80))];
                                                    v79 = as_int(as_uint(v79) + as_uint(32));
                                                    v80 = as_int(as_uint(v80) + as_uint(1));
                                                    v81 = fma(v90, v89, v81);
                                                    v82 = fma(v91, v89, v82);
                                                    v83 = fma(v92, v89, v83);
                                                    v84 = fma(v93, v89, v84);
                                                    continue;
                                                }
                                                else
                                                {
                                                    v85 = v81;
                                                    v86 = v82;
                                                    v87 = v83;
                                                    v88 = v84;
                                                    break;
                                                }
                                            }
                                            v70 = v85;
                                            v71 = v86;
                                            v72 = v87;
                                            v73 = v88;
                                        }
                                        v66 = v70;
                                        v67 = v71;
                                        v68 = v72;
                                        v69 = v73;
                                    }
                                    v62 = v66;
                                    v63 = v67;
                                    v64 = v68;
                                    v65 = v69;
                                }
                                v51 = as_int(as_uint(v51) + as_uint(1));
                                v52 = v62;
                                v53 = v63;
                                v54 = v64;
                                v55 = v65;
                                continue;
                            }
                            else
                            {
                                v56 = v52;
                                v57 = v53;
                                v58 = v54;
                                v59 = v55;
                                break;
                            }
                        }
                        v41 = v56;
                        v42 = v57;
                        v43 = v58;
                        v44 = v59;
                    }
                    v37 = v41;
                    v38 = v42;
                    v39 = v43;
                    v40 = v44;
                }
                v33 = v37;
                v34 = v38;
                v35 = v39;
                v36 = v40;
            }
            v22 = as_int(as_uint(v22) + as_uint(1));
            v23 = v33;
            v24 = v34;
            v25 = v35;
            v26 = v36;
            continue;
        }
        else
        {
            v27 = v23;
            v28 = v24;
            v29 = v25;
            v30 = v26;
            break;
        }
    }
    const int v94 = as_int(as_uint(v5) * as_uint(scalar12));
    const int v95 = as_int(as_uint(v13) * as_uint(scalar17));
    const int v96 = as_int(as_uint(v6) * as_uint(scalar12));
    view3[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v11) + as_uint(v96))) + as_uint(v95))) + as_uint(v94))) * as_uint(scalar19))))) + as_uint((int)get_local_id(0)))] = gf_max(0.0f, v27);
    view3[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar17) + as_uint(v11))) + as_uint(v96))) + as_uint(v95))) + as_uint(v94))) * as_uint(scalar19))))) + as_uint((int)get_local_id(0)))] = gf_max(0.0f, v28);
    view3[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar17) * as_uint(2))) + as_uint(v11))) + as_uint(v96))) + as_uint(v95))) + as_uint(v94))) * as_uint(scalar19))))) + as_uint((int)get_local_id(0)))] = gf_max(0.0f, v29);
    view3[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar17) * as_uint(3))) + as_uint(v11))) + as_uint(v96))) + as_uint(v95))) + as_uint(v94))) * as_uint(scalar19))))) + as_uint((int)get_local_id(0)))] = gf_max(0.0f, v30);
}
