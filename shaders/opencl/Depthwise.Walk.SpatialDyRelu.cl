// Written by 'gpuformer emit'; change the kernel and run it again.
// Depthwise.Walk<SpatialDyRelu, NoTerms>(R=3, S=3, stride=1, rows=2, kept=0, fromPanels=0, toPanels=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(16, 1, 1)))
void gf_Depthwise_Walk_SpatialDyRelu__NoTerms__R_3__S_3__stride_1__rows_2__kept_0__fromPanels_0__toPanels_0_(
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
    int scalar17 /* runs */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __global const float *restrict view5 = buffer5 + offset5;
    const int v0 = gf_div((int)get_group_id(0), scalar15);
    const int v1 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) - as_uint(as_int(as_uint(v0) * as_uint(scalar15))))) * as_uint(16)), as_int(as_uint(scalar11) + as_uint(-16)));
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
    const int v16 = min(as_int(as_uint(v14) * as_uint(2)), as_int(as_uint(scalar12) + as_uint(-2)));
    const bool v17 = as_int(as_uint(v16) + as_uint(-1)) < 0;
    const int v18 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v16) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))))) * as_uint(scalar10))) - as_uint(scalar10))) * as_uint(scalar11));
    const int v19 = as_int(as_uint(v15) * as_uint(scalar11));
    const int v20 = as_int(as_uint(as_int(as_uint(v15) + as_uint(scalar10))) * as_uint(scalar11));
    const int v21 = as_int(as_uint(scalar10) * as_uint(2));
    const int v22 = as_int(as_uint(as_int(as_uint(v15) + as_uint(v21))) * as_uint(scalar11));
    const bool v23 = as_int(as_uint(v16) + as_uint(2)) >= scalar9;
    const int v24 = as_int(as_uint(scalar10) * as_uint(3));
    const int v25 = as_int(as_uint(as_int(as_uint(v15) + as_uint(v24))) * as_uint(scalar11));
    float v26;
    float v27;
    if (as_int(as_uint(v15) + as_uint(-1)) < 0)
    {
        v26 = v13;
        v27 = v13;
    }
    else
    {
        const int v28 = as_int(as_uint(as_int(0u - as_uint(scalar11))) + as_uint(v1));
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
    const int v61 = min(as_int(as_uint(v15) + as_uint(scalar16)), scalar13);
    const int v62 = min(as_int(as_uint(v61) + as_uint(1)), scalar10);
    const int v63 = as_int(as_uint(v44) + as_uint(as_int(as_uint(scalar10) * as_uint(scalar11))));
    const int v64 = as_int(as_uint(v44) + as_uint(as_int(as_uint(v21) * as_uint(scalar11))));
    const int v65 = as_int(as_uint(v44) + as_uint(as_int(as_uint(v24) * as_uint(scalar11))));
    const int v66 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))) * as_uint(2))) * as_uint(scalar8));
    const int v67 = as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6));
    const int v68 = as_int(as_uint(v16) * as_uint(scalar13));
    const int v69 = as_int(as_uint(v68) + as_uint(v67));
    const int v70 = as_int(as_uint(as_int(as_uint(v69) * as_uint(scalar7))) - as_uint(scalar7));
    const int v71 = as_int(as_uint(v2) + as_uint(scalar8));
    const int v72 = as_int(as_uint(scalar8) * as_uint(2));
    const int v73 = as_int(as_uint(as_int(as_uint(v2) - as_uint(scalar14))) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v16) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar12))))) * as_uint(scalar13))) * as_uint(scalar14))));
    const int v74 = as_int(0u - as_uint(scalar7));
    const int v75 = as_int(as_uint(v74) + as_uint(as_int(as_uint(as_int(as_uint(v69) + as_uint(scalar13))) * as_uint(scalar7))));
    const int v76 = as_int(as_uint(v73) + as_uint(as_int(as_uint(scalar13) * as_uint(scalar14))));
    int v77 = as_int(as_uint(v15) + as_uint(1));
    float v78 = v53;
    float v79 = v59;
    float v80 = v55;
    float v81 = v60;
    float v82;
    float v83;
    while (true)
    {
        if (v77 < v62)
        {
            const int v84 = as_int(as_uint(v77) * as_uint(scalar11));
            float v85;
            if (v17)
            {
                v85 = 0.0f;
            }
            else
            {
                const float v86 = view0[as_int(as_uint(as_int(as_uint(v44) + as_uint(v84))) + as_uint((int)get_local_id(0)))];
                v85 = v86;
            }
            const float v87 = fma(v85, v6, v78);
            const float v88 = fma(v85, v5, v80);
            const float v89 = fma(v85, v4, v13);
            const float v90 = view0[as_int(as_uint(as_int(as_uint(v63) + as_uint(v84))) + as_uint((int)get_local_id(0)))];
            const float v91 = fma(v90, v9, v87);
            const float v92 = fma(v90, v6, v79);
            const float v93 = fma(v90, v8, v88);
            const float v94 = fma(v90, v5, v81);
            const float v95 = fma(v90, v7, v89);
            const float v96 = fma(v90, v4, v13);
            const float v97 = view0[as_int(as_uint(as_int(as_uint(v64) + as_uint(v84))) + as_uint((int)get_local_id(0)))];
            const float v98 = fma(v97, v12, v91);
            const float v99 = fma(v97, v9, v92);
            const float v100 = fma(v97, v11, v93);
            const float v101 = fma(v97, v8, v94);
            const float v102 = fma(v97, v10, v95);
            const float v103 = fma(v97, v7, v96);
            float v104;
            if (v23)
            {
                v104 = 0.0f;
            }
            else
            {
                const float v105 = view0[as_int(as_uint(as_int(as_uint(v65) + as_uint(v84))) + as_uint((int)get_local_id(0)))];
                v104 = v105;
            }
            const int v106 = as_int(as_uint(v77) * as_uint(scalar7));
            const int v107 = as_int(as_uint(v70) + as_uint(v106));
            const float v108 = fma(v104, v12, v99);
            const float v109 = fma(v104, v11, v101);
            const float v110 = fma(v104, v10, v103);
            int v111 = v66;
            float v112 = 0.0f;
            float v113 = 0.0f;
            int v114 = 0;
            float v115;
            float v116;
            while (true)
            {
                if (v114 < scalar7)
                {
                    const float v117 = view4[as_int(as_uint(v107) + as_uint(v114))];
                    const float v118 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v111))) + as_uint((int)get_local_id(0)))];
                    const float v119 = view5[as_int(as_uint(as_int(as_uint(v71) + as_uint(v111))) + as_uint((int)get_local_id(0)))];
                    v111 = as_int(as_uint(v72) + as_uint(v111));
                    v112 = fma(v117, v118, v112);
                    v113 = fma(v117, v119, v113);
                    v114 = as_int(as_uint(v114) + as_uint(1));
                    continue;
                }
                else
                {
                    v115 = v112;
                    v116 = v113;
                    break;
                }
            }
            const int v120 = as_int(as_uint(v77) * as_uint(scalar14));
            const float v121 = v116 * v98;
            view3[as_int(as_uint(as_int(as_uint(v73) + as_uint(v120))) + as_uint((int)get_local_id(0)))] = ((v121 != v121) ? v121 : gf_max(v121, (v115 * v98)));
            const int v122 = as_int(as_uint(v75) + as_uint(v106));
            int v123 = v66;
            float v124 = 0.0f;
            float v125 = 0.0f;
            int v126 = 0;
            float v127;
            float v128;
            while (true)
            {
                if (v126 < scalar7)
                {
                    const float v129 = view4[as_int(as_uint(v122) + as_uint(v126))];
                    const float v130 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                    const float v131 = view5[as_int(as_uint(as_int(as_uint(v71) + as_uint(v123))) + as_uint((int)get_local_id(0)))];
                    v123 = as_int(as_uint(v72) + as_uint(v123));
                    v124 = fma(v129, v130, v124);
                    v125 = fma(v129, v131, v125);
                    v126 = as_int(as_uint(v126) + as_uint(1));
                    continue;
                }
                else
                {
                    v127 = v124;
                    v128 = v125;
                    break;
                }
            }
            const float v132 = v128 * v108;
            view3[as_int(as_uint(as_int(as_uint(v76) + as_uint(v120))) + as_uint((int)get_local_id(0)))] = ((v132 != v132) ? v132 : gf_max(v132, (v127 * v108)));
            v77 = as_int(as_uint(v77) + as_uint(1));
            v78 = v100;
            v79 = v109;
            v80 = v102;
            v81 = v110;
            continue;
        }
        else
        {
            v82 = v78;
            v83 = v79;
            break;
        }
    }
    if (!(as_int(as_uint(scalar10) + as_uint(-1)) >= v61))
    {
        const int v133 = as_int(as_uint(as_int(as_uint(scalar10) + as_uint(v68))) + as_uint(v67));
        const int v134 = as_int(as_uint(v74) + as_uint(as_int(as_uint(v133) * as_uint(scalar7))));
        int v135 = v66;
        float v136 = 0.0f;
        float v137 = 0.0f;
        int v138 = 0;
        float v139;
        float v140;
        while (true)
        {
            if (v138 < scalar7)
            {
                const float v141 = view4[as_int(as_uint(v134) + as_uint(v138))];
                const float v142 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v135))) + as_uint((int)get_local_id(0)))];
                const float v143 = view5[as_int(as_uint(as_int(as_uint(v71) + as_uint(v135))) + as_uint((int)get_local_id(0)))];
                v135 = as_int(as_uint(v72) + as_uint(v135));
                v136 = fma(v141, v142, v136);
                v137 = fma(v141, v143, v137);
                v138 = as_int(as_uint(v138) + as_uint(1));
                continue;
            }
            else
            {
                v139 = v136;
                v140 = v137;
                break;
            }
        }
        const float v144 = v140 * v82;
        view3[as_int(as_uint(as_int(as_uint(v73) + as_uint(as_int(as_uint(scalar10) * as_uint(scalar14))))) + as_uint((int)get_local_id(0)))] = ((v144 != v144) ? v144 : gf_max(v144, (v139 * v82)));
        const int v145 = as_int(as_uint(v74) + as_uint(as_int(as_uint(as_int(as_uint(v133) + as_uint(scalar13))) * as_uint(scalar7))));
        int v146 = v66;
        float v147 = 0.0f;
        float v148 = 0.0f;
        int v149 = 0;
        float v150;
        float v151;
        while (true)
        {
            if (v149 < scalar7)
            {
                const float v152 = view4[as_int(as_uint(v145) + as_uint(v149))];
                const float v153 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v146))) + as_uint((int)get_local_id(0)))];
                const float v154 = view5[as_int(as_uint(as_int(as_uint(v71) + as_uint(v146))) + as_uint((int)get_local_id(0)))];
                v146 = as_int(as_uint(v72) + as_uint(v146));
                v147 = fma(v152, v153, v147);
                v148 = fma(v152, v154, v148);
                v149 = as_int(as_uint(v149) + as_uint(1));
                continue;
            }
            else
            {
                v150 = v147;
                v151 = v148;
                break;
            }
        }
        const float v155 = v151 * v83;
        view3[as_int(as_uint(as_int(as_uint(v73) + as_uint(as_int(as_uint(as_int(as_uint(scalar10) + as_uint(scalar13))) * as_uint(scalar14))))) + as_uint((int)get_local_id(0)))] = ((v155 != v155) ? v155 : gf_max(v155, (v150 * v83)));
    }
}
