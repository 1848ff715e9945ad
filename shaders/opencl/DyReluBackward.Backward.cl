// Written by 'gpuformer emit'; change the kernel and run it again.
// DyReluBackward.Backward(tile=1)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_DyReluBackward_Backward_tile_1_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* x */,
    __global const float *buffer2, int offset2, int length2 /* slopes */,
    __global float *buffer3, int offset3, int length3 /* dx */,
    __global float *buffer4, int offset4, int length4 /* partial */,
    int scalar5 /* pixels */,
    int scalar6 /* chunk */,
    int scalar7 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    const int v0 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(2))) * as_uint(scalar7));
    const int v1 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar7) + as_uint(-32)));
    const float v2 = view2[as_int(as_uint(as_int(as_uint(v1) + as_uint(v0))) + as_uint((int)get_local_id(0)))];
    const int v3 = as_int(as_uint(scalar7) + as_uint(v1));
    const float v4 = view2[as_int(as_uint(as_int(as_uint(v3) + as_uint(v0))) + as_uint((int)get_local_id(0)))];
    const int v5 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar6));
    const int v6 = min(as_int(as_uint(v5) + as_uint(scalar6)), scalar5);
    const int v7 = as_int(as_uint(v1) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5))) * as_uint(scalar7))));
    int v8 = v5;
    float v9 = 0.0f;
    float v10 = 0.0f;
    float v11;
    float v12;
    while (true)
    {
        if (v8 < v6)
        {
            const int v13 = as_int(as_uint(as_int(as_uint(v7) + as_uint(as_int(as_uint(v8) * as_uint(scalar7))))) + as_uint((int)get_local_id(0)));
            const float v14 = view1[v13];
            const float v15 = view0[v13];
            const float v16 = v4 * v14;
            const float v17 = v2 * v14;
            const float v18 = (v17 > v16) ? 1.0f : ((v17 < v16) ? 0.0f : 0.5f);
            const float v19 = 1.0f - v18;
            view3[v13] = (v15 * fma(v18, v2, (v19 * v4)));
            const float v20 = v15 * v14;
            v8 = as_int(as_uint(v8) + as_uint(1));
            v9 = fma(v20, v18, v9);
            v10 = fma(v20, v19, v10);
            continue;
        }
        else
        {
            v11 = v9;
            v12 = v10;
            break;
        }
    }
    const int v21 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))))) * as_uint(2))) * as_uint(scalar7));
    view4[as_int(as_uint(as_int(as_uint(v1) + as_uint(v21))) + as_uint((int)get_local_id(0)))] = v11;
    view4[as_int(as_uint(as_int(as_uint(v3) + as_uint(v21))) + as_uint((int)get_local_id(0)))] = v12;
}
