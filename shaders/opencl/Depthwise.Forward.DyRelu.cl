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
    const int v1 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) - as_uint(as_int(as_uint(v0) * as_uint(scalar12))))) * as_uint(32)), as_int(as_uint(scalar8) + as_uint(-32)));
    const int v2 = as_int(as_uint(as_int(as_uint(v0) * as_uint(scalar8))) + as_uint(v1));
    const float v3 = view2[as_int(as_uint(v2) + as_uint((int)get_local_id(0)))];
    const int v4 = as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(2))) * as_uint(scalar5))));
    const float v5 = view4[as_int(as_uint(v4) + as_uint((int)get_local_id(0)))];
    const float v6 = view4[as_int(as_uint(as_int(as_uint(v4) + as_uint(scalar5))) + as_uint((int)get_local_id(0)))];
    const int v7 = gf_div((int)get_group_id(1), scalar14);
    const int v8 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v7) * as_uint(scalar14))))) * as_uint(scalar13));
    const int v9 = min(as_int(as_uint(v8) + as_uint(scalar13)), (as_int(as_uint(scalar10) + as_uint(7)) / 8));
    const int v10 = as_int(0u - as_uint(v7));
    const int v11 = max(as_int(as_uint(v10) + as_uint(1)), 0);
    const int v12 = min(as_int(as_uint(as_int(as_uint(v10) + as_uint(scalar6))) + as_uint(1)), 3);
    const int v13 = as_int(as_uint(v2) + as_uint(scalar11));
    const int v14 = as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(2))));
    const int v15 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v7) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))))) * as_uint(scalar7))) - as_uint(scalar7))) * as_uint(scalar8));
    const int v16 = as_int(as_uint(as_int(as_uint(as_int(0u - as_uint(scalar8))) + as_uint(v1))) + as_uint(v15));
    const int v17 = as_int(as_uint(v1) + as_uint(v15));
    const int v18 = as_int(as_uint(as_int(as_uint(scalar8) + as_uint(v1))) + as_uint(v15));
    const int v19 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar8) * as_uint(2))) + as_uint(v1))) + as_uint(v15));
    const int v20 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar8) * as_uint(3))) + as_uint(v1))) + as_uint(v15));
    const int v21 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar8) * as_uint(4))) + as_uint(v1))) + as_uint(v15));
    const int v22 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar8) * as_uint(5))) + as_uint(v1))) + as_uint(v15));
    const int v23 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar8) * as_uint(6))) + as_uint(v1))) + as_uint(v15));
    const int v24 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar8) * as_uint(7))) + as_uint(v1))) + as_uint(v15));
    const int v25 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar8) * as_uint(8))) + as_uint(v1))) + as_uint(v15));
    const int v26 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v7) * as_uint(scalar10))) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))) * as_uint(scalar10))))) * as_uint(scalar11));
    const int v27 = as_int(as_uint(v2) + as_uint(v26));
    const int v28 = as_int(as_uint(v13) + as_uint(v26));
    const int v29 = as_int(as_uint(v14) + as_uint(v26));
    const int v30 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(3))))) + as_uint(v26));
    const int v31 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(4))))) + as_uint(v26));
    const int v32 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(5))))) + as_uint(v26));
    const int v33 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(6))))) + as_uint(v26));
    const int v34 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(7))))) + as_uint(v26));
    int v35 = v8;
    while (true)
    {
        if (v35 < v9)
        {
            const int v36 = min(as_int(as_uint(v35) * as_uint(8)), as_int(as_uint(scalar10) + as_uint(-8)));
            const bool v37 = as_int(as_uint(v36) + as_uint(-1)) < 0;
            const int v38 = as_int(as_uint(v36) * as_uint(scalar8));
            const int v39 = as_int(as_uint(v16) + as_uint(v38));
            const int v40 = as_int(as_uint(v17) + as_uint(v38));
            const int v41 = as_int(as_uint(v18) + as_uint(v38));
            const int v42 = as_int(as_uint(v19) + as_uint(v38));
            const int v43 = as_int(as_uint(v20) + as_uint(v38));
            const int v44 = as_int(as_uint(v21) + as_uint(v38));
            const int v45 = as_int(as_uint(v22) + as_uint(v38));
            const int v46 = as_int(as_uint(v23) + as_uint(v38));
            const int v47 = as_int(as_uint(v24) + as_uint(v38));
            const bool v48 = as_int(as_uint(v36) + as_uint(8)) >= scalar7;
            const int v49 = as_int(as_uint(v25) + as_uint(v38));
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
                    const int v67 = as_int(as_uint(as_int(as_uint(v50) * as_uint(3))) * as_uint(scalar11));
                    const float v68 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(v67))) + as_uint((int)get_local_id(0)))];
                    const float v69 = view1[as_int(as_uint(as_int(as_uint(v13) + as_uint(v67))) + as_uint((int)get_local_id(0)))];
                    const float v70 = view1[as_int(as_uint(as_int(as_uint(v14) + as_uint(v67))) + as_uint((int)get_local_id(0)))];
                    const int v71 = as_int(as_uint(as_int(as_uint(v50) * as_uint(scalar7))) * as_uint(scalar8));
                    float v72;
                    if (v37)
                    {
                        v72 = 0.0f;
                    }
                    else
                    {
                        const float v73 = view0[as_int(as_uint(as_int(as_uint(v39) + as_uint(v71))) + as_uint((int)get_local_id(0)))];
                        v72 = v73;
                    }
                    const float v74 = view0[as_int(as_uint(as_int(as_uint(v40) + as_uint(v71))) + as_uint((int)get_local_id(0)))];
                    const float v75 = view0[as_int(as_uint(as_int(as_uint(v41) + as_uint(v71))) + as_uint((int)get_local_id(0)))];
                    const float v76 = view0[as_int(as_uint(as_int(as_uint(v42) + as_uint(v71))) + as_uint((int)get_local_id(0)))];
                    const float v77 = view0[as_int(as_uint(as_int(as_uint(v43) + as_uint(v71))) + as_uint((int)get_local_id(0)))];
                    const float v78 = view0[as_int(as_uint(as_int(as_uint(v44) + as_uint(v71))) + as_uint((int)get_local_id(0)))];
                    const float v79 = view0[as_int(as_uint(as_int(as_uint(v45) + as_uint(v71))) + as_uint((int)get_local_id(0)))];
                    const float v80 = view0[as_int(as_uint(as_int(as_uint(v46) + as_uint(v71))) + as_uint((int)get_local_id(0)))];
                    const float v81 = view0[as_int(as_uint(as_int(as_uint(v47) + as_uint(v71))) + as_uint((int)get_local_id(0)))];
                    float v82;
                    if (v48)
                    {
                        v82 = 0.0f;
                    }
                    else
                    {
                        const float v83 = view0[as_int(as_uint(as_int(as_uint(v49) + as_uint(v71))) + as_uint((int)get_local_id(0)))];
                        v82 = v83;
                    }
                    v50 = as_int(as_uint(v50) + as_uint(1));
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
            const int v84 = as_int(as_uint(v36) * as_uint(scalar11));
            view3[as_int(as_uint(as_int(as_uint(v27) + as_uint(v84))) + as_uint((int)get_local_id(0)))] = gf_max((v5 * v59), (v6 * v59));
            view3[as_int(as_uint(as_int(as_uint(v28) + as_uint(v84))) + as_uint((int)get_local_id(0)))] = gf_max((v5 * v60), (v6 * v60));
            view3[as_int(as_uint(as_int(as_uint(v29) + as_uint(v84))) + as_uint((int)get_local_id(0)))] = gf_max((v5 * v61), (v6 * v61));
            view3[as_int(as_uint(as_int(as_uint(v30) + as_uint(v84))) + as_uint((int)get_local_id(0)))] = gf_max((v5 * v62), (v6 * v62));
            view3[as_int(as_uint(as_int(as_uint(v31) + as_uint(v84))) + as_uint((int)get_local_id(0)))] = gf_max((v5 * v63), (v6 * v63));
            view3[as_int(as_uint(as_int(as_uint(v32) + as_uint(v84))) + as_uint((int)get_local_id(0)))] = gf_max((v5 * v64), (v6 * v64));
            view3[as_int(as_uint(as_int(as_uint(v33) + as_uint(v84))) + as_uint((int)get_local_id(0)))] = gf_max((v5 * v65), (v6 * v65));
            view3[as_int(as_uint(as_int(as_uint(v34) + as_uint(v84))) + as_uint((int)get_local_id(0)))] = gf_max((v5 * v66), (v6 * v66));
            v35 = as_int(as_uint(v35) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
