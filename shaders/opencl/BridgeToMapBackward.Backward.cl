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
                    int v18 = v8;
                    int v19 = 0;
                    float v20 = 0.0f;
                    float v21 = 0.0f;
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
                    float v32;
                    float v33;
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
                    while (true)
                    {
                        if (v19 < v3)
                        {
                            const int v44 = as_int(as_uint(v18) + as_uint((int)get_local_id(0)));
                            const float v45 = view3[v44];
                            const float v46 = view3[as_int(as_uint(v44) + as_uint(8))];
                            const int v47 = as_int(as_uint(v12) + as_uint(v19));
                            const float v48 = view1[v47];
                            const float v49 = view0[v47];
                            const int v50 = as_int(as_uint(v13) + as_uint(v19));
                            const float v51 = view1[v50];
                            const float v52 = view0[v50];
                            const int v53 = as_int(as_uint(v14) + as_uint(v19));
                            const float v54 = view1[v53];
                            const float v55 = view0[v53];
                            const int v56 = as_int(as_uint(v15) + as_uint(v19));
                            const float v57 = view1[v56];
                            const float v58 = view0[v56];
                            const int v59 = as_int(as_uint(v16) + as_uint(v19));
                            const float v60 = view1[v59];
                            const float v61 = view0[v59];
                            const int v62 = as_int(as_uint(v17) + as_uint(v19));
                            const float v63 = view1[v62];
                            const float v64 = view0[v62];
                            v18 = as_int(as_uint(v18) + as_uint(16));
                            v19 = as_int(as_uint(v19) + as_uint(1));
                            v20 = fma(v48, v45, v20);
                            v21 = fma(v51, v45, v21);
                            v22 = fma(v54, v45, v22);
                            v23 = fma(v57, v45, v23);
                            v24 = fma(v60, v45, v24);
                            v25 = fma(v63, v45, v25);
                            v26 = fma(v49, v46, v26);
                            v27 = fma(v52, v46, v27);
                            v28 = fma(v55, v46, v28);
                            v29 = fma(v58, v46, v29);
                            v30 = fma(v61, v46, v30);
                            v31 = fma(v64, v46, v31);
                            continue;
                        }
                        else
                        {
                            v32 = v20;
                            v33 = v21;
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
                            break;
                        }
                    }
                    const int v65 = as_int(as_uint(as_int(as_uint(v10) + as_uint(as_int(as_uint(v11) * as_uint(8))))) + as_uint((int)get_local_id(0)));
                    shared7[v65] = v32;
                    shared8[v65] = v38;
                    shared7[as_int(as_uint(v65) + as_uint(8))] = v33;
                    shared8[as_int(as_uint(v65) + as_uint(8))] = v39;
                    shared7[as_int(as_uint(v65) + as_uint(16))] = v34;
                    shared8[as_int(as_uint(v65) + as_uint(16))] = v40;
                    shared7[as_int(as_uint(v65) + as_uint(24))] = v35;
                    shared8[as_int(as_uint(v65) + as_uint(24))] = v41;
                    shared7[as_int(as_uint(v65) + as_uint(32))] = v36;
                    shared8[as_int(as_uint(v65) + as_uint(32))] = v42;
                    shared7[as_int(as_uint(v65) + as_uint(40))] = v37;
                    shared8[as_int(as_uint(v65) + as_uint(40))] = v43;
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
    const int v66 = as_int(as_uint((int)get_local_id(0)) * as_uint(8));
    int v67 = 0;
    while (true)
    {
        if (v67 < 2)
        {
            const int v68 = as_int(as_uint(v67) * as_uint(768));
            const int v69 = as_int(as_uint(v67) * as_uint(288));
            int v70 = 0;
            while (true)
            {
                if (v70 < v1)
                {
                    const int v71 = as_int(as_uint(as_int(as_uint(v68) + as_uint(as_int(as_uint(v70) * as_uint(8))))) + as_uint(v66));
                    const float v72 = shared7[v71];
                    const float v73 = shared7[as_int(as_uint(v71) + as_uint(1))];
                    const float v74 = shared7[as_int(as_uint(v71) + as_uint(2))];
                    const float v75 = gf_max(gf_max(gf_max(-3.4E+38f, v72), v73), v74);
                    const float v76 = gf_max(-104.0f, gf_min(89.0f, (v74 - v75)));
                    const float v77 = fma(v76, 1.442695f, 12582912.0f);
                    const float v78 = v77 - 12582912.0f;
                    const float v79 = fma(v78, -0.69314575f, v76);
                    const float v80 = fma(v78, -1.4286068E-06f, v79);
                    const float v81 = gf_max(-104.0f, gf_min(89.0f, (v73 - v75)));
                    const float v82 = fma(v81, 1.442695f, 12582912.0f);
                    const float v83 = v82 - 12582912.0f;
                    const float v84 = fma(v83, -0.69314575f, v81);
                    const float v85 = fma(v83, -1.4286068E-06f, v84);
                    const float v86 = gf_max(-104.0f, gf_min(89.0f, (v72 - v75)));
                    const float v87 = fma(v86, 1.442695f, 12582912.0f);
                    const float v88 = v87 - 12582912.0f;
                    const float v89 = fma(v88, -0.69314575f, v86);
                    const float v90 = fma(v88, -1.4286068E-06f, v89);
                    const float v91 = shared8[v71];
                    const int v92 = as_int(v87);
                    const int v93 = as_int(as_uint(v92) + as_uint(-1262485504)) >> 1;
                    const float v94 = (fma(fma(fma(fma(fma(fma(v90, 0.0013814532f, 0.008368745f), v90, 0.041668393f), v90, 0.16666521f), v90, 0.49999994f), v90, 1.0f), v90, 1.0f) * as_float((as_int(as_uint(v93) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v92) - as_uint(v93))) + as_uint(-1262485377)) << 23));
                    const float v95 = fma(v94, v91, 0.0f);
                    const float v96 = shared8[as_int(as_uint(v71) + as_uint(1))];
                    const int v97 = as_int(v82);
                    const int v98 = as_int(as_uint(v97) + as_uint(-1262485504)) >> 1;
                    const float v99 = (fma(fma(fma(fma(fma(fma(v85, 0.0013814532f, 0.008368745f), v85, 0.041668393f), v85, 0.16666521f), v85, 0.49999994f), v85, 1.0f), v85, 1.0f) * as_float((as_int(as_uint(v98) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v97) - as_uint(v98))) + as_uint(-1262485377)) << 23));
                    const float v100 = fma(v99, v96, v95);
                    const float v101 = shared8[as_int(as_uint(v71) + as_uint(2))];
                    const int v102 = as_int(as_uint(as_int(as_uint(v69) + as_uint(v70))) + as_uint((int)get_local_id(0)));
                    const int v103 = as_int(v77);
                    const int v104 = as_int(as_uint(v103) + as_uint(-1262485504)) >> 1;
                    const float v105 = (fma(fma(fma(fma(fma(fma(v80, 0.0013814532f, 0.008368745f), v80, 0.041668393f), v80, 0.16666521f), v80, 0.49999994f), v80, 1.0f), v80, 1.0f) * as_float((as_int(as_uint(v104) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v103) - as_uint(v104))) + as_uint(-1262485377)) << 23));
                    const float v106 = 1.0f / (((0.0f + v94) + v99) + v105);
                    const float v107 = v94 * v106;
                    const float v108 = fma(v105, v101, v100);
                    shared9[v102] = v107;
                    const float v109 = shared8[v71];
                    const float v110 = v108 * v106;
                    shared10[v102] = (v107 * (v109 - v110));
                    const float v111 = v99 * v106;
                    shared9[as_int(as_uint(v102) + as_uint(96))] = v111;
                    const float v112 = shared8[as_int(as_uint(v71) + as_uint(1))];
                    shared10[as_int(as_uint(v102) + as_uint(96))] = (v111 * (v112 - v110));
                    const float v113 = v105 * v106;
                    shared9[as_int(as_uint(v102) + as_uint(192))] = v113;
                    const float v114 = shared8[as_int(as_uint(v71) + as_uint(2))];
                    shared10[as_int(as_uint(v102) + as_uint(192))] = (v113 * (v114 - v110));
                    v70 = as_int(as_uint(v70) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v67 = as_int(as_uint(v67) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v115 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(3))) * as_uint(2))) * as_uint(scalar9));
    const int v116 = as_int(as_uint(scalar9) * as_uint(2));
    const int v117 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(6))) * as_uint(scalar9));
    const int v118 = as_int(as_uint(v117) + as_uint(v116));
    const int v119 = as_int(as_uint(v117) + as_uint(as_int(as_uint(scalar9) * as_uint(4))));
    const int v120 = as_int(as_uint(v5) + as_uint(scalar9));
    const int v121 = as_int(as_uint(v5) + as_uint(v116));
    const int v122 = as_int(as_uint(v5) + as_uint(as_int(as_uint(scalar9) * as_uint(3))));
    const int v123 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(0)))) + as_uint((int)get_group_id(0)))) * as_uint(3))) * as_uint(scalar9));
    const int v124 = as_int(as_uint(scalar9) + as_uint(v123));
    const int v125 = as_int(as_uint(v116) + as_uint(v123));
    int v126 = 0;
    while (true)
    {
        if (v126 < 2)
        {
            const int v127 = as_int(as_uint(v126) * as_uint(v3));
            const int v128 = as_int(as_uint(v5) + as_uint(v127));
            const int v129 = as_int(as_uint(v115) + as_uint(v127));
            const int v130 = as_int(as_uint(v126) * as_uint(288));
            const int v131 = as_int(as_uint(v118) + as_uint(v127));
            const int v132 = as_int(as_uint(v119) + as_uint(v127));
            const int v133 = as_int(as_uint(v120) + as_uint(v127));
            const int v134 = as_int(as_uint(v121) + as_uint(v127));
            const int v135 = as_int(as_uint(v122) + as_uint(v127));
            int v136 = 0;
            while (true)
            {
                if (v136 < v3)
                {
                    const int v137 = min(v136, as_int(as_uint(v3) + as_uint(-8)));
                    const int v138 = as_int(as_uint(v128) + as_uint(v137));
                    const int v139 = as_int(as_uint(as_int(as_uint(v129) + as_uint(v137))) + as_uint((int)get_local_id(0)));
                    const int v140 = as_int(as_uint(as_int(as_uint(v131) + as_uint(v137))) + as_uint((int)get_local_id(0)));
                    const int v141 = as_int(as_uint(as_int(as_uint(v132) + as_uint(v137))) + as_uint((int)get_local_id(0)));
                    const int v142 = as_int(as_uint(v133) + as_uint(v137));
                    const int v143 = as_int(as_uint(v134) + as_uint(v137));
                    const int v144 = as_int(as_uint(v135) + as_uint(v137));
                    int v145 = 0;
                    while (true)
                    {
                        if (v145 < v1)
                        {
                            const float v146 = view0[as_int(as_uint(as_int(as_uint(v138) + as_uint(as_int(as_uint(min(v145, as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v147 = view0[as_int(as_uint(as_int(as_uint(v138) + as_uint(as_int(as_uint(min(as_int(as_uint(v145) + as_uint(1)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v148 = view0[as_int(as_uint(as_int(as_uint(v138) + as_uint(as_int(as_uint(min(as_int(as_uint(v145) + as_uint(2)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v149 = view0[as_int(as_uint(as_int(as_uint(v138) + as_uint(as_int(as_uint(min(as_int(as_uint(v145) + as_uint(3)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v150 = view2[v139];
                            const int v151 = as_int(as_uint(v130) + as_uint(v145));
                            const float v152 = shared10[v151];
                            const float v153 = shared10[as_int(as_uint(v151) + as_uint(1))];
                            const float v154 = shared10[as_int(as_uint(v151) + as_uint(2))];
                            const float v155 = shared10[as_int(as_uint(v151) + as_uint(3))];
                            const float v156 = view2[v140];
                            const float v157 = shared10[as_int(as_uint(v151) + as_uint(96))];
                            const float v158 = shared10[as_int(as_uint(v151) + as_uint(97))];
                            const float v159 = shared10[as_int(as_uint(v151) + as_uint(98))];
                            const float v160 = shared10[as_int(as_uint(v151) + as_uint(99))];
                            const float v161 = view2[v141];
                            const float v162 = shared10[as_int(as_uint(v151) + as_uint(192))];
                            const float v163 = shared10[as_int(as_uint(v151) + as_uint(193))];
                            const float v164 = shared10[as_int(as_uint(v151) + as_uint(194))];
                            const float v165 = shared10[as_int(as_uint(v151) + as_uint(195))];
                            const int v166 = as_int(as_uint(v145) * as_uint(scalar9));
                            if (!(v145 >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v138) + as_uint(v166))) + as_uint((int)get_local_id(0)))] = fma(v162, v161, fma(v157, v156, fma(v152, v150, v146)));
                            }
                            if (!(as_int(as_uint(v145) + as_uint(1)) >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v142) + as_uint(v166))) + as_uint((int)get_local_id(0)))] = fma(v163, v161, fma(v158, v156, fma(v153, v150, v147)));
                            }
                            if (!(as_int(as_uint(v145) + as_uint(2)) >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v143) + as_uint(v166))) + as_uint((int)get_local_id(0)))] = fma(v164, v161, fma(v159, v156, fma(v154, v150, v148)));
                            }
                            if (!(as_int(as_uint(v145) + as_uint(3)) >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v144) + as_uint(v166))) + as_uint((int)get_local_id(0)))] = fma(v165, v161, fma(v160, v156, fma(v155, v150, v149)));
                            }
                            v145 = as_int(as_uint(v145) + as_uint(4));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v136 = as_int(as_uint(v136) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            const int v167 = as_int(as_uint(v123) + as_uint(v127));
            const int v168 = as_int(as_uint(v124) + as_uint(v127));
            const int v169 = as_int(as_uint(v125) + as_uint(v127));
            int v170 = 0;
            while (true)
            {
                if (v170 < v3)
                {
                    const int v171 = min(v170, as_int(as_uint(v3) + as_uint(-8)));
                    const int v172 = as_int(as_uint(v128) + as_uint(v171));
                    int v173 = 0;
                    float v174 = 0.0f;
                    float v175 = 0.0f;
                    float v176 = 0.0f;
                    float v177 = 0.0f;
                    float v178 = 0.0f;
                    float v179 = 0.0f;
                    float v180;
                    float v181;
                    float v182;
                    float v183;
                    float v184;
                    float v185;
                    while (true)
                    {
                        if (v173 < v1)
                        {
                            const int v186 = as_int(as_uint(as_int(as_uint(v172) + as_uint(as_int(as_uint(v173) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)));
                            const float v187 = view1[v186];
                            const float v188 = view0[v186];
                            const int v189 = as_int(as_uint(v130) + as_uint(v173));
                            const float v190 = shared10[v189];
                            const float v191 = shared9[v189];
                            const float v192 = shared10[as_int(as_uint(v189) + as_uint(96))];
                            const float v193 = shared9[as_int(as_uint(v189) + as_uint(96))];
                            const float v194 = shared10[as_int(as_uint(v189) + as_uint(192))];
                            const float v195 = shared9[as_int(as_uint(v189) + as_uint(192))];
                            v173 = as_int(as_uint(v173) + as_uint(1));
                            v174 = fma(v190, v187, v174);
                            v175 = fma(v192, v187, v175);
                            v176 = fma(v194, v187, v176);
                            v177 = fma(v191, v188, v177);
                            v178 = fma(v193, v188, v178);
                            v179 = fma(v195, v188, v179);
                            continue;
                        }
                        else
                        {
                            v180 = v174;
                            v181 = v175;
                            v182 = v176;
                            v183 = v177;
                            v184 = v178;
                            v185 = v179;
                            break;
                        }
                    }
                    const int v196 = as_int(as_uint(as_int(as_uint(v167) + as_uint(v171))) + as_uint((int)get_local_id(0)));
                    view5[v196] = (scalar10 * v180);
                    view6[v196] = v183;
                    const int v197 = as_int(as_uint(as_int(as_uint(v168) + as_uint(v171))) + as_uint((int)get_local_id(0)));
                    view5[v197] = (scalar10 * v181);
                    view6[v197] = v184;
                    const int v198 = as_int(as_uint(as_int(as_uint(v169) + as_uint(v171))) + as_uint((int)get_local_id(0)));
                    view5[v198] = (scalar10 * v182);
                    view6[v198] = v185;
                    v170 = as_int(as_uint(v170) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v126 = as_int(as_uint(v126) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
