// Written by 'gpuformer emit'; change the kernel and run it again.
// Sum.Rows(tile=1)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Sum_Rows_tile_1_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    int scalar2 /* count */,
    int scalar3 /* chunk */,
    int scalar4 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar3));
    const int v1 = min(as_int(as_uint(v0) + as_uint(scalar3)), scalar2);
    const int v2 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar4) + as_uint(-32)));
    const int v3 = as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))) * as_uint(scalar4))));
    int v4 = v0;
    float v5 = 0.0f;
    float v6;
    while (true)
    {
        if (v4 < v1)
        {
            const float v7 = view0[as_int(as_uint(as_int(as_uint(v3) + as_uint(as_int(as_uint(v4) * as_uint(scalar4))))) + as_uint((int)get_local_id(0)))];
            v4 = as_int(as_uint(v4) + as_uint(1));
            v5 = v5 + v7;
            continue;
        }
        else
        {
            v6 = v5;
            break;
        }
    }
    view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))))) * as_uint(scalar4))))) + as_uint((int)get_local_id(0)))] = v6;
}
