// Written by 'gpuformer emit'; change the kernel and run it again.
// Depthwise.Tiled<SpatialDyRelu, NoTerms>(R=3, S=3, stride=2, across=2, tile=4, middleFirst=0, fromPanels=0, toPanels=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_Depthwise_Tiled_SpatialDyRelu__NoTerms__R_3__S_3__stride_2__across_2__tile_4__middleFirst_0__fromPanels_0__toPanels_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    __global const float *buffer4, int offset4, int length4 /* epilogue._attention */,
    __global const float *buffer5, int offset5, int length5 /* epilogue._slopes */,
    int scalar6 /* epilogue._pixels */,
    int scalar7 /* epilogue._tokens */,
    int scalar8 /* epilogue._channels */,
    int scalar9 /* sizes.H */,
    int scalar10 /* sizes.W */,
    int scalar11 /* sizes.C */,
    int scalar12 /* sizes.OutH */,
    int scalar13 /* sizes.OutW */,
    int scalar14 /* Q */,
    int scalar15 /* multiples */,
    int scalar16 /* columns */,
    int scalar17 /* runs */,
    int scalar18 /* rows */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __global const float *restrict view5 = buffer5 + offset5;
    __local float shared6[72];
    const int v0 = gf_div((int)get_group_id(0), scalar15);
    const int v1 = min(as_int(as_uint(v0) * as_uint(8)), as_int(as_uint(scalar11) + as_uint(-8)));
    const int v2 = as_int(as_uint(v1) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) - as_uint(as_int(as_uint(v0) * as_uint(scalar15))))) * as_uint(scalar11))));
    const int v3 = as_int(as_uint(v2) + as_uint((int)get_local_id(0)));
    const float v4 = view2[v3];
    const float v5 = view1[v3];
    shared6[(int)get_local_id(0)] = v5;
    const int v6 = as_int(as_uint(v2) + as_uint(scalar14));
    const float v7 = view1[as_int(as_uint(v6) + as_uint((int)get_local_id(0)))];
    shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(8))] = v7;
    const int v8 = as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(2))));
    const float v9 = view1[as_int(as_uint(v8) + as_uint((int)get_local_id(0)))];
    shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(16))] = v9;
    const int v10 = as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(3))));
    const float v11 = view1[as_int(as_uint(v10) + as_uint((int)get_local_id(0)))];
    shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(24))] = v11;
    const float v12 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(4))))) + as_uint((int)get_local_id(0)))];
    shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(32))] = v12;
    const float v13 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(5))))) + as_uint((int)get_local_id(0)))];
    shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(40))] = v13;
    const float v14 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(6))))) + as_uint((int)get_local_id(0)))];
    shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(48))] = v14;
    const float v15 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(7))))) + as_uint((int)get_local_id(0)))];
    shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(56))] = v15;
    const float v16 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(8))))) + as_uint((int)get_local_id(0)))];
    shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(64))] = v16;
    const int v17 = gf_div((int)get_group_id(1), scalar17);
    const int v18 = as_int(as_uint(v17) * as_uint(scalar18));
    const int v19 = min(as_int(as_uint(v18) + as_uint(scalar18)), scalar12);
    const int v20 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v17) * as_uint(scalar17))))) * as_uint(scalar16));
    const int v21 = min(as_int(as_uint(v20) + as_uint(scalar16)), scalar13);
    const int v22 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))) * as_uint(scalar10));
    const int v23 = as_int(as_uint(v22) * as_uint(scalar11));
    const int v24 = as_int(as_uint(as_int(0u - as_uint(scalar11))) + as_uint(v1));
    const int v25 = as_int(as_uint(v24) + as_uint(v23));
    const int v26 = as_int(as_uint(v1) + as_uint(v23));
    const int v27 = as_int(as_uint(scalar11) + as_uint(v1));
    const int v28 = as_int(as_uint(v27) + as_uint(v23));
    const int v29 = as_int(as_uint(as_int(as_uint(scalar11) * as_uint(2))) + as_uint(v1));
    const int v30 = as_int(as_uint(v29) + as_uint(v23));
    const int v31 = as_int(as_uint(as_int(as_uint(scalar11) * as_uint(3))) + as_uint(v1));
    const int v32 = as_int(as_uint(v31) + as_uint(v23));
    const int v33 = as_int(as_uint(as_int(as_uint(scalar11) * as_uint(4))) + as_uint(v1));
    const int v34 = as_int(as_uint(v33) + as_uint(v23));
    const int v35 = as_int(as_uint(as_int(as_uint(scalar11) * as_uint(5))) + as_uint(v1));
    const int v36 = as_int(as_uint(v35) + as_uint(v23));
    const int v37 = as_int(as_uint(as_int(as_uint(scalar11) * as_uint(6))) + as_uint(v1));
    const int v38 = as_int(as_uint(v37) + as_uint(v23));
    const int v39 = as_int(as_uint(as_int(as_uint(scalar11) * as_uint(7))) + as_uint(v1));
    const int v40 = as_int(as_uint(v39) + as_uint(v23));
    const int v41 = as_int(as_uint(as_int(as_uint(v22) + as_uint(scalar10))) * as_uint(scalar11));
    const int v42 = as_int(as_uint(v24) + as_uint(v41));
    const int v43 = as_int(as_uint(v1) + as_uint(v41));
    const int v44 = as_int(as_uint(v27) + as_uint(v41));
    const int v45 = as_int(as_uint(v29) + as_uint(v41));
    const int v46 = as_int(as_uint(v31) + as_uint(v41));
    const int v47 = as_int(as_uint(v33) + as_uint(v41));
    const int v48 = as_int(as_uint(v35) + as_uint(v41));
    const int v49 = as_int(as_uint(v37) + as_uint(v41));
    const int v50 = as_int(as_uint(v39) + as_uint(v41));
    const int v51 = as_int(as_uint(as_int(as_uint(v22) - as_uint(scalar10))) * as_uint(scalar11));
    const int v52 = as_int(as_uint(v24) + as_uint(v51));
    const int v53 = as_int(as_uint(v1) + as_uint(v51));
    const int v54 = as_int(as_uint(v27) + as_uint(v51));
    const int v55 = as_int(as_uint(v29) + as_uint(v51));
    const int v56 = as_int(as_uint(v31) + as_uint(v51));
    const int v57 = as_int(as_uint(v33) + as_uint(v51));
    const int v58 = as_int(as_uint(v35) + as_uint(v51));
    const int v59 = as_int(as_uint(v37) + as_uint(v51));
    const int v60 = as_int(as_uint(v39) + as_uint(v51));
    const int v61 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))) * as_uint(2))) * as_uint(scalar8));
    const int v62 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) * as_uint(scalar7));
    const int v63 = as_int(as_uint(v2) + as_uint(scalar8));
    const int v64 = as_int(as_uint(scalar8) * as_uint(2));
    const int v65 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar12))) * as_uint(scalar13))) * as_uint(scalar14));
    const int v66 = as_int(as_uint(v2) + as_uint(v65));
    const int v67 = as_int(as_uint(v62) + as_uint(scalar7));
    const int v68 = as_int(as_uint(v6) + as_uint(v65));
    const int v69 = as_int(as_uint(v62) + as_uint(as_int(as_uint(scalar7) * as_uint(2))));
    const int v70 = as_int(as_uint(v8) + as_uint(v65));
    const int v71 = as_int(as_uint(v62) + as_uint(as_int(as_uint(scalar7) * as_uint(3))));
    const int v72 = as_int(as_uint(v10) + as_uint(v65));
    int v73 = v18;
    while (true)
    {
        if (v73 < v19)
        {
            const int v74 = as_int(as_uint(v73) * as_uint(2));
            const int v75 = as_int(as_uint(as_int(as_uint(v74) * as_uint(scalar10))) * as_uint(scalar11));
            const int v76 = as_int(as_uint(v25) + as_uint(v75));
            const int v77 = as_int(as_uint(v26) + as_uint(v75));
            const int v78 = as_int(as_uint(v28) + as_uint(v75));
            const int v79 = as_int(as_uint(v30) + as_uint(v75));
            const int v80 = as_int(as_uint(v32) + as_uint(v75));
            const int v81 = as_int(as_uint(v34) + as_uint(v75));
            const int v82 = as_int(as_uint(v36) + as_uint(v75));
            const int v83 = as_int(as_uint(v38) + as_uint(v75));
            const int v84 = as_int(as_uint(v40) + as_uint(v75));
            const bool v85 = as_int(as_uint(v74) + as_uint(-1)) >= as_int(as_uint(scalar9) + as_uint(-2));
            const int v86 = as_int(as_uint(v42) + as_uint(v75));
            const int v87 = as_int(as_uint(v43) + as_uint(v75));
            const int v88 = as_int(as_uint(v44) + as_uint(v75));
            const int v89 = as_int(as_uint(v45) + as_uint(v75));
            const int v90 = as_int(as_uint(v46) + as_uint(v75));
            const int v91 = as_int(as_uint(v47) + as_uint(v75));
            const int v92 = as_int(as_uint(v48) + as_uint(v75));
            const int v93 = as_int(as_uint(v49) + as_uint(v75));
            const int v94 = as_int(as_uint(v50) + as_uint(v75));
            const bool v95 = as_int(as_uint(v74) + as_uint(-1)) < 0;
            const int v96 = as_int(as_uint(v52) + as_uint(v75));
            const int v97 = as_int(as_uint(v53) + as_uint(v75));
            const int v98 = as_int(as_uint(v54) + as_uint(v75));
            const int v99 = as_int(as_uint(v55) + as_uint(v75));
            const int v100 = as_int(as_uint(v56) + as_uint(v75));
            const int v101 = as_int(as_uint(v57) + as_uint(v75));
            const int v102 = as_int(as_uint(v58) + as_uint(v75));
            const int v103 = as_int(as_uint(v59) + as_uint(v75));
            const int v104 = as_int(as_uint(v60) + as_uint(v75));
            const int v105 = as_int(as_uint(v73) * as_uint(scalar13));
            const int v106 = as_int(as_uint(v105) * as_uint(scalar7));
            const int v107 = as_int(as_uint(v62) + as_uint(v106));
            const int v108 = as_int(as_uint(v105) * as_uint(scalar14));
            const int v109 = as_int(as_uint(v66) + as_uint(v108));
            const int v110 = as_int(as_uint(v67) + as_uint(v106));
            const int v111 = as_int(as_uint(v68) + as_uint(v108));
            const int v112 = as_int(as_uint(v69) + as_uint(v106));
            const int v113 = as_int(as_uint(v70) + as_uint(v108));
            const int v114 = as_int(as_uint(v71) + as_uint(v106));
            const int v115 = as_int(as_uint(v72) + as_uint(v108));
            int v116 = v20;
            while (true)
            {
                if (v116 < v21)
                {
                    const float v117 = shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(24))];
                    const float v118 = shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(32))];
                    const float v119 = shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(40))];
                    const int v120 = min(v116, as_int(as_uint(scalar13) + as_uint(-4)));
                    const int v121 = as_int(as_uint(v120) * as_uint(2));
                    const bool v122 = as_int(as_uint(v121) + as_uint(-1)) < 0;
                    const int v123 = as_int(as_uint(v121) * as_uint(scalar11));
                    float v124;
                    if (v122)
                    {
                        v124 = 0.0f;
                    }
                    else
                    {
                        const float v125 = view0[as_int(as_uint(as_int(as_uint(v76) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        v124 = v125;
                    }
                    const float v126 = fma(v124, v117, v4);
                    const float v127 = view0[as_int(as_uint(as_int(as_uint(v77) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                    const float v128 = fma(v127, v118, v126);
                    const float v129 = view0[as_int(as_uint(as_int(as_uint(v78) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                    const float v130 = fma(v129, v119, v128);
                    const float v131 = fma(v129, v117, v4);
                    const float v132 = view0[as_int(as_uint(as_int(as_uint(v79) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                    const float v133 = fma(v132, v118, v131);
                    const float v134 = view0[as_int(as_uint(as_int(as_uint(v80) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                    const float v135 = fma(v134, v119, v133);
                    const float v136 = fma(v134, v117, v4);
                    const float v137 = view0[as_int(as_uint(as_int(as_uint(v81) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                    const float v138 = fma(v137, v118, v136);
                    const float v139 = view0[as_int(as_uint(as_int(as_uint(v82) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                    const float v140 = fma(v139, v119, v138);
                    const float v141 = fma(v139, v117, v4);
                    const float v142 = view0[as_int(as_uint(as_int(as_uint(v83) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                    const bool v143 = as_int(as_uint(as_int(as_uint(scalar10) + as_uint(as_int(as_uint(v120) * as_uint(-2))))) + as_uint(1)) <= 8;
                    const float v144 = fma(v142, v118, v141);
                    float v145;
                    if (v143)
                    {
                        v145 = 0.0f;
                    }
                    else
                    {
                        const float v146 = view0[as_int(as_uint(as_int(as_uint(v84) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        v145 = v146;
                    }
                    const float v147 = fma(v145, v119, v144);
                    float v148;
                    float v149;
                    float v150;
                    float v151;
                    if (v85)
                    {
                        v148 = v130;
                        v149 = v135;
                        v150 = v140;
                        v151 = v147;
                    }
                    else
                    {
                        const float v152 = shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(48))];
                        const float v153 = shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(56))];
                        const float v154 = shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(64))];
                        float v155;
                        if (v122)
                        {
                            v155 = 0.0f;
                        }
                        else
                        {
                            const float v156 = view0[as_int(as_uint(as_int(as_uint(v86) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                            v155 = v156;
                        }
                        const float v157 = fma(v155, v152, v130);
                        const float v158 = view0[as_int(as_uint(as_int(as_uint(v87) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        const float v159 = fma(v158, v153, v157);
                        const float v160 = view0[as_int(as_uint(as_int(as_uint(v88) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        const float v161 = fma(v160, v154, v159);
                        const float v162 = fma(v160, v152, v135);
                        const float v163 = view0[as_int(as_uint(as_int(as_uint(v89) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        const float v164 = fma(v163, v153, v162);
                        const float v165 = view0[as_int(as_uint(as_int(as_uint(v90) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        const float v166 = fma(v165, v154, v164);
                        const float v167 = fma(v165, v152, v140);
                        const float v168 = view0[as_int(as_uint(as_int(as_uint(v91) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        const float v169 = fma(v168, v153, v167);
                        const float v170 = view0[as_int(as_uint(as_int(as_uint(v92) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        const float v171 = fma(v170, v154, v169);
                        const float v172 = fma(v170, v152, v147);
                        const float v173 = view0[as_int(as_uint(as_int(as_uint(v93) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        const float v174 = fma(v173, v153, v172);
                        float v175;
                        if (v143)
                        {
                            v175 = 0.0f;
                        }
                        else
                        {
                            const float v176 = view0[as_int(as_uint(as_int(as_uint(v94) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                            v175 = v176;
                        }
                        const float v177 = fma(v175, v154, v174);
                        v148 = v161;
                        v149 = v166;
                        v150 = v171;
                        v151 = v177;
                    }
                    float v178;
                    float v179;
                    float v180;
                    float v181;
                    if (v95)
                    {
                        v178 = v148;
                        v179 = v149;
                        v180 = v150;
                        v181 = v151;
                    }
                    else
                    {
                        const float v182 = shared6[(int)get_local_id(0)];
                        const float v183 = shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(8))];
                        const float v184 = shared6[as_int(as_uint((int)get_local_id(0)) + as_uint(16))];
                        float v185;
                        if (v122)
                        {
                            v185 = 0.0f;
                        }
                        else
                        {
                            const float v186 = view0[as_int(as_uint(as_int(as_uint(v96) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                            v185 = v186;
                        }
                        const float v187 = fma(v185, v182, v148);
                        const float v188 = view0[as_int(as_uint(as_int(as_uint(v97) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        const float v189 = fma(v188, v183, v187);
                        const float v190 = view0[as_int(as_uint(as_int(as_uint(v98) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        const float v191 = fma(v190, v184, v189);
                        const float v192 = fma(v190, v182, v149);
                        const float v193 = view0[as_int(as_uint(as_int(as_uint(v99) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        const float v194 = fma(v193, v183, v192);
                        const float v195 = view0[as_int(as_uint(as_int(as_uint(v100) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        const float v196 = fma(v195, v184, v194);
                        const float v197 = fma(v195, v182, v150);
                        const float v198 = view0[as_int(as_uint(as_int(as_uint(v101) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        const float v199 = fma(v198, v183, v197);
                        const float v200 = view0[as_int(as_uint(as_int(as_uint(v102) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        const float v201 = fma(v200, v184, v199);
                        const float v202 = fma(v200, v182, v151);
                        const float v203 = view0[as_int(as_uint(as_int(as_uint(v103) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                        const float v204 = fma(v203, v183, v202);
                        float v205;
                        if (v143)
                        {
                            v205 = 0.0f;
                        }
                        else
                        {
                            const float v206 = view0[as_int(as_uint(as_int(as_uint(v104) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                            v205 = v206;
                        }
                        const float v207 = fma(v205, v184, v204);
                        v178 = v191;
                        v179 = v196;
                        v180 = v201;
                        v181 = v207;
                    }
                    const int v208 = as_int(as_uint(v120) * as_uint(scalar7));
                    const int v209 = as_int(as_uint(v107) + as_uint(v208));
                    int v210 = v61;
                    float v211 = 0.0f;
                    float v212 = 0.0f;
                    int v213 = 0;
                    float v214;
                    float v215;
                    while (true)
                    {
                        if (v213 < scalar7)
                        {
                            const float v216 = view4[as_int(as_uint(v209) + as_uint(v213))];
                            const float v217 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v210))) + as_uint((int)get_local_id(0)))];
                            const float v218 = view5[as_int(as_uint(as_int(as_uint(v63) + as_uint(v210))) + as_uint((int)get_local_id(0)))];
                            v210 = as_int(as_uint(v64) + as_uint(v210));
                            v211 = fma(v216, v217, v211);
                            v212 = fma(v216, v218, v212);
                            v213 = as_int(as_uint(v213) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v214 = v211;
                            v215 = v212;
                            break;
                        }
                    }
                    const int v219 = as_int(as_uint(v120) * as_uint(scalar14));
                    const float v220 = v215 * v178;
                    view3[as_int(as_uint(as_int(as_uint(v109) + as_uint(v219))) + as_uint((int)get_local_id(0)))] = ((v220 != v220) ? v220 : gf_max(v220, (v214 * v178)));
                    const int v221 = as_int(as_uint(v110) + as_uint(v208));
                    int v222 = v61;
                    float v223 = 0.0f;
                    float v224 = 0.0f;
                    int v225 = 0;
                    float v226;
                    float v227;
                    while (true)
                    {
                        if (v225 < scalar7)
                        {
                            const float v228 = view4[as_int(as_uint(v221) + as_uint(v225))];
                            const float v229 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v222))) + as_uint((int)get_local_id(0)))];
                            const float v230 = view5[as_int(as_uint(as_int(as_uint(v63) + as_uint(v222))) + as_uint((int)get_local_id(0)))];
                            v222 = as_int(as_uint(v64) + as_uint(v222));
                            v223 = fma(v228, v229, v223);
                            v224 = fma(v228, v230, v224);
                            v225 = as_int(as_uint(v225) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v226 = v223;
                            v227 = v224;
                            break;
                        }
                    }
                    const float v231 = v227 * v179;
                    view3[as_int(as_uint(as_int(as_uint(v111) + as_uint(v219))) + as_uint((int)get_local_id(0)))] = ((v231 != v231) ? v231 : gf_max(v231, (v226 * v179)));
                    const int v232 = as_int(as_uint(v112) + as_uint(v208));
                    int v233 = v61;
                    float v234 = 0.0f;
                    float v235 = 0.0f;
                    int v236 = 0;
                    float v237;
                    float v238;
                    while (true)
                    {
                        if (v236 < scalar7)
                        {
                            const float v239 = view4[as_int(as_uint(v232) + as_uint(v236))];
                            const float v240 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v233))) + as_uint((int)get_local_id(0)))];
                            const float v241 = view5[as_int(as_uint(as_int(as_uint(v63) + as_uint(v233))) + as_uint((int)get_local_id(0)))];
                            v233 = as_int(as_uint(v64) + as_uint(v233));
                            v234 = fma(v239, v240, v234);
                            v235 = fma(v239, v241, v235);
                            v236 = as_int(as_uint(v236) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v237 = v234;
                            v238 = v235;
                            break;
                        }
                    }
                    const float v242 = v238 * v180;
                    view3[as_int(as_uint(as_int(as_uint(v113) + as_uint(v219))) + as_uint((int)get_local_id(0)))] = ((v242 != v242) ? v242 : gf_max(v242, (v237 * v180)));
                    const int v243 = as_int(as_uint(v114) + as_uint(v208));
                    int v244 = v61;
                    float v245 = 0.0f;
                    float v246 = 0.0f;
                    int v247 = 0;
                    float v248;
                    float v249;
                    while (true)
                    {
                        if (v247 < scalar7)
                        {
                            const float v250 = view4[as_int(as_uint(v243) + as_uint(v247))];
                            const float v251 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v244))) + as_uint((int)get_local_id(0)))];
                            const float v252 = view5[as_int(as_uint(as_int(as_uint(v63) + as_uint(v244))) + as_uint((int)get_local_id(0)))];
                            v244 = as_int(as_uint(v64) + as_uint(v244));
                            v245 = fma(v250, v251, v245);
                            v246 = fma(v250, v252, v246);
                            v247 = as_int(as_uint(v247) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v248 = v245;
                            v249 = v246;
                            break;
                        }
                    }
                    const float v253 = v249 * v181;
                    view3[as_int(as_uint(as_int(as_uint(v115) + as_uint(v219))) + as_uint((int)get_local_id(0)))] = ((v253 != v253) ? v253 : gf_max(v253, (v248 * v181)));
                    v116 = as_int(as_uint(v116) + as_uint(4));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v73 = as_int(as_uint(v73) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
