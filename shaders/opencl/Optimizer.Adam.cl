// Written by 'gpuformer emit'; change the kernel and run it again.
// Optimizer.Adam(coupled=1)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Optimizer_Adam_coupled_1_(
    __global float *buffer0, int offset0, int length0 /* parameters */,
    __global const float *buffer1, int offset1, int length1 /* gradients */,
    __global float *buffer2, int offset2, int length2 /* mean */,
    __global float *buffer3, int offset3, int length3 /* square */,
    __global const float *buffer4, int offset4, int length4 /* terms */,
    int scalar5 /* count */,
    int scalar6 /* run */,
    float scalar7 /* factor */,
    float scalar8 /* decay */,
    float scalar9 /* rest1 */,
    float scalar10 /* beta2 */,
    float scalar11 /* rest2 */,
    float scalar12 /* epsilon */)
{
    __global float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    const float v0 = view4[0];
    const float v1 = view4[1];
    const float v2 = view4[3];
    const float v3 = view4[2];
    const int v4 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar6));
    const int v5 = min(as_int(as_uint(as_int(as_uint(v4) + as_uint(scalar6))) * as_uint(32)), scalar5);
    const float v6 = (v0 * scalar7) * v3;
    int v7 = as_int(as_uint(v4) * as_uint(32));
    while (true)
    {
        if (v7 < v5)
        {
            const int v8 = as_int(as_uint(v7) + as_uint((int)get_local_id(0)));
            const float v9 = view1[v8];
            const float v10 = view0[v8];
            const float v11 = view2[v8];
            const float v12 = view2[v8];
            const float v13 = view3[v8];
            const float v14 = fma(v9, v1, (scalar8 * v10));
            const float v15 = fma(scalar9, (v14 - v11), v12);
            view2[v8] = v15;
            const float v16 = fma((scalar11 * v14), v14, (scalar10 * v13));
            view3[v8] = v16;
            const float v17 = view0[v8];
            view0[v8] = fma(v17, 1.0f, ((-((v6 * v15))) / fma(sqrt(v16), v2, scalar12)));
            v7 = as_int(as_uint(v7) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
