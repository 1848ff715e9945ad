// Written by 'gpuformer emit'; change the kernel and run it again.
// BridgeToMapBackward.Backward(tokens=3, heads=2, block=96, tileChannels=1, sumChannels=1)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_BridgeToMapBackward_Backward_tokens_3__heads_2__block_96__tileChannels_1__sumChannels_1_(
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
    const int v2 = scalar9 / 2;
    const int v3 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))) * as_uint(16));
    const int v4 = as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))))) * as_uint(scalar9));
    int v5 = 0;
    while (true)
    {
        if (v5 < 2)
        {
            const int v6 = as_int(as_uint(v5) * as_uint(v2));
            const int v7 = as_int(as_uint(v3) + as_uint(as_int(as_uint(v6) * as_uint(16))));
            const int v8 = as_int(as_uint(v4) + as_uint(v6));
            const int v9 = as_int(as_uint(v5) * as_uint(768));
            int v10 = 0;
            while (true)
            {
                if (v10 < v1)
                {
                    const int v11 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(v10, as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))));
                    const int v12 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(as_int(as_uint(v10) + as_uint(1)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))));
                    const int v13 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(as_int(as_uint(v10) + as_uint(2)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))));
                    const int v14 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(as_int(as_uint(v10) + as_uint(3)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))));
                    const int v15 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(as_int(as_uint(v10) + as_uint(4)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))));
                    const int v16 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(as_int(as_uint(v10) + as_uint(5)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))));
                    const int v17 = as_int(as_uint(v9) + as_uint(as_int(as_uint(v10) * as_uint(8))));
                    int v18 = 0;
                    while (true)
                    {
                        if (v18 < 8)
                        {
                            int v19 = as_int(as_uint(v7) + as_uint(v18));
                            int v20 = 0;
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
                            float v32 = 0.0f;
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
                            float v44;
                            while (true)
                            {
                                if (v20 < v2)
                                {
                                    const int v45 = as_int(as_uint(v19) + as_uint((int)get_local_id(0)));
                                    const float v46 = view3[v45];
                                    const float v47 = view3[as_int(as_uint(v45) + as_uint(8))];
                                    const int v48 = as_int(as_uint(v11) + as_uint(v20));
                                    const float v49 = view1[v48];
                                    const float v50 = view0[v48];
                                    const int v51 = as_int(as_uint(v12) + as_uint(v20));
                                    const float v52 = view1[v51];
                                    const float v53 = view0[v51];
                                    const int v54 = as_int(as_uint(v13) + as_uint(v20));
                                    const float v55 = view1[v54];
                                    const float v56 = view0[v54];
                                    const int v57 = as_int(as_uint(v14) + as_uint(v20));
                                    const float v58 = view1[v57];
                                    const float v59 = view0[v57];
                                    const int v60 = as_int(as_uint(v15) + as_uint(v20));
                                    const float v61 = view1[v60];
                                    const float v62 = view0[v60];
                                    const int v63 = as_int(as_uint(v16) + as_uint(v20));
                                    const float v64 = view1[v63];
                                    const float v65 = view0[v63];
                                    v19 = as_int(as_uint(v19) + as_uint(16));
                                    v20 = as_int(as_uint(v20) + as_uint(1));
                                    v21 = fma(v49, v46, v21);
                                    v22 = fma(v52, v46, v22);
                                    v23 = fma(v55, v46, v23);
                                    v24 = fma(v58, v46, v24);
                                    v25 = fma(v61, v46, v25);
                                    v26 = fma(v64, v46, v26);
                                    v27 = fma(v50, v47, v27);
                                    v28 = fma(v53, v47, v28);
                                    v29 = fma(v56, v47, v29);
                                    v30 = fma(v59, v47, v30);
                                    v31 = fma(v62, v47, v31);
                                    v32 = fma(v65, v47, v32);
                                    continue;
                                }
                                else
                                {
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
                                    v44 = v32;
                                    break;
                                }
                            }
                            const int v66 = as_int(as_uint(as_int(as_uint(v17) + as_uint(v18))) + as_uint((int)get_local_id(0)));
                            shared7[v66] = v33;
                            shared8[v66] = v39;
                            shared7[as_int(as_uint(v66) + as_uint(8))] = v34;
                            shared8[as_int(as_uint(v66) + as_uint(8))] = v40;
                            shared7[as_int(as_uint(v66) + as_uint(16))] = v35;
                            shared8[as_int(as_uint(v66) + as_uint(16))] = v41;
                            shared7[as_int(as_uint(v66) + as_uint(24))] = v36;
                            shared8[as_int(as_uint(v66) + as_uint(24))] = v42;
                            shared7[as_int(as_uint(v66) + as_uint(32))] = v37;
                            shared8[as_int(as_uint(v66) + as_uint(32))] = v43;
                            shared7[as_int(as_uint(v66) + as_uint(40))] = v38;
                            shared8[as_int(as_uint(v66) + as_uint(40))] = v44;
                            v18 = as_int(as_uint(v18) + as_uint(8));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v10 = as_int(as_uint(v10) + as_uint(6));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v5 = as_int(as_uint(v5) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v67 = as_int(as_uint((int)get_local_id(0)) * as_uint(8));
    int v68 = 0;
    while (true)
    {
        if (v68 < 2)
        {
            const int v69 = as_int(as_uint(v68) * as_uint(768));
            const int v70 = as_int(as_uint(v68) * as_uint(288));
            int v71 = 0;
            while (true)
            {
                if (v71 < v1)
                {
                    const int v72 = as_int(as_uint(as_int(as_uint(v69) + as_uint(as_int(as_uint(v71) * as_uint(8))))) + as_uint(v67));
                    const float v73 = shared7[v72];
                    const float v74 = shared7[as_int(as_uint(v72) + as_uint(1))];
                    const float v75 = shared7[as_int(as_uint(v72) + as_uint(2))];
                    const float v76 = shared8[v72];
                    const float v77 = shared8[as_int(as_uint(v72) + as_uint(1))];
                    const float v78 = shared8[as_int(as_uint(v72) + as_uint(2))];
                    const int v79 = as_int(as_uint(as_int(as_uint(v70) + as_uint(v71))) + as_uint((int)get_local_id(0)));
                    const float v80 = gf_max(gf_max(gf_max(-3.4E+38f, v73), v74), v75);
                    const float v81 = gf_max(-104.0f, gf_min(89.0f, (v75 - v80)));
                    const float v82 = fma(v81, 1.442695f, 12582912.0f);
                    const int v83 = as_int(v82);
                    const int v84 = as_int(as_uint(v83) + as_uint(-1262485504)) >> 1;
                    const float v85 = v82 - 12582912.0f;
                    const float v86 = fma(v85, -1.4286068E-06f, fma(v85, -0.69314575f, v81));
                    const float v87 = (fma(fma(fma(fma(fma(fma(v86, 0.0013814532f, 0.008368745f), v86, 0.041668393f), v86, 0.16666521f), v86, 0.49999994f), v86, 1.0f), v86, 1.0f) * as_float((as_int(as_uint(v84) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v83) - as_uint(v84))) + as_uint(-1262485377)) << 23));
                    const float v88 = gf_max(-104.0f, gf_min(89.0f, (v74 - v80)));
                    const float v89 = fma(v88, 1.442695f, 12582912.0f);
                    const int v90 = as_int(v89);
                    const int v91 = as_int(as_uint(v90) + as_uint(-1262485504)) >> 1;
                    const float v92 = v89 - 12582912.0f;
                    const float v93 = fma(v92, -1.4286068E-06f, fma(v92, -0.69314575f, v88));
                    const float v94 = (fma(fma(fma(fma(fma(fma(v93, 0.0013814532f, 0.008368745f), v93, 0.041668393f), v93, 0.16666521f), v93, 0.49999994f), v93, 1.0f), v93, 1.0f) * as_float((as_int(as_uint(v91) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v90) - as_uint(v91))) + as_uint(-1262485377)) << 23));
                    const float v95 = gf_max(-104.0f, gf_min(89.0f, (v73 - v80)));
                    const float v96 = fma(v95, 1.442695f, 12582912.0f);
                    const int v97 = as_int(v96);
                    const int v98 = as_int(as_uint(v97) + as_uint(-1262485504)) >> 1;
                    const float v99 = v96 - 12582912.0f;
                    const float v100 = fma(v99, -1.4286068E-06f, fma(v99, -0.69314575f, v95));
                    const float v101 = (fma(fma(fma(fma(fma(fma(v100, 0.0013814532f, 0.008368745f), v100, 0.041668393f), v100, 0.16666521f), v100, 0.49999994f), v100, 1.0f), v100, 1.0f) * as_float((as_int(as_uint(v98) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v97) - as_uint(v98))) + as_uint(-1262485377)) << 23));
                    const float v102 = 1.0f / (((0.0f + v101) + v94) + v87);
                    const float v103 = v101 * v102;
                    shared9[v79] = v103;
                    const float v104 = shared8[v72];
                    const float v105 = fma(v87, v78, fma(v94, v77, fma(v101, v76, 0.0f))) * v102;
                    shared10[v79] = (v103 * (v104 - v105));
                    const float v106 = v94 * v102;
                    shared9[as_int(as_uint(v79) + as_uint(96))] = v106;
                    const float v107 = shared8[as_int(as_uint(v72) + as_uint(1))];
                    shared10[as_int(as_uint(v79) + as_uint(96))] = (v106 * (v107 - v105));
                    const float v108 = v87 * v102;
                    shared9[as_int(as_uint(v79) + as_uint(192))] = v108;
                    const float v109 = shared8[as_int(as_uint(v72) + as_uint(2))];
                    shared10[as_int(as_uint(v79) + as_uint(192))] = (v108 * (v109 - v105));
                    v71 = as_int(as_uint(v71) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v68 = as_int(as_uint(v68) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v110 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(3))) * as_uint(2))) * as_uint(scalar9));
    const int v111 = as_int(as_uint(scalar9) * as_uint(2));
    const int v112 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(6))) * as_uint(scalar9));
    const int v113 = as_int(as_uint(v112) + as_uint(v111));
    const int v114 = as_int(as_uint(v112) + as_uint(as_int(as_uint(scalar9) * as_uint(4))));
    const int v115 = as_int(as_uint(v4) + as_uint(scalar9));
    const int v116 = as_int(as_uint(v4) + as_uint(v111));
    const int v117 = as_int(as_uint(v4) + as_uint(as_int(as_uint(scalar9) * as_uint(3))));
    const int v118 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(0)))) + as_uint((int)get_group_id(0)))) * as_uint(3))) * as_uint(scalar9));
    const int v119 = as_int(as_uint(scalar9) + as_uint(v118));
    const int v120 = as_int(as_uint(v111) + as_uint(v118));
    int v121 = 0;
    while (true)
    {
        if (v121 < 2)
        {
            const int v122 = as_int(as_uint(v121) * as_uint(v2));
            const int v123 = as_int(as_uint(v4) + as_uint(v122));
            const int v124 = as_int(as_uint(v110) + as_uint(v122));
            const int v125 = as_int(as_uint(v121) * as_uint(288));
            const int v126 = as_int(as_uint(v113) + as_uint(v122));
            const int v127 = as_int(as_uint(v114) + as_uint(v122));
            const int v128 = as_int(as_uint(v115) + as_uint(v122));
            const int v129 = as_int(as_uint(v116) + as_uint(v122));
            const int v130 = as_int(as_uint(v117) + as_uint(v122));
            int v131 = 0;
            while (true)
            {
                if (v131 < v2)
                {
                    const int v132 = min(v131, as_int(as_uint(v2) + as_uint(-8)));
                    const int v133 = as_int(as_uint(v123) + as_uint(v132));
                    const int v134 = as_int(as_uint(as_int(as_uint(v124) + as_uint(v132))) + as_uint((int)get_local_id(0)));
                    const int v135 = as_int(as_uint(as_int(as_uint(v126) + as_uint(v132))) + as_uint((int)get_local_id(0)));
                    const int v136 = as_int(as_uint(as_int(as_uint(v127) + as_uint(v132))) + as_uint((int)get_local_id(0)));
                    const int v137 = as_int(as_uint(v128) + as_uint(v132));
                    const int v138 = as_int(as_uint(v129) + as_uint(v132));
                    const int v139 = as_int(as_uint(v130) + as_uint(v132));
                    int v140 = 0;
                    while (true)
                    {
                        if (v140 < v1)
                        {
                            const float v141 = view0[as_int(as_uint(as_int(as_uint(v133) + as_uint(as_int(as_uint(min(v140, as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v142 = view0[as_int(as_uint(as_int(as_uint(v133) + as_uint(as_int(as_uint(min(as_int(as_uint(v140) + as_uint(1)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v143 = view0[as_int(as_uint(as_int(as_uint(v133) + as_uint(as_int(as_uint(min(as_int(as_uint(v140) + as_uint(2)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v144 = view0[as_int(as_uint(as_int(as_uint(v133) + as_uint(as_int(as_uint(min(as_int(as_uint(v140) + as_uint(3)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v145 = view2[v134];
                            const int v146 = as_int(as_uint(v125) + as_uint(v140));
                            const float v147 = shared10[v146];
                            const float v148 = shared10[as_int(as_uint(v146) + as_uint(1))];
                            const float v149 = shared10[as_int(as_uint(v146) + as_uint(2))];
                            const float v150 = shared10[as_int(as_uint(v146) + as_uint(3))];
                            const float v151 = view2[v135];
                            const float v152 = shared10[as_int(as_uint(v146) + as_uint(96))];
                            const float v153 = shared10[as_int(as_uint(v146) + as_uint(97))];
                            const float v154 = shared10[as_int(as_uint(v146) + as_uint(98))];
                            const float v155 = shared10[as_int(as_uint(v146) + as_uint(99))];
                            const float v156 = view2[v136];
                            const float v157 = shared10[as_int(as_uint(v146) + as_uint(192))];
                            const float v158 = shared10[as_int(as_uint(v146) + as_uint(193))];
                            const float v159 = shared10[as_int(as_uint(v146) + as_uint(194))];
                            const float v160 = shared10[as_int(as_uint(v146) + as_uint(195))];
                            const int v161 = as_int(as_uint(v140) * as_uint(scalar9));
                            if (!(v140 >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v133) + as_uint(v161))) + as_uint((int)get_local_id(0)))] = fma(v157, v156, fma(v152, v151, fma(v147, v145, v141)));
                            }
                            if (!(as_int(as_uint(v140) + as_uint(1)) >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v137) + as_uint(v161))) + as_uint((int)get_local_id(0)))] = fma(v158, v156, fma(v153, v151, fma(v148, v145, v142)));
                            }
                            if (!(as_int(as_uint(v140) + as_uint(2)) >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v138) + as_uint(v161))) + as_uint((int)get_local_id(0)))] = fma(v159, v156, fma(v154, v151, fma(v149, v145, v143)));
                            }
                            if (!(as_int(as_uint(v140) + as_uint(3)) >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v139) + as_uint(v161))) + as_uint((int)get_local_id(0)))] = fma(v160, v156, fma(v155, v151, fma(v150, v145, v144)));
                            }
                            v140 = as_int(as_uint(v140) + as_uint(4));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v131 = as_int(as_uint(v131) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            const int v162 = as_int(as_uint(v118) + as_uint(v122));
            const int v163 = as_int(as_uint(v119) + as_uint(v122));
            const int v164 = as_int(as_uint(v120) + as_uint(v122));
            int v165 = 0;
            while (true)
            {
                if (v165 < v2)
                {
                    const int v166 = min(v165, as_int(as_uint(v2) + as_uint(-8)));
                    const int v167 = as_int(as_uint(v123) + as_uint(v166));
                    int v168 = 0;
                    float v169 = 0.0f;
                    float v170 = 0.0f;
                    float v171 = 0.0f;
                    float v172 = 0.0f;
                    float v173 = 0.0f;
                    float v174 = 0.0f;
                    float v175;
                    float v176;
                    float v177;
                    float v178;
                    float v179;
                    float v180;
                    while (true)
                    {
                        if (v168 < v1)
                        {
                            const int v181 = as_int(as_uint(as_int(as_uint(v167) + as_uint(as_int(as_uint(v168) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)));
                            const float v182 = view1[v181];
                            const float v183 = view0[v181];
                            const int v184 = as_int(as_uint(v125) + as_uint(v168));
                            const float v185 = shared10[v184];
                            const float v186 = shared9[v184];
                            const float v187 = shared10[as_int(as_uint(v184) + as_uint(96))];
                            const float v188 = shared9[as_int(as_uint(v184) + as_uint(96))];
                            const float v189 = shared10[as_int(as_uint(v184) + as_uint(192))];
                            const float v190 = shared9[as_int(as_uint(v184) + as_uint(192))];
                            v168 = as_int(as_uint(v168) + as_uint(1));
                            v169 = fma(v185, v182, v169);
                            v170 = fma(v187, v182, v170);
                            v171 = fma(v189, v182, v171);
                            v172 = fma(v186, v183, v172);
                            v173 = fma(v188, v183, v173);
                            v174 = fma(v190, v183, v174);
                            continue;
                        }
                        else
                        {
                            v175 = v169;
                            v176 = v170;
                            v177 = v171;
                            v178 = v172;
                            v179 = v173;
                            v180 = v174;
                            break;
                        }
                    }
                    const int v191 = as_int(as_uint(as_int(as_uint(v162) + as_uint(v166))) + as_uint((int)get_local_id(0)));
                    view5[v191] = (scalar10 * v175);
                    view6[v191] = v178;
                    const int v192 = as_int(as_uint(as_int(as_uint(v163) + as_uint(v166))) + as_uint((int)get_local_id(0)));
                    view5[v192] = (scalar10 * v176);
                    view6[v192] = v179;
                    const int v193 = as_int(as_uint(as_int(as_uint(v164) + as_uint(v166))) + as_uint((int)get_local_id(0)));
                    view5[v193] = (scalar10 * v177);
                    view6[v193] = v180;
                    v165 = as_int(as_uint(v165) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v121 = as_int(as_uint(v121) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
