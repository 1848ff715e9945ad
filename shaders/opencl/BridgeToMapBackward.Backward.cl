// Written by 'gpuformer emit'; change the kernel and run it again.
// BridgeToMapBackward.Backward(tokens=3, heads=2, block=96, tileChannels=1, sumChannels=1, skips=1)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_BridgeToMapBackward_Backward_tokens_3__heads_2__block_96__tileChannels_1__sumChannels_1__skips_1_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* x */,
    __global const float *buffer2, int offset2, int length2 /* kv */,
    __global const float *buffer3, int offset3, int length3 /* columns */,
    __global float *buffer4, int offset4, int length4 /* dx */,
    __global float *buffer5, int offset5, int length5 /* dKeys */,
    __global float *buffer6, int offset6, int length6 /* dValues */,
    int scalar7 /* pixels */,
    int scalar8 /* chunk */,
    int scalar9 /* C */,
    float scalar10 /* scale */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    __global float *restrict view5 = buffer5 + offset5;
    __global float *restrict view6 = buffer6 + offset6;
    __local float shared7[1536];
    __local float shared8[1536];
    __local float shared9[576];
    __local float shared10[576];
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar8));
    const int v1 = min(scalar8, as_int(as_uint(scalar7) - as_uint(v0)));
    const int v2 = as_int(as_uint((as_int(as_uint(v1) + as_uint(7)) / 8)) * as_uint(8));
    const int v3 = scalar9 / 2;
    const int v4 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))) * as_uint(16));
    const int v5 = as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))))) * as_uint(scalar9));
    int v6 = 0;
    while (true)
    {
        if (v6 < 2)
        {
            const int v7 = as_int(as_uint(v6) * as_uint(v3));
            const int v8 = as_int(as_uint(v4) + as_uint(as_int(as_uint(v7) * as_uint(16))));
            const int v9 = as_int(as_uint(v5) + as_uint(v7));
            const int v10 = as_int(as_uint(v6) * as_uint(768));
            int v11 = 0;
            while (true)
            {
                if (v11 < v2)
                {
                    const int v12 = as_int(as_uint(v9) + as_uint(as_int(as_uint(min(v11, as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))));
                    const int v13 = as_int(as_uint(v9) + as_uint(as_int(as_uint(min(as_int(as_uint(v11) + as_uint(1)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))));
                    const int v14 = as_int(as_uint(v9) + as_uint(as_int(as_uint(min(as_int(as_uint(v11) + as_uint(2)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))));
                    const int v15 = as_int(as_uint(v9) + as_uint(as_int(as_uint(min(as_int(as_uint(v11) + as_uint(3)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))));
                    const int v16 = as_int(as_uint(v9) + as_uint(as_int(as_uint(min(as_int(as_uint(v11) + as_uint(4)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))));
                    const int v17 = as_int(as_uint(v9) + as_uint(as_int(as_uint(min(as_int(as_uint(v11) + as_uint(5)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))));
                    const int v18 = as_int(as_uint(v10) + as_uint(as_int(as_uint(v11) * as_uint(8))));
                    int v19 = 0;
                    while (true)
                    {
                        if (v19 < 8)
                        {
                            int v20 = as_int(as_uint(v8) + as_uint(v19));
                            int v21 = 0;
                            float v22 = 0.0f;
                            float v23 = 0.0f;
                            float v24 = 0.0f;
                            float v25 = 0.0f;
                            float v26 = 0.0f;
                            float v27 = 0.0f;
                            float v28 = 0.0f;
                            float v29 = 0.0f;
                            float v30 = 0.0f;
                            float v31 = 0.0f;
                            float v32 = 0.0f;
                            float v33 = 0.0f;
                            float v34;
                            float v35;
                            float v36;
                            float v37;
                            float v38;
                            float v39;
                            float v40;
                            float v41;
                            float v42;
                            float v43;
                            float v44;
                            float v45;
                            while (true)
                            {
                                if (v21 < v3)
                                {
                                    const int v46 = as_int(as_uint(v20) + as_uint((int)get_local_id(0)));
                                    const float v47 = view3[v46];
                                    const float v48 = view3[as_int(as_uint(v46) + as_uint(8))];
                                    const int v49 = as_int(as_uint(v12) + as_uint(v21));
                                    const float v50 = view1[v49];
                                    const float v51 = view0[v49];
                                    const int v52 = as_int(as_uint(v13) + as_uint(v21));
                                    const float v53 = view1[v52];
                                    const float v54 = view0[v52];
                                    const int v55 = as_int(as_uint(v14) + as_uint(v21));
                                    const float v56 = view1[v55];
                                    const float v57 = view0[v55];
                                    const int v58 = as_int(as_uint(v15) + as_uint(v21));
                                    const float v59 = view1[v58];
                                    const float v60 = view0[v58];
                                    const int v61 = as_int(as_uint(v16) + as_uint(v21));
                                    const float v62 = view1[v61];
                                    const float v63 = view0[v61];
                                    const int v64 = as_int(as_uint(v17) + as_uint(v21));
                                    const float v65 = view1[v64];
                                    const float v66 = view0[v64];
                                    v20 = as_int(as_uint(v20) + as_uint(16));
                                    v21 = as_int(as_uint(v21) + as_uint(1));
                                    v22 = fma(v50, v47, v22);
                                    v23 = fma(v53, v47, v23);
                                    v24 = fma(v56, v47, v24);
                                    v25 = fma(v59, v47, v25);
                                    v26 = fma(v62, v47, v26);
                                    v27 = fma(v65, v47, v27);
                                    v28 = fma(v51, v48, v28);
                                    v29 = fma(v54, v48, v29);
                                    v30 = fma(v57, v48, v30);
                                    v31 = fma(v60, v48, v31);
                                    v32 = fma(v63, v48, v32);
                                    v33 = fma(v66, v48, v33);
                                    continue;
                                }
                                else
                                {
                                    v34 = v22;
                                    v35 = v23;
                                    v36 = v24;
                                    v37 = v25;
                                    v38 = v26;
                                    v39 = v27;
                                    v40 = v28;
                                    v41 = v29;
                                    v42 = v30;
                                    v43 = v31;
                                    v44 = v32;
                                    v45 = v33;
                                    break;
                                }
                            }
                            const int v67 = as_int(as_uint(as_int(as_uint(v18) + as_uint(v19))) + as_uint((int)get_local_id(0)));
                            shared7[v67] = v34;
                            shared8[v67] = v40;
                            shared7[as_int(as_uint(v67) + as_uint(8))] = v35;
                            shared8[as_int(as_uint(v67) + as_uint(8))] = v41;
                            shared7[as_int(as_uint(v67) + as_uint(16))] = v36;
                            shared8[as_int(as_uint(v67) + as_uint(16))] = v42;
                            shared7[as_int(as_uint(v67) + as_uint(24))] = v37;
                            shared8[as_int(as_uint(v67) + as_uint(24))] = v43;
                            shared7[as_int(as_uint(v67) + as_uint(32))] = v38;
                            shared8[as_int(as_uint(v67) + as_uint(32))] = v44;
                            shared7[as_int(as_uint(v67) + as_uint(40))] = v39;
                            shared8[as_int(as_uint(v67) + as_uint(40))] = v45;
                            v19 = as_int(as_uint(v19) + as_uint(8));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v11 = as_int(as_uint(v11) + as_uint(6));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v6 = as_int(as_uint(v6) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v68 = as_int(as_uint((int)get_local_id(0)) * as_uint(8));
    int v69 = 0;
    while (true)
    {
        if (v69 < 2)
        {
            const int v70 = as_int(as_uint(v69) * as_uint(768));
            const int v71 = as_int(as_uint(v69) * as_uint(288));
            int v72 = 0;
            while (true)
            {
                if (v72 < v1)
                {
                    const int v73 = as_int(as_uint(as_int(as_uint(v70) + as_uint(as_int(as_uint(v72) * as_uint(8))))) + as_uint(v68));
                    const float v74 = shared7[v73];
                    const float v75 = shared7[as_int(as_uint(v73) + as_uint(1))];
                    const float v76 = shared7[as_int(as_uint(v73) + as_uint(2))];
                    const float v77 = gf_max(gf_max(gf_max(-3.4E+38f, v74), v75), v76);
                    const float v78 = gf_max(-104.0f, gf_min(89.0f, (v76 - v77)));
                    const float v79 = fma(v78, 1.442695f, 12582912.0f);
                    const float v80 = v79 - 12582912.0f;
                    const float v81 = fma(v80, -0.69314575f, v78);
                    const float v82 = fma(v80, -1.4286068E-06f, v81);
                    const float v83 = gf_max(-104.0f, gf_min(89.0f, (v75 - v77)));
                    const float v84 = fma(v83, 1.442695f, 12582912.0f);
                    const float v85 = v84 - 12582912.0f;
                    const float v86 = fma(v85, -0.69314575f, v83);
                    const float v87 = fma(v85, -1.4286068E-06f, v86);
                    const float v88 = gf_max(-104.0f, gf_min(89.0f, (v74 - v77)));
                    const float v89 = fma(v88, 1.442695f, 12582912.0f);
                    const float v90 = v89 - 12582912.0f;
                    const float v91 = fma(v90, -0.69314575f, v88);
                    const float v92 = fma(v90, -1.4286068E-06f, v91);
                    const float v93 = shared8[v73];
                    const int v94 = as_int(v89);
                    const int v95 = as_int(as_uint(v94) + as_uint(-1262485504)) >> 1;
                    const float v96 = (fma(fma(fma(fma(fma(fma(v92, 0.0013814532f, 0.008368745f), v92, 0.041668393f), v92, 0.16666521f), v92, 0.49999994f), v92, 1.0f), v92, 1.0f) * as_float((as_int(as_uint(v95) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v94) - as_uint(v95))) + as_uint(-1262485377)) << 23));
                    const float v97 = fma(v96, v93, 0.0f);
                    const float v98 = shared8[as_int(as_uint(v73) + as_uint(1))];
                    const int v99 = as_int(v84);
                    const int v100 = as_int(as_uint(v99) + as_uint(-1262485504)) >> 1;
                    const float v101 = (fma(fma(fma(fma(fma(fma(v87, 0.0013814532f, 0.008368745f), v87, 0.041668393f), v87, 0.16666521f), v87, 0.49999994f), v87, 1.0f), v87, 1.0f) * as_float((as_int(as_uint(v100) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v99) - as_uint(v100))) + as_uint(-1262485377)) << 23));
                    const float v102 = fma(v101, v98, v97);
                    const float v103 = shared8[as_int(as_uint(v73) + as_uint(2))];
                    const int v104 = as_int(as_uint(as_int(as_uint(v71) + as_uint(v72))) + as_uint((int)get_local_id(0)));
                    const int v105 = as_int(v79);
                    const int v106 = as_int(as_uint(v105) + as_uint(-1262485504)) >> 1;
                    const float v107 = (fma(fma(fma(fma(fma(fma(v82, 0.0013814532f, 0.008368745f), v82, 0.041668393f), v82, 0.16666521f), v82, 0.49999994f), v82, 1.0f), v82, 1.0f) * as_float((as_int(as_uint(v106) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v105) - as_uint(v106))) + as_uint(-1262485377)) << 23));
                    const float v108 = 1.0f / (((0.0f + v96) + v101) + v107);
                    const float v109 = v96 * v108;
                    const float v110 = fma(v107, v103, v102);
                    shared9[v104] = v109;
                    const float v111 = shared8[v73];
                    const float v112 = v110 * v108;
                    shared10[v104] = (v109 * (v111 - v112));
                    const float v113 = v101 * v108;
                    shared9[as_int(as_uint(v104) + as_uint(96))] = v113;
                    const float v114 = shared8[as_int(as_uint(v73) + as_uint(1))];
                    shared10[as_int(as_uint(v104) + as_uint(96))] = (v113 * (v114 - v112));
                    const float v115 = v107 * v108;
                    shared9[as_int(as_uint(v104) + as_uint(192))] = v115;
                    const float v116 = shared8[as_int(as_uint(v73) + as_uint(2))];
                    shared10[as_int(as_uint(v104) + as_uint(192))] = (v115 * (v116 - v112));
                    v72 = as_int(as_uint(v72) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v69 = as_int(as_uint(v69) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v117 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(3))) * as_uint(2))) * as_uint(scalar9));
    const int v118 = as_int(as_uint(scalar9) * as_uint(2));
    const int v119 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(6))) * as_uint(scalar9));
    const int v120 = as_int(as_uint(v119) + as_uint(v118));
    const int v121 = as_int(as_uint(v119) + as_uint(as_int(as_uint(scalar9) * as_uint(4))));
    const int v122 = as_int(as_uint(v5) + as_uint(scalar9));
    const int v123 = as_int(as_uint(v5) + as_uint(v118));
    const int v124 = as_int(as_uint(v5) + as_uint(as_int(as_uint(scalar9) * as_uint(3))));
    const int v125 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(0)))) + as_uint((int)get_group_id(0)))) * as_uint(3))) * as_uint(scalar9));
    const int v126 = as_int(as_uint(scalar9) + as_uint(v125));
    const int v127 = as_int(as_uint(v118) + as_uint(v125));
    int v128 = 0;
    while (true)
    {
        if (v128 < 2)
        {
            const int v129 = as_int(as_uint(v128) * as_uint(v3));
            const int v130 = as_int(as_uint(v5) + as_uint(v129));
            const int v131 = as_int(as_uint(v117) + as_uint(v129));
            const int v132 = as_int(as_uint(v128) * as_uint(288));
            const int v133 = as_int(as_uint(v120) + as_uint(v129));
            const int v134 = as_int(as_uint(v121) + as_uint(v129));
            const int v135 = as_int(as_uint(v122) + as_uint(v129));
            const int v136 = as_int(as_uint(v123) + as_uint(v129));
            const int v137 = as_int(as_uint(v124) + as_uint(v129));
            int v138 = 0;
            while (true)
            {
                if (v138 < v3)
                {
                    const int v139 = min(v138, as_int(as_uint(v3) + as_uint(-8)));
                    const int v140 = as_int(as_uint(v130) + as_uint(v139));
                    const int v141 = as_int(as_uint(as_int(as_uint(v131) + as_uint(v139))) + as_uint((int)get_local_id(0)));
                    const int v142 = as_int(as_uint(as_int(as_uint(v133) + as_uint(v139))) + as_uint((int)get_local_id(0)));
                    const int v143 = as_int(as_uint(as_int(as_uint(v134) + as_uint(v139))) + as_uint((int)get_local_id(0)));
                    const int v144 = as_int(as_uint(v135) + as_uint(v139));
                    const int v145 = as_int(as_uint(v136) + as_uint(v139));
                    const int v146 = as_int(as_uint(v137) + as_uint(v139));
                    int v147 = 0;
                    while (true)
                    {
                        if (v147 < v1)
                        {
                            const float v148 = view0[as_int(as_uint(as_int(as_uint(v140) + as_uint(as_int(as_uint(min(v147, as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v149 = view0[as_int(as_uint(as_int(as_uint(v140) + as_uint(as_int(as_uint(min(as_int(as_uint(v147) + as_uint(1)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v150 = view0[as_int(as_uint(as_int(as_uint(v140) + as_uint(as_int(as_uint(min(as_int(as_uint(v147) + as_uint(2)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v151 = view0[as_int(as_uint(as_int(as_uint(v140) + as_uint(as_int(as_uint(min(as_int(as_uint(v147) + as_uint(3)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v152 = view2[v141];
                            const int v153 = as_int(as_uint(v132) + as_uint(v147));
                            const float v154 = shared10[v153];
                            const float v155 = shared10[as_int(as_uint(v153) + as_uint(1))];
                            const float v156 = shared10[as_int(as_uint(v153) + as_uint(2))];
                            const float v157 = shared10[as_int(as_uint(v153) + as_uint(3))];
                            const float v158 = view2[v142];
                            const float v159 = shared10[as_int(as_uint(v153) + as_uint(96))];
                            const float v160 = shared10[as_int(as_uint(v153) + as_uint(97))];
                            const float v161 = shared10[as_int(as_uint(v153) + as_uint(98))];
                            const float v162 = shared10[as_int(as_uint(v153) + as_uint(99))];
                            const float v163 = view2[v143];
                            const float v164 = shared10[as_int(as_uint(v153) + as_uint(192))];
                            const float v165 = shared10[as_int(as_uint(v153) + as_uint(193))];
                            const float v166 = shared10[as_int(as_uint(v153) + as_uint(194))];
                            const float v167 = shared10[as_int(as_uint(v153) + as_uint(195))];
                            const int v168 = as_int(as_uint(v147) * as_uint(scalar9));
                            if (!(v147 >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v140) + as_uint(v168))) + as_uint((int)get_local_id(0)))] = fma(v164, v163, fma(v159, v158, fma(v154, v152, v148)));
                            }
                            if (!(as_int(as_uint(v147) + as_uint(1)) >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v144) + as_uint(v168))) + as_uint((int)get_local_id(0)))] = fma(v165, v163, fma(v160, v158, fma(v155, v152, v149)));
                            }
                            if (!(as_int(as_uint(v147) + as_uint(2)) >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v145) + as_uint(v168))) + as_uint((int)get_local_id(0)))] = fma(v166, v163, fma(v161, v158, fma(v156, v152, v150)));
                            }
                            if (!(as_int(as_uint(v147) + as_uint(3)) >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v146) + as_uint(v168))) + as_uint((int)get_local_id(0)))] = fma(v167, v163, fma(v162, v158, fma(v157, v152, v151)));
                            }
                            v147 = as_int(as_uint(v147) + as_uint(4));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v138 = as_int(as_uint(v138) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            const int v169 = as_int(as_uint(v125) + as_uint(v129));
            const int v170 = as_int(as_uint(v126) + as_uint(v129));
            const int v171 = as_int(as_uint(v127) + as_uint(v129));
            int v172 = 0;
            while (true)
            {
                if (v172 < v3)
                {
                    const int v173 = min(v172, as_int(as_uint(v3) + as_uint(-8)));
                    const int v174 = as_int(as_uint(v130) + as_uint(v173));
                    int v175 = 0;
                    float v176 = 0.0f;
                    float v177 = 0.0f;
                    float v178 = 0.0f;
                    float v179 = 0.0f;
                    float v180 = 0.0f;
                    float v181 = 0.0f;
                    float v182;
                    float v183;
                    float v184;
                    float v185;
                    float v186;
                    float v187;
                    while (true)
                    {
                        if (v175 < v1)
                        {
                            const int v188 = as_int(as_uint(as_int(as_uint(v174) + as_uint(as_int(as_uint(v175) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)));
                            const float v189 = view1[v188];
                            const float v190 = view0[v188];
                            const int v191 = as_int(as_uint(v132) + as_uint(v175));
                            const float v192 = shared10[v191];
                            const float v193 = shared9[v191];
                            const float v194 = shared10[as_int(as_uint(v191) + as_uint(96))];
                            const float v195 = shared9[as_int(as_uint(v191) + as_uint(96))];
                            const float v196 = shared10[as_int(as_uint(v191) + as_uint(192))];
                            const float v197 = shared9[as_int(as_uint(v191) + as_uint(192))];
                            v175 = as_int(as_uint(v175) + as_uint(1));
                            v176 = fma(v192, v189, v176);
                            v177 = fma(v194, v189, v177);
                            v178 = fma(v196, v189, v178);
                            v179 = fma(v193, v190, v179);
                            v180 = fma(v195, v190, v180);
                            v181 = fma(v197, v190, v181);
                            continue;
                        }
                        else
                        {
                            v182 = v176;
                            v183 = v177;
                            v184 = v178;
                            v185 = v179;
                            v186 = v180;
                            v187 = v181;
                            break;
                        }
                    }
                    const int v198 = as_int(as_uint(as_int(as_uint(v169) + as_uint(v173))) + as_uint((int)get_local_id(0)));
                    view5[v198] = (scalar10 * v182);
                    view6[v198] = v185;
                    const int v199 = as_int(as_uint(as_int(as_uint(v170) + as_uint(v173))) + as_uint((int)get_local_id(0)));
                    view5[v199] = (scalar10 * v183);
                    view6[v199] = v186;
                    const int v200 = as_int(as_uint(as_int(as_uint(v171) + as_uint(v173))) + as_uint((int)get_local_id(0)));
                    view5[v200] = (scalar10 * v184);
                    view6[v200] = v187;
                    v172 = as_int(as_uint(v172) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v128 = as_int(as_uint(v128) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
