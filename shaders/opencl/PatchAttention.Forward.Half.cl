// Written by 'gpuformer emit'; change the kernel and run it again.
// PatchAttention.Forward(sharedWidth=16, keys=64, queryVectors=1, tileKeys=4, tileColumns=4, partKeys=64, several=0, keepsTerms=0) of half qkv, y, terms

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(16, 1, 1)))
void gf_PatchAttention_Forward_sharedWidth_16__keys_64__queryVectors_1__tileKeys_4__tileColumns_4__partKeys_64__several_0__keepsTerms_0__of_half_qkv__y__terms(
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
    __local float shared10[272];
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
    int v17 = v12;
    int v18 = as_int(as_uint((int)get_local_id(0)) - as_uint(as_int(as_uint(v12) * as_uint(v0))));
    int v19 = 0;
    while (true)
    {
        if (v19 < scalar8)
        {
            const int v20 = min(scalar9, as_int(as_uint(scalar8) - as_uint(v19)));
            int v21 = v17;
            int v22 = v18;
            int v23 = 0;
            int v24;
            int v25;
            while (true)
            {
                if (v23 < v20)
                {
                    const int v26 = as_int(as_uint(v23) + as_uint((int)get_local_id(0)));
                    if (!(v26 >= v20))
                    {
                        shared7[v26] = as_int(as_uint(v13) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v21) * as_uint(2))) * as_uint(scalar4))) + as_uint(as_int(as_uint(v22) * as_uint(2))))) * as_uint(3))) * as_uint(scalar5))));
                    }
                    const int v27 = as_int(as_uint(v15) + as_uint(v22));
                    const int v28 = as_int(as_uint(v14) + as_uint(v21));
                    int v29;
                    int v30;
                    if (as_int(as_uint(v27) + as_uint(16)) < v0)
                    {
                        v29 = v28;
                        v30 = as_int(as_uint(v27) + as_uint(16));
                    }
                    else
                    {
                        v29 = as_int(as_uint(v28) + as_uint(1));
                        v30 = as_int(as_uint(as_int(as_uint(v16) + as_uint(v22))) + as_uint(16));
                    }
                    v21 = v29;
                    v22 = v30;
                    v23 = as_int(as_uint(v23) + as_uint(16));
                    continue;
                }
                else
                {
                    v24 = v21;
                    v25 = v22;
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            const float v31 = shared3[(int)get_local_id(0)];
            int v32 = 0;
            float v33 = v31;
            float v34;
            while (true)
            {
                if (v32 < v20)
                {
                    const int v35 = shared7[min(v32, as_int(as_uint(v20) + as_uint(-1)))];
                    const int v36 = shared7[min(as_int(as_uint(v32) + as_uint(1)), as_int(as_uint(v20) + as_uint(-1)))];
                    const int v37 = shared7[min(as_int(as_uint(v32) + as_uint(2)), as_int(as_uint(v20) + as_uint(-1)))];
                    const int v38 = shared7[min(as_int(as_uint(v32) + as_uint(3)), as_int(as_uint(v20) + as_uint(-1)))];
                    int v39 = 0;
                    int v40 = 0;
                    float v41 = 0.0f;
                    float v42 = 0.0f;
                    float v43 = 0.0f;
                    float v44 = 0.0f;
                    float v45;
                    float v46;
                    float v47;
                    float v48;
                    while (true)
                    {
                        if (v40 < scalar7)
                        {
                            const float v49 = shared6[as_int(as_uint(v39) + as_uint((int)get_local_id(0)))];
                            const float v50 = vload_half(as_int(as_uint(v35) + as_uint(v40)), (__global const half *)view0);
                            const float v51 = vload_half(as_int(as_uint(v36) + as_uint(v40)), (__global const half *)view0);
                            const float v52 = vload_half(as_int(as_uint(v37) + as_uint(v40)), (__global const half *)view0);
                            const float v53 = vload_half(as_int(as_uint(v38) + as_uint(v40)), (__global const half *)view0);
                            v39 = as_int(as_uint(v39) + as_uint(16));
                            v40 = as_int(as_uint(v40) + as_uint(1));
                            v41 = fma(v50, v49, v41);
                            v42 = fma(v51, v49, v42);
                            v43 = fma(v52, v49, v43);
                            v44 = fma(v53, v49, v44);
                            continue;
                        }
                        else
                        {
                            v45 = v41;
                            v46 = v42;
                            v47 = v43;
                            v48 = v44;
                            break;
                        }
                    }
                    const int v54 = as_int(as_uint(as_int(as_uint(v32) * as_uint(16))) + as_uint((int)get_local_id(0)));
                    shared8[v54] = v45;
                    shared8[as_int(as_uint(v54) + as_uint(16))] = v46;
                    shared8[as_int(as_uint(v54) + as_uint(32))] = v47;
                    shared8[as_int(as_uint(v54) + as_uint(48))] = v48;
                    v32 = as_int(as_uint(v32) + as_uint(4));
                    v33 = gf_max(gf_max(gf_max(gf_max(v33, v45), v46), v47), v48);
                    continue;
                }
                else
                {
                    v34 = v33;
                    break;
                }
            }
            shared9[(int)get_local_id(0)] = v34;
            const float v55 = shared9[(int)get_local_id(0)];
            float v56 = 0.0f;
            int v57 = 0;
            int v58 = 0;
            float v59;
            while (true)
            {
                if (v58 < v20)
                {
                    const int v60 = as_int(as_uint(v57) + as_uint((int)get_local_id(0)));
                    const float v61 = shared8[v60];
                    const float v62 = gf_max(-87.0f, (v61 - v55));
                    const float v63 = fma(v62, 1.442695f, 12582912.0f);
                    const float v64 = fma(v62, 1.442695f, (12582912.0f - v63));
                    const float v65 = as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v64, 0.0013264727f, 0.009671513f), v64, 0.055507336f), v64, 0.24022242f), v64, 0.693147f), v64, 1.0f))) + as_uint((as_int(v63) << 23))));
                    shared8[v60] = v65;
                    v56 = v56 + v65;
                    v57 = as_int(as_uint(v57) + as_uint(16));
                    v58 = as_int(as_uint(v58) + as_uint(1));
                    continue;
                }
                else
                {
                    v59 = v56;
                    break;
                }
            }
            shared3[(int)get_local_id(0)] = v55;
            shared4[(int)get_local_id(0)] = v59;
            int v66 = 0;
            while (true)
            {
                if (v66 < v20)
                {
                    const int v67 = as_int(as_uint(v66) * as_uint(16));
                    const int v68 = min(as_int(as_uint(v66) + as_uint(64)), v20);
                    const bool v69 = v66 <= 0;
                    int v70 = 0;
                    while (true)
                    {
                        if (v70 < scalar7)
                        {
                            const int v71 = as_int(as_uint(scalar5) + as_uint(v70));
                            int v72 = v67;
                            int v73 = v66;
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
                                if (v73 < v68)
                                {
                                    const int v82 = shared7[v73];
                                    const float v83 = shared8[as_int(as_uint(v72) + as_uint((int)get_local_id(0)))];
                                    const int v84 = as_int(as_uint(v71) + as_uint(v82));
                                    const float v85 = vload_half(v84, (__global const half *)view0);
                                    const float v86 = vload_half(as_int(as_uint(v84) + as_uint(1)), (__global const half *)view0);
                                    const float v87 = vload_half(as_int(as_uint(v84) + as_uint(2)), (__global const half *)view0);
                                    const float v88 = vload_half(as_int(as_uint(v84) + as_uint(3)), (__global const half *)view0);
                                    v72 = as_int(as_uint(v72) + as_uint(16));
                                    v73 = as_int(as_uint(v73) + as_uint(1));
                                    v74 = fma(v85, v83, v74);
                                    v75 = fma(v86, v83, v75);
                                    v76 = fma(v87, v83, v76);
                                    v77 = fma(v88, v83, v77);
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
                            const int v89 = as_int(as_uint(as_int(as_uint(v70) * as_uint(17))) + as_uint((int)get_local_id(0)));
                            float v90;
                            if (v69)
                            {
                                v90 = v78;
                            }
                            else
                            {
                                const float v91 = shared10[v89];
                                v90 = v78 + v91;
                            }
                            shared10[v89] = v90;
                            float v92;
                            if (v69)
                            {
                                v92 = v79;
                            }
                            else
                            {
                                const float v93 = shared10[as_int(as_uint(v89) + as_uint(17))];
                                v92 = v79 + v93;
                            }
                            shared10[as_int(as_uint(v89) + as_uint(17))] = v92;
                            float v94;
                            if (v69)
                            {
                                v94 = v80;
                            }
                            else
                            {
                                const float v95 = shared10[as_int(as_uint(v89) + as_uint(34))];
                                v94 = v80 + v95;
                            }
                            shared10[as_int(as_uint(v89) + as_uint(34))] = v94;
                            float v96;
                            if (v69)
                            {
                                v96 = v81;
                            }
                            else
                            {
                                const float v97 = shared10[as_int(as_uint(v89) + as_uint(51))];
                                v96 = v81 + v97;
                            }
                            shared10[as_int(as_uint(v89) + as_uint(51))] = v96;
                            v70 = as_int(as_uint(v70) + as_uint(4));
                            continue;
                        }
                        else
                        {
                            break;
                        }
                    }
                    v66 = as_int(as_uint(v66) + as_uint(64));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v17 = v24;
            v18 = v25;
            v19 = as_int(as_uint(scalar9) + as_uint(v19));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v98 = min(16, as_int(as_uint(scalar8) + as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(-16)))));
    const int v99 = as_int(as_uint((int)get_local_id(0)) * as_uint(17));
    int v100 = 0;
    while (true)
    {
        if (v100 < v98)
        {
            const float v101 = shared4[v100];
            const int v102 = shared5[v100];
            const int v103 = as_int(as_uint(v8) + as_uint(as_int(as_uint(v102) * as_uint(scalar5))));
            const float v104 = 1.0f / v101;
            int v105 = 0;
            while (true)
            {
                if (v105 < scalar7)
                {
                    const int v106 = min(v105, as_int(as_uint(scalar7) + as_uint(-16)));
                    const float v107 = shared10[as_int(as_uint(as_int(as_uint(v100) + as_uint(as_int(as_uint(v106) * as_uint(17))))) + as_uint(v99))];
                    vstore_half_rte((v104 * v107), as_int(as_uint(as_int(as_uint(v103) + as_uint(v106))) + as_uint((int)get_local_id(0))), (__global half *)view1);
                    v105 = as_int(as_uint(v105) + as_uint(16));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v100 = as_int(as_uint(v100) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
