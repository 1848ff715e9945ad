// Written by 'gpuformer emit'; change the kernel and run it again.
// Depthwise.Forward<Activated<Relu6>, NoTerms>(R=3, S=3, stride=2, across=2, rows=2, kept=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_Depthwise_Forward_Activated_Relu6___NoTerms__R_3__S_3__stride_2__across_2__rows_2__kept_0_(
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
    int scalar11 /* columns */,
    int scalar12 /* runs */,
    int scalar13 /* strips */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    const int v0 = gf_div((int)get_group_id(0), scalar10);
    const int v1 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) - as_uint(as_int(as_uint(v0) * as_uint(scalar10))))) * as_uint(8)), as_int(as_uint(scalar6) + as_uint(-8)));
    const int v2 = as_int(as_uint(v1) + as_uint(as_int(as_uint(v0) * as_uint(scalar6))));
    const int v3 = as_int(as_uint(v2) + as_uint((int)get_local_id(0)));
    const float v4 = view1[v3];
    const float v5 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(scalar9))) + as_uint((int)get_local_id(0)))];
    const float v6 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(2))))) + as_uint((int)get_local_id(0)))];
    const float v7 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(3))))) + as_uint((int)get_local_id(0)))];
    const float v8 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(4))))) + as_uint((int)get_local_id(0)))];
    const float v9 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(5))))) + as_uint((int)get_local_id(0)))];
    const float v10 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(6))))) + as_uint((int)get_local_id(0)))];
    const float v11 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(7))))) + as_uint((int)get_local_id(0)))];
    const float v12 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar9) * as_uint(8))))) + as_uint((int)get_local_id(0)))];
    const float v13 = view2[v3];
    const int v14 = gf_div((int)get_group_id(1), scalar12);
    const int v15 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v14) * as_uint(scalar12))))) * as_uint(scalar11));
    const int v16 = as_int(as_uint(v15) * as_uint(2));
    const int v17 = min(as_int(as_uint(v14) * as_uint(2)), as_int(as_uint(scalar7) + as_uint(-2)));
    const int v18 = as_int(as_uint(v17) * as_uint(2));
    const bool v19 = as_int(as_uint(v18) + as_uint(-1)) < 0;
    const int v20 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v18) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))))) * as_uint(scalar5))) - as_uint(scalar5))) * as_uint(scalar6));
    const int v21 = as_int(as_uint(scalar5) * as_uint(2));
    const int v22 = as_int(as_uint(scalar5) * as_uint(3));
    const bool v23 = as_int(as_uint(v18) + as_uint(3)) >= scalar4;
    const int v24 = as_int(as_uint(scalar5) * as_uint(4));
    float v25;
    float v26;
    if (as_int(as_uint(v16) + as_uint(-1)) < 0)
    {
        v25 = v13;
        v26 = v13;
    }
    else
    {
        const int v27 = as_int(as_uint(as_int(0u - as_uint(scalar6))) + as_uint(v1));
        float v28;
        if (v19)
        {
            v28 = 0.0f;
        }
        else
        {
            const float v29 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(v27) + as_uint(as_int(as_uint(v16) * as_uint(scalar6))))) + as_uint(v20))) + as_uint((int)get_local_id(0)))];
            v28 = v29;
        }
        const int v30 = as_int(as_uint(v27) + as_uint(v20));
        const float v31 = fma(v28, v4, v13);
        const float v32 = view0[as_int(as_uint(as_int(as_uint(v30) + as_uint(as_int(as_uint(as_int(as_uint(v16) + as_uint(scalar5))) * as_uint(scalar6))))) + as_uint((int)get_local_id(0)))];
        const float v33 = fma(v32, v7, v31);
        const float v34 = view0[as_int(as_uint(as_int(as_uint(v30) + as_uint(as_int(as_uint(as_int(as_uint(v16) + as_uint(v21))) * as_uint(scalar6))))) + as_uint((int)get_local_id(0)))];
        const float v35 = fma(v34, v10, v33);
        const float v36 = fma(v34, v4, v13);
        const float v37 = view0[as_int(as_uint(as_int(as_uint(v30) + as_uint(as_int(as_uint(as_int(as_uint(v16) + as_uint(v22))) * as_uint(scalar6))))) + as_uint((int)get_local_id(0)))];
        const float v38 = fma(v37, v7, v36);
        float v39;
        if (v23)
        {
            v39 = 0.0f;
        }
        else
        {
            const float v40 = view0[as_int(as_uint(as_int(as_uint(v30) + as_uint(as_int(as_uint(as_int(as_uint(v16) + as_uint(v24))) * as_uint(scalar6))))) + as_uint((int)get_local_id(0)))];
            v39 = v40;
        }
        const float v41 = fma(v39, v10, v38);
        v25 = v35;
        v26 = v41;
    }
    const int v42 = min(as_int(as_uint(v15) + as_uint(scalar11)), scalar8);
    const int v43 = as_int(as_uint(v1) + as_uint(v20));
    const int v44 = as_int(as_uint(scalar5) * as_uint(scalar6));
    const int v45 = as_int(as_uint(v43) + as_uint(v44));
    const int v46 = as_int(as_uint(v21) * as_uint(scalar6));
    const int v47 = as_int(as_uint(v43) + as_uint(v46));
    const int v48 = as_int(as_uint(v22) * as_uint(scalar6));
    const int v49 = as_int(as_uint(v43) + as_uint(v48));
    const int v50 = as_int(as_uint(v24) * as_uint(scalar6));
    const int v51 = as_int(as_uint(v43) + as_uint(v50));
    const int v52 = as_int(as_uint(as_int(as_uint(scalar6) + as_uint(v1))) + as_uint(v20));
    const int v53 = as_int(as_uint(v52) + as_uint(v44));
    const int v54 = as_int(as_uint(v52) + as_uint(v46));
    const int v55 = as_int(as_uint(v52) + as_uint(v48));
    const int v56 = as_int(as_uint(v52) + as_uint(v50));
    const int v57 = as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v17) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))))) * as_uint(scalar8))) * as_uint(scalar9))));
    const int v58 = as_int(as_uint(v57) + as_uint(as_int(as_uint(scalar8) * as_uint(scalar9))));
    int v59 = v15;
    float v60 = v25;
    float v61 = v26;
    while (true)
    {
        if (v59 < v42)
        {
            const int v62 = as_int(as_uint(v59) * as_uint(2));
            const int v63 = as_int(as_uint(v62) * as_uint(scalar6));
            float v64;
            if (v19)
            {
                v64 = 0.0f;
            }
            else
            {
                const float v65 = view0[as_int(as_uint(as_int(as_uint(v43) + as_uint(v63))) + as_uint((int)get_local_id(0)))];
                v64 = v65;
            }
            const float v66 = fma(v64, v5, v60);
            const float v67 = view0[as_int(as_uint(as_int(as_uint(v45) + as_uint(v63))) + as_uint((int)get_local_id(0)))];
            const float v68 = fma(v67, v8, v66);
            const float v69 = view0[as_int(as_uint(as_int(as_uint(v47) + as_uint(v63))) + as_uint((int)get_local_id(0)))];
            const float v70 = fma(v69, v11, v68);
            const float v71 = fma(v69, v5, v61);
            const float v72 = view0[as_int(as_uint(as_int(as_uint(v49) + as_uint(v63))) + as_uint((int)get_local_id(0)))];
            const float v73 = fma(v72, v8, v71);
            float v74;
            if (v23)
            {
                v74 = 0.0f;
            }
            else
            {
                const float v75 = view0[as_int(as_uint(as_int(as_uint(v51) + as_uint(v63))) + as_uint((int)get_local_id(0)))];
                v74 = v75;
            }
            const bool v76 = as_int(as_uint(v62) + as_uint(1)) >= scalar5;
            const float v77 = fma(v74, v11, v73);
            float v78;
            if (v76)
            {
                v78 = 0.0f;
            }
            else
            {
                float v79;
                if (v19)
                {
                    v79 = 0.0f;
                }
                else
                {
                    const float v80 = view0[as_int(as_uint(as_int(as_uint(v52) + as_uint(v63))) + as_uint((int)get_local_id(0)))];
                    v79 = v80;
                }
                v78 = v79;
            }
            const float v81 = fma(v78, v6, v70);
            const float v82 = fma(v78, v4, v13);
            float v83;
            if (v76)
            {
                v83 = 0.0f;
            }
            else
            {
                const float v84 = view0[as_int(as_uint(as_int(as_uint(v53) + as_uint(v63))) + as_uint((int)get_local_id(0)))];
                v83 = v84;
            }
            const float v85 = fma(v83, v9, v81);
            const float v86 = fma(v83, v7, v82);
            float v87;
            if (v76)
            {
                v87 = 0.0f;
            }
            else
            {
                const float v88 = view0[as_int(as_uint(as_int(as_uint(v54) + as_uint(v63))) + as_uint((int)get_local_id(0)))];
                v87 = v88;
            }
            const float v89 = fma(v87, v12, v85);
            const float v90 = fma(v87, v6, v77);
            const float v91 = fma(v87, v10, v86);
            const float v92 = fma(v87, v4, v13);
            float v93;
            if (v76)
            {
                v93 = 0.0f;
            }
            else
            {
                const float v94 = view0[as_int(as_uint(as_int(as_uint(v55) + as_uint(v63))) + as_uint((int)get_local_id(0)))];
                v93 = v94;
            }
            const float v95 = fma(v93, v9, v90);
            const float v96 = fma(v93, v7, v92);
            float v97;
            if (v76)
            {
                v97 = 0.0f;
            }
            else
            {
                float v98;
                if (v23)
                {
                    v98 = 0.0f;
                }
                else
                {
                    const float v99 = view0[as_int(as_uint(as_int(as_uint(v56) + as_uint(v63))) + as_uint((int)get_local_id(0)))];
                    v98 = v99;
                }
                v97 = v98;
            }
            const int v100 = as_int(as_uint(v59) * as_uint(scalar9));
            const float v101 = fma(v97, v12, v95);
            const float v102 = fma(v97, v10, v96);
            view3[as_int(as_uint(as_int(as_uint(v57) + as_uint(v100))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v89, 0.0f), 6.0f);
            view3[as_int(as_uint(as_int(as_uint(v58) + as_uint(v100))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v101, 0.0f), 6.0f);
            v59 = as_int(as_uint(v59) + as_uint(1));
            v60 = v91;
            v61 = v102;
            continue;
        }
        else
        {
            break;
        }
    }
}
