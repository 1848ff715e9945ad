// Written by 'gpuformer emit'; change the kernel and run it again.
// LargeDepthwise.Filter(stride=2, across=2, tile=4)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_LargeDepthwise_Filter_stride_2__across_2__tile_4_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* dy */,
    __global float *buffer2, int offset2, int length2 /* partial */,
    int scalar3 /* sizes.H */,
    int scalar4 /* sizes.W */,
    int scalar5 /* sizes.C */,
    int scalar6 /* sizes.OutH */,
    int scalar7 /* sizes.OutW */,
    int scalar8 /* Q */,
    int scalar9 /* panels */,
    int scalar10 /* parts */,
    int scalar11 /* rows */,
    int scalar12 /* chunk */,
    int scalar13 /* R */,
    int scalar14 /* S */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar12));
    const int v1 = min(as_int(as_uint(v0) + as_uint(scalar12)), scalar11);
    const int v2 = gf_div((int)get_group_id(2), scalar10);
    const int v3 = as_int(as_uint(v2) - as_uint((scalar13 / 2)));
    const int v4 = gf_div((int)get_group_id(0), scalar9);
    const int v5 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) - as_uint(as_int(as_uint(v4) * as_uint(scalar9))))) * as_uint(32)), as_int(as_uint(scalar5) + as_uint(-32)));
    const int v6 = as_int(as_uint(v5) + as_uint(as_int(as_uint(v4) * as_uint(scalar5))));
    const int v7 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) - as_uint(as_int(as_uint(v2) * as_uint(scalar10))))) * as_uint(4)), as_int(as_uint(scalar14) + as_uint(-4)));
    const int v8 = as_int(as_uint(v7) - as_uint((scalar14 / 2)));
    const int v9 = as_int(as_uint(as_int(as_uint(v3) * as_uint(scalar4))) * as_uint(scalar5));
    const int v10 = as_int(as_uint(v8) * as_uint(scalar5));
    const int v11 = as_int(as_uint(as_int(as_uint(v5) + as_uint(v10))) + as_uint(v9));
    const int v12 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) + as_uint(v5))) + as_uint(v10))) + as_uint(v9));
    const int v13 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(2))) + as_uint(v5))) + as_uint(v10))) + as_uint(v9));
    const int v14 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(3))) + as_uint(v5))) + as_uint(v10))) + as_uint(v9));
    int v15 = v0;
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
        if (v15 < v1)
        {
            const int v24 = gf_div(v15, scalar6);
            const int v25 = as_int(as_uint(as_int(as_uint(v15) - as_uint(as_int(as_uint(v24) * as_uint(scalar6))))) * as_uint(2));
            const int v26 = as_int(as_uint(v3) + as_uint(v25));
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
                    const int v35 = as_int(as_uint(v6) + as_uint(as_int(as_uint(as_int(as_uint(v15) * as_uint(scalar7))) * as_uint(scalar8))));
                    const int v36 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v25) + as_uint(as_int(as_uint(v24) * as_uint(scalar3))))) * as_uint(scalar4))) * as_uint(scalar5));
                    const int v37 = as_int(as_uint(v11) + as_uint(v36));
                    const int v38 = as_int(as_uint(v12) + as_uint(v36));
                    const int v39 = as_int(as_uint(v13) + as_uint(v36));
                    const int v40 = as_int(as_uint(v14) + as_uint(v36));
                    int v41 = 0;
                    float v42 = v16;
                    float v43 = v17;
                    float v44 = v18;
                    float v45 = v19;
                    float v46;
                    float v47;
                    float v48;
                    float v49;
                    while (true)
                    {
                        if (v41 < scalar7)
                        {
                            const float v50 = view1[as_int(as_uint(as_int(as_uint(v35) + as_uint(as_int(as_uint(v41) * as_uint(scalar8))))) + as_uint((int)get_local_id(0)))];
                            const int v51 = as_int(as_uint(v41) * as_uint(2));
                            const int v52 = as_int(as_uint(v8) + as_uint(v51));
                            const int v53 = as_int(as_uint(v51) * as_uint(scalar5));
                            float v54;
                            if (v52 < 0)
                            {
                                v54 = v42;
                            }
                            else
                            {
                                float v55;
                                if (v52 >= scalar4)
                                {
                                    v55 = v42;
                                }
                                else
                                {
                                    const float v56 = view0[as_int(as_uint(as_int(as_uint(v37) + as_uint(v53))) + as_uint((int)get_local_id(0)))];
                                    v55 = fma(v56, v50, v42);
                                }
                                v54 = v55;
                            }
                            float v57;
                            if (as_int(as_uint(v52) + as_uint(1)) < 0)
                            {
                                v57 = v43;
                            }
                            else
                            {
                                float v58;
                                if (as_int(as_uint(v52) + as_uint(1)) >= scalar4)
                                {
                                    v58 = v43;
                                }
                                else
                                {
                                    const float v59 = view0[as_int(as_uint(as_int(as_uint(v38) + as_uint(v53))) + as_uint((int)get_local_id(0)))];
                                    v58 = fma(v59, v50, v43);
                                }
                                v57 = v58;
                            }
                            float v60;
                            if (as_int(as_uint(v52) + as_uint(2)) < 0)
                            {
                                v60 = v44;
                            }
                            else
                            {
                                float v61;
                                if (as_int(as_uint(v52) + as_uint(2)) >= scalar4)
                                {
                                    v61 = v44;
                                }
                                else
                                {
                                    const float v62 = view0[as_int(as_uint(as_int(as_uint(v39) + as_uint(v53))) + as_uint((int)get_local_id(0)))];
                                    v61 = fma(v62, v50, v44);
                                }
                                v60 = v61;
                            }
                            float v63;
                            if (as_int(as_uint(v52) + as_uint(3)) < 0)
                            {
                                v63 = v45;
                            }
                            else
                            {
                                float v64;
                                if (as_int(as_uint(v52) + as_uint(3)) >= scalar4)
                                {
                                    v64 = v45;
                                }
                                else
                                {
                                    const float v65 = view0[as_int(as_uint(as_int(as_uint(v40) + as_uint(v53))) + as_uint((int)get_local_id(0)))];
                                    v64 = fma(v65, v50, v45);
                                }
                                v63 = v64;
                            }
                            v41 = as_int(as_uint(v41) + as_uint(1));
                            v42 = v54;
                            v43 = v57;
                            v44 = v60;
                            v45 = v63;
                            continue;
                        }
                        else
                        {
                            v46 = v42;
                            v47 = v43;
                            v48 = v44;
                            v49 = v45;
                            break;
                        }
                    }
                    v31 = v46;
                    v32 = v47;
                    v33 = v48;
                    v34 = v49;
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
    const int v66 = as_int(as_uint(v6) + as_uint(as_int(as_uint(as_int(as_uint(v7) + as_uint(as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar13))))) * as_uint(scalar14))))) * as_uint(scalar8))));
    view2[as_int(as_uint(v66) + as_uint((int)get_local_id(0)))] = v20;
    view2[as_int(as_uint(as_int(as_uint(v66) + as_uint(scalar8))) + as_uint((int)get_local_id(0)))] = v21;
    view2[as_int(as_uint(as_int(as_uint(v66) + as_uint(as_int(as_uint(scalar8) * as_uint(2))))) + as_uint((int)get_local_id(0)))] = v22;
    view2[as_int(as_uint(as_int(as_uint(v66) + as_uint(as_int(as_uint(scalar8) * as_uint(3))))) + as_uint((int)get_local_id(0)))] = v23;
}
