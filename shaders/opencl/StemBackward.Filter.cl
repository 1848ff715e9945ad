// Written by 'gpuformer emit'; change the kernel and run it again.
// StemBackward.Filter(stride=2)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_StemBackward_Filter_stride_2_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* dy */,
    __global float *buffer2, int offset2, int length2 /* partial */,
    int scalar3 /* sizes.K */,
    int scalar4 /* sizes.H */,
    int scalar5 /* sizes.W */,
    int scalar6 /* sizes.C */,
    int scalar7 /* sizes.OutH */,
    int scalar8 /* sizes.OutW */,
    int scalar9 /* rows */,
    int scalar10 /* chunk */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar10));
    const int v1 = min(as_int(as_uint(v0) + as_uint(scalar10)), scalar9);
    const int v2 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar6) + as_uint(-32)));
    const int v3 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) * as_uint(scalar5));
    const int v4 = as_int(as_uint(v3) - as_uint(scalar5));
    const int v5 = as_int(as_uint(v3) + as_uint(scalar5));
    int v6 = v0;
    float v7 = 0.0f;
    float v8 = 0.0f;
    float v9 = 0.0f;
    float v10 = 0.0f;
    float v11 = 0.0f;
    float v12 = 0.0f;
    float v13 = 0.0f;
    float v14 = 0.0f;
    float v15 = 0.0f;
    float v16;
    float v17;
    float v18;
    float v19;
    float v20;
    float v21;
    float v22;
    float v23;
    float v24;
    while (true)
    {
        if (v6 < v1)
        {
            const int v25 = as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(v6) * as_uint(scalar8))) * as_uint(scalar6))));
            const int v26 = gf_div(v6, scalar7);
            const int v27 = as_int(as_uint(as_int(as_uint(v6) - as_uint(as_int(as_uint(v26) * as_uint(scalar7))))) * as_uint(2));
            const bool v28 = as_int(as_uint(v27) + as_uint(-1)) < 0;
            const int v29 = as_int(as_uint(as_int(as_uint(v27) + as_uint(as_int(as_uint(as_int(as_uint(v26) * as_uint(scalar3))) * as_uint(scalar4))))) * as_uint(scalar5));
            const int v30 = as_int(as_uint(v4) + as_uint(v29));
            const int v31 = as_int(as_uint(v3) + as_uint(v29));
            const bool v32 = as_int(as_uint(v27) + as_uint(1)) >= scalar4;
            const int v33 = as_int(as_uint(v5) + as_uint(v29));
            int v34 = 0;
            float v35 = v7;
            float v36 = v8;
            float v37 = v9;
            float v38 = v10;
            float v39 = v11;
            float v40 = v12;
            float v41 = v13;
            float v42 = v14;
            float v43 = v15;
            float v44;
            float v45;
            float v46;
            float v47;
            float v48;
            float v49;
            float v50;
            float v51;
            float v52;
            while (true)
            {
                if (v34 < scalar8)
                {
                    const float v53 = view1[as_int(as_uint(as_int(as_uint(v25) + as_uint(as_int(as_uint(v34) * as_uint(scalar6))))) + as_uint((int)get_local_id(0)))];
                    const int v54 = as_int(as_uint(v34) * as_uint(2));
                    const bool v55 = as_int(as_uint(v54) + as_uint(-1)) < 0;
                    const bool v56 = as_int(as_uint(v54) + as_uint(1)) >= scalar5;
                    float v57;
                    float v58;
                    float v59;
                    if (v28)
                    {
                        v57 = v35;
                        v58 = v36;
                        v59 = v37;
                    }
                    else
                    {
                        const int v60 = as_int(as_uint(v30) + as_uint(v54));
                        float v61;
                        if (v55)
                        {
                            v61 = 0.0f;
                        }
                        else
                        {
                            const float v62 = view0[as_int(as_uint(v60) + as_uint(-1))];
                            v61 = v62;
                        }
                        const float v63 = view0[v60];
                        float v64;
                        if (v56)
                        {
                            v64 = 0.0f;
                        }
                        else
                        {
                            const float v65 = view0[as_int(as_uint(v60) + as_uint(1))];
                            v64 = v65;
                        }
                        v57 = fma(v61, v53, v35);
                        v58 = fma(v63, v53, v36);
                        v59 = fma(v64, v53, v37);
                    }
                    const int v66 = as_int(as_uint(v31) + as_uint(v54));
                    float v67;
                    if (v55)
                    {
                        v67 = 0.0f;
                    }
                    else
                    {
                        const float v68 = view0[as_int(as_uint(v66) + as_uint(-1))];
                        v67 = v68;
                    }
                    const float v69 = view0[v66];
                    float v70;
                    if (v56)
                    {
                        v70 = 0.0f;
                    }
                    else
                    {
                        const float v71 = view0[as_int(as_uint(v66) + as_uint(1))];
                        v70 = v71;
                    }
                    float v72;
                    float v73;
                    float v74;
                    if (v32)
                    {
                        v72 = v41;
                        v73 = v42;
                        v74 = v43;
                    }
                    else
                    {
                        const int v75 = as_int(as_uint(v33) + as_uint(v54));
                        float v76;
                        if (v55)
                        {
                            v76 = 0.0f;
                        }
                        else
                        {
                            const float v77 = view0[as_int(as_uint(v75) + as_uint(-1))];
                            v76 = v77;
                        }
                        const float v78 = view0[v75];
                        float v79;
                        if (v56)
                        {
                            v79 = 0.0f;
                        }
                        else
                        {
                            const float v80 = view0[as_int(as_uint(v75) + as_uint(1))];
                            v79 = v80;
                        }
                        v72 = fma(v76, v53, v41);
                        v73 = fma(v78, v53, v42);
                        v74 = fma(v79, v53, v43);
                    }
                    v34 = as_int(as_uint(v34) + as_uint(1));
                    v35 = v57;
                    v36 = v58;
                    v37 = v59;
                    v38 = fma(v67, v53, v38);
                    v39 = fma(v69, v53, v39);
                    v40 = fma(v70, v53, v40);
                    v41 = v72;
                    v42 = v73;
                    v43 = v74;
                    continue;
                }
                else
                {
                    v44 = v35;
                    v45 = v36;
                    v46 = v37;
                    v47 = v38;
                    v48 = v39;
                    v49 = v40;
                    v50 = v41;
                    v51 = v42;
                    v52 = v43;
                    break;
                }
            }
            v6 = as_int(as_uint(v6) + as_uint(1));
            v7 = v44;
            v8 = v45;
            v9 = v46;
            v10 = v47;
            v11 = v48;
            v12 = v49;
            v13 = v50;
            v14 = v51;
            v15 = v52;
            continue;
        }
        else
        {
            v16 = v7;
            v17 = v8;
            v18 = v9;
            v19 = v10;
            v20 = v11;
            v21 = v12;
            v22 = v13;
            v23 = v14;
            v24 = v15;
            break;
        }
    }
    const int v81 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) + as_uint(as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar6))))) * as_uint(scalar3))))) * as_uint(9))) + as_uint(as_int(as_uint(as_int(as_uint((int)get_local_id(0)) * as_uint(scalar3))) * as_uint(9))));
    view2[v81] = v16;
    view2[as_int(as_uint(v81) + as_uint(1))] = v17;
    view2[as_int(as_uint(v81) + as_uint(2))] = v18;
    view2[as_int(as_uint(v81) + as_uint(3))] = v19;
    view2[as_int(as_uint(v81) + as_uint(4))] = v20;
    view2[as_int(as_uint(v81) + as_uint(5))] = v21;
    view2[as_int(as_uint(v81) + as_uint(6))] = v22;
    view2[as_int(as_uint(v81) + as_uint(7))] = v23;
    view2[as_int(as_uint(v81) + as_uint(8))] = v24;
}
