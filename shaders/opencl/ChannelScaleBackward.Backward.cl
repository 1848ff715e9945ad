// Written by 'gpuformer emit'; change the kernel and run it again.
// ChannelScaleBackward.Backward(tile=1)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_ChannelScaleBackward_Backward_tile_1_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* x */,
    __global const float *buffer2, int offset2, int length2 /* scale */,
    __global float *buffer3, int offset3, int length3 /* dx */,
    __global float *buffer4, int offset4, int length4 /* partial */,
    float scalar5 /* factor */,
    int scalar6 /* pixels */,
    int scalar7 /* chunk */,
    int scalar8 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    const int v0 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar8) + as_uint(-32)));
    const float v1 = view2[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
    const int v2 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar7));
    const int v3 = min(as_int(as_uint(v2) + as_uint(scalar7)), scalar6);
    const int v4 = as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) * as_uint(scalar8))));
    const float v5 = scalar5 * v1;
    int v6 = v2;
    float v7 = 0.0f;
    float v8;
    while (true)
    {
        if (v6 < v3)
        {
            const int v9 = as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(v6) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)));
            const float v10 = view0[v9];
            view3[v9] = (v10 * v5);
            const float v11 = view1[v9];
            v6 = as_int(as_uint(v6) + as_uint(1));
            v7 = fma(v10, v11, v7);
            continue;
        }
        else
        {
            v8 = v7;
            break;
        }
    }
    view4[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))))) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))] = (scalar5 * v8);
}
