// Written by 'gpuformer emit'; change the kernel and run it again.
// LayerNormBackward.Columns(tile=1)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_LayerNormBackward_Columns_tile_1_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* x */,
    __global const float *buffer2, int offset2, int length2 /* terms */,
    __global float *buffer3, int offset3, int length3 /* dWeight */,
    __global float *buffer4, int offset4, int length4 /* dBias */,
    int scalar5 /* rows */,
    int scalar6 /* chunk */,
    int scalar7 /* D */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    const int v0 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar6));
    const int v1 = min(as_int(as_uint(v0) + as_uint(scalar6)), scalar5);
    const int v2 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar7) + as_uint(-32)));
    int v3 = v0;
    float v4 = 0.0f;
    float v5 = 0.0f;
    float v6;
    float v7;
    while (true)
    {
        if (v3 < v1)
        {
            const int v8 = as_int(as_uint(v3) * as_uint(2));
            const float v9 = view2[v8];
            const float v10 = view2[as_int(as_uint(v8) + as_uint(1))];
            const int v11 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(v3) * as_uint(scalar7))))) + as_uint((int)get_local_id(0)));
            const float v12 = view0[v11];
            const float v13 = view1[v11];
            v3 = as_int(as_uint(v3) + as_uint(1));
            v4 = fma(v12, ((v13 - v9) * v10), v4);
            v5 = v5 + v12;
            continue;
        }
        else
        {
            v6 = v4;
            v7 = v5;
            break;
        }
    }
    const int v14 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar7))))) + as_uint((int)get_local_id(0)));
    view3[v14] = v6;
    view4[v14] = v7;
}
