// Written by 'gpuformer emit'; change the kernel and run it again.
// Attention.Forward(sharedWidth=32, block=16, vectors=1, tileRows=4, tileColumns=4, masked=1)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Attention_Forward_sharedWidth_32__block_16__vectors_1__tileRows_4__tileColumns_4__masked_1_(
    __global const float *buffer0, int offset0, int length0 /* q */,
    __global const float *buffer1, int offset1, int length1 /* k */,
    __global const float *buffer2, int offset2, int length2 /* v */,
    __global const float *buffer3, int offset3, int length3 /* mask */,
    __global float *buffer4, int offset4, int length4 /* y */,
    __global float *buffer5, int offset5, int length5 /* terms */,
    int scalar6 /* sizes.Queries */,
    int scalar7 /* sizes.Keys */,
    int scalar8 /* sizes.D */,
    int scalar9 /* sizes.Heads */,
    int scalar10 /* sizes.Width */,
    float scalar11 /* scale */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    __global float *restrict view5 = buffer5 + offset5;
    __local float shared6[32];
    __local float shared7[32];
    __local float shared8[1024];
    __local float shared9[1056];
    __local float shared10[512];
    __local float shared11[32];
    shared6[(int)get_local_id(0)] = -3.4E+38f;
    shared7[(int)get_local_id(0)] = 0.0f;
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(32));
    const int v1 = as_int(as_uint(min(as_int(as_uint(v0) + as_uint((int)get_local_id(0))), as_int(as_uint(scalar6) + as_uint(-1)))) * as_uint(scalar8));
    const int v2 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar10));
    const int v3 = as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6));
    const int v4 = as_int(as_uint(as_int(as_uint(v3) * as_uint(scalar8))) + as_uint(v2));
    int v5 = 0;
    while (true)
    {
        if (v5 < scalar10)
        {
            const float v6 = view0[as_int(as_uint(as_int(as_uint(v4) + as_uint(v5))) + as_uint(v1))];
            shared8[as_int(as_uint(as_int(as_uint(v5) * as_uint(32))) + as_uint((int)get_local_id(0)))] = (scalar11 * v6);
            shared9[as_int(as_uint(as_int(as_uint(v5) * as_uint(33))) + as_uint((int)get_local_id(0)))] = 0.0f;
            v5 = as_int(as_uint(v5) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    const int v7 = as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7));
    const int v8 = as_int(as_uint(v2) + as_uint(as_int(as_uint(v7) * as_uint(scalar8))));
    int v9 = 0;
    while (true)
    {
        if (v9 < scalar7)
        {
            const float v10 = shared6[(int)get_local_id(0)];
            const int v11 = min(16, as_int(as_uint(scalar7) - as_uint(v9)));
            const int v12 = as_int(as_uint(v8) + as_uint(as_int(as_uint(v9) * as_uint(scalar8))));
            const int v13 = as_int(as_uint(v7) + as_uint(v9));
            int v14 = 0;
            float v15 = v10;
            float v16;
            while (true)
            {
                if (v14 < v11)
                {
                    const int v17 = min(v14, as_int(as_uint(v11) + as_uint(-1)));
                    const int v18 = as_int(as_uint(v12) + as_uint(as_int(as_uint(v17) * as_uint(scalar8))));
                    const int v19 = min(as_int(as_uint(v14) + as_uint(1)), as_int(as_uint(v11) + as_uint(-1)));
                    const int v20 = as_int(as_uint(v12) + as_uint(as_int(as_uint(v19) * as_uint(scalar8))));
                    const int v21 = min(as_int(as_uint(v14) + as_uint(2)), as_int(as_uint(v11) + as_uint(-1)));
                    const int v22 = as_int(as_uint(v12) + as_uint(as_int(as_uint(v21) * as_uint(scalar8))));
                    const int v23 = min(as_int(as_uint(v14) + as_uint(3)), as_int(as_uint(v11) + as_uint(-1)));
                    const int v24 = as_int(as_uint(v12) + as_uint(as_int(as_uint(v23) * as_uint(scalar8))));
                    int v25 = 0;
                    int v26 = 0;
                    float v27 = 0.0f;
                    float v28 = 0.0f;
                    float v29 = 0.0f;
                    float v30 = 0.0f;
                    float v31;
                    float v32;
                    float v33;
                    float v34;
                    while (true)
                    {
                        if (v26 < scalar10)
                        {
                            const float v35 = shared8[as_int(as_uint(v25) + as_uint((int)get_local_id(0)))];
                            const float v36 = view1[as_int(as_uint(v18) + as_uint(v26))];
                            const float v37 = view1[as_int(as_uint(v20) + as_uint(v26))];
                            const float v38 = view1[as_int(as_uint(v22) + as_uint(v26))];
                            const float v39 = view1[as_int(as_uint(v24) + as_uint(v26))];
                            v25 = as_int(as_uint(v25) + as_uint(32));
                            v26 = as_int(as_uint(v26) + as_uint(1));
                            v27 = fma(v36, v35, v27);
                            v28 = fma(v37, v35, v28);
                            v29 = fma(v38, v35, v29);
                            v30 = fma(v39, v35, v30);
                            continue;
                        }
                        else
                        {
                            v31 = v27;
                            v32 = v28;
                            v33 = v29;
                            v34 = v30;
                            break;
                        }
                    }
                    const float v40 = view3[as_int(as_uint(v13) + as_uint(v17))];
                    const int v41 = as_int(as_uint(as_int(as_uint(v14) * as_uint(32))) + as_uint((int)get_local_id(0)));
                    const float v42 = (v40 != 0.0f) ? v31 : -3.4E+38f;
                    shared10[v41] = v42;
                    const float v43 = view3[as_int(as_uint(v13) + as_uint(v19))];
                    const float v44 = (v43 != 0.0f) ? v32 : -3.4E+38f;
                    shared10[as_int(as_uint(v41) + as_uint(32))] = v44;
                    const float v45 = view3[as_int(as_uint(v13) + as_uint(v21))];
                    const float v46 = (v45 != 0.0f) ? v33 : -3.4E+38f;
                    shared10[as_int(as_uint(v41) + as_uint(64))] = v46;
                    const float v47 = view3[as_int(as_uint(v13) + as_uint(v23))];
                    const float v48 = (v47 != 0.0f) ? v34 : -3.4E+38f;
                    shared10[as_int(as_uint(v41) + as_uint(96))] = v48;
                    v14 = as_int(as_uint(v14) + as_uint(4));
                    v15 = gf_max(gf_max(gf_max(gf_max(v15, v42), v44), v46), v48);
                    continue;
                }
                else
                {
                    v16 = v15;
                    break;
                }
            }
            const float v49 = shared6[(int)get_local_id(0)];
            const float v50 = gf_max(-104.0f, gf_min(89.0f, (v49 - v16)));
            const float v51 = fma(v50, 1.442695f, 12582912.0f);
            const int v52 = as_int(v51);
            const int v53 = as_int(as_uint(v52) + as_uint(-1262485504)) >> 1;
            const float v54 = v51 - 12582912.0f;
            const float v55 = fma(v54, -0.69314575f, v50);
            const float v56 = fma(v54, -1.4286068E-06f, v55);
            const float v57 = (fma(fma(fma(fma(fma(fma(v56, 0.0013814532f, 0.008368745f), v56, 0.041668393f), v56, 0.16666521f), v56, 0.49999994f), v56, 1.0f), v56, 1.0f) * as_float((as_int(as_uint(v53) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v52) - as_uint(v53))) + as_uint(-1262485377)) << 23));
            shared11[(int)get_local_id(0)] = v57;
            shared6[(int)get_local_id(0)] = v16;
            const float v58 = shared7[(int)get_local_id(0)];
            shared7[(int)get_local_id(0)] = (v58 * v57);
            const float v59 = shared6[(int)get_local_id(0)];
            const float v60 = shared7[(int)get_local_id(0)];
            float v61 = v60;
            int v62 = 0;
            int v63 = 0;
            float v64;
            while (true)
            {
                if (v63 < v11)
                {
                    const int v65 = as_int(as_uint(v62) + as_uint((int)get_local_id(0)));
                    const float v66 = shared10[v65];
                    float v67;
                    if (v66 == -3.4E+38f)
                    {
                        v67 = 0.0f;
                    }
                    else
                    {
                        const float v68 = gf_max(-87.0f, (v66 - v59));
                        const float v69 = fma(v68, 1.442695f, 12582912.0f);
                        const float v70 = fma(v68, 1.442695f, (12582912.0f - v69));
                        v67 = as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v70, 0.0013264727f, 0.009671513f), v70, 0.055507336f), v70, 0.24022242f), v70, 0.693147f), v70, 1.0f))) + as_uint((as_int(v69) << 23))));
                    }
                    shared10[v65] = v67;
                    v61 = v61 + v67;
                    v62 = as_int(as_uint(v62) + as_uint(32));
                    v63 = as_int(as_uint(v63) + as_uint(1));
                    continue;
                }
                else
                {
                    v64 = v61;
                    break;
                }
            }
            shared7[(int)get_local_id(0)] = v64;
            int v71 = 0;
            while (true)
            {
                if (v71 < scalar10)
                {
                    int v72 = 0;
                    int v73 = as_int(as_uint(v12) + as_uint(v71));
                    int v74 = 0;
                    float v75 = 0.0f;
                    float v76 = 0.0f;
                    float v77 = 0.0f;
                    float v78 = 0.0f;
                    float v79;
                    float v80;
                    float v81;
                    float v82;
                    while (true)
                    {
                        if (v74 < v11)
                        {
                            const float v83 = shared10[as_int(as_uint(v72) + as_uint((int)get_local_id(0)))];
                            const float v84 = view2[v73];
                            const float v85 = view2[as_int(as_uint(v73) + as_uint(1))];
                            const float v86 = view2[as_int(as_uint(v73) + as_uint(2))];
                            const float v87 = view2[as_int(as_uint(v73) + as_uint(3))];
                            v72 = as_int(as_uint(v72) + as_uint(32));
                            v73 = as_int(as_uint(scalar8) + as_uint(v73));
                            v74 = as_int(as_uint(v74) + as_uint(1));
                            v75 = fma(v84, v83, v75);
                            v76 = fma(v85, v83, v76);
                            v77 = fma(v86, v83, v77);
                            v78 = fma(v87, v83, v78);
                            continue;
                        }
                        else
                        {
                            v79 = v75;
                            v80 = v76;
                            v81 = v77;
                            v82 = v78;
                            break;
                        }
                    }
                    const int v88 = as_int(as_uint(as_int(as_uint(v71) * as_uint(33))) + as_uint((int)get_local_id(0)));
                    const float v89 = shared9[v88];
                    const float v90 = shared11[(int)get_local_id(0)];
                    shared9[v88] = ((v90 * v89) + v79);
                    const float v91 = shared9[as_int(as_uint(v88) + as_uint(33))];
                    const float v92 = shared11[(int)get_local_id(0)];
                    shared9[as_int(as_uint(v88) + as_uint(33))] = ((v92 * v91) + v80);
                    const float v93 = shared9[as_int(as_uint(v88) + as_uint(66))];
                    const float v94 = shared11[(int)get_local_id(0)];
                    shared9[as_int(as_uint(v88) + as_uint(66))] = ((v94 * v93) + v81);
                    const float v95 = shared9[as_int(as_uint(v88) + as_uint(99))];
                    const float v96 = shared11[(int)get_local_id(0)];
                    shared9[as_int(as_uint(v88) + as_uint(99))] = ((v96 * v95) + v82);
                    v71 = as_int(as_uint(v71) + as_uint(4));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v9 = as_int(as_uint(v9) + as_uint(16));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v97 = min(32, as_int(as_uint(scalar6) + as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(-32)))));
    const int v98 = as_int(as_uint((int)get_local_id(0)) * as_uint(33));
    const int v99 = as_int(as_uint(v0) + as_uint(v3));
    const int v100 = as_int(as_uint(v2) + as_uint(as_int(as_uint(v99) * as_uint(scalar8))));
    int v101 = 0;
    while (true)
    {
        if (v101 < v97)
        {
            const float v102 = shared7[v101];
            float v103;
            if (v102 > 0.0f)
            {
                v103 = 1.0f / v102;
            }
            else
            {
                v103 = 0.0f;
            }
            const int v104 = as_int(as_uint(v100) + as_uint(as_int(as_uint(v101) * as_uint(scalar8))));
            int v105 = 0;
            while (true)
            {
                if (v105 < scalar10)
                {
                    const int v106 = min(v105, as_int(as_uint(scalar10) + as_uint(-32)));
                    const float v107 = shared9[as_int(as_uint(as_int(as_uint(v101) + as_uint(as_int(as_uint(v106) * as_uint(33))))) + as_uint(v98))];
                    view4[as_int(as_uint(as_int(as_uint(v104) + as_uint(v106))) + as_uint((int)get_local_id(0)))] = (v103 * v107);
                    v105 = as_int(as_uint(v105) + as_uint(32));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v101 = as_int(as_uint(v101) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    if (!((int)get_local_id(0) >= v97))
    {
        const float v108 = shared6[(int)get_local_id(0)];
        const int v109 = as_int(as_uint(as_int(as_uint((int)get_local_id(0)) * as_uint(2))) * as_uint(scalar9));
        const int v110 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v99) * as_uint(2))) * as_uint(scalar9))) + as_uint((int)get_group_id(1)));
        view5[as_int(as_uint(v110) + as_uint(v109))] = v108;
        const float v111 = shared7[(int)get_local_id(0)];
        view5[as_int(as_uint(as_int(as_uint(v110) + as_uint(scalar9))) + as_uint(v109))] = v111;
    }
}
