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
    const int v66 = as_int(as_uint(v9) + as_uint(v64));
    const int v67 = as_int(as_uint(v11) + as_uint(v64));
    const int v68 = as_int(as_uint(v13) + as_uint(v64));
    int v69 = v21;
    while (true)
    {
        if (v69 < v22)
        {
            const int v70 = as_int(as_uint(v69) * as_uint(2));
            const int v71 = as_int(as_uint(as_int(as_uint(v70) * as_uint(scalar7))) * as_uint(scalar8));
            const int v72 = as_int(as_uint(v27) + as_uint(v71));
            const int v73 = as_int(as_uint(v29) + as_uint(v71));
            const int v74 = as_int(as_uint(v31) + as_uint(v71));
            const int v75 = as_int(as_uint(v33) + as_uint(v71));
            const int v76 = as_int(as_uint(v35) + as_uint(v71));
            const int v77 = as_int(as_uint(v37) + as_uint(v71));
            const int v78 = as_int(as_uint(v39) + as_uint(v71));
            const int v79 = as_int(as_uint(v41) + as_uint(v71));
            const int v80 = as_int(as_uint(v43) + as_uint(v71));
            const bool v81 = as_int(as_uint(v70) + as_uint(-1)) >= as_int(as_uint(scalar6) + as_uint(-2));
            const int v82 = as_int(as_uint(v45) + as_uint(v71));
            const int v83 = as_int(as_uint(v46) + as_uint(v71));
            const int v84 = as_int(as_uint(v47) + as_uint(v71));
            const int v85 = as_int(as_uint(v48) + as_uint(v71));
            const int v86 = as_int(as_uint(v49) + as_uint(v71));
            const int v87 = as_int(as_uint(v50) + as_uint(v71));
            const int v88 = as_int(as_uint(v51) + as_uint(v71));
            const int v89 = as_int(as_uint(v52) + as_uint(v71));
            const int v90 = as_int(as_uint(v53) + as_uint(v71));
            const bool v91 = as_int(as_uint(v70) + as_uint(-1)) < 0;
            const int v92 = as_int(as_uint(v55) + as_uint(v71));
            const int v93 = as_int(as_uint(v56) + as_uint(v71));
            const int v94 = as_int(as_uint(v57) + as_uint(v71));
            const int v95 = as_int(as_uint(v58) + as_uint(v71));
            const int v96 = as_int(as_uint(v59) + as_uint(v71));
            const int v97 = as_int(as_uint(v60) + as_uint(v71));
            const int v98 = as_int(as_uint(v61) + as_uint(v71));
            const int v99 = as_int(as_uint(v62) + as_uint(v71));
            const int v100 = as_int(as_uint(v63) + as_uint(v71));
            const int v101 = as_int(as_uint(as_int(as_uint(v69) * as_uint(scalar10))) * as_uint(scalar11));
            const int v102 = as_int(as_uint(v65) + as_uint(v101));
            const int v103 = as_int(as_uint(v66) + as_uint(v101));
            const int v104 = as_int(as_uint(v67) + as_uint(v101));
            const int v105 = as_int(as_uint(v68) + as_uint(v101));
            int v106 = v23;
            while (true)
            {
                if (v106 < v24)
                {
                    const float v107 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(24))];
                    const float v108 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(32))];
                    const float v109 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(40))];
                    const int v110 = min(v106, as_int(as_uint(scalar10) + as_uint(-4)));
                    const int v111 = as_int(as_uint(v110) * as_uint(2));
                    const int v112 = as_int(as_uint(v111) * as_uint(scalar8));
                    const float v113 = view0[as_int(as_uint(as_int(as_uint(v72) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                    const float v114 = fma(v113, v108, v4);
                    const float v115 = view0[as_int(as_uint(as_int(as_uint(v73) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                    const float v116 = fma(v115, v109, v114);
                    const float v117 = fma(v115, v107, v4);
                    const float v118 = view0[as_int(as_uint(as_int(as_uint(v74) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                    const float v119 = fma(v118, v108, v117);
                    const float v120 = view0[as_int(as_uint(as_int(as_uint(v75) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                    const float v121 = fma(v120, v109, v119);
                    const float v122 = fma(v120, v107, v4);
                    const float v123 = view0[as_int(as_uint(as_int(as_uint(v76) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                    const float v124 = fma(v123, v108, v122);
                    const float v125 = view0[as_int(as_uint(as_int(as_uint(v77) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                    const float v126 = fma(v125, v109, v124);
                    const float v127 = fma(v125, v107, v4);
                    const float v128 = view0[as_int(as_uint(as_int(as_uint(v78) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                    const bool v129 = as_int(as_uint(as_int(as_uint(scalar7) + as_uint(as_int(as_uint(v110) * as_uint(-2))))) + as_uint(1)) <= 8;
                    const float v130 = fma(v128, v108, v127);
                    float v131;
                    if (v129)
                    {
                        v131 = 0.0f;
                    }
                    else
                    {
                        const float v132 = view0[as_int(as_uint(as_int(as_uint(v79) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        v131 = v132;
                    }
                    const bool v133 = as_int(as_uint(v111) + as_uint(-1)) < 0;
                    const float v134 = fma(v131, v109, v130);
                    float v135;
                    if (v133)
                    {
                        v135 = 0.0f;
                    }
                    else
                    {
                        const float v136 = view0[as_int(as_uint(as_int(as_uint(v80) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        v135 = v136;
                    }
                    const float v137 = fma(v135, v107, v116);
                    float v138;
                    float v139;
                    float v140;
                    float v141;
                    if (v81)
                    {
                        v138 = v137;
                        v139 = v121;
                        v140 = v126;
                        v141 = v134;
                    }
                    else
                    {
                        const float v142 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(48))];
                        const float v143 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(56))];
                        const float v144 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(64))];
                        const float v145 = view0[as_int(as_uint(as_int(as_uint(v82) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        const float v146 = fma(v145, v143, v137);
                        const float v147 = view0[as_int(as_uint(as_int(as_uint(v83) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        const float v148 = fma(v147, v144, v146);
                        const float v149 = fma(v147, v142, v121);
                        const float v150 = view0[as_int(as_uint(as_int(as_uint(v84) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        const float v151 = fma(v150, v143, v149);
                        const float v152 = view0[as_int(as_uint(as_int(as_uint(v85) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        const float v153 = fma(v152, v144, v151);
                        const float v154 = fma(v152, v142, v126);
                        const float v155 = view0[as_int(as_uint(as_int(as_uint(v86) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        const float v156 = fma(v155, v143, v154);
                        const float v157 = view0[as_int(as_uint(as_int(as_uint(v87) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        const float v158 = fma(v157, v144, v156);
                        const float v159 = fma(v157, v142, v134);
                        const float v160 = view0[as_int(as_uint(as_int(as_uint(v88) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        const float v161 = fma(v160, v143, v159);
                        float v162;
                        if (v129)
                        {
                            v162 = 0.0f;
                        }
                        else
                        {
                            const float v163 = view0[as_int(as_uint(as_int(as_uint(v89) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                            v162 = v163;
                        }
                        const float v164 = fma(v162, v144, v161);
                        float v165;
                        if (v133)
                        {
                            v165 = 0.0f;
                        }
                        else
                        {
                            const float v166 = view0[as_int(as_uint(as_int(as_uint(v90) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                            v165 = v166;
                        }
                        const float v167 = fma(v165, v142, v148);
                        v138 = v167;
                        v139 = v153;
                        v140 = v158;
                        v141 = v164;
                    }
                    float v168;
                    float v169;
                    float v170;
                    float v171;
                    if (v91)
                    {
                        v168 = v138;
                        v169 = v139;
                        v170 = v140;
                        v171 = v141;
                    }
                    else
                    {
                        const float v172 = shared5[(int)get_local_id(0)];
                        const float v173 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(8))];
                        const float v174 = shared5[as_int(as_uint((int)get_local_id(0)) + as_uint(16))];
                        const float v175 = view0[as_int(as_uint(as_int(as_uint(v92) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        const float v176 = fma(v175, v173, v138);
                        const float v177 = view0[as_int(as_uint(as_int(as_uint(v93) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        const float v178 = fma(v177, v174, v176);
                        const float v179 = fma(v177, v172, v139);
                        const float v180 = view0[as_int(as_uint(as_int(as_uint(v94) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        const float v181 = fma(v180, v173, v179);
                        const float v182 = view0[as_int(as_uint(as_int(as_uint(v95) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        const float v183 = fma(v182, v174, v181);
                        const float v184 = fma(v182, v172, v140);
                        const float v185 = view0[as_int(as_uint(as_int(as_uint(v96) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        const float v186 = fma(v185, v173, v184);
                        const float v187 = view0[as_int(as_uint(as_int(as_uint(v97) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        const float v188 = fma(v187, v174, v186);
                        const float v189 = fma(v187, v172, v141);
                        const float v190 = view0[as_int(as_uint(as_int(as_uint(v98) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                        const float v191 = fma(v190, v173, v189);
                        float v192;
                        if (v129)
                        {
                            v192 = 0.0f;
                        }
                        else
                        {
                            const float v193 = view0[as_int(as_uint(as_int(as_uint(v99) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                            v192 = v193;
                        }
                        const float v194 = fma(v192, v174, v191);
                        float v195;
                        if (v133)
                        {
                            v195 = 0.0f;
                        }
                        else
                        {
                            const float v196 = view0[as_int(as_uint(as_int(as_uint(v100) + as_uint(v112))) + as_uint((int)get_local_id(0)))];
                            v195 = v196;
                        }
                        const float v197 = fma(v195, v172, v178);
                        v168 = v197;
                        v169 = v183;
                        v170 = v188;
                        v171 = v194;
                    }
                    const int v198 = as_int(as_uint(v110) * as_uint(scalar11));
                    view3[as_int(as_uint(as_int(as_uint(v102) + as_uint(v198))) + as_uint((int)get_local_id(0)))] = gf_max((v6 * v168), (v7 * v168));
                    view3[as_int(as_uint(as_int(as_uint(v103) + as_uint(v198))) + as_uint((int)get_local_id(0)))] = gf_max((v6 * v169), (v7 * v169));
                    view3[as_int(as_uint(as_int(as_uint(v104) + as_uint(v198))) + as_uint((int)get_local_id(0)))] = gf_max((v6 * v170), (v7 * v170));
                    view3[as_int(as_uint(as_int(as_uint(v105) + as_uint(v198))) + as_uint((int)get_local_id(0)))] = gf_max((v6 * v171), (v7 * v171));
                    v106 = as_int(as_uint(v106) + as_uint(4));
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
}
