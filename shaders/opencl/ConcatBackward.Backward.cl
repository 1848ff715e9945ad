// Written by 'gpuformer emit'; change the kernel and run it again.
// ConcatBackward.Backward

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_ConcatBackward_Backward(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global float *buffer1, int offset1, int length1 /* da */,
    __global float *buffer2, int offset2, int length2 /* db */,
    int scalar3 /* A */,
    int scalar4 /* B */,
    int scalar5 /* bOffset */,
    int scalar6 /* bStride */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint(scalar3) + as_uint(scalar4));
    const int v1 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(as_int(as_uint(scalar3) + as_uint(scalar6))) + as_uint(-32)));
    const int v2 = as_int(as_uint(as_int(as_uint(v1) - as_uint(scalar5))) + as_uint((int)get_local_id(0)));
    const int v3 = as_int(as_uint(v1) + as_uint((int)get_local_id(0)));
    const bool v4 = v3 < scalar3;
    const int v5 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))) + as_uint((int)get_group_id(1)));
    float v6;
    if (v4 || !(((v2 < scalar3) || (v2 >= v0))))
    {
        const float v7 = view0[as_int(as_uint(as_int(as_uint(v5) * as_uint(v0))) + as_uint((v4 ? v3 : v2)))];
        v6 = v7;
    }
    else
    {
        v6 = 0.0f;
    }
    if (v3 >= scalar3)
    {
        view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(0u - as_uint(scalar3))) + as_uint(v1))) + as_uint(as_int(as_uint(v5) * as_uint(scalar6))))) + as_uint((int)get_local_id(0)))] = v6;
    }
    else
    {
        view1[as_int(as_uint(as_int(as_uint(v1) + as_uint(as_int(as_uint(v5) * as_uint(scalar3))))) + as_uint((int)get_local_id(0)))] = v6;
    }
}
