// Written by 'gpuformer emit'; change the kernel and run it again.
// FormerToMobile.Forward(tokens=3, heads=2, sharedChannels=16)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_FormerToMobile_Forward_tokens_3__heads_2__sharedChannels_16_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* kv */,
    __global float *buffer2, int offset2, int length2 /* y */,
    int scalar3 /* pixels */,
    int scalar4 /* run */,
    int scalar5 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    __local float shared3[128];
    __local float shared4[512];
    __local float shared5[192];
    const int v0 = (min((int)get_local_id(0), 2) * 2) * scalar5;
    const int v1 = (((int)get_group_id(2) * 3) * 2) * scalar5;
    int v2 = 0;
    while (true)
    {
        if (v2 < scalar5)
        {
            const float v3 = view1[((v1 + v2) + v0)];
            shared3[((v2 * 8) + (int)get_local_id(0))] = v3;
            v2 = v2 + 1;
            continue;
        }
        else
        {
            break;
        }
    }
    const int v4 = (int)get_group_id(0) * scalar4;
    const int v5 = min((v4 + scalar4), scalar3);
    const int v6 = scalar5 / 2;
    const int v7 = ((int)get_group_id(2) * scalar3) * scalar5;
    const int v8 = (int)get_local_id(0) * 8;
    const int v9 = v1 + scalar5;
    const int v10 = v1 + (scalar5 * 3);
    const int v11 = v1 + (scalar5 * 5);
    int v12 = v4;
    while (true)
    {
        if (v12 < v5)
        {
            const int v13 = min(32, (v5 - v12));
            const int v14 = v7 + (v12 * scalar5);
            int v15 = 0;
            while (true)
            {
                if (v15 < 2)
                {
                    const int v16 = v15 * v6;
                    const int v17 = v16 * 8;
                    const int v18 = v14 + v16;
                    const int v19 = v15 * 8;
                    int v20 = 0;
                    while (true)
                    {
                        if (v20 < v13)
                        {
                            const int v21 = v18 + (min(v20, (v13 + -1)) * scalar5);
                            const int v22 = v18 + (min((v20 + 1), (v13 + -1)) * scalar5);
                            const int v23 = v18 + (min((v20 + 2), (v13 + -1)) * scalar5);
                            const int v24 = v18 + (min((v20 + 3), (v13 + -1)) * scalar5);
                            const int v25 = v18 + (min((v20 + 4), (v13 + -1)) * scalar5);
                            const int v26 = v18 + (min((v20 + 5), (v13 + -1)) * scalar5);
                            const int v27 = v18 + (min((v20 + 6), (v13 + -1)) * scalar5);
                            const int v28 = v18 + (min((v20 + 7), (v13 + -1)) * scalar5);
                            int v29 = v17;
                            int v30 = 0;
                            float v31 = 0.0f;
                            float v32 = 0.0f;
                            float v33 = 0.0f;
                            float v34 = 0.0f;
                            float v35 = 0.0f;
                            float v36 = 0.0f;
                            float v37 = 0.0f;
                            float v38 = 0.0f;
                            float v39;
                            float v40;
                            float v41;
                            float v42;
                            float v43;
                            float v44;
                            float v45;
                            float v46;
                            while (true)
                            {
                                if (v30 < v6)
                                {
                                    const float v47 = shared3[(v29 + (int)get_local_id(0))];
                                    const float v48 = view0[(v21 + v30)];
                                    const float v49 = view0[(v22 + v30)];
                                    const float v50 = view0[(v23 + v30)];
                                    const float v51 = view0[(v24 + v30)];
                                    const float v52 = view0[(v25 + v30)];
                                    const float v53 = view0[(v26 + v30)];
                                    const float v54 = view0[(v27 + v30)];
                                    const float v55 = view0[(v28 + v30)];
                                    v29 = v29 + 8;
                                    v30 = v30 + 1;
                                    v31 = fma(v48, v47, v31);
                                    v32 = fma(v49, v47, v32);
                                    v33 = fma(v50, v47, v33);
                                    v34 = fma(v51, v47, v34);
                                    v35 = fma(v52, v47, v35);
                                    v36 = fma(v53, v47, v36);
                                    v37 = fma(v54, v47, v37);
                                    v38 = fma(v55, v47, v38);
                                    continue;
                                }
                                else
                                {
                                    v39 = v31;
                                    v40 = v32;
                                    v41 = v33;
                                    v42 = v34;
                                    v43 = v35;
                                    v44 = v36;
                                    v45 = v37;
                                    v46 = v38;
                                    break;
                                }
                            }
                            const int v56 = (v19 + (v20 * 16)) + (int)get_local_id(0);
                            shared4[v56] = v39;
                            shared4[(v56 + 16)] = v40;
                            shared4[(v56 + 32)] = v41;
                            shared4[(v56 + 48)] = v42;
                            shared4[(v56 + 64)] = v43;
                            shared4[(v56 + 80)] = v44;
                            shared4[(v56 + 96)] = v45;
                            shared4[(v56 + 112)] = v46;
                            v20 = v20 + 8;
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v15 = v15 + 1;
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            const int v57 = v13 * 2;
            int v58 = 0;
            while (true)
            {
                if (v58 < v57)
                {
                    const int v59 = (v58 * 8) + v8;
                    const float v60 = shared4[v59];
                    const float v61 = shared4[(v59 + 1)];
                    const float v62 = shared4[(v59 + 2)];
                    const int v63 = v58 + (int)get_local_id(0);
                    const float v64 = gf_max(gf_max(gf_max(-3.4E+38f, v60), v61), v62);
                    const float v65 = gf_max(-104.0f, gf_min(89.0f, (v62 - v64)));
                    const float v66 = fma(v65, 1.442695f, 12582912.0f);
                    const int v67 = as_int(v66);
                    const int v68 = (v67 + -1262485504) >> 1;
                    const float v69 = v66 - 12582912.0f;
                    const float v70 = fma(v69, -1.4286068E-06f, fma(v69, -0.69314575f, v65));
                    const float v71 = (fma(fma(fma(fma(fma(fma(v70, 0.0013814532f, 0.008368745f), v70, 0.041668393f), v70, 0.16666521f), v70, 0.49999994f), v70, 1.0f), v70, 1.0f) * as_float(((v68 + 127) << 23))) * as_float((((v67 - v68) + -1262485377) << 23));
                    const float v72 = gf_max(-104.0f, gf_min(89.0f, (v61 - v64)));
                    const float v73 = fma(v72, 1.442695f, 12582912.0f);
                    const int v74 = as_int(v73);
                    const int v75 = (v74 + -1262485504) >> 1;
                    const float v76 = v73 - 12582912.0f;
                    const float v77 = fma(v76, -1.4286068E-06f, fma(v76, -0.69314575f, v72));
                    const float v78 = (fma(fma(fma(fma(fma(fma(v77, 0.0013814532f, 0.008368745f), v77, 0.041668393f), v77, 0.16666521f), v77, 0.49999994f), v77, 1.0f), v77, 1.0f) * as_float(((v75 + 127) << 23))) * as_float((((v74 - v75) + -1262485377) << 23));
                    const float v79 = gf_max(-104.0f, gf_min(89.0f, (v60 - v64)));
                    const float v80 = fma(v79, 1.442695f, 12582912.0f);
                    const int v81 = as_int(v80);
                    const int v82 = (v81 + -1262485504) >> 1;
                    const float v83 = v80 - 12582912.0f;
                    const float v84 = fma(v83, -1.4286068E-06f, fma(v83, -0.69314575f, v79));
                    const float v85 = (fma(fma(fma(fma(fma(fma(v84, 0.0013814532f, 0.008368745f), v84, 0.041668393f), v84, 0.16666521f), v84, 0.49999994f), v84, 1.0f), v84, 1.0f) * as_float(((v82 + 127) << 23))) * as_float((((v81 - v82) + -1262485377) << 23));
                    const float v86 = 1.0f / (((0.0f + v85) + v78) + v71);
                    shared5[v63] = (v85 * v86);
                    shared5[(v63 + 64)] = (v78 * v86);
                    shared5[(v63 + 128)] = (v71 * v86);
                    v58 = v58 + 8;
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            int v87 = 0;
            while (true)
            {
                if (v87 < scalar5)
                {
                    const int v88 = min(v87, (scalar5 + -8));
                    const float v89 = view1[((v9 + v88) + (int)get_local_id(0))];
                    const float v90 = view1[((v10 + v88) + (int)get_local_id(0))];
                    const float v91 = view1[((v11 + v88) + (int)get_local_id(0))];
                    const int v92 = gf_div((v88 + 7), v6);
                    const int v93 = gf_div(v88, v6);
                    const int v94 = v14 + v88;
                    if (v93 != v92)
                    {
                        const bool v95 = (v88 + (int)get_local_id(0)) < (v92 * v6);
                        int v96 = v94;
                        int v97 = 0;
                        while (true)
                        {
                            if (v97 < v13)
                            {
                                const int v98 = v96 + (int)get_local_id(0);
                                const float v99 = view0[v98];
                                const int v100 = v97 * 2;
                                const int v101 = v93 + v100;
                                const float v102 = shared5[v101];
                                const int v103 = v92 + v100;
                                const float v104 = shared5[v103];
                                const float v105 = shared5[(v101 + 64)];
                                const float v106 = shared5[(v103 + 64)];
                                const float v107 = shared5[(v101 + 128)];
                                const float v108 = shared5[(v103 + 128)];
                                view2[v98] = fma((v95 ? v107 : v108), v91, fma((v95 ? v105 : v106), v90, fma((v95 ? v102 : v104), v89, v99)));
                                v96 = scalar5 + v96;
                                v97 = v97 + 1;
                                continue;
                            }
                            else
                            {
                                break;
                            }
                        }
                    }
                    else
                    {
                        int v109 = v94;
                        int v110 = 0;
                        while (true)
                        {
                            if (v110 < v13)
                            {
                                const int v111 = v109 + (int)get_local_id(0);
                                const float v112 = view0[v111];
                                const int v113 = v93 + (v110 * 2);
                                const float v114 = shared5[v113];
                                const float v115 = shared5[(v113 + 64)];
                                const float v116 = shared5[(v113 + 128)];
                                view2[v111] = fma(v116, v91, fma(v115, v90, fma(v114, v89, v112)));
                                v109 = scalar5 + v109;
                                v110 = v110 + 1;
                                continue;
                            }
                            else
                            {
                                break;
                            }
                        }
                    }
                    v87 = v87 + 8;
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            v12 = v12 + 32;
            continue;
        }
        else
        {
            break;
        }
    }
}
