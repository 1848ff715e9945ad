// Written by 'gpuformer emit'; change the kernel and run it again.
// PoolingBackward.GlobalAverage

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_PoolingBackward_GlobalAverage(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global float *buffer1, int offset1, int length1 /* dx */,
    int scalar2 /* pixels */,
    int scalar3 /* run */,
    int scalar4 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar4) + as_uint(-32)));
    const float v1 = view0[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))))) + as_uint((int)get_local_id(0)))];
    const int v2 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar3));
    const int v3 = min(as_int(as_uint(v2) + as_uint(scalar3)), scalar2);
    const int v4 = as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))) * as_uint(scalar4))));
    const float v5 = v1 / convert_float_rte(scalar2);
    int v6 = v2;
    while (true)
    {
        if (v6 < v3)
        {
            view1[as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(v6) * as_uint(scalar4))))) + as_uint((int)get_local_id(0)))] = v5;
            v6 = as_int(as_uint(v6) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
