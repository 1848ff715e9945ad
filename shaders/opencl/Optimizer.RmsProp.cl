// Written by 'gpuformer emit'; change the kernel and run it again.
// Optimizer.RmsProp

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Optimizer_RmsProp(
    __global float *buffer0, int offset0, int length0 /* parameters */,
    __global const float *buffer1, int offset1, int length1 /* gradients */,
    __global float *buffer2, int offset2, int length2 /* velocity */,
    __global float *buffer3, int offset3, int length3 /* square */,
    __global const float *buffer4, int offset4, int length4 /* terms */,
    int scalar5 /* count */,
    int scalar6 /* run */,
    float scalar7 /* factor */,
    float scalar8 /* decay */,
    float scalar9 /* momentum */,
    float scalar10 /* alpha */,
    float scalar11 /* rest */,
    float scalar12 /* epsilon */)
{
    __global float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    const float v0 = view4[0];
    const float v1 = view4[1];
    const int v2 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar6));
    const int v3 = min(as_int(as_uint(as_int(as_uint(v2) + as_uint(scalar6))) * as_uint(32)), scalar5);
    const float v4 = -((v0 * scalar7));
    int v5 = as_int(as_uint(v2) * as_uint(32));
    while (true)
    {
        if (v5 < v3)
        {
            const int v6 = as_int(as_uint(v5) + as_uint((int)get_local_id(0)));
            const float v7 = view0[v6];
            const float v8 = view1[v6];
            const float v9 = view3[v6];
            const float v10 = view2[v6];
            const float v11 = fma(v8, v1, (scalar8 * v7));
            const float v12 = fma((scalar11 * v11), v11, (scalar10 * v9));
            view3[v6] = v12;
            const float v13 = fma(scalar9, v10, (v11 / (sqrt(v12) + scalar12)));
            view2[v6] = v13;
            view0[v6] = fma(v4, v13, v7);
            v5 = as_int(as_uint(v5) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
