// Written by 'gpuformer emit'; change the kernel and run it again.
// MobileToFormer.Merge(heads=2, tile=1, sharedChunks=16, gated=1)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 16, 1)))
void gf_MobileToFormer_Merge_heads_2__tile_1__sharedChunks_16__gated_1_(
    __global const float *buffer0, int offset0, int length0 /* partial */,
    __global const float *buffer1, int offset1, int length1 /* qAlpha */,
    __global float *buffer2, int offset2, int length2 /* y */,
    int scalar3 /* chunks */,
    int scalar4 /* M */,
    int scalar5 /* C */,
    int scalar6 /* run */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    __local float shared3[16];
    __local float shared4[32];
    __local float shared5[128];
    const int v0 = as_int(as_uint(as_int(as_uint(scalar5) * as_uint(scalar4))) + as_uint(as_int(as_uint(scalar4) * as_uint(4))));
    const int v1 = as_int(as_uint(scalar4) * as_uint(scalar5));
    const int v2 = as_int(as_uint(v0) * as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3))));
    const int v3 = as_int(as_uint(as_int(as_uint(v2) + as_uint(v1))) + as_uint((int)get_group_id(1)));
    float v4 = -3.4E+38f;
    int v5 = 0;
    float v6;
    while (true)
    {
        if (v5 < scalar3)
        {
            const float v7 = view0[as_int(as_uint(v3) + as_uint(as_int(as_uint(v0) * as_uint(min(as_int(as_uint(v5) + as_uint((int)get_local_id(0))), as_int(as_uint(scalar3) + as_uint(-1)))))))];
            v4 = gf_max(v4, v7);
            v5 = as_int(as_uint(v5) + as_uint(8));
            continue;
        }
        else
        {
            v6 = v4;
            break;
        }
    }
    shared3[(int)get_local_id(0)] = v6;
    const int v8 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar4) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_group_id(1)));
    float v9 = -3.4E+38f;
    int v10 = 0;
    float v11;
    while (true)
    {
        if (v10 < scalar3)
        {
            const float v12 = view0[as_int(as_uint(v8) + as_uint(as_int(as_uint(v0) * as_uint(min(as_int(as_uint(v10) + as_uint((int)get_local_id(0))), as_int(as_uint(scalar3) + as_uint(-1)))))))];
            v9 = gf_max(v9, v12);
            v10 = as_int(as_uint(v10) + as_uint(8));
            continue;
        }
        else
        {
            v11 = v9;
            break;
        }
    }
    shared3[as_int(as_uint((int)get_local_id(0)) + as_uint(8))] = v11;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const float v13 = shared3[0];
    const float v14 = shared3[1];
    const float v15 = shared3[2];
    const float v16 = shared3[3];
    const float v17 = shared3[4];
    const float v18 = shared3[5];
    const float v19 = shared3[6];
    const float v20 = shared3[7];
    const float v21 = shared3[8];
    const float v22 = shared3[9];
    const float v23 = shared3[10];
    const float v24 = shared3[11];
    const float v25 = shared3[12];
    const float v26 = shared3[13];
    const float v27 = shared3[14];
    const float v28 = shared3[15];
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const float v29 = gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(-3.4E+38f, v13), v14), v15), v16), v17), v18), v19), v20);
    const int v30 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar4) * as_uint(2))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_group_id(1)));
    float v31 = 0.0f;
    int v32 = 0;
    float v33;
    while (true)
    {
        if (v32 < scalar3)
        {
            const int v34 = as_int(as_uint(v32) + as_uint((int)get_local_id(0)));
            const int v35 = as_int(as_uint(v0) * as_uint(min(v34, as_int(as_uint(scalar3) + as_uint(-1)))));
            float v36;
            if (v34 < scalar3)
            {
                const float v37 = view0[as_int(as_uint(v3) + as_uint(v35))];
                const float v38 = gf_max(-104.0f, gf_min(89.0f, (v37 - v29)));
                const float v39 = fma(v38, 1.442695f, 12582912.0f);
                const int v40 = as_int(v39);
                const int v41 = as_int(as_uint(v40) + as_uint(-1262485504)) >> 1;
                const float v42 = v39 - 12582912.0f;
                const float v43 = fma(v42, -0.69314575f, v38);
                const float v44 = fma(v42, -1.4286068E-06f, v43);
                v36 = (fma(fma(fma(fma(fma(fma(v44, 0.0013814532f, 0.008368745f), v44, 0.041668393f), v44, 0.16666521f), v44, 0.49999994f), v44, 1.0f), v44, 1.0f) * as_float((as_int(as_uint(v41) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v40) - as_uint(v41))) + as_uint(-1262485377)) << 23));
            }
            else
            {
                v36 = 0.0f;
            }
            shared4[v34] = v36;
            const float v45 = view0[as_int(as_uint(v30) + as_uint(v35))];
            v31 = fma(v36, v45, v31);
            v32 = as_int(as_uint(v32) + as_uint(8));
            continue;
        }
        else
        {
            v33 = v31;
            break;
        }
    }
    shared3[(int)get_local_id(0)] = v33;
    const float v46 = gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(-3.4E+38f, v21), v22), v23), v24), v25), v26), v27), v28);
    const int v47 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar4) * as_uint(3))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_group_id(1)));
    float v48 = 0.0f;
    int v49 = 0;
    float v50;
    while (true)
    {
        if (v49 < scalar3)
        {
            const int v51 = as_int(as_uint(v49) + as_uint((int)get_local_id(0)));
            const int v52 = as_int(as_uint(v0) * as_uint(min(v51, as_int(as_uint(scalar3) + as_uint(-1)))));
            float v53;
            if (v51 < scalar3)
            {
                const float v54 = view0[as_int(as_uint(v8) + as_uint(v52))];
                const float v55 = gf_max(-104.0f, gf_min(89.0f, (v54 - v46)));
                const float v56 = fma(v55, 1.442695f, 12582912.0f);
                const int v57 = as_int(v56);
                const int v58 = as_int(as_uint(v57) + as_uint(-1262485504)) >> 1;
                const float v59 = v56 - 12582912.0f;
                const float v60 = fma(v59, -0.69314575f, v55);
                const float v61 = fma(v59, -1.4286068E-06f, v60);
                v53 = (fma(fma(fma(fma(fma(fma(v61, 0.0013814532f, 0.008368745f), v61, 0.041668393f), v61, 0.16666521f), v61, 0.49999994f), v61, 1.0f), v61, 1.0f) * as_float((as_int(as_uint(v58) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v57) - as_uint(v58))) + as_uint(-1262485377)) << 23));
            }
            else
            {
                v53 = 0.0f;
            }
            shared4[as_int(as_uint(v51) + as_uint(16))] = v53;
            const float v62 = view0[as_int(as_uint(v47) + as_uint(v52))];
            v48 = fma(v53, v62, v48);
            v49 = as_int(as_uint(v49) + as_uint(8));
            continue;
        }
        else
        {
            v50 = v48;
            break;
        }
    }
    shared3[as_int(as_uint((int)get_local_id(0)) + as_uint(8))] = v50;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const float v63 = shared3[0];
    const float v64 = shared3[1];
    const float v65 = shared3[2];
    const float v66 = shared3[3];
    const float v67 = shared3[4];
    const float v68 = shared3[5];
    const float v69 = shared3[6];
    const float v70 = shared3[7];
    const float v71 = shared3[8];
    const float v72 = shared3[9];
    const float v73 = shared3[10];
    const float v74 = shared3[11];
    const float v75 = shared3[12];
    const float v76 = shared3[13];
    const float v77 = shared3[14];
    const float v78 = shared3[15];
    const int v79 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar6));
    const int v80 = min(as_int(as_uint(v79) + as_uint(scalar6)), scalar5);
    const int v81 = scalar5 / 2;
    const int v82 = as_int(as_uint(v2) + as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar5))));
    const int v83 = as_int(as_uint(as_int(as_uint((int)get_local_id(1)) * as_uint(8))) + as_uint((int)get_local_id(0)));
    const bool v84 = (int)get_local_id(1) != 0;
    const float v85 = (((((((0.0f + v71) + v72) + v73) + v74) + v75) + v76) + v77) + v78;
    const float v86 = (((((((0.0f + v63) + v64) + v65) + v66) + v67) + v68) + v69) + v70;
    const int v87 = as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))));
    const int v88 = as_int(as_uint(scalar5) + as_uint(as_int(as_uint(as_int(as_uint(v87) * as_uint(2))) * as_uint(scalar5))));
    const int v89 = as_int(as_uint(v87) * as_uint(scalar5));
    int v90 = v79;
    while (true)
    {
        if (v90 < v80)
        {
            const int v91 = min(v90, as_int(as_uint(scalar5) + as_uint(-8)));
            const bool v92 = as_int(as_uint(v91) + as_uint((int)get_local_id(0))) >= v81;
            const int v93 = as_int(as_uint(v82) + as_uint(v91));
            int v94 = (int)get_local_id(1);
            float v95 = 0.0f;
            float v96;
            while (true)
            {
                if (v94 < scalar3)
                {
                    const float v97 = shared4[v94];
                    float v98;
                    if (v92)
                    {
                        const float v99 = shared4[as_int(as_uint(v94) + as_uint(16))];
                        v98 = v99;
                    }
                    else
                    {
                        v98 = v97;
                    }
                    const float v100 = view0[as_int(as_uint(as_int(as_uint(v93) + as_uint(as_int(as_uint(v0) * as_uint(v94))))) + as_uint((int)get_local_id(0)))];
                    v94 = as_int(as_uint(v94) + as_uint(16));
                    v95 = fma(v98, v100, v95);
                    continue;
                }
                else
                {
                    v96 = v95;
                    break;
                }
            }
            shared5[v83] = v96;
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            int v101 = 0;
            float v102 = 0.0f;
            float v103;
            while (true)
            {
                if (v101 < 16)
                {
                    const float v104 = shared5[as_int(as_uint(as_int(as_uint(v101) * as_uint(8))) + as_uint((int)get_local_id(0)))];
                    v101 = as_int(as_uint(v101) + as_uint(1));
                    v102 = v102 + v104;
                    continue;
                }
                else
                {
                    v103 = v102;
                    break;
                }
            }
            if (!(v84))
            {
                float v105;
                if (v92)
                {
                    v105 = v85;
                }
                else
                {
                    v105 = v86;
                }
                const float v106 = view1[as_int(as_uint(as_int(as_uint(v88) + as_uint(v91))) + as_uint((int)get_local_id(0)))];
                view2[as_int(as_uint(as_int(as_uint(v89) + as_uint(v91))) + as_uint((int)get_local_id(0)))] = ((v103 / v105) * (2.0f * (gf_min(6.0f, gf_max(0.0f, (v106 + 3.0f))) * 0.16666667f)));
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            v90 = as_int(as_uint(v90) + as_uint(8));
            continue;
        }
        else
        {
            break;
        }
    }
}
