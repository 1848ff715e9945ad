// Written by 'gpuformer emit'; change the kernel and run it again.
// Depthwise.Walk<DyRelu, Slopes>(R=3, S=3, stride=1, rows=2, kept=0, fromPanels=0, toPanels=0) of half x, filter, y

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Depthwise_Walk_DyRelu__Slopes__R_3__S_3__stride_1__rows_2__kept_0__fromPanels_0__toPanels_0__of_half_x__filter__y(
    __global const ushort *buffer0, int offset0, int length0 /* x */,
    __global const ushort *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global ushort *buffer3, int offset3, int length3 /* y */,
    __global const float *buffer4, int offset4, int length4 /* epilogue._slopes */,
    int scalar5 /* epilogue._channels */,
    int scalar6 /* sizes.H */,
    int scalar7 /* sizes.W */,
    int scalar8 /* sizes.C */,
    int scalar9 /* sizes.OutH */,
    int scalar10 /* sizes.OutW */,
    int scalar11 /* Q */,
    int scalar12 /* panels */,
    int scalar13 /* columns */,
    int scalar14 /* runs */)
{
    __global const ushort *restrict view0 = buffer0 + offset0;
    __global const ushort *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global ushort *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    const int v0 = gf_div((int)get_group_id(0), scalar12);
    const int v1 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) - as_uint(as_int(as_uint(v0) * as_uint(scalar12))))) * as_uint(32)), as_int(as_uint(scalar8) + as_uint(-32)));
    const int v2 = as_int(as_uint(v1) + as_uint(as_int(as_uint(v0) * as_uint(scalar8))));
    const int v3 = as_int(as_uint(v2) + as_uint((int)get_local_id(0)));
    const float v4 = vload_half(v3, (__global const half *)view1);
    const float v5 = vload_half(as_int(as_uint(as_int(as_uint(v2) + as_uint(scalar11))) + as_uint((int)get_local_id(0))), (__global const half *)view1);
    const float v6 = vload_half(as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(2))))) + as_uint((int)get_local_id(0))), (__global const half *)view1);
    const float v7 = vload_half(as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(3))))) + as_uint((int)get_local_id(0))), (__global const half *)view1);
    const float v8 = vload_half(as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(4))))) + as_uint((int)get_local_id(0))), (__global const half *)view1);
    const float v9 = vload_half(as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(5))))) + as_uint((int)get_local_id(0))), (__global const half *)view1);
    const float v10 = vload_half(as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(6))))) + as_uint((int)get_local_id(0))), (__global const half *)view1);
    const float v11 = vload_half(as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(7))))) + as_uint((int)get_local_id(0))), (__global const half *)view1);
    const float v12 = vload_half(as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar11) * as_uint(8))))) + as_uint((int)get_local_id(0))), (__global const half *)view1);
    const float v13 = view2[v3];
    const int v14 = as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(2))) * as_uint(scalar5))));
    const float v15 = view4[as_int(as_uint(v14) + as_uint((int)get_local_id(0)))];
    const float v16 = view4[as_int(as_uint(as_int(as_uint(v14) + as_uint(scalar5))) + as_uint((int)get_local_id(0)))];
    const int v17 = gf_div((int)get_group_id(1), scalar14);
    const int v18 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v17) * as_uint(scalar14))))) * as_uint(scalar13));
    const int v19 = min(as_int(as_uint(v17) * as_uint(2)), as_int(as_uint(scalar9) + as_uint(-2)));
    const bool v20 = as_int(as_uint(v19) + as_uint(-1)) < 0;
    const int v21 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v19) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))))) * as_uint(scalar7))) - as_uint(scalar7))) * as_uint(scalar8));
    const int v22 = as_int(as_uint(v18) * as_uint(scalar8));
    const int v23 = as_int(as_uint(as_int(as_uint(v18) + as_uint(scalar7))) * as_uint(scalar8));
    const int v24 = as_int(as_uint(scalar7) * as_uint(2));
    const int v25 = as_int(as_uint(as_int(as_uint(v18) + as_uint(v24))) * as_uint(scalar8));
    const bool v26 = as_int(as_uint(v19) + as_uint(2)) >= scalar6;
    const int v27 = as_int(as_uint(scalar7) * as_uint(3));
    const int v28 = as_int(as_uint(as_int(as_uint(v18) + as_uint(v27))) * as_uint(scalar8));
    float v29;
    float v30;
    if (as_int(as_uint(v18) + as_uint(-1)) < 0)
    {
        v29 = v13;
        v30 = v13;
    }
    else
    {
        const int v31 = as_int(as_uint(as_int(0u - as_uint(scalar8))) + as_uint(v1));
        float v32;
        if (v20)
        {
            v32 = 0.0f;
        }
        else
        {
            const float v33 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v31) + as_uint(v22))) + as_uint(v21))) + as_uint((int)get_local_id(0))), (__global const half *)view0);
            v32 = v33;
        }
        const int v34 = as_int(as_uint(v31) + as_uint(v21));
        const float v35 = fma(v32, v4, v13);
        const float v36 = vload_half(as_int(as_uint(as_int(as_uint(v34) + as_uint(v23))) + as_uint((int)get_local_id(0))), (__global const half *)view0);
        const float v37 = fma(v36, v7, v35);
        const float v38 = fma(v36, v4, v13);
        const float v39 = vload_half(as_int(as_uint(as_int(as_uint(v34) + as_uint(v25))) + as_uint((int)get_local_id(0))), (__global const half *)view0);
        const float v40 = fma(v39, v10, v37);
        const float v41 = fma(v39, v7, v38);
        float v42;
        if (v26)
        {
            v42 = 0.0f;
        }
        else
        {
            const float v43 = vload_half(as_int(as_uint(as_int(as_uint(v34) + as_uint(v28))) + as_uint((int)get_local_id(0))), (__global const half *)view0);
            v42 = v43;
        }
        const float v44 = fma(v42, v10, v41);
        v29 = v40;
        v30 = v44;
    }
    float v45;
    if (v20)
    {
        v45 = 0.0f;
    }
    else
    {
        const float v46 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v1) + as_uint(v22))) + as_uint(v21))) + as_uint((int)get_local_id(0))), (__global const half *)view0);
        v45 = v46;
    }
    const int v47 = as_int(as_uint(v1) + as_uint(v21));
    const float v48 = fma(v45, v5, v29);
    const float v49 = fma(v45, v4, v13);
    const float v50 = vload_half(as_int(as_uint(as_int(as_uint(v47) + as_uint(v23))) + as_uint((int)get_local_id(0))), (__global const half *)view0);
    const float v51 = fma(v50, v8, v48);
    const float v52 = fma(v50, v5, v30);
    const float v53 = fma(v50, v7, v49);
    const float v54 = fma(v50, v4, v13);
    const float v55 = vload_half(as_int(as_uint(as_int(as_uint(v47) + as_uint(v25))) + as_uint((int)get_local_id(0))), (__global const half *)view0);
    const float v56 = fma(v55, v11, v51);
    const float v57 = fma(v55, v8, v52);
    const float v58 = fma(v55, v10, v53);
    const float v59 = fma(v55, v7, v54);
    float v60;
    if (v26)
    {
        v60 = 0.0f;
    }
    else
    {
        const float v61 = vload_half(as_int(as_uint(as_int(as_uint(v47) + as_uint(v28))) + as_uint((int)get_local_id(0))), (__global const half *)view0);
        v60 = v61;
    }
    const float v62 = fma(v60, v11, v57);
    const float v63 = fma(v60, v10, v59);
    const int v64 = min(as_int(as_uint(v18) + as_uint(scalar13)), scalar10);
    const int v65 = min(as_int(as_uint(v64) + as_uint(1)), scalar7);
    const int v66 = as_int(as_uint(v47) + as_uint(as_int(as_uint(scalar7) * as_uint(scalar8))));
    const int v67 = as_int(as_uint(v47) + as_uint(as_int(as_uint(v24) * as_uint(scalar8))));
    const int v68 = as_int(as_uint(v47) + as_uint(as_int(as_uint(v27) * as_uint(scalar8))));
    const int v69 = as_int(as_uint(as_int(as_uint(v2) - as_uint(scalar11))) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v19) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))))) * as_uint(scalar10))) * as_uint(scalar11))));
    const float v70 = (v15 != v15) ? v15 : v16;
    const int v71 = as_int(as_uint(v69) + as_uint(as_int(as_uint(scalar10) * as_uint(scalar11))));
    int v72 = as_int(as_uint(v18) + as_uint(1));
    float v73 = v56;
    float v74 = v62;
    float v75 = v58;
    float v76 = v63;
    float v77;
    float v78;
    while (true)
    {
        if (v72 < v65)
        {
            const int v79 = as_int(as_uint(v72) * as_uint(scalar8));
            float v80;
            if (v20)
            {
                v80 = 0.0f;
            }
            else
            {
                const float v81 = vload_half(as_int(as_uint(as_int(as_uint(v47) + as_uint(v79))) + as_uint((int)get_local_id(0))), (__global const half *)view0);
                v80 = v81;
            }
            const float v82 = fma(v80, v6, v73);
            const float v83 = fma(v80, v5, v75);
            const float v84 = fma(v80, v4, v13);
            const float v85 = vload_half(as_int(as_uint(as_int(as_uint(v66) + as_uint(v79))) + as_uint((int)get_local_id(0))), (__global const half *)view0);
            const float v86 = fma(v85, v9, v82);
            const float v87 = fma(v85, v6, v74);
            const float v88 = fma(v85, v8, v83);
            const float v89 = fma(v85, v5, v76);
            const float v90 = fma(v85, v7, v84);
            const float v91 = fma(v85, v4, v13);
            const float v92 = vload_half(as_int(as_uint(as_int(as_uint(v67) + as_uint(v79))) + as_uint((int)get_local_id(0))), (__global const half *)view0);
            const float v93 = fma(v92, v12, v86);
            const float v94 = fma(v92, v9, v87);
            const float v95 = fma(v92, v11, v88);
            const float v96 = fma(v92, v8, v89);
            const float v97 = fma(v92, v10, v90);
            const float v98 = fma(v92, v7, v91);
            float v99;
            if (v26)
            {
                v99 = 0.0f;
            }
            else
            {
                const float v100 = vload_half(as_int(as_uint(as_int(as_uint(v68) + as_uint(v79))) + as_uint((int)get_local_id(0))), (__global const half *)view0);
                v99 = v100;
            }
            const int v101 = as_int(as_uint(v72) * as_uint(scalar11));
            const float v102 = fma(v99, v12, v94);
            const float v103 = fma(v99, v11, v96);
            const float v104 = fma(v99, v10, v98);
            vstore_half_rte(gf_max((v15 * v93), (v70 * v93)), as_int(as_uint(as_int(as_uint(v69) + as_uint(v101))) + as_uint((int)get_local_id(0))), (__global half *)view3);
            vstore_half_rte(gf_max((v15 * v102), (v70 * v102)), as_int(as_uint(as_int(as_uint(v71) + as_uint(v101))) + as_uint((int)get_local_id(0))), (__global half *)view3);
            v72 = as_int(as_uint(v72) + as_uint(1));
            v73 = v95;
            v74 = v103;
            v75 = v97;
            v76 = v104;
            continue;
        }
        else
        {
            v77 = v73;
            v78 = v74;
            break;
        }
    }
    if (!(as_int(as_uint(scalar7) + as_uint(-1)) >= v64))
    {
        vstore_half_rte(gf_max((v15 * v77), (v70 * v77)), as_int(as_uint(as_int(as_uint(v69) + as_uint(as_int(as_uint(scalar7) * as_uint(scalar11))))) + as_uint((int)get_local_id(0))), (__global half *)view3);
        vstore_half_rte(gf_max((v15 * v78), (v70 * v78)), as_int(as_uint(as_int(as_uint(v69) + as_uint(as_int(as_uint(as_int(as_uint(scalar7) + as_uint(scalar10))) * as_uint(scalar11))))) + as_uint((int)get_local_id(0))), (__global half *)view3);
    }
}
