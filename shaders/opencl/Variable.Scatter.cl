// Written by 'gpuformer emit'; change the kernel and run it again.
// Variable.Scatter

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Variable_Scatter(
    __global const float *buffer0, int offset0, int length0 /* source */,
    __global const int *buffer1, int offset1, int length1 /* index */,
    __global float *buffer2, int offset2, int length2 /* result */,
    int scalar3 /* count */,
    int scalar4 /* run */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const int *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar4));
    const int v1 = min(as_int(as_uint(as_int(as_uint(v0) + as_uint(scalar4))) * as_uint(32)), scalar3);
    int v2 = as_int(as_uint(v0) * as_uint(32));
    while (true)
    {
        if (v2 < v1)
        {
            const int v3 = as_int(as_uint(v2) + as_uint((int)get_local_id(0)));
            const int v4 = view1[v3];
            if (!(v4 < 0))
            {
                const float v5 = view0[v3];
                view2[v4] = v5;
            }
            v2 = as_int(as_uint(v2) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
