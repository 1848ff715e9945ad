// Written by 'gpuformer emit'; change the kernel and run it again.
// BatchNorm.SlopeMerge

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_BatchNorm_SlopeMerge(
    __global const float *buffer0, int offset0, int length0 /* partial */,
    __global float *buffer1, int offset1, int length1 /* dSlopes */,
    int scalar2 /* chunks */,
    int scalar3 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))) * as_uint(4))) * as_uint(scalar3));
    const int v1 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar3) + as_uint(-32)));
    const int v2 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar3) * as_uint(2))) + as_uint(v1))) + as_uint(v0));
    const int v3 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar3) * as_uint(3))) + as_uint(v1))) + as_uint(v0));
    float v4 = 0.0f;
    float v5 = 0.0f;
    int v6 = 0;
    float v7;
    float v8;
    while (true)
    {
        if (v6 < scalar2)
        {
            const int v9 = as_int(as_uint(as_int(as_uint(v6) * as_uint(4))) * as_uint(scalar3));
            const float v10 = view0[as_int(as_uint(as_int(as_uint(v2) + as_uint(v9))) + as_uint((int)get_local_id(0)))];
            const float v11 = view0[as_int(as_uint(as_int(as_uint(v3) + as_uint(v9))) + as_uint((int)get_local_id(0)))];
            v4 = v4 + v10;
            v5 = v5 + v11;
            v6 = as_int(as_uint(v6) + as_uint(1));
            continue;
        }
        else
        {
            v7 = v4;
            v8 = v5;
            break;
        }
    }
    const int v12 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(2))) * as_uint(scalar3));
    view1[as_int(as_uint(as_int(as_uint(v1) + as_uint(v12))) + as_uint((int)get_local_id(0)))] = v7;
    view1[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar3) + as_uint(v1))) + as_uint(v12))) + as_uint((int)get_local_id(0)))] = v8;
}
