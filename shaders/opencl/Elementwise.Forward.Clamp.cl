// Written by 'gpuformer emit'; change the kernel and run it again.
// Elementwise.Forward<Clamp, NoTerms>(fromPanels=0, toPanels=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Elementwise_Forward_Clamp__NoTerms__fromPanels_0__toPanels_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    float scalar2 /* epilogue._low */,
    float scalar3 /* epilogue._high */,
    int scalar4 /* rows */,
    int scalar5 /* run */,
    int scalar6 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar5));
    const int v1 = min(as_int(as_uint(v0) + as_uint(scalar5)), scalar4);
    const int v2 = as_int(as_uint(min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar6) + as_uint(-32)))) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) * as_uint(scalar6))));
    const bool v3 = scalar2 != scalar2;
    const bool v4 = scalar3 != scalar3;
    int v5 = v0;
    while (true)
    {
        if (v5 < v1)
        {
            const int v6 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(v5) * as_uint(scalar6))))) + as_uint((int)get_local_id(0)));
            const float v7 = view0[v6];
            view1[v6] = (v4 ? scalar3 : gf_min(scalar3, (v3 ? scalar2 : gf_max(scalar2, v7))));
            v5 = as_int(as_uint(v5) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
