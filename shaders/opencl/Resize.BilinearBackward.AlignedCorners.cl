// Written by 'gpuformer emit'; change the kernel and run it again.
// Resize.BilinearBackward<AlignedCorners>

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline int gf_int(float a) { return a != a ? 0 : convert_int_sat_rtz(a); }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Resize_BilinearBackward_AlignedCorners_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global float *buffer1, int offset1, int length1 /* dx */,
    int scalar2 /* height */,
    int scalar3 /* width */,
    int scalar4 /* W */,
    int scalar5 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = max(as_int(as_uint((int)get_num_groups(1)) + as_uint(-1)), 1);
    const int v1 = as_int(as_uint((int)get_group_id(1)) * as_uint(as_int(as_uint(scalar2) + as_uint(-1))));
    int v2;
    if ((int)get_num_groups(1) == 1)
    {
        v2 = scalar2;
    }
    else
    {
        v2 = min(scalar2, as_int(as_uint(gf_div(as_int(as_uint(v1) + as_uint(as_int(as_uint(scalar2) + as_uint(-1)))), v0)) + as_uint(3)));
    }
    const bool v3 = scalar4 == 1;
    const int v4 = max(as_int(as_uint(scalar4) + as_uint(-1)), 1);
    const int v5 = max(0, as_int(as_uint(gf_div(as_int(as_uint(v1) - as_uint(as_int(as_uint(scalar2) + as_uint(-1)))), v0)) + as_uint(-2)));
    const float v6 = convert_float_rte(as_int(as_uint((int)get_num_groups(1)) + as_uint(-1))) / convert_float_rte(max(as_int(as_uint(scalar2) + as_uint(-1)), 1));
    const int v7 = as_int(0u - as_uint(as_int(as_uint(scalar3) + as_uint(-1))));
    const float v8 = convert_float_rte(as_int(as_uint(scalar4) + as_uint(-1))) / convert_float_rte(max(as_int(as_uint(scalar3) + as_uint(-1)), 1));
    const int v9 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar5) + as_uint(-32)));
    const int v10 = as_int(as_uint(v9) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))) * as_uint(scalar3))) * as_uint(scalar5))));
    const int v11 = as_int(as_uint(v9) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))))) * as_uint(scalar4))) * as_uint(scalar5))));
    int v12 = 0;
    while (true)
    {
        if (v12 < scalar4)
        {
            const int v13 = as_int(as_uint(v12) * as_uint(as_int(as_uint(scalar3) + as_uint(-1))));
            int v14;
            if (v3)
            {
                v14 = scalar3;
            }
            else
            {
                v14 = min(scalar3, as_int(as_uint(gf_div(as_int(as_uint(as_int(as_uint(scalar3) + as_uint(-1))) + as_uint(v13)), v4)) + as_uint(3)));
            }
            const int v15 = max(0, as_int(as_uint(gf_div(as_int(as_uint(v7) + as_uint(v13)), v4)) + as_uint(-2)));
            float v16 = 0.0f;
            int v17 = v5;
            float v18;
            while (true)
            {
                if (v17 < v2)
                {
                    const float v19 = convert_float_rte(v17) * v6;
                    const int v20 = gf_int(v19);
                    const float v21 = v19 - convert_float_rte(v20);
                    float v22;
                    if (v20 == (int)get_group_id(1))
                    {
                        v22 = 1.0f - v21;
                    }
                    else
                    {
                        v22 = 0.0f;
                    }
                    float v23;
                    if (min(as_int(as_uint(v20) + as_uint(1)), as_int(as_uint((int)get_num_groups(1)) + as_uint(-1))) == (int)get_group_id(1))
                    {
                        v23 = v21;
                    }
                    else
                    {
                        v23 = 0.0f;
                    }
                    const int v24 = as_int(as_uint(v10) + as_uint(as_int(as_uint(as_int(as_uint(v17) * as_uint(scalar3))) * as_uint(scalar5))));
                    const float v25 = v22 + v23;
                    float v26 = v16;
                    int v27 = v15;
                    float v28;
                    while (true)
                    {
                        if (v27 < v14)
                        {
                            const float v29 = convert_float_rte(v27) * v8;
                            const int v30 = gf_int(v29);
                            const float v31 = v29 - convert_float_rte(v30);
                            float v32;
                            if (v30 == v12)
                            {
                                v32 = 1.0f - v31;
                            }
                            else
                            {
                                v32 = 0.0f;
                            }
                            float v33;
                            if (min(as_int(as_uint(v30) + as_uint(1)), as_int(as_uint(scalar4) + as_uint(-1))) == v12)
                            {
                                v33 = v31;
                            }
                            else
                            {
                                v33 = 0.0f;
                            }
                            const float v34 = view0[as_int(as_uint(as_int(as_uint(v24) + as_uint(as_int(as_uint(v27) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))];
                            v26 = fma((v25 * (v32 + v33)), v34, v26);
                            v27 = as_int(as_uint(v27) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v28 = v26;
                            break;
                        }
                    }
                    v16 = v28;
                    v17 = as_int(as_uint(v17) + as_uint(1));
                    continue;
                }
                else
                {
                    v18 = v16;
                    break;
                }
            }
            view1[as_int(as_uint(as_int(as_uint(v11) + as_uint(as_int(as_uint(v12) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))] = v18;
            v12 = as_int(as_uint(v12) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
