// Written by 'gpuformer emit'; change the kernel and run it again.
// PatchAttention.Forward(sharedWidth=16, keys=64, queryVectors=1, tileKeys=4, tileQueries=4, tileChannels=1, several=0, keepsTerms=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(16, 1, 1)))
void gf_PatchAttention_Forward_sharedWidth_16__keys_64__queryVectors_1__tileKeys_4__tileQueries_4__tileChannels_1__several_0__keepsTerms_0_(
    __global const float *buffer0, int offset0, int length0 /* qkv */,
    __global float *buffer1, int offset1, int length1 /* y */,
    __global const float *buffer2, int offset2, int length2 /* terms */,
    int scalar3 /* sizes.H */,
    int scalar4 /* sizes.W */,
    int scalar5 /* sizes.D */,
    int scalar6 /* sizes.Heads */,
    int scalar7 /* sizes.Width */,
    int scalar8 /* sizes.Patches */,
    int scalar9 /* sizes.Block */,
    float scalar10 /* scale */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
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
            const float v11 = view0[as_int(as_uint(as_int(as_uint(v9) + as_uint(v10))) + as_uint(v7))];
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
                            const float v51 = view0[as_int(as_uint(v36) + as_uint(v41))];
                            const float v52 = view0[as_int(as_uint(v37) + as_uint(v41))];
                            const float v53 = view0[as_int(as_uint(v38) + as_uint(v41))];
                            const float v54 = view0[as_int(as_uint(v39) + as_uint(v41))];
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
                    const float v63 = gf_max(-87.0f, (v62 - v56));
                    const float v64 = fma(v63, 1.442695f, 12582912.0f);
                    const float v65 = fma(v63, 1.442695f, (12582912.0f - v64));
                    const float v66 = as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v65, 0.0013264727f, 0.009671513f), v65, 0.055507336f), v65, 0.24022242f), v65, 0.693147f), v65, 1.0f))) + as_uint((as_int(v64) << 23))));
                    shared8[v61] = v66;
                    v57 = v57 + v66;
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
            int v67 = 0;
            while (true)
            {
                if (v67 < scalar7)
                {
                    const int v68 = min(v67, as_int(as_uint(scalar7) + as_uint(-16)));
                    const int v69 = as_int(as_uint(scalar5) + as_uint(v68));
                    const int v70 = as_int(as_uint(v8) + as_uint(v68));
                    int v71 = 0;
                    while (true)
                    {
                        if (v71 < v17)
                        {
                            int v72 = v71;
                            int v73 = 0;
                            float v74 = 0.0f;
                            float v75 = 0.0f;
                            float v76 = 0.0f;
                            float v77 = 0.0f;
                            float v78;
                            float v79;
                            float v80;
                            float v81;
                            while (true)
                            {
                                if (v73 < v21)
                                {
                                    const int v82 = shared7[v73];
                                    const float v83 = view0[as_int(as_uint(as_int(as_uint(v69) + as_uint(v82))) + as_uint((int)get_local_id(0)))];
                                    const float v84 = shared8[v72];
                                    const float v85 = shared8[as_int(as_uint(v72) + as_uint(1))];
                                    const float v86 = shared8[as_int(as_uint(v72) + as_uint(2))];
                                    const float v87 = shared8[as_int(as_uint(v72) + as_uint(3))];
                                    v72 = as_int(as_uint(v72) + as_uint(16));
                                    v73 = as_int(as_uint(v73) + as_uint(1));
                                    v74 = fma(v84, v83, v74);
                                    v75 = fma(v85, v83, v75);
                                    v76 = fma(v86, v83, v76);
                                    v77 = fma(v87, v83, v77);
                                    continue;
                                }
                                else
                                {
                                    v78 = v74;
                                    v79 = v75;
                                    v80 = v76;
                                    v81 = v77;
                                    break;
                                }
                            }
                            if (!(v71 >= v17))
                            {
                                const int v88 = shared5[v71];
                                const float v89 = shared9[v71];
                                view1[as_int(as_uint(as_int(as_uint(v70) + as_uint(as_int(as_uint(v88) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))] = (v89 * v78);
                            }
                            if (!(as_int(as_uint(v71) + as_uint(1)) >= v17))
                            {
                                const int v90 = shared5[as_int(as_uint(v71) + as_uint(1))];
                                const float v91 = shared9[as_int(as_uint(v71) + as_uint(1))];
                                view1[as_int(as_uint(as_int(as_uint(v70) + as_uint(as_int(as_uint(v90) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))] = (v91 * v79);
                            }
                            if (!(as_int(as_uint(v71) + as_uint(2)) >= v17))
                            {
                                const int v92 = shared5[as_int(as_uint(v71) + as_uint(2))];
                                const float v93 = shared9[as_int(as_uint(v71) + as_uint(2))];
                                view1[as_int(as_uint(as_int(as_uint(v70) + as_uint(as_int(as_uint(v92) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))] = (v93 * v80);
                            }
                            if (!(as_int(as_uint(v71) + as_uint(3)) >= v17))
                            {
                                const int v94 = shared5[as_int(as_uint(v71) + as_uint(3))];
                                const float v95 = shared9[as_int(as_uint(v71) + as_uint(3))];
                                view1[as_int(as_uint(as_int(as_uint(v70) + as_uint(as_int(as_uint(v94) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))] = (v95 * v81);
                            }
                            v71 = as_int(as_uint(v71) + as_uint(4));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v67 = as_int(as_uint(v67) + as_uint(16));
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
