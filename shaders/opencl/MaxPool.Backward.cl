// Written by 'gpuformer emit'; change the kernel and run it again.
// MaxPool.Backward

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_MaxPool_Backward(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* taps */,
    __global float *buffer2, int offset2, int length2 /* dx */,
    int scalar3 /* sizes.Rows.Inputs */,
    int scalar4 /* sizes.Rows.Outputs */,
    int scalar5 /* sizes.Rows.Taps */,
    int scalar6 /* sizes.Rows.Stride */,
    int scalar7 /* sizes.Rows.Dilation */,
    int scalar8 /* sizes.Rows.Origin */,
    int scalar9 /* sizes.Rows.Divide */,
    int scalar10 /* sizes.Columns.Inputs */,
    int scalar11 /* sizes.Columns.Outputs */,
    int scalar12 /* sizes.Columns.Taps */,
    int scalar13 /* sizes.Columns.Stride */,
    int scalar14 /* sizes.Columns.Dilation */,
    int scalar15 /* sizes.Columns.Origin */,
    int scalar16 /* sizes.Columns.Divide */,
    int scalar17 /* sizes.C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint((int)get_group_id(1)) - as_uint(scalar8));
    const int v1 = as_int(0u - as_uint(scalar15));
    const int v2 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar17) + as_uint(-32)));
    const int v3 = as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) * as_uint(scalar11))) * as_uint(scalar17))));
    const int v4 = as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3))))) * as_uint(scalar10))) * as_uint(scalar17))));
    int v5 = 0;
    while (true)
    {
        if (v5 < scalar10)
        {
            const int v6 = as_int(as_uint(v1) + as_uint(v5));
            float v7 = 0.0f;
            int v8 = 0;
            float v9;
            while (true)
            {
                if (v8 < scalar5)
                {
                    const int v10 = as_int(as_uint(v0) - as_uint(as_int(as_uint(v8) * as_uint(scalar7))));
                    float v11;
                    if (v10 < 0)
                    {
                        v11 = v7;
                    }
                    else
                    {
                        const int v12 = gf_div(v10, scalar6);
                        float v13;
                        if (as_int(as_uint(v12) * as_uint(scalar6)) != v10)
                        {
                            v13 = v7;
                        }
                        else
                        {
                            float v14;
                            if (v12 >= scalar4)
                            {
                                v14 = v7;
                            }
                            else
                            {
                                const int v15 = as_int(as_uint(v3) + as_uint(as_int(as_uint(as_int(as_uint(v12) * as_uint(scalar11))) * as_uint(scalar17))));
                                const int v16 = as_int(as_uint(v8) * as_uint(scalar12));
                                float v17 = v7;
                                int v18 = 0;
                                float v19;
                                while (true)
                                {
                                    if (v18 < scalar12)
                                    {
                                        const int v20 = as_int(as_uint(v6) - as_uint(as_int(as_uint(v18) * as_uint(scalar14))));
                                        float v21;
                                        if (v20 < 0)
                                        {
                                            v21 = v17;
                                        }
                                        else
                                        {
                                            const int v22 = gf_div(v20, scalar13);
                                            float v23;
                                            if (as_int(as_uint(v22) * as_uint(scalar13)) != v20)
                                            {
                                                v23 = v17;
                                            }
                                            else
                                            {
                                                float v24;
                                                if (v22 >= scalar11)
                                                {
                                                    v24 = v17;
                                                }
                                                else
                                                {
                                                    const int v25 = as_int(as_uint(as_int(as_uint(v15) + as_uint(as_int(as_uint(v22) * as_uint(scalar17))))) + as_uint((int)get_local_id(0)));
                                                    const float v26 = view1[v25];
                                                    float v27;
                                                    if (v26 == convert_float_rte(as_int(as_uint(v16) + as_uint(v18))))
                                                    {
                                                        const float v28 = view0[v25];
                                                        v27 = v28;
                                                    }
                                                    else
                                                    {
                                                        v27 = 0.0f;
                                                    }
                                                    v24 = v17 + v27;
                                                }
                                                v23 = v24;
                                            }
                                            v21 = v23;
                                        }
                                        v17 = v21;
                                        v18 = as_int(as_uint(v18) + as_uint(1));
                                        continue;
                                    }
                                    else
                                    {
                                        v19 = v17;
                                        break;
                                    }
                                }
                                v14 = v19;
                            }
                            v13 = v14;
                        }
                        v11 = v13;
                    }
                    v7 = v11;
                    v8 = as_int(as_uint(v8) + as_uint(1));
                    continue;
                }
                else
                {
                    v9 = v7;
                    break;
                }
            }
            view2[as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(v5) * as_uint(scalar17))))) + as_uint((int)get_local_id(0)))] = v9;
            v5 = as_int(as_uint(v5) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
