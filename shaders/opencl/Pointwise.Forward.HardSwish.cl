// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<Activated<HardSwish>, NoTerms>(tileRows=4, tileChannels=1, steps=4, ranges=1, grouped=0, separate=0, ahead=0, fromPanels=0, toPanels=0, narrow=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 4, 1)))
void gf_Pointwise_Forward_Activated_HardSwish___NoTerms__tileRows_4__tileChannels_1__steps_4__ranges_1__grouped_0__separate_0__ahead_0__fromPanels_0__toPanels_0__narrow_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    int scalar4 /* sizes.Rows */,
    int scalar5 /* sizes.ImageStride */,
    int scalar6 /* sizes.RowStride */,
    int scalar7 /* sizes.Offset */,
    int scalar8 /* sizes.K */,
    int scalar9 /* sizes.C */,
    int scalar10 /* sizes.FilterGroups */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    const int v0 = min(as_int(as_uint((int)get_group_id(1)) * as_uint(32)), as_int(as_uint(scalar9) + as_uint(-32)));
    const float v1 = view2[as_int(as_uint(v0) + as_uint((int)get_local_id(0)))];
    const int v2 = as_int(as_uint((scalar8 / 4)) * as_uint(4));
    const int v3 = scalar6 / 4;
    const int v4 = as_int(as_uint(v3) * as_uint(4));
    const int v5 = min(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(4))) + as_uint((int)get_local_id(1)))) * as_uint(4)), as_int(as_uint(scalar4) + as_uint(-4)));
    const int v6 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(as_int(as_uint((scalar5 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint((scalar7 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint(v5) * as_uint(v4))));
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
            const int v20 = as_int(as_uint(v10) + as_uint((int)get_local_id(0)));
            const float v21 = view1[v20];
            const int v22 = as_int(as_uint(v6) + as_uint(v11));
            const float v23 = view0[v22];
            const int v24 = as_int(as_uint(v7) + as_uint(v11));
            const float v25 = fma(v23, v21, v12);
            const float v26 = view0[v24];
            const int v27 = as_int(as_uint(v8) + as_uint(v11));
            const float v28 = fma(v26, v21, v13);
            const float v29 = view0[v27];
            const int v30 = as_int(as_uint(v9) + as_uint(v11));
            const float v31 = fma(v29, v21, v14);
            const float v32 = view0[v30];
            const float v33 = fma(v32, v21, v15);
            const float v34 = view1[as_int(as_uint(v20) + as_uint(32))];
            const float v35 = view0[as_int(as_uint(v22) + as_uint(1))];
            const float v36 = fma(v35, v34, v25);
            const float v37 = view0[as_int(as_uint(v24) + as_uint(1))];
            const float v38 = fma(v37, v34, v28);
            const float v39 = view0[as_int(as_uint(v27) + as_uint(1))];
            const float v40 = fma(v39, v34, v31);
            const float v41 = view0[as_int(as_uint(v30) + as_uint(1))];
            const float v42 = fma(v41, v34, v33);
            const float v43 = view1[as_int(as_uint(v20) + as_uint(64))];
            const float v44 = view0[as_int(as_uint(v22) + as_uint(2))];
            const float v45 = fma(v44, v43, v36);
            const float v46 = view0[as_int(as_uint(v24) + as_uint(2))];
            const float v47 = fma(v46, v43, v38);
            const float v48 = view0[as_int(as_uint(v27) + as_uint(2))];
            const float v49 = fma(v48, v43, v40);
            const float v50 = view0[as_int(as_uint(v30) + as_uint(2))];
            const float v51 = fma(v50, v43, v42);
            const float v52 = view1[as_int(as_uint(v20) + as_uint(96))];
            const float v53 = view0[as_int(as_uint(v22) + as_uint(3))];
            const float v54 = fma(v53, v52, v45);
            const float v55 = view0[as_int(as_uint(v24) + as_uint(3))];
            const float v56 = fma(v55, v52, v47);
            const float v57 = view0[as_int(as_uint(v27) + as_uint(3))];
            const float v58 = fma(v57, v52, v49);
            const float v59 = view0[as_int(as_uint(v30) + as_uint(3))];
            const float v60 = fma(v59, v52, v51);
            v10 = as_int(as_uint(v10) + as_uint(128));
            v11 = as_int(as_uint(v11) + as_uint(4));
            v12 = v54;
            v13 = v56;
            v14 = v58;
            v15 = v60;
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
    const int v61 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) + as_uint(v5))) * as_uint(scalar9));
    view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(v61))) + as_uint((int)get_local_id(0)))] = (v16 * (gf_min(6.0f, gf_max(0.0f, (v16 + 3.0f))) * 0.16666667f));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar9) + as_uint(v0))) + as_uint(v61))) + as_uint((int)get_local_id(0)))] = (v17 * (gf_min(6.0f, gf_max(0.0f, (v17 + 3.0f))) * 0.16666667f));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar9) * as_uint(2))) + as_uint(v0))) + as_uint(v61))) + as_uint((int)get_local_id(0)))] = (v18 * (gf_min(6.0f, gf_max(0.0f, (v18 + 3.0f))) * 0.16666667f));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar9) * as_uint(3))) + as_uint(v0))) + as_uint(v61))) + as_uint((int)get_local_id(0)))] = (v19 * (gf_min(6.0f, gf_max(0.0f, (v19 + 3.0f))) * 0.16666667f));
}
