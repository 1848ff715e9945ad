// Written by 'gpuformer emit'; change the kernel and run it again.
// Depthwise.Tiled<Activated<HardSwish>, NoTerms>(R=3, S=3, stride=2, across=2, tile=4, middleFirst=1, fromPanels=0, toPanels=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Depthwise_Tiled_Activated_HardSwish___NoTerms__R_3__S_3__stride_2__across_2__tile_4__middleFirst_1__fromPanels_0__toPanels_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    int scalar4 /* sizes.H */,
    int scalar5 /* sizes.W */,
    int scalar6 /* sizes.C */,
    int scalar7 /* sizes.OutH */,
    int scalar8 /* sizes.OutW */,
    int scalar9 /* Q */,
    int scalar10 /* multiples */,
    int scalar11 /* columns */,
    int scalar12 /* runs */,
    int scalar13 /* rows */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __local float shared4[288];
    const int v0 = gf_div((int)get_group_id(0), scalar10);
    const int v1 = min(as_int(as_uint(v0) * as_uint(32)), as_int(as_uint(scalar6) + as_uint(-32)));
    const int v2 = as_int(as_uint(v1) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) - as_uint(as_int(as_uint(v0) * as_uint(scalar10))))) * as_uint(scalar6))));
    const int v3 = as_int(as_uint(v2) + as_uint((int)get_local_id(0)));
    const float v4 = view2[v3];
    const float v5 = view1[v3];
    shared4[(int)get_local_id(0)] = v5;
    const int v6 = as_int(as_uint(v2) + as_uint(scalar9));
    const float v7 = view1[as_int(as_uint(v6) + as_uint((int)get_local_id(0)))];
    shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(32))] = v7;
    const int v8 = as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(2))));
    const float v9 = view1[as_int(as_uint(v8) + as_uint((int)get_local_id(0)))];
    shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(64))] = v9;
    const int v10 = as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(3))));
    const float v11 = view1[as_int(as_uint(v10) + as_uint((int)get_local_id(0)))];
    shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(96))] = v11;
    const float v12 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(4))))) + as_uint((int)get_local_id(0)))];
    shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(128))] = v12;
    const float v13 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(5))))) + as_uint((int)get_local_id(0)))];
    shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(160))] = v13;
    const float v14 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(6))))) + as_uint((int)get_local_id(0)))];
    shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(192))] = v14;
    const float v15 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(7))))) + as_uint((int)get_local_id(0)))];
    shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(224))] = v15;
    const float v16 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(8))))) + as_uint((int)get_local_id(0)))];
    shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(256))] = v16;
    const int v17 = gf_div((int)get_group_id(1), scalar12);
    const int v18 = as_int(as_uint(v17) * as_uint(scalar13));
    const int v19 = min(as_int(as_uint(v18) + as_uint(scalar13)), scalar7);
    const int v20 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v17) * as_uint(scalar12))))) * as_uint(scalar11));
    const int v21 = min(as_int(as_uint(v20) + as_uint(scalar11)), scalar8);
    const int v22 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) * as_uint(scalar5));
    const int v23 = as_int(as_uint(v22) * as_uint(scalar6));
    const int v24 = as_int(as_uint(v1) + as_uint(v23));
    const int v25 = as_int(as_uint(scalar6) + as_uint(v1));
    const int v26 = as_int(as_uint(v25) + as_uint(v23));
    const int v27 = as_int(as_uint(as_int(as_uint(scalar6) * as_uint(2))) + as_uint(v1));
    const int v28 = as_int(as_uint(v27) + as_uint(v23));
    const int v29 = as_int(as_uint(as_int(as_uint(scalar6) * as_uint(3))) + as_uint(v1));
    const int v30 = as_int(as_uint(v29) + as_uint(v23));
    const int v31 = as_int(as_uint(as_int(as_uint(scalar6) * as_uint(4))) + as_uint(v1));
    const int v32 = as_int(as_uint(v31) + as_uint(v23));
    const int v33 = as_int(as_uint(as_int(as_uint(scalar6) * as_uint(5))) + as_uint(v1));
    const int v34 = as_int(as_uint(v33) + as_uint(v23));
    const int v35 = as_int(as_uint(as_int(as_uint(scalar6) * as_uint(6))) + as_uint(v1));
    const int v36 = as_int(as_uint(v35) + as_uint(v23));
    const int v37 = as_int(as_uint(as_int(as_uint(scalar6) * as_uint(7))) + as_uint(v1));
    const int v38 = as_int(as_uint(v37) + as_uint(v23));
    const int v39 = as_int(as_uint(as_int(0u - as_uint(scalar6))) + as_uint(v1));
    const int v40 = as_int(as_uint(v39) + as_uint(v23));
    const int v41 = as_int(as_uint(as_int(as_uint(v22) + as_uint(scalar5))) * as_uint(scalar6));
    const int v42 = as_int(as_uint(v1) + as_uint(v41));
    const int v43 = as_int(as_uint(v25) + as_uint(v41));
    const int v44 = as_int(as_uint(v27) + as_uint(v41));
    const int v45 = as_int(as_uint(v29) + as_uint(v41));
    const int v46 = as_int(as_uint(v31) + as_uint(v41));
    const int v47 = as_int(as_uint(v33) + as_uint(v41));
    const int v48 = as_int(as_uint(v35) + as_uint(v41));
    const int v49 = as_int(as_uint(v37) + as_uint(v41));
    const int v50 = as_int(as_uint(v39) + as_uint(v41));
    const int v51 = as_int(as_uint(as_int(as_uint(v22) - as_uint(scalar5))) * as_uint(scalar6));
    const int v52 = as_int(as_uint(v1) + as_uint(v51));
    const int v53 = as_int(as_uint(v25) + as_uint(v51));
    const int v54 = as_int(as_uint(v27) + as_uint(v51));
    const int v55 = as_int(as_uint(v29) + as_uint(v51));
    const int v56 = as_int(as_uint(v31) + as_uint(v51));
    const int v57 = as_int(as_uint(v33) + as_uint(v51));
    const int v58 = as_int(as_uint(v35) + as_uint(v51));
    const int v59 = as_int(as_uint(v37) + as_uint(v51));
    const int v60 = as_int(as_uint(v39) + as_uint(v51));
    const int v61 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))) * as_uint(scalar8))) * as_uint(scalar9));
    const int v62 = as_int(as_uint(v2) + as_uint(v61));
    const int v63 = as_int(as_uint(v6) + as_uint(v61));
    const int v64 = as_int(as_uint(v8) + as_uint(v61));
    const int v65 = as_int(as_uint(v10) + as_uint(v61));
    int v66 = v18;
    while (true)
    {
        if (v66 < v19)
        {
            const int v67 = as_int(as_uint(v66) * as_uint(2));
            const int v68 = as_int(as_uint(as_int(as_uint(v67) * as_uint(scalar5))) * as_uint(scalar6));
            const int v69 = as_int(as_uint(v24) + as_uint(v68));
            const int v70 = as_int(as_uint(v26) + as_uint(v68));
            const int v71 = as_int(as_uint(v28) + as_uint(v68));
            const int v72 = as_int(as_uint(v30) + as_uint(v68));
            const int v73 = as_int(as_uint(v32) + as_uint(v68));
            const int v74 = as_int(as_uint(v34) + as_uint(v68));
            const int v75 = as_int(as_uint(v36) + as_uint(v68));
            const int v76 = as_int(as_uint(v38) + as_uint(v68));
            const int v77 = as_int(as_uint(v40) + as_uint(v68));
            const bool v78 = as_int(as_uint(v67) + as_uint(-1)) >= as_int(as_uint(scalar4) + as_uint(-2));
            const int v79 = as_int(as_uint(v42) + as_uint(v68));
            const int v80 = as_int(as_uint(v43) + as_uint(v68));
            const int v81 = as_int(as_uint(v44) + as_uint(v68));
            const int v82 = as_int(as_uint(v45) + as_uint(v68));
            const int v83 = as_int(as_uint(v46) + as_uint(v68));
            const int v84 = as_int(as_uint(v47) + as_uint(v68));
            const int v85 = as_int(as_uint(v48) + as_uint(v68));
            const int v86 = as_int(as_uint(v49) + as_uint(v68));
            const int v87 = as_int(as_uint(v50) + as_uint(v68));
            const bool v88 = as_int(as_uint(v67) + as_uint(-1)) < 0;
            const int v89 = as_int(as_uint(v52) + as_uint(v68));
            const int v90 = as_int(as_uint(v53) + as_uint(v68));
            const int v91 = as_int(as_uint(v54) + as_uint(v68));
            const int v92 = as_int(as_uint(v55) + as_uint(v68));
            const int v93 = as_int(as_uint(v56) + as_uint(v68));
            const int v94 = as_int(as_uint(v57) + as_uint(v68));
            const int v95 = as_int(as_uint(v58) + as_uint(v68));
            const int v96 = as_int(as_uint(v59) + as_uint(v68));
            const int v97 = as_int(as_uint(v60) + as_uint(v68));
            const int v98 = as_int(as_uint(as_int(as_uint(v66) * as_uint(scalar8))) * as_uint(scalar9));
            const int v99 = as_int(as_uint(v62) + as_uint(v98));
            const int v100 = as_int(as_uint(v63) + as_uint(v98));
            const int v101 = as_int(as_uint(v64) + as_uint(v98));
            const int v102 = as_int(as_uint(v65) + as_uint(v98));
            int v103 = v20;
            while (true)
            {
                if (v103 < v21)
                {
                    const float v104 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(96))];
                    const float v105 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(128))];
                    const float v106 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(160))];
                    const int v107 = min(v103, as_int(as_uint(scalar8) + as_uint(-4)));
                    const int v108 = as_int(as_uint(v107) * as_uint(2));
                    const int v109 = as_int(as_uint(v108) * as_uint(scalar6));
                    const float v110 = view0[as_int(as_uint(as_int(as_uint(v69) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                    const float v111 = fma(v110, v105, v4);
                    const float v112 = view0[as_int(as_uint(as_int(as_uint(v70) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                    const float v113 = fma(v112, v106, v111);
                    const float v114 = fma(v112, v104, v4);
                    const float v115 = view0[as_int(as_uint(as_int(as_uint(v71) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                    const float v116 = fma(v115, v105, v114);
                    const float v117 = view0[as_int(as_uint(as_int(as_uint(v72) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                    const float v118 = fma(v117, v106, v116);
                    const float v119 = fma(v117, v104, v4);
                    const float v120 = view0[as_int(as_uint(as_int(as_uint(v73) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                    const float v121 = fma(v120, v105, v119);
                    const float v122 = view0[as_int(as_uint(as_int(as_uint(v74) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                    const float v123 = fma(v122, v106, v121);
                    const float v124 = fma(v122, v104, v4);
                    const float v125 = view0[as_int(as_uint(as_int(as_uint(v75) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                    const bool v126 = as_int(as_uint(as_int(as_uint(scalar5) + as_uint(as_int(as_uint(v107) * as_uint(-2))))) + as_uint(1)) <= 8;
                    const float v127 = fma(v125, v105, v124);
                    float v128;
                    if (v126)
                    {
                        v128 = 0.0f;
                    }
                    else
                    {
                        const float v129 = view0[as_int(as_uint(as_int(as_uint(v76) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        v128 = v129;
                    }
                    const bool v130 = as_int(as_uint(v108) + as_uint(-1)) < 0;
                    const float v131 = fma(v128, v106, v127);
                    float v132;
                    if (v130)
                    {
                        v132 = 0.0f;
                    }
                    else
                    {
                        const float v133 = view0[as_int(as_uint(as_int(as_uint(v77) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        v132 = v133;
                    }
                    const float v134 = fma(v132, v104, v113);
                    float v135;
                    float v136;
                    float v137;
                    float v138;
                    if (v78)
                    {
                        v135 = v134;
                        v136 = v118;
                        v137 = v123;
                        v138 = v131;
                    }
                    else
                    {
                        const float v139 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(192))];
                        const float v140 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(224))];
                        const float v141 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(256))];
                        const float v142 = view0[as_int(as_uint(as_int(as_uint(v79) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        const float v143 = fma(v142, v140, v134);
                        const float v144 = view0[as_int(as_uint(as_int(as_uint(v80) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        const float v145 = fma(v144, v141, v143);
                        const float v146 = fma(v144, v139, v118);
                        const float v147 = view0[as_int(as_uint(as_int(as_uint(v81) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        const float v148 = fma(v147, v140, v146);
                        const float v149 = view0[as_int(as_uint(as_int(as_uint(v82) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        const float v150 = fma(v149, v141, v148);
                        const float v151 = fma(v149, v139, v123);
                        const float v152 = view0[as_int(as_uint(as_int(as_uint(v83) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        const float v153 = fma(v152, v140, v151);
                        const float v154 = view0[as_int(as_uint(as_int(as_uint(v84) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        const float v155 = fma(v154, v141, v153);
                        const float v156 = fma(v154, v139, v131);
                        const float v157 = view0[as_int(as_uint(as_int(as_uint(v85) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        const float v158 = fma(v157, v140, v156);
                        float v159;
                        if (v126)
                        {
                            v159 = 0.0f;
                        }
                        else
                        {
                            const float v160 = view0[as_int(as_uint(as_int(as_uint(v86) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                            v159 = v160;
                        }
                        const float v161 = fma(v159, v141, v158);
                        float v162;
                        if (v130)
                        {
                            v162 = 0.0f;
                        }
                        else
                        {
                            const float v163 = view0[as_int(as_uint(as_int(as_uint(v87) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                            v162 = v163;
                        }
                        const float v164 = fma(v162, v139, v145);
                        v135 = v164;
                        v136 = v150;
                        v137 = v155;
                        v138 = v161;
                    }
                    float v165;
                    float v166;
                    float v167;
                    float v168;
                    if (v88)
                    {
                        v165 = v135;
                        v166 = v136;
                        v167 = v137;
                        v168 = v138;
                    }
                    else
                    {
                        const float v169 = shared4[(int)get_local_id(0)];
                        const float v170 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(32))];
                        const float v171 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(64))];
                        const float v172 = view0[as_int(as_uint(as_int(as_uint(v89) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        const float v173 = fma(v172, v170, v135);
                        const float v174 = view0[as_int(as_uint(as_int(as_uint(v90) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        const float v175 = fma(v174, v171, v173);
                        const float v176 = fma(v174, v169, v136);
                        const float v177 = view0[as_int(as_uint(as_int(as_uint(v91) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        const float v178 = fma(v177, v170, v176);
                        const float v179 = view0[as_int(as_uint(as_int(as_uint(v92) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        const float v180 = fma(v179, v171, v178);
                        const float v181 = fma(v179, v169, v137);
                        const float v182 = view0[as_int(as_uint(as_int(as_uint(v93) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        const float v183 = fma(v182, v170, v181);
                        const float v184 = view0[as_int(as_uint(as_int(as_uint(v94) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        const float v185 = fma(v184, v171, v183);
                        const float v186 = fma(v184, v169, v138);
                        const float v187 = view0[as_int(as_uint(as_int(as_uint(v95) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                        const float v188 = fma(v187, v170, v186);
                        float v189;
                        if (v126)
                        {
                            v189 = 0.0f;
                        }
                        else
                        {
                            const float v190 = view0[as_int(as_uint(as_int(as_uint(v96) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                            v189 = v190;
                        }
                        const float v191 = fma(v189, v171, v188);
                        float v192;
                        if (v130)
                        {
                            v192 = 0.0f;
                        }
                        else
                        {
                            const float v193 = view0[as_int(as_uint(as_int(as_uint(v97) + as_uint(v109))) + as_uint((int)get_local_id(0)))];
                            v192 = v193;
                        }
                        const float v194 = fma(v192, v169, v175);
                        v165 = v194;
                        v166 = v180;
                        v167 = v185;
                        v168 = v191;
                    }
                    const int v195 = as_int(as_uint(v107) * as_uint(scalar9));
                    view3[as_int(as_uint(as_int(as_uint(v99) + as_uint(v195))) + as_uint((int)get_local_id(0)))] = (v165 * (gf_min(6.0f, gf_max(0.0f, (v165 + 3.0f))) * 0.16666667f));
                    view3[as_int(as_uint(as_int(as_uint(v100) + as_uint(v195))) + as_uint((int)get_local_id(0)))] = (v166 * (gf_min(6.0f, gf_max(0.0f, (v166 + 3.0f))) * 0.16666667f));
                    view3[as_int(as_uint(as_int(as_uint(v101) + as_uint(v195))) + as_uint((int)get_local_id(0)))] = (v167 * (gf_min(6.0f, gf_max(0.0f, (v167 + 3.0f))) * 0.16666667f));
                    view3[as_int(as_uint(as_int(as_uint(v102) + as_uint(v195))) + as_uint((int)get_local_id(0)))] = (v168 * (gf_min(6.0f, gf_max(0.0f, (v168 + 3.0f))) * 0.16666667f));
                    v103 = as_int(as_uint(v103) + as_uint(4));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v66 = as_int(as_uint(v66) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
