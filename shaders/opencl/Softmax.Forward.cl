// Written by 'gpuformer emit'; change the kernel and run it again.
// Softmax.Forward

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Softmax_Forward(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    int scalar2 /* rows */,
    int scalar3 /* D */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(32));
    if (as_int(as_uint(v0) + as_uint((int)get_local_id(0))) < scalar2)
    {
        const int v1 = as_int(as_uint((int)get_local_id(0)) * as_uint(scalar3));
        const int v2 = as_int(as_uint(v0) * as_uint(scalar3));
        const float v3 = view0[as_int(as_uint(v2) + as_uint(v1))];
        float v4 = v3;
        int v5 = 1;
        float v6;
        while (true)
        {
            if (v5 < scalar3)
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
        int v9 = 0;
        float v10;
        while (true)
        {
            if (v9 < scalar3)
            {
                const int v11 = as_int(as_uint(as_int(as_uint(v2) + as_uint(v9))) + as_uint(v1));
                const float v12 = view0[v11];
                const float v13 = gf_max(-104.0f, gf_min(89.0f, (v12 - v6)));
                const float v14 = fma(v13, 1.442695f, 12582912.0f);
                const int v15 = as_int(v14);
                const int v16 = as_int(as_uint(v15) + as_uint(-1262485504)) >> 1;
                const float v17 = v14 - 12582912.0f;
                const float v18 = fma(v17, -0.69314575f, v13);
                const float v19 = fma(v17, -1.4286068E-06f, v18);
                const float v20 = (fma(fma(fma(fma(fma(fma(v19, 0.0013814532f, 0.008368745f), v19, 0.041668393f), v19, 0.16666521f), v19, 0.49999994f), v19, 1.0f), v19, 1.0f) * as_float((as_int(as_uint(v16) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v15) - as_uint(v16))) + as_uint(-1262485377)) << 23));
                view1[v11] = v20;
                v8 = v8 + v20;
                v9 = as_int(as_uint(v9) + as_uint(1));
                continue;
            }
            else
            {
                v10 = v8;
                break;
            }
        }
        const float v21 = 1.0f / v10;
        int v22 = 0;
        while (true)
        {
            if (v22 < scalar3)
            {
                const int v23 = as_int(as_uint(as_int(as_uint(v2) + as_uint(v22))) + as_uint(v1));
                const float v24 = view1[v23];
                view1[v23] = (v24 * v21);
                v22 = as_int(as_uint(v22) + as_uint(1));
                continue;
            }
            else
            {
                break;
            }
        }
    }
}
