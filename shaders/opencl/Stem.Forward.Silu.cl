// Written by 'gpuformer emit'; change the kernel and run it again.
// Stem.Forward<Activated<Silu>, NoTerms>(stride=2, tileColumns=8, tileChannels=1)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(16, 1, 1)))
void gf_Stem_Forward_Activated_Silu___NoTerms__stride_2__tileColumns_8__tileChannels_1_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    int scalar4 /* sizes.K */,
    int scalar5 /* sizes.H */,
    int scalar6 /* sizes.W */,
    int scalar7 /* sizes.C */,
    int scalar8 /* sizes.OutH */,
    int scalar9 /* sizes.OutW */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    const int v0 = as_int(as_uint(scalar9) + as_uint(7)) / 8;
    const int v1 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(16)), as_int(as_uint(scalar7) + as_uint(-16)));
    const int v2 = as_int(as_uint(v1) + as_uint((int)get_local_id(0)));
    const int v3 = as_int(as_uint((int)get_group_id(1)) * as_uint(-2));
    const int v4 = max(as_int(as_uint(v3) + as_uint(1)), 0);
    const int v5 = min(as_int(as_uint(as_int(as_uint(v3) + as_uint(scalar5))) + as_uint(1)), 3);
    const int v6 = as_int(as_uint(v1) + as_uint(as_int(as_uint(scalar4) * as_uint(scalar7))));
    const int v7 = as_int(as_uint(v1) + as_uint(as_int(as_uint(as_int(as_uint(scalar4) * as_uint(2))) * as_uint(scalar7))));
    const int v8 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(2))) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) * as_uint(scalar5))))) * as_uint(scalar6))) - as_uint(scalar6));
    const int v9 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar9))) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar8))) * as_uint(scalar9))))) * as_uint(scalar7));
    const int v10 = as_int(as_uint(v1) + as_uint(v9));
    const int v11 = as_int(as_uint(as_int(as_uint(scalar7) + as_uint(v1))) + as_uint(v9));
    const int v12 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(2))) + as_uint(v1))) + as_uint(v9));
    const int v13 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(3))) + as_uint(v1))) + as_uint(v9));
    const int v14 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(4))) + as_uint(v1))) + as_uint(v9));
    const int v15 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(5))) + as_uint(v1))) + as_uint(v9));
    const int v16 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(6))) + as_uint(v1))) + as_uint(v9));
    const int v17 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(7))) + as_uint(v1))) + as_uint(v9));
    int v18 = 0;
    while (true)
    {
        if (v18 < v0)
        {
            const float v19 = view2[v2];
            const int v20 = min(as_int(as_uint(v18) * as_uint(8)), as_int(as_uint(scalar9) + as_uint(-8)));
            const int v21 = as_int(as_uint(v20) * as_uint(2));
            const bool v22 = as_int(as_uint(v21) + as_uint(-1)) < 0;
            const int v23 = as_int(as_uint(v8) + as_uint(v21));
            const bool v24 = as_int(as_uint(v21) + as_uint(15)) >= scalar6;
            int v25 = v4;
            float v26 = v19;
            float v27 = v19;
            float v28 = v19;
            float v29 = v19;
            float v30 = v19;
            float v31 = v19;
            float v32 = v19;
            float v33 = v19;
            float v34;
            float v35;
            float v36;
            float v37;
            float v38;
            float v39;
            float v40;
            float v41;
            while (true)
            {
                if (v25 < v5)
                {
                    const int v42 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v25) * as_uint(3))) * as_uint(scalar4))) * as_uint(scalar7));
                    const int v43 = as_int(as_uint(v1) + as_uint(v42));
                    const int v44 = as_int(as_uint(v6) + as_uint(v42));
                    const int v45 = as_int(as_uint(v7) + as_uint(v42));
                    const int v46 = as_int(as_uint(v23) + as_uint(as_int(as_uint(v25) * as_uint(scalar6))));
                    int v47 = 0;
                    float v48 = v26;
                    float v49 = v27;
                    float v50 = v28;
                    float v51 = v29;
                    float v52 = v30;
                    float v53 = v31;
                    float v54 = v32;
                    float v55 = v33;
                    float v56;
                    float v57;
                    float v58;
                    float v59;
                    float v60;
                    float v61;
                    float v62;
                    float v63;
                    while (true)
                    {
                        if (v47 < scalar4)
                        {
                            const int v64 = as_int(as_uint(v47) * as_uint(scalar7));
                            const float v65 = view1[as_int(as_uint(as_int(as_uint(v43) + as_uint(v64))) + as_uint((int)get_local_id(0)))];
                            const float v66 = view1[as_int(as_uint(as_int(as_uint(v44) + as_uint(v64))) + as_uint((int)get_local_id(0)))];
                            const float v67 = view1[as_int(as_uint(as_int(as_uint(v45) + as_uint(v64))) + as_uint((int)get_local_id(0)))];
                            const int v68 = as_int(as_uint(v46) + as_uint(as_int(as_uint(as_int(as_uint(v47) * as_uint(scalar5))) * as_uint(scalar6))));
                            float v69;
                            if (v22)
                            {
                                v69 = 0.0f;
                            }
                            else
                            {
                                const float v70 = view0[as_int(as_uint(v68) + as_uint(-1))];
                                v69 = v70;
                            }
                            const float v71 = fma(v69, v65, v48);
                            const float v72 = view0[v68];
                            const float v73 = fma(v72, v66, v71);
                            const float v74 = view0[as_int(as_uint(v68) + as_uint(1))];
                            const float v75 = fma(v74, v67, v73);
                            const float v76 = fma(v74, v65, v49);
                            const float v77 = view0[as_int(as_uint(v68) + as_uint(2))];
                            const float v78 = fma(v77, v66, v76);
                            const float v79 = view0[as_int(as_uint(v68) + as_uint(3))];
                            const float v80 = fma(v79, v67, v78);
                            const float v81 = fma(v79, v65, v50);
                            const float v82 = view0[as_int(as_uint(v68) + as_uint(4))];
                            const float v83 = fma(v82, v66, v81);
                            const float v84 = view0[as_int(as_uint(v68) + as_uint(5))];
                            const float v85 = fma(v84, v67, v83);
                            const float v86 = fma(v84, v65, v51);
                            const float v87 = view0[as_int(as_uint(v68) + as_uint(6))];
                            const float v88 = fma(v87, v66, v86);
                            const float v89 = view0[as_int(as_uint(v68) + as_uint(7))];
                            const float v90 = fma(v89, v67, v88);
                            const float v91 = fma(v89, v65, v52);
                            const float v92 = view0[as_int(as_uint(v68) + as_uint(8))];
                            const float v93 = fma(v92, v66, v91);
                            const float v94 = view0[as_int(as_uint(v68) + as_uint(9))];
                            const float v95 = fma(v94, v67, v93);
                            const float v96 = fma(v94, v65, v53);
                            const float v97 = view0[as_int(as_uint(v68) + as_uint(10))];
                            const float v98 = fma(v97, v66, v96);
                            const float v99 = view0[as_int(as_uint(v68) + as_uint(11))];
                            const float v100 = fma(v99, v67, v98);
                            const float v101 = fma(v99, v65, v54);
                            const float v102 = view0[as_int(as_uint(v68) + as_uint(12))];
                            const float v103 = fma(v102, v66, v101);
                            const float v104 = view0[as_int(as_uint(v68) + as_uint(13))];
                            const float v105 = fma(v104, v67, v103);
                            const float v106 = fma(v104, v65, v55);
                            const float v107 = view0[as_int(as_uint(v68) + as_uint(14))];
                            const float v108 = fma(v107, v66, v106);
                            float v109;
                            if (v24)
                            {
                                v109 = 0.0f;
                            }
                            else
                            {
                                const float v110 = view0[as_int(as_uint(v68) + as_uint(15))];
                                v109 = v110;
                            }
                            const float v111 = fma(v109, v67, v108);
                            v47 = as_int(as_uint(v47) + as_uint(1));
                            v48 = v75;
                            v49 = v80;
                            v50 = v85;
                            v51 = v90;
                            v52 = v95;
                            v53 = v100;
                            v54 = v105;
                            v55 = v111;
                            continue;
                        }
                        else
                        {
                            v56 = v48;
                            v57 = v49;
                            v58 = v50;
                            v59 = v51;
                            v60 = v52;
                            v61 = v53;
                            v62 = v54;
                            v63 = v55;
                            break;
                        }
                    }
                    v25 = as_int(as_uint(v25) + as_uint(1));
                    v26 = v56;
                    v27 = v57;
                    v28 = v58;
                    v29 = v59;
                    v30 = v60;
                    v31 = v61;
                    v32 = v62;
                    v33 = v63;
                    continue;
                }
                else
                {
                    v34 = v26;
                    v35 = v27;
                    v36 = v28;
                    v37 = v29;
                    v38 = v30;
                    v39 = v31;
                    v40 = v32;
                    v41 = v33;
                    break;
                }
            }
            const int v112 = as_int(as_uint(v20) * as_uint(scalar7));
            const float v113 = gf_max(-87.0f, gf_min(87.0f, v34));
            const float v114 = fma(v113, -1.442695f, 12582912.0f);
            const float v115 = fma(v113, -1.442695f, (12582912.0f - v114));
            view3[as_int(as_uint(as_int(as_uint(v10) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v34 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v115, 0.0013264727f, 0.009671513f), v115, 0.055507336f), v115, 0.24022242f), v115, 0.693147f), v115, 1.0f))) + as_uint((as_int(v114) << 23))))));
            const float v116 = gf_max(-87.0f, gf_min(87.0f, v35));
            const float v117 = fma(v116, -1.442695f, 12582912.0f);
            const float v118 = fma(v116, -1.442695f, (12582912.0f - v117));
            view3[as_int(as_uint(as_int(as_uint(v11) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v35 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v118, 0.0013264727f, 0.009671513f), v118, 0.055507336f), v118, 0.24022242f), v118, 0.693147f), v118, 1.0f))) + as_uint((as_int(v117) << 23))))));
            const float v119 = gf_max(-87.0f, gf_min(87.0f, v36));
            const float v120 = fma(v119, -1.442695f, 12582912.0f);
            const float v121 = fma(v119, -1.442695f, (12582912.0f - v120));
            view3[as_int(as_uint(as_int(as_uint(v12) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v36 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v121, 0.0013264727f, 0.009671513f), v121, 0.055507336f), v121, 0.24022242f), v121, 0.693147f), v121, 1.0f))) + as_uint((as_int(v120) << 23))))));
            const float v122 = gf_max(-87.0f, gf_min(87.0f, v37));
            const float v123 = fma(v122, -1.442695f, 12582912.0f);
            const float v124 = fma(v122, -1.442695f, (12582912.0f - v123));
            view3[as_int(as_uint(as_int(as_uint(v13) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v37 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v124, 0.0013264727f, 0.009671513f), v124, 0.055507336f), v124, 0.24022242f), v124, 0.693147f), v124, 1.0f))) + as_uint((as_int(v123) << 23))))));
            const float v125 = gf_max(-87.0f, gf_min(87.0f, v38));
            const float v126 = fma(v125, -1.442695f, 12582912.0f);
            const float v127 = fma(v125, -1.442695f, (12582912.0f - v126));
            view3[as_int(as_uint(as_int(as_uint(v14) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v38 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v127, 0.0013264727f, 0.009671513f), v127, 0.055507336f), v127, 0.24022242f), v127, 0.693147f), v127, 1.0f))) + as_uint((as_int(v126) << 23))))));
            const float v128 = gf_max(-87.0f, gf_min(87.0f, v39));
            const float v129 = fma(v128, -1.442695f, 12582912.0f);
            const float v130 = fma(v128, -1.442695f, (12582912.0f - v129));
            view3[as_int(as_uint(as_int(as_uint(v15) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v39 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v130, 0.0013264727f, 0.009671513f), v130, 0.055507336f), v130, 0.24022242f), v130, 0.693147f), v130, 1.0f))) + as_uint((as_int(v129) << 23))))));
            const float v131 = gf_max(-87.0f, gf_min(87.0f, v40));
            const float v132 = fma(v131, -1.442695f, 12582912.0f);
            const float v133 = fma(v131, -1.442695f, (12582912.0f - v132));
            view3[as_int(as_uint(as_int(as_uint(v16) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v40 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v133, 0.0013264727f, 0.009671513f), v133, 0.055507336f), v133, 0.24022242f), v133, 0.693147f), v133, 1.0f))) + as_uint((as_int(v132) << 23))))));
            const float v134 = gf_max(-87.0f, gf_min(87.0f, v41));
            const float v135 = fma(v134, -1.442695f, 12582912.0f);
            const float v136 = fma(v134, -1.442695f, (12582912.0f - v135));
            view3[as_int(as_uint(as_int(as_uint(v17) + as_uint(v112))) + as_uint((int)get_local_id(0)))] = (v41 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v136, 0.0013264727f, 0.009671513f), v136, 0.055507336f), v136, 0.24022242f), v136, 0.693147f), v136, 1.0f))) + as_uint((as_int(v135) << 23))))));
            v18 = as_int(as_uint(v18) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
