// Written by 'gpuformer emit'; change the kernel and run it again.
// Depthwise.Forward<SpatialDyRelu, NoTerms>(R=3, S=3, stride=2, across=2, rows=2, kept=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_Depthwise_Forward_SpatialDyRelu__NoTerms__R_3__S_3__stride_2__across_2__rows_2__kept_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    __global const float *buffer4, int offset4, int length4 /* epilogue._attention */,
    __global const float *buffer5, int offset5, int length5 /* epilogue._slopes */,
    int scalar6 /* epilogue._pixels */,
    int scalar7 /* epilogue._tokens */,
    int scalar8 /* epilogue._channels */,
    int scalar9 /* sizes.H */,
    int scalar10 /* sizes.W */,
    int scalar11 /* sizes.C */,
    int scalar12 /* sizes.OutH */,
    int scalar13 /* sizes.OutW */,
    int scalar14 /* Q */,
    int scalar15 /* panels */,
    int scalar16 /* columns */,
    int scalar17 /* runs */,
    int scalar18 /* strips */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __global const float *restrict view5 = buffer5 + offset5;
    const int v0 = gf_div((int)get_group_id(0), scalar15);
    const int v1 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) - as_uint(as_int(as_uint(v0) * as_uint(scalar15))))) * as_uint(8)), as_int(as_uint(scalar11) + as_uint(-8)));
    const int v2 = as_int(as_uint(v1) + as_uint(as_int(as_uint(v0) * as_uint(scalar11))));
    const int v3 = as_int(as_uint(v2) + as_uint((int)get_local_id(0)));
    const float v4 = view1[v3];
    const float v5 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(scalar14))) + as_uint((int)get_local_id(0)))];
    const float v6 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(2))))) + as_uint((int)get_local_id(0)))];
    const float v7 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(3))))) + as_uint((int)get_local_id(0)))];
    const float v8 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(4))))) + as_uint((int)get_local_id(0)))];
    const float v9 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(5))))) + as_uint((int)get_local_id(0)))];
    const float v10 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(6))))) + as_uint((int)get_local_id(0)))];
    const float v11 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(7))))) + as_uint((int)get_local_id(0)))];
    const float v12 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(8))))) + as_uint((int)get_local_id(0)))];
    const float v13 = view2[v3];
    const int v14 = gf_div((int)get_group_id(1), scalar17);
    const int v15 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v14) * as_uint(scalar17))))) * as_uint(scalar16));
    const int v16 = as_int(as_uint(v15) * as_uint(2));
    const int v17 = min(as_int(as_uint(v14) * as_uint(2)), as_int(as_uint(scalar12) + as_uint(-2)));
    const int v18 = as_int(as_uint(v17) * as_uint(2));
    const bool v19 = as_int(as_uint(v18) + as_uint(-1)) < 0;
    const int v20 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v18) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))))) * as_uint(scalar10))) - as_uint(scalar10))) * as_uint(scalar11));
    const int v21 = as_int(as_uint(scalar10) * as_uint(2));
    const int v22 = as_int(as_uint(scalar10) * as_uint(3));
    const bool v23 = as_int(as_uint(v18) + as_uint(3)) >= scalar9;
    const int v24 = as_int(as_uint(scalar10) * as_uint(4));
    float v25;
    float v26;
    if (as_int(as_uint(v16) + as_uint(-1)) < 0)
    {
        v25 = v13;
        v26 = v13;
    }
    else
    {
        const int v27 = as_int(as_uint(as_int(0u - as_uint(scalar11))) + as_uint(v1));
        float v28;
        if (v19)
        {
            v28 = 0.0f;
        }
        else
        {
            const float v29 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(v27) + as_uint(as_int(as_uint(v16) * as_uint(scalar11))))) + as_uint(v20))) + as_uint((int)get_local_id(0)))];
            v28 = v29;
        }
        const int v30 = as_int(as_uint(v27) + as_uint(v20));
        const float v31 = fma(v28, v4, v13);
        const float v32 = view0[as_int(as_uint(as_int(as_uint(v30) + as_uint(as_int(as_uint(as_int(as_uint(v16) + as_uint(scalar10))) * as_uint(scalar11))))) + as_uint((int)get_local_id(0)))];
        const float v33 = fma(v32, v7, v31);
        const float v34 = view0[as_int(as_uint(as_int(as_uint(v30) + as_uint(as_int(as_uint(as_int(as_uint(v16) + as_uint(v21))) * as_uint(scalar11))))) + as_uint((int)get_local_id(0)))];
        const float v35 = fma(v34, v10, v33);
        const float v36 = fma(v34, v4, v13);
        const float v37 = view0[as_int(as_uint(as_int(as_uint(v30) + as_uint(as_int(as_uint(as_int(as_uint(v16) + as_uint(v22))) * as_uint(scalar11))))) + as_uint((int)get_local_id(0)))];
        const float v38 = fma(v37, v7, v36);
        float v39;
        if (v23)
        {
            v39 = 0.0f;
        }
        else
        {
            const float v40 = view0[as_int(as_uint(as_int(as_uint(v30) + as_uint(as_int(as_uint(as_int(as_uint(v16) + as_uint(v24))) * as_uint(scalar11))))) + as_uint((int)get_local_id(0)))];
            v39 = v40;
        }
        const float v41 = fma(v39, v10, v38);
        v25 = v35;
        v26 = v41;
    }
    const int v42 = min(as_int(as_uint(v15) + as_uint(scalar16)), scalar13);
    const int v43 = as_int(as_uint(v1) + as_uint(v20));
    const int v44 = as_int(as_uint(scalar10) * as_uint(scalar11));
    const int v45 = as_int(as_uint(v43) + as_uint(v44));
    const int v46 = as_int(as_uint(v21) * as_uint(scalar11));
    const int v47 = as_int(as_uint(v43) + as_uint(v46));
    const int v48 = as_int(as_uint(v22) * as_uint(scalar11));
    const int v49 = as_int(as_uint(v43) + as_uint(v48));
    const int v50 = as_int(as_uint(v24) * as_uint(scalar11));
    const int v51 = as_int(as_uint(v43) + as_uint(v50));
    const int v52 = as_int(as_uint(as_int(as_uint(scalar11) + as_uint(v1))) + as_uint(v20));
    const int v53 = as_int(as_uint(v52) + as_uint(v44));
    const int v54 = as_int(as_uint(v52) + as_uint(v46));
    const int v55 = as_int(as_uint(v52) + as_uint(v48));
    const int v56 = as_int(as_uint(v52) + as_uint(v50));
    const int v57 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))) * as_uint(2))) * as_uint(scalar8));
    const int v58 = as_int(as_uint(as_int(as_uint(v17) * as_uint(scalar13))) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))));
    const int v59 = as_int(as_uint(v58) * as_uint(scalar7));
    const int v60 = as_int(as_uint(v2) + as_uint(scalar8));
    const int v61 = as_int(as_uint(scalar8) * as_uint(2));
    const int v62 = as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v17) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar12))))) * as_uint(scalar13))) * as_uint(scalar14))));
    const int v63 = as_int(as_uint(as_int(as_uint(v58) + as_uint(scalar13))) * as_uint(scalar7));
    const int v64 = as_int(as_uint(v62) + as_uint(as_int(as_uint(scalar13) * as_uint(scalar14))));
    int v65 = v15;
    float v66 = v25;
    float v67 = v26;
    while (true)
    {
        if (v65 < v42)
        {
            const int v68 = as_int(as_uint(v65) * as_uint(2));
            const int v69 = as_int(as_uint(v68) * as_uint(scalar11));
            float v70;
            if (v19)
            {
                v70 = 0.0f;
            }
            else
            {
                const float v71 = view0[as_int(as_uint(as_int(as_uint(v43) + as_uint(v69))) + as_uint((int)get_local_id(0)))];
                v70 = v71;
            }
            const float v72 = fma(v70, v5, v66);
            const float v73 = view0[as_int(as_uint(as_int(as_uint(v45) + as_uint(v69))) + as_uint((int)get_local_id(0)))];
            const float v74 = fma(v73, v8, v72);
            const float v75 = view0[as_int(as_uint(as_int(as_uint(v47) + as_uint(v69))) + as_uint((int)get_local_id(0)))];
            const float v76 = fma(v75, v11, v74);
            const float v77 = fma(v75, v5, v67);
            const float v78 = view0[as_int(as_uint(as_int(as_uint(v49) + as_uint(v69))) + as_uint((int)get_local_id(0)))];
            const float v79 = fma(v78, v8, v77);
            float v80;
            if (v23)
            {
                v80 = 0.0f;
            }
            else
            {
                const float v81 = view0[as_int(as_uint(as_int(as_uint(v51) + as_uint(v69))) + as_uint((int)get_local_id(0)))];
                v80 = v81;
            }
            const bool v82 = as_int(as_uint(v68) + as_uint(1)) >= scalar10;
            const float v83 = fma(v80, v11, v79);
            float v84;
            if (v82)
            {
                v84 = 0.0f;
            }
            else
            {
                float v85;
                if (v19)
                {
                    v85 = 0.0f;
                }
                else
                {
                    const float v86 = view0[as_int(as_uint(as_int(as_uint(v52) + as_uint(v69))) + as_uint((int)get_local_id(0)))];
                    v85 = v86;
                }
                v84 = v85;
            }
            const float v87 = fma(v84, v6, v76);
            const float v88 = fma(v84, v4, v13);
            float v89;
            if (v82)
            {
                v89 = 0.0f;
            }
            else
            {
                const float v90 = view0[as_int(as_uint(as_int(as_uint(v53) + as_uint(v69))) + as_uint((int)get_local_id(0)))];
                v89 = v90;
            }
            const float v91 = fma(v89, v9, v87);
            const float v92 = fma(v89, v7, v88);
            float v93;
            if (v82)
            {
                v93 = 0.0f;
            }
            else
            {
                const float v94 = view0[as_int(as_uint(as_int(as_uint(v54) + as_uint(v69))) + as_uint((int)get_local_id(0)))];
                v93 = v94;
            }
            const float v95 = fma(v93, v12, v91);
            const float v96 = fma(v93, v6, v83);
            const float v97 = fma(v93, v10, v92);
            const float v98 = fma(v93, v4, v13);
            float v99;
            if (v82)
            {
                v99 = 0.0f;
            }
            else
            {
                const float v100 = view0[as_int(as_uint(as_int(as_uint(v55) + as_uint(v69))) + as_uint((int)get_local_id(0)))];
                v99 = v100;
            }
            const float v101 = fma(v99, v9, v96);
            const float v102 = fma(v99, v7, v98);
            float v103;
            if (v82)
            {
                v103 = 0.0f;
            }
            else
            {
                float v104;
                if (v23)
                {
                    v104 = 0.0f;
                }
                else
                {
                    const float v105 = view0[as_int(as_uint(as_int(as_uint(v56) + as_uint(v69))) + as_uint((int)get_local_id(0)))];
                    v104 = v105;
                }
                v103 = v104;
            }
            const int v106 = as_int(as_uint(v65) * as_uint(scalar7));
            const int v107 = as_int(as_uint(v59) + as_uint(v106));
            const float v108 = fma(v103, v12, v101);
            const float v109 = fma(v103, v10, v102);
            int v110 = v57;
            float v111 = 0.0f;
            float v112 = 0.0f;
            int v113 = 0;
            float v114;
            float v115;
            while (true)
            {
                if (v113 < scalar7)
                {
                    const float v116 = view4[as_int(as_uint(v107) + as_uint(v113))];
                    const float v117 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                    const float v118 = view5[as_int(as_uint(as_int(as_uint(v60) + as_uint(v110))) + as_uint((int)get_local_id(0)))];
                    v110 = as_int(as_uint(v61) + as_uint(v110));
                    v111 = fma(v116, v117, v111);
                    v112 = fma(v116, v118, v112);
                    v113 = as_int(as_uint(v113) + as_uint(1));
                    continue;
                }
                else
                {
                    v114 = v111;
                    v115 = v112;
                    break;
                }
            }
            const int v119 = as_int(as_uint(v65) * as_uint(scalar14));
            view3[as_int(as_uint(as_int(as_uint(v62) + as_uint(v119))) + as_uint((int)get_local_id(0)))] = gf_max((v114 * v95), (v115 * v95));
            const int v120 = as_int(as_uint(v63) + as_uint(v106));
            int v121 = v57;
            float v122 = 0.0f;
            float v123 = 0.0f;
            int v124 = 0;
            float v125;
            float v126;
            while (true)
            {
                if (v124 < scalar7)
                {
                    const float v127 = view4[as_int(as_uint(v120) + as_uint(v124))];
                    const float v128 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v121))) + as_uint((int)get_local_id(0)))];
                    const float v129 = view5[as_int(as_uint(as_int(as_uint(v60) + as_uint(v121))) + as_uint((int)get_local_id(0)))];
                    v121 = as_int(as_uint(v61) + as_uint(v121));
                    v122 = fma(v127, v128, v122);
                    v123 = fma(v127, v129, v123);
                    v124 = as_int(as_uint(v124) + as_uint(1));
                    continue;
                }
                else
                {
                    v125 = v122;
                    v126 = v123;
                    break;
                }
            }
            view3[as_int(as_uint(as_int(as_uint(v64) + as_uint(v119))) + as_uint((int)get_local_id(0)))] = gf_max((v125 * v108), (v126 * v108));
            v65 = as_int(as_uint(v65) + as_uint(1));
            v66 = v97;
            v67 = v109;
            continue;
        }
        else
        {
            break;
        }
    }
}
