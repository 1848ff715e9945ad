// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<SpatialDyRelu, NoTerms>(tileRows=4, tileChannels=1, steps=4, grouped=0, separate=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 4, 1)))
void gf_Pointwise_Forward_SpatialDyRelu__NoTerms__tileRows_4__tileChannels_1__steps_4__grouped_0__separate_0_(
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
    const int v2 = as_int(as_uint((scalar13 / 4)) * as_uint(4));
    const int v3 = scalar11 / 4;
    const int v4 = as_int(as_uint(v3) * as_uint(4));
    const int v5 = min(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(4))) + as_uint((int)get_local_id(1)))) * as_uint(4)), as_int(as_uint(scalar9) + as_uint(-4)));
    const int v6 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(as_int(as_uint((scalar10 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint((scalar12 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint(v5) * as_uint(v4))));
    const int v7 = as_int(as_uint(v6) + as_uint(v4));
    const int v8 = as_int(as_uint(v6) + as_uint(as_int(as_uint(v3) * as_uint(8))));
    const int v9 = as_int(as_uint(v6) + as_uint(as_int(as_uint(v3) * as_uint(12))));
    int v10 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(v2))) * as_uint(32));
    int v11 = 0;
    float v12 = v1;
    float v13 = v1;
    float v14 = v1;
    float v15 = v1;
    float v16;
    float v17;
    float v18;
    float v19;
    while (true)
    {
        if (v11 < v2)
        {
            const int v20 = as_int(as_uint(v6) + as_uint(v11));
            const int v21 = as_int(as_uint(v7) + as_uint(v11));
            const int v22 = as_int(as_uint(v8) + as_uint(v11));
            const int v23 = as_int(as_uint(v9) + as_uint(v11));
            int v24 = v10;
            int v25 = 0;
            float v26 = v12;
            float v27 = v13;
            float v28 = v14;
            float v29 = v15;
            int v30;
            float v31;
            float v32;
            float v33;
            float v34;
            while (true)
            {
                if (v25 < 4)
                {
                    const float v35 = view1[as_int(as_uint(v24) + as_uint((int)get_local_id(0)))];
                    const float v36 = view0[as_int(as_uint(v20) + as_uint(v25))];
                    const float v37 = view0[as_int(as_uint(v21) + as_uint(v25))];
                    const float v38 = view0[as_int(as_uint(v22) + as_uint(v25))];
                    const float v39 = view0[as_int(as_uint(v23) + as_uint(v25))];
                    v24 = as_int(as_uint(v24) + as_uint(32));
                    v25 = as_int(as_uint(v25) + as_uint(1));
                    v26 = fma(v36, v35, v26);
                    v27 = fma(v37, v35, v27);
                    v28 = fma(v38, v35, v28);
                    v29 = fma(v39, v35, v29);
                    continue;
                }
                else
                {
                    v30 = v24;
                    v31 = v26;
                    v32 = v27;
                    v33 = v28;
                    v34 = v29;
                    break;
                }
            }
            v10 = v30;
            v11 = as_int(as_uint(v11) + as_uint(4));
            v12 = v31;
            v13 = v32;
            v14 = v33;
            v15 = v34;
            continue;
        }
        else
        {
            v16 = v12;
            v17 = v13;
            v18 = v14;
            v19 = v15;
            break;
        }
    }
    const int v40 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))) * as_uint(2))) * as_uint(scalar8));
    const int v41 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) + as_uint(v5))) * as_uint(scalar7));
    const int v42 = as_int(as_uint(v0) + as_uint(scalar8));
    const int v43 = as_int(as_uint(scalar8) * as_uint(2));
    int v44 = v40;
    float v45 = 0.0f;
    float v46 = 0.0f;
    int v47 = 0;
    float v48;
    float v49;
    while (true)
    {
        if (v47 < scalar7)
        {
            const float v50 = view4[as_int(as_uint(v41) + as_uint(v47))];
            const float v51 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v44))) + as_uint((int)get_local_id(0)))];
            const float v52 = view5[as_int(as_uint(as_int(as_uint(v42) + as_uint(v44))) + as_uint((int)get_local_id(0)))];
            v44 = as_int(as_uint(v43) + as_uint(v44));
            v45 = fma(v50, v51, v45);
            v46 = fma(v50, v52, v46);
            v47 = as_int(as_uint(v47) + as_uint(1));
            continue;
        }
        else
        {
            v48 = v45;
            v49 = v46;
            break;
        }
    }
    const int v53 = as_int(as_uint(as_int(as_uint(v5) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))))) * as_uint(scalar14));
    view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(v53))) + as_uint((int)get_local_id(0)))] = gf_max((v48 * v16), (v49 * v16));
    const int v54 = as_int(as_uint(v41) + as_uint(scalar7));
    int v55 = v40;
    float v56 = 0.0f;
    float v57 = 0.0f;
    int v58 = 0;
    float v59;
    float v60;
    while (true)
    {
        if (v58 < scalar7)
        {
            const float v61 = view4[as_int(as_uint(v54) + as_uint(v58))];
            const float v62 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v55))) + as_uint((int)get_local_id(0)))];
            const float v63 = view5[as_int(as_uint(as_int(as_uint(v42) + as_uint(v55))) + as_uint((int)get_local_id(0)))];
            v55 = as_int(as_uint(v43) + as_uint(v55));
            v56 = fma(v61, v62, v56);
            v57 = fma(v61, v63, v57);
            v58 = as_int(as_uint(v58) + as_uint(1));
            continue;
        }
        else
        {
            v59 = v56;
            v60 = v57;
            break;
        }
    }
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar14) + as_uint(v0))) + as_uint(v53))) + as_uint((int)get_local_id(0)))] = gf_max((v59 * v17), (v60 * v17));
    const int v64 = as_int(as_uint(v41) + as_uint(as_int(as_uint(scalar7) * as_uint(2))));
    int v65 = v40;
    float v66 = 0.0f;
    float v67 = 0.0f;
    int v68 = 0;
    float v69;
    float v70;
    while (true)
    {
        if (v68 < scalar7)
        {
            const float v71 = view4[as_int(as_uint(v64) + as_uint(v68))];
            const float v72 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v65))) + as_uint((int)get_local_id(0)))];
            const float v73 = view5[as_int(as_uint(as_int(as_uint(v42) + as_uint(v65))) + as_uint((int)get_local_id(0)))];
            v65 = as_int(as_uint(v43) + as_uint(v65));
            v66 = fma(v71, v72, v66);
            v67 = fma(v71, v73, v67);
            v68 = as_int(as_uint(v68) + as_uint(1));
            continue;
        }
        else
        {
            v69 = v66;
            v70 = v67;
            break;
        }
    }
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar14) * as_uint(2))) + as_uint(v0))) + as_uint(v53))) + as_uint((int)get_local_id(0)))] = gf_max((v69 * v18), (v70 * v18));
    const int v74 = as_int(as_uint(v41) + as_uint(as_int(as_uint(scalar7) * as_uint(3))));
    int v75 = v40;
    float v76 = 0.0f;
    float v77 = 0.0f;
    int v78 = 0;
    float v79;
    float v80;
    while (true)
    {
        if (v78 < scalar7)
        {
            const float v81 = view4[as_int(as_uint(v74) + as_uint(v78))];
            const float v82 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v75))) + as_uint((int)get_local_id(0)))];
            const float v83 = view5[as_int(as_uint(as_int(as_uint(v42) + as_uint(v75))) + as_uint((int)get_local_id(0)))];
            v75 = as_int(as_uint(v43) + as_uint(v75));
            v76 = fma(v81, v82, v76);
            v77 = fma(v81, v83, v77);
            v78 = as_int(as_uint(v78) + as_uint(1));
            continue;
        }
        else
        {
            v79 = v76;
            v80 = v77;
            break;
        }
    }
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar14) * as_uint(3))) + as_uint(v0))) + as_uint(v53))) + as_uint((int)get_local_id(0)))] = gf_max((v79 * v19), (v80 * v19));
}
