// Written by 'gpuformer emit'; change the kernel and run it again.
// Optimizer.SquareSums

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Optimizer_SquareSums(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* partial */,
    int scalar2 /* count */,
    int scalar3 /* run */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar3));
    const int v1 = min(as_int(as_uint(as_int(as_uint(v0) + as_uint(scalar3))) * as_uint(32)), scalar2);
    float v2 = 0.0f;
    int v3 = as_int(as_uint(v0) * as_uint(32));
    float v4;
    while (true)
    {
        if (v3 < v1)
        {
            const float v5 = view0[as_int(as_uint(v3) + as_uint((int)get_local_id(0)))];
            v2 = fma(v5, v5, v2);
            v3 = as_int(as_uint(v3) + as_uint(32));
            continue;
        }
        else
        {
            v4 = v2;
            break;
        }
    }
    view1[as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(32))) + as_uint((int)get_local_id(0)))] = v4;
}
