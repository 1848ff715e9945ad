// Written by 'gpuformer emit'; change the kernel and run it again.
// Elementwise.Forward<ChannelScale, Single>(fromPanels=0, toPanels=0)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Elementwise_Forward_ChannelScale__Single__fromPanels_0__toPanels_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    __global const float *buffer2, int offset2, int length2 /* epilogue._scale */,
    int scalar3 /* epilogue._channels */,
    float scalar4 /* epilogue._factor */,
    int scalar5 /* rows */,
    int scalar6 /* run */,
    int scalar7 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    const int v0 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar7) + as_uint(-32)));
    const float v1 = view2[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3))))) + as_uint((int)get_local_id(0)))];
    const int v2 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar6));
    const int v3 = min(as_int(as_uint(v2) + as_uint(scalar6)), scalar5);
    const int v4 = as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5))) * as_uint(scalar7))));
    const float v5 = v1 * scalar4;
    int v6 = v2;
    while (true)
    {
        if (v6 < v3)
        {
            const int v7 = as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(v6) * as_uint(scalar7))))) + as_uint((int)get_local_id(0)));
            const float v8 = view0[v7];
            view1[v7] = (v8 * v5);
            v6 = as_int(as_uint(v6) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
