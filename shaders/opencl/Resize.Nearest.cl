// Written by 'gpuformer emit'; change the kernel and run it again.
// Resize.Nearest

#pragma OPENCL FP_CONTRACT OFF

inline int gf_int(float a) { return a != a ? 0 : convert_int_sat_rtz(a); }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Resize_Nearest(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    int scalar2 /* H */,
    int scalar3 /* W */,
    int scalar4 /* width */,
    int scalar5 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const float v0 = convert_float_rte(scalar3) / convert_float_rte(scalar4);
    const int v1 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar5) + as_uint(-32)));
    const int v2 = as_int(as_uint(v1) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))) + as_uint(min(gf_int((convert_float_rte((int)get_group_id(1)) * (convert_float_rte(scalar2) / convert_float_rte((int)get_num_groups(1))))), as_int(as_uint(scalar2) + as_uint(-1)))))) * as_uint(scalar3))) * as_uint(scalar5))));
    const int v3 = as_int(as_uint(v1) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))) + as_uint((int)get_group_id(1)))) * as_uint(scalar4))) * as_uint(scalar5))));
    int v4 = 0;
    while (true)
    {
        if (v4 < scalar4)
        {
            const float v5 = view0[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(min(gf_int((convert_float_rte(v4) * v0)), as_int(as_uint(scalar3) + as_uint(-1)))) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))];
            view1[as_int(as_uint(as_int(as_uint(v3) + as_uint(as_int(as_uint(v4) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))] = v5;
            v4 = as_int(as_uint(v4) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
