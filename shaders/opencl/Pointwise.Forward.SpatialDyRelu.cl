// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<SpatialDyRelu, NoTerms>(tileRows=4, tileChannels=1, grouped=0, separate=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 4, 1)))
void gf_Pointwise_Forward_SpatialDyRelu__NoTerms__tileRows_4__tileChannels_1__grouped_0__separate_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    __global const float *buffer4, int offset4, int length4 /* epilogue._attention */,
    __global const float *buffer5, int offset5, int length5 /* epilogue._slopes */,
    int scalar6 /* epilogue._pixels */,
    int scalar7 /* epilogue._tokens */,
    int scalar8 /* epilogue._channels */,
    int scalar9 /* sizes.Rows */,
    int scalar10 /* sizes.ImageStride */,
    int scalar11 /* sizes.RowStride */,
    int scalar12 /* sizes.Offset */,
    int scalar13 /* sizes.K */,
    int scalar14 /* sizes.C */,
    int scalar15 /* sizes.FilterGroups */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __global const float *restrict view5 = buffer5 + offset5;
    const int v0 = min(as_int(as_uint((int)get_group_id(1)) * as_uint(32)), as_int(as_uint(scalar14) + as_uint(-32)));
    const float v1 = view2[as_int(as_uint(v0) + as_uint((int)get_local_id(0)))];
    const int v2 = min(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(4))) + as_uint((int)get_local_id(1)))) * as_uint(4)), as_int(as_uint(scalar9) + as_uint(-4)));
    const int v3 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar10))) + as_uint(scalar12))) + as_uint(as_int(as_uint(v2) * as_uint(scalar11))));
    const int v4 = as_int(as_uint(v3) + as_uint(scalar11));
    const int v5 = as_int(as_uint(v3) + as_uint(as_int(as_uint(scalar11) * as_uint(2))));
    const int v6 = as_int(as_uint(v3) + as_uint(as_int(as_uint(scalar11) * as_uint(3))));
    int v7 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar13))) * as_uint(32));
    int v8 = 0;
    float v9 = v1;
    float v10 = v1;
    float v11 = v1;
    float v12 = v1;
    float v13;
    float v14;
    float v15;
    float v16;
    while (true)
    {
        if (v8 < scalar13)
        {
            const float v17 = view1[as_int(as_uint(v7) + as_uint((int)get_local_id(0)))];
            const float v18 = view0[as_int(as_uint(v3) + as_uint(v8))];
            const float v19 = view0[as_int(as_uint(v4) + as_uint(v8))];
            const float v20 = view0[as_int(as_uint(v5) + as_uint(v8))];
            const float v21 = view0[as_int(as_uint(v6) + as_uint(v8))];
            v7 = as_int(as_uint(v7) + as_uint(32));
            v8 = as_int(as_uint(v8) + as_uint(1));
            v9 = fma(v18, v17, v9);
            v10 = fma(v19, v17, v10);
            v11 = fma(v20, v17, v11);
            v12 = fma(v21, v17, v12);
            continue;
        }
        else
        {
            v13 = v9;
            v14 = v10;
            v15 = v11;
            v16 = v12;
            break;
        }
    }
    const int v22 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))) * as_uint(2))) * as_uint(scalar8));
    const int v23 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) + as_uint(v2))) * as_uint(scalar7));
    const int v24 = as_int(as_uint(v0) + as_uint(scalar8));
    const int v25 = as_int(as_uint(scalar8) * as_uint(2));
    int v26 = v22;
    float v27 = 0.0f;
    float v28 = 0.0f;
    int v29 = 0;
    float v30;
    float v31;
    while (true)
    {
        if (v29 < scalar7)
        {
            const float v32 = view4[as_int(as_uint(v23) + as_uint(v29))];
            const float v33 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v26))) + as_uint((int)get_local_id(0)))];
            const float v34 = view5[as_int(as_uint(as_int(as_uint(v24) + as_uint(v26))) + as_uint((int)get_local_id(0)))];
            v26 = as_int(as_uint(v25) + as_uint(v26));
            v27 = fma(v32, v33, v27);
            v28 = fma(v32, v34, v28);
            v29 = as_int(as_uint(v29) + as_uint(1));
            continue;
        }
        else
        {
            v30 = v27;
            v31 = v28;
            break;
        }
    }
    const int v35 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))))) * as_uint(scalar14));
    view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(v35))) + as_uint((int)get_local_id(0)))] = gf_max((v30 * v13), (v31 * v13));
    const int v36 = as_int(as_uint(v23) + as_uint(scalar7));
    int v37 = v22;
    float v38 = 0.0f;
    float v39 = 0.0f;
    int v40 = 0;
    float v41;
    float v42;
    while (true)
    {
        if (v40 < scalar7)
        {
            const float v43 = view4[as_int(as_uint(v36) + as_uint(v40))];
            const float v44 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v37))) + as_uint((int)get_local_id(0)))];
            const float v45 = view5[as_int(as_uint(as_int(as_uint(v24) + as_uint(v37))) + as_uint((int)get_local_id(0)))];
            v37 = as_int(as_uint(v25) + as_uint(v37));
            v38 = fma(v43, v44, v38);
            v39 = fma(v43, v45, v39);
            v40 = as_int(as_uint(v40) + as_uint(1));
            continue;
        }
        else
        {
            v41 = v38;
            v42 = v39;
            break;
        }
    }
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar14) + as_uint(v0))) + as_uint(v35))) + as_uint((int)get_local_id(0)))] = gf_max((v41 * v14), (v42 * v14));
    const int v46 = as_int(as_uint(v23) + as_uint(as_int(as_uint(scalar7) * as_uint(2))));
    int v47 = v22;
    float v48 = 0.0f;
    float v49 = 0.0f;
    int v50 = 0;
    float v51;
    float v52;
    while (true)
    {
        if (v50 < scalar7)
        {
            const float v53 = view4[as_int(as_uint(v46) + as_uint(v50))];
            const float v54 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v47))) + as_uint((int)get_local_id(0)))];
            const float v55 = view5[as_int(as_uint(as_int(as_uint(v24) + as_uint(v47))) + as_uint((int)get_local_id(0)))];
            v47 = as_int(as_uint(v25) + as_uint(v47));
            v48 = fma(v53, v54, v48);
            v49 = fma(v53, v55, v49);
            v50 = as_int(as_uint(v50) + as_uint(1));
            continue;
        }
        else
        {
            v51 = v48;
            v52 = v49;
            break;
        }
    }
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar14) * as_uint(2))) + as_uint(v0))) + as_uint(v35))) + as_uint((int)get_local_id(0)))] = gf_max((v51 * v15), (v52 * v15));
    const int v56 = as_int(as_uint(v23) + as_uint(as_int(as_uint(scalar7) * as_uint(3))));
    int v57 = v22;
    float v58 = 0.0f;
    float v59 = 0.0f;
    int v60 = 0;
    float v61;
    float v62;
    while (true)
    {
        if (v60 < scalar7)
        {
            const float v63 = view4[as_int(as_uint(v56) + as_uint(v60))];
            const float v64 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v57))) + as_uint((int)get_local_id(0)))];
            const float v65 = view5[as_int(as_uint(as_int(as_uint(v24) + as_uint(v57))) + as_uint((int)get_local_id(0)))];
            v57 = as_int(as_uint(v25) + as_uint(v57));
            v58 = fma(v63, v64, v58);
            v59 = fma(v63, v65, v59);
            v60 = as_int(as_uint(v60) + as_uint(1));
            continue;
        }
        else
        {
            v61 = v58;
            v62 = v59;
            break;
        }
    }
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar14) * as_uint(3))) + as_uint(v0))) + as_uint(v35))) + as_uint((int)get_local_id(0)))] = gf_max((v61 * v16), (v62 * v16));
}
