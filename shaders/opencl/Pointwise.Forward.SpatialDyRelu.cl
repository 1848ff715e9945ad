// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<SpatialDyRelu, NoTerms>(tileRows=4, tileChannels=1, steps=4, ranges=1, grouped=0, separate=0, ahead=0, fromPanels=0, toPanels=0, narrow=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 2, 2)))
void gf_Pointwise_Forward_SpatialDyRelu__NoTerms__tileRows_4__tileChannels_1__steps_4__ranges_1__grouped_0__separate_0__ahead_0__fromPanels_0__toPanels_0__narrow_0_(
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
    __local float shared6[512];
    const int v0 = min(as_int(as_uint((int)get_group_id(1)) * as_uint(32)), as_int(as_uint(scalar14) + as_uint(-32)));
    const float v1 = view2[as_int(as_uint(v0) + as_uint((int)get_local_id(0)))];
    const int v2 = as_int(as_uint((scalar13 / 4)) * as_uint(4));
    const int v3 = as_int(as_uint((as_int(as_uint((v2 / 4)) + as_uint(1)) / 2)) * as_uint(4));
    const int v4 = min(as_int(as_uint((int)get_local_id(2)) * as_uint(v3)), v2);
    const float v5 = ((int)get_local_id(2) == 0) ? v1 : 0.0f;
    const int v6 = min(as_int(as_uint(v4) + as_uint(v3)), v2);
    const int v7 = scalar11 / 4;
    const int v8 = as_int(as_uint(v7) * as_uint(4));
    const int v9 = min(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(2))) + as_uint((int)get_local_id(1)))) * as_uint(4)), as_int(as_uint(scalar9) + as_uint(-4)));
    const int v10 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(as_int(as_uint((scalar10 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint((scalar12 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint(v9) * as_uint(v8))));
    const int v11 = as_int(as_uint(v10) + as_uint(v8));
    const int v12 = as_int(as_uint(v10) + as_uint(as_int(as_uint(v7) * as_uint(8))));
    const int v13 = as_int(as_uint(v10) + as_uint(as_int(as_uint(v7) * as_uint(12))));
    int v14 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(v2))) * as_uint(32))) + as_uint(as_int(as_uint(v4) * as_uint(32))));
    int v15 = v4;
    float v16 = v5;
    float v17 = v5;
    float v18 = v5;
    float v19 = v5;
    float v20;
    float v21;
    float v22;
    float v23;
    while (true)
    {
        if (v15 < v6)
        {
            const int v24 = as_int(as_uint(v14) + as_uint((int)get_local_id(0)));
            const float v25 = view1[v24];
            const int v26 = as_int(as_uint(v10) + as_uint(v15));
            const float v27 = view0[v26];
            const int v28 = as_int(as_uint(v11) + as_uint(v15));
            const float v29 = fma(v27, v25, v16);
            const float v30 = view0[v28];
            const int v31 = as_int(as_uint(v12) + as_uint(v15));
            const float v32 = fma(v30, v25, v17);
            const float v33 = view0[v31];
            const int v34 = as_int(as_uint(v13) + as_uint(v15));
            const float v35 = fma(v33, v25, v18);
            const float v36 = view0[v34];
            const float v37 = fma(v36, v25, v19);
            const float v38 = view1[as_int(as_uint(v24) + as_uint(32))];
            const float v39 = view0[as_int(as_uint(v26) + as_uint(1))];
            const float v40 = fma(v39, v38, v29);
            const float v41 = view0[as_int(as_uint(v28) + as_uint(1))];
            const float v42 = fma(v41, v38, v32);
            const float v43 = view0[as_int(as_uint(v31) + as_uint(1))];
            const float v44 = fma(v43, v38, v35);
            const float v45 = view0[as_int(as_uint(v34) + as_uint(1))];
            const float v46 = fma(v45, v38, v37);
            const float v47 = view1[as_int(as_uint(v24) + as_uint(64))];
            const float v48 = view0[as_int(as_uint(v26) + as_uint(2))];
            const float v49 = fma(v48, v47, v40);
            const float v50 = view0[as_int(as_uint(v28) + as_uint(2))];
            const float v51 = fma(v50, v47, v42);
            const float v52 = view0[as_int(as_uint(v31) + as_uint(2))];
            const float v53 = fma(v52, v47, v44);
            const float v54 = view0[as_int(as_uint(v34) + as_uint(2))];
            const float v55 = fma(v54, v47, v46);
            const float v56 = view1[as_int(as_uint(v24) + as_uint(96))];
            const float v57 = view0[as_int(as_uint(v26) + as_uint(3))];
            const float v58 = fma(v57, v56, v49);
            const float v59 = view0[as_int(as_uint(v28) + as_uint(3))];
            const float v60 = fma(v59, v56, v51);
            const float v61 = view0[as_int(as_uint(v31) + as_uint(3))];
            const float v62 = fma(v61, v56, v53);
            const float v63 = view0[as_int(as_uint(v34) + as_uint(3))];
            const float v64 = fma(v63, v56, v55);
            v14 = as_int(as_uint(v14) + as_uint(128));
            v15 = as_int(as_uint(v15) + as_uint(4));
            v16 = v58;
            v17 = v60;
            v18 = v62;
            v19 = v64;
            continue;
        }
        else
        {
            v20 = v16;
            v21 = v17;
            v22 = v18;
            v23 = v19;
            break;
        }
    }
    const int v65 = as_int(as_uint((int)get_local_id(1)) * as_uint(32));
    const int v66 = as_int(as_uint(as_int(as_uint(v65) + as_uint(as_int(as_uint((int)get_local_id(2)) * as_uint(256))))) + as_uint((int)get_local_id(0)));
    shared6[v66] = v20;
    shared6[as_int(as_uint(v66) + as_uint(64))] = v21;
    shared6[as_int(as_uint(v66) + as_uint(128))] = v22;
    shared6[as_int(as_uint(v66) + as_uint(192))] = v23;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v67 = as_int(as_uint(v65) + as_uint((int)get_local_id(0)));
    const float v68 = shared6[as_int(as_uint(v67) + as_uint(256))];
    const float v69 = shared6[as_int(as_uint(v67) + as_uint(320))];
    const float v70 = shared6[as_int(as_uint(v67) + as_uint(384))];
    const float v71 = shared6[as_int(as_uint(v67) + as_uint(448))];
    if ((int)get_local_id(2) <= 0)
    {
        const int v72 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))) * as_uint(2))) * as_uint(scalar8));
        const int v73 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) + as_uint(v9))) * as_uint(scalar7));
        const int v74 = as_int(as_uint(v0) + as_uint(scalar8));
        const int v75 = as_int(as_uint(scalar8) * as_uint(2));
        int v76 = v72;
        float v77 = 0.0f;
        float v78 = 0.0f;
        int v79 = 0;
        float v80;
        float v81;
        while (true)
        {
            if (v79 < scalar7)
            {
                const float v82 = view4[as_int(as_uint(v73) + as_uint(v79))];
                const float v83 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v76))) + as_uint((int)get_local_id(0)))];
                const float v84 = view5[as_int(as_uint(as_int(as_uint(v74) + as_uint(v76))) + as_uint((int)get_local_id(0)))];
                v76 = as_int(as_uint(v75) + as_uint(v76));
                v77 = fma(v82, v83, v77);
                v78 = fma(v82, v84, v78);
                v79 = as_int(as_uint(v79) + as_uint(1));
                continue;
            }
            else
            {
                v80 = v77;
                v81 = v78;
                break;
            }
        }
        const int v85 = as_int(as_uint(as_int(as_uint(v9) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))))) * as_uint(scalar14));
        const float v86 = v20 + v68;
        const float v87 = v81 * v86;
        view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(v85))) + as_uint((int)get_local_id(0)))] = ((v87 != v87) ? v87 : gf_max(v87, (v80 * v86)));
        const int v88 = as_int(as_uint(v73) + as_uint(scalar7));
        int v89 = v72;
        float v90 = 0.0f;
        float v91 = 0.0f;
        int v92 = 0;
        float v93;
        float v94;
        while (true)
        {
            if (v92 < scalar7)
            {
                const float v95 = view4[as_int(as_uint(v88) + as_uint(v92))];
                const float v96 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v89))) + as_uint((int)get_local_id(0)))];
                const float v97 = view5[as_int(as_uint(as_int(as_uint(v74) + as_uint(v89))) + as_uint((int)get_local_id(0)))];
                v89 = as_int(as_uint(v75) + as_uint(v89));
                v90 = fma(v95, v96, v90);
                v91 = fma(v95, v97, v91);
                v92 = as_int(as_uint(v92) + as_uint(1));
                continue;
            }
            else
            {
                v93 = v90;
                v94 = v91;
                break;
            }
        }
        const float v98 = v21 + v69;
        const float v99 = v94 * v98;
        view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar14) + as_uint(v0))) + as_uint(v85))) + as_uint((int)get_local_id(0)))] = ((v99 != v99) ? v99 : gf_max(v99, (v93 * v98)));
        const int v100 = as_int(as_uint(v73) + as_uint(as_int(as_uint(scalar7) * as_uint(2))));
        int v101 = v72;
        float v102 = 0.0f;
        float v103 = 0.0f;
        int v104 = 0;
        float v105;
        float v106;
        while (true)
        {
            if (v104 < scalar7)
            {
                const float v107 = view4[as_int(as_uint(v100) + as_uint(v104))];
                const float v108 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v101))) + as_uint((int)get_local_id(0)))];
                const float v109 = view5[as_int(as_uint(as_int(as_uint(v74) + as_uint(v101))) + as_uint((int)get_local_id(0)))];
                v101 = as_int(as_uint(v75) + as_uint(v101));
                v102 = fma(v107, v108, v102);
                v103 = fma(v107, v109, v103);
                v104 = as_int(as_uint(v104) + as_uint(1));
                continue;
            }
            else
            {
                v105 = v102;
                v106 = v103;
                break;
            }
        }
        const float v110 = v22 + v70;
        const float v111 = v106 * v110;
        view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar14) * as_uint(2))) + as_uint(v0))) + as_uint(v85))) + as_uint((int)get_local_id(0)))] = ((v111 != v111) ? v111 : gf_max(v111, (v105 * v110)));
        const int v112 = as_int(as_uint(v73) + as_uint(as_int(as_uint(scalar7) * as_uint(3))));
        int v113 = v72;
        float v114 = 0.0f;
        float v115 = 0.0f;
        int v116 = 0;
        float v117;
        float v118;
        while (true)
        {
            if (v116 < scalar7)
            {
                const float v119 = view4[as_int(as_uint(v112) + as_uint(v116))];
                const float v120 = view5[as_int(as_uint(as_int(as_uint(v0) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                const float v121 = view5[as_int(as_uint(as_int(as_uint(v74) + as_uint(v113))) + as_uint((int)get_local_id(0)))];
                v113 = as_int(as_uint(v75) + as_uint(v113));
                v114 = fma(v119, v120, v114);
                v115 = fma(v119, v121, v115);
                v116 = as_int(as_uint(v116) + as_uint(1));
                continue;
            }
            else
            {
                v117 = v114;
                v118 = v115;
                break;
            }
        }
        const float v122 = v23 + v71;
        const float v123 = v118 * v122;
        view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar14) * as_uint(3))) + as_uint(v0))) + as_uint(v85))) + as_uint((int)get_local_id(0)))] = ((v123 != v123) ? v123 : gf_max(v123, (v117 * v122)));
    }
}
