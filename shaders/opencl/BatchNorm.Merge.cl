// Written by 'gpuformer emit'; change the kernel and run it again.
// BatchNorm.Merge

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_BatchNorm_Merge(
    __global const float *buffer0, int offset0, int length0 /* partial */,
    __global const float *buffer1, int offset1, int length1 /* weight */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* affine */,
    __global float *buffer4, int offset4, int length4 /* mean */,
    __global float *buffer5, int offset5, int length5 /* variance */,
    int scalar6 /* rows */,
    int scalar7 /* chunk */,
    int scalar8 /* C */,
    float scalar9 /* epsilon */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    __global float *restrict view5 = buffer5 + offset5;
    const int v0 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar8) + as_uint(-32)));
    const int v1 = as_int(as_uint(v0) + as_uint((int)get_local_id(0)));
    const float v2 = view0[v1];
    const int v3 = gf_div(as_int(as_uint(as_int(as_uint(scalar6) + as_uint(scalar7))) + as_uint(-1)), scalar7);
    float v4 = 0.0f;
    int v5 = 0;
    float v6;
    while (true)
    {
        if (v5 < v3)
        {
            const float v7 = view0[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint(v5) * as_uint(2))) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
            v4 = fma(convert_float_rte(min(scalar7, as_int(as_uint(scalar6) - as_uint(as_int(as_uint(v5) * as_uint(scalar7)))))), (v7 - v2), v4);
            v5 = as_int(as_uint(v5) + as_uint(1));
            continue;
        }
        else
        {
            v6 = v4;
            break;
        }
    }
    const int v8 = as_int(as_uint(scalar8) + as_uint(v0));
    const float v9 = convert_float_rte(scalar6);
    const float v10 = v6 / v9;
    float v11 = 0.0f;
    int v12 = 0;
    float v13;
    while (true)
    {
        if (v12 < v3)
        {
            const int v14 = as_int(as_uint(as_int(as_uint(v12) * as_uint(2))) * as_uint(scalar8));
            const float v15 = view0[as_int(as_uint(as_int(as_uint(v0) + as_uint(v14))) + as_uint((int)get_local_id(0)))];
            const float v16 = view0[as_int(as_uint(as_int(as_uint(v8) + as_uint(v14))) + as_uint((int)get_local_id(0)))];
            const float v17 = (v15 - v2) - v10;
            v11 = v11 + fma((convert_float_rte(min(scalar7, as_int(as_uint(scalar6) - as_uint(as_int(as_uint(v12) * as_uint(scalar7)))))) * v17), v17, v16);
            v12 = as_int(as_uint(v12) + as_uint(1));
            continue;
        }
        else
        {
            v13 = v11;
            break;
        }
    }
    const float v18 = view1[v1];
    const float v19 = 1.0f / sqrt(((v13 / v9) + scalar9));
    const float v20 = v18 * v19;
    view3[v1] = v20;
    const float v21 = view2[v1];
    const float v22 = v2 + v10;
    view3[as_int(as_uint(v8) + as_uint((int)get_local_id(0)))] = fma((-(v22)), v20, v21);
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar8) * as_uint(2))) + as_uint(v0))) + as_uint((int)get_local_id(0)))] = v22;
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar8) * as_uint(3))) + as_uint(v0))) + as_uint((int)get_local_id(0)))] = v19;
    view4[v1] = v22;
    view5[v1] = (v13 / convert_float_rte(as_int(as_uint(scalar6) + as_uint(-1))));
}
