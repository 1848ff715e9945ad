// Written by 'gpuformer emit'; change the kernel and run it again.
// DepthwiseBackward.Filter(R=3, S=3, taps=3, stride=1, across=1, tile=4)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_DepthwiseBackward_Filter_R_3__S_3__taps_3__stride_1__across_1__tile_4_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* dy */,
    __global float *buffer2, int offset2, int length2 /* partial */,
    int scalar3 /* sizes.H */,
    int scalar4 /* sizes.W */,
    int scalar5 /* sizes.C */,
    int scalar6 /* sizes.OutH */,
    int scalar7 /* sizes.OutW */,
    int scalar8 /* Q */,
    int scalar9 /* panels */,
    int scalar10 /* rows */,
    int scalar11 /* chunk */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar11));
    const int v1 = min(as_int(as_uint(v0) + as_uint(scalar11)), scalar10);
    const int v2 = gf_div((int)get_group_id(0), scalar9);
    const int v3 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) - as_uint(as_int(as_uint(v2) * as_uint(scalar9))))) * as_uint(32)), as_int(as_uint(scalar5) + as_uint(-32)));
    const int v4 = as_int(as_uint(v3) + as_uint(as_int(as_uint(v2) * as_uint(scalar5))));
    const int v5 = as_int(as_uint(v4) + as_uint(scalar8));
    const int v6 = as_int(as_uint(v4) + as_uint(as_int(as_uint(scalar8) * as_uint(2))));
    const int v7 = as_int(as_uint(v4) + as_uint(as_int(as_uint(scalar8) * as_uint(3))));
    const int v8 = as_int(as_uint(as_int(0u - as_uint(scalar4))) * as_uint(scalar5));
    const int v9 = as_int(as_uint(as_int(0u - as_uint(scalar5))) + as_uint(v3));
    const int v10 = as_int(as_uint(v9) + as_uint(v8));
    const int v11 = as_int(as_uint(v3) + as_uint(v8));
    const int v12 = as_int(as_uint(scalar5) + as_uint(v3));
    const int v13 = as_int(as_uint(v12) + as_uint(v8));
    const int v14 = as_int(as_uint(as_int(as_uint(scalar5) * as_uint(2))) + as_uint(v3));
    const int v15 = as_int(as_uint(v14) + as_uint(v8));
    const int v16 = as_int(as_uint(as_int(as_uint(scalar5) * as_uint(3))) + as_uint(v3));
    const int v17 = as_int(as_uint(v16) + as_uint(v8));
    const int v18 = as_int(as_uint(as_int(as_uint(scalar5) * as_uint(4))) + as_uint(v3));
    const int v19 = as_int(as_uint(v18) + as_uint(v8));
    const int v20 = as_int(as_uint(scalar4) * as_uint(scalar5));
    const int v21 = as_int(as_uint(v9) + as_uint(v20));
    const int v22 = as_int(as_uint(v3) + as_uint(v20));
    const int v23 = as_int(as_uint(v12) + as_uint(v20));
    const int v24 = as_int(as_uint(v14) + as_uint(v20));
    const int v25 = as_int(as_uint(v16) + as_uint(v20));
    const int v26 = as_int(as_uint(v18) + as_uint(v20));
    int v27 = v0;
    float v28 = 0.0f;
    float v29 = 0.0f;
    float v30 = 0.0f;
    float v31 = 0.0f;
    float v32 = 0.0f;
    float v33 = 0.0f;
    float v34 = 0.0f;
    float v35 = 0.0f;
    float v36 = 0.0f;
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
        if (v27 < v1)
        {
            const int v46 = as_int(as_uint(as_int(as_uint(v27) * as_uint(scalar7))) * as_uint(scalar8));
            const int v47 = as_int(as_uint(v4) + as_uint(v46));
            const int v48 = as_int(as_uint(v5) + as_uint(v46));
            const int v49 = as_int(as_uint(v6) + as_uint(v46));
            const int v50 = as_int(as_uint(v7) + as_uint(v46));
            const int v51 = gf_div(v27, scalar6);
            const int v52 = as_int(as_uint(v27) - as_uint(as_int(as_uint(v51) * as_uint(scalar6))));
            const bool v53 = as_int(as_uint(v52) + as_uint(-1)) < 0;
            const int v54 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v52) + as_uint(as_int(as_uint(v51) * as_uint(scalar3))))) * as_uint(scalar4))) * as_uint(scalar5));
            const int v55 = as_int(as_uint(v10) + as_uint(v54));
            const int v56 = as_int(as_uint(v11) + as_uint(v54));
            const int v57 = as_int(as_uint(v13) + as_uint(v54));
            const int v58 = as_int(as_uint(v15) + as_uint(v54));
            const int v59 = as_int(as_uint(v17) + as_uint(v54));
            const int v60 = as_int(as_uint(v19) + as_uint(v54));
            const int v61 = as_int(as_uint(v9) + as_uint(v54));
            const int v62 = as_int(as_uint(v3) + as_uint(v54));
            const int v63 = as_int(as_uint(v12) + as_uint(v54));
            const int v64 = as_int(as_uint(v14) + as_uint(v54));
            const int v65 = as_int(as_uint(v16) + as_uint(v54));
            const int v66 = as_int(as_uint(v18) + as_uint(v54));
            const bool v67 = as_int(as_uint(v52) + as_uint(1)) >= scalar3;
            const int v68 = as_int(as_uint(v21) + as_uint(v54));
            const int v69 = as_int(as_uint(v22) + as_uint(v54));
            const int v70 = as_int(as_uint(v23) + as_uint(v54));
            const int v71 = as_int(as_uint(v24) + as_uint(v54));
            const int v72 = as_int(as_uint(v25) + as_uint(v54));
            const int v73 = as_int(as_uint(v26) + as_uint(v54));
            int v74 = 0;
            float v75 = v28;
            float v76 = v29;
            float v77 = v30;
            float v78 = v31;
            float v79 = v32;
            float v80 = v33;
            float v81 = v34;
            float v82 = v35;
            float v83 = v36;
            float v84;
            float v85;
            float v86;
            float v87;
            float v88;
            float v89;
            float v90;
            float v91;
            float v92;
            while (true)
            {
                if (v74 < scalar7)
                {
                    const int v93 = as_int(as_uint(v74) * as_uint(scalar8));
                    const float v94 = view1[as_int(as_uint(as_int(as_uint(v47) + as_uint(v93))) + as_uint((int)get_local_id(0)))];
                    const float v95 = view1[as_int(as_uint(as_int(as_uint(v48) + as_uint(v93))) + as_uint((int)get_local_id(0)))];
                    const float v96 = view1[as_int(as_uint(as_int(as_uint(v49) + as_uint(v93))) + as_uint((int)get_local_id(0)))];
                    const float v97 = view1[as_int(as_uint(as_int(as_uint(v50) + as_uint(v93))) + as_uint((int)get_local_id(0)))];
                    const bool v98 = as_int(as_uint(v74) + as_uint(-1)) < 0;
                    const int v99 = as_int(as_uint(v74) * as_uint(scalar5));
                    const bool v100 = as_int(as_uint(v74) + as_uint(4)) >= scalar4;
                    float v101;
                    float v102;
                    float v103;
                    if (v53)
                    {
                        v101 = v75;
                        v102 = v76;
                        v103 = v77;
                    }
                    else
                    {
                        float v104;
                        if (v98)
                        {
                            v104 = 0.0f;
                        }
                        else
                        {
                            const float v105 = view0[as_int(as_uint(as_int(as_uint(v55) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                            v104 = v105;
                        }
                        const float v106 = fma(v104, v94, v75);
                        const float v107 = view0[as_int(as_uint(as_int(as_uint(v56) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                        const float v108 = fma(v107, v95, v106);
                        const float v109 = fma(v107, v94, v76);
                        const float v110 = view0[as_int(as_uint(as_int(as_uint(v57) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                        const float v111 = fma(v110, v96, v108);
                        const float v112 = fma(v110, v95, v109);
                        const float v113 = fma(v110, v94, v77);
                        const float v114 = view0[as_int(as_uint(as_int(as_uint(v58) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                        const float v115 = fma(v114, v97, v111);
                        const float v116 = fma(v114, v96, v112);
                        const float v117 = fma(v114, v95, v113);
                        const float v118 = view0[as_int(as_uint(as_int(as_uint(v59) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                        const float v119 = fma(v118, v97, v116);
                        const float v120 = fma(v118, v96, v117);
                        float v121;
                        if (v100)
                        {
                            v121 = 0.0f;
                        }
                        else
                        {
                            const float v122 = view0[as_int(as_uint(as_int(as_uint(v60) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                            v121 = v122;
                        }
                        const float v123 = fma(v121, v97, v120);
                        v101 = v115;
                        v102 = v119;
                        v103 = v123;
                    }
                    float v124;
                    if (v98)
                    {
                        v124 = 0.0f;
                    }
                    else
                    {
                        const float v125 = view0[as_int(as_uint(as_int(as_uint(v61) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                        v124 = v125;
                    }
                    const float v126 = fma(v124, v94, v78);
                    const float v127 = view0[as_int(as_uint(as_int(as_uint(v62) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                    const float v128 = fma(v127, v95, v126);
                    const float v129 = fma(v127, v94, v79);
                    const float v130 = view0[as_int(as_uint(as_int(as_uint(v63) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                    const float v131 = fma(v130, v96, v128);
                    const float v132 = fma(v130, v95, v129);
                    const float v133 = fma(v130, v94, v80);
                    const float v134 = view0[as_int(as_uint(as_int(as_uint(v64) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                    const float v135 = fma(v134, v97, v131);
                    const float v136 = fma(v134, v96, v132);
                    const float v137 = fma(v134, v95, v133);
                    const float v138 = view0[as_int(as_uint(as_int(as_uint(v65) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                    const float v139 = fma(v138, v97, v136);
                    const float v140 = fma(v138, v96, v137);
                    float v141;
                    if (v100)
                    {
                        v141 = 0.0f;
                    }
                    else
                    {
                        const float v142 = view0[as_int(as_uint(as_int(as_uint(v66) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                        v141 = v142;
                    }
                    const float v143 = fma(v141, v97, v140);
                    float v144;
                    float v145;
                    float v146;
                    if (v67)
                    {
                        v144 = v81;
                        v145 = v82;
                        v146 = v83;
                    }
                    else
                    {
                        float v147;
                        if (v98)
                        {
                            v147 = 0.0f;
                        }
                        else
                        {
                            const float v148 = view0[as_int(as_uint(as_int(as_uint(v68) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                            v147 = v148;
                        }
                        const float v149 = fma(v147, v94, v81);
                        const float v150 = view0[as_int(as_uint(as_int(as_uint(v69) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                        const float v151 = fma(v150, v95, v149);
                        const float v152 = fma(v150, v94, v82);
                        const float v153 = view0[as_int(as_uint(as_int(as_uint(v70) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                        const float v154 = fma(v153, v96, v151);
                        const float v155 = fma(v153, v95, v152);
                        const float v156 = fma(v153, v94, v83);
                        const float v157 = view0[as_int(as_uint(as_int(as_uint(v71) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                        const float v158 = fma(v157, v97, v154);
                        const float v159 = fma(v157, v96, v155);
                        const float v160 = fma(v157, v95, v156);
                        const float v161 = view0[as_int(as_uint(as_int(as_uint(v72) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                        const float v162 = fma(v161, v97, v159);
                        const float v163 = fma(v161, v96, v160);
                        float v164;
                        if (v100)
                        {
                            v164 = 0.0f;
                        }
                        else
                        {
                            const float v165 = view0[as_int(as_uint(as_int(as_uint(v73) + as_uint(v99))) + as_uint((int)get_local_id(0)))];
                            v164 = v165;
                        }
                        const float v166 = fma(v164, v97, v163);
                        v144 = v158;
                        v145 = v162;
                        v146 = v166;
                    }
                    v74 = as_int(as_uint(v74) + as_uint(4));
                    v75 = v101;
                    v76 = v102;
                    v77 = v103;
                    v78 = v135;
                    v79 = v139;
                    v80 = v143;
                    v81 = v144;
                    v82 = v145;
                    v83 = v146;
                    continue;
                }
                else
                {
                    v84 = v75;
                    v85 = v76;
                    v86 = v77;
                    v87 = v78;
                    v88 = v79;
                    v89 = v80;
                    v90 = v81;
                    v91 = v82;
                    v92 = v83;
                    break;
                }
            }
            v27 = as_int(as_uint(v27) + as_uint(1));
            v28 = v84;
            v29 = v85;
            v30 = v86;
            v31 = v87;
            v32 = v88;
            v33 = v89;
            v34 = v90;
            v35 = v91;
            v36 = v92;
            continue;
        }
        else
        {
            v37 = v28;
            v38 = v29;
            v39 = v30;
            v40 = v31;
            v41 = v32;
            v42 = v33;
            v43 = v34;
            v44 = v35;
            v45 = v36;
            break;
        }
    }
    view2[as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(3))) * as_uint(3))) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))] = v37;
    const int v167 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(9))) * as_uint(scalar8));
    view2[as_int(as_uint(as_int(as_uint(v5) + as_uint(v167))) + as_uint((int)get_local_id(0)))] = v38;
    view2[as_int(as_uint(as_int(as_uint(v6) + as_uint(v167))) + as_uint((int)get_local_id(0)))] = v39;
    view2[as_int(as_uint(as_int(as_uint(v7) + as_uint(v167))) + as_uint((int)get_local_id(0)))] = v40;
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(scalar8) * as_uint(4))))) + as_uint(v167))) + as_uint((int)get_local_id(0)))] = v41;
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(scalar8) * as_uint(5))))) + as_uint(v167))) + as_uint((int)get_local_id(0)))] = v42;
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(scalar8) * as_uint(6))))) + as_uint(v167))) + as_uint((int)get_local_id(0)))] = v43;
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(scalar8) * as_uint(7))))) + as_uint(v167))) + as_uint((int)get_local_id(0)))] = v44;
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(scalar8) * as_uint(8))))) + as_uint(v167))) + as_uint((int)get_local_id(0)))] = v45;
}
