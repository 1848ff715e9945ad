// Written by 'gpuformer emit'; change the kernel and run it again.
// Elementwise.Unary<Silu>

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Elementwise_Unary_Silu_(
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
        const float v2 = gf_max(-87.0f, gf_min(88.0f, (-(v1))));
        const float v3 = fma(v2, 1.442695f, 12582912.0f);
        const float v4 = v3 - 12582912.0f;
        const float v5 = fma(v4, -0.69314575f, v2);
        const float v6 = fma(v4, -1.4286068E-06f, v5);
        view1[v0] = (v1 / (1.0f + (fma(fma(fma(fma(fma(fma(v6, 0.0013814532f, 0.008368745f), v6, 0.041668393f), v6, 0.16666521f), v6, 0.49999994f), v6, 1.0f), v6, 1.0f) * as_float((as_int(as_uint(as_int(v3)) + as_uint(-1262485377)) << 23)))));
    }
}
