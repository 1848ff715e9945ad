// Written by 'gpuformer emit'; change the kernel and run it again.
// Stem.Forward<Activated<Silu>, NoTerms>(stride=2, tileColumns=8, tileChannels=1)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(16, 1, 1)))
void gf_Stem_Forward_Activated_Silu___NoTerms__stride_2__tileColumns_8__tileChannels_1_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    int scalar4 /* sizes.K */,
    int scalar5 /* sizes.H */,
    int scalar6 /* sizes.W */,
    int scalar7 /* sizes.C */,
    int scalar8 /* sizes.OutH */,
    int scalar9 /* sizes.OutW */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    const int v0 = as_int(as_uint(scalar9) + as_uint(7)) / 8;
    const int v1 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(16)), as_int(as_uint(scalar7) + as_uint(-16)));
    const int v2 = as_int(as_uint(v1) + as_uint((int)get_local_id(0)));
    const int v3 = as_int(as_uint((int)get_group_id(1)) * as_uint(-2));
    const int v4 = max(as_int(as_uint(v3) + as_uint(1)), 0);
    const int v5 = min(as_int(as_uint(as_int(as_uint(v3) + as_uint(scalar5))) + as_uint(1)), 3);
    const int v6 = as_int(as_uint(v1) + as_uint(as_int(as_uint(scalar4) * as_uint(scalar7))));
    const int v7 = as_int(as_uint(v1) + as_uint(as_int(as_uint(as_int(as_uint(scalar4) * as_uint(2))) * as_uint(scalar7))));
    const int v8 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(2))) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) * as_uint(scalar5))))) * as_uint(scalar6))) - as_uint(scalar6));
    const int v9 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar9))) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar8))) * as_uint(scalar9))))) * as_uint(scalar7));
    const int v10 = as_int(as_uint(v1) + as_uint(v9));
    const int v11 = as_int(as_uint(as_int(as_uint(scalar7) + as_uint(v1))) + as_uint(v9));
    const int v12 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(2))) + as_uint(v1))) + as_uint(v9));
    const int v13 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(3))) + as_uint(v1))) + as_uint(v9));
    const int v14 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(4))) + as_uint(v1))) + as_uint(v9));
    const int v15 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(5))) + as_uint(v1))) + as_uint(v9));
    const int v16 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(6))) + as_uint(v1))) + as_uint(v9));
    const int v17 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(7))) + as_uint(v1))) + as_uint(v9));
    int v18 = 0;
    while (true)
    {
        if (v18 < v0)
        {
            const float v19 = view2[v2];
            const int v20 = min(as_int(as_uint(v18) * as_uint(8)), as_int(as_uint(scalar9) + as_uint(-8)));
            const int v21 = as_int(as_uint(v20) * as_uint(2));
            const bool v22 = as_int(as_uint(v21) + as_uint(-1)) < 0;
            const int v23 = as_int(as_uint(v8) + as_uint(v21));
            const bool v24 = as_int(as_uint(v21) + as_uint(15)) >= scalar6;
            int v25 = v4;
            float v26 = v19;
            float v27 = v19;
            float v28 = v19;
            float v29 = v19;
            float v30 = v19;
            float v31 = v19;
            float v32 = v19;
            float v33 = v19;
            float v34;
            float v35;
            float v36;
            float v37;
            float v38;
            float v39;
            float v40;
            float v41;
            while (true)
            {
                if (v25 < v5)
                {
                    const int v42 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v25) * as_uint(3))) * as_uint(scalar4))) * as_uint(scalar7));
                    const int v43 = as_int(as_uint(v1) + as_uint(v42));
                    const int v44 = as_int(as_uint(v6) + as_uint(v42));
                    const int v45 = as_int(as_uint(v7) + as_uint(v42));
                    const int v46 = as_int(as_uint(v23) + as_uint(as_int(as_uint(v25) * as_uint(scalar6))));
                    int v47 = 0;
                    float v48 = v26;
                    float v49 = v27;
                    float v50 = v28;
                    float v51 = v29;
                    float v52 = v30;
                    float v53 = v31;
                    float v54 = v32;
                    float v55 = v33;
                    float v56;
                    float v57;
                    float v58;
                    float v59;
                    float v60;
                    float v61;
                    float v62;
                    float v63;
                    while (true)
                    {
                        if (v47 < scalar4)
                        {
                            const int v64 = as_int(as_uint(v47) * as_uint(scalar7));
                            const float v65 = view1[as_int(as_uint(as_int(as_uint(v43) + as_uint(v64))) + as_uint((int)get_local_id(0)))];
                            const float v66 = view1[as_int(as_uint(as_int(as_uint(v44) + as_uint(v64))) + as_uint((int)get_local_id(0)))];
                            const float v67 = view1[as_int(as_uint(as_int(as_uint(v45) + as_uint(v64))) + as_uint((int)get_local_id(0)))];
                            const int v68 = as_int(as_uint(v46) + as_uint(as_int(as_uint(as_int(as_uint(v47) * as_uint(scalar5))) * as_uint(scalar6))));
                            float v69;
                            if (v22)
                            {
                                v69 = 0.0f;
                            }
                            else
                            {
                                const float v70 = view0[as_int(as_uint(v68) + as_uint(-1))];
                                v69 = v70;
                            }
                            const float v71 = fma(v69, v65, v48);
                            const float v72 = view0[v68];
                            const float v73 = fma(v72, v66, v71);
                            const float v74 = view0[as_int(as_uint(v68) + as_uint(1))];
                            const float v75 = fma(v74, v67, v73);
                            const float v76 = fma(v74, v65, v49);
                            const float v77 = view0[as_int(as_uint(v68) + as_uint(2))];
                            const float v78 = fma(v77, v66, v76);
                            const float v79 = view0[as_int(as_uint(v68) + as_uint(3))];
                            const float v80 = fma(v79, v67, v78);
                            const float v81 = fma(v79, v65, v50);
                            const float v82 = view0[as_int(as_uint(v68) + as_uint(4))];
                            const float v83 = fma(v82, v66, v81);
                            const float v84 = view0[as_int(as_uint(v68) + as_uint(5))];
                            const float v85 = fma(v84, v67, v83);
                            const float v86 = fma(v84, v65, v51);
                            const float v87 = view0[as_int(as_uint(v68) + as_uint(6))];
                            const float v88 = fma(v87, v66, v86);
                            const float v89 = view0[as_int(as_uint(v68) + as_uint(7))];
                            const float v90 = fma(v89, v67, v88);
                            const float v91 = fma(v89, v65, v52);
                            const float v92 = view0[as_int(as_uint(v68) + as_uint(8))];
                            const float v93 = fma(v92, v66, v91);
                            const float v94 = view0[as_int(as_uint(v68) + as_uint(9))];
                            const float v95 = fma(v94, v67, v93);
                            const float v96 = fma(v94, v65, v53);
                            const float v97 = view0[as_int(as_uint(v68) + as_uint(10))];
                            const float v98 = fma(v97, v66, v96);
                            const float v99 = view0[as_int(as_uint(v68) + as_uint(11))];
                            const float v100 = fma(v99, v67, v98);
                            const float v101 = fma(v99, v65, v54);
                            const float v102 = view0[as_int(as_uint(v68) + as_uint(12))];
                            const float v103 = fma(v102, v66, v101);
                            const float v104 = view0[as_int(as_uint(v68) + as_uint(13))];
                            const float v105 = fma(v104, v67, v103);
                            const float v106 = fma(v104, v65, v55);
                            const float v107 = view0[as_int(as_uint(v68) + as_uint(14))];
                            const float v108 = fma(v107, v66, v106);
                            float v109;
                            if (v24)
                            {
                                v109 = 0.0f;
                            }
                            else
                            {
                                const float v110 = view0[as_int(as_uint(v68) + as_uint(15))];
                                v109 = v110;
                            }
                            const float v111 = fma(v109, v67, v108);
                            v47 = as_int(as_uint(v47) + as_uint(1));
                            v48 = v75;
                            v49 = v80;
                            v50 = v85;
                            v51 = v90;
                            v52 = v95;
                            v53 = v100;
                            v54 = v105;
                            v55 = v111;
                            continue;
                        }
                        else
                        {
                            v56 = v48;
                            v57 = v49;
                            v58 = v50;
                            v59 = v51;
                            v60 = v52;
                            v61 = v53;
                            v62 = v54;
                            v63 = v55;
                            break;
                        }
                    }
                    v25 = as_int(as_uint(v25) + as_uint(1));
                    v26 = v56;
                    v27 = v57;
                    v28 = v58;
                    v29 = v59;
                    v30 = v60;
                    v31 = v61;
                    v32 = v62;
                    v33 = v63;
                    continue;
                }
                else
                {
                    v34 = v26;
                    v35 = v27;
                    v36 = v28;
                    v37 = v29;
                    v38 = v30;
                    v39 = v31;
                    v40 = v32;
                    v41 = v33;
                    break;
                }
            }
            const int v112 = as_int(as_uint(v20) * as_uint(scalar7));
            const float v113 = gf_max(-104.0f, gf_min(89.0f, (-(v34))));
            const float v114 = fma(v113, 1.442695f, 12582912.0f);
            const int v115 = as_int(v114);
            const int v116 = as_int(as_uint(v115) + as_uint(-1262485504)) >> 1;
            const float v117 = v114 - 12582912.0f;
            const float v118 = fma(v117, -0.69314575f, v113);
            const float v119 = fma(v117, -1.4286068E-06f, v118);
            const float v120 = gf_max(-104.0f, gf_min(89.0f, (-(v35))));
            const float v121 = fma(v120, 1.442695f, 12582912.0f);
            const float v122 = v121 - 12582912.0f;
            const float v123 = fma(v122, -0.69314575f, v120);
            const float v124 = fma(v122, -1.4286068E-06f, v123);
            const float v125 = gf_max(-104.0f, gf_min(89.0f, (-(v36))));
            const float v126 = fma(v125, 1.442695f, 12582912.0f);
            const float v127 = v126 - 12582912.0f;
            const float v128 = fma(v127, -0.69314575f, v125);
            const float v129 = fma(v127, -1.4286068E-06f, v128);
            const float v130 = gf_max(-104.0f, gf_min(89.0f, (-(v37))));
            const float v131 = fma(v130, 1.442695f, 12582912.0f);
            const float v132 = v131 - 12582912.0f;
            const float v133 = fma(v132, -0.69314575f, v130);
            const float v134 = fma(v132, -1.4286068E-06f, v133);
            const float v135 = gf_max(-104.0f, gf_min(89.0f, (-(v38))));
            const float v136 = fma(v135, 1.442695f, 12582912.0f);
            const float v137 = v136 - 12582912.0f;
            const float v138 = fma(v137, -0.69314575f, v135);
            const float v139 = fma(v137, -1.4286068E-06f, v138);
            const float v140 = gf_max(-104.0f, gf_min(89.0f, (-(v39))));
            const float v141 = fma(v140, 1.442695f, 12582912.0f);
            const float v142 = v141 - 12582912.0f;
            const float v143 = fma(v142, -0.69314575f, v140);
            const float v144 = fma(v142, -1.4286068E-06f, v143);
            const float v145 = gf_max(-104.0f, gf_min(89.0f, (-(v40))));
            const float v146 = fma(v145, 1.442695f, 12582912.0f);
            const float v147 = v146 - 12582912.0f;
            const float v148 = fma(v147, -0.69314575f, v145);
            const float v149 = fma(v147, -1.4286068E-06f, v148);
            const float v150 = gf_max(-104.0f, gf_min(89.0f, (-(v41))));
            const float v151 = fma(v150, 1.442695f, 12582912.0f);
            const float v152 = v151 - 12582912.0f;
            const float v153 = fma(v152, -0.69314575f, v150);
            const float v154 = fma(v152, -1.4286068E-06f, v153);
            view3[as_int(as_uint(as_int(as_uint(v10) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v34 * (1.0f / (1.0f + ((fma(fma(fma(fma(fma(fma(v119, 0.0013814532f, 0.008368745f), v119, 0.041668393f), v119, 0.16666521f), v119, 0.49999994f), v119, 1.0f), v119, 1.0f) * as_float((as_int(as_uint(v116) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v115) - as_uint(v116))) + as_uint(-1262485377)) << 23))))));
            const int v155 = as_int(v121);
            const int v156 = as_int(as_uint(v155) + as_uint(-1262485504)) >> 1;
            view3[as_int(as_uint(as_int(as_uint(v11) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v35 * (1.0f / (1.0f + ((fma(fma(fma(fma(fma(fma(v124, 0.0013814532f, 0.008368745f), v124, 0.041668393f), v124, 0.16666521f), v124, 0.49999994f), v124, 1.0f), v124, 1.0f) * as_float((as_int(as_uint(v156) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v155) - as_uint(v156))) + as_uint(-1262485377)) << 23))))));
            const int v157 = as_int(v126);
            const int v158 = as_int(as_uint(v157) + as_uint(-1262485504)) >> 1;
            view3[as_int(as_uint(as_int(as_uint(v12) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v36 * (1.0f / (1.0f + ((fma(fma(fma(fma(fma(fma(v129, 0.0013814532f, 0.008368745f), v129, 0.041668393f), v129, 0.16666521f), v129, 0.49999994f), v129, 1.0f), v129, 1.0f) * as_float((as_int(as_uint(v158) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v157) - as_uint(v158))) + as_uint(-1262485377)) << 23))))));
            const int v159 = as_int(v131);
            const int v160 = as_int(as_uint(v159) + as_uint(-1262485504)) >> 1;
            view3[as_int(as_uint(as_int(as_uint(v13) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v37 * (1.0f / (1.0f + ((fma(fma(fma(fma(fma(fma(v134, 0.0013814532f, 0.008368745f), v134, 0.041668393f), v134, 0.16666521f), v134, 0.49999994f), v134, 1.0f), v134, 1.0f) * as_float((as_int(as_uint(v160) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v159) - as_uint(v160))) + as_uint(-1262485377)) << 23))))));
            const int v161 = as_int(v136);
            const int v162 = as_int(as_uint(v161) + as_uint(-1262485504)) >> 1;
            view3[as_int(as_uint(as_int(as_uint(v14) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v38 * (1.0f / (1.0f + ((fma(fma(fma(fma(fma(fma(v139, 0.0013814532f, 0.008368745f), v139, 0.041668393f), v139, 0.16666521f), v139, 0.49999994f), v139, 1.0f), v139, 1.0f) * as_float((as_int(as_uint(v162) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v161) - as_uint(v162))) + as_uint(-1262485377)) << 23))))));
            const int v163 = as_int(v141);
            const int v164 = as_int(as_uint(v163) + as_uint(-1262485504)) >> 1;
            view3[as_int(as_uint(as_int(as_uint(v15) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v39 * (1.0f / (1.0f + ((fma(fma(fma(fma(fma(fma(v144, 0.0013814532f, 0.008368745f), v144, 0.041668393f), v144, 0.16666521f), v144, 0.49999994f), v144, 1.0f), v144, 1.0f) * as_float((as_int(as_uint(v164) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v163) - as_uint(v164))) + as_uint(-1262485377)) << 23))))));
            const int v165 = as_int(v146);
            const int v166 = as_int(as_uint(v165) + as_uint(-1262485504)) >> 1;
            view3[as_int(as_uint(as_int(as_uint(v16) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v40 * (1.0f / (1.0f + ((fma(fma(fma(fma(fma(fma(v149, 0.0013814532f, 0.008368745f), v149, 0.041668393f), v149, 0.16666521f), v149, 0.49999994f), v149, 1.0f), v149, 1.0f) * as_float((as_int(as_uint(v166) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v165) - as_uint(v166))) + as_uint(-1262485377)) << 23))))));
            const int v167 = as_int(v151);
            const int v168 = as_int(as_uint(v167) + as_uint(-1262485504)) >> 1;
            view3[as_int(as_uint(as_int(as_uint(v17) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v41 * (1.0f / (1.0f + ((fma(fma(fma(fma(fma(fma(v154, 0.0013814532f, 0.008368745f), v154, 0.041668393f), v154, 0.16666521f), v154, 0.49999994f), v154, 1.0f), v154, 1.0f) * as_float((as_int(as_uint(v168) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v167) - as_uint(v168))) + as_uint(-1262485377)) << 23))))));
            v18 = as_int(as_uint(v18) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
