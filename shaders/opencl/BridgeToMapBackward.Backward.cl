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
                    const float v76 = gf_max(gf_max(gf_max(-3.4E+38f, v73), v74), v75);
                    const float v77 = gf_max(-104.0f, gf_min(89.0f, (v75 - v76)));
                    const float v78 = fma(v77, 1.442695f, 12582912.0f);
                    const float v79 = v78 - 12582912.0f;
                    const float v80 = fma(v79, -0.69314575f, v77);
                    const float v81 = fma(v79, -1.4286068E-06f, v80);
                    const float v82 = gf_max(-104.0f, gf_min(89.0f, (v74 - v76)));
                    const float v83 = fma(v82, 1.442695f, 12582912.0f);
                    const float v84 = v83 - 12582912.0f;
                    const float v85 = fma(v84, -0.69314575f, v82);
                    const float v86 = fma(v84, -1.4286068E-06f, v85);
                    const float v87 = gf_max(-104.0f, gf_min(89.0f, (v73 - v76)));
                    const float v88 = fma(v87, 1.442695f, 12582912.0f);
                    const float v89 = v88 - 12582912.0f;
                    const float v90 = fma(v89, -0.69314575f, v87);
                    const float v91 = fma(v89, -1.4286068E-06f, v90);
                    const float v92 = shared8[v72];
                    const int v93 = as_int(v88);
                    const int v94 = as_int(as_uint(v93) + as_uint(-1262485504)) >> 1;
                    const float v95 = (fma(fma(fma(fma(fma(fma(v91, 0.0013814532f, 0.008368745f), v91, 0.041668393f), v91, 0.16666521f), v91, 0.49999994f), v91, 1.0f), v91, 1.0f) * as_float((as_int(as_uint(v94) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v93) - as_uint(v94))) + as_uint(-1262485377)) << 23));
                    const float v96 = fma(v95, v92, 0.0f);
                    const float v97 = shared8[as_int(as_uint(v72) + as_uint(1))];
                    const int v98 = as_int(v83);
                    const int v99 = as_int(as_uint(v98) + as_uint(-1262485504)) >> 1;
                    const float v100 = (fma(fma(fma(fma(fma(fma(v86, 0.0013814532f, 0.008368745f), v86, 0.041668393f), v86, 0.16666521f), v86, 0.49999994f), v86, 1.0f), v86, 1.0f) * as_float((as_int(as_uint(v99) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v98) - as_uint(v99))) + as_uint(-1262485377)) << 23));
                    const float v101 = fma(v100, v97, v96);
                    const float v102 = shared8[as_int(as_uint(v72) + as_uint(2))];
                    const int v103 = as_int(as_uint(as_int(as_uint(v70) + as_uint(v71))) + as_uint((int)get_local_id(0)));
                    const int v104 = as_int(v78);
                    const int v105 = as_int(as_uint(v104) + as_uint(-1262485504)) >> 1;
                    const float v106 = (fma(fma(fma(fma(fma(fma(v81, 0.0013814532f, 0.008368745f), v81, 0.041668393f), v81, 0.16666521f), v81, 0.49999994f), v81, 1.0f), v81, 1.0f) * as_float((as_int(as_uint(v105) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v104) - as_uint(v105))) + as_uint(-1262485377)) << 23));
                    const float v107 = 1.0f / (((0.0f + v95) + v100) + v106);
                    const float v108 = v95 * v107;
                    const float v109 = fma(v106, v102, v101);
                    shared9[v103] = v108;
                    const float v110 = shared8[v72];
                    const float v111 = v109 * v107;
                    shared10[v103] = (v108 * (v110 - v111));
                    const float v112 = v100 * v107;
                    shared9[as_int(as_uint(v103) + as_uint(96))] = v112;
                    const float v113 = shared8[as_int(as_uint(v72) + as_uint(1))];
                    shared10[as_int(as_uint(v103) + as_uint(96))] = (v112 * (v113 - v111));
                    const float v114 = v106 * v107;
                    shared9[as_int(as_uint(v103) + as_uint(192))] = v114;
                    const float v115 = shared8[as_int(as_uint(v72) + as_uint(2))];
                    shared10[as_int(as_uint(v103) + as_uint(192))] = (v114 * (v115 - v111));
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
    const int v116 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(3))) * as_uint(2))) * as_uint(scalar9));
    const int v117 = as_int(as_uint(scalar9) * as_uint(2));
    const int v118 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(6))) * as_uint(scalar9));
    const int v119 = as_int(as_uint(v118) + as_uint(v117));
    const int v120 = as_int(as_uint(v118) + as_uint(as_int(as_uint(scalar9) * as_uint(4))));
    const int v121 = as_int(as_uint(v4) + as_uint(scalar9));
    const int v122 = as_int(as_uint(v4) + as_uint(v117));
    const int v123 = as_int(as_uint(v4) + as_uint(as_int(as_uint(scalar9) * as_uint(3))));
    const int v124 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(0)))) + as_uint((int)get_group_id(0)))) * as_uint(3))) * as_uint(scalar9));
    const int v125 = as_int(as_uint(scalar9) + as_uint(v124));
    const int v126 = as_int(as_uint(v117) + as_uint(v124));
    int v127 = 0;
    while (true)
    {
        if (v127 < 2)
        {
            const int v128 = as_int(as_uint(v127) * as_uint(v2));
            const int v129 = as_int(as_uint(v4) + as_uint(v128));
            const int v130 = as_int(as_uint(v116) + as_uint(v128));
            const int v131 = as_int(as_uint(v127) * as_uint(288));
            const int v132 = as_int(as_uint(v119) + as_uint(v128));
            const int v133 = as_int(as_uint(v120) + as_uint(v128));
            const int v134 = as_int(as_uint(v121) + as_uint(v128));
            const int v135 = as_int(as_uint(v122) + as_uint(v128));
            const int v136 = as_int(as_uint(v123) + as_uint(v128));
            int v137 = 0;
            while (true)
            {
                if (v137 < v2)
                {
                    const int v138 = min(v137, as_int(as_uint(v2) + as_uint(-8)));
                    const int v139 = as_int(as_uint(v129) + as_uint(v138));
                    const int v140 = as_int(as_uint(as_int(as_uint(v130) + as_uint(v138))) + as_uint((int)get_local_id(0)));
                    const int v141 = as_int(as_uint(as_int(as_uint(v132) + as_uint(v138))) + as_uint((int)get_local_id(0)));
                    const int v142 = as_int(as_uint(as_int(as_uint(v133) + as_uint(v138))) + as_uint((int)get_local_id(0)));
                    const int v143 = as_int(as_uint(v134) + as_uint(v138));
                    const int v144 = as_int(as_uint(v135) + as_uint(v138));
                    const int v145 = as_int(as_uint(v136) + as_uint(v138));
                    int v146 = 0;
                    while (true)
                    {
                        if (v146 < v1)
                        {
                            const float v147 = view0[as_int(as_uint(as_int(as_uint(v139) + as_uint(as_int(as_uint(min(v146, as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v148 = view0[as_int(as_uint(as_int(as_uint(v139) + as_uint(as_int(as_uint(min(as_int(as_uint(v146) + as_uint(1)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v149 = view0[as_int(as_uint(as_int(as_uint(v139) + as_uint(as_int(as_uint(min(as_int(as_uint(v146) + as_uint(2)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v150 = view0[as_int(as_uint(as_int(as_uint(v139) + as_uint(as_int(as_uint(min(as_int(as_uint(v146) + as_uint(3)), as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                            const float v151 = view2[v140];
                            const int v152 = as_int(as_uint(v131) + as_uint(v146));
                            const float v153 = shared10[v152];
                            const float v154 = shared10[as_int(as_uint(v152) + as_uint(1))];
                            const float v155 = shared10[as_int(as_uint(v152) + as_uint(2))];
                            const float v156 = shared10[as_int(as_uint(v152) + as_uint(3))];
                            const float v157 = view2[v141];
                            const float v158 = shared10[as_int(as_uint(v152) + as_uint(96))];
                            const float v159 = shared10[as_int(as_uint(v152) + as_uint(97))];
                            const float v160 = shared10[as_int(as_uint(v152) + as_uint(98))];
                            const float v161 = shared10[as_int(as_uint(v152) + as_uint(99))];
                            const float v162 = view2[v142];
                            const float v163 = shared10[as_int(as_uint(v152) + as_uint(192))];
                            const float v164 = shared10[as_int(as_uint(v152) + as_uint(193))];
                            const float v165 = shared10[as_int(as_uint(v152) + as_uint(194))];
                            const float v166 = shared10[as_int(as_uint(v152) + as_uint(195))];
                            const int v167 = as_int(as_uint(v146) * as_uint(scalar9));
                            if (!(v146 >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v139) + as_uint(v167))) + as_uint((int)get_local_id(0)))] = fma(v163, v162, fma(v158, v157, fma(v153, v151, v147)));
                            }
                            if (!(as_int(as_uint(v146) + as_uint(1)) >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v143) + as_uint(v167))) + as_uint((int)get_local_id(0)))] = fma(v164, v162, fma(v159, v157, fma(v154, v151, v148)));
                            }
                            if (!(as_int(as_uint(v146) + as_uint(2)) >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v144) + as_uint(v167))) + as_uint((int)get_local_id(0)))] = fma(v165, v162, fma(v160, v157, fma(v155, v151, v149)));
                            }
                            if (!(as_int(as_uint(v146) + as_uint(3)) >= v1))
                            {
                                view4[as_int(as_uint(as_int(as_uint(v145) + as_uint(v167))) + as_uint((int)get_local_id(0)))] = fma(v166, v162, fma(v161, v157, fma(v156, v151, v150)));
                            }
                            v146 = as_int(as_uint(v146) + as_uint(4));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v137 = as_int(as_uint(v137) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            const int v168 = as_int(as_uint(v124) + as_uint(v128));
            const int v169 = as_int(as_uint(v125) + as_uint(v128));
            const int v170 = as_int(as_uint(v126) + as_uint(v128));
            int v171 = 0;
            while (true)
            {
                if (v171 < v2)
                {
                    const int v172 = min(v171, as_int(as_uint(v2) + as_uint(-8)));
                    const int v173 = as_int(as_uint(v129) + as_uint(v172));
                    int v174 = 0;
                    float v175 = 0.0f;
                    float v176 = 0.0f;
                    float v177 = 0.0f;
                    float v178 = 0.0f;
                    float v179 = 0.0f;
                    float v180 = 0.0f;
                    float v181;
                    float v182;
                    float v183;
                    float v184;
                    float v185;
                    float v186;
                    while (true)
                    {
                        if (v174 < v1)
                        {
                            const int v187 = as_int(as_uint(as_int(as_uint(v173) + as_uint(as_int(as_uint(v174) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)));
                            const float v188 = view1[v187];
                            const float v189 = view0[v187];
                            const int v190 = as_int(as_uint(v131) + as_uint(v174));
                            const float v191 = shared10[v190];
                            const float v192 = shared9[v190];
                            const float v193 = shared10[as_int(as_uint(v190) + as_uint(96))];
                            const float v194 = shared9[as_int(as_uint(v190) + as_uint(96))];
                            const float v195 = shared10[as_int(as_uint(v190) + as_uint(192))];
                            const float v196 = shared9[as_int(as_uint(v190) + as_uint(192))];
                            v174 = as_int(as_uint(v174) + as_uint(1));
                            v175 = fma(v191, v188, v175);
                            v176 = fma(v193, v188, v176);
                            v177 = fma(v195, v188, v177);
                            v178 = fma(v192, v189, v178);
                            v179 = fma(v194, v189, v179);
                            v180 = fma(v196, v189, v180);
                            continue;
                        }
                        else
                        {
                            v181 = v175;
                            v182 = v176;
                            v183 = v177;
                            v184 = v178;
                            v185 = v179;
                            v186 = v180;
                            break;
                        }
                    }
                    const int v197 = as_int(as_uint(as_int(as_uint(v168) + as_uint(v172))) + as_uint((int)get_local_id(0)));
                    view5[v197] = (scalar10 * v181);
                    view6[v197] = v184;
                    const int v198 = as_int(as_uint(as_int(as_uint(v169) + as_uint(v172))) + as_uint((int)get_local_id(0)));
                    view5[v198] = (scalar10 * v182);
                    view6[v198] = v185;
                    const int v199 = as_int(as_uint(as_int(as_uint(v170) + as_uint(v172))) + as_uint((int)get_local_id(0)));
                    view5[v199] = (scalar10 * v183);
                    view6[v199] = v186;
                    v171 = as_int(as_uint(v171) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v127 = as_int(as_uint(v127) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
