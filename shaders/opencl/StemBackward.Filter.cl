// Written by 'gpuformer emit'; change the kernel and run it again.
// StemBackward.Filter(stride=2, tile=4)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_StemBackward_Filter_stride_2__tile_4_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* dy */,
    __global float *buffer2, int offset2, int length2 /* partial */,
    int scalar3 /* sizes.K */,
    int scalar4 /* sizes.H */,
    int scalar5 /* sizes.W */,
    int scalar6 /* sizes.C */,
    int scalar7 /* sizes.OutH */,
    int scalar8 /* sizes.OutW */,
    int scalar9 /* rows */,
    int scalar10 /* chunk */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar10));
    const int v1 = min(as_int(as_uint(v0) + as_uint(scalar10)), scalar9);
    const int v2 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar6) + as_uint(-32)));
    const int v3 = as_int(as_uint(scalar6) + as_uint(v2));
    const int v4 = as_int(as_uint(as_int(as_uint(scalar6) * as_uint(2))) + as_uint(v2));
    const int v5 = as_int(as_uint(as_int(as_uint(scalar6) * as_uint(3))) + as_uint(v2));
    const int v6 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) * as_uint(scalar5));
    const int v7 = as_int(as_uint(v6) - as_uint(scalar5));
    const int v8 = as_int(as_uint(v6) + as_uint(scalar5));
    int v9 = v0;
    float v10 = 0.0f;
    float v11 = 0.0f;
    float v12 = 0.0f;
    float v13 = 0.0f;
    float v14 = 0.0f;
    float v15 = 0.0f;
    float v16 = 0.0f;
    float v17 = 0.0f;
    float v18 = 0.0f;
    float v19;
    float v20;
    float v21;
    float v22;
    float v23;
    float v24;
    float v25;
    float v26;
    float v27;
    while (true)
    {
        if (v9 < v1)
        {
            const int v28 = as_int(as_uint(as_int(as_uint(v9) * as_uint(scalar8))) * as_uint(scalar6));
            const int v29 = as_int(as_uint(v2) + as_uint(v28));
            const int v30 = as_int(as_uint(v3) + as_uint(v28));
            const int v31 = as_int(as_uint(v4) + as_uint(v28));
            const int v32 = as_int(as_uint(v5) + as_uint(v28));
            const int v33 = gf_div(v9, scalar7);
            const int v34 = as_int(as_uint(as_int(as_uint(v9) - as_uint(as_int(as_uint(v33) * as_uint(scalar7))))) * as_uint(2));
            const bool v35 = as_int(as_uint(v34) + as_uint(-1)) < 0;
            const int v36 = as_int(as_uint(as_int(as_uint(v34) + as_uint(as_int(as_uint(as_int(as_uint(v33) * as_uint(scalar3))) * as_uint(scalar4))))) * as_uint(scalar5));
            const int v37 = as_int(as_uint(v7) + as_uint(v36));
            const int v38 = as_int(as_uint(v6) + as_uint(v36));
            const bool v39 = as_int(as_uint(v34) + as_uint(1)) >= scalar4;
            const int v40 = as_int(as_uint(v8) + as_uint(v36));
            int v41 = 0;
            float v42 = v10;
            float v43 = v11;
            float v44 = v12;
            float v45 = v13;
            float v46 = v14;
            float v47 = v15;
            float v48 = v16;
            float v49 = v17;
            float v50 = v18;
            float v51;
            float v52;
            float v53;
            float v54;
            float v55;
            float v56;
            float v57;
            float v58;
            float v59;
            while (true)
            {
                if (v41 < scalar8)
                {
                    const int v60 = as_int(as_uint(v41) * as_uint(scalar6));
                    const float v61 = view1[as_int(as_uint(as_int(as_uint(v29) + as_uint(v60))) + as_uint((int)get_local_id(0)))];
                    const float v62 = view1[as_int(as_uint(as_int(as_uint(v30) + as_uint(v60))) + as_uint((int)get_local_id(0)))];
                    const float v63 = view1[as_int(as_uint(as_int(as_uint(v31) + as_uint(v60))) + as_uint((int)get_local_id(0)))];
                    const float v64 = view1[as_int(as_uint(as_int(as_uint(v32) + as_uint(v60))) + as_uint((int)get_local_id(0)))];
                    const int v65 = as_int(as_uint(v41) * as_uint(2));
                    const bool v66 = as_int(as_uint(v65) + as_uint(-1)) < 0;
                    const bool v67 = as_int(as_uint(v65) + as_uint(7)) >= scalar5;
                    float v68;
                    float v69;
                    float v70;
                    if (v35)
                    {
                        v68 = v42;
                        v69 = v43;
                        v70 = v44;
                    }
                    else
                    {
                        const int v71 = as_int(as_uint(v37) + as_uint(v65));
                        float v72;
                        if (v66)
                        {
                            v72 = 0.0f;
                        }
                        else
                        {
                            const float v73 = view0[as_int(as_uint(v71) + as_uint(-1))];
                            v72 = v73;
                        }
                        const float v74 = fma(v72, v61, v42);
                        const float v75 = view0[v71];
                        const float v76 = fma(v75, v61, v43);
                        const float v77 = view0[as_int(as_uint(v71) + as_uint(1))];
                        const float v78 = fma(v77, v62, v74);
                        const float v79 = fma(v77, v61, v44);
                        const float v80 = view0[as_int(as_uint(v71) + as_uint(2))];
                        const float v81 = fma(v80, v62, v76);
                        const float v82 = view0[as_int(as_uint(v71) + as_uint(3))];
                        const float v83 = fma(v82, v63, v78);
                        const float v84 = fma(v82, v62, v79);
                        const float v85 = view0[as_int(as_uint(v71) + as_uint(4))];
                        const float v86 = fma(v85, v63, v81);
                        const float v87 = view0[as_int(as_uint(v71) + as_uint(5))];
                        const float v88 = fma(v87, v64, v83);
                        const float v89 = fma(v87, v63, v84);
                        const float v90 = view0[as_int(as_uint(v71) + as_uint(6))];
                        const float v91 = fma(v90, v64, v86);
                        float v92;
                        if (v67)
                        {
                            v92 = 0.0f;
                        }
                        else
                        {
                            const float v93 = view0[as_int(as_uint(v71) + as_uint(7))];
                            v92 = v93;
                        }
                        const float v94 = fma(v92, v64, v89);
                        v68 = v88;
                        v69 = v91;
                        v70 = v94;
                    }
                    const int v95 = as_int(as_uint(v38) + as_uint(v65));
                    float v96;
                    if (v66)
                    {
                        v96 = 0.0f;
                    }
                    else
                    {
                        const float v97 = view0[as_int(as_uint(v95) + as_uint(-1))];
                        v96 = v97;
                    }
                    const float v98 = fma(v96, v61, v45);
                    const float v99 = view0[v95];
                    const float v100 = fma(v99, v61, v46);
                    const float v101 = view0[as_int(as_uint(v95) + as_uint(1))];
                    const float v102 = fma(v101, v62, v98);
                    const float v103 = fma(v101, v61, v47);
                    const float v104 = view0[as_int(as_uint(v95) + as_uint(2))];
                    const float v105 = fma(v104, v62, v100);
                    const float v106 = view0[as_int(as_uint(v95) + as_uint(3))];
                    const float v107 = fma(v106, v63, v102);
                    const float v108 = fma(v106, v62, v103);
                    const float v109 = view0[as_int(as_uint(v95) + as_uint(4))];
                    const float v110 = fma(v109, v63, v105);
                    const float v111 = view0[as_int(as_uint(v95) + as_uint(5))];
                    const float v112 = fma(v111, v64, v107);
                    const float v113 = fma(v111, v63, v108);
                    const float v114 = view0[as_int(as_uint(v95) + as_uint(6))];
                    const float v115 = fma(v114, v64, v110);
                    float v116;
                    if (v67)
                    {
                        v116 = 0.0f;
                    }
                    else
                    {
                        const float v117 = view0[as_int(as_uint(v95) + as_uint(7))];
                        v116 = v117;
                    }
                    const float v118 = fma(v116, v64, v113);
                    float v119;
                    float v120;
                    float v121;
                    if (v39)
                    {
                        v119 = v48;
                        v120 = v49;
                        v121 = v50;
                    }
                    else
                    {
                        const int v122 = as_int(as_uint(v40) + as_uint(v65));
                        float v123;
                        if (v66)
                        {
                            v123 = 0.0f;
                        }
                        else
                        {
                            const float v124 = view0[as_int(as_uint(v122) + as_uint(-1))];
                            v123 = v124;
                        }
                        const float v125 = fma(v123, v61, v48);
                        const float v126 = view0[v122];
                        const float v127 = fma(v126, v61, v49);
                        const float v128 = view0[as_int(as_uint(v122) + as_uint(1))];
                        const float v129 = fma(v128, v62, v125);
                        const float v130 = fma(v128, v61, v50);
                        const float v131 = view0[as_int(as_uint(v122) + as_uint(2))];
                        const float v132 = fma(v131, v62, v127);
                        const float v133 = view0[as_int(as_uint(v122) + as_uint(3))];
                        const float v134 = fma(v133, v63, v129);
                        const float v135 = fma(v133, v62, v130);
                        const float v136 = view0[as_int(as_uint(v122) + as_uint(4))];
                        const float v137 = fma(v136, v63, v132);
                        const float v138 = view0[as_int(as_uint(v122) + as_uint(5))];
                        const float v139 = fma(v138, v64, v134);
                        const float v140 = fma(v138, v63, v135);
                        const float v141 = view0[as_int(as_uint(v122) + as_uint(6))];
                        const float v142 = fma(v141, v64, v137);
                        float v143;
                        if (v67)
                        {
                            v143 = 0.0f;
                        }
                        else
                        {
                            const float v144 = view0[as_int(as_uint(v122) + as_uint(7))];
                            v143 = v144;
                        }
                        const float v145 = fma(v143, v64, v140);
                        v119 = v139;
                        v120 = v142;
                        v121 = v145;
                    }
                    v41 = as_int(as_uint(v41) + as_uint(4));
                    v42 = v68;
                    v43 = v69;
                    v44 = v70;
                    v45 = v112;
                    v46 = v115;
                    v47 = v118;
                    v48 = v119;
                    v49 = v120;
                    v50 = v121;
                    continue;
                }
                else
                {
                    v51 = v42;
                    v52 = v43;
                    v53 = v44;
                    v54 = v45;
                    v55 = v46;
                    v56 = v47;
                    v57 = v48;
                    v58 = v49;
                    v59 = v50;
                    break;
                }
            }
            v9 = as_int(as_uint(v9) + as_uint(1));
            v10 = v51;
            v11 = v52;
            v12 = v53;
            v13 = v54;
            v14 = v55;
            v15 = v56;
            v16 = v57;
            v17 = v58;
            v18 = v59;
            continue;
        }
        else
        {
            v19 = v10;
            v20 = v11;
            v21 = v12;
            v22 = v13;
            v23 = v14;
            v24 = v15;
            v25 = v16;
            v26 = v17;
            v27 = v18;
            break;
        }
    }
    const int v146 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) + as_uint(as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar6))))) * as_uint(scalar3))))) * as_uint(9))) + as_uint(as_int(as_uint(as_int(as_uint((int)get_local_id(0)) * as_uint(scalar3))) * as_uint(9))));
    view2[v146] = v19;
    view2[as_int(as_uint(v146) + as_uint(1))] = v20;
    view2[as_int(as_uint(v146) + as_uint(2))] = v21;
    view2[as_int(as_uint(v146) + as_uint(3))] = v22;
    view2[as_int(as_uint(v146) + as_uint(4))] = v23;
    view2[as_int(as_uint(v146) + as_uint(5))] = v24;
    view2[as_int(as_uint(v146) + as_uint(6))] = v25;
    view2[as_int(as_uint(v146) + as_uint(7))] = v26;
    view2[as_int(as_uint(v146) + as_uint(8))] = v27;
}
