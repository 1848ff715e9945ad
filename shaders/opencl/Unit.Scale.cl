// Written by 'gpuformer emit'; change the kernel and run it again.
// Unit.Scale

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Unit_Scale(
    __global float *buffer0, int offset0, int length0 /* y */,
    __global const int *buffer1, int offset1, int length1 /* pieces */,
    __global const float *buffer2, int offset2, int length2 /* factors */)
{
    __global float *restrict view0 = buffer0 + offset0;
    __global const int *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint((int)get_num_groups(0)))) + as_uint((int)get_group_id(0)))) * as_uint(3));
    const int v1 = view1[v0];
    const int v2 = view1[as_int(as_uint(v0) + as_uint(1))];
    const int v3 = view1[as_int(as_uint(v0) + as_uint(2))];
    const float v4 = view2[v3];
    int v5 = (int)get_local_id(0);
    while (true)
    {
        if (v5 < v2)
        {
            const int v6 = as_int(as_uint(v1) + as_uint(v5));
            const float v7 = view0[v6];
            view0[v6] = (v7 * v4);
            v5 = as_int(as_uint(v5) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
