// Written by 'gpuformer emit'; change the kernel and run it again.
// Optimizer.Accumulate(keep=1)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Optimizer_Accumulate_keep_1_(
    __global float *buffer0, int offset0, int length0 /* y */,
    __global const float *buffer1, int offset1, int length1 /* x */,
    int scalar2 /* count */,
    int scalar3 /* run */)
{
    __global float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar3));
    const int v1 = min(as_int(as_uint(as_int(as_uint(v0) + as_uint(scalar3))) * as_uint(32)), scalar2);
    int v2 = as_int(as_uint(v0) * as_uint(32));
    while (true)
    {
        if (v2 < v1)
        {
            const int v3 = as_int(as_uint(v2) + as_uint((int)get_local_id(0)));
            const float v4 = view0[v3];
            const float v5 = view1[v3];
            view0[v3] = (v4 + v5);
            v2 = as_int(as_uint(v2) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
