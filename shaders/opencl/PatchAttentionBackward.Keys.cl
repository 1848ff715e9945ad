// Written by 'gpuformer emit'; change the kernel and run it again.
// PatchAttentionBackward.Keys(sharedWidth=36, queries=32, keyVectors=1, tileQueries=2, tileKeys=2, tileChannels=1, several=1)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_PatchAttentionBackward_Keys_sharedWidth_36__queries_32__keyVectors_1__tileQueries_2__tileKeys_2__tileChannels_1__several_1_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* qkv */,
    __global const float *buffer2, int offset2, int length2 /* terms */,
    __global const float *buffer3, int offset3, int length3 /* dq */,
    __global const float *buffer4, int offset4, int length4 /* products */,
    __global float *buffer5, int offset5, int length5 /* dqkv */,
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
    __global const float *restrict view4 = buffer4 + offset4;
    __global float *restrict view5 = buffer5 + offset5;
    __local int shared6[32];
    __local float shared7[1152];
    __local float shared8[1152];
    __local int shared9[32];
    __local float shared10[1024];
    __local float shared11[1024];
    const int v0 = scalar7 / 2;
    const int v1 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(32))) + as_uint((int)get_local_id(0))), as_int(as_uint(scalar11) + as_uint(-1)));
    const int v2 = gf_div(v1, v0);
    const int v3 = as_int(as_uint(as_int(as_uint(v2) * as_uint(2))) * as_uint(scalar7));
    const int v4 = as_int(as_uint(as_int(as_uint(v1) - as_uint(as_int(as_uint(v2) * as_uint(v0))))) * as_uint(2));
    const int v5 = gf_div((int)get_group_id(1), scalar9);
    const int v6 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) * as_uint(scalar7))) + as_uint(as_int(as_uint((v5 / 2)) * as_uint(scalar7))))) + as_uint((v5 % 2)));
    shared6[(int)get_local_id(0)] = as_int(as_uint(as_int(as_uint(v6) + as_uint(v4))) + as_uint(v3));
    const int v7 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(v3))) * as_uint(3))) * as_uint(scalar8));
    const int v8 = as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v5) * as_uint(scalar9))));
    const int v9 = as_int(as_uint(v8) * as_uint(scalar10));
    const int v10 = as_int(as_uint(v9) + as_uint(as_int(as_uint(as_int(as_uint(v6) * as_uint(3))) * as_uint(scalar8))));
    const int v11 = as_int(as_uint(v10) + as_uint(scalar8));
    const int v12 = as_int(as_uint(scalar8) * as_uint(2));
    const int v13 = as_int(as_uint(v10) + as_uint(v12));
    int v14 = 0;
    while (true)
    {
        if (v14 < scalar10)
        {
            const float v15 = view1[as_int(as_uint(as_int(as_uint(v11) + as_uint(v14))) + as_uint(v7))];
            const int v16 = as_int(as_uint(as_int(as_uint(v14) * as_uint(32))) + as_uint((int)get_local_id(0)));
            shared7[v16] = (scalar13 * v15);
            const float v17 = view1[as_int(as_uint(as_int(as_uint(v13) + as_uint(v14))) + as_uint(v7))];
            shared8[v16] = v17;
            v14 = as_int(as_uint(v14) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    const int v18 = as_int(as_uint((int)get_local_id(0)) * as_uint(2));
    const int v19 = as_int(as_uint(v8) + as_uint(scalar9));
    const int v20 = min(32, as_int(as_uint(scalar11) + as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(-32)))));
    const int v21 = as_int(as_uint(v9) + as_uint(scalar8));
    const int v22 = as_int(as_uint(v9) + as_uint(v12));
    int v23 = 0;
    while (true)
    {
        if (v23 < scalar11)
        {
            const int v24 = min(scalar12, as_int(as_uint(scalar11) - as_uint(v23)));
            const int v25 = as_int(as_uint(v6) + as_uint(as_int(as_uint(v23) * as_uint(2))));
            int v26 = 0;
            while (true)
            {
                if (v26 < v24)
                {
                    const int v27 = as_int(as_uint(v26) + as_uint((int)get_local_id(0)));
                    if (!(v27 >= v24))
                    {
                        const int v28 = gf_div(as_int(as_uint(as_int(as_uint(v23) + as_uint(v26))) + as_uint((int)get_local_id(0))), v0);
                        shared9[v27] = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v25) + as_uint(as_int(as_uint(v26) * as_uint(2))))) + as_uint(v18))) + as_uint(as_int(as_uint(as_int(as_uint(v28) * as_uint(v0))) * as_uint(-2))))) + as_uint(as_int(as_uint(as_int(as_uint(v28) * as_uint(2))) * as_uint(scalar7))));
                    }
                    v26 = as_int(as_uint(v26) + as_uint(32));
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            int v29 = 0;
            while (true)
            {
                if (v29 < v24)
                {
                    const int v30 = min(v29, as_int(as_uint(v24) + as_uint(-1)));
                    const int v31 = shared9[v30];
                    const int v32 = min(as_int(as_uint(v29) + as_uint(1)), as_int(as_uint(v24) + as_uint(-1)));
                    const int v33 = shared9[v32];
                    const int v34 = as_int(as_uint(v9) + as_uint(as_int(as_uint(as_int(as_uint(v31) * as_uint(3))) * as_uint(scalar8))));
                    const int v35 = as_int(as_uint(v9) + as_uint(as_int(as_uint(v31) * as_uint(scalar8))));
                    const int v36 = as_int(as_uint(v9) + as_uint(as_int(as_uint(as_int(as_uint(v33) * as_uint(3))) * as_uint(scalar8))));
                    const int v37 = as_int(as_uint(v9) + as_uint(as_int(as_uint(v33) * as_uint(scalar8))));
                    int v38 = 0;
                    int v39 = 0;
                    float v40 = 0.0f;
                    float v41 = 0.0f;
                    float v42 = 0.0f;
                    float v43 = 0.0f;
                    float v44;
                    float v45;
                    float v46;
                    float v47;
                    while (true)
                    {
                        if (v39 < scalar10)
                        {
                            const int v48 = as_int(as_uint(v38) + as_uint((int)get_local_id(0)));
                            const float v49 = shared7[v48];
                            const float v50 = shared8[v48];
                            const float v51 = view1[as_int(as_uint(v34) + as_uint(v39))];
                            const float v52 = view0[as_int(as_uint(v35) + as_uint(v39))];
                            const float v53 = view1[as_int(as_uint(v36) + as_uint(v39))];
                            const float v54 = view0[as_int(as_uint(v37) + as_uint(v39))];
                            v38 = as_int(as_uint(v38) + as_uint(32));
                            v39 = as_int(as_uint(v39) + as_uint(1));
                            v40 = fma(v51, v49, v40);
                            v41 = fma(v53, v49, v41);
                            v42 = fma(v52, v50, v42);
                            v43 = fma(v54, v50, v43);
                            continue;
                        }
                        else
                        {
                            v44 = v40;
                            v45 = v41;
                            v46 = v42;
                            v47 = v43;
                            break;
                        }
                    }
                    const int v55 = shared9[v30];
                    const int v56 = as_int(as_uint(as_int(as_uint(v55) * as_uint(2))) * as_uint(scalar9));
                    const float v57 = view2[as_int(as_uint(v8) + as_uint(v56))];
                    const float v58 = gf_max(-104.0f, gf_min(89.0f, (v44 - v57)));
                    const float v59 = fma(v58, 1.442695f, 12582912.0f);
                    const float v60 = v59 - 12582912.0f;
                    const float v61 = fma(v60, -0.69314575f, v58);
                    const float v62 = fma(v60, -1.4286068E-06f, v61);
                    const float v63 = view2[as_int(as_uint(v19) + as_uint(v56))];
                    const float v64 = view4[as_int(as_uint(v8) + as_uint(as_int(as_uint(v55) * as_uint(scalar9))))];
                    const int v65 = as_int(as_uint(as_int(as_uint(v29) * as_uint(32))) + as_uint((int)get_local_id(0)));
                    const int v66 = as_int(v59);
                    const int v67 = as_int(as_uint(v66) + as_uint(-1262485504)) >> 1;
                    const float v68 = (1.0f / v63) * ((fma(fma(fma(fma(fma(fma(v62, 0.0013814532f, 0.008368745f), v62, 0.041668393f), v62, 0.16666521f), v62, 0.49999994f), v62, 1.0f), v62, 1.0f) * as_float((as_int(as_uint(v67) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v66) - as_uint(v67))) + as_uint(-1262485377)) << 23)));
                    shared10[v65] = v68;
                    shared11[v65] = ((scalar13 * v68) * (v46 - v64));
                    const int v69 = shared9[v32];
                    const int v70 = as_int(as_uint(as_int(as_uint(v69) * as_uint(2))) * as_uint(scalar9));
                    const float v71 = view2[as_int(as_uint(v8) + as_uint(v70))];
                    const float v72 = gf_max(-104.0f, gf_min(89.0f, (v45 - v71)));
                    const float v73 = fma(v72, 1.442695f, 12582912.0f);
                    const float v74 = v73 - 12582912.0f;
                    const float v75 = fma(v74, -0.69314575f, v72);
                    const float v76 = fma(v74, -1.4286068E-06f, v75);
                    const float v77 = view2[as_int(as_uint(v19) + as_uint(v70))];
                    const float v78 = view4[as_int(as_uint(v8) + as_uint(as_int(as_uint(v69) * as_uint(scalar9))))];
                    const int v79 = as_int(v73);
                    const int v80 = as_int(as_uint(v79) + as_uint(-1262485504)) >> 1;
                    const float v81 = (1.0f / v77) * ((fma(fma(fma(fma(fma(fma(v76, 0.0013814532f, 0.008368745f), v76, 0.041668393f), v76, 0.16666521f), v76, 0.49999994f), v76, 1.0f), v76, 1.0f) * as_float((as_int(as_uint(v80) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v79) - as_uint(v80))) + as_uint(-1262485377)) << 23)));
                    shared10[as_int(as_uint(v65) + as_uint(32))] = v81;
                    shared11[as_int(as_uint(v65) + as_uint(32))] = ((scalar13 * v81) * (v47 - v78));
                    v29 = as_int(as_uint(v29) + as_uint(2));
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            const bool v82 = v23 <= 0;
            int v83 = 0;
            while (true)
            {
                if (v83 < scalar10)
                {
                    const int v84 = min(v83, as_int(as_uint(scalar10) + as_uint(-32)));
                    const int v85 = as_int(as_uint(v9) + as_uint(v84));
                    const bool v86 = as_int(as_uint(v85) + as_uint((int)get_local_id(0))) < as_int(as_uint(v9) + as_uint(v83));
                    const int v87 = as_int(as_uint(v21) + as_uint(v84));
                    const int v88 = as_int(as_uint(v22) + as_uint(v84));
                    int v89 = 0;
                    while (true)
                    {
                        if (v89 < v20)
                        {
                            float v90;
                            float v91;
                            if (v82)
                            {
                                v90 = 0.0f;
                                v91 = 0.0f;
                            }
                            else
                            {
                                float v92;
                                float v93;
                                if (v86)
                                {
                                    v92 = 0.0f;
                                    v93 = 0.0f;
                                }
                                else
                                {
                                    const int v94 = shared6[v89];
                                    const int v95 = as_int(as_uint(as_int(as_uint(v94) * as_uint(3))) * as_uint(scalar8));
                                    const float v96 = view5[as_int(as_uint(as_int(as_uint(v87) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                                    const float v97 = view5[as_int(as_uint(as_int(as_uint(v88) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                                    v92 = v96;
                                    v93 = v97;
                                }
                                v90 = v92;
                                v91 = v93;
                            }
                            float v98;
                            float v99;
                            if (v82)
                            {
                                v98 = 0.0f;
                                v99 = 0.0f;
                            }
                            else
                            {
                                float v100;
                                float v101;
                                if (v86)
                                {
                                    v100 = 0.0f;
                                    v101 = 0.0f;
                                }
                                else
                                {
                                    const int v102 = shared6[as_int(as_uint(v89) + as_uint(1))];
                                    const int v103 = as_int(as_uint(as_int(as_uint(v102) * as_uint(3))) * as_uint(scalar8));
                                    const float v104 = view5[as_int(as_uint(as_int(as_uint(v87) + as_uint(v103))) + as_uint((int)get_local_id(0)))];
                                    const float v105 = view5[as_int(as_uint(as_int(as_uint(v88) + as_uint(v103))) + as_uint((int)get_local_id(0)))];
                                    v100 = v104;
                                    v101 = v105;
                                }
                                v98 = v100;
                                v99 = v101;
                            }
                            int v106 = v89;
                            int v107 = 0;
                            float v108 = v90;
                            float v109 = v98;
                            float v110 = v91;
                            float v111 = v99;
                            float v112;
                            float v113;
                            float v114;
                            float v115;
                            while (true)
                            {
                                if (v107 < v24)
                                {
                                    const int v116 = shared9[v107];
                                    const float v117 = view1[as_int(as_uint(as_int(as_uint(v85) + as_uint(as_int(as_uint(as_int(as_uint(v116) * as_uint(3))) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
                                    const float v118 = view0[as_int(as_uint(as_int(as_uint(v85) + as_uint(as_int(as_uint(v116) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
                                    const float v119 = shared11[v106];
                                    const float v120 = shared10[v106];
                                    const float v121 = shared11[as_int(as_uint(v106) + as_uint(1))];
                                    const float v122 = shared10[as_int(as_uint(v106) + as_uint(1))];
                                    v106 = as_int(as_uint(v106) + as_uint(32));
                                    v107 = as_int(as_uint(v107) + as_uint(1));
                                    v108 = fma(v119, v117, v108);
                                    v109 = fma(v121, v117, v109);
                                    v110 = fma(v120, v118, v110);
                                    v111 = fma(v122, v118, v111);
                                    continue;
                                }
                                else
                                {
                                    v112 = v108;
                                    v113 = v109;
                                    v114 = v110;
                                    v115 = v111;
                                    break;
                                }
                            }
                            if (!(v89 >= v20))
                            {
                                if (!(v86))
                                {
                                    const int v123 = shared6[v89];
                                    const int v124 = shared6[v89];
                                    const float v125 = view3[as_int(as_uint(as_int(as_uint(v85) + as_uint(as_int(as_uint(v124) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
                                    const int v126 = as_int(as_uint(as_int(as_uint(v123) * as_uint(3))) * as_uint(scalar8));
                                    view5[as_int(as_uint(as_int(as_uint(v85) + as_uint(v126))) + as_uint((int)get_local_id(0)))] = v125;
                                    view5[as_int(as_uint(as_int(as_uint(v87) + as_uint(v126))) + as_uint((int)get_local_id(0)))] = v112;
                                    view5[as_int(as_uint(as_int(as_uint(v88) + as_uint(v126))) + as_uint((int)get_local_id(0)))] = v114;
                                }
                            }
                            if (!(as_int(as_uint(v89) + as_uint(1)) >= v20))
                            {
                                if (!(v86))
                                {
                                    const int v127 = shared6[as_int(as_uint(v89) + as_uint(1))];
                                    const int v128 = shared6[as_int(as_uint(v89) + as_uint(1))];
                                    const float v129 = view3[as_int(as_uint(as_int(as_uint(v85) + as_uint(as_int(as_uint(v128) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
                                    const int v130 = as_int(as_uint(as_int(as_uint(v127) * as_uint(3))) * as_uint(scalar8));
                                    view5[as_int(as_uint(as_int(as_uint(v85) + as_uint(v130))) + as_uint((int)get_local_id(0)))] = v129;
                                    view5[as_int(as_uint(as_int(as_uint(v87) + as_uint(v130))) + as_uint((int)get_local_id(0)))] = v113;
                                    view5[as_int(as_uint(as_int(as_uint(v88) + as_uint(v130))) + as_uint((int)get_local_id(0)))] = v115;
                                }
                            }
                            v89 = as_int(as_uint(v89) + as_uint(2));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v83 = as_int(as_uint(v83) + as_uint(32));
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            v23 = as_int(as_uint(scalar12) + as_uint(v23));
            continue;
        }
        else
        {
            break;
        }
    }
}
