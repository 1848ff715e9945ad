// Written by 'gpuformer emit'; change the kernel and run it again.
// DenseConvolution.Forward<Chain<AddResidual, NoTerms, Activated<Silu>, NoTerms>, BothTerms<NoTerms, NoTerms>>(tileColumns=4, tileChannels=1) of half x, filter, y, epilogue.first.residual

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 2, 1)))
void gf_DenseConvolution_Forward_Chain_AddResidual__NoTerms__Activated_Silu___NoTerms___BothTerms_NoTerms__NoTerms___tileColumns_4__tileChannels_1__of_half_x__filter__y__epilogue_first_residual(
    __global const ushort *buffer0, int offset0, int length0 /* x */,
    __global const ushort *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global ushort *buffer3, int offset3, int length3 /* y */,
    __global const ushort *buffer4, int offset4, int length4 /* epilogue._first._residual */,
    int scalar5 /* sizes.H */,
    int scalar6 /* sizes.W */,
    int scalar7 /* sizes.K */,
    int scalar8 /* sizes.C */)
{
    __global const ushort *restrict view0 = buffer0 + offset0;
    __global const ushort *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global ushort *restrict view3 = buffer3 + offset3;
    __global const ushort *restrict view4 = buffer4 + offset4;
    const int v0 = min(as_int(as_uint((int)get_group_id(2)) * as_uint(32)), as_int(as_uint(scalar8) + as_uint(-32)));
    const float v1 = view2[as_int(as_uint(v0) + as_uint((int)get_local_id(0)))];
    const int v2 = as_int(as_uint(gf_div((int)get_group_id(1), scalar5)) * as_uint(scalar5));
    const int v3 = as_int(as_uint((int)get_group_id(1)) - as_uint(v2));
    const int v4 = min(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(2))) + as_uint((int)get_local_id(1)))) * as_uint(4)), as_int(as_uint(scalar6) + as_uint(-4)));
    const bool v5 = v4 == 0;
    const int v6 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(9))) * as_uint(scalar7))) * as_uint(32));
    const int v7 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(0u - as_uint(scalar6))) + as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar6))))) + as_uint(v4))) * as_uint(scalar7));
    const int v8 = as_int(as_uint(v7) + as_uint(scalar7));
    const int v9 = as_int(as_uint(scalar7) * as_uint(2));
    const int v10 = as_int(as_uint(v7) + as_uint(v9));
    const int v11 = v5 ? scalar7 : 0;
    const int v12 = as_int(as_uint(v6) + as_uint(as_int(as_uint(v11) * as_uint(32))));
    const int v13 = as_int(as_uint(scalar7) * as_uint(3));
    const bool v14 = as_int(as_uint(v4) + as_uint(4)) == scalar6;
    const int v15 = v14 ? v9 : v13;
    const int v16 = as_int(as_uint(v7) - as_uint(scalar7));
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
                if (as_int(as_uint(v26) + as_uint(-1)) >= scalar5)
                {
                    v31 = v18;
                    v32 = v19;
                    v33 = v20;
                    v34 = v21;
                }
                else
                {
                    const int v35 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v17) * as_uint(3))) * as_uint(scalar7))) * as_uint(32));
                    const int v36 = as_int(as_uint(v6) + as_uint(v35));
                    const int v37 = as_int(as_uint(as_int(as_uint(v17) * as_uint(scalar6))) * as_uint(scalar7));
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
                            if (v44 < scalar7)
                            {
                                const float v51 = vload_half(as_int(as_uint(as_int(as_uint(v36) + as_uint(as_int(as_uint(v44) * as_uint(32))))) + as_uint((int)get_local_id(0))), (__global const half *)view1);
                                const float v52 = vload_half(as_int(as_uint(v38) + as_uint(v44)), (__global const half *)view0);
                                const float v53 = vload_half(as_int(as_uint(v39) + as_uint(v44)), (__global const half *)view0);
                                const float v54 = vload_half(as_int(as_uint(v40) + as_uint(v44)), (__global const half *)view0);
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
                            const float v66 = vload_half(as_int(as_uint(v56) + as_uint((int)get_local_id(0))), (__global const half *)view1);
                            const float v67 = vload_half(as_int(as_uint(v55) + as_uint(v57)), (__global const half *)view0);
                            const float v68 = vload_half(as_int(as_uint(v38) + as_uint(v57)), (__global const half *)view0);
                            const float v69 = vload_half(as_int(as_uint(v39) + as_uint(v57)), (__global const half *)view0);
                            const float v70 = vload_half(as_int(as_uint(v40) + as_uint(v57)), (__global const half *)view0);
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
                                const float v81 = vload_half(as_int(as_uint(as_int(as_uint(v36) + as_uint(as_int(as_uint(v74) * as_uint(32))))) + as_uint((int)get_local_id(0))), (__global const half *)view1);
                                const float v82 = vload_half(as_int(as_uint(v55) + as_uint(v74)), (__global const half *)view0);
                                const float v83 = vload_half(as_int(as_uint(v38) + as_uint(v74)), (__global const half *)view0);
                                const float v84 = vload_half(as_int(as_uint(v39) + as_uint(v74)), (__global const half *)view0);
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
    const int v85 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(v3) * as_uint(scalar6))))) + as_uint(as_int(as_uint(v2) * as_uint(scalar6))))) * as_uint(scalar8));
    const int v86 = as_int(as_uint(as_int(as_uint(v0) + as_uint(v85))) + as_uint((int)get_local_id(0)));
    const float v87 = vload_half(v86, (__global const half *)view4);
    const float v88 = v22 + v87;
    const float v89 = gf_max(-87.0f, gf_min(88.0f, (-(v88))));
    const float v90 = fma(v89, 1.442695f, 12582912.0f);
    const float v91 = v90 - 12582912.0f;
    const float v92 = fma(v91, -0.69314575f, v89);
    const float v93 = fma(v91, -1.4286068E-06f, v92);
    vstore_half_rte((v88 / (1.0f + (fma(fma(fma(fma(fma(fma(v93, 0.0013814532f, 0.008368745f), v93, 0.041668393f), v93, 0.16666521f), v93, 0.49999994f), v93, 1.0f), v93, 1.0f) * as_float((as_int(as_uint(as_int(v90)) + as_uint(-1262485377)) << 23))))), v86, (__global half *)view3);
    const int v94 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar8) + as_uint(v0))) + as_uint(v85))) + as_uint((int)get_local_id(0)));
    const float v95 = vload_half(v94, (__global const half *)view4);
    const float v96 = v23 + v95;
    const float v97 = gf_max(-87.0f, gf_min(88.0f, (-(v96))));
    const float v98 = fma(v97, 1.442695f, 12582912.0f);
    const float v99 = v98 - 12582912.0f;
    const float v100 = fma(v99, -0.69314575f, v97);
    const float v101 = fma(v99, -1.4286068E-06f, v100);
    vstore_half_rte((v96 / (1.0f + (fma(fma(fma(fma(fma(fma(v101, 0.0013814532f, 0.008368745f), v101, 0.041668393f), v101, 0.16666521f), v101, 0.49999994f), v101, 1.0f), v101, 1.0f) * as_float((as_int(as_uint(as_int(v98)) + as_uint(-1262485377)) << 23))))), v94, (__global half *)view3);
    const int v102 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar8) * as_uint(2))) + as_uint(v0))) + as_uint(v85))) + as_uint((int)get_local_id(0)));
    const float v103 = vload_half(v102, (__global const half *)view4);
    const float v104 = v24 + v103;
    const float v105 = gf_max(-87.0f, gf_min(88.0f, (-(v104))));
    const float v106 = fma(v105, 1.442695f, 12582912.0f);
    const float v107 = v106 - 12582912.0f;
    const float v108 = fma(v107, -0.69314575f, v105);
    const float v109 = fma(v107, -1.4286068E-06f, v108);
    vstore_half_rte((v104 / (1.0f + (fma(fma(fma(fma(fma(fma(v109, 0.0013814532f, 0.008368745f), v109, 0.041668393f), v109, 0.16666521f), v109, 0.49999994f), v109, 1.0f), v109, 1.0f) * as_float((as_int(as_uint(as_int(v106)) + as_uint(-1262485377)) << 23))))), v102, (__global half *)view3);
    const int v110 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar8) * as_uint(3))) + as_uint(v0))) + as_uint(v85))) + as_uint((int)get_local_id(0)));
    const float v111 = vload_half(v110, (__global const half *)view4);
    const float v112 = v25 + v111;
    const float v113 = gf_max(-87.0f, gf_min(88.0f, (-(v112))));
    const float v114 = fma(v113, 1.442695f, 12582912.0f);
    const float v115 = v114 - 12582912.0f;
    const float v116 = fma(v115, -0.69314575f, v113);
    const float v117 = fma(v115, -1.4286068E-06f, v116);
    vstore_half_rte((v112 / (1.0f + (fma(fma(fma(fma(fma(fma(v117, 0.0013814532f, 0.008368745f), v117, 0.041668393f), v117, 0.16666521f), v117, 0.49999994f), v117, 1.0f), v117, 1.0f) * as_float((as_int(as_uint(as_int(v114)) + as_uint(-1262485377)) << 23))))), v110, (__global half *)view3);
}
