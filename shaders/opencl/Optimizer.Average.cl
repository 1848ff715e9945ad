// Written by 'gpuformer emit'; change the kernel and run it again.
// Optimizer.Average

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Optimizer_Average(
    __global float *buffer0, int offset0, int length0 /* y */,
    __global const float *buffer1, int offset1, int length1 /* x */,
    __global const float *buffer2, int offset2, int length2 /* terms */,
    int scalar3 /* count */,
    int scalar4 /* run */,
    int scalar5 /* term */)
{
    __global float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    const float v0 = view2[scalar5];
    const int v1 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar4));
    const int v2 = min(as_int(as_uint(as_int(as_uint(v1) + as_uint(scalar4))) * as_uint(32)), scalar3);
    int v3 = as_int(as_uint(v1) * as_uint(32));
    while (true)
    {
        if (v3 < v2)
        {
            const int v4 = as_int(as_uint(v3) + as_uint((int)get_local_id(0)));
            const float v5 = view1[v4];
            const float v6 = view0[v4];
            const float v7 = view0[v4];
            view0[v4] = fma(v0, (v5 - v6), v7);
            v3 = as_int(as_uint(v3) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
