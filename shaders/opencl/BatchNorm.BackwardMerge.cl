// Written by 'gpuformer emit'; change the kernel and run it again.
// BatchNorm.BackwardMerge

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_BatchNorm_BackwardMerge(
    __global const float *buffer0, int offset0, int length0 /* partial */,
    __global const float *buffer1, int offset1, int length1 /* affine */,
    __global float *buffer2, int offset2, int length2 /* dWeight */,
    __global float *buffer3, int offset3, int length3 /* dBias */,
    __global float *buffer4, int offset4, int length4 /* terms */,
    int scalar5 /* chunks */,
    int scalar6 /* kinds */,
    int scalar7 /* C */,
    int scalar8 /* n */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    const int v0 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar7) + as_uint(-32)));
    const int v1 = as_int(as_uint(scalar7) + as_uint(v0));
    float v2 = 0.0f;
    float v3 = 0.0f;
    int v4 = 0;
    float v5;
    float v6;
    while (true)
    {
        if (v4 < scalar5)
        {
            const int v7 = as_int(as_uint(as_int(as_uint(v4) * as_uint(scalar6))) * as_uint(scalar7));
            const float v8 = view0[as_int(as_uint(as_int(as_uint(v0) + as_uint(v7))) + as_uint((int)get_local_id(0)))];
            const float v9 = view0[as_int(as_uint(as_int(as_uint(v1) + as_uint(v7))) + as_uint((int)get_local_id(0)))];
            v2 = v2 + v8;
            v3 = v3 + v9;
            v4 = as_int(as_uint(v4) + as_uint(1));
            continue;
        }
        else
        {
            v5 = v2;
            v6 = v3;
            break;
        }
    }
    const int v10 = as_int(as_uint(v0) + as_uint((int)get_local_id(0)));
    const float v11 = view1[v10];
    const float v12 = view1[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(2))) + as_uint(v0))) + as_uint((int)get_local_id(0)))];
    const float v13 = view1[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(3))) + as_uint(v0))) + as_uint((int)get_local_id(0)))];
    const float v14 = v6 * v13;
    view2[v10] = v14;
    view3[v10] = v5;
    const float v15 = convert_float_rte(scalar8);
    const float v16 = (-(((v11 * v13) * v14))) / v15;
    view4[v10] = v16;
    view4[as_int(as_uint(v1) + as_uint((int)get_local_id(0)))] = (-(fma(v16, v12, ((v11 * v5) / v15))));
}
