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
    const int v1 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) - as_uint(as_int(as_uint(v0) * as_uint(scalar10))))) * as_uint(8)), as_int(as_uint(scalar6) + as_uint(-8)));
    const int v2 = as_int(as_uint(as_int(as_uint(v0) * as_uint(scalar6))) + as_uint(v1));
    const float v3 = view2[as_int(as_uint(v2) + as_uint((int)get_local_id(0)))];
    const int v4 = gf_div((int)get_group_id(1), scalar12);
    const int v5 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v4) * as_uint(scalar12))))) * as_uint(scalar11));
    const int v6 = min(as_int(as_uint(v5) + as_uint(scalar11)), (as_int(as_uint(scalar8) + as_uint(7)) / 8));
    const int v7 = as_int(as_uint(v4) * as_uint(-2));
    const int v8 = max(as_int(as_uint(v7) + as_uint(1)), 0);
    const int v9 = min(as_int(as_uint(as_int(as_uint(v7) + as_uint(scalar4))) + as_uint(1)), 3);
    const int v10 = as_int(as_uint(v2) + as_uint(scalar9));
    const int v11 = as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(2))));
    const int v12 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) * as_uint(2))) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))))) * as_uint(scalar5))) - as_uint(scalar5))) * as_uint(scalar6));
    const int v13 = as_int(as_uint(as_int(as_uint(as_int(0u - as_uint(scalar6))) + as_uint(v1))) + as_uint(v12));
    const int v14 = as_int(as_uint(v1) + as_uint(v12));
    const int v15 = as_int(as_uint(as_int(as_uint(scalar6) + as_uint(v1))) + as_uint(v12));
    const int v16 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(2))) + as_uint(v1))) + as_uint(v12));
    const int v17 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(3))) + as_uint(v1))) + as_uint(v12));
    const int v18 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(4))) + as_uint(v1))) + as_uint(v12));
    const int v19 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(5))) + as_uint(v1))) + as_uint(v12));
    const int v20 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(6))) + as_uint(v1))) + as_uint(v12));
    const int v21 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(7))) + as_uint(v1))) + as_uint(v12));
    const int v22 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(8))) + as_uint(v1))) + as_uint(v12));
    const int v23 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(9))) + as_uint(v1))) + as_uint(v12));
    const int v24 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(10))) + as_uint(v1))) + as_uint(v12));
    const int v25 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(11))) + as_uint(v1))) + as_uint(v12));
    const int v26 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(12))) + as_uint(v1))) + as_uint(v12));
    const int v27 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(13))) + as_uint(v1))) + as_uint(v12));
    const int v28 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(14))) + as_uint(v1))) + as_uint(v12));
    const int v29 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(15))) + as_uint(v1))) + as_uint(v12));
    const int v30 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) * as_uint(scalar8))) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))) * as_uint(scalar8))))) * as_uint(scalar9));
    const int v31 = as_int(as_uint(v2) + as_uint(v30));
    const int v32 = as_int(as_uint(v10) + as_uint(v30));
    const int v33 = as_int(as_uint(v11) + as_uint(v30));
    const int v34 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(3))))) + as_uint(v30));
    const int v35 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(4))))) + as_uint(v30));
    const int v36 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(5))))) + as_uint(v30));
    const int v37 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(6))))) + as_uint(v30));
    const int v38 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(7))))) + as_uint(v30));
    int v39 = v5;
    while (true)
    {
        if (v39 < v6)
        {
            const int v40 = min(as_int(as_uint(v39) * as_uint(8)), as_int(as_uint(scalar8) + as_uint(-8)));
            const int v41 = as_int(as_uint(v40) * as_uint(2));
            const bool v42 = as_int(as_uint(v41) + as_uint(-1)) < 0;
            const int v43 = as_int(as_uint(v41) * as_uint(scalar6));
            const int v44 = as_int(as_uint(v13) + as_uint(v43));
            const int v45 = as_int(as_uint(v14) + as_uint(v43));
            const int v46 = as_int(as_uint(v15) + as_uint(v43));
            const int v47 = as_int(as_uint(v16) + as_uint(v43));
            const int v48 = as_int(as_uint(v17) + as_uint(v43));
            const int v49 = as_int(as_uint(v18) + as_uint(v43));
            const int v50 = as_int(as_uint(v19) + as_uint(v43));
            const int v51 = as_int(as_uint(v20) + as_uint(v43));
            const int v52 = as_int(as_uint(v21) + as_uint(v43));
            const int v53 = as_int(as_uint(v22) + as_uint(v43));
            const int v54 = as_int(as_uint(v23) + as_uint(v43));
            const int v55 = as_int(as_uint(v24) + as_uint(v43));
            const int v56 = as_int(as_uint(v25) + as_uint(v43));
            const int v57 = as_int(as_uint(v26) + as_uint(v43));
            const int v58 = as_int(as_uint(v27) + as_uint(v43));
            const int v59 = as_int(as_uint(v28) + as_uint(v43));
            const bool v60 = as_int(as_uint(v41) + as_uint(15)) >= scalar5;
            const int v61 = as_int(as_uint(v29) + as_uint(v43));
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
                    const int v79 = as_int(as_uint(as_int(as_uint(v62) * as_uint(3))) * as_uint(scalar9));
                    const float v80 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(v79))) + as_uint((int)get_local_id(0)))];
                    const float v81 = view1[as_int(as_uint(as_int(as_uint(v10) + as_uint(v79))) + as_uint((int)get_local_id(0)))];
                    const float v82 = view1[as_int(as_uint(as_int(as_uint(v11) + as_uint(v79))) + as_uint((int)get_local_id(0)))];
                    const int v83 = as_int(as_uint(as_int(as_uint(v62) * as_uint(scalar5))) * as_uint(scalar6));
                    float v84;
                    if (v42)
                    {
                        v84 = 0.0f;
                    }
                    else
                    {
                        const float v85 = view0[as_int(as_uint(as_int(as_uint(v44) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                        v84 = v85;
                    }
                    const float v86 = view0[as_int(as_uint(as_int(as_uint(v45) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    const float v87 = view0[as_int(as_uint(as_int(as_uint(v46) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    const float v88 = view0[as_int(as_uint(as_int(as_uint(v47) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    const float v89 = view0[as_int(as_uint(as_int(as_uint(v48) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    const float v90 = view0[as_int(as_uint(as_int(as_uint(v49) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    const float v91 = view0[as_int(as_uint(as_int(as_uint(v50) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    const float v92 = view0[as_int(as_uint(as_int(as_uint(v51) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    const float v93 = view0[as_int(as_uint(as_int(as_uint(v52) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    const float v94 = view0[as_int(as_uint(as_int(as_uint(v53) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    const float v95 = view0[as_int(as_uint(as_int(as_uint(v54) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    const float v96 = view0[as_int(as_uint(as_int(as_uint(v55) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    const float v97 = view0[as_int(as_uint(as_int(as_uint(v56) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    const float v98 = view0[as_int(as_uint(as_int(as_uint(v57) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    const float v99 = view0[as_int(as_uint(as_int(as_uint(v58) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    const float v100 = view0[as_int(as_uint(as_int(as_uint(v59) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                    float v101;
                    if (v60)
                    {
                        v101 = 0.0f;
                    }
                    else
                    {
                        const float v102 = view0[as_int(as_uint(as_int(as_uint(v61) + as_uint(v83))) + as_uint((int)get_local_id(0)))];
                        v101 = v102;
                    }
                    v62 = as_int(as_uint(v62) + as_uint(1));
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
            const int v103 = as_int(as_uint(v40) * as_uint(scalar9));
            view3[as_int(as_uint(as_int(as_uint(v31) + as_uint(v103))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v71, 0.0f), 6.0f);
            view3[as_int(as_uint(as_int(as_uint(v32) + as_uint(v103))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v72, 0.0f), 6.0f);
            view3[as_int(as_uint(as_int(as_uint(v33) + as_uint(v103))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v73, 0.0f), 6.0f);
            view3[as_int(as_uint(as_int(as_uint(v34) + as_uint(v103))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v74, 0.0f), 6.0f);
            view3[as_int(as_uint(as_int(as_uint(v35) + as_uint(v103))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v75, 0.0f), 6.0f);
            view3[as_int(as_uint(as_int(as_uint(v36) + as_uint(v103))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v76, 0.0f), 6.0f);
            view3[as_int(as_uint(as_int(as_uint(v37) + as_uint(v103))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v77, 0.0f), 6.0f);
            view3[as_int(as_uint(as_int(as_uint(v38) + as_uint(v103))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v78, 0.0f), 6.0f);
            v39 = as_int(as_uint(v39) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
