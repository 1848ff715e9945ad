// Written by 'gpuformer emit'; change the kernel and run it again.
// BatchNorm.BackwardInput<NormThenDyRelu, Slopes>

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_BatchNorm_BackwardInput_NormThenDyRelu__Slopes_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* x */,
    __global const float *buffer2, int offset2, int length2 /* affine */,
    __global const float *buffer3, int offset3, int length3 /* terms */,
    __global const float *buffer4, int offset4, int length4 /* activation._slopes */,
    int scalar5 /* activation._channels */,
    __global float *buffer6, int offset6, int length6 /* dx */,
    int scalar7 /* rows */,
    int scalar8 /* run */,
    int scalar9 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __global float *restrict view6 = buffer6 + offset6;
    const int v0 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar9) + as_uint(-32)));
    const int v1 = as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(2))) * as_uint(scalar5))));
    const float v2 = view4[as_int(as_uint(v1) + as_uint((int)get_local_id(0)))];
    const float v3 = view4[as_int(as_uint(as_int(as_uint(v1) + as_uint(scalar5))) + as_uint((int)get_local_id(0)))];
    const int v4 = as_int(as_uint(v0) + as_uint((int)get_local_id(0)));
    const float v5 = view2[v4];
    const int v6 = as_int(as_uint(as_int(as_uint(scalar9) + as_uint(v0))) + as_uint((int)get_local_id(0)));
    const float v7 = view2[v6];
    const float v8 = view3[v4];
    const float v9 = view3[v6];
    const int v10 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar8));
    const int v11 = min(as_int(as_uint(v10) + as_uint(scalar8)), scalar7);
    const int v12 = as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))) * as_uint(scalar9))));
    const float v13 = gf_min(v2, v3);
    const float v14 = gf_max(v2, v3);
    const float v15 = 0.5f * (v2 + v3);
    int v16 = v10;
    while (true)
    {
        if (v16 < v11)
        {
            const int v17 = as_int(as_uint(as_int(as_uint(v12) + as_uint(as_int(as_uint(v16) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)));
            const float v18 = view1[v17];
            const float v19 = fma(v18, v8, v9);
            const float v20 = view0[v17];
            const float v21 = fma(v18, v5, v7);
            const float v22 = fma(v5, (v20 * ((v21 == 0.0f) ? v15 : ((v21 > 0.0f) ? v14 : v13))), v19);
            view6[v17] = v22;
            v16 = as_int(as_uint(v16) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
