// Written by 'gpuformer emit'; change the kernel and run it again.
// Depthwise.Forward<DyRelu, Slopes>(stride=1, tile=8)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Depthwise_Forward_DyRelu__Slopes__stride_1__tile_8_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    __global const float *buffer4, int offset4, int length4 /* epilogue._slopes */,
    int scalar5 /* epilogue._channels */,
    int scalar6 /* sizes.H */,
    int scalar7 /* sizes.W */,
    int scalar8 /* sizes.C */,
    int scalar9 /* sizes.OutH */,
    int scalar10 /* sizes.OutW */,
    int scalar11 /* Q */,
    int scalar12 /* panels */,
    int scalar13 /* strips */,
    int scalar14 /* runs */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    const int v0 = gf_div((int)get_group_id(0), scalar12);
    const int v1 = min((((int)get_group_id(0) - (v0 * scalar12)) * 32), (scalar8 + -32));
    const int v2 = (v0 * scalar8) + v1;
    const float v3 = view2[(v2 + (int)get_local_id(0))];
    const int v4 = v2 + (((int)get_group_id(2) * 2) * scalar5);
    const float v5 = view4[(v4 + (int)get_local_id(0))];
    const float v6 = view4[((v4 + scalar5) + (int)get_local_id(0))];
    const int v7 = gf_div((int)get_group_id(1), scalar14);
    const int v8 = ((int)get_group_id(1) - (v7 * scalar14)) * scalar13;
    const int v9 = min((v8 + scalar13), ((scalar10 + 7) / 8));
    const int v10 = as_int(0u - as_uint(v7));
    const int v11 = max((v10 + 1), 0);
    const int v12 = min(((v10 + scalar6) + 1), 3);
    const int v13 = v2 + scalar11;
    const int v14 = v2 + (scalar11 * 2);
    const int v15 = (((v7 + ((int)get_group_id(2) * scalar6)) * scalar7) - scalar7) * scalar8;
    const int v16 = (as_int(0u - as_uint(scalar8)) + v1) + v15;
    const int v17 = v1 + v15;
    const int v18 = (scalar8 + v1) + v15;
    const int v19 = ((scalar8 * 2) + v1) + v15;
    const int v20 = ((scalar8 * 3) + v1) + v15;
    const int v21 = ((scalar8 * 4) + v1) + v15;
    const int v22 = ((scalar8 * 5) + v1) + v15;
    const int v23 = ((scalar8 * 6) + v1) + v15;
    const int v24 = ((scalar8 * 7) + v1) + v15;
    const int v25 = ((scalar8 * 8) + v1) + v15;
    const int v26 = ((v7 * scalar10) + (((int)get_group_id(2) * scalar9) * scalar10)) * scalar11;
    const int v27 = v2 + v26;
    const int v28 = v13 + v26;
    const int v29 = v14 + v26;
    const int v30 = (v2 + (scalar11 * 3)) + v26;
    const int v31 = (v2 + (scalar11 * 4)) + v26;
    const int v32 = (v2 + (scalar11 * 5)) + v26;
    const int v33 = (v2 + (scalar11 * 6)) + v26;
    const int v34 = (v2 + (scalar11 * 7)) + v26;
    int v35 = v8;
    while (true)
    {
        if (v35 < v9)
        {
            const int v36 = min((v35 * 8), (scalar10 + -8));
            const bool v37 = (v36 + -1) < 0;
            const int v38 = v36 * scalar8;
            const int v39 = v16 + v38;
            const int v40 = v17 + v38;
            const int v41 = v18 + v38;
            const int v42 = v19 + v38;
            const int v43 = v20 + v38;
            const int v44 = v21 + v38;
            const int v45 = v22 + v38;
            const int v46 = v23 + v38;
            const int v47 = v24 + v38;
            const bool v48 = (v36 + 8) >= scalar7;
            const int v49 = v25 + v38;
            int v50 = v11;
            float v51 = v3;
            float v52 = v3;
            float v53 = v3;
            float v54 = v3;
            float v55 = v3;
            float v56 = v3;
            float v57 = v3;
            float v58 = v3;
            float v59;
            float v60;
            float v61;
            float v62;
            float v63;
            float v64;
            float v65;
            float v66;
            while (true)
            {
                if (v50 < v12)
                {
                    const int v67 = (v50 * 3) * scalar11;
                    const float v68 = view1[((v2 + v67) + (int)get_local_id(0))];
                    const float v69 = view1[((v13 + v67) + (int)get_local_id(0))];
                    const float v70 = view1[((v14 + v67) + (int)get_local_id(0))];
                    const int v71 = (v50 * scalar7) * scalar8;
                    float v72;
                    if (v37)
                    {
                        v72 = 0.0f;
                    }
                    else
                    {
                        const float v73 = view0[((v39 + v71) + (int)get_local_id(0))];
                        v72 = v73;
                    }
                    const float v74 = view0[((v40 + v71) + (int)get_local_id(0))];
                    const float v75 = view0[((v41 + v71) + (int)get_local_id(0))];
                    const float v76 = view0[((v42 + v71) + (int)get_local_id(0))];
                    const float v77 = view0[((v43 + v71) + (int)get_local_id(0))];
                    const float v78 = view0[((v44 + v71) + (int)get_local_id(0))];
                    const float v79 = view0[((v45 + v71) + (int)get_local_id(0))];
                    const float v80 = view0[((v46 + v71) + (int)get_local_id(0))];
                    const float v81 = view0[((v47 + v71) + (int)get_local_id(0))];
                    float v82;
                    if (v48)
                    {
                        v82 = 0.0f;
                    }
                    else
                    {
                        const float v83 = view0[((v49 + v71) + (int)get_local_id(0))];
                        v82 = v83;
                    }
                    v50 = v50 + 1;
                    v51 = fma(v75, v70, fma(v74, v69, fma(v72, v68, v51)));
                    v52 = fma(v76, v70, fma(v75, v69, fma(v74, v68, v52)));
                    v53 = fma(v77, v70, fma(v76, v69, fma(v75, v68, v53)));
                    v54 = fma(v78, v70, fma(v77, v69, fma(v76, v68, v54)));
                    v55 = fma(v79, v70, fma(v78, v69, fma(v77, v68, v55)));
                    v56 = fma(v80, v70, fma(v79, v69, fma(v78, v68, v56)));
                    v57 = fma(v81, v70, fma(v80, v69, fma(v79, v68, v57)));
                    v58 = fma(v82, v70, fma(v81, v69, fma(v80, v68, v58)));
                    continue;
                }
                else
                {
                    v59 = v51;
                    v60 = v52;
                    v61 = v53;
                    v62 = v54;
                    v63 = v55;
                    v64 = v56;
                    v65 = v57;
                    v66 = v58;
                    break;
                }
            }
            const int v84 = v36 * scalar11;
            view3[((v27 + v84) + (int)get_local_id(0))] = gf_max((v5 * v59), (v6 * v59));
            view3[((v28 + v84) + (int)get_local_id(0))] = gf_max((v5 * v60), (v6 * v60));
            view3[((v29 + v84) + (int)get_local_id(0))] = gf_max((v5 * v61), (v6 * v61));
            view3[((v30 + v84) + (int)get_local_id(0))] = gf_max((v5 * v62), (v6 * v62));
            view3[((v31 + v84) + (int)get_local_id(0))] = gf_max((v5 * v63), (v6 * v63));
            view3[((v32 + v84) + (int)get_local_id(0))] = gf_max((v5 * v64), (v6 * v64));
            view3[((v33 + v84) + (int)get_local_id(0))] = gf_max((v5 * v65), (v6 * v65));
            view3[((v34 + v84) + (int)get_local_id(0))] = gf_max((v5 * v66), (v6 * v66));
            v35 = v35 + 1;
            continue;
        }
        else
        {
            break;
        }
    }
}
