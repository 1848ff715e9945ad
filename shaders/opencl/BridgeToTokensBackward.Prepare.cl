// Written by 'gpuformer emit'; change the kernel and run it again.
// BridgeToTokensBackward.Prepare

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_BridgeToTokensBackward_Prepare(
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
    const int v2 = as_int(as_uint(v1) * as_uint(2));
    const int v3 = as_int(as_uint(v2) * as_uint(scalar9));
    const int v4 = as_int(as_uint(v3) + as_uint(scalar9));
    const int v5 = as_int(as_uint(v1) * as_uint(scalar9));
    const int v6 = as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(2))) * as_uint(scalar8))));
    const int v7 = as_int(as_uint(v6) * as_uint(scalar9));
    const int v8 = as_int(as_uint(as_int(as_uint(v6) + as_uint(scalar8))) * as_uint(scalar9));
    const int v9 = as_int(as_uint((int)get_local_id(0)) * as_uint(scalar10));
    const int v10 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar9))) * as_uint(scalar10));
    const int v11 = as_int(as_uint((int)get_group_id(1)) + as_uint(v10));
    const int v12 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(scalar8))) + as_uint(v10));
    const bool v13 = (int)get_group_id(1) != 0;
    const int v14 = as_int(as_uint(scalar8) * as_uint(2));
    const bool v15 = (int)get_local_id(0) != 0;
    const int v16 = ((int)get_group_id(1) == as_int(as_uint(scalar8) + as_uint(-1))) ? scalar11 : as_int(as_uint((int)get_group_id(1)) + as_uint(1));
    const int v17 = as_int(as_uint(v2) * as_uint(scalar12));
    const int v18 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar12))) * as_uint(3))) * as_uint(scalar11));
    const int v19 = as_int(as_uint(v17) + as_uint(scalar12));
    const int v20 = as_int(as_uint(v18) + as_uint(scalar11));
    const int v21 = as_int(as_uint(v18) + as_uint(as_int(as_uint(scalar11) * as_uint(2))));
    int v22 = 0;
    while (true)
    {
        if (v22 < scalar12)
        {
            const int v23 = as_int(as_uint(v22) * as_uint(v0));
            const int v24 = as_int(as_uint(v3) + as_uint(v23));
            const int v25 = as_int(as_uint(v4) + as_uint(v23));
            const int v26 = as_int(as_uint(v5) + as_uint(v23));
            const int v27 = as_int(as_uint(v7) + as_uint(v23));
            const int v28 = as_int(as_uint(v8) + as_uint(v23));
            const int v29 = as_int(as_uint(v23) * as_uint(scalar10));
            const int v30 = as_int(as_uint(v11) + as_uint(v29));
            const int v31 = as_int(as_uint(v12) + as_uint(v29));
            const int v32 = as_int(as_uint(v10) + as_uint(v29));
            float v33 = 0.0f;
            int v34 = 0;
            float v35;
            while (true)
            {
                if (v34 < v0)
                {
                    float v36;
                    if (as_int(as_uint(v34) + as_uint((int)get_local_id(0))) >= v0)
                    {
                        v36 = v33;
                    }
                    else
                    {
                        const float v37 = view2[as_int(as_uint(as_int(as_uint(v24) + as_uint(v34))) + as_uint((int)get_local_id(0)))];
                        const float v38 = view2[as_int(as_uint(as_int(as_uint(v25) + as_uint(v34))) + as_uint((int)get_local_id(0)))];
                        const int v39 = as_int(as_uint(as_int(as_uint(v26) + as_uint(v34))) + as_uint((int)get_local_id(0)));
                        const float v40 = view0[v39];
                        const float v41 = view1[v39];
                        view4[v39] = ((!((v38 > -3.0f)) || !((v38 < 3.0f))) ? 0.0f : ((v40 * v41) * 0.33333334f));
                        view5[as_int(as_uint(as_int(as_uint(v27) + as_uint(v34))) + as_uint((int)get_local_id(0)))] = v37;
                        const float v42 = (v40 * 2.0f) * (gf_min(gf_max((v38 + 3.0f), 0.0f), 6.0f) * 0.16666667f);
                        view5[as_int(as_uint(as_int(as_uint(v28) + as_uint(v34))) + as_uint((int)get_local_id(0)))] = v42;
                        const int v43 = as_int(as_uint(v34) * as_uint(scalar10));
                        view6[as_int(as_uint(as_int(as_uint(v30) + as_uint(v43))) + as_uint(v9))] = v37;
                        view6[as_int(as_uint(as_int(as_uint(v31) + as_uint(v43))) + as_uint(v9))] = v42;
                        if (!(v13))
                        {
                            const int v44 = as_int(as_uint(v32) + as_uint(v43));
                            int v45 = v14;
                            while (true)
                            {
                                if (v45 < scalar10)
                                {
                                    view6[as_int(as_uint(as_int(as_uint(v44) + as_uint(v45))) + as_uint(v9))] = 0.0f;
                                    v45 = as_int(as_uint(v45) + as_uint(1));
                                    continue;
                                }
                                else
                                {
                                    break;
                                }
                            }
                        }
                        v36 = fma(v42, v41, v33);
                    }
                    v33 = v36;
                    v34 = as_int(as_uint(v34) + as_uint(32));
                    continue;
                }
                else
                {
                    v35 = v33;
                    break;
                }
            }
            shared8[(int)get_local_id(0)] = v35;
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            float v46 = 0.0f;
            int v47 = 0;
            float v48;
            while (true)
            {
                if (v47 < 32)
                {
                    const float v49 = shared8[v47];
                    v46 = v46 + v49;
                    v47 = as_int(as_uint(v47) + as_uint(1));
                    continue;
                }
                else
                {
                    v48 = v46;
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            if (!(v15))
            {
                const int v50 = as_int(as_uint(v17) + as_uint(v22));
                const int v51 = as_int(as_uint(as_int(as_uint(v22) * as_uint(3))) * as_uint(scalar11));
                const int v52 = as_int(as_uint(v18) + as_uint(v51));
                const int v53 = as_int(as_uint(v19) + as_uint(v22));
                const int v54 = as_int(as_uint(v20) + as_uint(v51));
                const int v55 = as_int(as_uint(v21) + as_uint(v51));
                int v56 = (int)get_group_id(1);
                while (true)
                {
                    if (v56 < v16)
                    {
                        const float v57 = view3[v50];
                        view7[as_int(as_uint(v52) + as_uint(v56))] = v57;
                        const float v58 = view3[v53];
                        view7[as_int(as_uint(v54) + as_uint(v56))] = (1.0f / v58);
                        view7[as_int(as_uint(v55) + as_uint(v56))] = v48;
                        v56 = as_int(as_uint(v56) + as_uint(1));
                        continue;
                    }
                    else
                    {
                        break;
                    }
                }
            }
            v22 = as_int(as_uint(v22) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
