// Written by 'gpuformer emit'; change the kernel and run it again.
// BridgeToTokensBackward.Prepare(gated=1)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_BridgeToTokensBackward_Prepare_gated_1_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* result */,
    __global const float *buffer2, int offset2, int length2 /* qAlpha */,
    __global const float *buffer3, int offset3, int length3 /* terms */,
    __global float *buffer4, int offset4, int length4 /* dAlpha */,
    __global float *buffer5, int offset5, int length5 /* rows */,
    __global float *buffer6, int offset6, int length6 /* columns */,
    __global float *buffer7, int offset7, int length7 /* lanes */,
    int scalar8 /* M */,
    int scalar9 /* C */,
    int scalar10 /* L */,
    int scalar11 /* P */,
    int scalar12 /* heads */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    __global float *restrict view5 = buffer5 + offset5;
    __global float *restrict view6 = buffer6 + offset6;
    __global float *restrict view7 = buffer7 + offset7;
    __local float shared8[32];
    const int v0 = gf_div(scalar9, scalar12);
    const int v1 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar8))) + as_uint((int)get_group_id(1)));
    const int v2 = as_int(as_uint(v1) * as_uint(as_int(as_uint(scalar9) * as_uint(2))));
    const int v3 = as_int(as_uint(v1) * as_uint(scalar9));
    const int v4 = as_int(as_uint(v2) + as_uint(scalar9));
    const int v5 = as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(2))) * as_uint(scalar8))));
    const int v6 = as_int(as_uint(v5) * as_uint(scalar9));
    const int v7 = as_int(as_uint(as_int(as_uint(v5) + as_uint(scalar8))) * as_uint(scalar9));
    const int v8 = as_int(as_uint((int)get_local_id(0)) * as_uint(scalar10));
    const int v9 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))) * as_uint(scalar10));
    const int v10 = as_int(as_uint((int)get_group_id(1)) + as_uint(v9));
    const int v11 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(scalar8))) + as_uint(v9));
    const bool v12 = (int)get_group_id(1) != 0;
    const int v13 = as_int(as_uint(scalar8) * as_uint(2));
    const bool v14 = (int)get_local_id(0) != 0;
    const int v15 = ((int)get_group_id(1) == as_int(as_uint(scalar8) + as_uint(-1))) ? scalar11 : as_int(as_uint((int)get_group_id(1)) + as_uint(1));
    const int v16 = as_int(as_uint(as_int(as_uint(v1) * as_uint(2))) * as_uint(scalar12));
    const int v17 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar12))) * as_uint(3))) * as_uint(scalar11));
    const int v18 = as_int(as_uint(v16) + as_uint(scalar12));
    const int v19 = as_int(as_uint(v17) + as_uint(scalar11));
    const int v20 = as_int(as_uint(v17) + as_uint(as_int(as_uint(scalar11) * as_uint(2))));
    int v21 = 0;
    while (true)
    {
        if (v21 < scalar12)
        {
            const int v22 = as_int(as_uint(v21) * as_uint(v0));
            const int v23 = as_int(as_uint(v2) + as_uint(v22));
            const int v24 = as_int(as_uint(v3) + as_uint(v22));
            const int v25 = as_int(as_uint(v4) + as_uint(v22));
            const int v26 = as_int(as_uint(v6) + as_uint(v22));
            const int v27 = as_int(as_uint(v7) + as_uint(v22));
            const int v28 = as_int(as_uint(v22) * as_uint(scalar10));
            const int v29 = as_int(as_uint(v10) + as_uint(v28));
            const int v30 = as_int(as_uint(v11) + as_uint(v28));
            const int v31 = as_int(as_uint(v9) + as_uint(v28));
            float v32 = 0.0f;
            int v33 = 0;
            float v34;
            while (true)
            {
                if (v33 < v0)
                {
                    float v35;
                    if (as_int(as_uint(v33) + as_uint((int)get_local_id(0))) >= v0)
                    {
                        v35 = v32;
                    }
                    else
                    {
                        const float v36 = view2[as_int(as_uint(as_int(as_uint(v23) + as_uint(v33))) + as_uint((int)get_local_id(0)))];
                        const int v37 = as_int(as_uint(as_int(as_uint(v24) + as_uint(v33))) + as_uint((int)get_local_id(0)));
                        const float v38 = view0[v37];
                        const float v39 = view1[v37];
                        const float v40 = view2[as_int(as_uint(as_int(as_uint(v25) + as_uint(v33))) + as_uint((int)get_local_id(0)))];
                        view4[v37] = ((!((v40 > -3.0f)) || !((v40 < 3.0f))) ? 0.0f : ((v38 * v39) * 0.33333334f));
                        view5[as_int(as_uint(as_int(as_uint(v26) + as_uint(v33))) + as_uint((int)get_local_id(0)))] = v36;
                        const float v41 = (v38 * 2.0f) * (gf_min(6.0f, gf_max(0.0f, (v40 + 3.0f))) * 0.16666667f);
                        view5[as_int(as_uint(as_int(as_uint(v27) + as_uint(v33))) + as_uint((int)get_local_id(0)))] = v41;
                        const int v42 = as_int(as_uint(v33) * as_uint(scalar10));
                        view6[as_int(as_uint(as_int(as_uint(v29) + as_uint(v42))) + as_uint(v8))] = v36;
                        view6[as_int(as_uint(as_int(as_uint(v30) + as_uint(v42))) + as_uint(v8))] = v41;
                        if (!(v12))
                        {
                            const int v43 = as_int(as_uint(v31) + as_uint(v42));
                            int v44 = v13;
                            while (true)
                            {
                                if (v44 < scalar10)
                                {
                                    view6[as_int(as_uint(as_int(as_uint(v43) + as_uint(v44))) + as_uint(v8))] = 0.0f;
                                    v44 = as_int(as_uint(v44) + as_uint(1));
                                    continue;
                                }
                                else
                                {
                                    break;
                                }
                            }
                        }
                        v35 = fma(v41, v39, v32);
                    }
                    v32 = v35;
                    v33 = as_int(as_uint(v33) + as_uint(32));
                    continue;
                }
                else
                {
                    v34 = v32;
                    break;
                }
            }
            shared8[(int)get_local_id(0)] = v34;
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            float v45 = 0.0f;
            int v46 = 0;
            float v47;
            while (true)
            {
                if (v46 < 32)
                {
                    const float v48 = shared8[v46];
                    v45 = v45 + v48;
                    v46 = as_int(as_uint(v46) + as_uint(1));
                    continue;
                }
                else
                {
                    v47 = v45;
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            if (!(v14))
            {
                const int v49 = as_int(as_uint(v16) + as_uint(v21));
                const int v50 = as_int(as_uint(as_int(as_uint(v21) * as_uint(3))) * as_uint(scalar11));
                const int v51 = as_int(as_uint(v17) + as_uint(v50));
                const int v52 = as_int(as_uint(v18) + as_uint(v21));
                const int v53 = as_int(as_uint(v19) + as_uint(v50));
                const int v54 = as_int(as_uint(v20) + as_uint(v50));
                int v55 = (int)get_group_id(1);
                while (true)
                {
                    if (v55 < v15)
                    {
                        const float v56 = view3[v49];
                        view7[as_int(as_uint(v51) + as_uint(v55))] = v56;
                        const float v57 = view3[v52];
                        view7[as_int(as_uint(v53) + as_uint(v55))] = (1.0f / v57);
                        view7[as_int(as_uint(v54) + as_uint(v55))] = v47;
                        v55 = as_int(as_uint(v55) + as_uint(1));
                        continue;
                    }
                    else
                    {
                        break;
                    }
                }
            }
            v21 = as_int(as_uint(v21) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
