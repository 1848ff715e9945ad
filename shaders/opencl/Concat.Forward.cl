// Written by 'gpuformer emit'; change the kernel and run it again.
// Concat.Forward

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Concat_Forward(
    __global const float *buffer0, int offset0, int length0 /* a */,
    __global const float *buffer1, int offset1, int length1 /* b */,
    __global float *buffer2, int offset2, int length2 /* y */,
    int scalar3 /* A */,
    int scalar4 /* B */,
    int scalar5 /* bStride */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = scalar3 + scalar4;
    const int v1 = min(((int)get_group_id(0) * 32), (v0 + -32));
    float v2;
    if ((v1 + (int)get_local_id(0)) >= scalar3)
    {
        const float v3 = view1[(((as_int(0u - as_uint(scalar3)) + v1) + ((int)get_group_id(1) * scalar5)) + (int)get_local_id(0))];
        v2 = v3;
    }
    else
    {
        const float v4 = view0[((v1 + ((int)get_group_id(1) * scalar3)) + (int)get_local_id(0))];
        v2 = v4;
    }
    view2[((v1 + (v0 * (int)get_group_id(1))) + (int)get_local_id(0))] = v2;
}
