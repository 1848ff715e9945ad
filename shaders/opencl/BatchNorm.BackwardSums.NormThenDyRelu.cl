// Written by 'gpuformer emit'; change the kernel and run it again.
// BatchNorm.BackwardSums<NormThenDyRelu, Slopes>(tile=1, slopes=1)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_BatchNorm_BackwardSums_NormThenDyRelu__Slopes__tile_1__slopes_1_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* x */,
    __global const float *buffer2, int offset2, int length2 /* affine */,
    __global const float *buffer3, int offset3, int length3 /* activation._slopes */,
    int scalar4 /* activation._channels */,
    __global float *buffer5, int offset5, int length5 /* partial */,
    int scalar6 /* rows */,
    int scalar7 /* chunk */,
    int scalar8 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    __global float *restrict view5 = buffer5 + offset5;
    const int v0 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar8) + as_uint(-32)));
    const int v1 = as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(2))) * as_uint(scalar4))));
    const float v2 = view3[as_int(as_uint(v1) + as_uint((int)get_local_id(0)))];
    const float v3 = view3[as_int(as_uint(as_int(as_uint(v1) + as_uint(scalar4))) + as_uint((int)get_local_id(0)))];
    const float v4 = view2[as_int(as_uint(v0) + as_uint((int)get_local_id(0)))];
    const int v5 = as_int(as_uint(scalar8) + as_uint(v0));
    const float v6 = view2[as_int(as_uint(v5) + as_uint((int)get_local_id(0)))];
    const int v7 = as_int(as_uint(as_int(as_uint(scalar8) * as_uint(2))) + as_uint(v0));
    const float v8 = view2[as_int(as_uint(v7) + as_uint((int)get_local_id(0)))];
    const int v9 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar7));
    const int v10 = min(scalar7, as_int(as_uint(as_int(0u - as_uint(v9))) + as_uint(scalar6)));
    const float v11 = 0.5f * (v2 + v3);
    int v12 = as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) + as_uint(v9))) * as_uint(scalar8))));
    int v13 = 0;
    float v14 = 0.0f;
    float v15 = 0.0f;
    float v16 = 0.0f;
    float v17 = 0.0f;
    float v18;
    float v19;
    float v20;
    float v21;
    while (true)
    {
        if (v13 < v10)
        {
            const int v22 = as_int(as_uint(v12) + as_uint((int)get_local_id(0)));
            const float v23 = view1[v22];
            const float v24 = view0[v22];
            const float v25 = fma(v23, v4, v6);
            const float v26 = v3 * v25;
            const float v27 = v2 * v25;
            const bool v28 = v27 > v26;
            const bool v29 = v27 == v26;
            const float v30 = v24 * (v29 ? v11 : (v28 ? v2 : v3));
            const float v31 = v29 ? 0.5f : (v28 ? 1.0f : 0.0f);
            const float v32 = v24 * v25;
            v12 = as_int(as_uint(scalar8) + as_uint(v12));
            v13 = as_int(as_uint(v13) + as_uint(1));
            v14 = v14 + v30;
            v15 = fma(v30, (v23 - v8), v15);
            v16 = fma(v32, v31, v16);
            v17 = fma(v32, (1.0f - v31), v17);
            continue;
        }
        else
        {
            v18 = v14;
            v19 = v15;
            v20 = v16;
            v21 = v17;
            break;
        }
    }
    const int v33 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))) + as_uint((int)get_group_id(1)))) * as_uint(4))) * as_uint(scalar8));
    view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v33))) + as_uint((int)get_local_id(0)))] = v18;
    view5[as_int(as_uint(as_int(as_uint(v5) + as_uint(v33))) + as_uint((int)get_local_id(0)))] = v19;
    view5[as_int(as_uint(as_int(as_uint(v7) + as_uint(v33))) + as_uint((int)get_local_id(0)))] = v20;
    view5[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar8) * as_uint(3))) + as_uint(v0))) + as_uint(v33))) + as_uint((int)get_local_id(0)))] = v21;
}
