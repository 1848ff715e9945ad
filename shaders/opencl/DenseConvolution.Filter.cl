// Written by 'gpuformer emit'; change the kernel and run it again.
// DenseConvolution.Filter(tileOutputs=4, tileInputs=1)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_rem(int a, int b) { return b == 0 || b == -1 ? 0 : a % b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_DenseConvolution_Filter_tileOutputs_4__tileInputs_1_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* dy */,
    __global float *buffer2, int offset2, int length2 /* partial */,
    int scalar3 /* sizes.H */,
    int scalar4 /* sizes.W */,
    int scalar5 /* sizes.K */,
    int scalar6 /* sizes.C */,
    int scalar7 /* rows */,
    int scalar8 /* chunk */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint((int)get_group_id(2)) * as_uint(scalar8));
    const int v1 = min(as_int(as_uint(v0) + as_uint(scalar8)), scalar7);
    const int v2 = (int)get_group_id(1) / 9;
    const int v3 = as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint(v2) * as_uint(-9))));
    const int v4 = v3 / 3;
    const int v5 = min(as_int(as_uint(v2) * as_uint(32)), as_int(as_uint(scalar5) + as_uint(-32)));
    const int v6 = as_int(as_uint(v3) + as_uint(as_int(as_uint(v4) * as_uint(-3))));
    const int v7 = ((v6 == 0) ? 1 : 0);
    const int v8 = as_int(as_uint(as_int(as_uint(as_int(0u - as_uint(scalar5))) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v6) + as_uint(as_int(as_uint(v4) * as_uint(scalar4))))) - as_uint(scalar4))) + as_uint(v7))) * as_uint(scalar5))))) + as_uint(v5));
    const int v9 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(4)), as_int(as_uint(scalar6) + as_uint(-4)));
    const int v10 = as_int(as_uint(as_int(as_uint(v7) * as_uint(scalar6))) + as_uint(v9));
    const int v11 = (v6 == 2) ? as_int(as_uint(scalar4) + as_uint(-1)) : scalar4;
    int v12 = v0;
    float v13 = 0.0f;
    float v14 = 0.0f;
    float v15 = 0.0f;
    float v16 = 0.0f;
    float v17;
    float v18;
    float v19;
    float v20;
    while (true)
    {
        if (v12 < v1)
        {
            const int v21 = as_int(as_uint(v4) + as_uint(gf_rem(v12, scalar3)));
            float v22;
            float v23;
            float v24;
            float v25;
            if (as_int(as_uint(v21) + as_uint(-1)) < 0)
            {
                v22 = v13;
                v23 = v14;
                v24 = v15;
                v25 = v16;
            }
            else
            {
                float v26;
                float v27;
                float v28;
                float v29;
                if (as_int(as_uint(v21) + as_uint(-1)) >= scalar3)
                {
                    v26 = v13;
                    v27 = v14;
                    v28 = v15;
                    v29 = v16;
                }
                else
                {
                    const int v30 = as_int(as_uint(v12) * as_uint(scalar4));
                    int v31 = as_int(as_uint(v8) + as_uint(as_int(as_uint(v30) * as_uint(scalar5))));
                    int v32 = as_int(as_uint(v10) + as_uint(as_int(as_uint(v30) * as_uint(scalar6))));
                    int v33 = v7;
                    float v34 = v13;
                    float v35 = v14;
                    float v36 = v15;
                    float v37 = v16;
                    float v38;
                    float v39;
                    float v40;
                    float v41;
                    while (true)
                    {
                        if (v33 < v11)
                        {
                            const float v42 = view0[as_int(as_uint(v31) + as_uint((int)get_local_id(0)))];
                            const float v43 = view1[v32];
                            const float v44 = view1[as_int(as_uint(v32) + as_uint(1))];
                            const float v45 = view1[as_int(as_uint(v32) + as_uint(2))];
                            const float v46 = view1[as_int(as_uint(v32) + as_uint(3))];
                            v31 = as_int(as_uint(scalar5) + as_uint(v31));
                            v32 = as_int(as_uint(scalar6) + as_uint(v32));
                            v33 = as_int(as_uint(v33) + as_uint(1));
                            v34 = fma(v43, v42, v34);
                            v35 = fma(v44, v42, v35);
                            v36 = fma(v45, v42, v36);
                            v37 = fma(v46, v42, v37);
                            continue;
                        }
                        else
                        {
                            v38 = v34;
                            v39 = v35;
                            v40 = v36;
                            v41 = v37;
                            break;
                        }
                    }
                    v26 = v38;
                    v27 = v39;
                    v28 = v40;
                    v29 = v41;
                }
                v22 = v26;
                v23 = v27;
                v24 = v28;
                v25 = v29;
            }
            v12 = as_int(as_uint(v12) + as_uint(1));
            v13 = v22;
            v14 = v23;
            v15 = v24;
            v16 = v25;
            continue;
        }
        else
        {
            v17 = v13;
            v18 = v14;
            v19 = v15;
            v20 = v16;
            break;
        }
    }
    const int v47 = as_int(as_uint((int)get_local_id(0)) * as_uint(9));
    const int v48 = as_int(as_uint(as_int(as_uint(v9) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))))) * as_uint(scalar5));
    view2[as_int(as_uint(as_int(as_uint(v3) + as_uint(as_int(as_uint(as_int(as_uint(v5) + as_uint(v48))) * as_uint(9))))) + as_uint(v47))] = v17;
    view2[as_int(as_uint(as_int(as_uint(v3) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) + as_uint(v5))) + as_uint(v48))) * as_uint(9))))) + as_uint(v47))] = v18;
    view2[as_int(as_uint(as_int(as_uint(v3) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(2))) + as_uint(v5))) + as_uint(v48))) * as_uint(9))))) + as_uint(v47))] = v19;
    view2[as_int(as_uint(as_int(as_uint(v3) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(3))) + as_uint(v5))) + as_uint(v48))) * as_uint(9))))) + as_uint(v47))] = v20;
}
