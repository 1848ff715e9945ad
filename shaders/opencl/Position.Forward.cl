// Written by 'gpuformer emit'; change the kernel and run it again.
// Position.Forward

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Position_Forward(
    __global const float *buffer0, int offset0, int length0 /* rows */,
    __global const float *buffer1, int offset1, int length1 /* columns */,
    __global const float *buffer2, int offset2, int length2 /* sizes */,
    __global float *buffer3, int offset3, int length3 /* y */,
    int scalar4 /* H */,
    int scalar5 /* half */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    const int v0 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(as_int(as_uint(scalar5) * as_uint(2))) + as_uint(-32)));
    const int v1 = as_int(as_uint(v0) + as_uint((int)get_local_id(0)));
    const int v2 = gf_div((int)get_group_id(2), scalar4);
    const int v3 = as_int(as_uint(v2) * as_uint(2));
    const float v4 = ((v1 & 1) != 0) ? 1.0f : 0.0f;
    float v5;
    if (v1 >= scalar5)
    {
        const float v6 = view2[v3];
        float v7;
        if (convert_float_rte(as_int(as_uint((int)get_group_id(2)) - as_uint(as_int(as_uint(v2) * as_uint(scalar4))))) < v6)
        {
            const float v8 = view1[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(0u - as_uint(scalar5))) + as_uint(v0))) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v2) * as_uint((int)get_num_groups(1)))) + as_uint((int)get_group_id(1)))) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))];
            v7 = v8;
        }
        else
        {
            v7 = v4;
        }
        v5 = v7;
    }
    else
    {
        const float v9 = view2[as_int(as_uint(v3) + as_uint(1))];
        float v10;
        if (convert_float_rte((int)get_group_id(1)) < v9)
        {
            const float v11 = view0[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))];
            v10 = v11;
        }
        else
        {
            v10 = v4;
        }
        v5 = v10;
    }
    view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))))) * as_uint(2))) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))] = v5;
}
