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
    const int v1 = min((int)get_local_id(0), 5);
    const int v2 = as_int(as_uint(v1) * as_uint(scalar5));
    const int v3 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(6))) * as_uint(scalar5))) + as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(v0))));
    const int v4 = as_int(as_uint(v3) + as_uint(scalar5));
    const int v5 = as_int(as_uint(v3) + as_uint(as_int(as_uint(scalar5) * as_uint(2))));
    const int v6 = as_int(as_uint(v3) + as_uint(as_int(as_uint(scalar5) * as_uint(3))));
    const int v7 = as_int(as_uint(v3) + as_uint(as_int(as_uint(scalar5) * as_uint(4))));
    const int v8 = as_int(as_uint(v3) + as_uint(as_int(as_uint(scalar5) * as_uint(5))));
    int v9 = 0;
    float v10 = 0.0f;
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
    float v22;
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
    while (true)
    {
        if (v9 < v0)
        {
            const int v34 = as_int(as_uint(v3) + as_uint(v9));
            const int v35 = as_int(as_uint(v34) + as_uint(v2));
            const float v36 = view1[v35];
            const float v37 = view0[v35];
            const float v38 = view2[v34];
            const float v39 = view2[as_int(as_uint(v4) + as_uint(v9))];
            const float v40 = view2[as_int(as_uint(v5) + as_uint(v9))];
            const float v41 = view2[as_int(as_uint(v6) + as_uint(v9))];
            const float v42 = view2[as_int(as_uint(v7) + as_uint(v9))];
            const float v43 = view2[as_int(as_uint(v8) + as_uint(v9))];
            v9 = as_int(as_uint(v9) + as_uint(1));
            v10 = fma(v38, v36, v10);
            v11 = fma(v39, v36, v11);
            v12 = fma(v40, v36, v12);
            v13 = fma(v41, v36, v13);
            v14 = fma(v42, v36, v14);
            v15 = fma(v43, v36, v15);
            v16 = fma(v38, v37, v16);
            v17 = fma(v39, v37, v17);
            v18 = fma(v40, v37, v18);
            v19 = fma(v41, v37, v19);
            v20 = fma(v42, v37, v20);
            v21 = fma(v43, v37, v21);
            continue;
        }
        else
        {
            v22 = v10;
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
            break;
        }
    }
    const int v44 = as_int(as_uint(v1) * as_uint(6));
    const float v45 = gf_max(gf_max(gf_max(gf_max(gf_max(v22, v23), v24), v25), v26), v27);
    const float v46 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v27 - v45))));
    const float v47 = fma(v46, 1.442695f, 12582912.0f);
    const int v48 = as_int(v47);
    const int v49 = as_int(as_uint(v48) + as_uint(-1262485504)) >> 1;
    const float v50 = v47 - 12582912.0f;
    const float v51 = fma(v50, -0.69314575f, v46);
    const float v52 = fma(v50, -1.4286068E-06f, v51);
    const float v53 = (fma(fma(fma(fma(fma(fma(v52, 0.0013814532f, 0.008368745f), v52, 0.041668393f), v52, 0.16666521f), v52, 0.49999994f), v52, 1.0f), v52, 1.0f) * as_float((as_int(as_uint(v49) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v48) - as_uint(v49))) + as_uint(-1262485377)) << 23));
    const float v54 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v26 - v45))));
    const float v55 = fma(v54, 1.442695f, 12582912.0f);
    const int v56 = as_int(v55);
    const int v57 = as_int(as_uint(v56) + as_uint(-1262485504)) >> 1;
    const float v58 = v55 - 12582912.0f;
    const float v59 = fma(v58, -0.69314575f, v54);
    const float v60 = fma(v58, -1.4286068E-06f, v59);
    const float v61 = (fma(fma(fma(fma(fma(fma(v60, 0.0013814532f, 0.008368745f), v60, 0.041668393f), v60, 0.16666521f), v60, 0.49999994f), v60, 1.0f), v60, 1.0f) * as_float((as_int(as_uint(v57) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v56) - as_uint(v57))) + as_uint(-1262485377)) << 23));
    const float v62 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v25 - v45))));
    const float v63 = fma(v62, 1.442695f, 12582912.0f);
    const int v64 = as_int(v63);
    const int v65 = as_int(as_uint(v64) + as_uint(-1262485504)) >> 1;
    const float v66 = v63 - 12582912.0f;
    const float v67 = fma(v66, -0.69314575f, v62);
    const float v68 = fma(v66, -1.4286068E-06f, v67);
    const float v69 = (fma(fma(fma(fma(fma(fma(v68, 0.0013814532f, 0.008368745f), v68, 0.041668393f), v68, 0.16666521f), v68, 0.49999994f), v68, 1.0f), v68, 1.0f) * as_float((as_int(as_uint(v65) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v64) - as_uint(v65))) + as_uint(-1262485377)) << 23));
    const float v70 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v24 - v45))));
    const float v71 = fma(v70, 1.442695f, 12582912.0f);
    const int v72 = as_int(v71);
    const int v73 = as_int(as_uint(v72) + as_uint(-1262485504)) >> 1;
    const float v74 = v71 - 12582912.0f;
    const float v75 = fma(v74, -0.69314575f, v70);
    const float v76 = fma(v74, -1.4286068E-06f, v75);
    const float v77 = (fma(fma(fma(fma(fma(fma(v76, 0.0013814532f, 0.008368745f), v76, 0.041668393f), v76, 0.16666521f), v76, 0.49999994f), v76, 1.0f), v76, 1.0f) * as_float((as_int(as_uint(v73) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v72) - as_uint(v73))) + as_uint(-1262485377)) << 23));
    const float v78 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v23 - v45))));
    const float v79 = fma(v78, 1.442695f, 12582912.0f);
    const int v80 = as_int(v79);
    const int v81 = as_int(as_uint(v80) + as_uint(-1262485504)) >> 1;
    const float v82 = v79 - 12582912.0f;
    const float v83 = fma(v82, -0.69314575f, v78);
    const float v84 = fma(v82, -1.4286068E-06f, v83);
    const float v85 = (fma(fma(fma(fma(fma(fma(v84, 0.0013814532f, 0.008368745f), v84, 0.041668393f), v84, 0.16666521f), v84, 0.49999994f), v84, 1.0f), v84, 1.0f) * as_float((as_int(as_uint(v81) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v80) - as_uint(v81))) + as_uint(-1262485377)) << 23));
    const float v86 = gf_max(-104.0f, gf_min(89.0f, (scalar6 * (v22 - v45))));
    const float v87 = fma(v86, 1.442695f, 12582912.0f);
    const int v88 = as_int(v87);
    const int v89 = as_int(as_uint(v88) + as_uint(-1262485504)) >> 1;
    const float v90 = v87 - 12582912.0f;
    const float v91 = fma(v90, -0.69314575f, v86);
    const float v92 = fma(v90, -1.4286068E-06f, v91);
    const float v93 = (fma(fma(fma(fma(fma(fma(v92, 0.0013814532f, 0.008368745f), v92, 0.041668393f), v92, 0.16666521f), v92, 0.49999994f), v92, 1.0f), v92, 1.0f) * as_float((as_int(as_uint(v89) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v88) - as_uint(v89))) + as_uint(-1262485377)) << 23));
    const float v94 = 1.0f / ((((((0.0f + v93) + v85) + v77) + v69) + v61) + v53);
    const float v95 = v93 * v94;
    const float v96 = fma(v93, v28, 0.0f);
    const float v97 = fma(v85, v29, v96);
    const float v98 = fma(v77, v30, v97);
    const float v99 = fma(v69, v31, v98);
    const float v100 = fma(v61, v32, v99);
    const float v101 = fma(v53, v33, v100);
    shared5[v44] = v95;
    const float v102 = v101 * v94;
    shared6[v44] = ((scalar6 * v95) * (v28 - v102));
    const float v103 = v85 * v94;
    shared5[as_int(as_uint(v44) + as_uint(1))] = v103;
    shared6[as_int(as_uint(v44) + as_uint(1))] = ((scalar6 * v103) * (v29 - v102));
    const float v104 = v77 * v94;
    shared5[as_int(as_uint(v44) + as_uint(2))] = v104;
    shared6[as_int(as_uint(v44) + as_uint(2))] = ((scalar6 * v104) * (v30 - v102));
    const float v105 = v69 * v94;
    shared5[as_int(as_uint(v44) + as_uint(3))] = v105;
    shared6[as_int(as_uint(v44) + as_uint(3))] = ((scalar6 * v105) * (v31 - v102));
    const float v106 = v61 * v94;
    shared5[as_int(as_uint(v44) + as_uint(4))] = v106;
    shared6[as_int(as_uint(v44) + as_uint(4))] = ((scalar6 * v106) * (v32 - v102));
    const float v107 = v53 * v94;
    shared5[as_int(as_uint(v44) + as_uint(5))] = v107;
    shared6[as_int(as_uint(v44) + as_uint(5))] = ((scalar6 * v107) * (v33 - v102));
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    int v108 = 0;
    while (true)
    {
        if (v108 < v0)
        {
            const int v109 = as_int(as_uint(v3) + as_uint(min(v108, as_int(as_uint(v0) + as_uint(-8)))));
            int v110 = 0;
            while (true)
            {
                if (v110 < 6)
                {
                    const int v111 = as_int(as_uint(v110) * as_uint(6));
                    float v112 = 0.0f;
                    float v113 = 0.0f;
                    int v114 = 0;
                    float v115;
                    float v116;
                    while (true)
                    {
                        if (v114 < 6)
                        {
                            const float v117 = shared6[as_int(as_uint(v111) + as_uint(v114))];
                            const int v118 = as_int(as_uint(as_int(as_uint(v109) + as_uint(as_int(as_uint(v114) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)));
                            const float v119 = view2[v118];
                            const int v120 = as_int(as_uint(v110) + as_uint(as_int(as_uint(v114) * as_uint(6))));
                            const float v121 = shared6[v120];
                            const float v122 = view1[v118];
                            const float v123 = fma(v121, v122, v113);
                            const float v124 = shared5[v120];
                            const float v125 = view0[v118];
                            const float v126 = fma(v124, v125, v123);
                            v112 = fma(v117, v119, v112);
                            v113 = v126;
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
                    const int v127 = as_int(as_uint(as_int(as_uint(v109) + as_uint(as_int(as_uint(v110) * as_uint(scalar5))))) + as_uint((int)get_local_id(0)));
                    view3[v127] = v115;
                    view4[v127] = v116;
                    v110 = as_int(as_uint(v110) + as_uint(1));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v108 = as_int(as_uint(v108) + as_uint(8));
            continue;
        }
        else
        {
            break;
        }
    }
}
