// Written by 'gpuformer emit'; change the kernel and run it again.
// SoftmaxBackward.Backward

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_SoftmaxBackward_Backward(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* y */,
    __global float *buffer2, int offset2, int length2 /* dx */,
    int scalar3 /* rows */,
    int scalar4 /* D */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(32));
    if (as_int(as_uint(v0) + as_uint((int)get_local_id(0))) < scalar3)
    {
        const int v1 = as_int(as_uint((int)get_local_id(0)) * as_uint(scalar4));
        const int v2 = as_int(as_uint(v0) * as_uint(scalar4));
        float v3 = 0.0f;
        int v4 = 0;
        float v5;
        while (true)
        {
            if (v4 < scalar4)
            {
                const int v6 = as_int(as_uint(as_int(as_uint(v2) + as_uint(v4))) + as_uint(v1));
                const float v7 = view0[v6];
                const float v8 = view1[v6];
                v3 = fma(v7, v8, v3);
                v4 = as_int(as_uint(v4) + as_uint(1));
                continue;
            }
            else
            {
                v5 = v3;
                break;
            }
        }
        int v9 = 0;
        while (true)
        {
            if (v9 < scalar4)
            {
                const int v10 = as_int(as_uint(as_int(as_uint(v2) + as_uint(v9))) + as_uint(v1));
                const float v11 = view1[v10];
                const float v12 = view0[v10];
                view2[v10] = (v11 * (v12 - v5));
                v9 = as_int(as_uint(v9) + as_uint(1));
                continue;
            }
            else
            {
                break;
            }
        }
    }
}
