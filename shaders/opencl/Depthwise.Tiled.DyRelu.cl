// Written by 'gpuformer emit'; change the kernel and run it again.
// Depthwise.Tiled<DyRelu, Slopes>(R=3, S=3, stride=2, across=2, tile=4, middleFirst=1, fromPanels=0, toPanels=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_Depthwise_Tiled_DyRelu__Slopes__R_3__S_3__stride_2__across_2__tile_4__middleFirst_1__fromPanels_0__toPanels_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    __global const float *buffer4, int offset4, int length4 /* epilogue._slopes */,
    int scalar5 /* epilogue._channels */,
    int scalar6 /* sizes.H */,
    int scalar7 /* sizes.W */,
    int scalar8 /* sizes.C */,
    int scalar9 /* sizes.OutH */,
    int scalar10 /* sizes.OutW */,
    int scalar11 /* Q */,
    int scalar12 /* multiples */,
    int scalar13 /* columns */,
    int scalar14 /* runs */,
    int scalar15 /* rows */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __local float shared5[72];
    const int v0 = gf_div((int)get_group_id(0), scalar12);
    const int v1 = min(as_int(as_uint(v0) * as_uint(8)), as_int(as_uint(scalar8) + as_uint(-8)));
    const int v2 = as_int(as_uint(v1) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) - as_uint(as_int(as_uint(v0) * as_uint(scalar12))))) * as_uint(scalar8))));
    const int v3 = as_int(as_uint(v2) + as_uint((int)get_local_id(0)));
    const float v4 = view2[v3];
    const int v5 = as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(2))) * as_uint(scalar5))));
    const float v6 = view4[as_int(as_uint(v5) + as_uint((int)get_local_id(0)))];
    const float v7 = view4[as_int(as_uint(as_int(as_uint(v5) + as_uint(scalar5))) + as_uint((int)get_local_id(0)))];
    const float v8 = view1[v3];
    shared5[(int)get_local_id(0)] = v8;
    const int v9 = as_int(as_uint(v2) + as_uint(scalar11));
    const float v10 = view1[as_int(as_uint(v9) + as_uint((int)get_local_id(0)))];
    shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(8))] = v10;
    const int v11 = as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(2))));
    const float v12 = view1[as_int(as_uint(v11) + as_uint((int)get_local_id(0)))];
    shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(16))] = v12;
    const int v13 = as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(3))));
    const float v14 = view1[as_int(as_uint(v13) + as_uint((int)get_local_id(0)))];
    shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(24))] = v14;
    const float v15 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(4))))) + as_uint((int)get_local_id(0)))];
    shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(32))] = v15;
    const float v16 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(5))))) + as_uint((int)get_local_id(0)))];
    shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(40))] = v16;
    const float v17 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(6))))) + as_uint((int)get_local_id(0)))];
    shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(48))] = v17;
    const float v18 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(7))))) + as_uint((int)get_local_id(0)))];
    shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(56))] = v18;
    const float v19 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(8))))) + as_uint((int)get_local_id(0)))];
    shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(64))] = v19;
    const int v20 = gf_div((int)get_group_id(1), scalar14);
    const int v21 = as_int(as_uint(v20) * as_uint(scalar15));
    const int v22 = min(as_int(as_uint(v21) + as_uint(scalar15)), scalar9);
    const int v23 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v20) * as_uint(scalar14))))) * as_uint(scalar13));
    const int v24 = min(as_int(as_uint(v23) + as_uint(scalar13)), scalar10);
    const int v25 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) * as_uint(scalar7));
    const int v26 = as_int(as_uint(v25) * as_uint(scalar8));
    const int v27 = as_int(as_uint(v1) + as_uint(v26));
    const int v28 = as_int(as_uint(scalar8) + as_uint(v1));
    const int v29 = as_int(as_uint(v28) + as_uint(v26));
    const int v30 = as_int(as_uint(as_int(as_uint(scalar8) * as_uint(2))) + as_uint(v1));
    const int v31 = as_int(as_uint(v30) + as_uint(v26));
    const int v32 = as_int(as_uint(as_int(as_uint(scalar8) * as_uint(3))) + as_uint(v1));
    const int v33 = as_int(as_uint(v32) + as_uint(v26));
    const int v34 = as_int(as_uint(as_int(as_uint(scalar8) * as_uint(4))) + as_uint(v1));
    const int v35 = as_int(as_uint(v34) + as_uint(v26));
    const int v36 = as_int(as_uint(as_int(as_uint(scalar8) * as_uint(5))) + as_uint(v1));
    const int v37 = as_int(as_uint(v36) + as_uint(v26));
    const int v38 = as_int(as_uint(as_int(as_uint(scalar8) * as_uint(6))) + as_uint(v1));
    const int v39 = as_int(as_uint(v38) + as_uint(v26));
    const int v40 = as_int(as_uint(as_int(as_uint(scalar8) * as_uint(7))) + as_uint(v1));
    const int v41 = as_int(as_uint(v40) + as_uint(v26));
    const int v42 = as_int(as_uint(as_int(0u - as_uint(scalar8))) + as_uint(v1));
    const int v43 = as_int(as_uint(v42) + as_uint(v26));
    const int v44 = as_int(as_uint(as_int(as_uint(v25) + as_uint(scalar7))) * as_uint(scalar8));
    const int v45 = as_int(as_uint(v1) + as_uint(v44));
    const int v46 = as_int(as_uint(v28) + as_uint(v44));
    const int v47 = as_int(as_uint(v30) + as_uint(v44));
    const int v48 = as_int(as_uint(v32) + as_uint(v44));
    const int v49 = as_int(as_uint(v34) + as_uint(v44));
    const int v50 = as_int(as_uint(v36) + as_uint(v44));
    const int v51 = as_int(as_uint(v38) + as_uint(v44));
    const int v52 = as_int(as_uint(v40) + as_uint(v44));
    const int v53 = as_int(as_uint(v42) + as_uint(v44));
    const int v54 = as_int(as_uint(as_int(as_uint(v25) - as_uint(scalar7))) * as_uint(scalar8));
    const int v55 = as_int(as_uint(v1) + as_uint(v54));
    const int v56 = as_int(as_uint(v28) + as_uint(v54));
    const int v57 = as_int(as_uint(v30) + as_uint(v54));
    const int v58 = as_int(as_uint(v32) + as_uint(v54));
    const int v59 = as_int(as_uint(v34) + as_uint(v54));
    const int v60 = as_int(as_uint(v36) + as_uint(v54));
    const int v61 = as_int(as_uint(v38) + as_uint(v54));
    const int v62 = as_int(as_uint(v40) + as_uint(v54));
    const int v63 = as_int(as_uint(v42) + as_uint(v54));
    const int v64 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))) * as_uint(scalar10))) * as_uint(scalar11));
    const int v65 = as_int(as_uint(v2) + as_uint(v64));
    const float v66 = (v6 != v6) ? v6 : v7;
    const int v67 = as_int(as_uint(v9) + as_uint(v64));
    const int v68 = as_int(as_uint(v11) + as_uint(v64));
    const int v69 = as_int(as_uint(v13) + as_uint(v64));
    int v70 = v21;
    while (true)
    {
        if (v70 < v22)
        {
            const int v71 = as_int(as_uint(v70) * as_uint(2));
            const int v72 = as_int(as_uint(as_int(as_uint(v71) * as_uint(scalar7))) * as_uint(scalar8));
            const int v73 = as_int(as_uint(v27) + as_uint(v72));
            const int v74 = as_int(as_uint(v29) + as_uint(v72));
            const int v75 = as_int(as_uint(v31) + as_uint(v72));
            const int v76 = as_int(as_uint(v33) + as_uint(v72));
            const int v77 = as_int(as_uint(v35) + as_uint(v72));
            const int v78 = as_int(as_uint(v37) + as_uint(v72));
            const int v79 = as_int(as_uint(v39) + as_uint(v72));
            const int v80 = as_int(as_uint(v41) + as_uint(v72));
            const int v81 = as_int(as_uint(v43) + as_uint(v72));
            const bool v82 = as_int(as_uint(v71) + as_uint(-1)) >= as_int(as_uint(scalar6) + as_uint(-2));
            const int v83 = as_int(as_uint(v45) + as_uint(v72));
            const int v84 = as_int(as_uint(v46) + as_uint(v72));
            const int v85 = as_int(as_uint(v47) + as_uint(v72));
            const int v86 = as_int(as_uint(v48) + as_uint(v72));
            const int v87 = as_int(as_uint(v49) + as_uint(v72));
            const int v88 = as_int(as_uint(v50) + as_uint(v72));
            const int v89 = as_int(as_uint(v51) + as_uint(v72));
            const int v90 = as_int(as_uint(v52) + as_uint(v72));
            const int v91 = as_int(as_uint(v53) + as_uint(v72));
            const bool v92 = as_int(as_uint(v71) + as_uint(-1)) < 0;
            const int v93 = as_int(as_uint(v55) + as_uint(v72));
            const int v94 = as_int(as_uint(v56) + as_uint(v72));
            const int v95 = as_int(as_uint(v57) + as_uint(v72));
            const int v96 = as_int(as_uint(v58) + as_uint(v72));
            const int v97 = as_int(as_uint(v59) + as_uint(v72));
            const int v98 = as_int(as_uint(v60) + as_uint(v72));
            const int v99 = as_int(as_uint(v61) + as_uint(v72));
            const int v100 = as_int(as_uint(v62) + as_uint(v72));
            const int v101 = as_int(as_uint(v63) + as_uint(v72));
            const int v102 = as_int(as_uint(as_int(as_uint(v70) * as_uint(scalar10))) * as_uint(scalar11));
            const int v103 = as_int(as_uint(v65) + as_uint(v102));
            const int v104 = as_int(as_uint(v67) + as_uint(v102));
            const int v105 = as_int(as_uint(v68) + as_uint(v102));
            const int v106 = as_int(as_uint(v69) + as_uint(v102));
            int v107 = v23;
            while (true)
            {
                if (v107 < v24)
                {
                    const float v108 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(24))];
                    const float v109 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(32))];
                    const float v110 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(40))];
                    const int v111 = min(v107, as_int(as_uint(scalar10) + as_uint(-4)));
                    const int v112 = as_int(as_uint(v111) * as_uint(2));
                    const int v113 = as_int(as_uint(v112) * as_uint(scalar8));
                    const float v114 = view0[as_int(as_uint(as_int(as_uint(v73) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                    const float v115 = fma(v114, v109, v4);
                    const float v116 = view0[as_int(as_uint(as_int(as_uint(v74) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                    const float v117 = fma(v116, v110, v115);
                    const float v118 = fma(v116, v108, v4);
                    const float v119 = view0[as_int(as_uint(as_int(as_uint(v75) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                    const float v120 = fma(v119, v109, v118);
                    const float v121 = view0[as_int(as_uint(as_int(as_uint(v76) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                    const float v122 = fma(v121, v110, v120);
                    const float v123 = fma(v121, v108, v4);
                    const float v124 = view0[as_int(as_uint(as_int(as_uint(v77) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                    const float v125 = fma(v124, v109, v123);
                    const float v126 = view0[as_int(as_uint(as_int(as_uint(v78) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                    const float v127 = fma(v126, v110, v125);
                    const float v128 = fma(v126, v108, v4);
                    const float v129 = view0[as_int(as_uint(as_int(as_uint(v79) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                    const bool v130 = as_int(as_uint(as_int(as_uint(scalar7) + as_uint(as_int(as_uint(v111) * as_uint(-2))))) + as_uint(1)) <= 8;
                    const float v131 = fma(v129, v109, v128);
                    float v132;
                    if (v130)
                    {
                        v132 = 0.0f;
                    }
                    else
                    {
                        const float v133 = view0[as_int(as_uint(as_int(as_uint(v80) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        v132 = v133;
                    }
                    const bool v134 = as_int(as_uint(v112) + as_uint(-1)) < 0;
                    const float v135 = fma(v132, v110, v131);
                    float v136;
                    if (v134)
                    {
                        v136 = 0.0f;
                    }
                    else
                    {
                        const float v137 = view0[as_int(as_uint(as_int(as_uint(v81) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        v136 = v137;
                    }
                    const float v138 = fma(v136, v108, v117);
                    float v139;
                    float v140;
                    float v141;
                    float v142;
                    if (v82)
                    {
                        v139 = v138;
                        v140 = v122;
                        v141 = v127;
                        v142 = v135;
                    }
                    else
                    {
                        const float v143 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(48))];
                        const float v144 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(56))];
                        const float v145 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(64))];
                        const float v146 = view0[as_int(as_uint(as_int(as_uint(v83) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        const float v147 = fma(v146, v144, v138);
                        const float v148 = view0[as_int(as_uint(as_int(as_uint(v84) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        const float v149 = fma(v148, v145, v147);
                        const float v150 = fma(v148, v143, v122);
                        const float v151 = view0[as_int(as_uint(as_int(as_uint(v85) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        const float v152 = fma(v151, v144, v150);
                        const float v153 = view0[as_int(as_uint(as_int(as_uint(v86) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        const float v154 = fma(v153, v145, v152);
                        const float v155 = fma(v153, v143, v127);
                        const float v156 = view0[as_int(as_uint(as_int(as_uint(v87) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        const float v157 = fma(v156, v144, v155);
                        const float v158 = view0[as_int(as_uint(as_int(as_uint(v88) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        const float v159 = fma(v158, v145, v157);
                        const float v160 = fma(v158, v143, v135);
                        const float v161 = view0[as_int(as_uint(as_int(as_uint(v89) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        const float v162 = fma(v161, v144, v160);
                        float v163;
                        if (v130)
                        {
                            v163 = 0.0f;
                        }
                        else
                        {
                            const float v164 = view0[as_int(as_uint(as_int(as_uint(v90) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                            v163 = v164;
                        }
                        const float v165 = fma(v163, v145, v162);
                        float v166;
                        if (v134)
                        {
                            v166 = 0.0f;
                        }
                        else
                        {
                            const float v167 = view0[as_int(as_uint(as_int(as_uint(v91) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                            v166 = v167;
                        }
                        const float v168 = fma(v166, v143, v149);
                        v139 = v168;
                        v140 = v154;
                        v141 = v159;
                        v142 = v165;
                    }
                    float v169;
                    float v170;
                    float v171;
                    float v172;
                    if (v92)
                    {
                        v169 = v139;
                        v170 = v140;
                        v171 = v141;
                        v172 = v142;
                    }
                    else
                    {
                        const float v173 = shared5[(int)get_local_id(0)];
                        const float v174 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(8))];
                        const float v175 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(16))];
                        const float v176 = view0[as_int(as_uint(as_int(as_uint(v93) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        const float v177 = fma(v176, v174, v139);
                        const float v178 = view0[as_int(as_uint(as_int(as_uint(v94) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        const float v179 = fma(v178, v175, v177);
                        const float v180 = fma(v178, v173, v140);
                        const float v181 = view0[as_int(as_uint(as_int(as_uint(v95) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        const float v182 = fma(v181, v174, v180);
                        const float v183 = view0[as_int(as_uint(as_int(as_uint(v96) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        const float v184 = fma(v183, v175, v182);
                        const float v185 = fma(v183, v173, v141);
                        const float v186 = view0[as_int(as_uint(as_int(as_uint(v97) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        const float v187 = fma(v186, v174, v185);
                        const float v188 = view0[as_int(as_uint(as_int(as_uint(v98) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        const float v189 = fma(v188, v175, v187);
                        const float v190 = fma(v188, v173, v142);
                        const float v191 = view0[as_int(as_uint(as_int(as_uint(v99) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                        const float v192 = fma(v191, v174, v190);
                        float v193;
                        if (v130)
                        {
                            v193 = 0.0f;
                        }
                        else
                        {
                            const float v194 = view0[as_int(as_uint(as_int(as_uint(v100) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                            v193 = v194;
                        }
                        const float v195 = fma(v193, v175, v192);
                        float v196;
                        if (v134)
                        {
                            v196 = 0.0f;
                        }
                        else
                        {
                            const float v197 = view0[as_int(as_uint(as_int(as_uint(v101) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                            v196 = v197;
                        }
                        const float v198 = fma(v196, v173, v179);
                        v169 = v198;
                        v170 = v184;
                        v171 = v189;
                        v172 = v195;
                    }
                    const int v199 = as_int(as_uint(v111) * as_uint(scalar11));
                    view3[as_int(as_uint(as_int(as_uint(v103) + as_uint(v199))) + as_uint((int)get_local_id(0)))] = gf_max((v6 * v169), (v66 * v169));
                    view3[as_int(as_uint(as_int(as_uint(v104) + as_uint(v199))) + as_uint((int)get_local_id(0)))] = gf_max((v6 * v170), (v66 * v170));
                    view3[as_int(as_uint(as_int(as_uint(v105) + as_uint(v199))) + as_uint((int)get_local_id(0)))] = gf_max((v6 * v171), (v66 * v171));
                    view3[as_int(as_uint(as_int(as_uint(v106) + as_uint(v199))) + as_uint((int)get_local_id(0)))] = gf_max((v6 * v172), (v66 * v172));
                    v107 = as_int(as_uint(v107) + as_uint(4));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v70 = as_int(as_uint(v70) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
