// Written by 'gpuformer emit'; change the kernel and run it again.
// CrossEntropy.Forward

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_CrossEntropy_Forward(
    __global const float *buffer0, int offset0, int length0 /* logits */,
    __global const float *buffer1, int offset1, int length1 /* targets */,
    __global float *buffer2, int offset2, int length2 /* terms */,
    __global float *buffer3, int offset3, int length3 /* dLogits */,
    int scalar4 /* rows */,
    int scalar5 /* D */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(32));
    if (as_int(as_uint(v0) + as_uint((int)get_local_id(0))) < scalar4)
    {
        const int v1 = as_int(as_uint((int)get_local_id(0)) * as_uint(scalar5));
        const int v2 = as_int(as_uint(v0) * as_uint(scalar5));
        const float v3 = view0[as_int(as_uint(v2) + as_uint(v1))];
        float v4 = v3;
        int v5 = 1;
        float v6;
        while (true)
        {
            if (v5 < scalar5)
            {
                const float v7 = view0[as_int(as_uint(as_int(as_uint(v2) + as_uint(v5))) + as_uint(v1))];
                v4 = gf_max(v4, v7);
                v5 = as_int(as_uint(v5) + as_uint(1));
                continue;
            }
            else
            {
                v6 = v4;
                break;
            }
        }
        float v8 = 0.0f;
        float v9 = 0.0f;
        float v10 = 0.0f;
        int v11 = 0;
        float v12;
        float v13;
        float v14;
        while (true)
        {
            if (v11 < scalar5)
            {
                const int v15 = as_int(as_uint(as_int(as_uint(v2) + as_uint(v11))) + as_uint(v1));
                const float v16 = view0[v15];
                const float v17 = v16 - v6;
                const float v18 = gf_max(-104.0f, gf_min(89.0f, v17));
                const float v19 = fma(v18, 1.442695f, 12582912.0f);
                const float v20 = v19 - 12582912.0f;
                const float v21 = fma(v20, -0.69314575f, v18);
                const float v22 = fma(v20, -1.4286068E-06f, v21);
                const float v23 = view1[v15];
                const int v24 = as_int(v19);
                const int v25 = as_int(as_uint(v24) + as_uint(-1262485504)) >> 1;
                const float v26 = (fma(fma(fma(fma(fma(fma(v22, 0.0013814532f, 0.008368745f), v22, 0.041668393f), v22, 0.16666521f), v22, 0.49999994f), v22, 1.0f), v22, 1.0f) * as_float((as_int(as_uint(v25) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v24) - as_uint(v25))) + as_uint(-1262485377)) << 23));
                view3[v15] = v26;
                v8 = v8 + v26;
                v9 = v9 + v23;
                v10 = fma(v23, v17, v10);
                v11 = as_int(as_uint(v11) + as_uint(1));
                continue;
            }
            else
            {
                v12 = v8;
                v13 = v9;
                v14 = v10;
                break;
            }
        }
        const int v27 = as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(96))) + as_uint(as_int(as_uint((int)get_local_id(0)) * as_uint(3))));
        view2[v27] = v12;
        view2[as_int(as_uint(v27) + as_uint(1))] = v13;
        view2[as_int(as_uint(v27) + as_uint(2))] = v14;
        const float v28 = convert_float_rte(scalar4);
        const float v29 = v13 / v12;
        int v30 = 0;
        while (true)
        {
            if (v30 < scalar5)
            {
                const int v31 = as_int(as_uint(as_int(as_uint(v2) + as_uint(v30))) + as_uint(v1));
                const float v32 = view3[v31];
                const float v33 = view1[v31];
                view3[v31] = (fma(v32, v29, (-(v33))) / v28);
                v30 = as_int(as_uint(v30) + as_uint(1));
                continue;
            }
            else
            {
                break;
            }
        }
    }
}
