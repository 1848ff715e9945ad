// Written by 'gpuformer emit'; change the kernel and run it again.
// Depthwise.Naive(R=3, S=3, stride=1, across=1, tile=4)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline int gf_rem(int a, int b) { return b == 0 || b == -1 ? 0 : a % b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Depthwise_Naive_R_3__S_3__stride_1__across_1__tile_4_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    int scalar4 /* sizes.H */,
    int scalar5 /* sizes.W */,
    int scalar6 /* sizes.C */,
    int scalar7 /* sizes.OutH */,
    int scalar8 /* sizes.OutW */,
    int scalar9 /* Q */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(32));
    const int v1 = as_int(as_uint(v0) + as_uint((int)get_local_id(0)));
    if (v1 < scalar9)
    {
        const float v2 = view2[v1];
        const int v3 = gf_rem((int)get_group_id(2), scalar7);
        const int v4 = as_int(as_uint((int)get_group_id(1)) * as_uint(4));
        const bool v5 = as_int(as_uint(v4) + as_uint(-1)) < 0;
        const bool v6 = as_int(as_uint(v4) + as_uint(-1)) >= scalar5;
        const int v7 = gf_rem(v1, scalar6);
        const int v8 = gf_div((int)get_group_id(2), scalar7);
        const int v9 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(as_int(as_uint(v3) + as_uint(as_int(as_uint(v8) * as_uint(scalar4))))) * as_uint(scalar5))))) - as_uint(scalar5))) * as_uint(scalar6));
        const int v10 = as_int(as_uint(v9) - as_uint(scalar6));
        const bool v11 = v4 < 0;
        const bool v12 = v4 >= scalar5;
        const bool v13 = as_int(as_uint(v4) + as_uint(1)) < 0;
        const bool v14 = as_int(as_uint(v4) + as_uint(1)) >= scalar5;
        const int v15 = as_int(as_uint(v9) + as_uint(scalar6));
        const bool v16 = as_int(as_uint(v4) + as_uint(2)) < 0;
        const bool v17 = as_int(as_uint(v4) + as_uint(2)) >= scalar5;
        const int v18 = as_int(as_uint(v9) + as_uint(as_int(as_uint(scalar6) * as_uint(2))));
        const int v19 = as_int(as_uint(v0) + as_uint(scalar9));
        const bool v20 = as_int(as_uint(v4) + as_uint(3)) < 0;
        const bool v21 = as_int(as_uint(v4) + as_uint(3)) >= scalar5;
        const int v22 = as_int(as_uint(v9) + as_uint(as_int(as_uint(scalar6) * as_uint(3))));
        const int v23 = as_int(as_uint(v0) + as_uint(as_int(as_uint(scalar9) * as_uint(2))));
        const bool v24 = as_int(as_uint(v4) + as_uint(4)) < 0;
        const bool v25 = as_int(as_uint(v4) + as_uint(4)) >= scalar5;
        const int v26 = as_int(as_uint(v9) + as_uint(as_int(as_uint(scalar6) * as_uint(4))));
        int v27 = 0;
        float v28 = v2;
        float v29 = v2;
        float v30 = v2;
        float v31 = v2;
        float v32;
        float v33;
        float v34;
        float v35;
        while (true)
        {
            if (v27 < 3)
            {
                const int v36 = as_int(as_uint(v3) + as_uint(v27));
                float v37;
                float v38;
                float v39;
                float v40;
                if (as_int(as_uint(v36) + as_uint(-1)) < 0)
                {
                    v37 = v28;
                    v38 = v29;
                    v39 = v30;
                    v40 = v31;
                }
                else
                {
                    float v41;
                    float v42;
                    float v43;
                    float v44;
                    if (as_int(as_uint(v36) + as_uint(-1)) >= scalar4)
                    {
                        v41 = v28;
                        v42 = v29;
                        v43 = v30;
                        v44 = v31;
                    }
                    else
                    {
                        const int v45 = as_int(as_uint(as_int(as_uint(v27) * as_uint(3))) * as_uint(scalar9));
                        const float v46 = view1[as_int(as_uint(as_int(as_uint(v0) + as_uint(v45))) + as_uint((int)get_local_id(0)))];
                        const int v47 = as_int(as_uint(as_int(as_uint(v27) * as_uint(scalar5))) * as_uint(scalar6));
                        float v48;
                        if (v5)
                        {
                            v48 = v28;
                        }
                        else
                        {
                            float v49;
                            if (v6)
                            {
                                v49 = v28;
                            }
                            else
                            {
                                const float v50 = view0[as_int(as_uint(as_int(as_uint(v10) + as_uint(v47))) + as_uint(v7))];
                                v49 = v28 + (v50 * v46);
                            }
                            v48 = v49;
                        }
                        const int v51 = as_int(as_uint(as_int(as_uint(v9) + as_uint(v47))) + as_uint(v7));
                        float v52;
                        if (v11)
                        {
                            v52 = v29;
                        }
                        else
                        {
                            float v53;
                            if (v12)
                            {
                                v53 = v29;
                            }
                            else
                            {
                                const float v54 = view0[v51];
                                v53 = v29 + (v54 * v46);
                            }
                            v52 = v53;
                        }
                        const int v55 = as_int(as_uint(as_int(as_uint(v15) + as_uint(v47))) + as_uint(v7));
                        float v56;
                        if (v13)
                        {
                            v56 = v30;
                        }
                        else
                        {
                            float v57;
                            if (v14)
                            {
                                v57 = v30;
                            }
                            else
                            {
                                const float v58 = view0[v55];
                                v57 = v30 + (v58 * v46);
                            }
                            v56 = v57;
                        }
                        const int v59 = as_int(as_uint(as_int(as_uint(v18) + as_uint(v47))) + as_uint(v7));
                        float v60;
                        if (v16)
                        {
                            v60 = v31;
                        }
                        else
                        {
                            float v61;
                            if (v17)
                            {
                                v61 = v31;
                            }
                            else
                            {
                                const float v62 = view0[v59];
                                v61 = v31 + (v62 * v46);
                            }
                            v60 = v61;
                        }
                        const float v63 = view1[as_int(as_uint(as_int(as_uint(v19) + as_uint(v45))) + as_uint((int)get_local_id(0)))];
                        float v64;
                        if (v11)
                        {
                            v64 = v48;
                        }
                        else
                        {
                            float v65;
                            if (v12)
                            {
                                v65 = v48;
                            }
                            else
                            {
                                const float v66 = view0[v51];
                                v65 = v48 + (v66 * v63);
                            }
                            v64 = v65;
                        }
                        float v67;
                        if (v13)
                        {
                            v67 = v52;
                        }
                        else
                        {
                            float v68;
                            if (v14)
                            {
                                v68 = v52;
                            }
                            else
                            {
                                const float v69 = view0[v55];
                                v68 = v52 + (v69 * v63);
                            }
                            v67 = v68;
                        }
                        float v70;
                        if (v16)
                        {
                            v70 = v56;
                        }
                        else
                        {
                            float v71;
                            if (v17)
                            {
                                v71 = v56;
                            }
                            else
                            {
                                const float v72 = view0[v59];
                                v71 = v56 + (v72 * v63);
                            }
                            v70 = v71;
                        }
                        const int v73 = as_int(as_uint(as_int(as_uint(v22) + as_uint(v47))) + as_uint(v7));
                        float v74;
                        if (v20)
                        {
                            v74 = v60;
                        }
                        else
                        {
                            float v75;
                            if (v21)
                            {
                                v75 = v60;
                            }
                            else
                            {
                                const float v76 = view0[v73];
                                v75 = v60 + (v76 * v63);
                            }
                            v74 = v75;
                        }
                        const float v77 = view1[as_int(as_uint(as_int(as_uint(v23) + as_uint(v45))) + as_uint((int)get_local_id(0)))];
                        float v78;
                        if (v13)
                        {
                            v78 = v64;
                        }
                        else
                        {
                            float v79;
                            if (v14)
                            {
                                v79 = v64;
                            }
                            else
                            {
                                const float v80 = view0[v55];
                                v79 = v64 + (v80 * v77);
                            }
                            v78 = v79;
                        }
                        float v81;
                        if (v16)
                        {
                            v81 = v67;
                        }
                        else
                        {
                            float v82;
                            if (v17)
                            {
                                v82 = v67;
                            }
                            else
                            {
                                const float v83 = view0[v59];
                                v82 = v67 + (v83 * v77);
                            }
                            v81 = v82;
                        }
                        float v84;
                        if (v20)
                        {
                            v84 = v70;
                        }
                        else
                        {
                            float v85;
                            if (v21)
                            {
                                v85 = v70;
                            }
                            else
                            {
                                const float v86 = view0[v73];
                                v85 = v70 + (v86 * v77);
                            }
                            v84 = v85;
                        }
                        float v87;
                        if (v24)
                        {
                            v87 = v74;
                        }
                        else
                        {
                            float v88;
                            if (v25)
                            {
                                v88 = v74;
                            }
                            else
                            {
                                const float v89 = view0[as_int(as_uint(as_int(as_uint(v26) + as_uint(v47))) + as_uint(v7))];
                                v88 = v74 + (v89 * v77);
                            }
                            v87 = v88;
                        }
                        v41 = v78;
                        v42 = v81;
                        v43 = v84;
                        v44 = v87;
                    }
                    v37 = v41;
                    v38 = v42;
                    v39 = v43;
                    v40 = v44;
                }
                v27 = as_int(as_uint(v27) + as_uint(1));
                v28 = v37;
                v29 = v38;
                v30 = v39;
                v31 = v40;
                continue;
            }
            else
            {
                v32 = v28;
                v33 = v29;
                v34 = v30;
                v35 = v31;
                break;
            }
        }
        const int v90 = as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(as_int(as_uint(v3) + as_uint(as_int(as_uint(v8) * as_uint(scalar7))))) * as_uint(scalar8))))) * as_uint(scalar9));
        if (!(v4 >= scalar8))
        {
            view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(v90))) + as_uint((int)get_local_id(0)))] = v32;
        }
        if (!(as_int(as_uint(v4) + as_uint(1)) >= scalar8))
        {
            view3[as_int(as_uint(as_int(as_uint(v19) + as_uint(v90))) + as_uint((int)get_local_id(0)))] = v33;
        }
        if (!(as_int(as_uint(v4) + as_uint(2)) >= scalar8))
        {
            view3[as_int(as_uint(as_int(as_uint(v23) + as_uint(v90))) + as_uint((int)get_local_id(0)))] = v34;
        }
        if (!(as_int(as_uint(v4) + as_uint(3)) >= scalar8))
        {
            view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint(scalar9) * as_uint(3))))) + as_uint(v90))) + as_uint((int)get_local_id(0)))] = v35;
        }
    }
}
