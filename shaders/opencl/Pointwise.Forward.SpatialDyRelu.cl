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
    const int v0 = min(((int)get_group_id(1) * 32), (scalar14 + -32));
    const float v1 = view2[(v0 + (int)get_local_id(0))];
    const int v2 = (((int)get_group_id(0) * 4) + (int)get_local_id(1)) * 4;
    const int v3 = ((int)get_group_id(2) * scalar10) + scalar12;
    const int v4 = v3 + (min(v2, (scalar9 + -1)) * scalar11);
    const int v5 = v3 + (min((v2 + 1), (scalar9 + -1)) * scalar11);
    const int v6 = v3 + (min((v2 + 2), (scalar9 + -1)) * scalar11);
    const int v7 = v3 + (min((v2 + 3), (scalar9 + -1)) * scalar11);
    int v8 = (((int)get_group_id(1) * scalar13) * 32);
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
            const float v18 = view1[(v8 + (int)get_local_id(0))];
            const float v19 = view0[(v4 + v9)];
            const float v20 = view0[(v5 + v9)];
            const float v21 = view0[(v6 + v9)];
            const float v22 = view0[(v7 + v9)];
            v8 = v8 + 32;
            v9 = v9 + 1;
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
    const int v23 = (((int)get_group_id(2) * scalar7) * 2) * scalar8;
    const int v24 = (v2 + ((int)get_group_id(2) * scalar6)) * scalar7;
    const int v25 = v0 + scalar8;
    const int v26 = scalar8 * 2;
    const int v27 = (v2 + ((int)get_group_id(2) * scalar9)) * scalar14;
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
                const float v34 = view4[(v24 + v31)];
                const float v35 = view5[((v0 + v28) + (int)get_local_id(0))];
                const float v36 = view5[((v25 + v28) + (int)get_local_id(0))];
                v28 = v26 + v28;
                v29 = fma(v34, v35, v29);
                v30 = fma(v34, v36, v30);
                v31 = v31 + 1;
                continue;
            }
            else
            {
                v32 = v29;
                v33 = v30;
                break;
            }
        }
        view3[((v0 + v27) + (int)get_local_id(0))] = gf_max((v32 * v14), (v33 * v14));
    }
    if (!((v2 + 1) >= scalar9))
    {
        const int v37 = v24 + scalar7;
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
                const float v44 = view4[(v37 + v41)];
                const float v45 = view5[((v0 + v38) + (int)get_local_id(0))];
                const float v46 = view5[((v25 + v38) + (int)get_local_id(0))];
                v38 = v26 + v38;
                v39 = fma(v44, v45, v39);
                v40 = fma(v44, v46, v40);
                v41 = v41 + 1;
                continue;
            }
            else
            {
                v42 = v39;
                v43 = v40;
                break;
            }
        }
        view3[(((scalar14 + v0) + v27) + (int)get_local_id(0))] = gf_max((v42 * v15), (v43 * v15));
    }
    if (!((v2 + 2) >= scalar9))
    {
        const int v47 = v24 + (scalar7 * 2);
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
                const float v54 = view4[(v47 + v51)];
                const float v55 = view5[((v0 + v48) + (int)get_local_id(0))];
                const float v56 = view5[((v25 + v48) + (int)get_local_id(0))];
                v48 = v26 + v48;
                v49 = fma(v54, v55, v49);
                v50 = fma(v54, v56, v50);
                v51 = v51 + 1;
                continue;
            }
            else
            {
                v52 = v49;
                v53 = v50;
                break;
            }
        }
        view3[((((scalar14 * 2) + v0) + v27) + (int)get_local_id(0))] = gf_max((v52 * v16), (v53 * v16));
    }
    if (!((v2 + 3) >= scalar9))
    {
        const int v57 = v24 + (scalar7 * 3);
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
                const float v64 = view4[(v57 + v61)];
                const float v65 = view5[((v0 + v58) + (int)get_local_id(0))];
                const float v66 = view5[((v25 + v58) + (int)get_local_id(0))];
                v58 = v26 + v58;
                v59 = fma(v64, v65, v59);
                v60 = fma(v64, v66, v60);
                v61 = v61 + 1;
                continue;
            }
            else
            {
                v62 = v59;
                v63 = v60;
                break;
            }
        }
        view3[((((scalar14 * 3) + v0) + v27) + (int)get_local_id(0))] = gf_max((v62 * v17), (v63 * v17));
    }
}
