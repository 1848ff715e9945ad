// Written by 'gpuformer emit'; change the kernel and run it again.
// Elementwise.Forward<Maximum, NoTerms>(fromPanels=0, toPanels=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Elementwise_Forward_Maximum__NoTerms__fromPanels_0__toPanels_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    __global const float *buffer2, int offset2, int length2 /* epilogue._others */,
    int scalar3 /* rows */,
    int scalar4 /* run */,
    int scalar5 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar4));
    const int v1 = min(as_int(as_uint(v0) + as_uint(scalar4)), scalar3);
    const int v2 = as_int(as_uint(min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar5) + as_uint(-32)))) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3))) * as_uint(scalar5))));
    int v3 = v0;
    while (true)
    {
        if (v3 < v1)
        {
            const int v4 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(v3) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)));
            const float v5 = view0[v4];
            const float v6 = view2[v4];
            view1[v4] = ((v6 != v6) ? v6 : gf_max(v6, v5));
            v3 = as_int(as_uint(v3) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
