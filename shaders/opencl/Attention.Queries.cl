// Written by 'gpuformer emit'; change the kernel and run it again.
// Attention.Queries(sharedWidth=32, block=16, vectors=1, tileRows=4, tileColumns=4, masked=1)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Attention_Queries_sharedWidth_32__block_16__vectors_1__tileRows_4__tileColumns_4__masked_1_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* y */,
    __global const float *buffer2, int offset2, int length2 /* q */,
    __global const float *buffer3, int offset3, int length3 /* k */,
    __global const float *buffer4, int offset4, int length4 /* v */,
    __global const float *buffer5, int offset5, int length5 /* mask */,
    __global const float *buffer6, int offset6, int length6 /* terms */,
    __global float *buffer7, int offset7, int length7 /* dq */,
    __global float *buffer8, int offset8, int length8 /* products */,
    int scalar9 /* sizes.Queries */,
    int scalar10 /* sizes.Keys */,
    int scalar11 /* sizes.D */,
    int scalar12 /* sizes.Heads */,
    int scalar13 /* sizes.Width */,
    float scalar14 /* scale */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __global const float *restrict view5 = buffer5 + offset5;
    __global const float *restrict view6 = buffer6 + offset6;
    __global float *restrict view7 = buffer7 + offset7;
    __global float *restrict view8 = buffer8 + offset8;
    __local float shared9[1024];
    __local float shared10[1056];
    __local float shared11[1024];
    __local float shared12[512];
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(32));
    const int v1 = min(as_int(as_uint(v0) + as_uint((int)get_local_id(0))), as_int(as_uint(scalar9) + as_uint(-1)));
    const int v2 = as_int(as_uint(v1) * as_uint(scalar11));
    const int v3 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar13));
    const int v4 = as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9));
    const int v5 = as_int(as_uint(as_int(as_uint(v4) * as_uint(scalar11))) + as_uint(v3));
    float v6 = 0.0f;
    int v7 = 0;
    float v8;
    while (true)
    {
        if (v7 < scalar13)
        {
            const int v9 = as_int(as_uint(as_int(as_uint(v5) + as_uint(v7))) + as_uint(v2));
            const float v10 = view2[v9];
            const int v11 = as_int(as_uint(as_int(as_uint(v7) * as_uint(32))) + as_uint((int)get_local_id(0)));
            shared9[v11] = (scalar14 * v10);
            shared10[as_int(as_uint(as_int(as_uint(v7) * as_uint(33))) + as_uint((int)get_local_id(0)))] = 0.0f;
            const float v12 = view0[v9];
            shared11[v11] = v12;
            const float v13 = view1[v9];
            v6 = fma(v12, v13, v6);
            v7 = as_int(as_uint(v7) + as_uint(1));
            continue;
        }
        else
        {
            v8 = v6;
            break;
        }
    }
    const int v14 = as_int(as_uint(as_int(as_uint(v1) * as_uint(2))) * as_uint(scalar12));
    const int v15 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) * as_uint(2))) * as_uint(scalar12))) + as_uint((int)get_group_id(1)));
    const float v16 = view6[as_int(as_uint(as_int(as_uint(v15) + as_uint(scalar12))) + as_uint(v14))];
    const float v17 = view6[as_int(as_uint(v15) + as_uint(v14))];
    float v18;
    if (v16 > 0.0f)
    {
        v18 = scalar14 / v16;
    }
    else
    {
        v18 = 0.0f;
    }
    const int v19 = min(32, as_int(as_uint(scalar9) + as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(-32)))));
    if (!((int)get_local_id(0) >= v19))
    {
        view8[as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint(v4) * as_uint(scalar12))))) + as_uint(as_int(as_uint(v1) * as_uint(scalar12))))] = v8;
    }
    const int v20 = as_int(as_uint((int)get_group_id(2)) * as_uint(scalar10));
    const int v21 = as_int(as_uint(v3) + as_uint(as_int(as_uint(v20) * as_uint(scalar11))));
    int v22 = 0;
    while (true)
    {
        if (v22 < scalar10)
        {
            const int v23 = min(16, as_int(as_uint(scalar10) - as_uint(v22)));
            const int v24 = as_int(as_uint(v21) + as_uint(as_int(as_uint(v22) * as_uint(scalar11))));
            const int v25 = as_int(as_uint(v20) + as_uint(v22));
            int v26 = 0;
            while (true)
            {
                if (v26 < v23)
                {
                    const int v27 = min(v26, as_int(as_uint(v23) + as_uint(-1)));
                    const int v28 = as_int(as_uint(v24) + as_uint(as_int(as_uint(v27) * as_uint(scalar11))));
                    const int v29 = min(as_int(as_uint(v26) + as_uint(1)), as_int(as_uint(v23) + as_uint(-1)));
                    const int v30 = as_int(as_uint(v24) + as_uint(as_int(as_uint(v29) * as_uint(scalar11))));
                    const int v31 = min(as_int(as_uint(v26) + as_uint(2)), as_int(as_uint(v23) + as_uint(-1)));
                    const int v32 = as_int(as_uint(v24) + as_uint(as_int(as_uint(v31) * as_uint(scalar11))));
                    const int v33 = min(as_int(as_uint(v26) + as_uint(3)), as_int(as_uint(v23) + as_uint(-1)));
                    const int v34 = as_int(as_uint(v24) + as_uint(as_int(as_uint(v33) * as_uint(scalar11))));
                    int v35 = 0;
                    int v36 = 0;
                    float v37 = 0.0f;
                    float v38 = 0.0f;
                    float v39 = 0.0f;
                    float v40 = 0.0f;
                    float v41;
                    float v42;
                    float v43;
                    float v44;
                    while (true)
                    {
                        if (v36 < scalar13)
                        {
                            const float v45 = shared9[as_int(as_uint(v35) + as_uint((int)get_local_id(0)))];
                            const float v46 = view3[as_int(as_uint(v28) + as_uint(v36))];
                            const float v47 = view3[as_int(as_uint(v30) + as_uint(v36))];
                            const float v48 = view3[as_int(as_uint(v32) + as_uint(v36))];
                            const float v49 = view3[as_int(as_uint(v34) + as_uint(v36))];
                            v35 = as_int(as_uint(v35) + as_uint(32));
                            v36 = as_int(as_uint(v36) + as_uint(1));
                            v37 = fma(v46, v45, v37);
                            v38 = fma(v47, v45, v38);
                            v39 = fma(v48, v45, v39);
                            v40 = fma(v49, v45, v40);
                            continue;
                        }
                        else
                        {
                            v41 = v37;
                            v42 = v38;
                            v43 = v39;
                            v44 = v40;
                            break;
                        }
                    }
                    int v50 = 0;
                    int v51 = 0;
                    float v52 = 0.0f;
                    float v53 = 0.0f;
                    float v54 = 0.0f;
                    float v55 = 0.0f;
                    float v56;
                    float v57;
                    float v58;
                    float v59;
                    while (true)
                    {
                        if (v51 < scalar13)
                        {
                            const float v60 = shared11[as_int(as_uint(v50) + as_uint((int)get_local_id(0)))];
                            const float v61 = view4[as_int(as_uint(v28) + as_uint(v51))];
                            const float v62 = view4[as_int(as_uint(v30) + as_uint(v51))];
                            const float v63 = view4[as_int(as_uint(v32) + as_uint(v51))];
                            const float v64 = view4[as_int(as_uint(v34) + as_uint(v51))];
                            v50 = as_int(as_uint(v50) + as_uint(32));
                            v51 = as_int(as_uint(v51) + as_uint(1));
                            v52 = fma(v61, v60, v52);
                            v53 = fma(v62, v60, v53);
                            v54 = fma(v63, v60, v54);
                            v55 = fma(v64, v60, v55);
                            continue;
                        }
                        else
                        {
                            v56 = v52;
                            v57 = v53;
                            v58 = v54;
                            v59 = v55;
                            break;
                        }
                    }
                    const float v65 = view5[as_int(as_uint(v25) + as_uint(v27))];
                    float v66;
                    if (v65 != 0.0f)
                    {
                        const float v67 = gf_max(-104.0f, gf_min(89.0f, (v41 - v17)));
                        const float v68 = fma(v67, 1.442695f, 12582912.0f);
                        const int v69 = as_int(v68);
                        const int v70 = as_int(as_uint(v69) + as_uint(-1262485504)) >> 1;
                        const float v71 = v68 - 12582912.0f;
                        const float v72 = fma(v71, -1.4286068E-06f, fma(v71, -0.69314575f, v67));
                        v66 = (v18 * ((fma(fma(fma(fma(fma(fma(v72, 0.0013814532f, 0.008368745f), v72, 0.041668393f), v72, 0.16666521f), v72, 0.49999994f), v72, 1.0f), v72, 1.0f) * as_float((as_int(as_uint(v70) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v69) - as_uint(v70))) + as_uint(-1262485377)) << 23)))) * (v56 - v8);
                    }
                    else
                    {
                        v66 = 0.0f;
                    }
                    const int v73 = as_int(as_uint(as_int(as_uint(v26) * as_uint(32))) + as_uint((int)get_local_id(0)));
                    shared12[v73] = v66;
                    const float v74 = view5[as_int(as_uint(v25) + as_uint(v29))];
                    float v75;
                    if (v74 != 0.0f)
                    {
                        const float v76 = gf_max(-104.0f, gf_min(89.0f, (v42 - v17)));
                        const float v77 = fma(v76, 1.442695f, 12582912.0f);
                        const int v78 = as_int(v77);
                        const int v79 = as_int(as_uint(v78) + as_uint(-1262485504)) >> 1;
                        const float v80 = v77 - 12582912.0f;
                        const float v81 = fma(v80, -1.4286068E-06f, fma(v80, -0.69314575f, v76));
                        v75 = (v18 * ((fma(fma(fma(fma(fma(fma(v81, 0.0013814532f, 0.008368745f), v81, 0.041668393f), v81, 0.16666521f), v81, 0.49999994f), v81, 1.0f), v81, 1.0f) * as_float((as_int(as_uint(v79) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v78) - as_uint(v79))) + as_uint(-1262485377)) << 23)))) * (v57 - v8);
                    }
                    else
                    {
                        v75 = 0.0f;
                    }
                    shared12[as_int(as_uint(v73) + as_uint(32))] = v75;
                    const float v82 = view5[as_int(as_uint(v25) + as_uint(v31))];
                    float v83;
                    if (v82 != 0.0f)
                    {
                        const float v84 = gf_max(-104.0f, gf_min(89.0f, (v43 - v17)));
                        const float v85 = fma(v84, 1.442695f, 12582912.0f);
                        const int v86 = as_int(v85);
                        const int v87 = as_int(as_uint(v86) + as_uint(-1262485504)) >> 1;
                        const float v88 = v85 - 12582912.0f;
                        const float v89 = fma(v88, -1.4286068E-06f, fma(v88, -0.69314575f, v84));
                        v83 = (v18 * ((fma(fma(fma(fma(fma(fma(v89, 0.0013814532f, 0.008368745f), v89, 0.041668393f), v89, 0.16666521f), v89, 0.49999994f), v89, 1.0f), v89, 1.0f) * as_float((as_int(as_uint(v87) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v86) - as_uint(v87))) + as_uint(-1262485377)) << 23)))) * (v58 - v8);
                    }
                    else
                    {
                        v83 = 0.0f;
                    }
                    shared12[as_int(as_uint(v73) + as_uint(64))] = v83;
                    const float v90 = view5[as_int(as_uint(v25) + as_uint(v33))];
                    float v91;
                    if (v90 != 0.0f)
                    {
                        const float v92 = gf_max(-104.0f, gf_min(89.0f, (v44 - v17)));
                        const float v93 = fma(v92, 1.442695f, 12582912.0f);
                        const int v94 = as_int(v93);
                        const int v95 = as_int(as_uint(v94) + as_uint(-1262485504)) >> 1;
                        const float v96 = v93 - 12582912.0f;
                        const float v97 = fma(v96, -1.4286068E-06f, fma(v96, -0.69314575f, v92));
                        v91 = (v18 * ((fma(fma(fma(fma(fma(fma(v97, 0.0013814532f, 0.008368745f), v97, 0.041668393f), v97, 0.16666521f), v97, 0.49999994f), v97, 1.0f), v97, 1.0f) * as_float((as_int(as_uint(v95) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v94) - as_uint(v95))) + as_uint(-1262485377)) << 23)))) * (v59 - v8);
                    }
                    else
                    {
                        v91 = 0.0f;
                    }
                    shared12[as_int(as_uint(v73) + as_uint(96))] = v91;
                    v26 = as_int(as_uint(v26) + as_uint(4));
                    continue;
                }
                else
                {
                    break;
                }
            }
            int v98 = 0;
            while (true)
            {
                if (v98 < scalar13)
                {
                    int v99 = 0;
                    int v100 = as_int(as_uint(v24) + as_uint(v98));
                    int v101 = 0;
                    float v102 = 0.0f;
                    float v103 = 0.0f;
                    float v104 = 0.0f;
                    float v105 = 0.0f;
                    float v106;
                    float v107;
                    float v108;
                    float v109;
                    while (true)
                    {
                        if (v101 < v23)
                        {
                            const float v110 = shared12[as_int(as_uint(v99) + as_uint((int)get_local_id(0)))];
                            const float v111 = view3[v100];
                            const float v112 = view3[as_int(as_uint(v100) + as_uint(1))];
                            const float v113 = view3[as_int(as_uint(v100) + as_uint(2))];
                            const float v114 = view3[as_int(as_uint(v100) + as_uint(3))];
                            v99 = as_int(as_uint(v99) + as_uint(32));
                            v100 = as_int(as_uint(scalar11) + as_uint(v100));
                            v101 = as_int(as_uint(v101) + as_uint(1));
                            v102 = fma(v111, v110, v102);
                            v103 = fma(v112, v110, v103);
                            v104 = fma(v113, v110, v104);
                            v105 = fma(v114, v110, v105);
                            continue;
                        }
                        else
                        {
                            v106 = v102;
                            v107 = v103;
                            v108 = v104;
                            v109 = v105;
                            break;
                        }
                    }
                    const int v115 = as_int(as_uint(as_int(as_uint(v98) * as_uint(33))) + as_uint((int)get_local_id(0)));
                    const float v116 = shared10[v115];
                    shared10[v115] = (v116 + v106);
                    const float v117 = shared10[as_int(as_uint(v115) + as_uint(33))];
                    shared10[as_int(as_uint(v115) + as_uint(33))] = (v117 + v107);
                    const float v118 = shared10[as_int(as_uint(v115) + as_uint(66))];
                    shared10[as_int(as_uint(v115) + as_uint(66))] = (v118 + v108);
                    const float v119 = shared10[as_int(as_uint(v115) + as_uint(99))];
                    shared10[as_int(as_uint(v115) + as_uint(99))] = (v119 + v109);
                    v98 = as_int(as_uint(v98) + as_uint(4));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v22 = as_int(as_uint(v22) + as_uint(16));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v120 = as_int(as_uint((int)get_local_id(0)) * as_uint(33));
    const int v121 = as_int(as_uint(v3) + as_uint(as_int(as_uint(as_int(as_uint(v0) + as_uint(v4))) * as_uint(scalar11))));
    int v122 = 0;
    while (true)
    {
        if (v122 < v19)
        {
            const int v123 = as_int(as_uint(v121) + as_uint(as_int(as_uint(v122) * as_uint(scalar11))));
            int v124 = 0;
            while (true)
            {
                if (v124 < scalar13)
                {
                    const int v125 = min(v124, as_int(as_uint(scalar13) + as_uint(-32)));
                    const float v126 = shared10[as_int(as_uint(as_int(as_uint(v122) + as_uint(as_int(as_uint(v125) * as_uint(33))))) + as_uint(v120))];
                    view7[as_int(as_uint(as_int(as_uint(v123) + as_uint(v125))) + as_uint((int)get_local_id(0)))] = v126;
                    v124 = as_int(as_uint(v124) + as_uint(32));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v122 = as_int(as_uint(v122) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
