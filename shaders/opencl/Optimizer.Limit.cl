// Written by 'gpuformer emit'; change the kernel and run it again.
// Optimizer.Limit

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Optimizer_Limit(
    __global const float *buffer0, int offset0, int length0 /* gradients */,
    __global float *buffer1, int offset1, int length1 /* y */,
    __global const float *buffer2, int offset2, int length2 /* terms */,
    int scalar3 /* count */,
    int scalar4 /* run */,
    float scalar5 /* limit */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    const float v0 = view2[1];
    const int v1 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar4));
    const int v2 = min(as_int(as_uint(as_int(as_uint(v1) + as_uint(scalar4))) * as_uint(32)), scalar3);
    const float v3 = -(scalar5);
    const bool v4 = scalar5 != scalar5;
    int v5 = as_int(as_uint(v1) * as_uint(32));
    while (true)
    {
        if (v5 < v2)
        {
            const int v6 = as_int(as_uint(v5) + as_uint((int)get_local_id(0)));
            const float v7 = view0[v6];
            const float v8 = v4 ? scalar5 : gf_min(scalar5, (v7 * v0));
            view1[v6] = ((v8 != v8) ? v8 : gf_max(v8, v3));
            v5 = as_int(as_uint(v5) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
