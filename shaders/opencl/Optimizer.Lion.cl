// Written by 'gpuformer emit'; change the kernel and run it again.
// Optimizer.Lion

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Optimizer_Lion(
    __global float *buffer0, int offset0, int length0 /* parameters */,
    __global const float *buffer1, int offset1, int length1 /* gradients */,
    __global float *buffer2, int offset2, int length2 /* mean */,
    __global const float *buffer3, int offset3, int length3 /* terms */,
    int scalar4 /* count */,
    int scalar5 /* run */,
    float scalar6 /* factor */,
    float scalar7 /* decay */,
    float scalar8 /* rest1 */,
    float scalar9 /* rest2 */)
{
    __global float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    const float v0 = view3[0];
    const float v1 = view3[1];
    const int v2 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar5));
    const int v3 = min(as_int(as_uint(as_int(as_uint(v2) + as_uint(scalar5))) * as_uint(32)), scalar4);
    const float v4 = v0 * scalar6;
    const float v5 = -(v4);
    const float v6 = fma(v5, scalar7, 1.0f);
    int v7 = as_int(as_uint(v2) * as_uint(32));
    while (true)
    {
        if (v7 < v3)
        {
            const int v8 = as_int(as_uint(v7) + as_uint((int)get_local_id(0)));
            const float v9 = view2[v8];
            const float v10 = view1[v8];
            const float v11 = fma(v10, v1, (-(v9)));
            view2[v8] = fma(scalar9, v11, v9);
            const float v12 = view0[v8];
            const float v13 = fma(scalar8, v11, v9);
            view0[v8] = fma(v12, v6, ((v13 > 0.0f) ? v5 : ((v13 < 0.0f) ? v4 : 0.0f)));
            v7 = as_int(as_uint(v7) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
