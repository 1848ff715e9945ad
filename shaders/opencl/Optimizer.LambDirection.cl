// Written by 'gpuformer emit'; change the kernel and run it again.
// Optimizer.LambDirection

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Optimizer_LambDirection(
    __global const float *buffer0, int offset0, int length0 /* parameters */,
    __global const float *buffer1, int offset1, int length1 /* gradients */,
    __global float *buffer2, int offset2, int length2 /* mean */,
    __global float *buffer3, int offset3, int length3 /* square */,
    __global float *buffer4, int offset4, int length4 /* direction */,
    __global const float *buffer5, int offset5, int length5 /* terms */,
    int scalar6 /* count */,
    int scalar7 /* run */,
    float scalar8 /* decay */,
    float scalar9 /* rest1 */,
    float scalar10 /* beta2 */,
    float scalar11 /* rest2 */,
    float scalar12 /* epsilon */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    __global const float *restrict view5 = buffer5 + offset5;
    const float v0 = view5[1];
    const float v1 = view5[2];
    const float v2 = view5[3];
    const int v3 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar7));
    const int v4 = min(as_int(as_uint(as_int(as_uint(v3) + as_uint(scalar7))) * as_uint(32)), scalar6);
    int v5 = as_int(as_uint(v3) * as_uint(32));
    while (true)
    {
        if (v5 < v4)
        {
            const int v6 = as_int(as_uint(v5) + as_uint((int)get_local_id(0)));
            const float v7 = view1[v6];
            const float v8 = view2[v6];
            const float v9 = view2[v6];
            const float v10 = view3[v6];
            const float v11 = v7 * v0;
            const float v12 = fma(scalar9, (v11 - v8), v9);
            view2[v6] = v12;
            const float v13 = fma((scalar11 * v11), v11, (scalar10 * v10));
            view3[v6] = v13;
            const float v14 = view0[v6];
            view4[v6] = fma(scalar8, v14, ((v12 * v1) / fma(sqrt(v13), v2, scalar12)));
            v5 = as_int(as_uint(v5) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
