// Written by 'gpuformer emit'; change the kernel and run it again.
// Gather.Forward

#pragma OPENCL FP_CONTRACT OFF

inline int gf_int(float a) { return a != a ? 0 : convert_int_sat_rtz(a); }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Gather_Forward(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* indices */,
    __global float *buffer2, int offset2, int length2 /* y */,
    int scalar3 /* M */,
    int scalar4 /* D */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))) + as_uint((int)get_group_id(1)));
    const float v1 = view1[v0];
    const int v2 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar4) + as_uint(-32)));
    float v3;
    if (v1 >= 0.0f)
    {
        float v4;
        if (v1 < convert_float_rte(scalar3))
        {
            const float v5 = view0[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3))) + as_uint(gf_int(v1)))) * as_uint(scalar4))))) + as_uint((int)get_local_id(0)))];
            v4 = v5;
        }
        else
        {
            v4 = 0.0f;
        }
        v3 = v4;
    }
    else
    {
        v3 = 0.0f;
    }
    view2[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(v0) * as_uint(scalar4))))) + as_uint((int)get_local_id(0)))] = v3;
}
