// Written by 'gpuformer emit'; change the kernel and run it again.
// Optimizer.Sgd(nesterov=1)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Optimizer_Sgd_nesterov_1_(
    __global float *buffer0, int offset0, int length0 /* parameters */,
    __global const float *buffer1, int offset1, int length1 /* gradients */,
    __global float *buffer2, int offset2, int length2 /* velocity */,
    __global const float *buffer3, int offset3, int length3 /* terms */,
    int scalar4 /* count */,
    int scalar5 /* run */,
    float scalar6 /* factor */,
    float scalar7 /* decay */,
    float scalar8 /* momentum */)
{
    __global float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    const float v0 = view3[0];
    const float v1 = view3[1];
    const int v2 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar5));
    const int v3 = min(as_int(as_uint(as_int(as_uint(v2) + as_uint(scalar5))) * as_uint(32)), scalar4);
    const float v4 = -((v0 * scalar6));
    int v5 = as_int(as_uint(v2) * as_uint(32));
    while (true)
    {
        if (v5 < v3)
        {
            const int v6 = as_int(as_uint(v5) + as_uint((int)get_local_id(0)));
            const float v7 = view0[v6];
            const float v8 = view1[v6];
            const float v9 = fma(v8, v1, (scalar7 * v7));
            const float v10 = view2[v6];
            const float v11 = fma(scalar8, v10, v9);
            const float v12 = fma(scalar8, v11, v9);
            view2[v6] = v11;
            view0[v6] = fma(v4, v12, v7);
            v5 = as_int(as_uint(v5) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
