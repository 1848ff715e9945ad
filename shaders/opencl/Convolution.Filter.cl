// Written by 'gpuformer emit'; change the kernel and run it again.
// Convolution.Filter(tileOutputs=4, tileInputs=1)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Convolution_Filter_tileOutputs_4__tileInputs_1_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* dy */,
    __global float *buffer2, int offset2, int length2 /* partial */,
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
    int scalar17 /* sizes.K */,
    int scalar18 /* sizes.C */,
    int scalar19 /* sizes.Run */,
    int scalar20 /* sizes.GroupInputs */,
    int scalar21 /* sizes.GroupOutputs */,
    int scalar22 /* sizes.FirstColumn */,
    int scalar23 /* sizes.LastColumn */,
    int scalar24 /* total */,
    int scalar25 /* chunk */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = gf_div(scalar18, scalar21);
    const int v1 = gf_div((int)get_group_id(2), v0);
    const int v2 = as_int(as_uint(v1) * as_uint(scalar25));
    const int v3 = min(as_int(as_uint(v2) + as_uint(scalar25)), scalar24);
    const int v4 = as_int(as_uint(scalar5) * as_uint(scalar12));
    const int v5 = gf_div((int)get_group_id(1), v4);
    const int v6 = as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v5) * as_uint(v4))));
    const int v7 = gf_div(v6, scalar12);
    const int v8 = as_int(as_uint(scalar8) + as_uint(as_int(as_uint(v7) * as_uint(scalar7))));
    const int v9 = min(as_int(as_uint(v5) * as_uint(32)), as_int(as_uint(scalar19) + as_uint(-32)));
    const int v10 = as_int(as_uint(v6) - as_uint(as_int(as_uint(v7) * as_uint(scalar12))));
    const int v11 = as_int(as_uint((int)get_group_id(2)) - as_uint(as_int(as_uint(v1) * as_uint(v0))));
    const int v12 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v11) * as_uint(scalar20))) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v10) * as_uint(scalar14))) + as_uint(scalar15))) + as_uint(as_int(as_uint(v8) * as_uint(scalar10))))) * as_uint(scalar17))))) + as_uint(v9));
    const int v13 = as_int(as_uint(as_int(as_uint(v11) * as_uint(scalar21))) + as_uint(min(as_int(as_uint((int)get_group_id(0)) * as_uint(4)), as_int(as_uint(scalar21) + as_uint(-4)))));
    const int v14 = as_int(as_uint(scalar13) * as_uint(scalar17));
    int v15 = v2;
    float v16 = 0.0f;
    float v17 = 0.0f;
    float v18 = 0.0f;
    float v19 = 0.0f;
    float v20;
    float v21;
    float v22;
    float v23;
    while (true)
    {
        if (v15 < v3)
        {
            const int v24 = gf_div(v15, scalar4);
            const int v25 = as_int(as_uint(as_int(as_uint(v15) - as_uint(as_int(as_uint(v24) * as_uint(scalar4))))) * as_uint(scalar6));
            const int v26 = as_int(as_uint(v8) + as_uint(v25));
            float v27;
            float v28;
            float v29;
            float v30;
            if (v26 < 0)
            {
                v27 = v16;
                v28 = v17;
                v29 = v18;
                v30 = v19;
            }
            else
            {
                float v31;
                float v32;
                float v33;
                float v34;
                if (v26 >= scalar3)
                {
                    v31 = v16;
                    v32 = v17;
                    v33 = v18;
                    v34 = v19;
                }
                else
                {
                    int v35 = as_int(as_uint(v12) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v25) + as_uint(as_int(as_uint(v24) * as_uint(scalar3))))) * as_uint(scalar10))) * as_uint(scalar17))));
                    int v36 = as_int(as_uint(v13) + as_uint(as_int(as_uint(as_int(as_uint(v15) * as_uint(scalar11))) * as_uint(scalar18))));
                    int v37 = 0;
                    float v38 = v16;
                    float v39 = v17;
                    float v40 = v18;
                    float v41 = v19;
                    float v42;
                    float v43;
                    float v44;
                    float v45;
                    while (true)
                    {
                        if (v37 < scalar11)
                        {
                            const float v46 = view0[as_int(as_uint(v35) + as_uint((int)get_local_id(0)))];
                            const float v47 = view1[v36];
                            const float v48 = view1[as_int(as_uint(v36) + as_uint(1))];
                            const float v49 = view1[as_int(as_uint(v36) + as_uint(2))];
                            const float v50 = view1[as_int(as_uint(v36) + as_uint(3))];
                            v35 = as_int(as_uint(v14) + as_uint(v35));
                            v36 = as_int(as_uint(scalar18) + as_uint(v36));
                            v37 = as_int(as_uint(v37) + as_uint(1));
                            v38 = fma(v47, v46, v38);
                            v39 = fma(v48, v46, v39);
                            v40 = fma(v49, v46, v40);
                            v41 = fma(v50, v46, v41);
                            continue;
                        }
                        else
                        {
                            v42 = v38;
                            v43 = v39;
                            v44 = v40;
                            v45 = v41;
                            break;
                        }
                    }
                    v31 = v42;
                    v32 = v43;
                    v33 = v44;
                    v34 = v45;
                }
                v27 = v31;
                v28 = v32;
                v29 = v33;
                v30 = v34;
            }
            v15 = as_int(as_uint(v15) + as_uint(1));
            v16 = v27;
            v17 = v28;
            v18 = v29;
            v19 = v30;
            continue;
        }
        else
        {
            v20 = v16;
            v21 = v17;
            v22 = v18;
            v23 = v19;
            break;
        }
    }
    const int v51 = gf_div(as_int(as_uint(v9) + as_uint((int)get_local_id(0))), scalar20);
    const int v52 = as_int(as_uint(scalar12) * as_uint(gf_div(scalar19, scalar20)));
    const int v53 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_local_id(0)) - as_uint(as_int(as_uint(v51) * as_uint(scalar20))))) * as_uint(scalar5))) * as_uint(v52));
    const int v54 = as_int(as_uint(v9) + as_uint(as_int(as_uint(as_int(as_uint(v13) + as_uint(as_int(as_uint(v1) * as_uint(scalar18))))) * as_uint(scalar20))));
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(v10) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v54) * as_uint(scalar5))) + as_uint(v7))) * as_uint(v52))))) + as_uint(v53))) + as_uint(v51))] = v20;
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(v10) + as_uint(as_int(as_uint(as_int(as_uint(v7) + as_uint(as_int(as_uint(as_int(as_uint(v54) + as_uint(scalar20))) * as_uint(scalar5))))) * as_uint(v52))))) + as_uint(v53))) + as_uint(v51))] = v21;
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(v10) + as_uint(as_int(as_uint(as_int(as_uint(v7) + as_uint(as_int(as_uint(as_int(as_uint(v54) + as_uint(as_int(as_uint(scalar20) * as_uint(2))))) * as_uint(scalar5))))) * as_uint(v52))))) + as_uint(v53))) + as_uint(v51))] = v22;
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(v10) + as_uint(as_int(as_uint(as_int(as_uint(v7) + as_uint(as_int(as_uint(as_int(as_uint(v54) + as_uint(as_int(as_uint(scalar20) * as_uint(3))))) * as_uint(scalar5))))) * as_uint(v52))))) + as_uint(v53))) + as_uint(v51))] = v23;
}
