// Written by 'gpuformer emit'; change the kernel and run it again.
// Unit.ClipFactors

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Unit_ClipFactors(
    __global const float *buffer0, int offset0, int length0 /* sums */,
    __global const int *buffer1, int offset1, int length1 /* units */,
    __global float *buffer2, int offset2, int length2 /* factors */,
    float scalar3 /* clip */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const int *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(64))) + as_uint(as_int(as_uint((int)get_local_id(0)) * as_uint(2))));
    const int v1 = view1[v0];
    const int v2 = view1[as_int(as_uint(v0) + as_uint(1))];
    const int v3 = as_int(as_uint(v1) + as_uint(v2));
    float v4 = 0.0f;
    int v5 = v1;
    float v6;
    while (true)
    {
        if (v5 < v3)
        {
            const float v7 = view0[as_int(as_uint(v5) * as_uint(2))];
            v4 = v4 + v7;
            v5 = as_int(as_uint(v5) + as_uint(1));
            continue;
        }
        else
        {
            v6 = v4;
            break;
        }
    }
    float v8 = 0.0f;
    int v9 = v1;
    float v10;
    while (true)
    {
        if (v9 < v3)
        {
            const float v11 = view0[as_int(as_uint(as_int(as_uint(v9) * as_uint(2))) + as_uint(1))];
            v8 = v8 + v11;
            v9 = as_int(as_uint(v9) + as_uint(1));
            continue;
        }
        else
        {
            v10 = v8;
            break;
        }
    }
    const float v12 = scalar3 * gf_max(0.001f, sqrt(v6));
    const float v13 = sqrt(v10);
    float v14;
    if (v13 < v12)
    {
        v14 = 1.0f;
    }
    else
    {
        v14 = v12 / gf_max(1E-06f, v13);
    }
    view2[as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(32))) + as_uint((int)get_local_id(0)))] = v14;
}
