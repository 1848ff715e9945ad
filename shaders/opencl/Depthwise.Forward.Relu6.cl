// Written by 'gpuformer emit'; change the kernel and run it again.
// Depthwise.Forward<Activated<Relu6>, NoTerms>(stride=2, tile=8)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_Depthwise_Forward_Activated_Relu6___NoTerms__stride_2__tile_8_(
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
    int scalar11 /* strips */,
    int scalar12 /* runs */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    const int v0 = gf_div((int)get_group_id(0), scalar10);
    const int v1 = min((((int)get_group_id(0) - (v0 * scalar10)) * 8), (scalar6 + -8));
    const int v2 = (v0 * scalar6) + v1;
    const float v3 = view2[(v2 + (int)get_local_id(0))];
    const int v4 = gf_div((int)get_group_id(1), scalar12);
    const int v5 = ((int)get_group_id(1) - (v4 * scalar12)) * scalar11;
    const int v6 = min((v5 + scalar11), ((scalar8 + 7) / 8));
    const int v7 = v4 * -2;
    const int v8 = max((v7 + 1), 0);
    const int v9 = min(((v7 + scalar4) + 1), 3);
    const int v10 = v2 + scalar9;
    const int v11 = v2 + (scalar9 * 2);
    const int v12 = ((((v4 * 2) + ((int)get_group_id(2) * scalar4)) * scalar5) - scalar5) * scalar6;
    const int v13 = (as_int(0u - as_uint(scalar6)) + v1) + v12;
    const int v14 = v1 + v12;
    const int v15 = (scalar6 + v1) + v12;
    const int v16 = ((scalar6 * 2) + v1) + v12;
    const int v17 = ((scalar6 * 3) + v1) + v12;
    const int v18 = ((scalar6 * 4) + v1) + v12;
    const int v19 = ((scalar6 * 5) + v1) + v12;
    const int v20 = ((scalar6 * 6) + v1) + v12;
    const int v21 = ((scalar6 * 7) + v1) + v12;
    const int v22 = ((scalar6 * 8) + v1) + v12;
    const int v23 = ((scalar6 * 9) + v1) + v12;
    const int v24 = ((scalar6 * 10) + v1) + v12;
    const int v25 = ((scalar6 * 11) + v1) + v12;
    const int v26 = ((scalar6 * 12) + v1) + v12;
    const int v27 = ((scalar6 * 13) + v1) + v12;
    const int v28 = ((scalar6 * 14) + v1) + v12;
    const int v29 = ((scalar6 * 15) + v1) + v12;
    const int v30 = ((v4 * scalar8) + (((int)get_group_id(2) * scalar7) * scalar8)) * scalar9;
    const int v31 = v2 + v30;
    const int v32 = v10 + v30;
    const int v33 = v11 + v30;
    const int v34 = (v2 + (scalar9 * 3)) + v30;
    const int v35 = (v2 + (scalar9 * 4)) + v30;
    const int v36 = (v2 + (scalar9 * 5)) + v30;
    const int v37 = (v2 + (scalar9 * 6)) + v30;
    const int v38 = (v2 + (scalar9 * 7)) + v30;
    int v39 = v5;
    while (true)
    {
        if (v39 < v6)
        {
            const int v40 = min((v39 * 8), (scalar8 + -8));
            const int v41 = v40 * 2;
            const bool v42 = (v41 + -1) < 0;
            const int v43 = v41 * scalar6;
            const int v44 = v13 + v43;
            const int v45 = v14 + v43;
            const int v46 = v15 + v43;
            const int v47 = v16 + v43;
            const int v48 = v17 + v43;
            const int v49 = v18 + v43;
            const int v50 = v19 + v43;
            const int v51 = v20 + v43;
            const int v52 = v21 + v43;
            const int v53 = v22 + v43;
            const int v54 = v23 + v43;
            const int v55 = v24 + v43;
            const int v56 = v25 + v43;
            const int v57 = v26 + v43;
            const int v58 = v27 + v43;
            const int v59 = v28 + v43;
            const bool v60 = (v41 + 15) >= scalar5;
            const int v61 = v29 + v43;
            int v62 = v8;
            float v63 = v3;
            float v64 = v3;
            float v65 = v3;
            float v66 = v3;
            float v67 = v3;
            float v68 = v3;
            float v69 = v3;
            float v70 = v3;
            float v71;
            float v72;
            float v73;
            float v74;
            float v75;
            float v76;
            float v77;
            float v78;
            while (true)
            {
                if (v62 < v9)
                {
                    const int v79 = (v62 * 3) * scalar9;
                    const float v80 = view1[((v2 + v79) + (int)get_local_id(0))];
                    const float v81 = view1[((v10 + v79) + (int)get_local_id(0))];
                    const float v82 = view1[((v11 + v79) + (int)get_local_id(0))];
                    const int v83 = (v62 * scalar5) * scalar6;
                    float v84;
                    if (v42)
                    {
                        v84 = 0.0f;
                    }
                    else
                    {
                        const float v85 = view0[((v44 + v83) + (int)get_local_id(0))];
                        v84 = v85;
                    }
                    const float v86 = view0[((v45 + v83) + (int)get_local_id(0))];
                    const float v87 = view0[((v46 + v83) + (int)get_local_id(0))];
                    const float v88 = view0[((v47 + v83) + (int)get_local_id(0))];
                    const float v89 = view0[((v48 + v83) + (int)get_local_id(0))];
                    const float v90 = view0[((v49 + v83) + (int)get_local_id(0))];
                    const float v91 = view0[((v50 + v83) + (int)get_local_id(0))];
                    const float v92 = view0[((v51 + v83) + (int)get_local_id(0))];
                    const float v93 = view0[((v52 + v83) + (int)get_local_id(0))];
                    const float v94 = view0[((v53 + v83) + (int)get_local_id(0))];
                    const float v95 = view0[((v54 + v83) + (int)get_local_id(0))];
                    const float v96 = view0[((v55 + v83) + (int)get_local_id(0))];
                    const float v97 = view0[((v56 + v83) + (int)get_local_id(0))];
                    const float v98 = view0[((v57 + v83) + (int)get_local_id(0))];
                    const float v99 = view0[((v58 + v83) + (int)get_local_id(0))];
                    const float v100 = view0[((v59 + v83) + (int)get_local_id(0))];
                    float v101;
                    if (v60)
                    {
                        v101 = 0.0f;
                    }
                    else
                    {
                        const float v102 = view0[((v61 + v83) + (int)get_local_id(0))];
                        v101 = v102;
                    }
                    v62 = v62 + 1;
                    v63 = fma(v87, v82, fma(v86, v81, fma(v84, v80, v63)));
                    v64 = fma(v89, v82, fma(v88, v81, fma(v87, v80, v64)));
                    v65 = fma(v91, v82, fma(v90, v81, fma(v89, v80, v65)));
                    v66 = fma(v93, v82, fma(v92, v81, fma(v91, v80, v66)));
                    v67 = fma(v95, v82, fma(v94, v81, fma(v93, v80, v67)));
                    v68 = fma(v97, v82, fma(v96, v81, fma(v95, v80, v68)));
                    v69 = fma(v99, v82, fma(v98, v81, fma(v97, v80, v69)));
                    v70 = fma(v101, v82, fma(v100, v81, fma(v99, v80, v70)));
                    continue;
                }
                else
                {
                    v71 = v63;
                    v72 = v64;
                    v73 = v65;
                    v74 = v66;
                    v75 = v67;
                    v76 = v68;
                    v77 = v69;
                    v78 = v70;
                    break;
                }
            }
            const int v103 = v40 * scalar9;
            view3[((v31 + v103) + (int)get_local_id(0))] = gf_min(gf_max(v71, 0.0f), 6.0f);
            view3[((v32 + v103) + (int)get_local_id(0))] = gf_min(gf_max(v72, 0.0f), 6.0f);
            view3[((v33 + v103) + (int)get_local_id(0))] = gf_min(gf_max(v73, 0.0f), 6.0f);
            view3[((v34 + v103) + (int)get_local_id(0))] = gf_min(gf_max(v74, 0.0f), 6.0f);
            view3[((v35 + v103) + (int)get_local_id(0))] = gf_min(gf_max(v75, 0.0f), 6.0f);
            view3[((v36 + v103) + (int)get_local_id(0))] = gf_min(gf_max(v76, 0.0f), 6.0f);
            view3[((v37 + v103) + (int)get_local_id(0))] = gf_min(gf_max(v77, 0.0f), 6.0f);
            view3[((v38 + v103) + (int)get_local_id(0))] = gf_min(gf_max(v78, 0.0f), 6.0f);
            v39 = v39 + 1;
            continue;
        }
        else
        {
            break;
        }
    }
}
