// Written by 'gpuformer emit'; change the kernel and run it again.
// PatchAttentionBackward.Queries(sharedWidth=36, keys=32, queryVectors=1, tileKeys=2, tileQueries=4, tileChannels=1, several=1)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_PatchAttentionBackward_Queries_sharedWidth_36__keys_32__queryVectors_1__tileKeys_2__tileQueries_4__tileChannels_1__several_1_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* y */,
    __global const float *buffer2, int offset2, int length2 /* qkv */,
    __global const float *buffer3, int offset3, int length3 /* terms */,
    __global float *buffer4, int offset4, int length4 /* dq */,
    __global float *buffer5, int offset5, int length5 /* products */,
    int scalar6 /* sizes.H */,
    int scalar7 /* sizes.W */,
    int scalar8 /* sizes.D */,
    int scalar9 /* sizes.Heads */,
    int scalar10 /* sizes.Width */,
    int scalar11 /* sizes.Patches */,
    int scalar12 /* sizes.Block */,
    float scalar13 /* scale */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    __global float *restrict view5 = buffer5 + offset5;
    __local int shared6[32];
    __local float shared7[1152];
    __local float shared8[1152];
    __local int shared9[32];
    __local float shared10[1024];
    const int v0 = scalar7 / 2;
    const int v1 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(32))) + as_uint((int)get_local_id(0))), as_int(as_uint(scalar11) + as_uint(-1)));
    const int v2 = gf_div(v1, v0);
    const int v3 = as_int(as_uint(as_int(as_uint(v2) * as_uint(2))) * as_uint(scalar7));
    const int v4 = as_int(as_uint(as_int(as_uint(v1) - as_uint(as_int(as_uint(v2) * as_uint(v0))))) * as_uint(2));
    const int v5 = gf_div((int)get_group_id(1), scalar9);
    const int v6 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) * as_uint(scalar7))) + as_uint(as_int(as_uint((v5 / 2)) * as_uint(scalar7))))) + as_uint((v5 % 2)));
    shared6[(int)get_local_id(0)] = as_int(as_uint(as_int(as_uint(v6) + as_uint(v4))) + as_uint(v3));
    const int v7 = as_int(as_uint(v4) + as_uint(v3));
    const int v8 = as_int(as_uint(as_int(as_uint(v7) * as_uint(3))) * as_uint(scalar8));
    const int v9 = as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v5) * as_uint(scalar9))));
    const int v10 = as_int(as_uint(v9) * as_uint(scalar10));
    const int v11 = as_int(as_uint(v10) + as_uint(as_int(as_uint(as_int(as_uint(v6) * as_uint(3))) * as_uint(scalar8))));
    const int v12 = as_int(as_uint(v7) * as_uint(scalar8));
    const int v13 = as_int(as_uint(v10) + as_uint(as_int(as_uint(v6) * as_uint(scalar8))));
    float v14 = 0.0f;
    int v15 = 0;
    float v16;
    while (true)
    {
        if (v15 < scalar10)
        {
            const float v17 = view2[as_int(as_uint(as_int(as_uint(v11) + as_uint(v15))) + as_uint(v8))];
            const int v18 = as_int(as_uint(as_int(as_uint(v15) * as_uint(32))) + as_uint((int)get_local_id(0)));
            shared7[v18] = (scalar13 * v17);
            const int v19 = as_int(as_uint(as_int(as_uint(v13) + as_uint(v15))) + as_uint(v12));
            const float v20 = view0[v19];
            shared8[v18] = v20;
            const float v21 = view1[v19];
            v14 = fma(v20, v21, v14);
            v15 = as_int(as_uint(v15) + as_uint(1));
            continue;
        }
        else
        {
            v16 = v14;
            break;
        }
    }
    const int v22 = as_int(as_uint(as_int(as_uint(v7) * as_uint(2))) * as_uint(scalar9));
    const int v23 = as_int(as_uint(v9) + as_uint(as_int(as_uint(as_int(as_uint(v6) * as_uint(2))) * as_uint(scalar9))));
    const float v24 = view3[as_int(as_uint(v23) + as_uint(v22))];
    const float v25 = view3[as_int(as_uint(as_int(as_uint(v23) + as_uint(scalar9))) + as_uint(v22))];
    const int v26 = min(32, as_int(as_uint(scalar11) + as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(-32)))));
    if (!((int)get_local_id(0) >= v26))
    {
        view5[as_int(as_uint(as_int(as_uint(v9) + as_uint(as_int(as_uint(v6) * as_uint(scalar9))))) + as_uint(as_int(as_uint(v7) * as_uint(scalar9))))] = v16;
    }
    const int v27 = as_int(as_uint(as_int(as_uint((int)get_local_id(0)) * as_uint(6))) * as_uint(scalar8));
    const int v28 = as_int(as_uint(v11) + as_uint(scalar8));
    const float v29 = scalar13 / v25;
    int v30 = 0;
    while (true)
    {
        if (v30 < scalar11)
        {
            const int v31 = min(scalar12, as_int(as_uint(scalar11) - as_uint(v30)));
            const int v32 = as_int(as_uint(v28) + as_uint(as_int(as_uint(as_int(as_uint(v30) * as_uint(6))) * as_uint(scalar8))));
            int v33 = 0;
            while (true)
            {
                if (v33 < v31)
                {
                    const int v34 = as_int(as_uint(v33) + as_uint((int)get_local_id(0)));
                    if (!(v34 >= v31))
                    {
                        const int v35 = gf_div(as_int(as_uint(as_int(as_uint(v30) + as_uint(v33))) + as_uint((int)get_local_id(0))), v0);
                        shared9[v34] = as_int(as_uint(as_int(as_uint(as_int(as_uint(v32) + as_uint(as_int(as_uint(as_int(as_uint(v33) * as_uint(6))) * as_uint(scalar8))))) + as_uint(v27))) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v35) * as_uint(v0))) * as_uint(-2))) + as_uint(as_int(as_uint(as_int(as_uint(v35) * as_uint(2))) * as_uint(scalar7))))) * as_uint(3))) * as_uint(scalar8))));
                    }
                    v33 = as_int(as_uint(v33) + as_uint(32));
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            int v36 = 0;
            while (true)
            {
                if (v36 < v31)
                {
                    const int v37 = shared9[min(v36, as_int(as_uint(v31) + as_uint(-1)))];
                    const int v38 = shared9[min(as_int(as_uint(v36) + as_uint(1)), as_int(as_uint(v31) + as_uint(-1)))];
                    const int v39 = as_int(as_uint(scalar8) + as_uint(v37));
                    const int v40 = as_int(as_uint(scalar8) + as_uint(v38));
                    int v41 = 0;
                    int v42 = 0;
                    float v43 = 0.0f;
                    float v44 = 0.0f;
                    float v45 = 0.0f;
                    float v46 = 0.0f;
                    float v47;
                    float v48;
                    float v49;
                    float v50;
                    while (true)
                    {
                        if (v42 < scalar10)
                        {
                            const int v51 = as_int(as_uint(v41) + as_uint((int)get_local_id(0)));
                            const float v52 = shared7[v51];
                            const float v53 = shared8[v51];
                            const float v54 = view2[as_int(as_uint(v37) + as_uint(v42))];
                            const float v55 = view2[as_int(as_uint(v39) + as_uint(v42))];
                            const float v56 = view2[as_int(as_uint(v38) + as_uint(v42))];
                            const float v57 = view2[as_int(as_uint(v40) + as_uint(v42))];
                            v41 = as_int(as_uint(v41) + as_uint(32));
                            v42 = as_int(as_uint(v42) + as_uint(1));
                            v43 = fma(v54, v52, v43);
                            v44 = fma(v56, v52, v44);
                            v45 = fma(v55, v53, v45);
                            v46 = fma(v57, v53, v46);
                            continue;
                        }
                        else
                        {
                            v47 = v43;
                            v48 = v44;
                            v49 = v45;
                            v50 = v46;
                            break;
                        }
                    }
                    const int v58 = as_int(as_uint(v36) * as_uint(32));
                    const int v59 = as_int(as_uint(v58) + as_uint((int)get_local_id(0)));
                    const float v60 = v47 - v24;
                    const float v61 = gf_min(89.0f, v60);
                    const float v62 = gf_max(-104.0f, v61);
                    const float v63 = fma(v62, 1.442695f, 12582912.0f);
                    const int v64 = as_int(v63);
                    const int v65 = as_int(as_uint(v64) + as_uint(-1262485504)) >> 1;
                    const float v66 = v63 - 12582912.0f;
                    const float v67 = fma(v66, -0.69314575f, v62);
                    const float v68 = fma(v66, -1.4286068E-06f, v67);
                    const float v69 = v48 - v24;
                    const float v70 = gf_min(89.0f, v69);
                    const float v71 = gf_max(-104.0f, v70);
                    const float v72 = fma(v71, 1.442695f, 12582912.0f);
                    const float v73 = v72 - 12582912.0f;
                    const float v74 = fma(v73, -0.69314575f, v71);
                    const int v75 = as_int(v72);
                    const float v76 = fma(v73, -1.4286068E-06f, v74);
                    const int v77 = as_int(as_uint(v75) + as_uint(-1262485504)) >> 1;
                    const float v78 = v49 - v16;
                    const float v79 = v50 - v16;
                    const int v80 = as_int(as_uint(v64) - as_uint(v65));
                    const int v81 = as_int(as_uint(v75) - as_uint(v77));
                    const int v82 = as_int(as_uint(v80) + as_uint(-1262485377)) << 23;
                    const int v83 = as_int(as_uint(v81) + as_uint(-1262485377)) << 23;
                    const int v84 = as_int(as_uint(v65) + as_uint(127)) << 23;
                    const int v85 = as_int(as_uint(v77) + as_uint(127)) << 23;
                    const float v86 = fma(v68, 0.0013814532f, 0.008368745f);
                    const float v87 = fma(v76, 0.0013814532f, 0.008368745f);
                    const float v88 = fma(v86, v68, 0.041668393f);
                    const float v89 = fma(v87, v76, 0.041668393f);
                    const float v90 = fma(v88, v68, 0.16666521f);
                    const float v91 = fma(v89, v76, 0.16666521f);
                    const float v92 = fma(v90, v68, 0.49999994f);
                    const float v93 = fma(v91, v76, 0.49999994f);
                    const float v94 = fma(v92, v68, 1.0f);
                    const float v95 = fma(v93, v76, 1.0f);
                    const float v96 = fma(v94, v68, 1.0f);
                    const float v97 = fma(v95, v76, 1.0f);
                    const float v98 = v96 * as_float(v84);
                    const float v99 = v97 * as_float(v85);
                    const float v100 = v98 * as_float(v82);
                    const float v101 = v99 * as_float(v83);
                    const float v102 = v29 * v100;
                    const float v103 = v29 * v101;
                    const float v104 = v102 * v78;
                    const float v105 = v103 * v79;
                    shared10[v59] = v104;
                    shared10[as_int(as_uint(v59) + as_uint(32))] = v105;
                    v36 = as_int(as_uint(v36) + as_uint(2));
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            const bool v106 = v30 <= 0;
            int v107 = 0;
            while (true)
            {
                if (v107 < scalar10)
                {
                    const int v108 = min(v107, as_int(as_uint(scalar10) + as_uint(-32)));
                    const bool v109 = as_int(as_uint(v108) + as_uint((int)get_local_id(0))) < v107;
                    const int v110 = as_int(as_uint(v10) + as_uint(v108));
                    int v111 = 0;
                    while (true)
                    {
                        if (v111 < v26)
                        {
                            float v112;
                            if (v106)
                            {
                                v112 = 0.0f;
                            }
                            else
                            {
                                float v113;
                                if (v109)
                                {
                                    v113 = 0.0f;
                                }
                                else
                                {
                                    const int v114 = shared6[v111];
                                    const float v115 = view4[as_int(as_uint(as_int(as_uint(v110) + as_uint(as_int(as_uint(v114) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
                                    v113 = v115;
                                }
                                v112 = v113;
                            }
                            float v116;
                            if (v106)
                            {
                                v116 = 0.0f;
                            }
                            else
                            {
                                float v117;
                                if (v109)
                                {
                                    v117 = 0.0f;
                                }
                                else
                                {
                                    const int v118 = shared6[as_int(as_uint(v111) + as_uint(1))];
                                    const float v119 = view4[as_int(as_uint(as_int(as_uint(v110) + as_uint(as_int(as_uint(v118) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
                                    v117 = v119;
                                }
                                v116 = v117;
                            }
                            float v120;
                            if (v106)
                            {
                                v120 = 0.0f;
                            }
                            else
                            {
                                float v121;
                                if (v109)
                                {
                                    v121 = 0.0f;
                                }
                                else
                                {
                                    const int v122 = shared6[as_int(as_uint(v111) + as_uint(2))];
                                    const float v123 = view4[as_int(as_uint(as_int(as_uint(v110) + as_uint(as_int(as_uint(v122) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
                                    v121 = v123;
                                }
                                v120 = v121;
                            }
                            float v124;
                            if (v106)
                            {
                                v124 = 0.0f;
                            }
                            else
                            {
                                float v125;
                                if (v109)
                                {
                                    v125 = 0.0f;
                                }
                                else
                                {
                                    const int v126 = shared6[as_int(as_uint(v111) + as_uint(3))];
                                    const float v127 = view4[as_int(as_uint(as_int(as_uint(v110) + as_uint(as_int(as_uint(v126) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
                                    v125 = v127;
                                }
                                v124 = v125;
                            }
                            int v128 = v111;
                            int v129 = 0;
                            float v130 = v112;
                            float v131 = v116;
                            float v132 = v120;
                            float v133 = v124;
                            float v134;
                            float v135;
                            float v136;
                            float v137;
                            while (true)
                            {
                                if (v129 < v31)
                                {
                                    const int v138 = shared9[v129];
                                    const float v139 = view2[as_int(as_uint(as_int(as_uint(v108) + as_uint(v138))) + as_uint((int)get_local_id(0)))];
                                    const float v140 = shared10[v128];
                                    const float v141 = shared10[as_int(as_uint(v128) + as_uint(1))];
                                    const float v142 = shared10[as_int(as_uint(v128) + as_uint(2))];
                                    const float v143 = shared10[as_int(as_uint(v128) + as_uint(3))];
                                    v128 = as_int(as_uint(v128) + as_uint(32));
                                    v129 = as_int(as_uint(v129) + as_uint(1));
                                    v130 = fma(v140, v139, v130);
                                    v131 = fma(v141, v139, v131);
                                    v132 = fma(v142, v139, v132);
                                    v133 = fma(v143, v139, v133);
                                    continue;
                                }
                                else
                                {
                                    v134 = v130;
                                    v135 = v131;
                                    v136 = v132;
                                    v137 = v133;
                                    break;
                                }
                            }
                            if (!(v111 >= v26))
                            {
                                const int v144 = shared6[v111];
                                if (!(v109))
                                {
                                    view4[as_int(as_uint(as_int(as_uint(v110) + as_uint(as_int(as_uint(v144) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))] = v134;
                                }
                            }
                            if (!(as_int(as_uint(v111) + as_uint(1)) >= v26))
                            {
                                const int v145 = shared6[as_int(as_uint(v111) + as_uint(1))];
                                if (!(v109))
                                {
                                    view4[as_int(as_uint(as_int(as_uint(v110) + as_uint(as_int(as_uint(v145) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))] = v135;
                                }
                            }
                            if (!(as_int(as_uint(v111) + as_uint(2)) >= v26))
                            {
                                const int v146 = shared6[as_int(as_uint(v111) + as_uint(2))];
                                if (!(v109))
                                {
                                    view4[as_int(as_uint(as_int(as_uint(v110) + as_uint(as_int(as_uint(v146) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))] = v136;
                                }
                            }
                            if (!(as_int(as_uint(v111) + as_uint(3)) >= v26))
                            {
                                const int v147 = shared6[as_int(as_uint(v111) + as_uint(3))];
                                if (!(v109))
                                {
                                    view4[as_int(as_uint(as_int(as_uint(v110) + as_uint(as_int(as_uint(v147) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))] = v137;
                                }
                            }
                            v111 = as_int(as_uint(v111) + as_uint(4));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v107 = as_int(as_uint(v107) + as_uint(32));
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            v30 = as_int(as_uint(scalar12) + as_uint(v30));
            continue;
        }
        else
        {
            break;
        }
    }
}
