// Written by 'gpuformer emit'; change the kernel and run it again.
// LargeDepthwise.Input(stride=2, across=2, tile=4)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_LargeDepthwise_Input_stride_2__across_2__tile_4_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global float *buffer2, int offset2, int length2 /* dx */,
    int scalar3 /* sizes.H */,
    int scalar4 /* sizes.W */,
    int scalar5 /* sizes.C */,
    int scalar6 /* sizes.OutH */,
    int scalar7 /* sizes.OutW */,
    int scalar8 /* Q */,
    int scalar9 /* tiles */,
    int scalar10 /* R */,
    int scalar11 /* S */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = gf_div((int)get_group_id(1), scalar9);
    const int v1 = as_int(as_uint(v0) + as_uint((scalar10 / 2)));
    const int v2 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar5) + as_uint(-32)));
    const int v3 = as_int(as_uint(v2) + as_uint((int)get_local_id(0)));
    const int v4 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v0) * as_uint(scalar9))))) * as_uint(4)), as_int(as_uint(scalar4) + as_uint(-4)));
    const int v5 = as_int(as_uint(v4) + as_uint((scalar11 / 2)));
    const int v6 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) * as_uint(scalar7))) * as_uint(scalar8));
    int v7 = 0;
    float v8 = 0.0f;
    float v9 = 0.0f;
    float v10 = 0.0f;
    float v11 = 0.0f;
    float v12;
    float v13;
    float v14;
    float v15;
    while (true)
    {
        if (v7 < scalar10)
        {
            const int v16 = as_int(as_uint(v1) - as_uint(v7));
            float v17;
            float v18;
            float v19;
            float v20;
            if (v16 < 0)
            {
                v17 = v8;
                v18 = v9;
                v19 = v10;
                v20 = v11;
            }
            else
            {
                const int v21 = v16 / 2;
                float v22;
                float v23;
                float v24;
                float v25;
                if (as_int(as_uint(v21) * as_uint(2)) != v16)
                {
                    v22 = v8;
                    v23 = v9;
                    v24 = v10;
                    v25 = v11;
                }
                else
                {
                    float v26;
                    float v27;
                    float v28;
                    float v29;
                    if (v21 >= scalar6)
                    {
                        v26 = v8;
                        v27 = v9;
                        v28 = v10;
                        v29 = v11;
                    }
                    else
                    {
                        const int v30 = as_int(as_uint(as_int(as_uint(v7) * as_uint(scalar11))) * as_uint(scalar8));
                        const int v31 = as_int(as_uint(v6) + as_uint(as_int(as_uint(as_int(as_uint(v21) * as_uint(scalar7))) * as_uint(scalar8))));
                        int v32 = v3;
                        float v33 = v8;
                        float v34 = v9;
                        float v35 = v10;
                        float v36 = v11;
                        float v37;
                        float v38;
                        float v39;
                        float v40;
                        while (true)
                        {
                            if (v32 < scalar8)
                            {
                                int v41 = 0;
                                float v42 = v33;
                                float v43 = v34;
                                float v44 = v35;
                                float v45 = v36;
                                float v46;
                                float v47;
                                float v48;
                                float v49;
                                while (true)
                                {
                                    if (v41 < scalar11)
                                    {
                                        const float v50 = view1[as_int(as_uint(as_int(as_uint(v30) + as_uint(as_int(as_uint(v41) * as_uint(scalar8))))) + as_uint(v32))];
                                        const int v51 = as_int(as_uint(v5) - as_uint(v41));
                                        float v52;
                                        if (v51 < 0)
                                        {
                                            v52 = v42;
                                        }
                                        else
                                        {
                                            const int v53 = v51 / 2;
                                            float v54;
                                            if (as_int(as_uint(v53) * as_uint(2)) != v51)
                                            {
                                                v54 = v42;
                                            }
                                            else
                                            {
                                                float v55;
                                                if (v53 >= scalar7)
                                                {
                                                    v55 = v42;
                                                }
                                                else
                                                {
                                                    const float v56 = view0[as_int(as_uint(as_int(as_uint(v31) + as_uint(as_int(as_uint(v53) * as_uint(scalar8))))) + as_uint(v32))];
                                                    v55 = fma(v56, v50, v42);
                                                }
                                                v54 = v55;
                                            }
                                            v52 = v54;
                                        }
                                        float v57;
                                        if (as_int(as_uint(v51) + as_uint(1)) < 0)
                                        {
                                            v57 = v43;
                                        }
                                        else
                                        {
                                            const int v58 = as_int(as_uint(v51) + as_uint(1)) / 2;
                                            float v59;
                                            if (as_int(as_uint(v58) * as_uint(2)) != as_int(as_uint(v51) + as_uint(1)))
                                            {
                                                v59 = v43;
                                            }
                                            else
                                            {
                                                float v60;
                                                if (v58 >= scalar7)
                                                {
                                                    v60 = v43;
                                                }
                                                else
                                                {
                                                    const float v61 = view0[as_int(as_uint(as_int(as_uint(v31) + as_uint(as_int(as_uint(v58) * as_uint(scalar8))))) + as_uint(v32))];
                                                    v60 = fma(v61, v50, v43);
                                                }
                                                v59 = v60;
                                            }
                                            v57 = v59;
                                        }
                                        float v62;
                                        if (as_int(as_uint(v51) + as_uint(2)) < 0)
                                        {
                                            v62 = v44;
                                        }
                                        else
                                        {
                                            const int v63 = as_int(as_uint(v51) + as_uint(2)) / 2;
                                            float v64;
                                            if (as_int(as_uint(v63) * as_uint(2)) != as_int(as_uint(v51) + as_uint(2)))
                                            {
                                                v64 = v44;
                                            }
                                            else
                                            {
                                                float v65;
                                                if (v63 >= scalar7)
                                                {
                                                    v65 = v44;
                                                }
                                                else
                                                {
                                                    const float v66 = view0[as_int(as_uint(as_int(as_uint(v31) + as_uint(as_int(as_uint(v63) * as_uint(scalar8))))) + as_uint(v32))];
                                                    v65 = fma(v66, v50, v44);
                                                }
                                                v64 = v65;
                                            }
                                            v62 = v64;
                                        }
                                        float v67;
                                        if (as_int(as_uint(v51) + as_uint(3)) < 0)
                                        {
                                            v67 = v45;
                                        }
                                        else
                                        {
                                            const int v68 = as_int(as_uint(v51) + as_uint(3)) / 2;
                                            float v69;
                                            if (as_int(as_uint(v68) * as_uint(2)) != as_int(as_uint(v51) + as_uint(3)))
                                            {
                                                v69 = v45;
                                            }
                                            else
                                            {
                                                float v70;
                                                if (v68 >= scalar7)
                                                {
                                                    v70 = v45;
                                                }
                                                else
                                                {
                                                    const float v71 = view0[as_int(as_uint(as_int(as_uint(v31) + as_uint(as_int(as_uint(v68) * as_uint(scalar8))))) + as_uint(v32))];
                                                    v70 = fma(v71, v50, v45);
                                                }
                                                v69 = v70;
                                            }
                                            v67 = v69;
                                        }
                                        v41 = as_int(as_uint(v41) + as_uint(1));
                                        v42 = v52;
                                        v43 = v57;
                                        v44 = v62;
                                        v45 = v67;
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
                                v32 = as_int(as_uint(scalar5) + as_uint(v32));
                                v33 = v46;
                                v34 = v47;
                                v35 = v48;
                                v36 = v49;
                                continue;
                            }
                            else
                            {
                                v37 = v33;
                                v38 = v34;
                                v39 = v35;
                                v40 = v36;
                                break;
                            }
                        }
                        v26 = v37;
                        v27 = v38;
                        v28 = v39;
                        v29 = v40;
                    }
                    v22 = v26;
                    v23 = v27;
                    v24 = v28;
                    v25 = v29;
                }
                v17 = v22;
                v18 = v23;
                v19 = v24;
                v20 = v25;
            }
            v7 = as_int(as_uint(v7) + as_uint(1));
            v8 = v17;
            v9 = v18;
            v10 = v19;
            v11 = v20;
            continue;
        }
        else
        {
            v12 = v8;
            v13 = v9;
            v14 = v10;
            v15 = v11;
            break;
        }
    }
    const int v72 = as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3))))) * as_uint(scalar4))))) * as_uint(scalar5));
    view2[as_int(as_uint(as_int(as_uint(v2) + as_uint(v72))) + as_uint((int)get_local_id(0)))] = v12;
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) + as_uint(v2))) + as_uint(v72))) + as_uint((int)get_local_id(0)))] = v13;
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(2))) + as_uint(v2))) + as_uint(v72))) + as_uint((int)get_local_id(0)))] = v14;
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(3))) + as_uint(v2))) + as_uint(v72))) + as_uint((int)get_local_id(0)))] = v15;
}
