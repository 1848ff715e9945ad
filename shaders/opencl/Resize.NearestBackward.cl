// Written by 'gpuformer emit'; change the kernel and run it again.
// Resize.NearestBackward

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline int gf_int(float a) { return a != a ? 0 : convert_int_sat_rtz(a); }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Resize_NearestBackward(
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
    const int v1 = max(0, as_int(as_uint(gf_div(v0, (int)get_num_groups(1))) + as_uint(-1)));
    const int v2 = min(scalar2, as_int(as_uint(gf_div(as_int(as_uint(v0) + as_uint(scalar2)), (int)get_num_groups(1))) + as_uint(2)));
    const float v3 = convert_float_rte((int)get_num_groups(1)) / convert_float_rte(scalar2);
    const float v4 = convert_float_rte(scalar4) / convert_float_rte(scalar3);
    const int v5 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar5) + as_uint(-32)));
    const int v6 = as_int(as_uint(v5) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))) * as_uint(scalar3))) * as_uint(scalar5))));
    const int v7 = as_int(as_uint(v5) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))))) * as_uint(scalar4))) * as_uint(scalar5))));
    int v8 = 0;
    while (true)
    {
        if (v8 < scalar4)
        {
            const int v9 = as_int(as_uint(v8) * as_uint(scalar3));
            const int v10 = max(0, as_int(as_uint(gf_div(v9, scalar4)) + as_uint(-1)));
            const int v11 = min(scalar3, as_int(as_uint(gf_div(as_int(as_uint(scalar3) + as_uint(v9)), scalar4)) + as_uint(2)));
            float v12 = 0.0f;
            int v13 = v1;
            float v14;
            while (true)
            {
                if (v13 < v2)
                {
                    float v15;
                    if (min(gf_int((convert_float_rte(v13) * v3)), as_int(as_uint((int)get_num_groups(1)) + as_uint(-1))) != (int)get_group_id(1))
                    {
                        v15 = v12;
                    }
                    else
                    {
                        const int v16 = as_int(as_uint(v6) + as_uint(as_int(as_uint(as_int(as_uint(v13) * as_uint(scalar3))) * as_uint(scalar5))));
                        float v17 = v12;
                        int v18 = v10;
                        float v19;
                        while (true)
                        {
                            if (v18 < v11)
                            {
                                float v20;
                                if (min(gf_int((convert_float_rte(v18) * v4)), as_int(as_uint(scalar4) + as_uint(-1))) != v8)
                                {
                                    v20 = v17;
                                }
                                else
                                {
                                    const float v21 = view0[as_int(as_uint(as_int(as_uint(v16) + as_uint(as_int(as_uint(v18) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))];
                                    v20 = v17 + v21;
                                }
                                v17 = v20;
                                v18 = as_int(as_uint(v18) + as_uint(1));
                                continue;
                            }
                            else
                            {
                                v19 = v17;
                                break;
                            }
                        }
                        v15 = v19;
                    }
                    v12 = v15;
                    v13 = as_int(as_uint(v13) + as_uint(1));
                    continue;
                }
                else
                {
                    v14 = v12;
                    break;
                }
            }
            view1[as_int(as_uint(as_int(as_uint(v7) + as_uint(as_int(as_uint(v8) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)))] = v14;
            v8 = as_int(as_uint(v8) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
