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
            const float v26 = fma(v25, -1.4286068E-06f, fma(v25, -0.69314575f, v21));
            const float v27 = (fma(fma(fma(fma(fma(fma(v26, 0.0013814532f, 0.008368745f), v26, 0.041668393f), v26, 0.16666521f), v26, 0.49999994f), v26, 1.0f), v26, 1.0f) * as_float((as_int(as_uint(v24) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v23) - as_uint(v24))) + as_uint(-1262485377)) << 23));
            const float v28 = gf_max(-104.0f, gf_min(89.0f, (v12 - v20)));
            const float v29 = fma(v28, 1.442695f, 12582912.0f);
            const int v30 = as_int(v29);
            const int v31 = as_int(as_uint(v30) + as_uint(-1262485504)) >> 1;
            const float v32 = v29 - 12582912.0f;
            const float v33 = fma(v32, -1.4286068E-06f, fma(v32, -0.69314575f, v28));
            const float v34 = (fma(fma(fma(fma(fma(fma(v33, 0.0013814532f, 0.008368745f), v33, 0.041668393f), v33, 0.16666521f), v33, 0.49999994f), v33, 1.0f), v33, 1.0f) * as_float((as_int(as_uint(v31) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v30) - as_uint(v31))) + as_uint(-1262485377)) << 23));
            const float v35 = gf_max(-104.0f, gf_min(89.0f, (v11 - v20)));
            const float v36 = fma(v35, 1.442695f, 12582912.0f);
            const int v37 = as_int(v36);
            const int v38 = as_int(as_uint(v37) + as_uint(-1262485504)) >> 1;
            const float v39 = v36 - 12582912.0f;
            const float v40 = fma(v39, -1.4286068E-06f, fma(v39, -0.69314575f, v35));
            const float v41 = (fma(fma(fma(fma(fma(fma(v40, 0.0013814532f, 0.008368745f), v40, 0.041668393f), v40, 0.16666521f), v40, 0.49999994f), v40, 1.0f), v40, 1.0f) * as_float((as_int(as_uint(v38) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v37) - as_uint(v38))) + as_uint(-1262485377)) << 23));
            const float v42 = 1.0f / (((0.0f + v41) + v34) + v27);
            shared3[v19] = (v41 * v42);
            shared3[as_int(as_uint(v19) + as_uint(1))] = (v34 * v42);
            shared3[as_int(as_uint(v19) + as_uint(2))] = (v27 * v42);
            v4 = as_int(as_uint(v4) + as_uint(8));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    int v43 = 0;
    while (true)
    {
        if (v43 < v0)
        {
            const int v44 = min(v43, as_int(as_uint(v0) + as_uint(-8)));
            const int v45 = as_int(as_uint(as_int(as_uint(v1) + as_uint(v44))) + as_uint((int)get_local_id(0)));
            const float v46 = view1[v45];
            const int v47 = as_int(as_uint(as_int(as_uint(v2) + as_uint(v44))) + as_uint((int)get_local_id(0)));
            const float v48 = view1[v47];
            const int v49 = as_int(as_uint(as_int(as_uint(v3) + as_uint(v44))) + as_uint((int)get_local_id(0)));
            const float v50 = view1[v49];
            const float v51 = shared3[0];
            const float v52 = shared3[1];
            const float v53 = shared3[2];
            view2[v45] = fma(v53, v50, fma(v52, v48, fma(v51, v46, 0.0f)));
            const float v54 = shared3[3];
            const float v55 = shared3[4];
            const float v56 = shared3[5];
            view2[v47] = fma(v56, v50, fma(v55, v48, fma(v54, v46, 0.0f)));
            const float v57 = shared3[6];
            const float v58 = shared3[7];
            const float v59 = shared3[8];
            view2[v49] = fma(v59, v50, fma(v58, v48, fma(v57, v46, 0.0f)));
            v43 = as_int(as_uint(v43) + as_uint(8));
            continue;
        }
        else
        {
            break;
        }
    }
}
