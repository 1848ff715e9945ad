// Written by 'gpuformer emit'; change the kernel and run it again.
// DenseConvolution.Forward<Activated<Silu>, NoTerms>(tileColumns=4, tileChannels=1)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 2, 1)))
void gf_DenseConvolution_Forward_Activated_Silu___NoTerms__tileColumns_4__tileChannels_1_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    int scalar4 /* sizes.H */,
    int scalar5 /* sizes.W */,
    int scalar6 /* sizes.K */,
    int scalar7 /* sizes.C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    const int v0 = min(as_int(as_uint((int)get_group_id(2)) * as_uint(32)), as_int(as_uint(scalar7) + as_uint(-32)));
    const float v1 = view2[as_int(as_uint(v0) + as_uint((int)get_local_id(0)))];
    const int v2 = as_int(as_uint(gf_div((int)get_group_id(1), scalar4)) * as_uint(scalar4));
    const int v3 = as_int(as_uint((int)get_group_id(1)) - as_uint(v2));
    const int v4 = min(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(2))) + as_uint((int)get_local_id(1)))) * as_uint(4)), as_int(as_uint(scalar5) + as_uint(-4)));
    const bool v5 = v4 == 0;
    const int v6 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(9))) * as_uint(scalar6))) * as_uint(32));
    const int v7 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(0u - as_uint(scalar5))) + as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar5))))) + as_uint(v4))) * as_uint(scalar6));
    const int v8 = as_int(as_uint(v7) + as_uint(scalar6));
    const int v9 = as_int(as_uint(scalar6) * as_uint(2));
    const int v10 = as_int(as_uint(v7) + as_uint(v9));
    const int v11 = v5 ? scalar6 : 0;
    const int v12 = as_int(as_uint(v6) + as_uint(as_int(as_uint(v11) * as_uint(32))));
    const int v13 = as_int(as_uint(scalar6) * as_uint(3));
    const bool v14 = as_int(as_uint(v4) + as_uint(4)) == scalar5;
    const int v15 = v14 ? v9 : v13;
    const int v16 = as_int(as_uint(v7) - as_uint(scalar6));
    const int v17 = as_int(as_uint(v6) + as_uint(as_int(as_uint(scalar6) * as_uint(64))));
    int v18 = 0;
    float v19 = v1;
    float v20 = v1;
    float v21 = v1;
    float v22 = v1;
    float v23;
    float v24;
    float v25;
    float v26;
    while (true)
    {
        if (v18 < 3)
        {
            const int v27 = as_int(as_uint(v3) + as_uint(v18));
            float v28;
            float v29;
            float v30;
            float v31;
            if (as_int(as_uint(v27) + as_uint(-1)) < 0)
            {
                v28 = v19;
                v29 = v20;
                v30 = v21;
                v31 = v22;
            }
            else
            {
                float v32;
                float v33;
                float v34;
                float v35;
                if (as_int(as_uint(v27) + as_uint(-1)) >= scalar4)
                {
                    v32 = v19;
                    v33 = v20;
                    v34 = v21;
                    v35 = v22;
                }
                else
                {
                    const int v36 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v18) * as_uint(3))) * as_uint(scalar6))) * as_uint(32));
                    const int v37 = as_int(as_uint(as_int(as_uint(v18) * as_uint(scalar5))) * as_uint(scalar6));
                    const int v38 = as_int(as_uint(v7) + as_uint(v37));
                    const int v39 = as_int(as_uint(v8) + as_uint(v37));
                    const int v40 = as_int(as_uint(v10) + as_uint(v37));
                    float v41;
                    float v42;
                    float v43;
                    if (v5)
                    {
                        int v44 = as_int(as_uint(v6) + as_uint(v36));
                        int v45 = 0;
                        float v46 = v20;
                        float v47 = v21;
                        float v48 = v22;
                        float v49;
                        float v50;
                        float v51;
                        while (true)
                        {
                            if (v45 < scalar6)
                            {
                                const float v52 = view1[as_int(as_uint(v44) + as_uint((int)get_local_id(0)))];
                                const float v53 = view0[as_int(as_uint(v38) + as_uint(v45))];
                                const float v54 = view0[as_int(as_uint(v39) + as_uint(v45))];
                                const float v55 = view0[as_int(as_uint(v40) + as_uint(v45))];
                                v44 = as_int(as_uint(v44) + as_uint(32));
                                v45 = as_int(as_uint(v45) + as_uint(1));
                                v46 = fma(v53, v52, v46);
                                v47 = fma(v54, v52, v47);
                                v48 = fma(v55, v52, v48);
                                continue;
                            }
                            else
                            {
                                v49 = v46;
                                v50 = v47;
                                v51 = v48;
                                break;
                            }
                        }
                        v41 = v49;
                        v42 = v50;
                        v43 = v51;
                    }
                    else
                    {
                        v41 = v20;
                        v42 = v21;
                        v43 = v22;
                    }
                    const int v56 = as_int(as_uint(v16) + as_uint(v37));
                    int v57 = as_int(as_uint(v12) + as_uint(v36));
                    int v58 = v11;
                    float v59 = v19;
                    float v60 = v41;
                    float v61 = v42;
                    float v62 = v43;
                    float v63;
                    float v64;
                    float v65;
                    float v66;
                    while (true)
                    {
                        if (v58 < v15)
                        {
                            const float v67 = view1[as_int(as_uint(v57) + as_uint((int)get_local_id(0)))];
                            const float v68 = view0[as_int(as_uint(v56) + as_uint(v58))];
                            const float v69 = view0[as_int(as_uint(v38) + as_uint(v58))];
                            const float v70 = view0[as_int(as_uint(v39) + as_uint(v58))];
                            const float v71 = view0[as_int(as_uint(v40) + as_uint(v58))];
                            v57 = as_int(as_uint(v57) + as_uint(32));
                            v58 = as_int(as_uint(v58) + as_uint(1));
                            v59 = fma(v68, v67, v59);
                            v60 = fma(v69, v67, v60);
                            v61 = fma(v70, v67, v61);
                            v62 = fma(v71, v67, v62);
                            continue;
                        }
                        else
                        {
                            v63 = v59;
                            v64 = v60;
                            v65 = v61;
                            v66 = v62;
                            break;
                        }
                    }
                    float v72;
                    float v73;
                    float v74;
                    if (v14)
                    {
                        int v75 = as_int(as_uint(v17) + as_uint(v36));
                        int v76 = v9;
                        float v77 = v63;
                        float v78 = v64;
                        float v79 = v65;
                        float v80;
                        float v81;
                        float v82;
                        while (true)
                        {
                            if (v76 < v13)
                            {
                                const float v83 = view1[as_int(as_uint(v75) + as_uint((int)get_local_id(0)))];
                                const float v84 = view0[as_int(as_uint(v56) + as_uint(v76))];
                                const float v85 = view0[as_int(as_uint(v38) + as_uint(v76))];
                                const float v86 = view0[as_int(as_uint(v39) + as_uint(v76))];
                                v75 = as_int(as_uint(v75) + as_uint(32));
                                v76 = as_int(as_uint(v76) + as_uint(1));
                                v77 = fma(v84, v83, v77);
                                v78 = fma(v85, v83, v78);
                                v79 = fma(v86, v83, v79);
                                continue;
                            }
                            else
                            {
                                v80 = v77;
                                v81 = v78;
                                v82 = v79;
                                break;
                            }
                        }
                        v72 = v80;
                        v73 = v81;
                        v74 = v82;
                    }
                    else
                    {
                        v72 = v63;
                        v73 = v64;
                        v74 = v65;
                    }
                    v32 = v72;
                    v33 = v73;
                    v34 = v74;
                    v35 = v66;
                }
                v28 = v32;
                v29 = v33;
                v30 = v34;
                v31 = v35;
            }
            v18 = as_int(as_uint(v18) + as_uint(1));
            v19 = v28;
            v20 = v29;
            v21 = v30;
            v22 = v31;
            continue;
        }
        else
        {
            v23 = v19;
            v24 = v20;
            v25 = v21;
            v26 = v22;
            break;
        }
    }
    const int v87 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(v3) * as_uint(scalar5))))) + as_uint(as_int(as_uint(v2) * as_uint(scalar5))))) * as_uint(scalar7));
    const float v88 = gf_max(-87.0f, gf_min(87.0f, v23));
    const float v89 = fma(v88, -1.442695f, 12582912.0f);
    const float v90 = fma(v88, -1.442695f, (12582912.0f - v89));
    view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(v87))) + as_uint((int)get_local_id(0)))] = (v23 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v90, 0.0013264727f, 0.009671513f), v90, 0.055507336f), v90, 0.24022242f), v90, 0.693147f), v90, 1.0f))) + as_uint((as_int(v89) << 23))))));
    const float v91 = gf_max(-87.0f, gf_min(87.0f, v24));
    const float v92 = fma(v91, -1.442695f, 12582912.0f);
    const float v93 = fma(v91, -1.442695f, (12582912.0f - v92));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) + as_uint(v0))) + as_uint(v87))) + as_uint((int)get_local_id(0)))] = (v24 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v93, 0.0013264727f, 0.009671513f), v93, 0.055507336f), v93, 0.24022242f), v93, 0.693147f), v93, 1.0f))) + as_uint((as_int(v92) << 23))))));
    const float v94 = gf_max(-87.0f, gf_min(87.0f, v25));
    const float v95 = fma(v94, -1.442695f, 12582912.0f);
    const float v96 = fma(v94, -1.442695f, (12582912.0f - v95));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(2))) + as_uint(v0))) + as_uint(v87))) + as_uint((int)get_local_id(0)))] = (v25 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v96, 0.0013264727f, 0.009671513f), v96, 0.055507336f), v96, 0.24022242f), v96, 0.693147f), v96, 1.0f))) + as_uint((as_int(v95) << 23))))));
    const float v97 = gf_max(-87.0f, gf_min(87.0f, v26));
    const float v98 = fma(v97, -1.442695f, 12582912.0f);
    const float v99 = fma(v97, -1.442695f, (12582912.0f - v98));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(3))) + as_uint(v0))) + as_uint(v87))) + as_uint((int)get_local_id(0)))] = (v26 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v99, 0.0013264727f, 0.009671513f), v99, 0.055507336f), v99, 0.24022242f), v99, 0.693147f), v99, 1.0f))) + as_uint((as_int(v98) << 23))))));
}
