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
                    const int v58 = as_int(as_uint(as_int(as_uint(v36) * as_uint(32))) + as_uint((int)get_local_id(0)));
                    const float v59 = gf_max(-104.0f, gf_min(89.0f, (v47 - v24)));
                    const float v60 = fma(v59, 1.442695f, 12582912.0f);
                    const int v61 = as_int(v60);
                    const int v62 = as_int(as_uint(v61) + as_uint(-1262485504)) >> 1;
                    const float v63 = v60 - 12582912.0f;
                    const float v64 = fma(v63, -0.69314575f, v59);
                    const float v65 = fma(v63, -1.4286068E-06f, v64);
                    const float v66 = gf_max(-104.0f, gf_min(89.0f, (v48 - v24)));
                    const float v67 = fma(v66, 1.442695f, 12582912.0f);
                    const float v68 = v67 - 12582912.0f;
                    const float v69 = fma(v68, -0.69314575f, v66);
                    const float v70 = fma(v68, -1.4286068E-06f, v69);
                    shared10[v58] = ((v29 * ((fma(fma(fma(fma(fma(fma(v65, 0.0013814532f, 0.008368745f), v65, 0.041668393f), v65, 0.16666521f), v65, 0.49999994f), v65, 1.0f), v65, 1.0f) * as_float((as_int(as_uint(v62) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v61) - as_uint(v62))) + as_uint(-1262485377)) << 23)))) * (v49 - v16));
                    const int v71 = as_int(v67);
                    const int v72 = as_int(as_uint(v71) + as_uint(-1262485504)) >> 1;
                    shared10[as_int(as_uint(v58) + as_uint(32))] = ((v29 * ((fma(fma(fma(fma(fma(fma(v70, 0.0013814532f, 0.008368745f), v70, 0.041668393f), v70, 0.16666521f), v70, 0.49999994f), v70, 1.0f), v70, 1.0f) * as_float((as_int(as_uint(v72) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v71) - as_uint(v72))) + as_uint(-1262485377)) << 23)))) * (v50 - v16));
                    v36 = as_int(as_uint(v36) + as_uint(2));
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            const bool v73 = v30 <= 0;
            int v74 = 0;
            while (true)
            {
                if (v74 < scalar10)
                {
                    const int v75 = min(v74, as_int(as_uint(scalar10) + as_uint(-32)));
                    const bool v76 = as_int(as_uint(v75) + as_uint((int)get_local_id(0))) < v74;
                    const int v77 = as_int(as_uint(v10) + as_uint(v75));
                    int v78 = 0;
                    while (true)
                    {
                        if (v78 < v26)
                        {
                            float v79;
                            if (v73)
                            {
                                v79 = 0.0f;
                            }
                            else
                            {
                                float v80;
                                if (v76)
                                {
                                    v80 = 0.0f;
                                }
                                else
                                {
                                    const int v81 = shared6[v78];
                                    const float v82 = view4[as_int(as_uint(as_int(as_uint(v77) + as_uint(as_int(as_uint(v81) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
                                    v80 = v82;
                                }
                                v79 = v80;
                            }
                            float v83;
                            if (v73)
                            {
                                v83 = 0.0f;
                            }
                            else
                            {
                                float v84;
                                if (v76)
                                {
                                    v84 = 0.0f;
                                }
                                else
                                {
                                    const int v85 = shared6[as_int(as_uint(v78) + as_uint(1))];
                                    const float v86 = view4[as_int(as_uint(as_int(as_uint(v77) + as_uint(as_int(as_uint(v85) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
                                    v84 = v86;
                                }
                                v83 = v84;
                            }
                            float v87;
                            if (v73)
                            {
                                v87 = 0.0f;
                            }
                            else
                            {
                                float v88;
                                if (v76)
                                {
                                    v88 = 0.0f;
                                }
                                else
                                {
                                    const int v89 = shared6[as_int(as_uint(v78) + as_uint(2))];
                                    const float v90 = view4[as_int(as_uint(as_int(as_uint(v77) + as_uint(as_int(as_uint(v89) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
                                    v88 = v90;
                                }
                                v87 = v88;
                            }
                            float v91;
                            if (v73)
                            {
                                v91 = 0.0f;
                            }
                            else
                            {
                                float v92;
                                if (v76)
                                {
                                    v92 = 0.0f;
                                }
                                else
                                {
                                    const int v93 = shared6[as_int(as_uint(v78) + as_uint(3))];
                                    const float v94 = view4[as_int(as_uint(as_int(as_uint(v77) + as_uint(as_int(as_uint(v93) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
                                    v92 = v94;
                                }
                                v91 = v92;
                            }
                            int v95 = v78;
                            int v96 = 0;
                            float v97 = v79;
                            float v98 = v83;
                            float v99 = v87;
                            float v100 = v91;
                            float v101;
                            float v102;
                            float v103;
                            float v104;
                            while (true)
                            {
                                if (v96 < v31)
                                {
                                    const int v105 = shared9[v96];
                                    const float v106 = view2[as_int(as_uint(as_int(as_uint(v75) + as_uint(v105))) + as_uint((int)get_local_id(0)))];
                                    const float v107 = shared10[v95];
                                    const float v108 = shared10[as_int(as_uint(v95) + as_uint(1))];
                                    const float v109 = shared10[as_int(as_uint(v95) + as_uint(2))];
                                    const float v110 = shared10[as_int(as_uint(v95) + as_uint(3))];
                                    v95 = as_int(as_uint(v95) + as_uint(32));
                                    v96 = as_int(as_uint(v96) + as_uint(1));
                                    v97 = fma(v107, v106, v97);
                                    v98 = fma(v108, v106, v98);
                                    v99 = fma(v109, v106, v99);
                                    v100 = fma(v110, v106, v100);
                                    continue;
                                }
                                else
                                {
                                    v101 = v97;
                                    v102 = v98;
                                    v103 = v99;
                                    v104 = v100;
                                    break;
                                }
                            }
                            if (!(v78 >= v26))
                            {
                                const int v111 = shared6[v78];
                                if (!(v76))
                                {
                                    view4[as_int(as_uint(as_int(as_uint(v77) + as_uint(as_int(as_uint(v111) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))] = v101;
                                }
                            }
                            if (!(as_int(as_uint(v78) + as_uint(1)) >= v26))
                            {
                                const int v112 = shared6[as_int(as_uint(v78) + as_uint(1))];
                                if (!(v76))
                                {
                                    view4[as_int(as_uint(as_int(as_uint(v77) + as_uint(as_int(as_uint(v112) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))] = v102;
                                }
                            }
                            if (!(as_int(as_uint(v78) + as_uint(2)) >= v26))
                            {
                                const int v113 = shared6[as_int(as_uint(v78) + as_uint(2))];
                                if (!(v76))
                                {
                                    view4[as_int(as_uint(as_int(as_uint(v77) + as_uint(as_int(as_uint(v113) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))] = v103;
                                }
                            }
                            if (!(as_int(as_uint(v78) + as_uint(3)) >= v26))
                            {
                                const int v114 = shared6[as_int(as_uint(v78) + as_uint(3))];
                                if (!(v76))
                                {
                                    view4[as_int(as_uint(as_int(as_uint(v77) + as_uint(as_int(as_uint(v114) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))] = v104;
                                }
                            }
                            v78 = as_int(as_uint(v78) + as_uint(4));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v74 = as_int(as_uint(v74) + as_uint(32));
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
