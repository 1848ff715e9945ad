// Written by 'gpuformer emit'; change the kernel and run it again.
// Resize.Bilinear<PixelAreas>

#pragma OPENCL FP_CONTRACT OFF

inline int gf_int(float a) { return a != a ? 0 : convert_int_sat_rtz(a); }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Resize_Bilinear_PixelAreas_(
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
    const float v1 = gf_max(0.0f, (((convert_float_rte((int)get_group_id(1)) + 0.5f) * (convert_float_rte(scalar2) / convert_float_rte((int)get_num_groups(1)))) - 0.5f));
    const int v2 = gf_int(v1);
    const int v3 = as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2));
    const int v4 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar5) + as_uint(-32)));
    const int v5 = as_int(as_uint(v4) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v3) + as_uint(v2))) * as_uint(scalar3))) * as_uint(scalar5))));
    const int v6 = as_int(as_uint(v4) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v3) + as_uint(min(as_int(as_uint(v2) + as_uint(1)), as_int(as_uint(scalar2) + as_uint(-1)))))) * as_uint(scalar3))) * as_uint(scalar5))));
    const int v7 = as_int(as_uint(v4) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))) + as_uint((int)get_group_id(1)))) * as_uint(scalar4))) * as_uint(scalar5))));
    const float v8 = v1 - convert_float_rte(v2);
    const float v9 = 1.0f - v8;
    int v10 = 0;
    while (true)
    {
        if (v10 < scalar4)
        {
            const float v11 = gf_max(0.0f, (((convert_float_rte(v10) + 0.5f) * v0) - 0.5f));
            const int v12 = gf_int(v11);
            const int v13 = as_int(as_uint(v12) * as_uint(scalar5));
            const float v14 = view0[as_int(as_uint(as_int(as_uint(v5) + as_uint(v13))) + as_uint((int)get_local_id(0)))];
            const int v15 = as_int(as_uint(min(as_int(as_uint(v12) + as_uint(1)), as_int(as_uint(scalar3) + as_uint(-1)))) * as_uint(scalar5));
            const float v16 = view0[as_int(as_uint(as_int(as_uint(v5) + as_uint(v15))) + as_uint((int)get_local_id(0)))];
            const float v17 = view0[as_int(as_uint(as_int(as_uint(v6) + as_uint(v13))) + as_uint((int)get_local_id(0)))];
            const float v18 = view0[as_int(as_uint(as_int(as_uint(v6) + as_uint(v15))) + as_uint((int)get_local_id(0)))];
            const float v19 = v11 - convert_float_rte(v12);
            const float v20 = 1.0f - v19;
            view1[as_int(as_uint(as_int(as_uint(v7) + as_uint(as_int(as_uint(v10) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))] = ((v9 * ((v20 * v14) + (v19 * v16))) + (v8 * ((v20 * v17) + (v19 * v18))));
            v10 = as_int(as_uint(v10) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
