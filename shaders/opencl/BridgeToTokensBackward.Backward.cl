// Written by 'gpuformer emit'; change the kernel and run it again.
// BridgeToTokensBackward.Backward(tokens=3, heads=2, block=96, pixelTile=8, panelTile=1, tileChannels=1, hasScores=0, adds=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_BridgeToTokensBackward_Backward_tokens_3__heads_2__block_96__pixelTile_8__panelTile_1__tileChannels_1__hasScores_0__adds_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* rows */,
    __global const float *buffer2, int offset2, int length2 /* columns */,
    __global const float *buffer3, int offset3, int length3 /* lanes */,
    __global const float *buffer4, int offset4, int length4 /* dScores */,
    __global const float *buffer5, int offset5, int length5 /* addend */,
    __global float *buffer6, int offset6, int length6 /* dx */,
    __global float *buffer7, int offset7, int length7 /* partial */,
    int scalar8 /* pixels */,
    int scalar9 /* chunk */,
    int scalar10 /* C */,
    float scalar11 /* scale */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __global const float *restrict view5 = buffer5 + offset5;
    __global float *restrict view6 = buffer6 + offset6;
    __global float *restrict view7 = buffer7 + offset7;
    __local float shared8[1544];
    __local float shared9[1536];
    __local float shared10[1536];
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar9));
    const int v1 = min(scalar9, as_int(as_uint(scalar8) - as_uint(v0)));
    const int v2 = scalar10 / 2;
    const int v3 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar10))) * as_uint(8));
    const int v4 = as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar8))))) * as_uint(scalar10));
    int v5 = 0;
    while (true)
    {
        if (v5 < 2)
        {
            const int v6 = as_int(as_uint(v5) * as_uint(v2));
            const int v7 = as_int(as_uint(v3) + as_uint(as_int(as_uint(v6) * as_uint(8))));
            const int v8 = as_int(as_uint(v4) + as_uint(v6));
            const int v9 = as_int(as_uint(v5) * as_uint(768));
            int v10 = 0;
            while (true)
            {
                if (v10 < v1)
                {
                    const int v11 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(v10, as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar10))));
                    const int v12 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(as_int(as_uint(v10) + as_uint(1)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar10))));
                    const int v13 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(as_int(as_uint(v10) + as_uint(2)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar10))));
                    const int v14 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(as_int(as_uint(v10) + as_uint(3)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar10))));
                    const int v15 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(as_int(as_uint(v10) + as_uint(4)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar10))));
                    const int v16 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(as_int(as_uint(v10) + as_uint(5)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar10))));
                    const int v17 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(as_int(as_uint(v10) + as_uint(6)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar10))));
                    const int v18 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(as_int(as_uint(v10) + as_uint(7)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar10))));
                    const int v19 = as_int(as_uint(v9) + as_uint(as_int(as_uint(v10) * as_uint(8))));
                    int v20 = 0;
                    while (true)
                    {
                        if (v20 < 8)
                        {
                            int v21 = as_int(as_uint(v7) + as_uint(v20));
                            int v22 = 0;
                            float v23 = 0.0f;
                            float v24 = 0.0f;
                            float v25 = 0.0f;
                            float v26 = 0.0f;
                            float v27 = 0.0f;
                            float v28 = 0.0f;
                            float v29 = 0.0f;
                            float v30 = 0.0f;
                            float v31;
                            float v32;
                            float v33;
                            float v34;
                            float v35;
                            float v36;
                            float v37;
                            float v38;
                            while (true)
                            {
                                if (v22 < v2)
                                {
                                    const float v39 = view2[as_int(as_uint(v21) + as_uint((int)get_local_id(0)))];
                                    const float v40 = view0[as_int(as_uint(v11) + as_uint(v22))];
                                    const float v41 = view0[as_int(as_uint(v12) + as_uint(v22))];
                                    const float v42 = view0[as_int(as_uint(v13) + as_uint(v22))];
                                    const float v43 = view0[as_int(as_uint(v14) + as_uint(v22))];
                                    const float v44 = view0[as_int(as_uint(v15) + as_uint(v22))];
                                    const float v45 = view0[as_int(as_uint(v16) + as_uint(v22))];
                                    const float v46 = view0[as_int(as_uint(v17) + as_uint(v22))];
                                    const float v47 = view0[as_int(as_uint(v18) + as_uint(v22))];
                                    v21 = as_int(as_uint(v21) + as_uint(8));
                                    v22 = as_int(as_uint(v22) + as_uint(1));
                                    v23 = fma(v40, v39, v23);
                                    v24 = fma(v41, v39, v24);
                                    v25 = fma(v42, v39, v25);
                                    v26 = fma(v43, v39, v26);
                                    v27 = fma(v44, v39, v27);
                                    v28 = fma(v45, v39, v28);
                                    v29 = fma(v46, v39, v29);
                                    v30 = fma(v47, v39, v30);
                                    continue;
                                }
                                else
                                {
                                    v31 = v23;
                                    v32 = v24;
                                    v33 = v25;
                                    v34 = v26;
                                    v35 = v27;
                                    v36 = v28;
                                    v37 = v29;
                                    v38 = v30;
                                    break;
                                }
                            }
                            const int v48 = as_int(as_uint(as_int(as_uint(v19) + as_uint(v20))) + as_uint((int)get_local_id(0)));
                            shared8[v48] = v31;
                            shared8[as_int(as_uint(v48) + as_uint(8))] = v32;
                            shared8[as_int(as_uint(v48) + as_uint(16))] = v33;
                            shared8[as_int(as_uint(v48) + as_uint(24))] = v34;
                            shared8[as_int(as_uint(v48) + as_uint(32))] = v35;
                            shared8[as_int(as_uint(v48) + as_uint(40))] = v36;
                            shared8[as_int(as_uint(v48) + as_uint(48))] = v37;
                            shared8[as_int(as_uint(v48) + as_uint(56))] = v38;
                            v20 = as_int(as_uint(v20) + as_uint(8));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v10 = as_int(as_uint(v10) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v5 = as_int(as_uint(v5) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v49 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(48))) + as_uint((int)get_local_id(0)));
    const float v50 = view3[v49];
    const float v51 = view3[as_int(as_uint(v49) + as_uint(8))];
    const float v52 = view3[as_int(as_uint(v49) + as_uint(16))];
    int v53 = 0;
    while (true)
    {
        if (v53 < v1)
        {
            const int v54 = as_int(as_uint(as_int(as_uint(v53) * as_uint(8))) + as_uint((int)get_local_id(0)));
            const float v55 = shared8[v54];
            const float v56 = gf_max(-104.0f, gf_min(89.0f, (v55 - v50)));
            const float v57 = fma(v56, 1.442695f, 12582912.0f);
            const float v58 = v57 - 12582912.0f;
            const float v59 = fma(v58, -0.69314575f, v56);
            const float v60 = fma(v58, -1.4286068E-06f, v59);
            const float v61 = shared8[as_int(as_uint(v54) + as_uint(3))];
            const int v62 = as_int(v57);
            const int v63 = as_int(as_uint(v62) + as_uint(-1262485504)) >> 1;
            const float v64 = ((fma(fma(fma(fma(fma(fma(v60, 0.0013814532f, 0.008368745f), v60, 0.041668393f), v60, 0.16666521f), v60, 0.49999994f), v60, 1.0f), v60, 1.0f) * as_float((as_int(as_uint(v63) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v62) - as_uint(v63))) + as_uint(-1262485377)) << 23))) * v51;
            shared9[v54] = v64;
            shared10[v54] = (v64 * (v61 - v52));
            v53 = as_int(as_uint(v53) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    const float v65 = view3[as_int(as_uint(v49) + as_uint(24))];
    const float v66 = view3[as_int(as_uint(v49) + as_uint(32))];
    const float v67 = view3[as_int(as_uint(v49) + as_uint(40))];
    int v68 = 0;
    while (true)
    {
        if (v68 < v1)
        {
            const int v69 = as_int(as_uint(as_int(as_uint(v68) * as_uint(8))) + as_uint((int)get_local_id(0)));
            const float v70 = shared8[as_int(as_uint(v69) + as_uint(768))];
            const float v71 = gf_max(-104.0f, gf_min(89.0f, (v70 - v65)));
            const float v72 = fma(v71, 1.442695f, 12582912.0f);
            const float v73 = v72 - 12582912.0f;
            const float v74 = fma(v73, -0.69314575f, v71);
            const float v75 = fma(v73, -1.4286068E-06f, v74);
            const float v76 = shared8[as_int(as_uint(v69) + as_uint(771))];
            const int v77 = as_int(v72);
            const int v78 = as_int(as_uint(v77) + as_uint(-1262485504)) >> 1;
            const float v79 = ((fma(fma(fma(fma(fma(fma(v75, 0.0013814532f, 0.008368745f), v75, 0.041668393f), v75, 0.16666521f), v75, 0.49999994f), v75, 1.0f), v75, 1.0f) * as_float((as_int(as_uint(v78) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v77) - as_uint(v78))) + as_uint(-1262485377)) << 23))) * v66;
            shared9[as_int(as_uint(v69) + as_uint(768))] = v79;
            shared10[as_int(as_uint(v69) + as_uint(768))] = (v79 * (v76 - v67));
            v68 = as_int(as_uint(v68) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v80 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(2))) * as_uint(3))) * as_uint(scalar10));
    const int v81 = as_int(as_uint(scalar10) * as_uint(3));
    const int v82 = as_int(as_uint(v80) + as_uint(v81));
    const int v83 = as_int(as_uint(v4) + as_uint(scalar10));
    const int v84 = as_int(as_uint(scalar10) * as_uint(2));
    const int v85 = as_int(as_uint(v4) + as_uint(v84));
    const int v86 = as_int(as_uint(v4) + as_uint(v81));
    const int v87 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(0)))) + as_uint((int)get_group_id(0)))) * as_uint(3))) * as_uint(scalar10));
    const int v88 = as_int(as_uint(scalar10) + as_uint(v87));
    const int v89 = as_int(as_uint(v84) + as_uint(v87));
    int v90 = 0;
    while (true)
    {
        if (v90 < 2)
        {
            const int v91 = as_int(as_uint(v90) * as_uint(v2));
            const int v92 = as_int(as_uint(v80) + as_uint(v91));
            const int v93 = as_int(as_uint(v82) + as_uint(v91));
            const int v94 = as_int(as_uint(v90) * as_uint(768));
            const int v95 = as_int(as_uint(v4) + as_uint(v91));
            const int v96 = as_int(as_uint(v83) + as_uint(v91));
            const int v97 = as_int(as_uint(v85) + as_uint(v91));
            const int v98 = as_int(as_uint(v86) + as_uint(v91));
            const int v99 = as_int(as_uint(v87) + as_uint(v91));
            const int v100 = as_int(as_uint(v88) + as_uint(v91));
            const int v101 = as_int(as_uint(v89) + as_uint(v91));
            int v102 = 0;
            while (true)
            {
                if (v102 < v2)
                {
                    const int v103 = min(v102, as_int(as_uint(v2) + as_uint(-8)));
                    const int v104 = as_int(as_uint(v92) + as_uint(v103));
                    const int v105 = as_int(as_uint(v93) + as_uint(v103));
                    const int v106 = as_int(as_uint(v95) + as_uint(v103));
                    const int v107 = as_int(as_uint(v96) + as_uint(v103));
                    const int v108 = as_int(as_uint(v97) + as_uint(v103));
                    const int v109 = as_int(as_uint(v98) + as_uint(v103));
                    int v110 = 0;
                    while (true)
                    {
                        if (v110 < v1)
                        {
                            const int v111 = as_int(as_uint(v94) + as_uint(as_int(as_uint(v110) * as_uint(8))));
                            int v112 = 0;
                            float v113 = 0.0f;
                            float v114 = 0.0f;
                            float v115 = 0.0f;
                            float v116 = 0.0f;
                            float v117;
                            float v118;
                            float v119;
                            float v120;
                            while (true)
                            {
                                if (v112 < 3)
                                {
                                    const int v121 = as_int(as_uint(v112) * as_uint(scalar10));
                                    const float v122 = view1[as_int(as_uint(as_int(as_uint(v104) + as_uint(v121))) + as_uint((int)get_local_id(0)))];
                                    const float v123 = view1[as_int(as_uint(as_int(as_uint(v105) + as_uint(v121))) + as_uint((int)get_local_id(0)))];
                                    const int v124 = as_int(as_uint(v111) + as_uint(v112));
                                    const float v125 = shared10[v124];
                                    const float v126 = fma(v125, v122, v113);
                                    const float v127 = shared9[v124];
                                    const float v128 = fma(v127, v123, v126);
                                    const float v129 = shared10[as_int(as_uint(v124) + as_uint(8))];
                                    const float v130 = fma(v129, v122, v114);
                                    const float v131 = shared9[as_int(as_uint(v124) + as_uint(8))];
                                    const float v132 = fma(v131, v123, v130);
                                    const float v133 = shared10[as_int(as_uint(v124) + as_uint(16))];
                                    const float v134 = fma(v133, v122, v115);
                                    const float v135 = shared9[as_int(as_uint(v124) + as_uint(16))];
                                    const float v136 = fma(v135, v123, v134);
                                    const float v137 = shared10[as_int(as_uint(v124) + as_uint(24))];
                                    const float v138 = fma(v137, v122, v116);
                                    const float v139 = shared9[as_int(as_uint(v124) + as_uint(24))];
                                    const float v140 = fma(v139, v123, v138);
                                    v112 = as_int(as_uint(v112) + as_uint(1));
                                    v113 = v128;
                                    v114 = v132;
                                    v115 = v136;
                                    v116 = v140;
                                    continue;
                                }
                                else
                                {
                                    v117 = v113;
                                    v118 = v114;
                                    v119 = v115;
                                    v120 = v116;
                                    break;
                                }
                            }
                            const int v141 = as_int(as_uint(v110) * as_uint(scalar10));
                            if (!(v110 >= v1))
                            {
                                view6[as_int(as_uint(as_int(as_uint(v106) + as_uint(v141))) + as_uint((int)get_local_id(0)))] = v117;
                            }
                            if (!(as_int(as_uint(v110) + as_uint(1)) >= v1))
                            {
                                view6[as_int(as_uint(as_int(as_uint(v107) + as_uint(v141))) + as_uint((int)get_local_id(0)))] = v118;
                            }
                            if (!(as_int(as_uint(v110) + as_uint(2)) >= v1))
                            {
                                view6[as_int(as_uint(as_int(as_uint(v108) + as_uint(v141))) + as_uint((int)get_local_id(0)))] = v119;
                            }
                            if (!(as_int(as_uint(v110) + as_uint(3)) >= v1))
                            {
                                view6[as_int(as_uint(as_int(as_uint(v109) + as_uint(v141))) + as_uint((int)get_local_id(0)))] = v120;
                            }
                            v110 = as_int(as_uint(v110) + as_uint(4));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    int v142 = 0;
                    float v143 = 0.0f;
                    float v144 = 0.0f;
                    float v145 = 0.0f;
                    float v146;
                    float v147;
                    float v148;
                    while (true)
                    {
                        if (v142 < v1)
                        {
                            const float v149 = view0[as_int(as_uint(as_int(as_uint(v106) + as_uint(as_int(as_uint(v142) * as_uint(scalar10))))) + as_uint((int)get_local_id(0)))];
                            const int v150 = as_int(as_uint(v94) + as_uint(as_int(as_uint(v142) * as_uint(8))));
                            const float v151 = shared10[v150];
                            const float v152 = shared10[as_int(as_uint(v150) + as_uint(1))];
                            const float v153 = shared10[as_int(as_uint(v150) + as_uint(2))];
                            v142 = as_int(as_uint(v142) + as_uint(1));
                            v143 = fma(v151, v149, v143);
                            v144 = fma(v152, v149, v144);
                            v145 = fma(v153, v149, v145);
                            continue;
                        }
                        else
                        {
                            v146 = v143;
                            v147 = v144;
                            v148 = v145;
                            break;
                        }
                    }
                    view7[as_int(as_uint(as_int(as_uint(v99) + as_uint(v103))) + as_uint((int)get_local_id(0)))] = (scalar11 * v146);
                    view7[as_int(as_uint(as_int(as_uint(v100) + as_uint(v103))) + as_uint((int)get_local_id(0)))] = (scalar11 * v147);
                    view7[as_int(as_uint(as_int(as_uint(v101) + as_uint(v103))) + as_uint((int)get_local_id(0)))] = (scalar11 * v148);
                    v102 = as_int(as_uint(v102) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v90 = as_int(as_uint(v90) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
