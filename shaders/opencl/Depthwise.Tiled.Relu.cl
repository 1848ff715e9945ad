// Written by 'gpuformer emit'; change the kernel and run it again.
// Depthwise.Tiled<Activated<Relu>, NoTerms>(R=3, S=3, stride=2, across=2, tile=4, middleFirst=0, fromPanels=0, toPanels=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Depthwise_Tiled_Activated_Relu___NoTerms__R_3__S_3__stride_2__across_2__tile_4__middleFirst_0__fromPanels_0__toPanels_0_(
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
    const int v24 = as_int(as_uint(as_int(0u - as_uint(scalar6))) + as_uint(v1));
    const int v25 = as_int(as_uint(v24) + as_uint(v23));
    const int v26 = as_int(as_uint(v1) + as_uint(v23));
    const int v27 = as_int(as_uint(scalar6) + as_uint(v1));
    const int v28 = as_int(as_uint(v27) + as_uint(v23));
    const int v29 = as_int(as_uint(as_int(as_uint(scalar6) * as_uint(2))) + as_uint(v1));
    const int v30 = as_int(as_uint(v29) + as_uint(v23));
    const int v31 = as_int(as_uint(as_int(as_uint(scalar6) * as_uint(3))) + as_uint(v1));
    const int v32 = as_int(as_uint(v31) + as_uint(v23));
    const int v33 = as_int(as_uint(as_int(as_uint(scalar6) * as_uint(4))) + as_uint(v1));
    const int v34 = as_int(as_uint(v33) + as_uint(v23));
    const int v35 = as_int(as_uint(as_int(as_uint(scalar6) * as_uint(5))) + as_uint(v1));
    const int v36 = as_int(as_uint(v35) + as_uint(v23));
    const int v37 = as_int(as_uint(as_int(as_uint(scalar6) * as_uint(6))) + as_uint(v1));
    const int v38 = as_int(as_uint(v37) + as_uint(v23));
    const int v39 = as_int(as_uint(as_int(as_uint(scalar6) * as_uint(7))) + as_uint(v1));
    const int v40 = as_int(as_uint(v39) + as_uint(v23));
    const int v41 = as_int(as_uint(as_int(as_uint(v22) + as_uint(scalar5))) * as_uint(scalar6));
    const int v42 = as_int(as_uint(v24) + as_uint(v41));
    const int v43 = as_int(as_uint(v1) + as_uint(v41));
    const int v44 = as_int(as_uint(v27) + as_uint(v41));
    const int v45 = as_int(as_uint(v29) + as_uint(v41));
    const int v46 = as_int(as_uint(v31) + as_uint(v41));
    const int v47 = as_int(as_uint(v33) + as_uint(v41));
    const int v48 = as_int(as_uint(v35) + as_uint(v41));
    const int v49 = as_int(as_uint(v37) + as_uint(v41));
    const int v50 = as_int(as_uint(v39) + as_uint(v41));
    const int v51 = as_int(as_uint(as_int(as_uint(v22) - as_uint(scalar5))) * as_uint(scalar6));
    const int v52 = as_int(as_uint(v24) + as_uint(v51));
    const int v53 = as_int(as_uint(v1) + as_uint(v51));
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
            const int v69 = as_int(as_uint(v25) + as_uint(v68));
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
                    const bool v109 = as_int(as_uint(v108) + as_uint(-1)) < 0;
                    const int v110 = as_int(as_uint(v108) * as_uint(scalar6));
                    float v111;
                    if (v109)
                    {
                        v111 = 0.0f;
                    }
                    else
                    {
                        const float v112 = view0[as_int(as_uint(as_int(as_uint(v69) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        v111 = v112;
                    }
                    const float v113 = fma(v111, v104, v4);
                    const float v114 = view0[as_int(as_uint(as_int(as_uint(v70) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                    const float v115 = fma(v114, v105, v113);
                    const float v116 = view0[as_int(as_uint(as_int(as_uint(v71) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                    const float v117 = fma(v116, v106, v115);
                    const float v118 = fma(v116, v104, v4);
                    const float v119 = view0[as_int(as_uint(as_int(as_uint(v72) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                    const float v120 = fma(v119, v105, v118);
                    const float v121 = view0[as_int(as_uint(as_int(as_uint(v73) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                    const float v122 = fma(v121, v106, v120);
                    const float v123 = fma(v121, v104, v4);
                    const float v124 = view0[as_int(as_uint(as_int(as_uint(v74) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                    const float v125 = fma(v124, v105, v123);
                    const float v126 = view0[as_int(as_uint(as_int(as_uint(v75) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                    const float v127 = fma(v126, v106, v125);
                    const float v128 = fma(v126, v104, v4);
                    const float v129 = view0[as_int(as_uint(as_int(as_uint(v76) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                    const bool v130 = as_int(as_uint(as_int(as_uint(scalar5) + as_uint(as_int(as_uint(v107) * as_uint(-2))))) + as_uint(1)) <= 8;
                    const float v131 = fma(v129, v105, v128);
                    float v132;
                    if (v130)
                    {
                        v132 = 0.0f;
                    }
                    else
                    {
                        const float v133 = view0[as_int(as_uint(as_int(as_uint(v77) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        v132 = v133;
                    }
                    const float v134 = fma(v132, v106, v131);
                    float v135;
                    float v136;
                    float v137;
                    float v138;
                    if (v78)
                    {
                        v135 = v117;
                        v136 = v122;
                        v137 = v127;
                        v138 = v134;
                    }
                    else
                    {
                        const float v139 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(192))];
                        const float v140 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(224))];
                        const float v141 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(256))];
                        float v142;
                        if (v109)
                        {
                            v142 = 0.0f;
                        }
                        else
                        {
                            const float v143 = view0[as_int(as_uint(as_int(as_uint(v79) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                            v142 = v143;
                        }
                        const float v144 = fma(v142, v139, v117);
                        const float v145 = view0[as_int(as_uint(as_int(as_uint(v80) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        const float v146 = fma(v145, v140, v144);
                        const float v147 = view0[as_int(as_uint(as_int(as_uint(v81) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        const float v148 = fma(v147, v141, v146);
                        const float v149 = fma(v147, v139, v122);
                        const float v150 = view0[as_int(as_uint(as_int(as_uint(v82) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        const float v151 = fma(v150, v140, v149);
                        const float v152 = view0[as_int(as_uint(as_int(as_uint(v83) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        const float v153 = fma(v152, v141, v151);
                        const float v154 = fma(v152, v139, v127);
                        const float v155 = view0[as_int(as_uint(as_int(as_uint(v84) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        const float v156 = fma(v155, v140, v154);
                        const float v157 = view0[as_int(as_uint(as_int(as_uint(v85) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        const float v158 = fma(v157, v141, v156);
                        const float v159 = fma(v157, v139, v134);
                        const float v160 = view0[as_int(as_uint(as_int(as_uint(v86) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        const float v161 = fma(v160, v140, v159);
                        float v162;
                        if (v130)
                        {
                            v162 = 0.0f;
                        }
                        else
                        {
                            const float v163 = view0[as_int(as_uint(as_int(as_uint(v87) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                            v162 = v163;
                        }
                        const float v164 = fma(v162, v141, v161);
                        v135 = v148;
                        v136 = v153;
                        v137 = v158;
                        v138 = v164;
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
                        float v172;
                        if (v109)
                        {
                            v172 = 0.0f;
                        }
                        else
                        {
                            const float v173 = view0[as_int(as_uint(as_int(as_uint(v89) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                            v172 = v173;
                        }
                        const float v174 = fma(v172, v169, v135);
                        const float v175 = view0[as_int(as_uint(as_int(as_uint(v90) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        const float v176 = fma(v175, v170, v174);
                        const float v177 = view0[as_int(as_uint(as_int(as_uint(v91) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        const float v178 = fma(v177, v171, v176);
                        const float v179 = fma(v177, v169, v136);
                        const float v180 = view0[as_int(as_uint(as_int(as_uint(v92) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        const float v181 = fma(v180, v170, v179);
                        const float v182 = view0[as_int(as_uint(as_int(as_uint(v93) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        const float v183 = fma(v182, v171, v181);
                        const float v184 = fma(v182, v169, v137);
                        const float v185 = view0[as_int(as_uint(as_int(as_uint(v94) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        const float v186 = fma(v185, v170, v184);
                        const float v187 = view0[as_int(as_uint(as_int(as_uint(v95) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        const float v188 = fma(v187, v171, v186);
                        const float v189 = fma(v187, v169, v138);
                        const float v190 = view0[as_int(as_uint(as_int(as_uint(v96) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                        const float v191 = fma(v190, v170, v189);
                        float v192;
                        if (v130)
                        {
                            v192 = 0.0f;
                        }
                        else
                        {
                            const float v193 = view0[as_int(as_uint(as_int(as_uint(v97) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                            v192 = v193;
                        }
                        const float v194 = fma(v192, v171, v191);
                        v165 = v178;
                        v166 = v183;
                        v167 = v188;
                        v168 = v194;
                    }
                    const int v195 = as_int(as_uint(v107) * as_uint(scalar9));
                    view3[as_int(as_uint(as_int(as_uint(v99) + as_uint(v195))) + as_uint((int)get_local_id(0)))] = gf_max(0.0f, v165);
                    view3[as_int(as_uint(as_int(as_uint(v100) + as_uint(v195))) + as_uint((int)get_local_id(0)))] = gf_max(0.0f, v166);
                    view3[as_int(as_uint(as_int(as_uint(v101) + as_uint(v195))) + as_uint((int)get_local_id(0)))] = gf_max(0.0f, v167);
                    view3[as_int(as_uint(as_int(as_uint(v102) + as_uint(v195))) + as_uint((int)get_local_id(0)))] = gf_max(0.0f, v168);
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
