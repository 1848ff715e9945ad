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
    const int v0 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5))) * as_uint(scalar6))) + as_uint((int)get_group_id(1)))) * as_uint(as_int(as_uint(scalar7) + as_uint(4))));
    const int v1 = as_int(as_uint(as_int(as_uint(scalar7) * as_uint(scalar6))) + as_uint(as_int(as_uint(scalar6) * as_uint(4))));
    int v2 = v0;
    int v3 = 0;
    float v4 = -3.4E+38f;
    float v5 = -3.4E+38f;
    float v6;
    float v7;
    while (true)
    {
        if (v3 < scalar5)
        {
            const int v8 = as_int(as_uint(scalar7) + as_uint(v2));
            const float v9 = view0[v8];
            const float v10 = view0[as_int(as_uint(v8) + as_uint(1))];
            v2 = as_int(as_uint(v1) + as_uint(v2));
            v3 = as_int(as_uint(v3) + as_uint(1));
            v4 = gf_max(v4, v9);
            v5 = gf_max(v5, v10);
            continue;
        }
        else
        {
            v6 = v4;
            v7 = v5;
            break;
        }
    }
    const int v11 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar7) + as_uint(-32)));
    const bool v12 = as_int(as_uint(v11) + as_uint((int)get_local_id(0))) >= (scalar7 / 2);
    int v13 = v0;
    float v14 = 0.0f;
    int v15 = 0;
    float v16 = 0.0f;
    float v17 = 0.0f;
    float v18;
    float v19;
    float v20;
    while (true)
    {
        if (v15 < scalar5)
        {
            const int v21 = as_int(as_uint(scalar7) + as_uint(v13));
            const float v22 = view0[v21];
            const float v23 = gf_max(-104.0f, gf_min(89.0f, (v22 - v6)));
            const float v24 = fma(v23, 1.442695f, 12582912.0f);
            const float v25 = v24 - 12582912.0f;
            const float v26 = fma(v25, -0.69314575f, v23);
            const float v27 = fma(v25, -1.4286068E-06f, v26);
            const float v28 = view0[as_int(as_uint(v21) + as_uint(2))];
            const float v29 = view0[as_int(as_uint(v21) + as_uint(1))];
            const float v30 = gf_max(-104.0f, gf_min(89.0f, (v29 - v7)));
            const float v31 = fma(v30, 1.442695f, 12582912.0f);
            const float v32 = v31 - 12582912.0f;
            const float v33 = fma(v32, -0.69314575f, v30);
            const float v34 = fma(v32, -1.4286068E-06f, v33);
            const float v35 = view0[as_int(as_uint(v21) + as_uint(3))];
            const int v36 = as_int(v31);
            const int v37 = as_int(as_uint(v36) + as_uint(-1262485504)) >> 1;
            const float v38 = (fma(fma(fma(fma(fma(fma(v34, 0.0013814532f, 0.008368745f), v34, 0.041668393f), v34, 0.16666521f), v34, 0.49999994f), v34, 1.0f), v34, 1.0f) * as_float((as_int(as_uint(v37) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v36) - as_uint(v37))) + as_uint(-1262485377)) << 23));
            const int v39 = as_int(v24);
            const int v40 = as_int(as_uint(v39) + as_uint(-1262485504)) >> 1;
            const float v41 = (fma(fma(fma(fma(fma(fma(v27, 0.0013814532f, 0.008368745f), v27, 0.041668393f), v27, 0.16666521f), v27, 0.49999994f), v27, 1.0f), v27, 1.0f) * as_float((as_int(as_uint(v40) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v39) - as_uint(v40))) + as_uint(-1262485377)) << 23));
            float v42;
            if (v12)
            {
                v42 = v38;
            }
            else
            {
                v42 = v41;
            }
            const float v43 = view0[as_int(as_uint(as_int(as_uint(v11) + as_uint(v13))) + as_uint((int)get_local_id(0)))];
            v13 = as_int(as_uint(v1) + as_uint(v13));
            v14 = fma(v42, v43, v14);
            v15 = as_int(as_uint(v15) + as_uint(1));
            v16 = fma(v41, v28, v16);
            v17 = fma(v38, v35, v17);
            continue;
        }
        else
        {
            v18 = v14;
            v19 = v16;
            v20 = v17;
            break;
        }
    }
    const int v44 = as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))));
    const int v45 = as_int(as_uint(as_int(as_uint(v11) + as_uint(as_int(as_uint(v44) * as_uint(scalar7))))) + as_uint((int)get_local_id(0)));
    const float v46 = v18 / (v12 ? v20 : v19);
    view3[v45] = v46;
    const int v47 = as_int(as_uint(v44) * as_uint(2));
    const float v48 = view1[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) + as_uint(v11))) + as_uint(as_int(as_uint(v47) * as_uint(scalar7))))) + as_uint((int)get_local_id(0)))];
    view2[v45] = ((v46 * 2.0f) * (gf_min(gf_max((v48 + 3.0f), 0.0f), 6.0f) * 0.16666667f));
    if (!((int)get_local_id(0) != 0))
    {
        const int v49 = as_int(as_uint(v47) * as_uint(2));
        view4[v49] = v6;
        view4[as_int(as_uint(v49) + as_uint(2))] = v19;
        view4[as_int(as_uint(v49) + as_uint(1))] = v7;
        view4[as_int(as_uint(v49) + as_uint(3))] = v20;
    }
}
