// Written by 'gpuformer emit'; change the kernel and run it again.
// Stem.Forward<Activated<HardSwish>, NoTerms>(stride=2, tileColumns=8, tileChannels=1, run=1, prefetches=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

inline int gf_rem(int a, int b) { return b == 0 || b == -1 ? 0 : a % b; }

__kernel __attribute__((reqd_work_group_size(16, 1, 1)))
void gf_Stem_Forward_Activated_HardSwish___NoTerms__stride_2__tileColumns_8__tileChannels_1__run_1__prefetches_0_(
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
    const int v0 = as_int(as_uint(scalar7) + as_uint(15)) / 16;
    const int v1 = gf_div((int)get_group_id(0), v0);
    const int v2 = min(as_int(as_uint(v1) + as_uint(1)), (as_int(as_uint(scalar9) + as_uint(7)) / 8));
    const int v3 = min(as_int(as_uint(gf_rem((int)get_group_id(0), v0)) * as_uint(16)), as_int(as_uint(scalar7) + as_uint(-16)));
    const int v4 = as_int(as_uint(v3) + as_uint((int)get_local_id(0)));
    const int v5 = as_int(as_uint((int)get_group_id(1)) * as_uint(-2));
    const int v6 = max(as_int(as_uint(v5) + as_uint(1)), 0);
    const int v7 = min(as_int(as_uint(as_int(as_uint(v5) + as_uint(scalar5))) + as_uint(1)), 3);
    const int v8 = as_int(as_uint(v3) + as_uint(as_int(as_uint(scalar4) * as_uint(scalar7))));
    const int v9 = as_int(as_uint(v3) + as_uint(as_int(as_uint(as_int(as_uint(scalar4) * as_uint(2))) * as_uint(scalar7))));
    const int v10 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(2))) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) * as_uint(scalar5))))) * as_uint(scalar6))) - as_uint(scalar6));
    const int v11 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar9))) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar8))) * as_uint(scalar9))))) * as_uint(scalar7));
    const int v12 = as_int(as_uint(v3) + as_uint(v11));
    const int v13 = as_int(as_uint(as_int(as_uint(scalar7) + as_uint(v3))) + as_uint(v11));
    const int v14 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(2))) + as_uint(v3))) + as_uint(v11));
    const int v15 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(3))) + as_uint(v3))) + as_uint(v11));
    const int v16 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(4))) + as_uint(v3))) + as_uint(v11));
    const int v17 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(5))) + as_uint(v3))) + as_uint(v11));
    const int v18 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(6))) + as_uint(v3))) + as_uint(v11));
    const int v19 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(7))) + as_uint(v3))) + as_uint(v11));
    int v20 = v1;
    while (true)
    {
        if (v20 < v2)
        {
            const float v21 = view2[v4];
            const int v22 = min(as_int(as_uint(v20) * as_uint(8)), as_int(as_uint(scalar9) + as_uint(-8)));
            const int v23 = as_int(as_uint(v22) * as_uint(2));
            const bool v24 = as_int(as_uint(v23) + as_uint(-1)) < 0;
            const int v25 = as_int(as_uint(v10) + as_uint(v23));
            const bool v26 = as_int(as_uint(v23) + as_uint(15)) >= scalar6;
            int v27 = v6;
            float v28 = v21;
            float v29 = v21;
            float v30 = v21;
            float v31 = v21;
            float v32 = v21;
            float v33 = v21;
            float v34 = v21;
            float v35 = v21;
            float v36;
            float v37;
            float v38;
            float v39;
            float v40;
            float v41;
            float v42;
            float v43;
            while (true)
            {
                if (v27 < v7)
                {
                    const int v44 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v27) * as_uint(3))) * as_uint(scalar4))) * as_uint(scalar7));
                    const int v45 = as_int(as_uint(v3) + as_uint(v44));
                    const int v46 = as_int(as_uint(v8) + as_uint(v44));
                    const int v47 = as_int(as_uint(v9) + as_uint(v44));
                    const int v48 = as_int(as_uint(v25) + as_uint(as_int(as_uint(v27) * as_uint(scalar6))));
                    int v49 = 0;
                    float v50 = v28;
                    float v51 = v29;
                    float v52 = v30;
                    float v53 = v31;
                    float v54 = v32;
                    float v55 = v33;
                    float v56 = v34;
                    float v57 = v35;
                    float v58;
                    float v59;
                    float v60;
                    float v61;
                    float v62;
                    float v63;
                    float v64;
                    float v65;
                    while (true)
                    {
                        if (v49 < scalar4)
                        {
                            const int v66 = as_int(as_uint(v49) * as_uint(scalar7));
                            const float v67 = view1[as_int(as_uint(as_int(as_uint(v45) + as_uint(v66))) + as_uint((int)get_local_id(0)))];
                            const float v68 = view1[as_int(as_uint(as_int(as_uint(v46) + as_uint(v66))) + as_uint((int)get_local_id(0)))];
                            const float v69 = view1[as_int(as_uint(as_int(as_uint(v47) + as_uint(v66))) + as_uint((int)get_local_id(0)))];
                            const int v70 = as_int(as_uint(v48) + as_uint(as_int(as_uint(as_int(as_uint(v49) * as_uint(scalar5))) * as_uint(scalar6))));
                            float v71;
                            if (v24)
                            {
                                v71 = 0.0f;
                            }
                            else
                            {
                                const float v72 = view0[as_int(as_uint(v70) + as_uint(-1))];
                                v71 = v72;
                            }
                            const float v73 = fma(v71, v67, v50);
                            const float v74 = view0[v70];
                            const float v75 = fma(v74, v68, v73);
                            const float v76 = view0[as_int(as_uint(v70) + as_uint(1))];
                            const float v77 = fma(v76, v69, v75);
                            const float v78 = fma(v76, v67, v51);
                            const float v79 = view0[as_int(as_uint(v70) + as_uint(2))];
                            const float v80 = fma(v79, v68, v78);
                            const float v81 = view0[as_int(as_uint(v70) + as_uint(3))];
                            const float v82 = fma(v81, v69, v80);
                            const float v83 = fma(v81, v67, v52);
                            const float v84 = view0[as_int(as_uint(v70) + as_uint(4))];
                            const float v85 = fma(v84, v68, v83);
                            const float v86 = view0[as_int(as_uint(v70) + as_uint(5))];
                            const float v87 = fma(v86, v69, v85);
                            const float v88 = fma(v86, v67, v53);
                            const float v89 = view0[as_int(as_uint(v70) + as_uint(6))];
                            const float v90 = fma(v89, v68, v88);
                            const float v91 = view0[as_int(as_uint(v70) + as_uint(7))];
                            const float v92 = fma(v91, v69, v90);
                            const float v93 = fma(v91, v67, v54);
                            const float v94 = view0[as_int(as_uint(v70) + as_uint(8))];
                            const float v95 = fma(v94, v68, v93);
                            const float v96 = view0[as_int(as_uint(v70) + as_uint(9))];
                            const float v97 = fma(v96, v69, v95);
                            const float v98 = fma(v96, v67, v55);
                            const float v99 = view0[as_int(as_uint(v70) + as_uint(10))];
                            const float v100 = fma(v99, v68, v98);
                            const float v101 = view0[as_int(as_uint(v70) + as_uint(11))];
                            const float v102 = fma(v101, v69, v100);
                            const float v103 = fma(v101, v67, v56);
                            const float v104 = view0[as_int(as_uint(v70) + as_uint(12))];
                            const float v105 = fma(v104, v68, v103);
                            const float v106 = view0[as_int(as_uint(v70) + as_uint(13))];
                            const float v107 = fma(v106, v69, v105);
                            const float v108 = fma(v106, v67, v57);
                            const float v109 = view0[as_int(as_uint(v70) + as_uint(14))];
                            const float v110 = fma(v109, v68, v108);
                            float v111;
                            if (v26)
                            {
                                v111 = 0.0f;
                            }
                            else
                            {
                                const float v112 = view0[as_int(as_uint(v70) + as_uint(15))];
                                v111 = v112;
                            }
                            const float v113 = fma(v111, v69, v110);
                            v49 = as_int(as_uint(v49) + as_uint(1));
                            v50 = v77;
                            v51 = v82;
                            v52 = v87;
                            v53 = v92;
                            v54 = v97;
                            v55 = v102;
                            v56 = v107;
                            v57 = v113;
                            continue;
                        }
                        else
                        {
                            v58 = v50;
                            v59 = v51;
                            v60 = v52;
                            v61 = v53;
                            v62 = v54;
                            v63 = v55;
                            v64 = v56;
                            v65 = v57;
                            break;
                        }
                    }
                    v27 = as_int(as_uint(v27) + as_uint(1));
                    v28 = v58;
                    v29 = v59;
                    v30 = v60;
                    v31 = v61;
                    v32 = v62;
                    v33 = v63;
                    v34 = v64;
                    v35 = v65;
                    continue;
                }
                else
                {
                    v36 = v28;
                    v37 = v29;
                    v38 = v30;
                    v39 = v31;
                    v40 = v32;
                    v41 = v33;
                    v42 = v34;
                    v43 = v35;
                    break;
                }
            }
            const int v114 = as_int(as_uint(v22) * as_uint(scalar7));
            view3[as_int(as_uint(as_int(as_uint(v12) + as_uint(v114))) + as_uint((int)get_local_id(0)))] = (v36 * (gf_min(6.0f, gf_max(0.0f, (v36 + 3.0f))) * 0.16666667f));
            view3[as_int(as_uint(as_int(as_uint(v13) + as_uint(v114))) + as_uint((int)get_local_id(0)))] = (v37 * (gf_min(6.0f, gf_max(0.0f, (v37 + 3.0f))) * 0.16666667f));
            view3[as_int(as_uint(as_int(as_uint(v14) + as_uint(v114))) + as_uint((int)get_local_id(0)))] = (v38 * (gf_min(6.0f, gf_max(0.0f, (v38 + 3.0f))) * 0.16666667f));
            view3[as_int(as_uint(as_int(as_uint(v15) + as_uint(v114))) + as_uint((int)get_local_id(0)))] = (v39 * (gf_min(6.0f, gf_max(0.0f, (v39 + 3.0f))) * 0.16666667f));
            view3[as_int(as_uint(as_int(as_uint(v16) + as_uint(v114))) + as_uint((int)get_local_id(0)))] = (v40 * (gf_min(6.0f, gf_max(0.0f, (v40 + 3.0f))) * 0.16666667f));
            view3[as_int(as_uint(as_int(as_uint(v17) + as_uint(v114))) + as_uint((int)get_local_id(0)))] = (v41 * (gf_min(6.0f, gf_max(0.0f, (v41 + 3.0f))) * 0.16666667f));
            view3[as_int(as_uint(as_int(as_uint(v18) + as_uint(v114))) + as_uint((int)get_local_id(0)))] = (v42 * (gf_min(6.0f, gf_max(0.0f, (v42 + 3.0f))) * 0.16666667f));
            view3[as_int(as_uint(as_int(as_uint(v19) + as_uint(v114))) + as_uint((int)get_local_id(0)))] = (v43 * (gf_min(6.0f, gf_max(0.0f, (v43 + 3.0f))) * 0.16666667f));
            v20 = as_int(as_uint(v20) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
