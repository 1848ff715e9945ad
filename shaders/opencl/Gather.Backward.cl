// Written by 'gpuformer emit'; change the kernel and run it again.
// Gather.Backward

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Gather_Backward(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* indices */,
    __global float *buffer2, int offset2, int length2 /* dx */,
    int scalar3 /* K */,
    int scalar4 /* D */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3));
    const float v1 = convert_float_rte((int)get_group_id(1));
    const int v2 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar4) + as_uint(-32)));
    const int v3 = as_int(as_uint(v2) + as_uint(as_int(as_uint(v0) * as_uint(scalar4))));
    float v4 = 0.0f;
    int v5 = 0;
    float v6;
    while (true)
    {
        if (v5 < scalar3)
        {
            const float v7 = view1[as_int(as_uint(v0) + as_uint(v5))];
            float v8;
            if (v7 != v1)
            {
                v8 = v4;
            }
            else
            {
                const float v9 = view0[as_int(as_uint(as_int(as_uint(v3) + as_uint(as_int(as_uint(v5) * as_uint(scalar4))))) + as_uint((int)get_local_id(0)))];
                v8 = v4 + v9;
            }
            v4 = v8;
            v5 = as_int(as_uint(v5) + as_uint(1));
            continue;
        }
        else
        {
            v6 = v4;
            break;
        }
    }
    view2[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))) + as_uint((int)get_group_id(1)))) * as_uint(scalar4))))) + as_uint((int)get_local_id(0)))] = v6;
}
