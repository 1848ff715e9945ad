// Written by 'gpuformer emit'; change the kernel and run it again.
// BridgeToTokensBackward.Merge(heads=2, gated=1)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_BridgeToTokensBackward_Merge_heads_2__gated_1_(
    __global const float *buffer0, int offset0, int length0 /* partial */,
    __global const float *buffer1, int offset1, int length1 /* qAlpha */,
    __global float *buffer2, int offset2, int length2 /* y */,
    __global float *buffer3, int offset3, int length3 /* result */,
    __global float *buffer4, int offset4, int length4 /* terms */,
    int scalar5 /* chunks */,
    int scalar6 /* M */,
    int scalar7 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    const int v0 = as_int(as_uint(as_int(as_uint(scalar7) * as_uint(scalar6))) + as_uint(as_int(as_uint(scalar6) * as_uint(4))));
    const int v1 = as_int(as_uint(scalar6) * as_uint(scalar7));
    const int v2 = as_int(as_uint(v0) * as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5))));
    const int v3 = as_int(as_uint(as_int(as_uint(v2) + as_uint(v1))) + as_uint((int)get_group_id(1)));
    const int v4 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_group_id(1)));
    int v5 = 0;
    float v6 = -3.4E+38f;
    float v7 = -3.4E+38f;
    float v8;
    float v9;
    while (true)
    {
        if (v5 < scalar5)
        {
            const int v10 = as_int(as_uint(v0) * as_uint(v5));
            const float v11 = view0[as_int(as_uint(v3) + as_uint(v10))];
            const float v12 = view0[as_int(as_uint(v4) + as_uint(v10))];
            v5 = as_int(as_uint(v5) + as_uint(1));
            v6 = gf_max(v6, v11);
            v7 = gf_max(v7, v12);
            continue;
        }
        else
        {
            v8 = v6;
            v9 = v7;
            break;
        }
    }
    const int v13 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(2))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_group_id(1)));
    const int v14 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(3))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_group_id(1)));
    const int v15 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar7) + as_uint(-32)));
    const bool v16 = as_int(as_uint(v15) + as_uint((int)get_local_id(0))) >= (scalar7 / 2);
    const int v17 = as_int(as_uint(as_int(as_uint(v2) + as_uint(v15))) + as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar7))));
    float v18 = 0.0f;
    int v19 = 0;
    float v20 = 0.0f;
    float v21 = 0.0f;
    float v22;
    float v23;
    float v24;
    while (true)
    {
        if (v19 < scalar5)
        {
            const int v25 = as_int(as_uint(v0) * as_uint(v19));
            const float v26 = view0[as_int(as_uint(v3) + as_uint(v25))];
            const float v27 = gf_max(-104.0f, gf_min(89.0f, (v26 - v8)));
            const float v28 = fma(v27, 1.442695f, 12582912.0f);
            const float v29 = v28 - 12582912.0f;
            const float v30 = fma(v29, -0.69314575f, v27);
            const float v31 = fma(v29, -1.4286068E-06f, v30);
            const float v32 = view0[as_int(as_uint(v13) + as_uint(v25))];
            const float v33 = view0[as_int(as_uint(v4) + as_uint(v25))];
            const float v34 = gf_max(-104.0f, gf_min(89.0f, (v33 - v9)));
            const float v35 = fma(v34, 1.442695f, 12582912.0f);
            const float v36 = v35 - 12582912.0f;
            const float v37 = fma(v36, -0.69314575f, v34);
            const float v38 = fma(v36, -1.4286068E-06f, v37);
            const float v39 = view0[as_int(as_uint(v14) + as_uint(v25))];
            const int v40 = as_int(v35);
            const int v41 = as_int(as_uint(v40) + as_uint(-1262485504)) >> 1;
            const float v42 = (fma(fma(fma(fma(fma(fma(v38, 0.0013814532f, 0.008368745f), v38, 0.041668393f), v38, 0.16666521f), v38, 0.49999994f), v38, 1.0f), v38, 1.0f) * as_float((as_int(as_uint(v41) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v40) - as_uint(v41))) + as_uint(-1262485377)) << 23));
            const int v43 = as_int(v28);
            const int v44 = as_int(as_uint(v43) + as_uint(-1262485504)) >> 1;
            const float v45 = (fma(fma(fma(fma(fma(fma(v31, 0.0013814532f, 0.008368745f), v31, 0.041668393f), v31, 0.16666521f), v31, 0.49999994f), v31, 1.0f), v31, 1.0f) * as_float((as_int(as_uint(v44) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v43) - as_uint(v44))) + as_uint(-1262485377)) << 23));
            float v46;
            if (v16)
            {
                v46 = v42;
            }
            else
            {
                v46 = v45;
            }
            const float v47 = view0[as_int(as_uint(as_int(as_uint(v17) + as_uint(v25))) + as_uint((int)get_local_id(0)))];
            v18 = fma(v46, v47, v18);
            v19 = as_int(as_uint(v19) + as_uint(1));
            v20 = fma(v45, v32, v20);
            v21 = fma(v42, v39, v21);
            continue;
        }
        else
        {
            v22 = v18;
            v23 = v20;
            v24 = v21;
            break;
        }
    }
    const int v48 = as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))));
    const int v49 = as_int(as_uint(as_int(as_uint(v15) + as_uint(as_int(as_uint(v48) * as_uint(scalar7))))) + as_uint((int)get_local_id(0)));
    const float v50 = v22 / (v16 ? v24 : v23);
    view3[v49] = v50;
    const int v51 = as_int(as_uint(v48) * as_uint(2));
    const float v52 = view1[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) + as_uint(v15))) + as_uint(as_int(as_uint(v51) * as_uint(scalar7))))) + as_uint((int)get_local_id(0)))];
    view2[v49] = ((v50 * 2.0f) * (gf_min(6.0f, gf_max(0.0f, (v52 + 3.0f))) * 0.16666667f));
    if (!((int)get_local_id(0) != 0))
    {
        const int v53 = as_int(as_uint(v51) * as_uint(2));
        view4[v53] = v8;
        view4[as_int(as_uint(v53) + as_uint(2))] = v23;
        view4[as_int(as_uint(v53) + as_uint(1))] = v9;
        view4[as_int(as_uint(v53) + as_uint(3))] = v24;
    }
}
