// Written by 'gpuformer emit'; change the kernel and run it again.
// MobileToFormer.Attend(tokens=3, heads=1, allHeads=2, chunkPixels=16, tilePixels=1, tileChannels=1, steps=2, slices=8, sharedChannels=8, staged=1, returnsLogits=0) of half x, values

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(4, 16, 1)))
void gf_MobileToFormer_Attend_tokens_3__heads_1__allHeads_2__chunkPixels_16__tilePixels_1__tileChannels_1__steps_2__slices_8__sharedChannels_8__staged_1__returnsLogits_0__of_half_x__values(
    __global const ushort *buffer0, int offset0, int length0 /* x */,
    __global const ushort *buffer1, int offset1, int length1 /* values */,
    __global const float *buffer2, int offset2, int length2 /* qAlpha */,
    __global float *buffer3, int offset3, int length3 /* partial */,
    __global const float *buffer4, int offset4, int length4 /* logits */,
    int scalar5 /* pixels */,
    int scalar6 /* chunks */,
    int scalar7 /* M */,
    int scalar8 /* C */,
    int scalar9 /* stride */)
{
    __global const ushort *restrict view0 = buffer0 + offset0;
    __global const ushort *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __local float shared5[32];
    __local float shared6[192];
    __local float shared7[64];
    __local float shared8[64];
    __local float shared9[64];
    __local float shared10[192];
    const int v0 = scalar8 / 2;
    const int v1 = as_int(as_uint((v0 / 2)) * as_uint(2));
    const int v2 = as_int(as_uint(min((int)get_local_id(0), 2)) * as_uint(scalar9));
    const int v3 = (int)get_group_id(1) / 2;
    const int v4 = min(as_int(as_uint(v3) * as_uint(3)), as_int(as_uint(scalar7) + as_uint(-3)));
    const int v5 = as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint(v3) * as_uint(-2))));
    const int v6 = as_int(as_uint(v5) * as_uint(v1));
    const int v7 = as_int(as_uint(v6) + as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))))) * as_uint(scalar9))));
    int v8 = (int)get_local_id(1);
    while (true)
    {
        if (v8 < v1)
        {
            const float v9 = view2[as_int(as_uint(as_int(as_uint(v7) + as_uint(v8))) + as_uint(v2))];
            shared5[as_int(as_uint(as_int(as_uint(v8) * as_uint(4))) + as_uint((int)get_local_id(0)))] = v9;
            v8 = as_int(as_uint(v8) + as_uint(16));
            continue;
        }
        else
        {
            break;
        }
    }
    const int v10 = gf_div(scalar6, (int)get_num_groups(0));
    const int v11 = as_int(as_uint(scalar6) - as_uint(as_int(as_uint(v10) * as_uint((int)get_num_groups(0)))));
    const int v12 = as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(v10))) + as_uint(min((int)get_group_id(0), v11)));
    const int v13 = as_int(as_uint(as_int(as_uint(v12) + as_uint(v10))) + as_uint(((((int)get_group_id(0) < v11) ? 1 : 0))));
    const int v14 = gf_div(scalar5, scalar6);
    const int v15 = as_int(as_uint(scalar5) - as_uint(as_int(as_uint(v14) * as_uint(scalar6))));
    const int v16 = as_int(as_uint((int)get_local_id(0)) * as_uint(2));
    const int v17 = as_int(as_uint(v0) * as_uint(2));
    const int v18 = as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5));
    const int v19 = as_int(as_uint(as_int(as_uint(v18) * as_uint(v17))) + as_uint(as_int(as_uint((v6 / 2)) * as_uint(2))));
    const int v20 = as_int(as_uint(as_int(as_uint((int)get_local_id(1)) * as_uint(4))) + as_uint((int)get_local_id(0)));
    const bool v21 = (int)get_local_id(1) != 0;
    const bool v22 = (int)get_local_id(0) >= 3;
    const int v23 = as_int(as_uint(scalar7) * as_uint(scalar8));
    const int v24 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) * as_uint(scalar7));
    const int v25 = as_int(as_uint(scalar8) * as_uint(v24));
    const int v26 = as_int(as_uint(v24) * as_uint(4));
    const int v27 = as_int(as_uint(v5) * as_uint(scalar7));
    const int v28 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(v27))) + as_uint(v26))) + as_uint(v25))) + as_uint(v23));
    const int v29 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(2))) + as_uint(v4))) + as_uint(v27))) + as_uint(v26))) + as_uint(v25))) + as_uint(v23));
    const int v30 = (int)get_local_id(1) / 8;
    const int v31 = as_int(as_uint(v30) * as_uint(-8));
    const int v32 = as_int(as_uint((int)get_local_id(1)) + as_uint(v31));
    const int v33 = as_int(as_uint(v32) * as_uint(4));
    const int v34 = min(as_int(as_uint(v30) * as_uint(4)), as_int(as_uint(v1) + as_uint(-4)));
    const int v35 = as_int(as_uint(as_int(as_uint(v6) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v18) + as_uint((int)get_local_id(1)))) + as_uint(v31))) * as_uint(scalar8))))) + as_uint(v34));
    const int v36 = as_int(as_uint(scalar8) * as_uint(8));
    const int v37 = as_int(as_uint(v30) * as_uint(8));
    const int v38 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v6) + as_uint(v26))) + as_uint(v25))) + as_uint(v34))) + as_uint(as_int(as_uint(v4) * as_uint(scalar8))));
    int v39 = v12;
    while (true)
    {
        if (v39 < v13)
        {
            const int v40 = as_int(as_uint(v14) + as_uint((((v39 < v15) ? 1 : 0))));
            const int v41 = as_int(as_uint(as_int(as_uint(v39) * as_uint(v14))) + as_uint(min(v39, v15)));
            const int v42 = as_int(as_uint(v19) + as_uint(as_int(as_uint(v41) * as_uint(v17))));
            int v43 = (int)get_local_id(1);
            while (true)
            {
                if (v43 < v40)
                {
                    const int v44 = as_int(as_uint(v42) + as_uint(as_int(as_uint(v43) * as_uint(v17))));
                    const int v45 = as_int(as_uint(v43) * as_uint(12));
                    int v46 = 0;
                    while (true)
                    {
                        if (v46 < v1)
                        {
                            if (!(as_int(as_uint(v46) + as_uint(v16)) >= v1))
                            {
                                const int v47 = as_int(as_uint(as_int(as_uint(v44) + as_uint(v46))) + as_uint(v16));
                                const float v48 = vload_half(v47, (__global const half *)view0);
                                const float v49 = vload_half(as_int(as_uint(v47) + as_uint(1)), (__global const half *)view0);
                                const int v50 = as_int(as_uint(as_int(as_uint(v45) + as_uint(v46))) + as_uint(v16));
                                shared6[v50] = v48;
                                shared6[as_int(as_uint(v50) + as_uint(1))] = v49;
                            }
                            v46 = as_int(as_uint(v46) + as_uint(8));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v43 = as_int(as_uint(v43) + as_uint(16));
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            const int v51 = min((int)get_local_id(1), as_int(as_uint(v40) + as_uint(-1)));
            const int v52 = as_int(as_uint(v51) * as_uint(12));
            int v53 = 0;
            int v54 = 0;
            float v55 = 0.0f;
            float v56;
            while (true)
            {
                if (v54 < v1)
                {
                    const int v57 = as_int(as_uint(v53) + as_uint((int)get_local_id(0)));
                    const float v58 = shared5[v57];
                    const int v59 = as_int(as_uint(v52) + as_uint(v54));
                    const float v60 = shared6[v59];
                    const float v61 = fma(v60, v58, v55);
                    const float v62 = shared5[as_int(as_uint(v57) + as_uint(4))];
                    const float v63 = shared6[as_int(as_uint(v59) + as_uint(1))];
                    const float v64 = fma(v63, v62, v61);
                    v53 = as_int(as_uint(v53) + as_uint(8));
                    v54 = as_int(as_uint(v54) + as_uint(2));
                    v55 = v64;
                    continue;
                }
                else
                {
                    v56 = v55;
                    break;
                }
            }
            shared7[as_int(as_uint(as_int(as_uint(v51) * as_uint(4))) + as_uint((int)get_local_id(0)))] = v56;
            shared8[v20] = gf_max(-3.4E+38f, v56);
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            const float v65 = shared8[(int)get_local_id(0)];
            const float v66 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(4))];
            const float v67 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(8))];
            const float v68 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(12))];
            const float v69 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(16))];
            const float v70 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(20))];
            const float v71 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(24))];
            const float v72 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(28))];
            const float v73 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(32))];
            const float v74 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(36))];
            const float v75 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(40))];
            const float v76 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(44))];
            const float v77 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(48))];
            const float v78 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(52))];
            const float v79 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(56))];
            const float v80 = shared8[as_int(as_uint((int)get_local_id(0)) + as_uint(60))];
            const float v81 = gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(v65, v66), v67), v68), v69), v70), v71), v72), v73), v74), v75), v76), v77), v78), v79), v80);
            float v82 = 0.0f;
            int v83 = (int)get_local_id(1);
            float v84;
            while (true)
            {
                if (v83 < v40)
                {
                    const int v85 = as_int(as_uint(as_int(as_uint(v83) * as_uint(4))) + as_uint((int)get_local_id(0)));
                    const float v86 = shared7[v85];
                    const float v87 = gf_max(-104.0f, gf_min(89.0f, (v86 - v81)));
                    const float v88 = fma(v87, 1.442695f, 12582912.0f);
                    const int v89 = as_int(v88);
                    const int v90 = as_int(as_uint(v89) + as_uint(-1262485504)) >> 1;
                    const float v91 = v88 - 12582912.0f;
                    const float v92 = fma(v91, -0.69314575f, v87);
                    const float v93 = fma(v91, -1.4286068E-06f, v92);
                    const float v94 = (fma(fma(fma(fma(fma(fma(v93, 0.0013814532f, 0.008368745f), v93, 0.041668393f), v93, 0.16666521f), v93, 0.49999994f), v93, 1.0f), v93, 1.0f) * as_float((as_int(as_uint(v90) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v89) - as_uint(v90))) + as_uint(-1262485377)) << 23));
                    shared7[v85] = v94;
                    float v95;
                    if (as_int(as_uint(v83) + as_uint(16)) >= v40)
                    {
                        v95 = v94;
                    }
                    else
                    {
                        const float v96 = shared7[as_int(as_uint(v85) + as_uint(64))];
                        const float v97 = gf_max(-104.0f, gf_min(89.0f, (v96 - v81)));
                        const float v98 = fma(v97, 1.442695f, 12582912.0f);
                        const int v99 = as_int(v98);
                        const int v100 = as_int(as_uint(v99) + as_uint(-1262485504)) >> 1;
                        const float v101 = v98 - 12582912.0f;
                        const float v102 = fma(v101, -0.69314575f, v97);
                        const float v103 = fma(v101, -1.4286068E-06f, v102);
                        const float v104 = (fma(fma(fma(fma(fma(fma(v103, 0.0013814532f, 0.008368745f), v103, 0.041668393f), v103, 0.16666521f), v103, 0.49999994f), v103, 1.0f), v103, 1.0f) * as_float((as_int(as_uint(v100) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v99) - as_uint(v100))) + as_uint(-1262485377)) << 23));
                        shared7[as_int(as_uint(v85) + as_uint(64))] = v104;
                        v95 = v94 + v104;
                    }
                    v82 = v82 + v95;
                    v83 = as_int(as_uint(v83) + as_uint(32));
                    continue;
                }
                else
                {
                    v84 = v82;
                    break;
                }
            }
            shared9[v20] = v84;
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            const int v105 = as_int(as_uint(v39) * as_uint(scalar7));
            const int v106 = as_int(as_uint(scalar8) * as_uint(v105));
            const int v107 = as_int(as_uint(v105) * as_uint(4));
            if (!(v21))
            {
                if (!(v22))
                {
                    float v108 = -3.4E+38f;
                    float v109 = 0.0f;
                    int v110 = 0;
                    float v111;
                    float v112;
                    while (true)
                    {
                        if (v110 < 16)
                        {
                            const int v113 = as_int(as_uint(as_int(as_uint(v110) * as_uint(4))) + as_uint((int)get_local_id(0)));
                            const float v114 = shared8[v113];
                            const float v115 = shared9[v113];
                            v108 = gf_max(v108, v114);
                            v109 = v109 + v115;
                            v110 = as_int(as_uint(v110) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v111 = v108;
                            v112 = v109;
                            break;
                        }
                    }
                    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(v28) + as_uint(v107))) + as_uint(v106))) + as_uint((int)get_local_id(0)))] = v111;
                    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(v29) + as_uint(v107))) + as_uint(v106))) + as_uint((int)get_local_id(0)))] = v112;
                }
            }
            int v116 = v33;
            int v117 = as_int(as_uint(v35) + as_uint(as_int(as_uint(v41) * as_uint(scalar8))));
            int v118 = v32;
            float v119 = 0.0f;
            float v120 = 0.0f;
            float v121 = 0.0f;
            float v122;
            float v123;
            float v124;
            while (true)
            {
                if (v118 < v40)
                {
                    const float v125 = vload_half(as_int(as_uint(v117) + as_uint((int)get_local_id(0))), (__global const half *)view1);
                    const float v126 = shared7[v116];
                    const float v127 = shared7[as_int(as_uint(v116) + as_uint(1))];
                    const float v128 = shared7[as_int(as_uint(v116) + as_uint(2))];
                    v116 = as_int(as_uint(v116) + as_uint(32));
                    v117 = as_int(as_uint(v36) + as_uint(v117));
                    v118 = as_int(as_uint(v118) + as_uint(8));
                    v119 = fma(v126, v125, v119);
                    v120 = fma(v127, v125, v120);
                    v121 = fma(v128, v125, v121);
                    continue;
                }
                else
                {
                    v122 = v119;
                    v123 = v120;
                    v124 = v121;
                    break;
                }
            }
            shared10[v20] = v122;
            shared10[as_int(as_uint(v20) + as_uint(64))] = v123;
            shared10[as_int(as_uint(v20) + as_uint(128))] = v124;
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            const int v129 = as_int(as_uint(as_int(as_uint(v38) + as_uint(v107))) + as_uint(v106));
            int v130 = v32;
            while (true)
            {
                if (v130 < 3)
                {
                    const int v131 = as_int(as_uint(v130) * as_uint(64));
                    float v132 = 0.0f;
                    int v133 = v37;
                    float v134;
                    while (true)
                    {
                        if (v133 < as_int(as_uint(v37) + as_uint(8)))
                        {
                            const float v135 = shared10[as_int(as_uint(as_int(as_uint(v131) + as_uint(as_int(as_uint(v133) * as_uint(4))))) + as_uint((int)get_local_id(0)))];
                            v132 = v132 + v135;
                            v133 = as_int(as_uint(v133) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v134 = v132;
                            break;
                        }
                    }
                    view3[as_int(as_uint(as_int(as_uint(v129) + as_uint(as_int(as_uint(v130) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))] = v134;
                    v130 = as_int(as_uint(v130) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            v39 = as_int(as_uint(v39) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
