// Written by 'gpuformer emit'; change the kernel and run it again.
// PatchAttention.Forward(sharedWidth=16, keys=64, queryVectors=1, tileKeys=4, tileQueries=4, tileChannels=1, several=0, keepsTerms=0) of half qkv, y, terms

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(16, 1, 1)))
void gf_PatchAttention_Forward_sharedWidth_16__keys_64__queryVectors_1__tileKeys_4__tileQueries_4__tileChannels_1__several_0__keepsTerms_0__of_half_qkv__y__terms(
    __global const ushort *buffer0, int offset0, int length0 /* qkv */,
    __global ushort *buffer1, int offset1, int length1 /* y */,
    __global const ushort *buffer2, int offset2, int length2 /* terms */,
    int scalar3 /* sizes.H */,
    int scalar4 /* sizes.W */,
    int scalar5 /* sizes.D */,
    int scalar6 /* sizes.Heads */,
    int scalar7 /* sizes.Width */,
    int scalar8 /* sizes.Patches */,
    int scalar9 /* sizes.Block */,
    float scalar10 /* scale */)
{
    __global const ushort *restrict view0 = buffer0 + offset0;
    __global ushort *restrict view1 = buffer1 + offset1;
    __global const ushort *restrict view2 = buffer2 + offset2;
    __local float shared3[16];
    __local float shared4[16];
    __local int shared5[16];
    __local float shared6[256];
    __local int shared7[64];
    __local float shared8[1024];
    __local float shared9[16];
    shared3[(int)get_local_id(0)] = -3.4E+38f;
    shared4[(int)get_local_id(0)] = 0.0f;
    const int v0 = scalar4 / 2;
    const int v1 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(16))) + as_uint((int)get_local_id(0))), as_int(as_uint(scalar8) + as_uint(-1)));
    const int v2 = gf_div(v1, v0);
    const int v3 = as_int(as_uint(as_int(as_uint(v2) * as_uint(2))) * as_uint(scalar4));
    const int v4 = as_int(as_uint(as_int(as_uint(v1) - as_uint(as_int(as_uint(v2) * as_uint(v0))))) * as_uint(2));
    const int v5 = gf_div((int)get_group_id(1), scalar6);
    const int v6 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3))) * as_uint(scalar4))) + as_uint(as_int(as_uint((v5 / 2)) * as_uint(scalar4))))) + as_uint((v5 % 2)));
    shared5[(int)get_local_id(0)] = as_int(as_uint(as_int(as_uint(v6) + as_uint(v4))) + as_uint(v3));
    const int v7 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(v3))) * as_uint(3))) * as_uint(scalar5));
    const int v8 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v5) * as_uint(scalar6))))) * as_uint(scalar7));
    const int v9 = as_int(as_uint(v8) + as_uint(as_int(as_uint(as_int(as_uint(v6) * as_uint(3))) * as_uint(scalar5))));
    int v10 = 0;
    while (true)
    {
        if (v10 < scalar7)
        {
            const float v11 = vload_half(as_int(as_uint(as_int(as_uint(v9) + as_uint(v10))) + as_uint(v7)), (__global const half *)view0);
            shared6[as_int(as_uint(as_int(as_uint(v10) * as_uint(16))) + as_uint((int)get_local_id(0)))] = (scalar10 * v11);
            v10 = as_int(as_uint(v10) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    const int v12 = gf_div((int)get_local_id(0), v0);
    const int v13 = as_int(as_uint(v9) + as_uint(scalar5));
    const int v14 = gf_div(16, v0);
    const int v15 = as_int(0u - as_uint(as_int(as_uint(v14) * as_uint(v0))));
    const int v16 = as_int(as_uint(v15) - as_uint(v0));
    const int v17 = min(16, as_int(as_uint(scalar8) + as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(-16)))));
    int v18 = v12;
    int v19 = as_int(as_uint((int)get_local_id(0)) - as_uint(as_int(as_uint(v12) * as_uint(v0))));
    int v20 = 0;
    while (true)
    {
        if (v20 < scalar8)
        {
            const int v21 = min(scalar9, as_int(as_uint(scalar8) - as_uint(v20)));
            int v22 = v18;
            int v23 = v19;
            int v24 = 0;
            int v25;
            int v26;
            while (true)
            {
                if (v24 < v21)
                {
                    const int v27 = as_int(as_uint(v24) + as_uint((int)get_local_id(0)));
                    if (!(v27 >= v21))
                    {
                        shared7[v27] = as_int(as_uint(v13) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v22) * as_uint(2))) * as_uint(scalar4))) + as_uint(as_int(as_uint(v23) * as_uint(2))))) * as_uint(3))) * as_uint(scalar5))));
                    }
                    const int v28 = as_int(as_uint(v15) + as_uint(v23));
                    const int v29 = as_int(as_uint(v14) + as_uint(v22));
                    int v30;
                    int v31;
                    if (as_int(as_uint(v28) + as_uint(16)) < v0)
                    {
                        v30 = v29;
                        v31 = as_int(as_uint(v28) + as_uint(16));
                    }
                    else
                    {
                        v30 = as_int(as_uint(v29) + as_uint(1));
                        v31 = as_int(as_uint(as_int(as_uint(v16) + as_uint(v23))) + as_uint(16));
                    }
                    v22 = v30;
                    v23 = v31;
                    v24 = as_int(as_uint(v24) + as_uint(16));
                    continue;
                }
                else
                {
                    v25 = v22;
                    v26 = v23;
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            const float v32 = shared3[(int)get_local_id(0)];
            int v33 = 0;
            float v34 = v32;
            float v35;
            while (true)
            {
                if (v33 < v21)
                {
                    const int v36 = shared7[min(v33, as_int(as_uint(v21) + as_uint(-1)))];
                    const int v37 = shared7[min(as_int(as_uint(v33) + as_uint(1)), as_int(as_uint(v21) + as_uint(-1)))];
                    const int v38 = shared7[min(as_int(as_uint(v33) + as_uint(2)), as_int(as_uint(v21) + as_uint(-1)))];
                    const int v39 = shared7[min(as_int(as_uint(v33) + as_uint(3)), as_int(as_uint(v21) + as_uint(-1)))];
                    int v40 = 0;
                    int v41 = 0;
                    float v42 = 0.0f;
                    float v43 = 0.0f;
                    float v44 = 0.0f;
                    float v45 = 0.0f;
                    float v46;
                    float v47;
                    float v48;
                    float v49;
                    while (true)
                    {
                        if (v41 < scalar7)
                        {
                            const float v50 = shared6[as_int(as_uint(v40) + as_uint((int)get_local_id(0)))];
                            const float v51 = vload_half(as_int(as_uint(v36) + as_uint(v41)), (__global const half *)view0);
                            const float v52 = vload_half(as_int(as_uint(v37) + as_uint(v41)), (__global const half *)view0);
                            const float v53 = vload_half(as_int(as_uint(v38) + as_uint(v41)), (__global const half *)view0);
                            const float v54 = vload_half(as_int(as_uint(v39) + as_uint(v41)), (__global const half *)view0);
                            v40 = as_int(as_uint(v40) + as_uint(16));
                            v41 = as_int(as_uint(v41) + as_uint(1));
                            v42 = fma(v51, v50, v42);
                            v43 = fma(v52, v50, v43);
                            v44 = fma(v53, v50, v44);
                            v45 = fma(v54, v50, v45);
                            continue;
                        }
                        else
                        {
                            v46 = v42;
                            v47 = v43;
                            v48 = v44;
                            v49 = v45;
                            break;
                        }
                    }
                    const int v55 = as_int(as_uint(as_int(as_uint(v33) * as_uint(16))) + as_uint((int)get_local_id(0)));
                    shared8[v55] = v46;
                    shared8[as_int(as_uint(v55) + as_uint(16))] = v47;
                    shared8[as_int(as_uint(v55) + as_uint(32))] = v48;
                    shared8[as_int(as_uint(v55) + as_uint(48))] = v49;
                    v33 = as_int(as_uint(v33) + as_uint(4));
                    v34 = gf_max(gf_max(gf_max(gf_max(v34, v46), v47), v48), v49);
                    continue;
                }
                else
                {
                    v35 = v34;
                    break;
                }
            }
            shared9[(int)get_local_id(0)] = v35;
            const float v56 = shared9[(int)get_local_id(0)];
            float v57 = 0.0f;
            int v58 = 0;
            int v59 = 0;
            float v60;
            while (true)
            {
                if (v59 < v21)
                {
                    const int v61 = as_int(as_uint(v58) + as_uint((int)get_local_id(0)));
                    const float v62 = shared8[v61];
                    const float v63 = gf_max(-104.0f, gf_min(89.0f, (v62 - v56)));
                    const float v64 = fma(v63, 1.442695f, 12582912.0f);
                    const int v65 = as_int(v64);
                    const int v66 = as_int(as_uint(v65) + as_uint(-1262485504)) >> 1;
                    const float v67 = v64 - 12582912.0f;
                    const float v68 = fma(v67, -0.69314575f, v63);
                    const float v69 = fma(v67, -1.4286068E-06f, v68);
                    const float v70 = (fma(fma(fma(fma(fma(fma(v69, 0.0013814532f, 0.008368745f), v69, 0.041668393f), v69, 0.16666521f), v69, 0.49999994f), v69, 1.0f), v69, 1.0f) * as_float((as_int(as_uint(v66) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v65) - as_uint(v66))) + as_uint(-1262485377)) << 23));
                    shared8[v61] = v70;
                    v57 = v57 + v70;
                    v58 = as_int(as_uint(v58) + as_uint(16));
                    v59 = as_int(as_uint(v59) + as_uint(1));
                    continue;
                }
                else
                {
                    v60 = v57;
                    break;
                }
            }
            shared3[(int)get_local_id(0)] = v56;
            shared4[(int)get_local_id(0)] = v60;
            shared9[(int)get_local_id(0)] = (1.0f / v60);
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            int v71 = 0;
            while (true)
            {
                if (v71 < scalar7)
                {
                    const int v72 = min(v71, as_int(as_uint(scalar7) + as_uint(-16)));
                    const int v73 = as_int(as_uint(scalar5) + as_uint(v72));
                    const int v74 = as_int(as_uint(v8) + as_uint(v72));
                    int v75 = 0;
                    while (true)
                    {
                        if (v75 < v17)
                        {
                            int v76 = v75;
                            int v77 = 0;
                            float v78 = 0.0f;
                            float v79 = 0.0f;
                            float v80 = 0.0f;
                            float v81 = 0.0f;
                            float v82;
                            float v83;
                            float v84;
                            float v85;
                            while (true)
                            {
                                if (v77 < v21)
                                {
                                    const int v86 = shared7[v77];
                                    const float v87 = vload_half(as_int(as_uint(as_int(as_uint(v73) + as_uint(v86))) + as_uint((int)get_local_id(0))), (__global const half *)view0);
                                    const float v88 = shared8[v76];
                                    const float v89 = shared8[as_int(as_uint(v76) + as_uint(1))];
                                    const float v90 = shared8[as_int(as_uint(v76) + as_uint(2))];
                                    const float v91 = shared8[as_int(as_uint(v76) + as_uint(3))];
                                    v76 = as_int(as_uint(v76) + as_uint(16));
                                    v77 = as_int(as_uint(v77) + as_uint(1));
                                    v78 = fma(v88, v87, v78);
                                    v79 = fma(v89, v87, v79);
                                    v80 = fma(v90, v87, v80);
                                    v81 = fma(v91, v87, v81);
                                    continue;
                                }
                                else
                                {
                                    v82 = v78;
                                    v83 = v79;
                                    v84 = v80;
                                    v85 = v81;
                                    break;
                                }
                            }
                            if (!(v75 >= v17))
                            {
                                const int v92 = shared5[v75];
                                const float v93 = shared9[v75];
                                vstore_half_rte((v93 * v82), as_int(as_uint(as_int(as_uint(v74) + as_uint(as_int(as_uint(v92) * as_uint(scalar5))))) + as_uint((int)get_local_id(0))), (__global half *)view1);
                            }
                            if (!(as_int(as_uint(v75) + as_uint(1)) >= v17))
                            {
                                const int v94 = shared5[as_int(as_uint(v75) + as_uint(1))];
                                const float v95 = shared9[as_int(as_uint(v75) + as_uint(1))];
                                vstore_half_rte((v95 * v83), as_int(as_uint(as_int(as_uint(v74) + as_uint(as_int(as_uint(v94) * as_uint(scalar5))))) + as_uint((int)get_local_id(0))), (__global half *)view1);
                            }
                            if (!(as_int(as_uint(v75) + as_uint(2)) >= v17))
                            {
                                const int v96 = shared5[as_int(as_uint(v75) + as_uint(2))];
                                const float v97 = shared9[as_int(as_uint(v75) + as_uint(2))];
                                vstore_half_rte((v97 * v84), as_int(as_uint(as_int(as_uint(v74) + as_uint(as_int(as_uint(v96) * as_uint(scalar5))))) + as_uint((int)get_local_id(0))), (__global half *)view1);
                            }
                            if (!(as_int(as_uint(v75) + as_uint(3)) >= v17))
                            {
                                const int v98 = shared5[as_int(as_uint(v75) + as_uint(3))];
                                const float v99 = shared9[as_int(as_uint(v75) + as_uint(3))];
                                vstore_half_rte((v99 * v85), as_int(as_uint(as_int(as_uint(v74) + as_uint(as_int(as_uint(v98) * as_uint(scalar5))))) + as_uint((int)get_local_id(0))), (__global half *)view1);
                            }
                            v75 = as_int(as_uint(v75) + as_uint(4));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v71 = as_int(as_uint(v71) + as_uint(16));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v18 = v25;
            v19 = v26;
            v20 = as_int(as_uint(scalar9) + as_uint(v20));
            continue;
        }
        else
        {
            break;
        }
    }
}
