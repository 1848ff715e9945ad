// Written by 'gpuformer emit'; change the kernel and run it again.
// Unit.Descend

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Unit_Descend(
    __global float *buffer0, int offset0, int length0 /* parameters */,
    __global const float *buffer1, int offset1, int length1 /* direction */,
    __global const int *buffer2, int offset2, int length2 /* pieces */,
    __global const float *buffer3, int offset3, int length3 /* factors */,
    __global const float *buffer4, int offset4, int length4 /* terms */)
{
    __global float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const int *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    const int v0 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint((int)get_num_groups(0)))) + as_uint((int)get_group_id(0)))) * as_uint(3));
    const int v1 = view2[v0];
    const int v2 = view2[as_int(as_uint(v0) + as_uint(1))];
    const float v3 = view4[0];
    const int v4 = view2[as_int(as_uint(v0) + as_uint(2))];
    const float v5 = view3[v4];
    const float v6 = (-(v3)) * v5;
    int v7 = (int)get_local_id(0);
    while (true)
    {
        if (v7 < v2)
        {
            const int v8 = as_int(as_uint(v1) + as_uint(v7));
            const float v9 = view1[v8];
            const float v10 = view0[v8];
            view0[v8] = fma(v6, v9, v10);
            v7 = as_int(as_uint(v7) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
