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
    int v17 = 0;
    float v18 = v1;
    float v19 = v1;
    float v20 = v1;
    float v21 = v1;
    float v22;
    float v23;
    float v24;
    float v25;
    while (true)
    {
        if (v17 < 3)
        {
            const int v26 = as_int(as_uint(v3) + as_uint(v17));
            float v27;
            float v28;
            float v29;
            float v30;
            if (as_int(as_uint(v26) + as_uint(-1)) < 0)
            {
                v27 = v18;
                v28 = v19;
                v29 = v20;
                v30 = v21;
            }
            else
            {
                float v31;
                float v32;
                float v33;
                float v34;
                if (as_int(as_uint(v26) + as_uint(-1)) >= scalar4)
                {
                    v31 = v18;
                    v32 = v19;
                    v33 = v20;
                    v34 = v21;
                }
                else
                {
                    const int v35 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v17) * as_uint(3))) * as_uint(scalar6))) * as_uint(32));
                    const int v36 = as_int(as_uint(v6) + as_uint(v35));
                    const int v37 = as_int(as_uint(as_int(as_uint(v17) * as_uint(scalar5))) * as_uint(scalar6));
                    const int v38 = as_int(as_uint(v7) + as_uint(v37));
                    const int v39 = as_int(as_uint(v8) + as_uint(v37));
                    const int v40 = as_int(as_uint(v10) + as_uint(v37));
                    float v41;
                    float v42;
                    float v43;
                    if (v5)
                    {
                        int v44 = 0;
                        float v45 = v19;
                        float v46 = v20;
                        float v47 = v21;
                        float v48;
                        float v49;
                        float v50;
                        while (true)
                        {
                            if (v44 < scalar6)
                            {
                                const float v51 = view1[as_int(as_uint(as_int(as_uint(v36) + as_uint(as_int(as_uint(v44) * as_uint(32))))) + as_uint((int)get_local_id(0)))];
                                const float v52 = view0[as_int(as_uint(v38) + as_uint(v44))];
                                const float v53 = view0[as_int(as_uint(v39) + as_uint(v44))];
                                const float v54 = view0[as_int(as_uint(v40) + as_uint(v44))];
                                v44 = as_int(as_uint(v44) + as_uint(1));
                                v45 = fma(v52, v51, v45);
                                v46 = fma(v53, v51, v46);
                                v47 = fma(v54, v51, v47);
                                continue;
                            }
                            else
                            {
                                v48 = v45;
                                v49 = v46;
                                v50 = v47;
                                break;
                            }
                        }
                        v41 = v48;
                        v42 = v49;
                        v43 = v50;
                    }
                    else
                    {
                        v41 = v19;
                        v42 = v20;
                        v43 = v21;
                    }
                    const int v55 = as_int(as_uint(v16) + as_uint(v37));
                    int v56 = as_int(as_uint(v12) + as_uint(v35));
                    int v57 = v11;
                    float v58 = v18;
                    float v59 = v41;
                    float v60 = v42;
                    float v61 = v43;
                    float v62;
                    float v63;
                    float v64;
                    float v65;
                    while (true)
                    {
                        if (v57 < v15)
                        {
                            const float v66 = view1[as_int(as_uint(v56) + as_uint((int)get_local_id(0)))];
                            const float v67 = view0[as_int(as_uint(v55) + as_uint(v57))];
                            const float v68 = view0[as_int(as_uint(v38) + as_uint(v57))];
                            const float v69 = view0[as_int(as_uint(v39) + as_uint(v57))];
                            const float v70 = view0[as_int(as_uint(v40) + as_uint(v57))];
                            v56 = as_int(as_uint(v56) + as_uint(32));
                            v57 = as_int(as_uint(v57) + as_uint(1));
                            v58 = fma(v67, v66, v58);
                            v59 = fma(v68, v66, v59);
                            v60 = fma(v69, v66, v60);
                            v61 = fma(v70, v66, v61);
                            continue;
                        }
                        else
                        {
                            v62 = v58;
                            v63 = v59;
                            v64 = v60;
                            v65 = v61;
                            break;
                        }
                    }
                    float v71;
                    float v72;
                    float v73;
                    if (v14)
                    {
                        int v74 = v9;
                        float v75 = v62;
                        float v76 = v63;
                        float v77 = v64;
                        float v78;
                        float v79;
                        float v80;
                        while (true)
                        {
                            if (v74 < v13)
                            {
                                const float v81 = view1[as_int(as_uint(as_int(as_uint(v36) + as_uint(as_int(as_uint(v74) * as_uint(32))))) + as_uint((int)get_local_id(0)))];
                                const float v82 = view0[as_int(as_uint(v55) + as_uint(v74))];
                                const float v83 = view0[as_int(as_uint(v38) + as_uint(v74))];
                                const float v84 = view0[as_int(as_uint(v39) + as_uint(v74))];
                                v74 = as_int(as_uint(v74) + as_uint(1));
                                v75 = fma(v82, v81, v75);
                                v76 = fma(v83, v81, v76);
                                v77 = fma(v84, v81, v77);
                                continue;
                            }
                            else
                            {
                                v78 = v75;
                                v79 = v76;
                                v80 = v77;
                                break;
                            }
                        }
                        v71 = v78;
                        v72 = v79;
                        v73 = v80;
                    }
                    else
                    {
                        v71 = v62;
                        v72 = v63;
                        v73 = v64;
                    }
                    v31 = v71;
                    v32 = v72;
                    v33 = v73;
                    v34 = v65;
                }
                v27 = v31;
                v28 = v32;
                v29 = v33;
                v30 = v34;
            }
            v17 = as_int(as_uint(v17) + as_uint(1));
            v18 = v27;
            v19 = v28;
            v20 = v29;
            v21 = v30;
            continue;
        }
        else
        {
            v22 = v18;
            v23 = v19;
            v24 = v20;
            v25 = v21;
            break;
        }
    }
    const int v85 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(v3) * as_uint(scalar5))))) + as_uint(as_int(as_uint(v2) * as_uint(scalar5))))) * as_uint(scalar7));
    const float v86 = gf_max(-87.0f, gf_min(88.0f, (-(v22))));
    const float v87 = fma(v86, 1.442695f, 12582912.0f);
    const float v88 = v87 - 12582912.0f;
    const float v89 = fma(v88, -0.69314575f, v86);
    const float v90 = fma(v88, -1.4286068E-06f, v89);
    const float v91 = gf_max(-87.0f, gf_min(88.0f, (-(v23))));
    const float v92 = fma(v91, 1.442695f, 12582912.0f);
    const float v93 = v92 - 12582912.0f;
    const float v94 = fma(v93, -0.69314575f, v91);
    const float v95 = fma(v93, -1.4286068E-06f, v94);
    const float v96 = gf_max(-87.0f, gf_min(88.0f, (-(v24))));
    const float v97 = fma(v96, 1.442695f, 12582912.0f);
    const float v98 = v97 - 12582912.0f;
    const float v99 = fma(v98, -0.69314575f, v96);
    const float v100 = fma(v98, -1.4286068E-06f, v99);
    const float v101 = gf_max(-87.0f, gf_min(88.0f, (-(v25))));
    const float v102 = fma(v101, 1.442695f, 12582912.0f);
    const float v103 = v102 - 12582912.0f;
    const float v104 = fma(v103, -0.69314575f, v101);
    const float v105 = fma(v103, -1.4286068E-06f, v104);
    view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(v85))) + as_uint((int)get_local_id(0)))] = (v22 / (1.0f + (fma(fma(fma(fma(fma(fma(v90, 0.0013814532f, 0.008368745f), v90, 0.041668393f), v90, 0.16666521f), v90, 0.49999994f), v90, 1.0f), v90, 1.0f) * as_float((as_int(as_uint(as_int(v87)) + as_uint(-1262485377)) << 23)))));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) + as_uint(v0))) + as_uint(v85))) + as_uint((int)get_local_id(0)))] = (v23 / (1.0f + (fma(fma(fma(fma(fma(fma(v95, 0.0013814532f, 0.008368745f), v95, 0.041668393f), v95, 0.16666521f), v95, 0.49999994f), v95, 1.0f), v95, 1.0f) * as_float((as_int(as_uint(as_int(v92)) + as_uint(-1262485377)) << 23)))));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(2))) + as_uint(v0))) + as_uint(v85))) + as_uint((int)get_local_id(0)))] = (v24 / (1.0f + (fma(fma(fma(fma(fma(fma(v100, 0.0013814532f, 0.008368745f), v100, 0.041668393f), v100, 0.16666521f), v100, 0.49999994f), v100, 1.0f), v100, 1.0f) * as_float((as_int(as_uint(as_int(v97)) + as_uint(-1262485377)) << 23)))));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(3))) + as_uint(v0))) + as_uint(v85))) + as_uint((int)get_local_id(0)))] = (v25 / (1.0f + (fma(fma(fma(fma(fma(fma(v105, 0.0013814532f, 0.008368745f), v105, 0.041668393f), v105, 0.16666521f), v105, 0.49999994f), v105, 1.0f), v105, 1.0f) * as_float((as_int(as_uint(as_int(v102)) + as_uint(-1262485377)) << 23)))));
}
