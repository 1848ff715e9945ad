// Written by 'gpuformer emit'; change the kernel and run it again.
// Elementwise.Unary<Gelu>

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Elementwise_Unary_Gelu_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    int scalar2 /* count */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(32))) + as_uint((int)get_local_id(0)));
    if (!(v0 >= scalar2))
    {
        const float v1 = view0[v0];
        const float v2 = v1 * 0.70710677f;
        const float v3 = fabs(v2);
        const float v4 = gf_min(4.0f, v3);
        const float v5 = gf_max(-104.0f, gf_min(89.0f, fma(fma(fma(fma(fma(fma(v4, 0.00021353054f, -0.0032112987f), v4, 0.022878552f), v4, -0.10524457f), v4, -0.635731f), v4, -0.12851074f), v4, (-(v4)))));
        const float v6 = fma(v5, 1.442695f, 12582912.0f);
        const int v7 = as_int(v6);
        const int v8 = as_int(as_uint(v7) + as_uint(-1262485504)) >> 1;
        const float v9 = v6 - 12582912.0f;
        const float v10 = fma(v9, -0.69314575f, v5);
        const float v11 = fma(v9, -1.4286068E-06f, v10);
        const float v12 = 1.0f - ((fma(fma(fma(fma(fma(fma(v11, 0.0013814532f, 0.008368745f), v11, 0.041668393f), v11, 0.16666521f), v11, 0.49999994f), v11, 1.0f), v11, 1.0f) * as_float((as_int(as_uint(v8) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v7) - as_uint(v8))) + as_uint(-1262485377)) << 23)));
        float v13;
        if (v2 < 0.0f)
        {
            v13 = -(v12);
        }
        else
        {
            v13 = v12;
        }
        float v14;
        if (v3 < 0.921875f)
        {
            const float v15 = v2 * v2;
            v14 = fma(fma(fma(fma(fma(fma(v15, -0.00060133875f, 0.0049979994f), v15, -0.02677023f), v15, 0.11281927f), v15, -0.37612507f), v15, 0.12837915f), v2, v2);
        }
        else
        {
            v14 = v13;
        }
        view1[v0] = ((0.5f * v1) * (1.0f + v14));
    }
}
