// Written by 'gpuformer emit'; change the kernel and run it again.
// MaxPool.Forward(taps=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_MaxPool_Forward_taps_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    int scalar2 /* sizes.Rows.Inputs */,
    int scalar3 /* sizes.Rows.Outputs */,
    int scalar4 /* sizes.Rows.Taps */,
    int scalar5 /* sizes.Rows.Stride */,
    int scalar6 /* sizes.Rows.Dilation */,
    int scalar7 /* sizes.Rows.Origin */,
    int scalar8 /* sizes.Rows.Divide */,
    int scalar9 /* sizes.Columns.Inputs */,
    int scalar10 /* sizes.Columns.Outputs */,
    int scalar11 /* sizes.Columns.Taps */,
    int scalar12 /* sizes.Columns.Stride */,
    int scalar13 /* sizes.Columns.Dilation */,
    int scalar14 /* sizes.Columns.Origin */,
    int scalar15 /* sizes.Columns.Divide */,
    int scalar16 /* sizes.C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar5))) + as_uint(scalar7));
    const int v1 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar16) + as_uint(-32)));
    const int v2 = as_int(as_uint(v1) + as_uint(as_int(as_uint(as_int(as_uint(scalar14) + as_uint(as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))))) * as_uint(scalar9))))) * as_uint(scalar16))));
    const int v3 = as_int(as_uint(v1) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3))) + as_uint((int)get_group_id(1)))) * as_uint(scalar10))) * as_uint(scalar16))));
    int v4 = 0;
    while (true)
    {
        if (v4 < scalar10)
        {
            const int v5 = as_int(as_uint(v4) * as_uint(scalar12));
            const int v6 = as_int(as_uint(scalar14) + as_uint(v5));
            const int v7 = as_int(as_uint(v2) + as_uint(as_int(as_uint(v5) * as_uint(scalar16))));
            float v8 = -3.4028235E+38f;
            float v9 = -1.0f;
            int v10 = 0;
            float v11;
            while (true)
            {
                if (v10 < scalar4)
                {
                    const int v12 = as_int(as_uint(v10) * as_uint(scalar6));
                    const int v13 = as_int(as_uint(v0) + as_uint(v12));
                    float v14;
                    float v15;
                    if (v13 < 0)
                    {
                        v14 = v8;
                        v15 = v9;
                    }
                    else
                    {
                        float v16;
                        float v17;
                        if (v13 >= scalar2)
                        {
                            v16 = v8;
                            v17 = v9;
                        }
                        else
                        {
                            const int v18 = as_int(as_uint(v7) + as_uint(as_int(as_uint(as_int(as_uint(v12) * as_uint(scalar9))) * as_uint(scalar16))));
                            const int v19 = as_int(as_uint(v10) * as_uint(scalar11));
                            float v20 = v8;
                            float v21 = v9;
                            int v22 = 0;
                            float v23;
                            float v24;
                            while (true)
                            {
                                if (v22 < scalar11)
                                {
                                    const int v25 = as_int(as_uint(v22) * as_uint(scalar13));
                                    const int v26 = as_int(as_uint(v6) + as_uint(v25));
                                    float v27;
                                    float v28;
                                    if (v26 < 0)
                                    {
                                        v27 = v20;
                                        v28 = v21;
                                    }
                                    else
                                    {
                                        float v29;
                                        float v30;
                                        if (v26 >= scalar9)
                                        {
                                            v29 = v20;
                                            v30 = v21;
                                        }
                                        else
                                        {
                                            const float v31 = view0[as_int(as_uint(as_int(as_uint(v18) + as_uint(as_int(as_uint(v25) * as_uint(scalar16))))) + as_uint((int)get_local_id(0)))];
                                            const bool v32 = v21 < 0.0f;
                                            v29 = v32 ? v31 : ((v31 != v31) ? v31 : gf_max(v31, v20));
                                            v30 = (v32 || (v31 > v20)) ? convert_float_rte(as_int(as_uint(v19) + as_uint(v22))) : v21;
                                        }
                                        v27 = v29;
                                        v28 = v30;
                                    }
                                    v20 = v27;
                                    v21 = v28;
                                    v22 = as_int(as_uint(v22) + as_uint(1));
                                    continue;
                                }
                                else
                                {
                                    v23 = v20;
                                    v24 = v21;
                                    break;
                                }
                            }
                            v16 = v23;
                            v17 = v24;
                        }
                        v14 = v16;
                        v15 = v17;
                    }
                    v8 = v14;
                    v9 = v15;
                    v10 = as_int(as_uint(v10) + as_uint(1));
                    continue;
                }
                else
                {
                    v11 = v8;
                    break;
                }
            }
            view1[as_int(as_uint(as_int(as_uint(v3) + as_uint(as_int(as_uint(v4) * as_uint(scalar16))))) + as_uint((int)get_local_id(0)))] = v11;
            v4 = as_int(as_uint(v4) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
