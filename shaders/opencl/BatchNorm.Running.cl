// Written by 'gpuformer emit'; change the kernel and run it again.
// BatchNorm.Running

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_BatchNorm_Running(
    __global const float *buffer0, int offset0, int length0 /* weight */,
    __global const float *buffer1, int offset1, int length1 /* bias */,
    __global const float *buffer2, int offset2, int length2 /* mean */,
    __global const float *buffer3, int offset3, int length3 /* variance */,
    __global float *buffer4, int offset4, int length4 /* affine */,
    __global float *buffer5, int offset5, int length5 /* gradient */,
    int scalar6 /* C */,
    float scalar7 /* epsilon */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    __global float *restrict view5 = buffer5 + offset5;
    const int v0 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar6) + as_uint(-32)));
    const int v1 = as_int(as_uint(v0) + as_uint((int)get_local_id(0)));
    const float v2 = view3[v1];
    const float v3 = view0[v1];
    const float v4 = sqrt((v2 + scalar7));
    const float v5 = v3 / v4;
    view4[v1] = v5;
    view5[v1] = v5;
    const float v6 = view2[v1];
    const float v7 = view1[v1];
    const int v8 = as_int(as_uint(as_int(as_uint(scalar6) + as_uint(v0))) + as_uint((int)get_local_id(0)));
    view4[v8] = fma((-(v6)), v5, v7);
    const int v9 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(2))) + as_uint(v0))) + as_uint((int)get_local_id(0)));
    view4[v9] = v6;
    const int v10 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(3))) + as_uint(v0))) + as_uint((int)get_local_id(0)));
    view4[v10] = (1.0f / v4);
    view5[v8] = 0.0f;
    view5[v9] = 0.0f;
    view5[v10] = 0.0f;
}
