// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<Activated<Silu>, NoTerms>(tileRows=4, tileChannels=1, grouped=0, separate=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 4, 1)))
void gf_Pointwise_Forward_Activated_Silu___NoTerms__tileRows_4__tileChannels_1__grouped_0__separate_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    int scalar4 /* sizes.Rows */,
    int scalar5 /* sizes.ImageStride */,
    int scalar6 /* sizes.RowStride */,
    int scalar7 /* sizes.Offset */,
    int scalar8 /* sizes.K */,
    int scalar9 /* sizes.C */,
    int scalar10 /* sizes.FilterGroups */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    const int v0 = min(as_int(as_uint((int)get_group_id(1)) * as_uint(32)), as_int(as_uint(scalar9) + as_uint(-32)));
    const float v1 = view2[as_int(as_uint(v0) + as_uint((int)get_local_id(0)))];
    const int v2 = min(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(4))) + as_uint((int)get_local_id(1)))) * as_uint(4)), as_int(as_uint(scalar4) + as_uint(-4)));
    const int v3 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5))) + as_uint(scalar7))) + as_uint(as_int(as_uint(v2) * as_uint(scalar6))));
    const int v4 = as_int(as_uint(v3) + as_uint(scalar6));
    const int v5 = as_int(as_uint(v3) + as_uint(as_int(as_uint(scalar6) * as_uint(2))));
    const int v6 = as_int(as_uint(v3) + as_uint(as_int(as_uint(scalar6) * as_uint(3))));
    int v7 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar8))) * as_uint(32));
    int v8 = 0;
    float v9 = v1;
    float v10 = v1;
    float v11 = v1;
    float v12 = v1;
    float v13;
    float v14;
    float v15;
    float v16;
    while (true)
    {
        if (v8 < scalar8)
        {
            const float v17 = view1[as_int(as_uint(v7) + as_uint((int)get_local_id(0)))];
            const float v18 = view0[as_int(as_uint(v3) + as_uint(v8))];
            const float v19 = view0[as_int(as_uint(v4) + as_uint(v8))];
            const float v20 = view0[as_int(as_uint(v5) + as_uint(v8))];
            const float v21 = view0[as_int(as_uint(v6) + as_uint(v8))];
            v7 = as_int(as_uint(v7) + as_uint(32));
            v8 = as_int(as_uint(v8) + as_uint(1));
            v9 = fma(v18, v17, v9);
            v10 = fma(v19, v17, v10);
            v11 = fma(v20, v17, v11);
            v12 = fma(v21, v17, v12);
            continue;
        }
        else
        {
            v13 = v9;
            v14 = v10;
            v15 = v11;
            v16 = v12;
            break;
        }
    }
    const int v22 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) + as_uint(v2))) * as_uint(scalar9));
    const float v23 = gf_max(-87.0f, gf_min(88.0f, (-(v13))));
    const float v24 = fma(v23, 1.442695f, 12582912.0f);
    const float v25 = v24 - 12582912.0f;
    const float v26 = fma(v25, -0.69314575f, v23);
    const float v27 = fma(v25, -1.4286068E-06f, v26);
    const float v28 = gf_max(-87.0f, gf_min(88.0f, (-(v14))));
    const float v29 = fma(v28, 1.442695f, 12582912.0f);
    const float v30 = v29 - 12582912.0f;
    const float v31 = fma(v30, -0.69314575f, v28);
    const float v32 = fma(v30, -1.4286068E-06f, v31);
    const float v33 = gf_max(-87.0f, gf_min(88.0f, (-(v15))));
    const float v34 = fma(v33, 1.442695f, 12582912.0f);
    const float v35 = v34 - 12582912.0f;
    const float v36 = fma(v35, -0.69314575f, v33);
    const float v37 = fma(v35, -1.4286068E-06f, v36);
    const float v38 = gf_max(-87.0f, gf_min(88.0f, (-(v16))));
    const float v39 = fma(v38, 1.442695f, 12582912.0f);
    const float v40 = v39 - 12582912.0f;
    const float v41 = fma(v40, -0.69314575f, v38);
    const float v42 = fma(v40, -1.4286068E-06f, v41);
    view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(v22))) + as_uint((int)get_local_id(0)))] = (v13 / (1.0f + (fma(fma(fma(fma(fma(fma(v27, 0.0013814532f, 0.008368745f), v27, 0.041668393f), v27, 0.16666521f), v27, 0.49999994f), v27, 1.0f), v27, 1.0f) * as_float((as_int(as_uint(as_int(v24)) + as_uint(-1262485377)) << 23)))));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar9) + as_uint(v0))) + as_uint(v22))) + as_uint((int)get_local_id(0)))] = (v14 / (1.0f + (fma(fma(fma(fma(fma(fma(v32, 0.0013814532f, 0.008368745f), v32, 0.041668393f), v32, 0.16666521f), v32, 0.49999994f), v32, 1.0f), v32, 1.0f) * as_float((as_int(as_uint(as_int(v29)) + as_uint(-1262485377)) << 23)))));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar9) * as_uint(2))) + as_uint(v0))) + as_uint(v22))) + as_uint((int)get_local_id(0)))] = (v15 / (1.0f + (fma(fma(fma(fma(fma(fma(v37, 0.0013814532f, 0.008368745f), v37, 0.041668393f), v37, 0.16666521f), v37, 0.49999994f), v37, 1.0f), v37, 1.0f) * as_float((as_int(as_uint(as_int(v34)) + as_uint(-1262485377)) << 23)))));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar9) * as_uint(3))) + as_uint(v0))) + as_uint(v22))) + as_uint((int)get_local_id(0)))] = (v16 / (1.0f + (fma(fma(fma(fma(fma(fma(v42, 0.0013814532f, 0.008368745f), v42, 0.041668393f), v42, 0.16666521f), v42, 0.49999994f), v42, 1.0f), v42, 1.0f) * as_float((as_int(as_uint(as_int(v39)) + as_uint(-1262485377)) << 23)))));
}
