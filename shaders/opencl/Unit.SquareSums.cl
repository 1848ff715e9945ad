// Written by 'gpuformer emit'; change the kernel and run it again.
// Unit.SquareSums

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Unit_SquareSums(
    __global const float *buffer0, int offset0, int length0 /* a */,
    __global const float *buffer1, int offset1, int length1 /* b */,
    __global const int *buffer2, int offset2, int length2 /* pieces */,
    __global float *buffer3, int offset3, int length3 /* sums */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const int *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __local float shared4[64];
    const int v0 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint((int)get_num_groups(0)))) + as_uint((int)get_group_id(0)));
    const int v1 = as_int(as_uint(v0) * as_uint(3));
    const int v2 = view2[v1];
    const int v3 = view2[as_int(as_uint(v1) + as_uint(1))];
    const int v4 = as_int(as_uint((v3 / 32)) * as_uint(32));
    float v5 = 0.0f;
    float v6 = 0.0f;
    int v7 = 0;
    float v8;
    float v9;
    while (true)
    {
        if (v7 < v4)
        {
            const int v10 = as_int(as_uint(as_int(as_uint(v2) + as_uint(v7))) + as_uint((int)get_local_id(0)));
            const float v11 = view0[v10];
            const float v12 = view1[v10];
            v5 = fma(v11, v11, v5);
            v6 = fma(v12, v12, v6);
            v7 = as_int(as_uint(v7) + as_uint(32));
            continue;
        }
        else
        {
            v8 = v5;
            v9 = v6;
            break;
        }
    }
    float v13;
    float v14;
    if (as_int(as_uint(v4) + as_uint((int)get_local_id(0))) >= v3)
    {
        v13 = v8;
        v14 = v9;
    }
    else
    {
        const int v15 = as_int(as_uint(as_int(as_uint(v2) + as_uint(v4))) + as_uint((int)get_local_id(0)));
        const float v16 = view0[v15];
        const float v17 = view1[v15];
        v13 = fma(v16, v16, v8);
        v14 = fma(v17, v17, v9);
    }
    shared4[(int)get_local_id(0)] = v13;
    shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(32))] = v14;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    float v18 = 0.0f;
    float v19 = 0.0f;
    int v20 = 0;
    float v21;
    float v22;
    while (true)
    {
        if (v20 < 32)
        {
            const float v23 = shared4[v20];
            const float v24 = shared4[as_int(as_uint(v20) + as_uint(32))];
            v18 = v18 + v23;
            v19 = v19 + v24;
            v20 = as_int(as_uint(v20) + as_uint(1));
            continue;
        }
        else
        {
            v21 = v18;
            v22 = v19;
            break;
        }
    }
    if (!((int)get_local_id(0) != 0))
    {
        const int v25 = as_int(as_uint(v0) * as_uint(2));
        view3[v25] = v21;
        view3[as_int(as_uint(v25) + as_uint(1))] = v22;
    }
}
