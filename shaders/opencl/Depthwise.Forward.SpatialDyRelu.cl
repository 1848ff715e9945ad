// Written by 'gpuformer emit'; change the kernel and run it again.
// Depthwise.Forward<SpatialDyRelu, NoTerms>(stride=2, tile=8)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_Depthwise_Forward_SpatialDyRelu__NoTerms__stride_2__tile_8_(
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
    int scalar15 /* panels */,
    int scalar16 /* strips */,
    int scalar17 /* runs */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __global const float *restrict view5 = buffer5 + offset5;
    const int v0 = gf_div((int)get_group_id(0), scalar15);
    const int v1 = min((((int)get_group_id(0) - (v0 * scalar15)) * 8), (scalar11 + -8));
    const int v2 = (v0 * scalar11) + v1;
    const float v3 = view2[(v2 + (int)get_local_id(0))];
    const int v4 = gf_div((int)get_group_id(1), scalar17);
    const int v5 = ((int)get_group_id(1) - (v4 * scalar17)) * scalar16;
    const int v6 = min((v5 + scalar16), ((scalar13 + 7) / 8));
    const int v7 = v4 * -2;
    const int v8 = max((v7 + 1), 0);
    const int v9 = min(((v7 + scalar9) + 1), 3);
    const int v10 = v2 + scalar14;
    const int v11 = v2 + (scalar14 * 2);
    const int v12 = ((((v4 * 2) + ((int)get_group_id(2) * scalar9)) * scalar10) - scalar10) * scalar11;
    const int v13 = (as_int(0u - as_uint(scalar11)) + v1) + v12;
    const int v14 = v1 + v12;
    const int v15 = (scalar11 + v1) + v12;
    const int v16 = ((scalar11 * 2) + v1) + v12;
    const int v17 = ((scalar11 * 3) + v1) + v12;
    const int v18 = ((scalar11 * 4) + v1) + v12;
    const int v19 = ((scalar11 * 5) + v1) + v12;
    const int v20 = ((scalar11 * 6) + v1) + v12;
    const int v21 = ((scalar11 * 7) + v1) + v12;
    const int v22 = ((scalar11 * 8) + v1) + v12;
    const int v23 = ((scalar11 * 9) + v1) + v12;
    const int v24 = ((scalar11 * 10) + v1) + v12;
    const int v25 = ((scalar11 * 11) + v1) + v12;
    const int v26 = ((scalar11 * 12) + v1) + v12;
    const int v27 = ((scalar11 * 13) + v1) + v12;
    const int v28 = ((scalar11 * 14) + v1) + v12;
    const int v29 = ((scalar11 * 15) + v1) + v12;
    const int v30 = (((int)get_group_id(2) * scalar7) * 2) * scalar8;
    const int v31 = v4 * scalar13;
    const int v32 = (v31 + ((int)get_group_id(2) * scalar6)) * scalar7;
    const int v33 = v2 + scalar8;
    const int v34 = scalar8 * 2;
    const int v35 = (v31 + (((int)get_group_id(2) * scalar12) * scalar13)) * scalar14;
    const int v36 = v2 + v35;
    const int v37 = v32 + scalar7;
    const int v38 = v10 + v35;
    const int v39 = v32 + (scalar7 * 2);
    const int v40 = v11 + v35;
    const int v41 = v32 + (scalar7 * 3);
    const int v42 = (v2 + (scalar14 * 3)) + v35;
    const int v43 = v32 + (scalar7 * 4);
    const int v44 = (v2 + (scalar14 * 4)) + v35;
    const int v45 = v32 + (scalar7 * 5);
    const int v46 = (v2 + (scalar14 * 5)) + v35;
    const int v47 = v32 + (scalar7 * 6);
    const int v48 = (v2 + (scalar14 * 6)) + v35;
    const int v49 = v32 + (scalar7 * 7);
    const int v50 = (v2 + (scalar14 * 7)) + v35;
    int v51 = v5;
    while (true)
    {
        if (v51 < v6)
        {
            const int v52 = min((v51 * 8), (scalar13 + -8));
            const int v53 = v52 * 2;
            const bool v54 = (v53 + -1) < 0;
            const int v55 = v53 * scalar11;
            const int v56 = v13 + v55;
            const int v57 = v14 + v55;
            const int v58 = v15 + v55;
            const int v59 = v16 + v55;
            const int v60 = v17 + v55;
            const int v61 = v18 + v55;
            const int v62 = v19 + v55;
            const int v63 = v20 + v55;
            const int v64 = v21 + v55;
            const int v65 = v22 + v55;
            const int v66 = v23 + v55;
            const int v67 = v24 + v55;
            const int v68 = v25 + v55;
            const int v69 = v26 + v55;
            const int v70 = v27 + v55;
            const int v71 = v28 + v55;
            const bool v72 = (v53 + 15) >= scalar10;
            const int v73 = v29 + v55;
            int v74 = v8;
            float v75 = v3;
            float v76 = v3;
            float v77 = v3;
            float v78 = v3;
            float v79 = v3;
            float v80 = v3;
            float v81 = v3;
            float v82 = v3;
            float v83;
            float v84;
            float v85;
            float v86;
            float v87;
            float v88;
            float v89;
            float v90;
            while (true)
            {
                if (v74 < v9)
                {
                    const int v91 = (v74 * 3) * scalar14;
                    const float v92 = view1[((v2 + v91) + (int)get_local_id(0))];
                    const float v93 = view1[((v10 + v91) + (int)get_local_id(0))];
                    const float v94 = view1[((v11 + v91) + (int)get_local_id(0))];
                    const int v95 = (v74 * scalar10) * scalar11;
                    float v96;
                    if (v54)
                    {
                        v96 = 0.0f;
                    }
                    else
                    {
                        const float v97 = view0[((v56 + v95) + (int)get_local_id(0))];
                        v96 = v97;
                    }
                    const float v98 = view0[((v57 + v95) + (int)get_local_id(0))];
                    const float v99 = view0[((v58 + v95) + (int)get_local_id(0))];
                    const float v100 = view0[((v59 + v95) + (int)get_local_id(0))];
                    const float v101 = view0[((v60 + v95) + (int)get_local_id(0))];
                    const float v102 = view0[((v61 + v95) + (int)get_local_id(0))];
                    const float v103 = view0[((v62 + v95) + (int)get_local_id(0))];
                    const float v104 = view0[((v63 + v95) + (int)get_local_id(0))];
                    const float v105 = view0[((v64 + v95) + (int)get_local_id(0))];
                    const float v106 = view0[((v65 + v95) + (int)get_local_id(0))];
                    const float v107 = view0[((v66 + v95) + (int)get_local_id(0))];
                    const float v108 = view0[((v67 + v95) + (int)get_local_id(0))];
                    const float v109 = view0[((v68 + v95) + (int)get_local_id(0))];
                    const float v110 = view0[((v69 + v95) + (int)get_local_id(0))];
                    const float v111 = view0[((v70 + v95) + (int)get_local_id(0))];
                    const float v112 = view0[((v71 + v95) + (int)get_local_id(0))];
                    float v113;
                    if (v72)
                    {
                        v113 = 0.0f;
                    }
                    else
                    {
                        const float v114 = view0[((v73 + v95) + (int)get_local_id(0))];
                        v113 = v114;
                    }
                    v74 = v74 + 1;
                    v75 = fma(v99, v94, fma(v98, v93, fma(v96, v92, v75)));
                    v76 = fma(v101, v94, fma(v100, v93, fma(v99, v92, v76)));
                    v77 = fma(v103, v94, fma(v102, v93, fma(v101, v92, v77)));
                    v78 = fma(v105, v94, fma(v104, v93, fma(v103, v92, v78)));
                    v79 = fma(v107, v94, fma(v106, v93, fma(v105, v92, v79)));
                    v80 = fma(v109, v94, fma(v108, v93, fma(v107, v92, v80)));
                    v81 = fma(v111, v94, fma(v110, v93, fma(v109, v92, v81)));
                    v82 = fma(v113, v94, fma(v112, v93, fma(v111, v92, v82)));
                    continue;
                }
                else
                {
                    v83 = v75;
                    v84 = v76;
                    v85 = v77;
                    v86 = v78;
                    v87 = v79;
                    v88 = v80;
                    v89 = v81;
                    v90 = v82;
                    break;
                }
            }
            const int v115 = v52 * scalar7;
            const int v116 = v32 + v115;
            int v117 = v30;
            float v118 = 0.0f;
            float v119 = 0.0f;
            int v120 = 0;
            float v121;
            float v122;
            while (true)
            {
                if (v120 < scalar7)
                {
                    const float v123 = view4[(v116 + v120)];
                    const float v124 = view5[((v2 + v117) + (int)get_local_id(0))];
                    const float v125 = view5[((v33 + v117) + (int)get_local_id(0))];
                    v117 = v34 + v117;
                    v118 = fma(v123, v124, v118);
                    v119 = fma(v123, v125, v119);
                    v120 = v120 + 1;
                    continue;
                }
                else
                {
                    v121 = v118;
                    v122 = v119;
                    break;
                }
            }
            const int v126 = v52 * scalar14;
            view3[((v36 + v126) + (int)get_local_id(0))] = gf_max((v121 * v83), (v122 * v83));
            const int v127 = v37 + v115;
            int v128 = v30;
            float v129 = 0.0f;
            float v130 = 0.0f;
            int v131 = 0;
            float v132;
            float v133;
            while (true)
            {
                if (v131 < scalar7)
                {
                    const float v134 = view4[(v127 + v131)];
                    const float v135 = view5[((v2 + v128) + (int)get_local_id(0))];
                    const float v136 = view5[((v33 + v128) + (int)get_local_id(0))];
                    v128 = v34 + v128;
                    v129 = fma(v134, v135, v129);
                    v130 = fma(v134, v136, v130);
                    v131 = v131 + 1;
                    continue;
                }
                else
                {
                    v132 = v129;
                    v133 = v130;
                    break;
                }
            }
            view3[((v38 + v126) + (int)get_local_id(0))] = gf_max((v132 * v84), (v133 * v84));
            const int v137 = v39 + v115;
            int v138 = v30;
            float v139 = 0.0f;
            float v140 = 0.0f;
            int v141 = 0;
            float v142;
            float v143;
            while (true)
            {
                if (v141 < scalar7)
                {
                    const float v144 = view4[(v137 + v141)];
                    const float v145 = view5[((v2 + v138) + (int)get_local_id(0))];
                    const float v146 = view5[((v33 + v138) + (int)get_local_id(0))];
                    v138 = v34 + v138;
                    v139 = fma(v144, v145, v139);
                    v140 = fma(v144, v146, v140);
                    v141 = v141 + 1;
                    continue;
                }
                else
                {
                    v142 = v139;
                    v143 = v140;
                    break;
                }
            }
            view3[((v40 + v126) + (int)get_local_id(0))] = gf_max((v142 * v85), (v143 * v85));
            const int v147 = v41 + v115;
            int v148 = v30;
            float v149 = 0.0f;
            float v150 = 0.0f;
            int v151 = 0;
            float v152;
            float v153;
            while (true)
            {
                if (v151 < scalar7)
                {
                    const float v154 = view4[(v147 + v151)];
                    const float v155 = view5[((v2 + v148) + (int)get_local_id(0))];
                    const float v156 = view5[((v33 + v148) + (int)get_local_id(0))];
                    v148 = v34 + v148;
                    v149 = fma(v154, v155, v149);
                    v150 = fma(v154, v156, v150);
                    v151 = v151 + 1;
                    continue;
                }
                else
                {
                    v152 = v149;
                    v153 = v150;
                    break;
                }
            }
            view3[((v42 + v126) + (int)get_local_id(0))] = gf_max((v152 * v86), (v153 * v86));
            const int v157 = v43 + v115;
            int v158 = v30;
            float v159 = 0.0f;
            float v160 = 0.0f;
            int v161 = 0;
            float v162;
            float v163;
            while (true)
            {
                if (v161 < scalar7)
                {
                    const float v164 = view4[(v157 + v161)];
                    const float v165 = view5[((v2 + v158) + (int)get_local_id(0))];
                    const float v166 = view5[((v33 + v158) + (int)get_local_id(0))];
                    v158 = v34 + v158;
                    v159 = fma(v164, v165, v159);
                    v160 = fma(v164, v166, v160);
                    v161 = v161 + 1;
                    continue;
                }
                else
                {
                    v162 = v159;
                    v163 = v160;
                    break;
                }
            }
            view3[((v44 + v126) + (int)get_local_id(0))] = gf_max((v162 * v87), (v163 * v87));
            const int v167 = v45 + v115;
            int v168 = v30;
            float v169 = 0.0f;
            float v170 = 0.0f;
            int v171 = 0;
            float v172;
            float v173;
            while (true)
            {
                if (v171 < scalar7)
                {
                    const float v174 = view4[(v167 + v171)];
                    const float v175 = view5[((v2 + v168) + (int)get_local_id(0))];
                    const float v176 = view5[((v33 + v168) + (int)get_local_id(0))];
                    v168 = v34 + v168;
                    v169 = fma(v174, v175, v169);
                    v170 = fma(v174, v176, v170);
                    v171 = v171 + 1;
                    continue;
                }
                else
                {
                    v172 = v169;
                    v173 = v170;
                    break;
                }
            }
            view3[((v46 + v126) + (int)get_local_id(0))] = gf_max((v172 * v88), (v173 * v88));
            const int v177 = v47 + v115;
            int v178 = v30;
            float v179 = 0.0f;
            float v180 = 0.0f;
            int v181 = 0;
            float v182;
            float v183;
            while (true)
            {
                if (v181 < scalar7)
                {
                    const float v184 = view4[(v177 + v181)];
                    const float v185 = view5[((v2 + v178) + (int)get_local_id(0))];
                    const float v186 = view5[((v33 + v178) + (int)get_local_id(0))];
                    v178 = v34 + v178;
                    v179 = fma(v184, v185, v179);
                    v180 = fma(v184, v186, v180);
                    v181 = v181 + 1;
                    continue;
                }
                else
                {
                    v182 = v179;
                    v183 = v180;
                    break;
                }
            }
            view3[((v48 + v126) + (int)get_local_id(0))] = gf_max((v182 * v89), (v183 * v89));
            const int v187 = v49 + v115;
            int v188 = v30;
            float v189 = 0.0f;
            float v190 = 0.0f;
            int v191 = 0;
            float v192;
            float v193;
            while (true)
            {
                if (v191 < scalar7)
                {
                    const float v194 = view4[(v187 + v191)];
                    const float v195 = view5[((v2 + v188) + (int)get_local_id(0))];
                    const float v196 = view5[((v33 + v188) + (int)get_local_id(0))];
                    v188 = v34 + v188;
                    v189 = fma(v194, v195, v189);
                    v190 = fma(v194, v196, v190);
                    v191 = v191 + 1;
                    continue;
                }
                else
                {
                    v192 = v189;
                    v193 = v190;
                    break;
                }
            }
            view3[((v50 + v126) + (int)get_local_id(0))] = gf_max((v192 * v90), (v193 * v90));
            v51 = v51 + 1;
            continue;
        }
        else
        {
            break;
        }
    }
}
