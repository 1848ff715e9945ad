// Written by 'gpuformer emit'; change the kernel and run it again.
// Depthwise.Forward<SpatialDyRelu, NoTerms>(stride=2, tile=8)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_Depthwise_Forward_SpatialDyRelu__NoTerms__stride_2__tile_8_(
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
    int scalar16 /* strips */,
    int scalar17 /* runs */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __global const float *restrict view5 = buffer5 + offset5;
    const int v0 = gf_div((int)get_group_id(0), scalar15);
    const int v1 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) - as_uint(as_int(as_uint(v0) * as_uint(scalar15))))) * as_uint(8)), as_int(as_uint(scalar11) + as_uint(-8)));
    const int v2 = as_int(as_uint(as_int(as_uint(v0) * as_uint(scalar11))) + as_uint(v1));
    const float v3 = view2[as_int(as_uint(v2) + as_uint((int)get_local_id(0)))];
    const int v4 = gf_div((int)get_group_id(1), scalar17);
    const int v5 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v4) * as_uint(scalar17))))) * as_uint(scalar16));
    const int v6 = min(as_int(as_uint(v5) + as_uint(scalar16)), (as_int(as_uint(scalar13) + as_uint(7)) / 8));
    const int v7 = as_int(as_uint(v4) * as_uint(-2));
    const int v8 = max(as_int(as_uint(v7) + as_uint(1)), 0);
    const int v9 = min(as_int(as_uint(as_int(as_uint(v7) + as_uint(scalar9))) + as_uint(1)), 3);
    const int v10 = as_int(as_uint(v2) + as_uint(scalar14));
    const int v11 = as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(2))));
    const int v12 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) * as_uint(2))) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))))) * as_uint(scalar10))) - as_uint(scalar10))) * as_uint(scalar11));
    const int v13 = as_int(as_uint(as_int(as_uint(as_int(0u - as_uint(scalar11))) + as_uint(v1))) + as_uint(v12));
    const int v14 = as_int(as_uint(v1) + as_uint(v12));
    const int v15 = as_int(as_uint(as_int(as_uint(scalar11) + as_uint(v1))) + as_uint(v12));
    const int v16 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(2))) + as_uint(v1))) + as_uint(v12));
    const int v17 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(3))) + as_uint(v1))) + as_uint(v12));
    const int v18 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(4))) + as_uint(v1))) + as_uint(v12));
    const int v19 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(5))) + as_uint(v1))) + as_uint(v12));
    const int v20 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(6))) + as_uint(v1))) + as_uint(v12));
    const int v21 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(7))) + as_uint(v1))) + as_uint(v12));
    const int v22 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(8))) + as_uint(v1))) + as_uint(v12));
    const int v23 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(9))) + as_uint(v1))) + as_uint(v12));
    const int v24 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(10))) + as_uint(v1))) + as_uint(v12));
    const int v25 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(11))) + as_uint(v1))) + as_uint(v12));
    const int v26 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(12))) + as_uint(v1))) + as_uint(v12));
    const int v27 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(13))) + as_uint(v1))) + as_uint(v12));
    const int v28 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(14))) + as_uint(v1))) + as_uint(v12));
    const int v29 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(15))) + as_uint(v1))) + as_uint(v12));
    const int v30 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))) * as_uint(2))) * as_uint(scalar8));
    const int v31 = as_int(as_uint(v4) * as_uint(scalar13));
    const int v32 = as_int(as_uint(as_int(as_uint(v31) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))))) * as_uint(scalar7));
    const int v33 = as_int(as_uint(v2) + as_uint(scalar8));
    const int v34 = as_int(as_uint(scalar8) * as_uint(2));
    const int v35 = as_int(as_uint(as_int(as_uint(v31) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar12))) * as_uint(scalar13))))) * as_uint(scalar14));
    const int v36 = as_int(as_uint(v2) + as_uint(v35));
    const int v37 = as_int(as_uint(v32) + as_uint(scalar7));
    const int v38 = as_int(as_uint(v10) + as_uint(v35));
    const int v39 = as_int(as_uint(v32) + as_uint(as_int(as_uint(scalar7) * as_uint(2))));
    const int v40 = as_int(as_uint(v11) + as_uint(v35));
    const int v41 = as_int(as_uint(v32) + as_uint(as_int(as_uint(scalar7) * as_uint(3))));
    const int v42 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(3))))) + as_uint(v35));
    const int v43 = as_int(as_uint(v32) + as_uint(as_int(as_uint(scalar7) * as_uint(4))));
    const int v44 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(4))))) + as_uint(v35));
    const int v45 = as_int(as_uint(v32) + as_uint(as_int(as_uint(scalar7) * as_uint(5))));
    const int v46 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(5))))) + as_uint(v35));
    const int v47 = as_int(as_uint(v32) + as_uint(as_int(as_uint(scalar7) * as_uint(6))));
    const int v48 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(6))))) + as_uint(v35));
    const int v49 = as_int(as_uint(v32) + as_uint(as_int(as_uint(scalar7) * as_uint(7))));
    const int v50 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar14) * as_uint(7))))) + as_uint(v35));
    int v51 = v5;
    while (true)
    {
        if (v51 < v6)
        {
            const int v52 = min(as_int(as_uint(v51) * as_uint(8)), as_int(as_uint(scalar13) + as_uint(-8)));
            const int v53 = as_int(as_uint(v52) * as_uint(2));
            const bool v54 = as_int(as_uint(v53) + as_uint(-1)) < 0;
            const int v55 = as_int(as_uint(v53) * as_uint(scalar11));
            const int v56 = as_int(as_uint(v13) + as_uint(v55));
            const int v57 = as_int(as_uint(v14) + as_uint(v55));
            const int v58 = as_int(as_uint(v15) + as_uint(v55));
            const int v59 = as_int(as_uint(v16) + as_uint(v55));
            const int v60 = as_int(as_uint(v17) + as_uint(v55));
            const int v61 = as_int(as_uint(v18) + as_uint(v55));
            const int v62 = as_int(as_uint(v19) + as_uint(v55));
            const int v63 = as_int(as_uint(v20) + as_uint(v55));
            const int v64 = as_int(as_uint(v21) + as_uint(v55));
            const int v65 = as_int(as_uint(v22) + as_uint(v55));
            const int v66 = as_int(as_uint(v23) + as_uint(v55));
            const int v67 = as_int(as_uint(v24) + as_uint(v55));
            const int v68 = as_int(as_uint(v25) + as_uint(v55));
            const int v69 = as_int(as_uint(v26) + as_uint(v55));
            const int v70 = as_int(as_uint(v27) + as_uint(v55));
            const int v71 = as_int(as_uint(v28) + as_uint(v55));
            const bool v72 = as_int(as_uint(v53) + as_uint(15)) >= scalar10;
            const int v73 = as_int(as_uint(v29) + as_uint(v55));
            int v74 = v8;
            float v75 = v3;
            float v76 = v3;
            float v77 = v3;
            float v78 = v3;
            float v79 = v3;
            float v80 = v3;
            float v81 = v3;
            float v82 = v3;
            float v83;
            float v84;
            float v85;
            float v86;
            float v87;
            float v88;
            float v89;
            float v90;
            while (true)
            {
                if (v74 < v9)
                {
                    const int v91 = as_int(as_uint(as_int(as_uint(v74) * as_uint(3))) * as_uint(scalar14));
                    const float v92 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(v91))) + as_uint((int)get_local_id(0)))];
                    const float v93 = view1[as_int(as_uint(as_int(as_uint(v10) + as_uint(v91))) + as_uint((int)get_local_id(0)))];
                    const float v94 = view1[as_int(as_uint(as_int(as_uint(v11) + as_uint(v91))) + as_uint((int)get_local_id(0)))];
                    const int v95 = as_int(as_uint(as_int(as_uint(v74) * as_uint(scalar10))) * as_uint(scalar11));
                    float v96;
                    if (v54)
                    {
                        v96 = 0.0f;
                    }
                    else
                    {
                        const float v97 = view0[as_int(as_uint(as_int(as_uint(v56) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                        v96 = v97;
                    }
                    const float v98 = view0[as_int(as_uint(as_int(as_uint(v57) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    const float v99 = view0[as_int(as_uint(as_int(as_uint(v58) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    const float v100 = view0[as_int(as_uint(as_int(as_uint(v59) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    const float v101 = view0[as_int(as_uint(as_int(as_uint(v60) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    const float v102 = view0[as_int(as_uint(as_int(as_uint(v61) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    const float v103 = view0[as_int(as_uint(as_int(as_uint(v62) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    const float v104 = view0[as_int(as_uint(as_int(as_uint(v63) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    const float v105 = view0[as_int(as_uint(as_int(as_uint(v64) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    const float v106 = view0[as_int(as_uint(as_int(as_uint(v65) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    const float v107 = view0[as_int(as_uint(as_int(as_uint(v66) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    const float v108 = view0[as_int(as_uint(as_int(as_uint(v67) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    const float v109 = view0[as_int(as_uint(as_int(as_uint(v68) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    const float v110 = view0[as_int(as_uint(as_int(as_uint(v69) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    const float v111 = view0[as_int(as_uint(as_int(as_uint(v70) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    const float v112 = view0[as_int(as_uint(as_int(as_uint(v71) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                    float v113;
                    if (v72)
                    {
                        v113 = 0.0f;
                    }
                    else
                    {
                        const float v114 = view0[as_int(as_uint(as_int(as_uint(v73) + as_uint(v95))) + as_uint((int)get_local_id(0)))];
                        v113 = v114;
                    }
                    v74 = as_int(as_uint(v74) + as_uint(1));
                    v75 = fma(v99, v94, fma(v98, v93, fma(v96, v92, v75)));
                    v76 = fma(v101, v94, fma(v100, v93, fma(v99, v92, v76)));
                    v77 = fma(v103, v94, fma(v102, v93, fma(v101, v92, v77)));
                    v78 = fma(v105, v94, fma(v104, v93, fma(v103, v92, v78)));
                    v79 = fma(v107, v94, fma(v106, v93, fma(v105, v92, v79)));
                    v80 = fma(v109, v94, fma(v108, v93, fma(v107, v92, v80)));
                    v81 = fma(v111, v94, fma(v110, v93, fma(v109, v92, v81)));
                    v82 = fma(v113, v94, fma(v112, v93, fma(v111, v92, v82)));
                    continue;
                }
                else
                {
                    v83 = v75;
                    v84 = v76;
                    v85 = v77;
                    v86 = v78;
                    v87 = v79;
                    v88 = v80;
                    v89 = v81;
                    v90 = v82;
                    break;
                }
            }
            const int v115 = as_int(as_uint(v52) * as_uint(scalar7));
            const int v116 = as_int(as_uint(v32) + as_uint(v115));
            int v117 = v30;
            float v118 = 0.0f;
            float v119 = 0.0f;
            int v120 = 0;
            float v121;
            float v122;
            while (true)
            {
                if (v120 < scalar7)
                {
                    const float v123 = view4[as_int(as_uint(v116) + as_uint(v120))];
                    const float v124 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v117))) + as_uint((int)get_local_id(0)))];
                    const float v125 = view5[as_int(as_uint(as_int(as_uint(v33) + as_uint(v117))) + as_uint((int)get_local_id(0)))];
                    v117 = as_int(as_uint(v34) + as_uint(v117));
                    v118 = fma(v123, v124, v118);
                    v119 = fma(v123, v125, v119);
                    v120 = as_int(as_uint(v120) + as_uint(1));
                    continue;
                }
                else
                {
                    v121 = v118;
                    v122 = v119;
                    break;
                }
            }
            const int v126 = as_int(as_uint(v52) * as_uint(scalar14));
            view3[as_int(as_uint(as_int(as_uint(v36) + as_uint(v126))) + as_uint((int)get_local_id(0)))] = gf_max((v121 * v83), (v122 * v83));
            const int v127 = as_int(as_uint(v37) + as_uint(v115));
            int v128 = v30;
            float v129 = 0.0f;
            float v130 = 0.0f;
            int v131 = 0;
            float v132;
            float v133;
            while (true)
            {
                if (v131 < scalar7)
                {
                    const float v134 = view4[as_int(as_uint(v127) + as_uint(v131))];
                    const float v135 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v128))) + as_uint((int)get_local_id(0)))];
                    const float v136 = view5[as_int(as_uint(as_int(as_uint(v33) + as_uint(v128))) + as_uint((int)get_local_id(0)))];
                    v128 = as_int(as_uint(v34) + as_uint(v128));
                    v129 = fma(v134, v135, v129);
                    v130 = fma(v134, v136, v130);
                    v131 = as_int(as_uint(v131) + as_uint(1));
                    continue;
                }
                else
                {
                    v132 = v129;
                    v133 = v130;
                    break;
                }
            }
            view3[as_int(as_uint(as_int(as_uint(v38) + as_uint(v126))) + as_uint((int)get_local_id(0)))] = gf_max((v132 * v84), (v133 * v84));
            const int v137 = as_int(as_uint(v39) + as_uint(v115));
            int v138 = v30;
            float v139 = 0.0f;
            float v140 = 0.0f;
            int v141 = 0;
            float v142;
            float v143;
            while (true)
            {
                if (v141 < scalar7)
                {
                    const float v144 = view4[as_int(as_uint(v137) + as_uint(v141))];
                    const float v145 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v138))) + as_uint((int)get_local_id(0)))];
                    const float v146 = view5[as_int(as_uint(as_int(as_uint(v33) + as_uint(v138))) + as_uint((int)get_local_id(0)))];
                    v138 = as_int(as_uint(v34) + as_uint(v138));
                    v139 = fma(v144, v145, v139);
                    v140 = fma(v144, v146, v140);
                    v141 = as_int(as_uint(v141) + as_uint(1));
                    continue;
                }
                else
                {
                    v142 = v139;
                    v143 = v140;
                    break;
                }
            }
            view3[as_int(as_uint(as_int(as_uint(v40) + as_uint(v126))) + as_uint((int)get_local_id(0)))] = gf_max((v142 * v85), (v143 * v85));
            const int v147 = as_int(as_uint(v41) + as_uint(v115));
            int v148 = v30;
            float v149 = 0.0f;
            float v150 = 0.0f;
            int v151 = 0;
            float v152;
            float v153;
            while (true)
            {
                if (v151 < scalar7)
                {
                    const float v154 = view4[as_int(as_uint(v147) + as_uint(v151))];
                    const float v155 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v148))) + as_uint((int)get_local_id(0)))];
                    const float v156 = view5[as_int(as_uint(as_int(as_uint(v33) + as_uint(v148))) + as_uint((int)get_local_id(0)))];
                    v148 = as_int(as_uint(v34) + as_uint(v148));
                    v149 = fma(v154, v155, v149);
                    v150 = fma(v154, v156, v150);
                    v151 = as_int(as_uint(v151) + as_uint(1));
                    continue;
                }
                else
                {
                    v152 = v149;
                    v153 = v150;
                    break;
                }
            }
            view3[as_int(as_uint(as_int(as_uint(v42) + as_uint(v126))) + as_uint((int)get_local_id(0)))] = gf_max((v152 * v86), (v153 * v86));
            const int v157 = as_int(as_uint(v43) + as_uint(v115));
            int v158 = v30;
            float v159 = 0.0f;
            float v160 = 0.0f;
            int v161 = 0;
            float v162;
            float v163;
            while (true)
            {
                if (v161 < scalar7)
                {
                    const float v164 = view4[as_int(as_uint(v157) + as_uint(v161))];
                    const float v165 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v158))) + as_uint((int)get_local_id(0)))];
                    const float v166 = view5[as_int(as_uint(as_int(as_uint(v33) + as_uint(v158))) + as_uint((int)get_local_id(0)))];
                    v158 = as_int(as_uint(v34) + as_uint(v158));
                    v159 = fma(v164, v165, v159);
                    v160 = fma(v164, v166, v160);
                    v161 = as_int(as_uint(v161) + as_uint(1));
                    continue;
                }
                else
                {
                    v162 = v159;
                    v163 = v160;
                    break;
                }
            }
            view3[as_int(as_uint(as_int(as_uint(v44) + as_uint(v126))) + as_uint((int)get_local_id(0)))] = gf_max((v162 * v87), (v163 * v87));
            const int v167 = as_int(as_uint(v45) + as_uint(v115));
            int v168 = v30;
            float v169 = 0.0f;
            float v170 = 0.0f;
            int v171 = 0;
            float v172;
            float v173;
            while (true)
            {
                if (v171 < scalar7)
                {
                    const float v174 = view4[as_int(as_uint(v167) + as_uint(v171))];
                    const float v175 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v168))) + as_uint((int)get_local_id(0)))];
                    const float v176 = view5[as_int(as_uint(as_int(as_uint(v33) + as_uint(v168))) + as_uint((int)get_local_id(0)))];
                    v168 = as_int(as_uint(v34) + as_uint(v168));
                    v169 = fma(v174, v175, v169);
                    v170 = fma(v174, v176, v170);
                    v171 = as_int(as_uint(v171) + as_uint(1));
                    continue;
                }
                else
                {
                    v172 = v169;
                    v173 = v170;
                    break;
                }
            }
            view3[as_int(as_uint(as_int(as_uint(v46) + as_uint(v126))) + as_uint((int)get_local_id(0)))] = gf_max((v172 * v88), (v173 * v88));
            const int v177 = as_int(as_uint(v47) + as_uint(v115));
            int v178 = v30;
            float v179 = 0.0f;
            float v180 = 0.0f;
            int v181 = 0;
            float v182;
            float v183;
            while (true)
            {
                if (v181 < scalar7)
                {
                    const float v184 = view4[as_int(as_uint(v177) + as_uint(v181))];
                    const float v185 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v178))) + as_uint((int)get_local_id(0)))];
                    const float v186 = view5[as_int(as_uint(as_int(as_uint(v33) + as_uint(v178))) + as_uint((int)get_local_id(0)))];
                    v178 = as_int(as_uint(v34) + as_uint(v178));
                    v179 = fma(v184, v185, v179);
                    v180 = fma(v184, v186, v180);
                    v181 = as_int(as_uint(v181) + as_uint(1));
                    continue;
                }
                else
                {
                    v182 = v179;
                    v183 = v180;
                    break;
                }
            }
            view3[as_int(as_uint(as_int(as_uint(v48) + as_uint(v126))) + as_uint((int)get_local_id(0)))] = gf_max((v182 * v89), (v183 * v89));
            const int v187 = as_int(as_uint(v49) + as_uint(v115));
            int v188 = v30;
            float v189 = 0.0f;
            float v190 = 0.0f;
            int v191 = 0;
            float v192;
            float v193;
            while (true)
            {
                if (v191 < scalar7)
                {
                    const float v194 = view4[as_int(as_uint(v187) + as_uint(v191))];
                    const float v195 = view5[as_int(as_uint(as_int(as_uint(v2) + as_uint(v188))) + as_uint((int)get_local_id(0)))];
                    const float v196 = view5[as_int(as_uint(as_int(as_uint(v33) + as_uint(v188))) + as_uint((int)get_local_id(0)))];
                    v188 = as_int(as_uint(v34) + as_uint(v188));
                    v189 = fma(v194, v195, v189);
                    v190 = fma(v194, v196, v190);
                    v191 = as_int(as_uint(v191) + as_uint(1));
                    continue;
                }
                else
                {
                    v192 = v189;
                    v193 = v190;
                    break;
                }
            }
            view3[as_int(as_uint(as_int(as_uint(v50) + as_uint(v126))) + as_uint((int)get_local_id(0)))] = gf_max((v192 * v90), (v193 * v90));
            v51 = as_int(as_uint(v51) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
