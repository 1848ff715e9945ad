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
            const float v52 = fma(v51, -0.69314575f, v47);
            const float v53 = fma(v51, -1.4286068E-06f, v52);
            const float v54 = (fma(fma(fma(fma(fma(fma(v53, 0.0013814532f, 0.008368745f), v53, 0.041668393f), v53, 0.16666521f), v53, 0.49999994f), v53, 1.0f), v53, 1.0f) * as_float((as_int(as_uint(v50) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v49) - as_uint(v50))) + as_uint(-1262485377)) << 23));
            const float v55 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v27 - v46))));
            const float v56 = fma(v55, 1.442695f, 12582912.0f);
            const int v57 = as_int(v56);
            const int v58 = as_int(as_uint(v57) + as_uint(-1262485504)) >> 1;
            const float v59 = v56 - 12582912.0f;
            const float v60 = fma(v59, -0.69314575f, v55);
            const float v61 = fma(v59, -1.4286068E-06f, v60);
            const float v62 = (fma(fma(fma(fma(fma(fma(v61, 0.0013814532f, 0.008368745f), v61, 0.041668393f), v61, 0.16666521f), v61, 0.49999994f), v61, 1.0f), v61, 1.0f) * as_float((as_int(as_uint(v58) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v57) - as_uint(v58))) + as_uint(-1262485377)) << 23));
            const float v63 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v26 - v46))));
            const float v64 = fma(v63, 1.442695f, 12582912.0f);
            const int v65 = as_int(v64);
            const int v66 = as_int(as_uint(v65) + as_uint(-1262485504)) >> 1;
            const float v67 = v64 - 12582912.0f;
            const float v68 = fma(v67, -0.69314575f, v63);
            const float v69 = fma(v67, -1.4286068E-06f, v68);
            const float v70 = (fma(fma(fma(fma(fma(fma(v69, 0.0013814532f, 0.008368745f), v69, 0.041668393f), v69, 0.16666521f), v69, 0.49999994f), v69, 1.0f), v69, 1.0f) * as_float((as_int(as_uint(v66) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v65) - as_uint(v66))) + as_uint(-1262485377)) << 23));
            const float v71 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v25 - v46))));
            const float v72 = fma(v71, 1.442695f, 12582912.0f);
            const int v73 = as_int(v72);
            const int v74 = as_int(as_uint(v73) + as_uint(-1262485504)) >> 1;
            const float v75 = v72 - 12582912.0f;
            const float v76 = fma(v75, -0.69314575f, v71);
            const float v77 = fma(v75, -1.4286068E-06f, v76);
            const float v78 = (fma(fma(fma(fma(fma(fma(v77, 0.0013814532f, 0.008368745f), v77, 0.041668393f), v77, 0.16666521f), v77, 0.49999994f), v77, 1.0f), v77, 1.0f) * as_float((as_int(as_uint(v74) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v73) - as_uint(v74))) + as_uint(-1262485377)) << 23));
            const float v79 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v24 - v46))));
            const float v80 = fma(v79, 1.442695f, 12582912.0f);
            const int v81 = as_int(v80);
            const int v82 = as_int(as_uint(v81) + as_uint(-1262485504)) >> 1;
            const float v83 = v80 - 12582912.0f;
            const float v84 = fma(v83, -0.69314575f, v79);
            const float v85 = fma(v83, -1.4286068E-06f, v84);
            const float v86 = (fma(fma(fma(fma(fma(fma(v85, 0.0013814532f, 0.008368745f), v85, 0.041668393f), v85, 0.16666521f), v85, 0.49999994f), v85, 1.0f), v85, 1.0f) * as_float((as_int(as_uint(v82) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v81) - as_uint(v82))) + as_uint(-1262485377)) << 23));
            const float v87 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v23 - v46))));
            const float v88 = fma(v87, 1.442695f, 12582912.0f);
            const int v89 = as_int(v88);
            const int v90 = as_int(as_uint(v89) + as_uint(-1262485504)) >> 1;
            const float v91 = v88 - 12582912.0f;
            const float v92 = fma(v91, -0.69314575f, v87);
            const float v93 = fma(v91, -1.4286068E-06f, v92);
            const float v94 = (fma(fma(fma(fma(fma(fma(v93, 0.0013814532f, 0.008368745f), v93, 0.041668393f), v93, 0.16666521f), v93, 0.49999994f), v93, 1.0f), v93, 1.0f) * as_float((as_int(as_uint(v90) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v89) - as_uint(v90))) + as_uint(-1262485377)) << 23));
            const float v95 = 1.0f / ((((((0.0f + v94) + v86) + v78) + v70) + v62) + v54);
            const float v96 = v94 * v95;
            const float v97 = fma(v94, v29, 0.0f);
            const float v98 = fma(v86, v30, v97);
            const float v99 = fma(v78, v31, v98);
            const float v100 = fma(v70, v32, v99);
            const float v101 = fma(v62, v33, v100);
            const float v102 = fma(v54, v34, v101);
            shared5[v45] = v96;
            const float v103 = v102 * v95;
            shared6[v45] = ((scalar6 * v96) * (v29 - v103));
            const float v104 = v86 * v95;
            shared5[as_int(as_uint(v45) + as_uint(1))] = v104;
            shared6[as_int(as_uint(v45) + as_uint(1))] = ((scalar6 * v104) * (v30 - v103));
            const float v105 = v78 * v95;
            shared5[as_int(as_uint(v45) + as_uint(2))] = v105;
            shared6[as_int(as_uint(v45) + as_uint(2))] = ((scalar6 * v105) * (v31 - v103));
            const float v106 = v70 * v95;
            shared5[as_int(as_uint(v45) + as_uint(3))] = v106;
            shared6[as_int(as_uint(v45) + as_uint(3))] = ((scalar6 * v106) * (v32 - v103));
            const float v107 = v62 * v95;
            shared5[as_int(as_uint(v45) + as_uint(4))] = v107;
            shared6[as_int(as_uint(v45) + as_uint(4))] = ((scalar6 * v107) * (v33 - v103));
            const float v108 = v54 * v95;
            shared5[as_int(as_uint(v45) + as_uint(5))] = v108;
            shared6[as_int(as_uint(v45) + as_uint(5))] = ((scalar6 * v108) * (v34 - v103));
            v7 = as_int(as_uint(v7) + as_uint(8));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    int v109 = 0;
    while (true)
    {
        if (v109 < v0)
        {
            const int v110 = as_int(as_uint(v1) + as_uint(min(v109, as_int(as_uint(v0) + as_uint(-8)))));
            int v111 = 0;
            while (true)
            {
                if (v111 < 6)
                {
                    const int v112 = as_int(as_uint(v111) * as_uint(6));
                    float v113 = 0.0f;
                    float v114 = 0.0f;
                    int v115 = 0;
                    float v116;
                    float v117;
                    while (true)
                    {
                        if (v115 < 6)
                        {
                            const float v118 = shared6[as_int(as_uint(v112) + as_uint(v115))];
                            const int v119 = as_int(as_uint(as_int(as_uint(v110) + as_uint(as_int(as_uint(v115) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)));
                            const float v120 = view2[v119];
                            const int v121 = as_int(as_uint(v111) + as_uint(as_int(as_uint(v115) * as_uint(6))));
                            const float v122 = shared6[v121];
                            const float v123 = view1[v119];
                            const float v124 = fma(v122, v123, v114);
                            const float v125 = shared5[v121];
                            const float v126 = view0[v119];
                            const float v127 = fma(v125, v126, v124);
                            v113 = fma(v118, v120, v113);
                            v114 = v127;
                            v115 = as_int(as_uint(v115) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v116 = v113;
                            v117 = v114;
                            break;
                        }
                    }
                    const int v128 = as_int(as_uint(as_int(as_uint(v110) + as_uint(as_int(as_uint(v111) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)));
                    view3[v128] = v116;
                    view4[v128] = v117;
                    v111 = as_int(as_uint(v111) + as_uint(1));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v109 = as_int(as_uint(v109) + as_uint(8));
            continue;
        }
        else
        {
            break;
        }
    }
}
