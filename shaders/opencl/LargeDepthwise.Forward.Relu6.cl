// Written by 'gpuformer emit'; change the kernel and run it again.
// LargeDepthwise.Forward<Activated<Relu6>, NoTerms>(stride=2, across=2, tile=4)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_LargeDepthwise_Forward_Activated_Relu6___NoTerms__stride_2__across_2__tile_4_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    int scalar4 /* sizes.H */,
    int scalar5 /* sizes.W */,
    int scalar6 /* sizes.C */,
    int scalar7 /* sizes.OutH */,
    int scalar8 /* sizes.OutW */,
    int scalar9 /* Q */,
    int scalar10 /* panels */,
    int scalar11 /* tiles */,
    int scalar12 /* R */,
    int scalar13 /* S */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    const int v0 = gf_div((int)get_group_id(0), scalar10);
    const int v1 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) - as_uint(as_int(as_uint(v0) * as_uint(scalar10))))) * as_uint(32)), as_int(as_uint(scalar6) + as_uint(-32)));
    const int v2 = as_int(as_uint(v1) + as_uint(as_int(as_uint(v0) * as_uint(scalar6))));
    const float v3 = view2[as_int(as_uint(v2) + as_uint((int)get_local_id(0)))];
    const int v4 = scalar12 / 2;
    const int v5 = gf_div((int)get_group_id(1), scalar11);
    const int v6 = as_int(as_uint(as_int(as_uint(v5) * as_uint(2))) - as_uint(v4));
    const int v7 = min(scalar12, as_int(as_uint(as_int(as_uint(as_int(as_uint(v5) * as_uint(-2))) + as_uint(v4))) + as_uint(scalar4)));
    const int v8 = scalar13 / 2;
    const int v9 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v5) * as_uint(scalar11))))) * as_uint(4)), as_int(as_uint(scalar8) + as_uint(-4)));
    const int v10 = as_int(as_uint(as_int(as_uint(v9) * as_uint(-2))) + as_uint(v8));
    const int v11 = max(0, as_int(as_uint(v10) + as_uint(-6)));
    const int v12 = min(scalar13, as_int(as_uint(v10) + as_uint(scalar5)));
    const int v13 = as_int(as_uint(as_int(as_uint(v9) * as_uint(2))) - as_uint(v8));
    const int v14 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v6) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))))) * as_uint(scalar5))) * as_uint(scalar6));
    const int v15 = as_int(as_uint(v13) * as_uint(scalar6));
    const int v16 = as_int(as_uint(as_int(as_uint(v1) + as_uint(v15))) + as_uint(v14));
    const int v17 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(2))) + as_uint(v1))) + as_uint(v15))) + as_uint(v14));
    const int v18 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(4))) + as_uint(v1))) + as_uint(v15))) + as_uint(v14));
    const int v19 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(6))) + as_uint(v1))) + as_uint(v15))) + as_uint(v14));
    int v20 = max(0, as_int(0u - as_uint(v6)));
    float v21 = v3;
    float v22 = v3;
    float v23 = v3;
    float v24 = v3;
    float v25;
    float v26;
    float v27;
    float v28;
    while (true)
    {
        if (v20 < v7)
        {
            const int v29 = as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(v20) * as_uint(scalar13))) * as_uint(scalar9))));
            const int v30 = as_int(as_uint(as_int(as_uint(v20) * as_uint(scalar5))) * as_uint(scalar6));
            const int v31 = as_int(as_uint(v16) + as_uint(v30));
            const int v32 = as_int(as_uint(v17) + as_uint(v30));
            const int v33 = as_int(as_uint(v18) + as_uint(v30));
            const int v34 = as_int(as_uint(v19) + as_uint(v30));
            int v35 = v11;
            float v36 = v21;
            float v37 = v22;
            float v38 = v23;
            float v39 = v24;
            float v40;
            float v41;
            float v42;
            float v43;
            while (true)
            {
                if (v35 < v12)
                {
                    const float v44 = view1[as_int(as_uint(as_int(as_uint(v29) + as_uint(as_int(as_uint(v35) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))];
                    const int v45 = as_int(as_uint(v13) + as_uint(v35));
                    const int v46 = as_int(as_uint(v35) * as_uint(scalar6));
                    float v47;
                    if (v45 < 0)
                    {
                        v47 = v36;
                    }
                    else
                    {
                        float v48;
                        if (v45 >= scalar5)
                        {
                            v48 = v36;
                        }
                        else
                        {
                            const float v49 = view0[as_int(as_uint(as_int(as_uint(v31) + as_uint(v46))) + as_uint((int)get_local_id(0)))];
                            v48 = fma(v49, v44, v36);
                        }
                        v47 = v48;
                    }
                    float v50;
                    if (as_int(as_uint(v45) + as_uint(2)) < 0)
                    {
                        v50 = v37;
                    }
                    else
                    {
                        float v51;
                        if (as_int(as_uint(v45) + as_uint(2)) >= scalar5)
                        {
                            v51 = v37;
                        }
                        else
                        {
                            const float v52 = view0[as_int(as_uint(as_int(as_uint(v32) + as_uint(v46))) + as_uint((int)get_local_id(0)))];
                            v51 = fma(v52, v44, v37);
                        }
                        v50 = v51;
                    }
                    float v53;
                    if (as_int(as_uint(v45) + as_uint(4)) < 0)
                    {
                        v53 = v38;
                    }
                    else
                    {
                        float v54;
                        if (as_int(as_uint(v45) + as_uint(4)) >= scalar5)
                        {
                            v54 = v38;
                        }
                        else
                        {
                            const float v55 = view0[as_int(as_uint(as_int(as_uint(v33) + as_uint(v46))) + as_uint((int)get_local_id(0)))];
                            v54 = fma(v55, v44, v38);
                        }
                        v53 = v54;
                    }
                    float v56;
                    if (as_int(as_uint(v45) + as_uint(6)) < 0)
                    {
                        v56 = v39;
                    }
                    else
                    {
                        float v57;
                        if (as_int(as_uint(v45) + as_uint(6)) >= scalar5)
                        {
                            v57 = v39;
                        }
                        else
                        {
                            const float v58 = view0[as_int(as_uint(as_int(as_uint(v34) + as_uint(v46))) + as_uint((int)get_local_id(0)))];
                            v57 = fma(v58, v44, v39);
                        }
                        v56 = v57;
                    }
                    v35 = as_int(as_uint(v35) + as_uint(1));
                    v36 = v47;
                    v37 = v50;
                    v38 = v53;
                    v39 = v56;
                    continue;
                }
                else
                {
                    v40 = v36;
                    v41 = v37;
                    v42 = v38;
                    v43 = v39;
                    break;
                }
            }
            v20 = as_int(as_uint(v20) + as_uint(1));
            v21 = v40;
            v22 = v41;
            v23 = v42;
            v24 = v43;
            continue;
        }
        else
        {
            v25 = v21;
            v26 = v22;
            v27 = v23;
            v28 = v24;
            break;
        }
    }
    const int v59 = as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v9) + as_uint(as_int(as_uint(v5) * as_uint(scalar8))))) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))) * as_uint(scalar8))))) * as_uint(scalar9))));
    view3[as_int(as_uint(v59) + as_uint((int)get_local_id(0)))] = gf_min(6.0f, gf_max(0.0f, v25));
    view3[as_int(as_uint(as_int(as_uint(v59) + as_uint(scalar9))) + as_uint((int)get_local_id(0)))] = gf_min(6.0f, gf_max(0.0f, v26));
    view3[as_int(as_uint(as_int(as_uint(v59) + as_uint(as_int(as_uint(scalar9) * as_uint(2))))) + as_uint((int)get_local_id(0)))] = gf_min(6.0f, gf_max(0.0f, v27));
    view3[as_int(as_uint(as_int(as_uint(v59) + as_uint(as_int(as_uint(scalar9) * as_uint(3))))) + as_uint((int)get_local_id(0)))] = gf_min(6.0f, gf_max(0.0f, v28));
}
