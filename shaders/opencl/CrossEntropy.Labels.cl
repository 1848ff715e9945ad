// Written by 'gpuformer emit'; change the kernel and run it again.
// CrossEntropy.Labels(tile=1)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_int(float a) { return a != a ? 0 : convert_int_sat_rtz(a); }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_CrossEntropy_Labels_tile_1_(
    __global const float *buffer0, int offset0, int length0 /* logits */,
    __global const float *buffer1, int offset1, int length1 /* labels */,
    __global const float *buffer2, int offset2, int length2 /* weights */,
    __global float *buffer3, int offset3, int length3 /* terms */,
    __global float *buffer4, int offset4, int length4 /* dLogits */,
    int scalar5 /* rows */,
    int scalar6 /* block */,
    int scalar7 /* D */,
    float scalar8 /* scale */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    __local float shared5[32];
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar6));
    const int v1 = min(as_int(as_uint(v0) + as_uint(scalar6)), scalar5);
    const int v2 = as_int(as_uint((scalar7 / 32)) * as_uint(32));
    const bool v3 = as_int(as_uint(v2) + as_uint((int)get_local_id(0))) < scalar7;
    float v4 = 0.0f;
    int v5 = v0;
    float v6;
    while (true)
    {
        if (v5 <= as_int(as_uint(v1) + as_uint(-1)))
        {
            const int v7 = as_int(as_uint(min(v5, as_int(as_uint(v1) + as_uint(-1)))) * as_uint(scalar7));
            const float v8 = view0[as_int(as_uint(v7) + as_uint((int)get_local_id(0)))];
            int v9 = 32;
            float v10 = v8;
            float v11;
            while (true)
            {
                if (v9 < v2)
                {
                    const float v12 = view0[as_int(as_uint(as_int(as_uint(v7) + as_uint(v9))) + as_uint((int)get_local_id(0)))];
                    v9 = as_int(as_uint(v9) + as_uint(32));
                    v10 = gf_max(v10, v12);
                    continue;
                }
                else
                {
                    v11 = v10;
                    break;
                }
            }
            const int v13 = as_int(as_uint(as_int(as_uint(v2) + as_uint(v7))) + as_uint((int)get_local_id(0)));
            float v14;
            if (v3)
            {
                const float v15 = view0[v13];
                v14 = gf_max(v11, v15);
            }
            else
            {
                v14 = v11;
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            shared5[(int)get_local_id(0)] = v14;
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            const float v16 = shared5[0];
            const float v17 = shared5[1];
            const float v18 = shared5[2];
            const float v19 = shared5[3];
            const float v20 = shared5[4];
            const float v21 = shared5[5];
            const float v22 = shared5[6];
            const float v23 = shared5[7];
            const float v24 = shared5[8];
            const float v25 = shared5[9];
            const float v26 = shared5[10];
            const float v27 = shared5[11];
            const float v28 = shared5[12];
            const float v29 = shared5[13];
            const float v30 = shared5[14];
            const float v31 = shared5[15];
            const float v32 = shared5[16];
            const float v33 = shared5[17];
            const float v34 = shared5[18];
            const float v35 = shared5[19];
            const float v36 = shared5[20];
            const float v37 = shared5[21];
            const float v38 = shared5[22];
            const float v39 = shared5[23];
            const float v40 = shared5[24];
            const float v41 = shared5[25];
            const float v42 = shared5[26];
            const float v43 = shared5[27];
            const float v44 = shared5[28];
            const float v45 = shared5[29];
            const float v46 = shared5[30];
            const float v47 = shared5[31];
            const float v48 = gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(v16, v17), v18), v19), v20), v21), v22), v23), v24), v25), v26), v27), v28), v29), v30), v31), v32), v33), v34), v35), v36), v37), v38), v39), v40), v41), v42), v43), v44), v45), v46), v47);
            int v49 = 0;
            float v50 = 0.0f;
            float v51;
            while (true)
            {
                if (v49 < v2)
                {
                    const int v52 = as_int(as_uint(as_int(as_uint(v7) + as_uint(v49))) + as_uint((int)get_local_id(0)));
                    const float v53 = view0[v52];
                    const float v54 = gf_min(89.0f, (v53 - v48));
                    const float v55 = gf_max(-104.0f, v54);
                    const float v56 = fma(v55, 1.442695f, 12582912.0f);
                    const int v57 = as_int(v56);
                    const int v58 = as_int(as_uint(v57) + as_uint(-1262485504)) >> 1;
                    const float v59 = v56 - 12582912.0f;
                    const float v60 = fma(v59, -0.69314575f, v55);
                    const float v61 = fma(v59, -1.4286068E-06f, v60);
                    const float v62 = (fma(fma(fma(fma(fma(fma(v61, 0.0013814532f, 0.008368745f), v61, 0.041668393f), v61, 0.16666521f), v61, 0.49999994f), v61, 1.0f), v61, 1.0f) * as_float((as_int(as_uint(v58) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v57) - as_uint(v58))) + as_uint(-1262485377)) << 23));
                    view4[v52] = v62;
                    v49 = as_int(as_uint(v49) + as_uint(32));
                    v50 = v50 + v62;
                    continue;
                }
                else
                {
                    v51 = v50;
                    break;
                }
            }
            float v63;
            if (v3)
            {
                const float v64 = view0[v13];
                const float v65 = gf_min(89.0f, (v64 - v48));
                const float v66 = gf_max(-104.0f, v65);
                const float v67 = fma(v66, 1.442695f, 12582912.0f);
                const int v68 = as_int(v67);
                const int v69 = as_int(as_uint(v68) + as_uint(-1262485504)) >> 1;
                const float v70 = v67 - 12582912.0f;
                const float v71 = fma(v70, -0.69314575f, v66);
                const float v72 = fma(v70, -1.4286068E-06f, v71);
                const float v73 = (fma(fma(fma(fma(fma(fma(v72, 0.0013814532f, 0.008368745f), v72, 0.041668393f), v72, 0.16666521f), v72, 0.49999994f), v72, 1.0f), v72, 1.0f) * as_float((as_int(as_uint(v69) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v68) - as_uint(v69))) + as_uint(-1262485377)) << 23));
                view4[v13] = v73;
                v63 = v51 + v73;
            }
            else
            {
                v63 = v51;
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            shared5[(int)get_local_id(0)] = v63;
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            float v74;
            if (v5 > as_int(as_uint(v1) + as_uint(-1)))
            {
                v74 = v4;
            }
            else
            {
                const float v75 = view2[v5];
                const bool v76 = v75 != 0.0f;
                int v77;
                if (v76)
                {
                    const float v78 = view1[v5];
                    v77 = gf_int(v78);
                }
                else
                {
                    v77 = 0;
                }
                float v79 = 0.0f;
                int v80 = 0;
                float v81;
                while (true)
                {
                    if (v80 < 32)
                    {
                        const float v82 = shared5[v80];
                        v79 = v79 + v82;
                        v80 = as_int(as_uint(v80) + as_uint(1));
                        continue;
                    }
                    else
                    {
                        v81 = v79;
                        break;
                    }
                }
                const int v83 = as_int(v81);
                float v84;
                if ((v83 & 2147483647) >= 2139095040)
                {
                    v84 = v81;
                }
                else
                {
                    const float v85 = as_float(as_int(as_uint((as_int(as_uint(v83) + as_uint(4913933)) & 8388607)) + as_uint(1060439283)));
                    const float v86 = (v85 - 1.0f) / (v85 + 1.0f);
                    const float v87 = v86 * v86;
                    v84 = fma(convert_float_rte(as_int(as_uint((as_int(as_uint(v83) + as_uint(4913933)) >> 23)) + as_uint(-127))), 0.6931472f, fma((v86 * v87), fma(fma(fma(v87, 0.28012002f, 0.28001803f), v87, 0.40021527f), v87, 0.6666642f), (v86 + v86)));
                }
                const int v88 = as_int(as_uint(v5) * as_uint(scalar7));
                const float v89 = view0[as_int(as_uint(v88) + as_uint(v77))];
                const float v90 = scalar8 * v75;
                const float v91 = v90 / v81;
                int v92 = (int)get_local_id(0);
                while (true)
                {
                    if (v92 < scalar7)
                    {
                        const int v93 = as_int(as_uint(v88) + as_uint(v92));
                        const float v94 = view4[v93];
                        float v95;
                        if (v76)
                        {
                            const float v96 = v94 * v91;
                            float v97;
                            if (v92 == v77)
                            {
                                v97 = v96 - v90;
                            }
                            else
                            {
                                v97 = v96;
                            }
                            v95 = v97;
                        }
                        else
                        {
                            v95 = 0.0f;
                        }
                        view4[v93] = v95;
                        v92 = as_int(as_uint(v92) + as_uint(32));
                        continue;
                    }
                    else
                    {
                        break;
                    }
                }
                const float v98 = v84 + (v48 - v89);
                v74 = v4 + (v76 ? (v75 * v98) : 0.0f);
            }
            v4 = v74;
            v5 = as_int(as_uint(v5) + as_uint(1));
            continue;
        }
        else
        {
            v6 = v4;
            break;
        }
    }
    if (!((int)get_local_id(0) != 0))
    {
        view3[(int)get_group_id(0)] = v6;
    }
}
