// Written by 'gpuformer emit'; change the kernel and run it again.
// TokenAttentionBackward.Backward(tokens=6)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_TokenAttentionBackward_Backward_tokens_6_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* q */,
    __global const float *buffer2, int offset2, int length2 /* z */,
    __global float *buffer3, int offset3, int length3 /* dq */,
    __global float *buffer4, int offset4, int length4 /* dz */,
    int scalar5 /* D */,
    float scalar6 /* scale */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    __local float shared5[36];
    __local float shared6[36];
    const int v0 = gf_div(scalar5, (int)get_num_groups(0));
    const int v1 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(6))) * as_uint(scalar5))) + as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(v0))));
    const int v2 = as_int(as_uint(v1) + as_uint(scalar5));
    const int v3 = as_int(as_uint(v1) + as_uint(as_int(as_uint(scalar5) * as_uint(2))));
    const int v4 = as_int(as_uint(v1) + as_uint(as_int(as_uint(scalar5) * as_uint(3))));
    const int v5 = as_int(as_uint(v1) + as_uint(as_int(as_uint(scalar5) * as_uint(4))));
    const int v6 = as_int(as_uint(v1) + as_uint(as_int(as_uint(scalar5) * as_uint(5))));
    int v7 = 0;
    while (true)
    {
        if (v7 < 6)
        {
            const int v8 = min(as_int(as_uint(v7) + as_uint((int)get_local_id(0))), 5);
            const int v9 = as_int(as_uint(v8) * as_uint(scalar5));
            int v10 = 0;
            float v11 = 0.0f;
            float v12 = 0.0f;
            float v13 = 0.0f;
            float v14 = 0.0f;
            float v15 = 0.0f;
            float v16 = 0.0f;
            float v17 = 0.0f;
            float v18 = 0.0f;
            float v19 = 0.0f;
            float v20 = 0.0f;
            float v21 = 0.0f;
            float v22 = 0.0f;
            float v23;
            float v24;
            float v25;
            float v26;
            float v27;
            float v28;
            float v29;
            float v30;
            float v31;
            float v32;
            float v33;
            float v34;
            while (true)
            {
                if (v10 < v0)
                {
                    const int v35 = as_int(as_uint(v1) + as_uint(v10));
                    const int v36 = as_int(as_uint(v35) + as_uint(v9));
                    const float v37 = view1[v36];
                    const float v38 = view0[v36];
                    const float v39 = view2[v35];
                    const float v40 = view2[as_int(as_uint(v2) + as_uint(v10))];
                    const float v41 = view2[as_int(as_uint(v3) + as_uint(v10))];
                    const float v42 = view2[as_int(as_uint(v4) + as_uint(v10))];
                    const float v43 = view2[as_int(as_uint(v5) + as_uint(v10))];
                    const float v44 = view2[as_int(as_uint(v6) + as_uint(v10))];
                    v10 = as_int(as_uint(v10) + as_uint(1));
                    v11 = fma(v39, v37, v11);
                    v12 = fma(v40, v37, v12);
                    v13 = fma(v41, v37, v13);
                    v14 = fma(v42, v37, v14);
                    v15 = fma(v43, v37, v15);
                    v16 = fma(v44, v37, v16);
                    v17 = fma(v39, v38, v17);
                    v18 = fma(v40, v38, v18);
                    v19 = fma(v41, v38, v19);
                    v20 = fma(v42, v38, v20);
                    v21 = fma(v43, v38, v21);
                    v22 = fma(v44, v38, v22);
                    continue;
                }
                else
                {
                    v23 = v11;
                    v24 = v12;
                    v25 = v13;
                    v26 = v14;
                    v27 = v15;
                    v28 = v16;
                    v29 = v17;
                    v30 = v18;
                    v31 = v19;
                    v32 = v20;
                    v33 = v21;
                    v34 = v22;
                    break;
                }
            }
            const int v45 = as_int(as_uint(v8) * as_uint(6));
            const float v46 = gf_max(gf_max(gf_max(gf_max(gf_max(v23, v24), v25), v26), v27), v28);
            const float v47 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v28 - v46))));
            const float v48 = fma(v47, 1.442695f, 12582912.0f);
            const int v49 = as_int(v48);
            const int v50 = as_int(as_uint(v49) + as_uint(-1262485504)) >> 1;
            const float v51 = v48 - 12582912.0f;
            const float v52 = fma(v51, -1.4286068E-06f, fma(v51, -0.69314575f, v47));
            const float v53 = (fma(fma(fma(fma(fma(fma(v52, 0.0013814532f, 0.008368745f), v52, 0.041668393f), v52, 0.16666521f), v52, 0.49999994f), v52, 1.0f), v52, 1.0f) * as_float((as_int(as_uint(v50) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v49) - as_uint(v50))) + as_uint(-1262485377)) << 23));
            const float v54 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v27 - v46))));
            const float v55 = fma(v54, 1.442695f, 12582912.0f);
            const int v56 = as_int(v55);
            const int v57 = as_int(as_uint(v56) + as_uint(-1262485504)) >> 1;
            const float v58 = v55 - 12582912.0f;
            const float v59 = fma(v58, -1.4286068E-06f, fma(v58, -0.69314575f, v54));
            const float v60 = (fma(fma(fma(fma(fma(fma(v59, 0.0013814532f, 0.008368745f), v59, 0.041668393f), v59, 0.16666521f), v59, 0.49999994f), v59, 1.0f), v59, 1.0f) * as_float((as_int(as_uint(v57) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v56) - as_uint(v57))) + as_uint(-1262485377)) << 23));
            const float v61 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v26 - v46))));
            const float v62 = fma(v61, 1.442695f, 12582912.0f);
            const int v63 = as_int(v62);
            const int v64 = as_int(as_uint(v63) + as_uint(-1262485504)) >> 1;
            const float v65 = v62 - 12582912.0f;
            const float v66 = fma(v65, -1.4286068E-06f, fma(v65, -0.69314575f, v61));
            const float v67 = (fma(fma(fma(fma(fma(fma(v66, 0.0013814532f, 0.008368745f), v66, 0.041668393f), v66, 0.16666521f), v66, 0.49999994f), v66, 1.0f), v66, 1.0f) * as_float((as_int(as_uint(v64) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v63) - as_uint(v64))) + as_uint(-1262485377)) << 23));
            const float v68 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v25 - v46))));
            const float v69 = fma(v68, 1.442695f, 12582912.0f);
            const int v70 = as_int(v69);
            const int v71 = as_int(as_uint(v70) + as_uint(-1262485504)) >> 1;
            const float v72 = v69 - 12582912.0f;
            const float v73 = fma(v72, -1.4286068E-06f, fma(v72, -0.69314575f, v68));
            const float v74 = (fma(fma(fma(fma(fma(fma(v73, 0.0013814532f, 0.008368745f), v73, 0.041668393f), v73, 0.16666521f), v73, 0.49999994f), v73, 1.0f), v73, 1.0f) * as_float((as_int(as_uint(v71) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v70) - as_uint(v71))) + as_uint(-1262485377)) << 23));
            const float v75 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v24 - v46))));
            const float v76 = fma(v75, 1.442695f, 12582912.0f);
            const int v77 = as_int(v76);
            const int v78 = as_int(as_uint(v77) + as_uint(-1262485504)) >> 1;
            const float v79 = v76 - 12582912.0f;
            const float v80 = fma(v79, -1.4286068E-06f, fma(v79, -0.69314575f, v75));
            const float v81 = (fma(fma(fma(fma(fma(fma(v80, 0.0013814532f, 0.008368745f), v80, 0.041668393f), v80, 0.16666521f), v80, 0.49999994f), v80, 1.0f), v80, 1.0f) * as_float((as_int(as_uint(v78) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v77) - as_uint(v78))) + as_uint(-1262485377)) << 23));
            const float v82 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v23 - v46))));
            const float v83 = fma(v82, 1.442695f, 12582912.0f);
            const int v84 = as_int(v83);
            const int v85 = as_int(as_uint(v84) + as_uint(-1262485504)) >> 1;
            const float v86 = v83 - 12582912.0f;
            const float v87 = fma(v86, -1.4286068E-06f, fma(v86, -0.69314575f, v82));
            const float v88 = (fma(fma(fma(fma(fma(fma(v87, 0.0013814532f, 0.008368745f), v87, 0.041668393f), v87, 0.16666521f), v87, 0.49999994f), v87, 1.0f), v87, 1.0f) * as_float((as_int(as_uint(v85) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v84) - as_uint(v85))) + as_uint(-1262485377)) << 23));
            const float v89 = 1.0f / ((((((0.0f + v88) + v81) + v74) + v67) + v60) + v53);
            const float v90 = v88 * v89;
            shared5[v45] = v90;
            const float v91 = fma(v53, v34, fma(v60, v33, fma(v67, v32, fma(v74, v31, fma(v81, v30, fma(v88, v29, 0.0f)))))) * v89;
            shared6[v45] = ((scalar6 * v90) * (v29 - v91));
            const float v92 = v81 * v89;
            shared5[as_int(as_uint(v45) + as_uint(1))] = v92;
            shared6[as_int(as_uint(v45) + as_uint(1))] = ((scalar6 * v92) * (v30 - v91));
            const float v93 = v74 * v89;
            shared5[as_int(as_uint(v45) + as_uint(2))] = v93;
            shared6[as_int(as_uint(v45) + as_uint(2))] = ((scalar6 * v93) * (v31 - v91));
            const float v94 = v67 * v89;
            shared5[as_int(as_uint(v45) + as_uint(3))] = v94;
            shared6[as_int(as_uint(v45) + as_uint(3))] = ((scalar6 * v94) * (v32 - v91));
            const float v95 = v60 * v89;
            shared5[as_int(as_uint(v45) + as_uint(4))] = v95;
            shared6[as_int(as_uint(v45) + as_uint(4))] = ((scalar6 * v95) * (v33 - v91));
            const float v96 = v53 * v89;
            shared5[as_int(as_uint(v45) + as_uint(5))] = v96;
            shared6[as_int(as_uint(v45) + as_uint(5))] = ((scalar6 * v96) * (v34 - v91));
            v7 = as_int(as_uint(v7) + as_uint(8));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    int v97 = 0;
    while (true)
    {
        if (v97 < v0)
        {
            const int v98 = as_int(as_uint(v1) + as_uint(min(v97, as_int(as_uint(v0) + as_uint(-8)))));
            int v99 = 0;
            while (true)
            {
                if (v99 < 6)
                {
                    const int v100 = as_int(as_uint(v99) * as_uint(6));
                    float v101 = 0.0f;
                    float v102 = 0.0f;
                    int v103 = 0;
                    float v104;
                    float v105;
                    while (true)
                    {
                        if (v103 < 6)
                        {
                            const float v106 = shared6[as_int(as_uint(v100) + as_uint(v103))];
                            const int v107 = as_int(as_uint(as_int(as_uint(v98) + as_uint(as_int(as_uint(v103) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)));
                            const float v108 = view2[v107];
                            const int v109 = as_int(as_uint(v99) + as_uint(as_int(as_uint(v103) * as_uint(6))));
                            const float v110 = shared6[v109];
                            const float v111 = view1[v107];
                            const float v112 = shared5[v109];
                            const float v113 = view0[v107];
                            v101 = fma(v106, v108, v101);
                            v102 = fma(v112, v113, fma(v110, v111, v102));
                            v103 = as_int(as_uint(v103) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v104 = v101;
                            v105 = v102;
                            break;
                        }
                    }
                    const int v114 = as_int(as_uint(as_int(as_uint(v98) + as_uint(as_int(as_uint(v99) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)));
                    view3[v114] = v104;
                    view4[v114] = v105;
                    v99 = as_int(as_uint(v99) + as_uint(1));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v97 = as_int(as_uint(v97) + as_uint(8));
            continue;
        }
        else
        {
            break;
        }
    }
}
