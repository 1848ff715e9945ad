// Written by 'gpuformer emit'; change the kernel and run it again.
// BridgeToTokensBackward.Backward(tokens=3, heads=2, block=96, pixelTile=8, panelTile=1, tileChannels=1, hasScores=0, adds=0, hasValues=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_BridgeToTokensBackward_Backward_tokens_3__heads_2__block_96__pixelTile_8__panelTile_1__tileChannels_1__hasScores_0__adds_0__hasValues_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* values */,
    __global const float *buffer2, int offset2, int length2 /* rows */,
    __global const float *buffer3, int offset3, int length3 /* columns */,
    __global const float *buffer4, int offset4, int length4 /* lanes */,
    __global const float *buffer5, int offset5, int length5 /* dScores */,
    __global const float *buffer6, int offset6, int length6 /* addend */,
    __global float *buffer7, int offset7, int length7 /* dx */,
    __global const float *buffer8, int offset8, int length8 /* dValues */,
    __global float *buffer9, int offset9, int length9 /* partial */,
    int scalar10 /* pixels */,
    int scalar11 /* chunk */,
    int scalar12 /* C */,
    float scalar13 /* scale */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __global const float *restrict view5 = buffer5 + offset5;
    __global const float *restrict view6 = buffer6 + offset6;
    __global float *restrict view7 = buffer7 + offset7;
    __global const float *restrict view8 = buffer8 + offset8;
    __global float *restrict view9 = buffer9 + offset9;
    __local float shared10[1544];
    __local float shared11[1536];
    __local float shared12[1536];
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar11));
    const int v1 = min(scalar11, as_int(as_uint(scalar10) - as_uint(v0)));
    const int v2 = scalar12 / 2;
    const int v3 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar12))) * as_uint(8));
    const int v4 = as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar10))))) * as_uint(scalar12));
    const int v5 = as_int(as_uint(v1) + as_uint(7)) / 8;
    const bool v6 = as_int(as_uint(v5) * as_uint(8)) < 96;
    const int v7 = as_int(as_uint(v5) * as_uint(64));
    int v8 = 0;
    while (true)
    {
        if (v8 < 2)
        {
            const int v9 = as_int(as_uint(v8) * as_uint(v2));
            const int v10 = as_int(as_uint(v3) + as_uint(as_int(as_uint(v9) * as_uint(8))));
            const int v11 = as_int(as_uint(v4) + as_uint(v9));
            const int v12 = as_int(as_uint(v8) * as_uint(768));
            int v13 = 0;
            while (true)
            {
                if (v13 < v1)
                {
                    const int v14 = as_int(as_uint(v11) + as_uint(as_int(as_uint(min(v13, as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar12))));
                    const int v15 = as_int(as_uint(v11) + as_uint(as_int(as_uint(min(as_int(as_uint(v13) + as_uint(1)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar12))));
                    const int v16 = as_int(as_uint(v11) + as_uint(as_int(as_uint(min(as_int(as_uint(v13) + as_uint(2)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar12))));
                    const int v17 = as_int(as_uint(v11) + as_uint(as_int(as_uint(min(as_int(as_uint(v13) + as_uint(3)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar12))));
                    const int v18 = as_int(as_uint(v11) + as_uint(as_int(as_uint(min(as_int(as_uint(v13) + as_uint(4)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar12))));
                    const int v19 = as_int(as_uint(v11) + as_uint(as_int(as_uint(min(as_int(as_uint(v13) + as_uint(5)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar12))));
                    const int v20 = as_int(as_uint(v11) + as_uint(as_int(as_uint(min(as_int(as_uint(v13) + as_uint(6)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar12))));
                    const int v21 = as_int(as_uint(v11) + as_uint(as_int(as_uint(min(as_int(as_uint(v13) + as_uint(7)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar12))));
                    int v22 = v10;
                    int v23 = 0;
                    float v24 = 0.0f;
                    float v25 = 0.0f;
                    float v26 = 0.0f;
                    float v27 = 0.0f;
                    float v28 = 0.0f;
                    float v29 = 0.0f;
                    float v30 = 0.0f;
                    float v31 = 0.0f;
                    float v32;
                    float v33;
                    float v34;
                    float v35;
                    float v36;
                    float v37;
                    float v38;
                    float v39;
                    while (true)
                    {
                        if (v23 < v2)
                        {
                            const float v40 = view3[as_int(as_uint(v22) + as_uint((int)get_local_id(0)))];
                            const float v41 = view0[as_int(as_uint(v14) + as_uint(v23))];
                            const float v42 = view0[as_int(as_uint(v15) + as_uint(v23))];
                            const float v43 = view0[as_int(as_uint(v16) + as_uint(v23))];
                            const float v44 = view0[as_int(as_uint(v17) + as_uint(v23))];
                            const float v45 = view0[as_int(as_uint(v18) + as_uint(v23))];
                            const float v46 = view0[as_int(as_uint(v19) + as_uint(v23))];
                            const float v47 = view0[as_int(as_uint(v20) + as_uint(v23))];
                            const float v48 = view0[as_int(as_uint(v21) + as_uint(v23))];
                            v22 = as_int(as_uint(v22) + as_uint(8));
                            v23 = as_int(as_uint(v23) + as_uint(1));
                            v24 = fma(v41, v40, v24);
                            v25 = fma(v42, v40, v25);
                            v26 = fma(v43, v40, v26);
                            v27 = fma(v44, v40, v27);
                            v28 = fma(v45, v40, v28);
                            v29 = fma(v46, v40, v29);
                            v30 = fma(v47, v40, v30);
                            v31 = fma(v48, v40, v31);
                            continue;
                        }
                        else
                        {
                            v32 = v24;
                            v33 = v25;
                            v34 = v26;
                            v35 = v27;
                            v36 = v28;
                            v37 = v29;
                            v38 = v30;
                            v39 = v31;
                            break;
                        }
                    }
                    const int v49 = as_int(as_uint(as_int(as_uint(v12) + as_uint(as_int(as_uint(v13) * as_uint(8))))) + as_uint((int)get_local_id(0)));
                    shared10[v49] = v32;
                    shared10[as_int(as_uint(v49) + as_uint(8))] = v33;
                    shared10[as_int(as_uint(v49) + as_uint(16))] = v34;
                    shared10[as_int(as_uint(v49) + as_uint(24))] = v35;
                    shared10[as_int(as_uint(v49) + as_uint(32))] = v36;
                    shared10[as_int(as_uint(v49) + as_uint(40))] = v37;
                    shared10[as_int(as_uint(v49) + as_uint(48))] = v38;
                    shared10[as_int(as_uint(v49) + as_uint(56))] = v39;
                    v13 = as_int(as_uint(v13) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            if (v6 || (v8 == 1))
            {
                shared10[as_int(as_uint(as_int(as_uint(v7) + as_uint(v12))) + as_uint((int)get_local_id(0)))] = 0.0f;
            }
            v8 = as_int(as_uint(v8) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v50 = as_int(as_uint((int)get_group_id(2)) * as_uint(48));
    const int v51 = as_int(as_uint((as_int(as_uint(v1) + as_uint(3)) / 4)) * as_uint(4));
    int v52 = 0;
    while (true)
    {
        if (v52 < 2)
        {
            const int v53 = as_int(as_uint(as_int(as_uint(v50) + as_uint(as_int(as_uint(v52) * as_uint(24))))) + as_uint((int)get_local_id(0)));
            const float v54 = view4[v53];
            const float v55 = view4[as_int(as_uint(v53) + as_uint(8))];
            const float v56 = view4[as_int(as_uint(v53) + as_uint(16))];
            const int v57 = as_int(as_uint(v52) * as_uint(768));
            int v58 = 0;
            while (true)
            {
                if (v58 < v1)
                {
                    const int v59 = as_int(as_uint(as_int(as_uint(v57) + as_uint(as_int(as_uint(v58) * as_uint(8))))) + as_uint((int)get_local_id(0)));
                    const float v60 = shared10[v59];
                    const float v61 = gf_max(-104.0f, gf_min(89.0f, (v60 - v54)));
                    const float v62 = fma(v61, 1.442695f, 12582912.0f);
                    const float v63 = v62 - 12582912.0f;
                    const float v64 = fma(v63, -0.69314575f, v61);
                    const float v65 = fma(v63, -1.4286068E-06f, v64);
                    const float v66 = shared10[as_int(as_uint(v59) + as_uint(3))];
                    const int v67 = as_int(v62);
                    const int v68 = as_int(as_uint(v67) + as_uint(-1262485504)) >> 1;
                    const float v69 = ((fma(fma(fma(fma(fma(fma(v65, 0.0013814532f, 0.008368745f), v65, 0.041668393f), v65, 0.16666521f), v65, 0.49999994f), v65, 1.0f), v65, 1.0f) * as_float((as_int(as_uint(v68) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v67) - as_uint(v68))) + as_uint(-1262485377)) << 23))) * v55;
                    shared11[v59] = v69;
                    shared12[v59] = (v69 * (v66 - v56));
                    v58 = as_int(as_uint(v58) + as_uint(1));
                    continue;
                }
                else
                {
                    break;
                }
            }
            int v70 = v1;
            while (true)
            {
                if (v70 < v51)
                {
                    const int v71 = as_int(as_uint(as_int(as_uint(v57) + as_uint(as_int(as_uint(v70) * as_uint(8))))) + as_uint((int)get_local_id(0)));
                    shared11[v71] = 0.0f;
                    shared12[v71] = 0.0f;
                    v70 = as_int(as_uint(v70) + as_uint(1));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v52 = as_int(as_uint(v52) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v72 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(2))) * as_uint(3))) * as_uint(scalar12));
    const int v73 = as_int(as_uint(scalar12) * as_uint(3));
    const int v74 = as_int(as_uint(v72) + as_uint(v73));
    const int v75 = as_int(as_uint(v4) + as_uint(scalar12));
    const int v76 = as_int(as_uint(scalar12) * as_uint(2));
    const int v77 = as_int(as_uint(v4) + as_uint(v76));
    const int v78 = as_int(as_uint(v4) + as_uint(v73));
    const int v79 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(0)))) + as_uint((int)get_group_id(0)))) * as_uint(3))) * as_uint(scalar12));
    const int v80 = as_int(as_uint(scalar12) + as_uint(v79));
    const int v81 = as_int(as_uint(v76) + as_uint(v79));
    int v82 = 0;
    while (true)
    {
        if (v82 < 2)
        {
            const int v83 = as_int(as_uint(v82) * as_uint(v2));
            const int v84 = as_int(as_uint(v72) + as_uint(v83));
            const int v85 = as_int(as_uint(v74) + as_uint(v83));
            const int v86 = as_int(as_uint(v82) * as_uint(768));
            const int v87 = as_int(as_uint(v4) + as_uint(v83));
            const int v88 = as_int(as_uint(v75) + as_uint(v83));
            const int v89 = as_int(as_uint(v77) + as_uint(v83));
            const int v90 = as_int(as_uint(v78) + as_uint(v83));
            const int v91 = as_int(as_uint(v79) + as_uint(v83));
            const int v92 = as_int(as_uint(v80) + as_uint(v83));
            const int v93 = as_int(as_uint(v81) + as_uint(v83));
            int v94 = 0;
            while (true)
            {
                if (v94 < v2)
                {
                    const int v95 = min(v94, as_int(as_uint(v2) + as_uint(-8)));
                    const int v96 = as_int(as_uint(v84) + as_uint(v95));
                    const int v97 = as_int(as_uint(v85) + as_uint(v95));
                    const int v98 = as_int(as_uint(v87) + as_uint(v95));
                    const int v99 = as_int(as_uint(v88) + as_uint(v95));
                    const int v100 = as_int(as_uint(v89) + as_uint(v95));
                    const int v101 = as_int(as_uint(v90) + as_uint(v95));
                    int v102 = 0;
                    while (true)
                    {
                        if (v102 < v1)
                        {
                            const int v103 = as_int(as_uint(v86) + as_uint(as_int(as_uint(v102) * as_uint(8))));
                            int v104 = 0;
                            float v105 = 0.0f;
                            float v106 = 0.0f;
                            float v107 = 0.0f;
                            float v108 = 0.0f;
                            float v109;
                            float v110;
                            float v111;
                            float v112;
                            while (true)
                            {
                                if (v104 < 3)
                                {
                                    const int v113 = as_int(as_uint(v104) * as_uint(scalar12));
                                    const float v114 = view2[as_int(as_uint(as_int(as_uint(v96) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                                    const float v115 = view2[as_int(as_uint(as_int(as_uint(v97) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                                    const int v116 = as_int(as_uint(v103) + as_uint(v104));
                                    const float v117 = shared12[v116];
                                    const float v118 = fma(v117, v114, v105);
                                    const float v119 = shared11[v116];
                                    const float v120 = fma(v119, v115, v118);
                                    const float v121 = shared12[as_int(as_uint(v116) + as_uint(8))];
                                    const float v122 = fma(v121, v114, v106);
                                    const float v123 = shared11[as_int(as_uint(v116) + as_uint(8))];
                                    const float v124 = fma(v123, v115, v122);
                                    const float v125 = shared12[as_int(as_uint(v116) + as_uint(16))];
                                    const float v126 = fma(v125, v114, v107);
                                    const float v127 = shared11[as_int(as_uint(v116) + as_uint(16))];
                                    const float v128 = fma(v127, v115, v126);
                                    const float v129 = shared12[as_int(as_uint(v116) + as_uint(24))];
                                    const float v130 = fma(v129, v114, v108);
                                    const float v131 = shared11[as_int(as_uint(v116) + as_uint(24))];
                                    const float v132 = fma(v131, v115, v130);
                                    v104 = as_int(as_uint(v104) + as_uint(1));
                                    v105 = v120;
                                    v106 = v124;
                                    v107 = v128;
                                    v108 = v132;
                                    continue;
                                }
                                else
                                {
                                    v109 = v105;
                                    v110 = v106;
                                    v111 = v107;
                                    v112 = v108;
                                    break;
                                }
                            }
                            const int v133 = as_int(as_uint(v102) * as_uint(scalar12));
                            if (!(v102 >= v1))
                            {
                                view7[as_int(as_uint(as_int(as_uint(v98) + as_uint(v133))) + as_uint((int)get_local_id(0)))] = v109;
                            }
                            if (!(as_int(as_uint(v102) + as_uint(1)) >= v1))
                            {
                                view7[as_int(as_uint(as_int(as_uint(v99) + as_uint(v133))) + as_uint((int)get_local_id(0)))] = v110;
                            }
                            if (!(as_int(as_uint(v102) + as_uint(2)) >= v1))
                            {
                                view7[as_int(as_uint(as_int(as_uint(v100) + as_uint(v133))) + as_uint((int)get_local_id(0)))] = v111;
                            }
                            if (!(as_int(as_uint(v102) + as_uint(3)) >= v1))
                            {
                                view7[as_int(as_uint(as_int(as_uint(v101) + as_uint(v133))) + as_uint((int)get_local_id(0)))] = v112;
                            }
                            v102 = as_int(as_uint(v102) + as_uint(4));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    int v134 = 0;
                    float v135 = 0.0f;
                    float v136 = 0.0f;
                    float v137 = 0.0f;
                    float v138;
                    float v139;
                    float v140;
                    while (true)
                    {
                        if (v134 < v1)
                        {
                            const float v141 = view0[as_int(as_uint(as_int(as_uint(v98) + as_uint(as_int(as_uint(v134) * as_uint(scalar12))))) + as_uint((int)get_local_id(0)))];
                            const int v142 = as_int(as_uint(v86) + as_uint(as_int(as_uint(v134) * as_uint(8))));
                            const float v143 = shared12[v142];
                            const float v144 = shared12[as_int(as_uint(v142) + as_uint(1))];
                            const float v145 = shared12[as_int(as_uint(v142) + as_uint(2))];
                            v134 = as_int(as_uint(v134) + as_uint(1));
                            v135 = fma(v143, v141, v135);
                            v136 = fma(v144, v141, v136);
                            v137 = fma(v145, v141, v137);
                            continue;
                        }
                        else
                        {
                            v138 = v135;
                            v139 = v136;
                            v140 = v137;
                            break;
                        }
                    }
                    view9[as_int(as_uint(as_int(as_uint(v91) + as_uint(v95))) + as_uint((int)get_local_id(0)))] = (scalar13 * v138);
                    view9[as_int(as_uint(as_int(as_uint(v92) + as_uint(v95))) + as_uint((int)get_local_id(0)))] = (scalar13 * v139);
                    view9[as_int(as_uint(as_int(as_uint(v93) + as_uint(v95))) + as_uint((int)get_local_id(0)))] = (scalar13 * v140);
                    v94 = as_int(as_uint(v94) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v82 = as_int(as_uint(v82) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
