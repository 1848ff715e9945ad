// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<SpatialDyRelu, NoTerms>(tileRows=4, tileChannels=1, grouped=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 4, 1)))
void gf_Pointwise_Forward_SpatialDyRelu__NoTerms__tileRows_4__tileChannels_1__grouped_0_(
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
    const int v2 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(4))) + as_uint((int)get_local_id(1)))) * as_uint(4));
    const int v3 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar10))) + as_uint(scalar12));
    const int v4 = as_int(as_uint(v3) + as_uint(as_int(as_uint(min(v2, as_int(as_uint(scalar9) + as_uint(-1)))) * as_uint(scalar11))));
    const int v5 = as_int(as_uint(v3) + as_uint(as_int(as_uint(min(as_int(as_uint(v2) + as_uint(1)), as_int(as_uint(scalar9) + as_uint(-1)))) * as_uint(scalar11))));
    const int v6 = as_int(as_uint(v3) + as_uint(as_int(as_uint(min(as_int(as_uint(v2) + as_uint(2)), as_int(as_uint(scalar9) + as_uint(-1)))) * as_uint(scalar11))));
    const int v7 = as_int(as_uint(v3) + as_uint(as_int(as_uint(min(as_int(as_uint(v2) + as_uint(3)), as_int(as_uint(scalar9) + as_uint(-1)))) * as_uint(scalar11))));
    int v8 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar13))) * as_uint(32));
    int v9 = 0;
    float v10 = v1;
    float v11 = v1;
    float v12 = v1;
    float v13 = v1;
    float v14;
    float v15;
    float v16;
    float v17;
    while (true)
    {
        if (v9 < scalar13)
        {
            const float v18 = view1[as_int(as_uint(v8) + as_uint((int)get_local_id(0)))];
            const float v19 = view0[as_int(as_uint(v4) + as_uint(v9))];
            const float v20 = view0[as_int(as_uint(v5) + as_uint(v9))];
            const float v21 = view0[as_int(as_uint(v6) + as_uint(v9))];
            const float v22 = view0[as_int(as_uint(v7) + as_uint(v9))];
            v8 = as_int(as_uint(v8) + as_uint(32));
            v9 = as_int(as_uint(v9) + as_uint(1));
            v10 = fma(v19, v18, v10);
            v11 = fma(v20, v18, v11);
            v12 = fma(v21, v18, v12);
            v13 = fma(v22, v18, v13);
            continue;
        }
        else
        {
            v14 = v10;
            v15 = v11;
            v16 = v12;
            v17 = v13;
            break;
        }
    }
    const int v23 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))) * as_uint(2))) * as_uint(scalar8));
    const int v24 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))))) * as_uint(scalar7));
    const int v25 = as_int(as_uint(v0) + as_uint(scalar8));
    const int v26 = as_int(as_uint(scalar8) * as_uint(2));
    const int v27 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))))) * as_uint(scalar14));
    if (!(v2 >= scalar9))
    {
        int v28 = v23;
        float v29 = 0.0f;
        float v30 = 0.0f;
        int v31 = 0;
        float v32;
        float v33;
        while (true)
        {
            if (v31 < scalar7)
            {
                const float v34 = view4[as_int(as_uint(v24) + as_uint(v31))];
                const float v35 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v28))) + as_uint((int)get_local_id(0)))];
                const float v36 = view5[as_int(as_uint(as_int(as_uint(v25) + as_uint(v28))) + as_uint((int)get_local_id(0)))];
                v28 = as_int(as_uint(v26) + as_uint(v28));
                v29 = fma(v34, v35, v29);
                v30 = fma(v34, v36, v30);
                v31 = as_int(as_uint(v31) + as_uint(1));
                continue;
            }
            else
            {
                v32 = v29;
                v33 = v30;
                break;
            }
        }
        view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(v27))) + as_uint((int)get_local_id(0)))] = gf_max((v32 * v14), (v33 * v14));
    }
    if (!(as_int(as_uint(v2) + as_uint(1)) >= scalar9))
    {
        const int v37 = as_int(as_uint(v24) + as_uint(scalar7));
        int v38 = v23;
        float v39 = 0.0f;
        float v40 = 0.0f;
        int v41 = 0;
        float v42;
        float v43;
        while (true)
        {
            if (v41 < scalar7)
            {
                const float v44 = view4[as_int(as_uint(v37) + as_uint(v41))];
                const float v45 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v38))) + as_uint((int)get_local_id(0)))];
                const float v46 = view5[as_int(as_uint(as_int(as_uint(v25) + as_uint(v38))) + as_uint((int)get_local_id(0)))];
                v38 = as_int(as_uint(v26) + as_uint(v38));
                v39 = fma(v44, v45, v39);
                v40 = fma(v44, v46, v40);
                v41 = as_int(as_uint(v41) + as_uint(1));
                continue;
            }
            else
            {
                v42 = v39;
                v43 = v40;
                break;
            }
        }
        view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar14) + as_uint(v0))) + as_uint(v27))) + as_uint((int)get_local_id(0)))] = gf_max((v42 * v15), (v43 * v15));
    }
    if (!(as_int(as_uint(v2) + as_uint(2)) >= scalar9))
    {
        const int v47 = as_int(as_uint(v24) + as_uint(as_int(as_uint(scalar7) * as_uint(2))));
        int v48 = v23;
        float v49 = 0.0f;
        float v50 = 0.0f;
        int v51 = 0;
        float v52;
        float v53;
        while (true)
        {
            if (v51 < scalar7)
            {
                const float v54 = view4[as_int(as_uint(v47) + as_uint(v51))];
                const float v55 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v48))) + as_uint((int)get_local_id(0)))];
                const float v56 = view5[as_int(as_uint(as_int(as_uint(v25) + as_uint(v48))) + as_uint((int)get_local_id(0)))];
                v48 = as_int(as_uint(v26) + as_uint(v48));
                v49 = fma(v54, v55, v49);
                v50 = fma(v54, v56, v50);
                v51 = as_int(as_uint(v51) + as_uint(1));
                continue;
            }
            else
            {
                v52 = v49;
                v53 = v50;
                break;
            }
        }
        view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar14) * as_uint(2))) + as_uint(v0))) + as_uint(v27))) + as_uint((int)get_local_id(0)))] = gf_max((v52 * v16), (v53 * v16));
    }
    if (!(as_int(as_uint(v2) + as_uint(3)) >= scalar9))
    {
        const int v57 = as_int(as_uint(v24) + as_uint(as_int(as_uint(scalar7) * as_uint(3))));
        int v58 = v23;
        float v59 = 0.0f;
        float v60 = 0.0f;
        int v61 = 0;
        float v62;
        float v63;
        while (true)
        {
            if (v61 < scalar7)
            {
                const float v64 = view4[as_int(as_uint(v57) + as_uint(v61))];
                const float v65 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v58))) + as_uint((int)get_local_id(0)))];
                const float v66 = view5[as_int(as_uint(as_int(as_uint(v25) + as_uint(v58))) + as_uint((int)get_local_id(0)))];
                v58 = as_int(as_uint(v26) + as_uint(v58));
                v59 = fma(v64, v65, v59);
                v60 = fma(v64, v66, v60);
                v61 = as_int(as_uint(v61) + as_uint(1));
                continue;
            }
            else
            {
                v62 = v59;
                v63 = v60;
                break;
            }
        }
        view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar14) * as_uint(3))) + as_uint(v0))) + as_uint(v27))) + as_uint((int)get_local_id(0)))] = gf_max((v62 * v17), (v63 * v17));
    }
}
