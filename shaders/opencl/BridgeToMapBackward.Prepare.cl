// Written by 'gpuformer emit'; change the kernel and run it again.
// BridgeToMapBackward.Prepare

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_BridgeToMapBackward_Prepare(
    __global const float *buffer0, int offset0, int length0 /* kv */,
    __global float *buffer1, int offset1, int length1 /* columns */,
    int scalar2 /* M */,
    int scalar3 /* C */,
    int scalar4 /* P */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))) * as_uint(2))) * as_uint(scalar3));
    const int v1 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar3) + as_uint(-32)));
    const int v2 = as_int(as_uint(v1) + as_uint(v0));
    const int v3 = as_int(as_uint(as_int(as_uint((int)get_local_id(0)) * as_uint(2))) * as_uint(scalar4));
    const int v4 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v1) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3))))) * as_uint(2))) * as_uint(scalar4));
    const int v5 = as_int(as_uint(as_int(as_uint(scalar3) + as_uint(v1))) + as_uint(v0));
    const int v6 = as_int(as_uint(v4) + as_uint(scalar4));
    int v7 = 0;
    while (true)
    {
        if (v7 < scalar2)
        {
            const int v8 = as_int(as_uint(as_int(as_uint(v7) * as_uint(2))) * as_uint(scalar3));
            const float v9 = view0[as_int(as_uint(as_int(as_uint(v2) + as_uint(v8))) + as_uint((int)get_local_id(0)))];
            view1[as_int(as_uint(as_int(as_uint(v4) + as_uint(v7))) + as_uint(v3))] = v9;
            const float v10 = view0[as_int(as_uint(as_int(as_uint(v5) + as_uint(v8))) + as_uint((int)get_local_id(0)))];
            view1[as_int(as_uint(as_int(as_uint(v6) + as_uint(v7))) + as_uint(v3))] = v10;
            v7 = as_int(as_uint(v7) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    int v11 = scalar2;
    while (true)
    {
        if (v11 < scalar4)
        {
            view1[as_int(as_uint(as_int(as_uint(v4) + as_uint(v11))) + as_uint(v3))] = 0.0f;
            view1[as_int(as_uint(as_int(as_uint(v6) + as_uint(v11))) + as_uint(v3))] = 0.0f;
            v11 = as_int(as_uint(v11) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
