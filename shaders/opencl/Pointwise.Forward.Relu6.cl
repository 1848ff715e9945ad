// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<Activated<Relu6>, NoTerms>(tileRows=4, tileChannels=1, steps=4, ranges=1, grouped=1, separate=0, ahead=0, fromPanels=0, toPanels=0, narrow=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Pointwise_Forward_Activated_Relu6___NoTerms__tileRows_4__tileChannels_1__steps_4__ranges_1__grouped_1__separate_0__ahead_0__fromPanels_0__toPanels_0__narrow_0_(
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
    const int v0 = gf_div((int)get_group_id(2), scalar10);
    const int v1 = as_int(as_uint((int)get_group_id(2)) - as_uint(as_int(as_uint(v0) * as_uint(scalar10))));
    const int v2 = as_int(as_uint(as_int(as_uint(v1) * as_uint(scalar9))) + as_uint(min(as_int(as_uint((int)get_group_id(1)) * as_uint(32)), as_int(as_uint(scalar9) + as_uint(-32)))));
    const float v3 = view2[as_int(as_uint(v2) + as_uint((int)get_local_id(0)))];
    const int v4 = as_int(as_uint((scalar8 / 4)) * as_uint(4));
    const int v5 = scalar6 / 4;
    const int v6 = as_int(as_uint(v5) * as_uint(4));
    const int v7 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(4)), as_int(as_uint(scalar4) + as_uint(-4)));
    const int v8 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v1) * as_uint(v4))) + as_uint(as_int(as_uint(v0) * as_uint(as_int(as_uint((scalar5 / 4)) * as_uint(4))))))) + as_uint(as_int(as_uint((scalar7 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint(v7) * as_uint(v6))));
    const int v9 = as_int(as_uint(v8) + as_uint(v6));
    const int v10 = as_int(as_uint(v8) + as_uint(as_int(as_uint(v5) * as_uint(8))));
    const int v11 = as_int(as_uint(v8) + as_uint(as_int(as_uint(v5) * as_uint(12))));
    int v12 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v1) * as_uint((int)get_num_groups(1)))) + as_uint((int)get_group_id(1)))) * as_uint(v4))) * as_uint(32));
    int v13 = 0;
    float v14 = v3;
    float v15 = v3;
    float v16 = v3;
    float v17 = v3;
    float v18;
    float v19;
    float v20;
    float v21;
    while (true)
    {
        if (v13 < v4)
        {
            const int v22 = as_int(as_uint(v12) + as_uint((int)get_local_id(0)));
            const float v23 = view1[v22];
            const int v24 = as_int(as_uint(v8) + as_uint(v13));
            const float v25 = view0[v24];
            const int v26 = as_int(as_uint(v9) + as_uint(v13));
            const float v27 = fma(v25, v23, v14);
            const float v28 = view0[v26];
            const int v29 = as_int(as_uint(v10) + as_uint(v13));
            const float v30 = fma(v28, v23, v15);
            const float v31 = view0[v29];
            const int v32 = as_int(as_uint(v11) + as_uint(v13));
            const float v33 = fma(v31, v23, v16);
            const float v34 = view0[v32];
            const float v35 = fma(v34, v23, v17);
            const float v36 = view1[as_int(as_uint(v22) + as_uint(32))];
            const float v37 = view0[as_int(as_uint(v24) + as_uint(1))];
            const float v38 = fma(v37, v36, v27);
            const float v39 = view0[as_int(as_uint(v26) + as_uint(1))];
            const float v40 = fma(v39, v36, v30);
            const float v41 = view0[as_int(as_uint(v29) + as_uint(1))];
            const float v42 = fma(v41, v36, v33);
            const float v43 = view0[as_int(as_uint(v32) + as_uint(1))];
            const float v44 = fma(v43, v36, v35);
            const float v45 = view1[as_int(as_uint(v22) + as_uint(64))];
            const float v46 = view0[as_int(as_uint(v24) + as_uint(2))];
            const float v47 = fma(v46, v45, v38);
            const float v48 = view0[as_int(as_uint(v26) + as_uint(2))];
            const float v49 = fma(v48, v45, v40);
            const float v50 = view0[as_int(as_uint(v29) + as_uint(2))];
            const float v51 = fma(v50, v45, v42);
            const float v52 = view0[as_int(as_uint(v32) + as_uint(2))];
            const float v53 = fma(v52, v45, v44);
            const float v54 = view1[as_int(as_uint(v22) + as_uint(96))];
            const float v55 = view0[as_int(as_uint(v24) + as_uint(3))];
            const float v56 = fma(v55, v54, v47);
            const float v57 = view0[as_int(as_uint(v26) + as_uint(3))];
            const float v58 = fma(v57, v54, v49);
            const float v59 = view0[as_int(as_uint(v29) + as_uint(3))];
            const float v60 = fma(v59, v54, v51);
            const float v61 = view0[as_int(as_uint(v32) + as_uint(3))];
            const float v62 = fma(v61, v54, v53);
            v12 = as_int(as_uint(v12) + as_uint(128));
            v13 = as_int(as_uint(v13) + as_uint(4));
            v14 = v56;
            v15 = v58;
            v16 = v60;
            v17 = v62;
            continue;
        }
        else
        {
            v18 = v14;
            v19 = v15;
            v20 = v16;
            v21 = v17;
            break;
        }
    }
    const int v63 = as_int(as_uint(scalar9) * as_uint(scalar10));
    const int v64 = as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v0) * as_uint(scalar4))) + as_uint(v7))) * as_uint(v63))));
    view3[as_int(as_uint(v64) + as_uint((int)get_local_id(0)))] = gf_min(6.0f, gf_max(0.0f, v18));
    view3[as_int(as_uint(as_int(as_uint(v64) + as_uint(v63))) + as_uint((int)get_local_id(0)))] = gf_min(6.0f, gf_max(0.0f, v19));
    view3[as_int(as_uint(as_int(as_uint(v64) + as_uint(as_int(as_uint(v63) * as_uint(2))))) + as_uint((int)get_local_id(0)))] = gf_min(6.0f, gf_max(0.0f, v20));
    view3[as_int(as_uint(as_int(as_uint(v64) + as_uint(as_int(as_uint(v63) * as_uint(3))))) + as_uint((int)get_local_id(0)))] = gf_min(6.0f, gf_max(0.0f, v21));
}
