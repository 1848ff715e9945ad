// Written by 'gpuformer emit'; change the kernel and run it again.
// Depthwise.Walk<Activated<Relu>, NoTerms>(R=3, S=3, stride=1, rows=2, kept=0, fromPanels=0, toPanels=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(16, 1, 1)))
void gf_Depthwise_Walk_Activated_Relu___NoTerms__R_3__S_3__stride_1__rows_2__kept_0__fromPanels_0__toPanels_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    int scalar4 /* sizes.H */,
    int scalar5 /* sizes.W */,
    int scalar6 /* sizes.C */,
    int scalar7 /* sizes.OutH */,
    int scalar8 /* sizes.OutW */,
    int scalar9 /* Q */,
    int scalar10 /* panels */,
    int scalar11 /* columns */,
    int scalar12 /* runs */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    const int v0 = gf_div((int)get_group_id(0), scalar10);
    const int v1 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) - as_uint(as_int(as_uint(v0) * as_uint(scalar10))))) * as_uint(16)), as_int(as_uint(scalar6) + as_uint(-16)));
    const int v2 = as_int(as_uint(v1) + as_uint(as_int(as_uint(v0) * as_uint(scalar6))));
    const int v3 = as_int(as_uint(v2) + as_uint((int)get_local_id(0)));
    const float v4 = view1[v3];
    const float v5 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(scalar9))) + as_uint((int)get_local_id(0)))];
    const float v6 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(2))))) + as_uint((int)get_local_id(0)))];
    const float v7 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(3))))) + as_uint((int)get_local_id(0)))];
    const float v8 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(4))))) + as_uint((int)get_local_id(0)))];
    const float v9 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(5))))) + as_uint((int)get_local_id(0)))];
    const float v10 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(6))))) + as_uint((int)get_local_id(0)))];
    const float v11 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(7))))) + as_uint((int)get_local_id(0)))];
    const float v12 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(8))))) + as_uint((int)get_local_id(0)))];
    const float v13 = view2[v3];
    const int v14 = gf_div((int)get_group_id(1), scalar12);
    const int v15 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v14) * as_uint(scalar12))))) * as_uint(scalar11));
    const int v16 = min(as_int(as_uint(v14) * as_uint(2)), as_int(as_uint(scalar7) + as_uint(-2)));
    const bool v17 = as_int(as_uint(v16) + as_uint(-1)) < 0;
    const int v18 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v16) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))))) * as_uint(scalar5))) - as_uint(scalar5))) * as_uint(scalar6));
    const int v19 = as_int(as_uint(v15) * as_uint(scalar6));
    const int v20 = as_int(as_uint(as_int(as_uint(v15) + as_uint(scalar5))) * as_uint(scalar6));
    const int v21 = as_int(as_uint(scalar5) * as_uint(2));
    const int v22 = as_int(as_uint(as_int(as_uint(v15) + as_uint(v21))) * as_uint(scalar6));
    const bool v23 = as_int(as_uint(v16) + as_uint(2)) >= scalar4;
    const int v24 = as_int(as_uint(scalar5) * as_uint(3));
    const int v25 = as_int(as_uint(as_int(as_uint(v15) + as_uint(v24))) * as_uint(scalar6));
    float v26;
    float v27;
    if (as_int(as_uint(v15) + as_uint(-1)) < 0)
    {
        v26 = v13;
        v27 = v13;
    }
    else
    {
        const int v28 = as_int(as_uint(as_int(0u - as_uint(scalar6))) + as_uint(v1));
        float v29;
        if (v17)
        {
            v29 = 0.0f;
        }
        else
        {
            const float v30 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(v28) + as_uint(v19))) + as_uint(v18))) + as_uint((int)get_local_id(0)))];
            v29 = v30;
        }
        const int v31 = as_int(as_uint(v28) + as_uint(v18));
        const float v32 = fma(v29, v4, v13);
        const float v33 = view0[as_int(as_uint(as_int(as_uint(v31) + as_uint(v20))) + as_uint((int)get_local_id(0)))];
        const float v34 = fma(v33, v7, v32);
        const float v35 = fma(v33, v4, v13);
        const float v36 = view0[as_int(as_uint(as_int(as_uint(v31) + as_uint(v22))) + as_uint((int)get_local_id(0)))];
        const float v37 = fma(v36, v10, v34);
        const float v38 = fma(v36, v7, v35);
        float v39;
        if (v23)
        {
            v39 = 0.0f;
        }
        else
        {
            const float v40 = view0[as_int(as_uint(as_int(as_uint(v31) + as_uint(v25))) + as_uint((int)get_local_id(0)))];
            v39 = v40;
        }
        const float v41 = fma(v39, v10, v38);
        v26 = v37;
        v27 = v41;
    }
    float v42;
    if (v17)
    {
        v42 = 0.0f;
    }
    else
    {
        const float v43 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(v1) + as_uint(v19))) + as_uint(v18))) + as_uint((int)get_local_id(0)))];
        v42 = v43;
    }
    const int v44 = as_int(as_uint(v1) + as_uint(v18));
    const float v45 = fma(v42, v5, v26);
    const float v46 = fma(v42, v4, v13);
    const float v47 = view0[as_int(as_uint(as_int(as_uint(v44) + as_uint(v20))) + as_uint((int)get_local_id(0)))];
    const float v48 = fma(v47, v8, v45);
    const float v49 = fma(v47, v5, v27);
    const float v50 = fma(v47, v7, v46);
    const float v51 = fma(v47, v4, v13);
    const float v52 = view0[as_int(as_uint(as_int(as_uint(v44) + as_uint(v22))) + as_uint((int)get_local_id(0)))];
    const float v53 = fma(v52, v11, v48);
    const float v54 = fma(v52, v8, v49);
    const float v55 = fma(v52, v10, v50);
    const float v56 = fma(v52, v7, v51);
    float v57;
    if (v23)
    {
        v57 = 0.0f;
    }
    else
    {
        const float v58 = view0[as_int(as_uint(as_int(as_uint(v44) + as_uint(v25))) + as_uint((int)get_local_id(0)))];
        v57 = v58;
    }
    const float v59 = fma(v57, v11, v54);
    const float v60 = fma(v57, v10, v56);
    const int v61 = min(as_int(as_uint(v15) + as_uint(scalar11)), scalar8);
    const int v62 = min(as_int(as_uint(v61) + as_uint(1)), scalar5);
    const int v63 = as_int(as_uint(v44) + as_uint(as_int(as_uint(scalar5) * as_uint(scalar6))));
    const int v64 = as_int(as_uint(v44) + as_uint(as_int(as_uint(v21) * as_uint(scalar6))));
    const int v65 = as_int(as_uint(v44) + as_uint(as_int(as_uint(v24) * as_uint(scalar6))));
    const int v66 = as_int(as_uint(as_int(as_uint(v2) - as_uint(scalar9))) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v16) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))))) * as_uint(scalar8))) * as_uint(scalar9))));
    const int v67 = as_int(as_uint(v66) + as_uint(as_int(as_uint(scalar8) * as_uint(scalar9))));
    int v68 = as_int(as_uint(v15) + as_uint(1));
    float v69 = v53;
    float v70 = v59;
    float v71 = v55;
    float v72 = v60;
    float v73;
    float v74;
    while (true)
    {
        if (v68 < v62)
        {
            const int v75 = as_int(as_uint(v68) * as_uint(scalar6));
            float v76;
            if (v17)
            {
                v76 = 0.0f;
            }
            else
            {
                const float v77 = view0[as_int(as_uint(as_int(as_uint(v44) + as_uint(v75))) + as_uint((int)get_local_id(0)))];
                v76 = v77;
            }
            const float v78 = fma(v76, v6, v69);
            const float v79 = fma(v76, v5, v71);
            const float v80 = fma(v76, v4, v13);
            const float v81 = view0[as_int(as_uint(as_int(as_uint(v63) + as_uint(v75))) + as_uint((int)get_local_id(0)))];
            const float v82 = fma(v81, v9, v78);
            const float v83 = fma(v81, v6, v70);
            const float v84 = fma(v81, v8, v79);
            const float v85 = fma(v81, v5, v72);
            const float v86 = fma(v81, v7, v80);
            const float v87 = fma(v81, v4, v13);
            const float v88 = view0[as_int(as_uint(as_int(as_uint(v64) + as_uint(v75))) + as_uint((int)get_local_id(0)))];
            const float v89 = fma(v88, v12, v82);
            const float v90 = fma(v88, v9, v83);
            const float v91 = fma(v88, v11, v84);
            const float v92 = fma(v88, v8, v85);
            const float v93 = fma(v88, v10, v86);
            const float v94 = fma(v88, v7, v87);
            float v95;
            if (v23)
            {
                v95 = 0.0f;
            }
            else
            {
                const float v96 = view0[as_int(as_uint(as_int(as_uint(v65) + as_uint(v75))) + as_uint((int)get_local_id(0)))];
                v95 = v96;
            }
            const int v97 = as_int(as_uint(v68) * as_uint(scalar9));
            const float v98 = fma(v95, v12, v90);
            const float v99 = fma(v95, v11, v92);
            const float v100 = fma(v95, v10, v94);
            view3[as_int(as_uint(as_int(as_uint(v66) + as_uint(v97))) + as_uint((int)get_local_id(0)))] = gf_max(0.0f, v89);
            view3[as_int(as_uint(as_int(as_uint(v67) + as_uint(v97))) + as_uint((int)get_local_id(0)))] = gf_max(0.0f, v98);
            v68 = as_int(as_uint(v68) + as_uint(1));
            v69 = v91;
            v70 = v99;
            v71 = v93;
            v72 = v100;
            continue;
        }
        else
        {
            v73 = v69;
            v74 = v70;
            break;
        }
    }
    if (!(as_int(as_uint(scalar5) + as_uint(-1)) >= v61))
    {
        view3[as_int(as_uint(as_int(as_uint(v66) + as_uint(as_int(as_uint(scalar5) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))] = gf_max(0.0f, v73);
        view3[as_int(as_uint(as_int(as_uint(v66) + as_uint(as_int(as_uint(as_int(as_uint(scalar5) + as_uint(scalar8))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))] = gf_max(0.0f, v74);
    }
}
