// Written by 'gpuformer emit'; change the kernel and run it again.
// Transpose.Forward

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Transpose_Forward(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    int scalar2 /* rows */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))) * as_uint((int)get_num_groups(1)));
    const int v1 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar2) + as_uint(-32)));
    const float v2 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v1) * as_uint((int)get_num_groups(1)))) + as_uint(v0))) + as_uint((int)get_group_id(1)))) + as_uint(as_int(as_uint((int)get_local_id(0)) * as_uint((int)get_num_groups(1)))))];
    view1[as_int(as_uint(as_int(as_uint(as_int(as_uint(v1) + as_uint(v0))) + as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar2))))) + as_uint((int)get_local_id(0)))] = v2;
}
