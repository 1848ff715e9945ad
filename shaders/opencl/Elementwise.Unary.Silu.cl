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
        const float v2 = gf_max(-87.0f, gf_min(87.0f, v1));
        const float v3 = fma(v2, -1.442695f, 12582912.0f);
        const float v4 = fma(v2, -1.442695f, (12582912.0f - v3));
        view1[v0] = (v1 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v4, 0.0013264727f, 0.009671513f), v4, 0.055507336f), v4, 0.24022242f), v4, 0.693147f), v4, 1.0f))) + as_uint((as_int(v3) << 23))))));
    }
}
