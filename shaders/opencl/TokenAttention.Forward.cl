// Written by 'gpuformer emit'; change the kernel and run it again.
// TokenAttention.Forward(tokens=3)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_TokenAttention_Forward_tokens_3_(
    __global const float *buffer0, int offset0, int length0 /* q */,
    __global const float *buffer1, int offset1, int length1 /* z */,
    __global float *buffer2, int offset2, int length2 /* y */,
    int scalar3 /* D */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    __local float shared3[9];
    const int v0 = gf_div(scalar3, (int)get_num_groups(0));
    const int v1 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(3))) * as_uint(scalar3))) + as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(v0))));
    const int v2 = as_int(as_uint(v1) + as_uint(scalar3));
    const int v3 = as_int(as_uint(v1) + as_uint(as_int(as_uint(scalar3) * as_uint(2))));
    int v4 = 0;
    while (true)
    {
        if (v4 < 3)
        {
            const int v5 = min(as_int(as_uint(v4) + as_uint((int)get_local_id(0))), 2);
            const int v6 = as_int(as_uint(v5) * as_uint(scalar3));
            int v7 = 0;
            float v8 = 0.0f;
            float v9 = 0.0f;
            float v10 = 0.0f;
            float v11;
            float v12;
            float v13;
            while (true)
            {
                if (v7 < v0)
                {
                    const int v14 = as_int(as_uint(v1) + as_uint(v7));
                    const float v15 = view0[as_int(as_uint(v14) + as_uint(v6))];
                    const float v16 = view1[v14];
                    const float v17 = view1[as_int(as_uint(v2) + as_uint(v7))];
                    const float v18 = view1[as_int(as_uint(v3) + as_uint(v7))];
                    v7 = as_int(as_uint(v7) + as_uint(1));
                    v8 = fma(v16, v15, v8);
                    v9 = fma(v17, v15, v9);
                    v10 = fma(v18, v15, v10);
                    continue;
                }
                else
                {
                    v11 = v8;
                    v12 = v9;
                    v13 = v10;
                    break;
                }
            }
            const int v19 = as_int(as_uint(v5) * as_uint(3));
            const float v20 = gf_max(gf_max(v11, v12), v13);
            const float v21 = gf_max(-104.0f, gf_min(89.0f, (v13 - v20)));
            const float v22 = fma(v21, 1.442695f, 12582912.0f);
            const int v23 = as_int(v22);
            const int v24 = as_int(as_uint(v23) + as_uint(-1262485504)) >> 1;
            const float v25 = v22 - 12582912.0f;
            const float v26 = fma(v25, -0.69314575f, v21);
            const float v27 = fma(v25, -1.4286068E-06f, v26);
            const float v28 = (fma(fma(fma(fma(fma(fma(v27, 0.0013814532f, 0.008368745f), v27, 0.041668393f), v27, 0.16666521f), v27, 0.49999994f), v27, 1.0f), v27, 1.0f) * as_float((as_int(as_uint(v24) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v23) - as_uint(v24))) + as_uint(-1262485377)) << 23));
            const float v29 = gf_max(-104.0f, gf_min(89.0f, (v12 - v20)));
            const float v30 = fma(v29, 1.442695f, 12582912.0f);
            const int v31 = as_int(v30);
            const int v32 = as_int(as_uint(v31) + as_uint(-1262485504)) >> 1;
            const float v33 = v30 - 12582912.0f;
            const float v34 = fma(v33, -0.69314575f, v29);
            const float v35 = fma(v33, -1.4286068E-06f, v34);
            const float v36 = (fma(fma(fma(fma(fma(fma(v35, 0.0013814532f, 0.008368745f), v35, 0.041668393f), v35, 0.16666521f), v35, 0.49999994f), v35, 1.0f), v35, 1.0f) * as_float((as_int(as_uint(v32) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v31) - as_uint(v32))) + as_uint(-1262485377)) << 23));
            const float v37 = gf_max(-104.0f, gf_min(89.0f, (v11 - v20)));
            const float v38 = fma(v37, 1.442695f, 12582912.0f);
            const int v39 = as_int(v38);
            const int v40 = as_int(as_uint(v39) + as_uint(-1262485504)) >> 1;
            const float v41 = v38 - 12582912.0f;
            const float v42 = fma(v41, -0.69314575f, v37);
            const float v43 = fma(v41, -1.4286068E-06f, v42);
            const float v44 = (fma(fma(fma(fma(fma(fma(v43, 0.0013814532f, 0.008368745f), v43, 0.041668393f), v43, 0.16666521f), v43, 0.49999994f), v43, 1.0f), v43, 1.0f) * as_float((as_int(as_uint(v40) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v39) - as_uint(v40))) + as_uint(-1262485377)) << 23));
            const float v45 = 1.0f / (((0.0f + v44) + v36) + v28);
            shared3[v19] = (v44 * v45);
            shared3[as_int(as_uint(v19) + as_uint(1))] = (v36 * v45);
            shared3[as_int(as_uint(v19) + as_uint(2))] = (v28 * v45);
            v4 = as_int(as_uint(v4) + as_uint(8));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    int v46 = 0;
    while (true)
    {
        if (v46 < v0)
        {
            const int v47 = min(v46, as_int(as_uint(v0) + as_uint(-8)));
            const int v48 = as_int(as_uint(as_int(as_uint(v1) + as_uint(v47))) + as_uint((int)get_local_id(0)));
            const float v49 = view1[v48];
            const int v50 = as_int(as_uint(as_int(as_uint(v2) + as_uint(v47))) + as_uint((int)get_local_id(0)));
            const float v51 = view1[v50];
            const int v52 = as_int(as_uint(as_int(as_uint(v3) + as_uint(v47))) + as_uint((int)get_local_id(0)));
            const float v53 = view1[v52];
            const float v54 = shared3[0];
            const float v55 = fma(v54, v49, 0.0f);
            const float v56 = shared3[1];
            const float v57 = fma(v56, v51, v55);
            const float v58 = shared3[2];
            const float v59 = fma(v58, v53, v57);
            view2[v48] = v59;
            const float v60 = shared3[3];
            const float v61 = fma(v60, v49, 0.0f);
            const float v62 = shared3[4];
            const float v63 = fma(v62, v51, v61);
            const float v64 = shared3[5];
            const float v65 = fma(v64, v53, v63);
            view2[v50] = v65;
            const float v66 = shared3[6];
            const float v67 = fma(v66, v49, 0.0f);
            const float v68 = shared3[7];
            const float v69 = fma(v68, v51, v67);
            const float v70 = shared3[8];
            const float v71 = fma(v70, v53, v69);
            view2[v52] = v71;
            v46 = as_int(as_uint(v46) + as_uint(8));
            continue;
        }
        else
        {
            break;
        }
    }
}
