// Written by 'gpuformer emit'; change the kernel and run it again.
// FormerToMobile.Forward(tokens=3, heads=2, sharedChannels=16, skips=1) of half x, y

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_FormerToMobile_Forward_tokens_3__heads_2__sharedChannels_16__skips_1__of_half_x__y(
    __global const ushort *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* kv */,
    __global ushort *buffer2, int offset2, int length2 /* y */,
    int scalar3 /* pixels */,
    int scalar4 /* run */,
    int scalar5 /* C */)
{
    __global const ushort *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global ushort *restrict view2 = buffer2 + offset2;
    __local float shared3[128];
    __local float shared4[512];
    __local float shared5[192];
    const int v0 = as_int(as_uint(as_int(as_uint(min((int)get_local_id(0), 2)) * as_uint(2))) * as_uint(scalar5));
    const int v1 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(3))) * as_uint(2))) * as_uint(scalar5));
    int v2 = 0;
    while (true)
    {
        if (v2 < scalar5)
        {
            const float v3 = view1[as_int(as_uint(as_int(as_uint(v1) + as_uint(v2))) + as_uint(v0))];
            shared3[as_int(as_uint(as_int(as_uint(v2) * as_uint(8))) + as_uint((int)get_local_id(0)))] = v3;
            v2 = as_int(as_uint(v2) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    const int v4 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar4));
    const int v5 = min(as_int(as_uint(v4) + as_uint(scalar4)), scalar3);
    const int v6 = scalar5 / 2;
    const int v7 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3))) * as_uint(scalar5));
    const int v8 = as_int(as_uint((int)get_local_id(0)) * as_uint(8));
    const int v9 = as_int(as_uint(v1) + as_uint(scalar5));
    const int v10 = as_int(as_uint(v1) + as_uint(as_int(as_uint(scalar5) * as_uint(3))));
    const int v11 = as_int(as_uint(v1) + as_uint(as_int(as_uint(scalar5) * as_uint(5))));
    int v12 = v4;
    while (true)
    {
        if (v12 < v5)
        {
            const int v13 = min(32, as_int(as_uint(v5) - as_uint(v12)));
            const int v14 = as_int(as_uint(v7) + as_uint(as_int(as_uint(v12) * as_uint(scalar5))));
            int v15 = 0;
            while (true)
            {
                if (v15 < 2)
                {
                    const int v16 = as_int(as_uint(v15) * as_uint(v6));
                    const int v17 = as_int(as_uint(v16) * as_uint(8));
                    const int v18 = as_int(as_uint(v14) + as_uint(v16));
                    const int v19 = as_int(as_uint(v15) * as_uint(8));
                    int v20 = 0;
                    while (true)
                    {
                        if (v20 < v13)
                        {
                            const int v21 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(v20, as_int(as_uint(v13) + as_uint(-1)))) * as_uint(scalar5))));
                            const int v22 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(as_int(as_uint(v20) + as_uint(1)), as_int(as_uint(v13) + as_uint(-1)))) * as_uint(scalar5))));
                            const int v23 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(as_int(as_uint(v20) + as_uint(2)), as_int(as_uint(v13) + as_uint(-1)))) * as_uint(scalar5))));
                            const int v24 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(as_int(as_uint(v20) + as_uint(3)), as_int(as_uint(v13) + as_uint(-1)))) * as_uint(scalar5))));
                            const int v25 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(as_int(as_uint(v20) + as_uint(4)), as_int(as_uint(v13) + as_uint(-1)))) * as_uint(scalar5))));
                            const int v26 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(as_int(as_uint(v20) + as_uint(5)), as_int(as_uint(v13) + as_uint(-1)))) * as_uint(scalar5))));
                            const int v27 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(as_int(as_uint(v20) + as_uint(6)), as_int(as_uint(v13) + as_uint(-1)))) * as_uint(scalar5))));
                            const int v28 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(as_int(as_uint(v20) + as_uint(7)), as_int(as_uint(v13) + as_uint(-1)))) * as_uint(scalar5))));
                            int v29 = v17;
                            int v30 = 0;
                            float v31 = 0.0f;
                            float v32 = 0.0f;
                            float v33 = 0.0f;
                            float v34 = 0.0f;
                            float v35 = 0.0f;
                            float v36 = 0.0f;
                            float v37 = 0.0f;
                            float v38 = 0.0f;
                            float v39;
                            float v40;
                            float v41;
                            float v42;
                            float v43;
                            float v44;
                            float v45;
                            float v46;
                            while (true)
                            {
                                if (v30 < v6)
                                {
                                    const float v47 = shared3[as_int(as_uint(v29) + as_uint((int)get_local_id(0)))];
                                    const float v48 = vload_half(as_int(as_uint(v21) + as_uint(v30)), (__global const half *)view0);
                                    const float v49 = vload_half(as_int(as_uint(v22) + as_uint(v30)), (__global const half *)view0);
                                    const float v50 = vload_half(as_int(as_uint(v23) + as_uint(v30)), (__global const half *)view0);
                                    const float v51 = vload_half(as_int(as_uint(v24) + as_uint(v30)), (__global const half *)view0);
                                    const float v52 = vload_half(as_int(as_uint(v25) + as_uint(v30)), (__global const half *)view0);
                                    const float v53 = vload_half(as_int(as_uint(v26) + as_uint(v30)), (__global const half *)view0);
                                    const float v54 = vload_half(as_int(as_uint(v27) + as_uint(v30)), (__global const half *)view0);
                                    const float v55 = vload_half(as_int(as_uint(v28) + as_uint(v30)), (__global const half *)view0);
                                    v29 = as_int(as_uint(v29) + as_uint(8));
                                    v30 = as_int(as_uint(v30) + as_uint(1));
                                    v31 = fma(v48, v47, v31);
                                    v32 = fma(v49, v47, v32);
                                    v33 = fma(v50, v47, v33);
                                    v34 = fma(v51, v47, v34);
                                    v35 = fma(v52, v47, v35);
                                    v36 = fma(v53, v47, v36);
                                    v37 = fma(v54, v47, v37);
                                    v38 = fma(v55, v47, v38);
                                    continue;
                                }
                                else
                                {
                                    v39 = v31;
                                    v40 = v32;
                                    v41 = v33;
                                    v42 = v34;
                                    v43 = v35;
                                    v44 = v36;
                                    v45 = v37;
                                    v46 = v38;
                                    break;
                                }
                            }
                            const int v56 = as_int(as_uint(as_int(as_uint(v19) + as_uint(as_int(as_uint(v20) * as_uint(16))))) + as_uint((int)get_local_id(0)));
                            shared4[v56] = v39;
                            shared4[as_int(as_uint(v56) + as_uint(16))] = v40;
                            shared4[as_int(as_uint(v56) + as_uint(32))] = v41;
                            shared4[as_int(as_uint(v56) + as_uint(48))] = v42;
                            shared4[as_int(as_uint(v56) + as_uint(64))] = v43;
                            shared4[as_int(as_uint(v56) + as_uint(80))] = v44;
                            shared4[as_int(as_uint(v56) + as_uint(96))] = v45;
                            shared4[as_int(as_uint(v56) + as_uint(112))] = v46;
                            v20 = as_int(as_uint(v20) + as_uint(8));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v15 = as_int(as_uint(v15) + as_uint(1));
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            const int v57 = as_int(as_uint(v13) * as_uint(2));
            int v58 = 0;
            while (true)
            {
                if (v58 < v57)
                {
                    const int v59 = as_int(as_uint(as_int(as_uint(v58) * as_uint(8))) + as_uint(v8));
                    const float v60 = shared4[v59];
                    const float v61 = shared4[as_int(as_uint(v59) + as_uint(1))];
                    const float v62 = shared4[as_int(as_uint(v59) + as_uint(2))];
                    const int v63 = as_int(as_uint(v58) + as_uint((int)get_local_id(0)));
                    const float v64 = gf_max(gf_max(gf_max(-3.4E+38f, v60), v61), v62);
                    const float v65 = gf_max(-104.0f, gf_min(89.0f, (v62 - v64)));
                    const float v66 = fma(v65, 1.442695f, 12582912.0f);
                    const int v67 = as_int(v66);
                    const int v68 = as_int(as_uint(v67) + as_uint(-1262485504)) >> 1;
                    const float v69 = v66 - 12582912.0f;
                    const float v70 = fma(v69, -0.69314575f, v65);
                    const float v71 = fma(v69, -1.4286068E-06f, v70);
                    const float v72 = (fma(fma(fma(fma(fma(fma(v71, 0.0013814532f, 0.008368745f), v71, 0.041668393f), v71, 0.16666521f), v71, 0.49999994f), v71, 1.0f), v71, 1.0f) * as_float((as_int(as_uint(v68) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v67) - as_uint(v68))) + as_uint(-1262485377)) << 23));
                    const float v73 = gf_max(-104.0f, gf_min(89.0f, (v61 - v64)));
                    const float v74 = fma(v73, 1.442695f, 12582912.0f);
                    const int v75 = as_int(v74);
                    const int v76 = as_int(as_uint(v75) + as_uint(-1262485504)) >> 1;
                    const float v77 = v74 - 12582912.0f;
                    const float v78 = fma(v77, -0.69314575f, v73);
                    const float v79 = fma(v77, -1.4286068E-06f, v78);
                    const float v80 = (fma(fma(fma(fma(fma(fma(v79, 0.0013814532f, 0.008368745f), v79, 0.041668393f), v79, 0.16666521f), v79, 0.49999994f), v79, 1.0f), v79, 1.0f) * as_float((as_int(as_uint(v76) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v75) - as_uint(v76))) + as_uint(-1262485377)) << 23));
                    const float v81 = gf_max(-104.0f, gf_min(89.0f, (v60 - v64)));
                    const float v82 = fma(v81, 1.442695f, 12582912.0f);
                    const int v83 = as_int(v82);
                    const int v84 = as_int(as_uint(v83) + as_uint(-1262485504)) >> 1;
                    const float v85 = v82 - 12582912.0f;
                    const float v86 = fma(v85, -0.69314575f, v81);
                    const float v87 = fma(v85, -1.4286068E-06f, v86);
                    const float v88 = (fma(fma(fma(fma(fma(fma(v87, 0.0013814532f, 0.008368745f), v87, 0.041668393f), v87, 0.16666521f), v87, 0.49999994f), v87, 1.0f), v87, 1.0f) * as_float((as_int(as_uint(v84) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v83) - as_uint(v84))) + as_uint(-1262485377)) << 23));
                    const float v89 = 1.0f / (((0.0f + v88) + v80) + v72);
                    shared5[v63] = (v88 * v89);
                    shared5[as_int(as_uint(v63) + as_uint(64))] = (v80 * v89);
                    shared5[as_int(as_uint(v63) + as_uint(128))] = (v72 * v89);
                    v58 = as_int(as_uint(v58) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            int v90 = 0;
            while (true)
            {
                if (v90 < scalar5)
                {
                    const int v91 = min(v90, as_int(as_uint(scalar5) + as_uint(-8)));
                    const float v92 = view1[as_int(as_uint(as_int(as_uint(v9) + as_uint(v91))) + as_uint((int)get_local_id(0)))];
                    const float v93 = view1[as_int(as_uint(as_int(as_uint(v10) + as_uint(v91))) + as_uint((int)get_local_id(0)))];
                    const float v94 = view1[as_int(as_uint(as_int(as_uint(v11) + as_uint(v91))) + as_uint((int)get_local_id(0)))];
                    const int v95 = gf_div(as_int(as_uint(v91) + as_uint(7)), v6);
                    const int v96 = gf_div(v91, v6);
                    const int v97 = as_int(as_uint(v14) + as_uint(v91));
                    if (v96 != v95)
                    {
                        const bool v98 = as_int(as_uint(v91) + as_uint((int)get_local_id(0))) < as_int(as_uint(v95) * as_uint(v6));
                        int v99 = v97;
                        int v100 = 0;
                        while (true)
                        {
                            if (v100 < v13)
                            {
                                const int v101 = as_int(as_uint(v99) + as_uint((int)get_local_id(0)));
                                const float v102 = vload_half(v101, (__global const half *)view0);
                                const int v103 = as_int(as_uint(v100) * as_uint(2));
                                const int v104 = as_int(as_uint(v96) + as_uint(v103));
                                const float v105 = shared5[v104];
                                const int v106 = as_int(as_uint(v95) + as_uint(v103));
                                const float v107 = shared5[v106];
                                const float v108 = fma((v98 ? v105 : v107), v92, v102);
                                const float v109 = shared5[as_int(as_uint(v104) + as_uint(64))];
                                const float v110 = shared5[as_int(as_uint(v106) + as_uint(64))];
                                const float v111 = fma((v98 ? v109 : v110), v93, v108);
                                const float v112 = shared5[as_int(as_uint(v104) + as_uint(128))];
                                const float v113 = shared5[as_int(as_uint(v106) + as_uint(128))];
                                const float v114 = fma((v98 ? v112 : v113), v94, v111);
                                vstore_half_rte(v114, v101, (__global half *)view2);
                                v99 = as_int(as_uint(scalar5) + as_uint(v99));
                                v100 = as_int(as_uint(v100) + as_uint(1));
                                continue;
                            }
                            else
                            {
                                break;
                            }
                        }
                    }
                    else
                    {
                        int v115 = v97;
                        int v116 = 0;
                        while (true)
                        {
                            if (v116 < v13)
                            {
                                const int v117 = as_int(as_uint(v115) + as_uint((int)get_local_id(0)));
                                const float v118 = vload_half(v117, (__global const half *)view0);
                                const int v119 = as_int(as_uint(v96) + as_uint(as_int(as_uint(v116) * as_uint(2))));
                                const float v120 = shared5[v119];
                                const float v121 = fma(v120, v92, v118);
                                const float v122 = shared5[as_int(as_uint(v119) + as_uint(64))];
                                const float v123 = fma(v122, v93, v121);
                                const float v124 = shared5[as_int(as_uint(v119) + as_uint(128))];
                                const float v125 = fma(v124, v94, v123);
                                vstore_half_rte(v125, v117, (__global half *)view2);
                                v115 = as_int(as_uint(scalar5) + as_uint(v115));
                                v116 = as_int(as_uint(v116) + as_uint(1));
                                continue;
                            }
                            else
                            {
                                break;
                            }
                        }
                    }
                    v90 = as_int(as_uint(v90) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            v12 = as_int(as_uint(v12) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
