// Written by 'gpuformer emit'; change the kernel and run it again.
// Resize.BilinearBackward<PixelAreas>

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline int gf_int(float a) { return a != a ? 0 : convert_int_sat_rtz(a); }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Resize_BilinearBackward_PixelAreas_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global float *buffer1, int offset1, int length1 /* dx */,
    int scalar2 /* height */,
    int scalar3 /* width */,
    int scalar4 /* W */,
    int scalar5 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar2));
    const int v1 = max(0, as_int(as_uint(gf_div(as_int(as_uint(v0) - as_uint(scalar2)), (int)get_num_groups(1))) + as_uint(-2)));
    const int v2 = min(scalar2, as_int(as_uint(gf_div(as_int(as_uint(v0) + as_uint(as_int(as_uint(scalar2) * as_uint(2)))), (int)get_num_groups(1))) + as_uint(2)));
    const float v3 = convert_float_rte((int)get_num_groups(1)) / convert_float_rte(scalar2);
    const int v4 = as_int(0u - as_uint(scalar3));
    const int v5 = as_int(as_uint(scalar3) * as_uint(2));
    const float v6 = convert_float_rte(scalar4) / convert_float_rte(scalar3);
    const int v7 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar5) + as_uint(-32)));
    const int v8 = as_int(as_uint(v7) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))) * as_uint(scalar3))) * as_uint(scalar5))));
    const int v9 = as_int(as_uint(v7) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))))) * as_uint(scalar4))) * as_uint(scalar5))));
    int v10 = 0;
    while (true)
    {
        if (v10 < scalar4)
        {
            const int v11 = as_int(as_uint(v10) * as_uint(scalar3));
            const int v12 = max(0, as_int(as_uint(gf_div(as_int(as_uint(v4) + as_uint(v11)), scalar4)) + as_uint(-2)));
            const int v13 = min(scalar3, as_int(as_uint(gf_div(as_int(as_uint(v5) + as_uint(v11)), scalar4)) + as_uint(2)));
            float v14 = 0.0f;
            int v15 = v1;
            float v16;
            while (true)
            {
                if (v15 < v2)
                {
                    const float v17 = gf_max(0.0f, (((convert_float_rte(v15) + 0.5f) * v3) - 0.5f));
                    const int v18 = gf_int(v17);
                    const float v19 = v17 - convert_float_rte(v18);
                    float v20;
                    if (v18 == (int)get_group_id(1))
                    {
                        v20 = 1.0f - v19;
                    }
                    else
                    {
                        v20 = 0.0f;
                    }
                    float v21;
                    if (min(as_int(as_uint(v18) + as_uint(1)), as_int(as_uint((int)get_num_groups(1)) + as_uint(-1))) == (int)get_group_id(1))
                    {
                        v21 = v19;
                    }
                    else
                    {
                        v21 = 0.0f;
                    }
                    const int v22 = as_int(as_uint(v8) + as_uint(as_int(as_uint(as_int(as_uint(v15) * as_uint(scalar3))) * as_uint(scalar5))));
                    const float v23 = v20 + v21;
                    float v24 = v14;
                    int v25 = v12;
                    float v26;
                    while (true)
                    {
                        if (v25 < v13)
                        {
                            const float v27 = gf_max(0.0f, (((convert_float_rte(v25) + 0.5f) * v6) - 0.5f));
                            const int v28 = gf_int(v27);
                            const float v29 = v27 - convert_float_rte(v28);
                            float v30;
                            if (v28 == v10)
                            {
                                v30 = 1.0f - v29;
                            }
                            else
                            {
                                v30 = 0.0f;
                            }
                            float v31;
                            if (min(as_int(as_uint(v28) + as_uint(1)), as_int(as_uint(scalar4) + as_uint(-1))) == v10)
                            {
                                v31 = v29;
                            }
                            else
                            {
                                v31 = 0.0f;
                            }
                            const float v32 = view0[as_int(as_uint(as_int(as_uint(v22) + as_uint(as_int(as_uint(v25) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))];
                            v24 = fma((v23 * (v30 + v31)), v32, v24);
                            v25 = as_int(as_uint(v25) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v26 = v24;
                            break;
                        }
                    }
                    v14 = v26;
                    v15 = as_int(as_uint(v15) + as_uint(1));
                    continue;
                }
                else
                {
                    v16 = v14;
                    break;
                }
            }
            view1[as_int(as_uint(as_int(as_uint(v9) + as_uint(as_int(as_uint(v10) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))] = v16;
            v10 = as_int(as_uint(v10) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
