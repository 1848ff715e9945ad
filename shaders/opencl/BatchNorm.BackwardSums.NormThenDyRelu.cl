// Written by 'gpuformer emit'; change the kernel and run it again.
// BatchNorm.BackwardSums<NormThenDyRelu, Slopes>(tile=1, slopes=1)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

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
    const float v11 = gf_min(v2, v3);
    const float v12 = gf_max(v2, v3);
    const float v13 = 0.5f * (v2 + v3);
    int v14 = as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) + as_uint(v9))) * as_uint(scalar8))));
    int v15 = 0;
    float v16 = 0.0f;
    float v17 = 0.0f;
    float v18 = 0.0f;
    float v19 = 0.0f;
    float v20;
    float v21;
    float v22;
    float v23;
    while (true)
    {
        if (v15 < v10)
        {
            const int v24 = as_int(as_uint(v14) + as_uint((int)get_local_id(0)));
            const float v25 = view1[v24];
            const float v26 = view0[v24];
            const float v27 = fma(v25, v4, v6);
            const float v28 = v26 * ((v27 == 0.0f) ? v13 : ((v27 > 0.0f) ? v12 : v11));
            v14 = as_int(as_uint(scalar8) + as_uint(v14));
            v15 = as_int(as_uint(v15) + as_uint(1));
            v16 = v16 + v28;
            v17 = fma(v28, (v25 - v8), v17);
            v18 = fma(v26, gf_max(0.0f, v27), v18);
            v19 = fma(v26, gf_min(0.0f, v27), v19);
            continue;
        }
        else
        {
            v20 = v16;
            v21 = v17;
            v22 = v18;
            v23 = v19;
            break;
        }
    }
    const int v29 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))) + as_uint((int)get_group_id(1)))) * as_uint(4))) * as_uint(scalar8));
    view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v29))) + as_uint((int)get_local_id(0)))] = v20;
    view5[as_int(as_uint(as_int(as_uint(v5) + as_uint(v29))) + as_uint((int)get_local_id(0)))] = v21;
    const float v30 = (v2 == v3) ? 0.5f : ((v2 > v3) ? 1.0f : 0.0f);
    const float v31 = 1.0f - v30;
    view5[as_int(as_uint(as_int(as_uint(v7) + as_uint(v29))) + as_uint((int)get_local_id(0)))] = fma(v30, v22, (v31 * v23));
    view5[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar8) * as_uint(3))) + as_uint(v0))) + as_uint(v29))) + as_uint((int)get_local_id(0)))] = fma(v30, v23, (v31 * v22));
}
