// Written by 'gpuformer emit'; change the kernel and run it again.
// Attention.Keys(sharedWidth=32, block=16, vectors=1, tileRows=4, tileColumns=4, masked=1)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Attention_Keys_sharedWidth_32__block_16__vectors_1__tileRows_4__tileColumns_4__masked_1_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* q */,
    __global const float *buffer2, int offset2, int length2 /* k */,
    __global const float *buffer3, int offset3, int length3 /* v */,
    __global const float *buffer4, int offset4, int length4 /* mask */,
    __global const float *buffer5, int offset5, int length5 /* terms */,
    __global const float *buffer6, int offset6, int length6 /* products */,
    __global float *buffer7, int offset7, int length7 /* dk */,
    __global float *buffer8, int offset8, int length8 /* dv */,
    int scalar9 /* sizes.Queries */,
    int scalar10 /* sizes.Keys */,
    int scalar11 /* sizes.D */,
    int scalar12 /* sizes.Heads */,
    int scalar13 /* sizes.Width */,
    float scalar14 /* scale */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __global const float *restrict view5 = buffer5 + offset5;
    __global const float *restrict view6 = buffer6 + offset6;
    __global float *restrict view7 = buffer7 + offset7;
    __global float *restrict view8 = buffer8 + offset8;
    __local float shared9[1024];
    __local float shared10[1024];
    __local float shared11[1056];
    __local float shared12[1056];
    __local float shared13[512];
    __local float shared14[512];
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(32));
    const int v1 = min(as_int(as_uint(v0) + as_uint((int)get_local_id(0))), as_int(as_uint(scalar10) + as_uint(-1)));
    const int v2 = as_int(as_uint(v1) * as_uint(scalar11));
    const int v3 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar13));
    const int v4 = as_int(as_uint((int)get_group_id(2)) * as_uint(scalar10));
    const int v5 = as_int(as_uint(as_int(as_uint(v4) * as_uint(scalar11))) + as_uint(v3));
    int v6 = 0;
    while (true)
    {
        if (v6 < scalar13)
        {
            const int v7 = as_int(as_uint(as_int(as_uint(v5) + as_uint(v6))) + as_uint(v2));
            const float v8 = view2[v7];
            const int v9 = as_int(as_uint(as_int(as_uint(v6) * as_uint(32))) + as_uint((int)get_local_id(0)));
            shared9[v9] = (scalar14 * v8);
            const float v10 = view3[v7];
            shared10[v9] = v10;
            const int v11 = as_int(as_uint(as_int(as_uint(v6) * as_uint(33))) + as_uint((int)get_local_id(0)));
            shared11[v11] = 0.0f;
            shared12[v11] = 0.0f;
            v6 = as_int(as_uint(v6) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    const float v12 = view4[as_int(as_uint(v4) + as_uint(v1))];
    const int v13 = as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9));
    const int v14 = as_int(as_uint(v3) + as_uint(as_int(as_uint(v13) * as_uint(scalar11))));
    const int v15 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v13) * as_uint(2))) * as_uint(scalar12))) + as_uint((int)get_group_id(1)));
    const int v16 = as_int(as_uint(v15) + as_uint(scalar12));
    const int v17 = as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint(v13) * as_uint(scalar12))));
    const bool v18 = ((v12 != 0.0f) ? 1.0f : 0.0f) > 0.0f;
    int v19 = 0;
    while (true)
    {
        if (v19 < scalar9)
        {
            const int v20 = min(16, as_int(as_uint(scalar9) - as_uint(v19)));
            const int v21 = as_int(as_uint(v14) + as_uint(as_int(as_uint(v19) * as_uint(scalar11))));
            const int v22 = as_int(as_uint(as_int(as_uint(v19) * as_uint(2))) * as_uint(scalar12));
            const int v23 = as_int(as_uint(v15) + as_uint(v22));
            const int v24 = as_int(as_uint(v16) + as_uint(v22));
            const int v25 = as_int(as_uint(v17) + as_uint(as_int(as_uint(v19) * as_uint(scalar12))));
            int v26 = 0;
            while (true)
            {
                if (v26 < v20)
                {
                    const int v27 = min(v26, as_int(as_uint(v20) + as_uint(-1)));
                    const int v28 = as_int(as_uint(v21) + as_uint(as_int(as_uint(v27) * as_uint(scalar11))));
                    const int v29 = min(as_int(as_uint(v26) + as_uint(1)), as_int(as_uint(v20) + as_uint(-1)));
                    const int v30 = as_int(as_uint(v21) + as_uint(as_int(as_uint(v29) * as_uint(scalar11))));
                    const int v31 = min(as_int(as_uint(v26) + as_uint(2)), as_int(as_uint(v20) + as_uint(-1)));
                    const int v32 = as_int(as_uint(v21) + as_uint(as_int(as_uint(v31) * as_uint(scalar11))));
                    const int v33 = min(as_int(as_uint(v26) + as_uint(3)), as_int(as_uint(v20) + as_uint(-1)));
                    const int v34 = as_int(as_uint(v21) + as_uint(as_int(as_uint(v33) * as_uint(scalar11))));
                    int v35 = 0;
                    int v36 = 0;
                    float v37 = 0.0f;
                    float v38 = 0.0f;
                    float v39 = 0.0f;
                    float v40 = 0.0f;
                    float v41;
                    float v42;
                    float v43;
                    float v44;
                    while (true)
                    {
                        if (v36 < scalar13)
                        {
                            const float v45 = shared9[as_int(as_uint(v35) + as_uint((int)get_local_id(0)))];
                            const float v46 = view1[as_int(as_uint(v28) + as_uint(v36))];
                            const float v47 = view1[as_int(as_uint(v30) + as_uint(v36))];
                            const float v48 = view1[as_int(as_uint(v32) + as_uint(v36))];
                            const float v49 = view1[as_int(as_uint(v34) + as_uint(v36))];
                            v35 = as_int(as_uint(v35) + as_uint(32));
                            v36 = as_int(as_uint(v36) + as_uint(1));
                            v37 = fma(v46, v45, v37);
                            v38 = fma(v47, v45, v38);
                            v39 = fma(v48, v45, v39);
                            v40 = fma(v49, v45, v40);
                            continue;
                        }
                        else
                        {
                            v41 = v37;
                            v42 = v38;
                            v43 = v39;
                            v44 = v40;
                            break;
                        }
                    }
                    int v50 = 0;
                    int v51 = 0;
                    float v52 = 0.0f;
                    float v53 = 0.0f;
                    float v54 = 0.0f;
                    float v55 = 0.0f;
                    float v56;
                    float v57;
                    float v58;
                    float v59;
                    while (true)
                    {
                        if (v51 < scalar13)
                        {
                            const float v60 = shared10[as_int(as_uint(v50) + as_uint((int)get_local_id(0)))];
                            const float v61 = view0[as_int(as_uint(v28) + as_uint(v51))];
                            const float v62 = view0[as_int(as_uint(v30) + as_uint(v51))];
                            const float v63 = view0[as_int(as_uint(v32) + as_uint(v51))];
                            const float v64 = view0[as_int(as_uint(v34) + as_uint(v51))];
                            v50 = as_int(as_uint(v50) + as_uint(32));
                            v51 = as_int(as_uint(v51) + as_uint(1));
                            v52 = fma(v61, v60, v52);
                            v53 = fma(v62, v60, v53);
                            v54 = fma(v63, v60, v54);
                            v55 = fma(v64, v60, v55);
                            continue;
                        }
                        else
                        {
                            v56 = v52;
                            v57 = v53;
                            v58 = v54;
                            v59 = v55;
                            break;
                        }
                    }
                    const int v65 = as_int(as_uint(as_int(as_uint(v27) * as_uint(2))) * as_uint(scalar12));
                    const float v66 = view5[as_int(as_uint(v23) + as_uint(v65))];
                    const float v67 = view5[as_int(as_uint(v24) + as_uint(v65))];
                    float v68;
                    if (v67 > 0.0f)
                    {
                        v68 = 1.0f / v67;
                    }
                    else
                    {
                        v68 = 0.0f;
                    }
                    const float v69 = view6[as_int(as_uint(v25) + as_uint(as_int(as_uint(v27) * as_uint(scalar12))))];
                    float v70;
                    if (v18)
                    {
                        const float v71 = gf_max(-104.0f, gf_min(89.0f, (v41 - v66)));
                        const float v72 = fma(v71, 1.442695f, 12582912.0f);
                        const int v73 = as_int(v72);
                        const int v74 = as_int(as_uint(v73) + as_uint(-1262485504)) >> 1;
                        const float v75 = v72 - 12582912.0f;
                        const float v76 = fma(v75, -1.4286068E-06f, fma(v75, -0.69314575f, v71));
                        v70 = v68 * ((fma(fma(fma(fma(fma(fma(v76, 0.0013814532f, 0.008368745f), v76, 0.041668393f), v76, 0.16666521f), v76, 0.49999994f), v76, 1.0f), v76, 1.0f) * as_float((as_int(as_uint(v74) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v73) - as_uint(v74))) + as_uint(-1262485377)) << 23)));
                    }
                    else
                    {
                        v70 = 0.0f;
                    }
                    const int v77 = as_int(as_uint(as_int(as_uint(v26) * as_uint(32))) + as_uint((int)get_local_id(0)));
                    shared13[v77] = v70;
                    shared14[v77] = ((scalar14 * v70) * (v56 - v69));
                    const int v78 = as_int(as_uint(as_int(as_uint(v29) * as_uint(2))) * as_uint(scalar12));
                    const float v79 = view5[as_int(as_uint(v23) + as_uint(v78))];
                    const float v80 = view5[as_int(as_uint(v24) + as_uint(v78))];
                    float v81;
                    if (v80 > 0.0f)
                    {
                        v81 = 1.0f / v80;
                    }
                    else
                    {
                        v81 = 0.0f;
                    }
                    const float v82 = view6[as_int(as_uint(v25) + as_uint(as_int(as_uint(v29) * as_uint(scalar12))))];
                    float v83;
                    if (v18)
                    {
                        const float v84 = gf_max(-104.0f, gf_min(89.0f, (v42 - v79)));
                        const float v85 = fma(v84, 1.442695f, 12582912.0f);
                        const int v86 = as_int(v85);
                        const int v87 = as_int(as_uint(v86) + as_uint(-1262485504)) >> 1;
                        const float v88 = v85 - 12582912.0f;
                        const float v89 = fma(v88, -1.4286068E-06f, fma(v88, -0.69314575f, v84));
                        v83 = v81 * ((fma(fma(fma(fma(fma(fma(v89, 0.0013814532f, 0.008368745f), v89, 0.041668393f), v89, 0.16666521f), v89, 0.49999994f), v89, 1.0f), v89, 1.0f) * as_float((as_int(as_uint(v87) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v86) - as_uint(v87))) + as_uint(-1262485377)) << 23)));
                    }
                    else
                    {
                        v83 = 0.0f;
                    }
                    shared13[as_int(as_uint(v77) + as_uint(32))] = v83;
                    shared14[as_int(as_uint(v77) + as_uint(32))] = ((scalar14 * v83) * (v57 - v82));
                    const int v90 = as_int(as_uint(as_int(as_uint(v31) * as_uint(2))) * as_uint(scalar12));
                    const float v91 = view5[as_int(as_uint(v23) + as_uint(v90))];
                    const float v92 = view5[as_int(as_uint(v24) + as_uint(v90))];
                    float v93;
                    if (v92 > 0.0f)
                    {
                        v93 = 1.0f / v92;
                    }
                    else
                    {
                        v93 = 0.0f;
                    }
                    const float v94 = view6[as_int(as_uint(v25) + as_uint(as_int(as_uint(v31) * as_uint(scalar12))))];
                    float v95;
                    if (v18)
                    {
                        const float v96 = gf_max(-104.0f, gf_min(89.0f, (v43 - v91)));
                        const float v97 = fma(v96, 1.442695f, 12582912.0f);
                        const int v98 = as_int(v97);
                        const int v99 = as_int(as_uint(v98) + as_uint(-1262485504)) >> 1;
                        const float v100 = v97 - 12582912.0f;
                        const float v101 = fma(v100, -1.4286068E-06f, fma(v100, -0.69314575f, v96));
                        v95 = v93 * ((fma(fma(fma(fma(fma(fma(v101, 0.0013814532f, 0.008368745f), v101, 0.041668393f), v101, 0.16666521f), v101, 0.49999994f), v101, 1.0f), v101, 1.0f) * as_float((as_int(as_uint(v99) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v98) - as_uint(v99))) + as_uint(-1262485377)) << 23)));
                    }
                    else
                    {
                        v95 = 0.0f;
                    }
                    shared13[as_int(as_uint(v77) + as_uint(64))] = v95;
                    shared14[as_int(as_uint(v77) + as_uint(64))] = ((scalar14 * v95) * (v58 - v94));
                    const int v102 = as_int(as_uint(as_int(as_uint(v33) * as_uint(2))) * as_uint(scalar12));
                    const float v103 = view5[as_int(as_uint(v23) + as_uint(v102))];
                    const float v104 = view5[as_int(as_uint(v24) + as_uint(v102))];
                    float v105;
                    if (v104 > 0.0f)
                    {
                        v105 = 1.0f / v104;
                    }
                    else
                    {
                        v105 = 0.0f;
                    }
                    const float v106 = view6[as_int(as_uint(v25) + as_uint(as_int(as_uint(v33) * as_uint(scalar12))))];
                    float v107;
                    if (v18)
                    {
                        const float v108 = gf_max(-104.0f, gf_min(89.0f, (v44 - v103)));
                        const float v109 = fma(v108, 1.442695f, 12582912.0f);
                        const int v110 = as_int(v109);
                        const int v111 = as_int(as_uint(v110) + as_uint(-1262485504)) >> 1;
                        const float v112 = v109 - 12582912.0f;
                        const float v113 = fma(v112, -1.4286068E-06f, fma(v112, -0.69314575f, v108));
                        v107 = v105 * ((fma(fma(fma(fma(fma(fma(v113, 0.0013814532f, 0.008368745f), v113, 0.041668393f), v113, 0.16666521f), v113, 0.49999994f), v113, 1.0f), v113, 1.0f) * as_float((as_int(as_uint(v111) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v110) - as_uint(v111))) + as_uint(-1262485377)) << 23)));
                    }
                    else
                    {
                        v107 = 0.0f;
                    }
                    shared13[as_int(as_uint(v77) + as_uint(96))] = v107;
                    shared14[as_int(as_uint(v77) + as_uint(96))] = ((scalar14 * v107) * (v59 - v106));
                    v26 = as_int(as_uint(v26) + as_uint(4));
                    continue;
                }
                else
                {
                    break;
                }
            }
            int v114 = 0;
            while (true)
            {
                if (v114 < scalar13)
                {
                    int v115 = 0;
                    int v116 = as_int(as_uint(v21) + as_uint(v114));
                    int v117 = 0;
                    float v118 = 0.0f;
                    float v119 = 0.0f;
                    float v120 = 0.0f;
                    float v121 = 0.0f;
                    float v122;
                    float v123;
                    float v124;
                    float v125;
                    while (true)
                    {
                        if (v117 < v20)
                        {
                            const float v126 = shared14[as_int(as_uint(v115) + as_uint((int)get_local_id(0)))];
                            const float v127 = view1[v116];
                            const float v128 = view1[as_int(as_uint(v116) + as_uint(1))];
                            const float v129 = view1[as_int(as_uint(v116) + as_uint(2))];
                            const float v130 = view1[as_int(as_uint(v116) + as_uint(3))];
                            v115 = as_int(as_uint(v115) + as_uint(32));
                            v116 = as_int(as_uint(scalar11) + as_uint(v116));
                            v117 = as_int(as_uint(v117) + as_uint(1));
                            v118 = fma(v127, v126, v118);
                            v119 = fma(v128, v126, v119);
                            v120 = fma(v129, v126, v120);
                            v121 = fma(v130, v126, v121);
                            continue;
                        }
                        else
                        {
                            v122 = v118;
                            v123 = v119;
                            v124 = v120;
                            v125 = v121;
                            break;
                        }
                    }
                    const int v131 = as_int(as_uint(as_int(as_uint(v114) * as_uint(33))) + as_uint((int)get_local_id(0)));
                    const float v132 = shared11[v131];
                    shared11[v131] = (v132 + v122);
                    const float v133 = shared11[as_int(as_uint(v131) + as_uint(33))];
                    shared11[as_int(as_uint(v131) + as_uint(33))] = (v133 + v123);
                    const float v134 = shared11[as_int(as_uint(v131) + as_uint(66))];
                    shared11[as_int(as_uint(v131) + as_uint(66))] = (v134 + v124);
                    const float v135 = shared11[as_int(as_uint(v131) + as_uint(99))];
                    shared11[as_int(as_uint(v131) + as_uint(99))] = (v135 + v125);
                    v114 = as_int(as_uint(v114) + as_uint(4));
                    continue;
                }
                else
                {
                    break;
                }
            }
            int v136 = 0;
            while (true)
            {
                if (v136 < scalar13)
                {
                    int v137 = 0;
                    int v138 = as_int(as_uint(v21) + as_uint(v136));
                    int v139 = 0;
                    float v140 = 0.0f;
                    float v141 = 0.0f;
                    float v142 = 0.0f;
                    float v143 = 0.0f;
                    float v144;
                    float v145;
                    float v146;
                    float v147;
                    while (true)
                    {
                        if (v139 < v20)
                        {
                            const float v148 = shared13[as_int(as_uint(v137) + as_uint((int)get_local_id(0)))];
                            const float v149 = view0[v138];
                            const float v150 = view0[as_int(as_uint(v138) + as_uint(1))];
                            const float v151 = view0[as_int(as_uint(v138) + as_uint(2))];
                            const float v152 = view0[as_int(as_uint(v138) + as_uint(3))];
                            v137 = as_int(as_uint(v137) + as_uint(32));
                            v138 = as_int(as_uint(scalar11) + as_uint(v138));
                            v139 = as_int(as_uint(v139) + as_uint(1));
                            v140 = fma(v149, v148, v140);
                            v141 = fma(v150, v148, v141);
                            v142 = fma(v151, v148, v142);
                            v143 = fma(v152, v148, v143);
                            continue;
                        }
                        else
                        {
                            v144 = v140;
                            v145 = v141;
                            v146 = v142;
                            v147 = v143;
                            break;
                        }
                    }
                    const int v153 = as_int(as_uint(as_int(as_uint(v136) * as_uint(33))) + as_uint((int)get_local_id(0)));
                    const float v154 = shared12[v153];
                    shared12[v153] = (v154 + v144);
                    const float v155 = shared12[as_int(as_uint(v153) + as_uint(33))];
                    shared12[as_int(as_uint(v153) + as_uint(33))] = (v155 + v145);
                    const float v156 = shared12[as_int(as_uint(v153) + as_uint(66))];
                    shared12[as_int(as_uint(v153) + as_uint(66))] = (v156 + v146);
                    const float v157 = shared12[as_int(as_uint(v153) + as_uint(99))];
                    shared12[as_int(as_uint(v153) + as_uint(99))] = (v157 + v147);
                    v136 = as_int(as_uint(v136) + as_uint(4));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v19 = as_int(as_uint(v19) + as_uint(16));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v158 = min(32, as_int(as_uint(scalar10) + as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(-32)))));
    const int v159 = as_int(as_uint((int)get_local_id(0)) * as_uint(33));
    const int v160 = as_int(as_uint(v3) + as_uint(as_int(as_uint(as_int(as_uint(v0) + as_uint(v4))) * as_uint(scalar11))));
    int v161 = 0;
    while (true)
    {
        if (v161 < v158)
        {
            const int v162 = as_int(as_uint(v160) + as_uint(as_int(as_uint(v161) * as_uint(scalar11))));
            int v163 = 0;
            while (true)
            {
                if (v163 < scalar13)
                {
                    const int v164 = min(v163, as_int(as_uint(scalar13) + as_uint(-32)));
                    const float v165 = shared11[as_int(as_uint(as_int(as_uint(v161) + as_uint(as_int(as_uint(v164) * as_uint(33))))) + as_uint(v159))];
                    view7[as_int(as_uint(as_int(as_uint(v162) + as_uint(v164))) + as_uint((int)get_local_id(0)))] = v165;
                    v163 = as_int(as_uint(v163) + as_uint(32));
                    continue;
                }
                else
                {
                    break;
                }
            }
            int v166 = 0;
            while (true)
            {
                if (v166 < scalar13)
                {
                    const int v167 = min(v166, as_int(as_uint(scalar13) + as_uint(-32)));
                    const float v168 = shared12[as_int(as_uint(as_int(as_uint(v161) + as_uint(as_int(as_uint(v167) * as_uint(33))))) + as_uint(v159))];
                    view8[as_int(as_uint(as_int(as_uint(v162) + as_uint(v167))) + as_uint((int)get_local_id(0)))] = v168;
                    v166 = as_int(as_uint(v166) + as_uint(32));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v161 = as_int(as_uint(v161) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
