// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<Activated<Silu>, NoTerms>(tileRows=4, tileChannels=1, steps=4, grouped=0, separate=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 4, 1)))
void gf_Pointwise_Forward_Activated_Silu___NoTerms__tileRows_4__tileChannels_1__steps_4__grouped_0__separate_0_(
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
    const int v2 = as_int(as_uint((scalar8 / 4)) * as_uint(4));
    const int v3 = scalar6 / 4;
    const int v4 = as_int(as_uint(v3) * as_uint(4));
    const int v5 = min(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(4))) + as_uint((int)get_local_id(1)))) * as_uint(4)), as_int(as_uint(scalar4) + as_uint(-4)));
    const int v6 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(as_int(as_uint((scalar5 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint((scalar7 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint(v5) * as_uint(v4))));
    const int v7 = as_int(as_uint(v6) + as_uint(v4));
    const int v8 = as_int(as_uint(v6) + as_uint(as_int(as_uint(v3) * as_uint(8))));
    const int v9 = as_int(as_uint(v6) + as_uint(as_int(as_uint(v3) * as_uint(12))));
    int v10 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(v2))) * as_uint(32));
    int v11 = 0;
    float v12 = v1;
    float v13 = v1;
    float v14 = v1;
    float v15 = v1;
    float v16;
    float v17;
    float v18;
    float v19;
    while (true)
    {
        if (v11 < v2)
        {
            const int v20 = as_int(as_uint(v6) + as_uint(v11));
            const int v21 = as_int(as_uint(v7) + as_uint(v11));
            const int v22 = as_int(as_uint(v8) + as_uint(v11));
            const int v23 = as_int(as_uint(v9) + as_uint(v11));
            int v24 = v10;
            int v25 = 0;
            float v26 = v12;
            float v27 = v13;
            float v28 = v14;
            float v29 = v15;
            int v30;
            float v31;
            float v32;
            float v33;
            float v34;
            while (true)
            {
                if (v25 < 4)
                {
                    const float v35 = view1[as_int(as_uint(v24) + as_uint((int)get_local_id(0)))];
                    const float v36 = view0[as_int(as_uint(v20) + as_uint(v25))];
                    const float v37 = view0[as_int(as_uint(v21) + as_uint(v25))];
                    const float v38 = view0[as_int(as_uint(v22) + as_uint(v25))];
                    const float v39 = view0[as_int(as_uint(v23) + as_uint(v25))];
                    v24 = as_int(as_uint(v24) + as_uint(32));
                    v25 = as_int(as_uint(v25) + as_uint(1));
                    v26 = fma(v36, v35, v26);
                    v27 = fma(v37, v35, v27);
                    v28 = fma(v38, v35, v28);
                    v29 = fma(v39, v35, v29);
                    continue;
                }
                else
                {
                    v30 = v24;
                    v31 = v26;
                    v32 = v27;
                    v33 = v28;
                    v34 = v29;
                    break;
                }
            }
            v10 = v30;
            v11 = as_int(as_uint(v11) + as_uint(4));
            v12 = v31;
            v13 = v32;
            v14 = v33;
            v15 = v34;
            continue;
        }
        else
        {
            v16 = v12;
            v17 = v13;
            v18 = v14;
            v19 = v15;
            break;
        }
    }
    const int v40 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) + as_uint(v5))) * as_uint(scalar9));
    const float v41 = gf_max(-87.0f, gf_min(88.0f, (-(v16))));
    const float v42 = fma(v41, 1.442695f, 12582912.0f);
    const float v43 = v42 - 12582912.0f;
    const float v44 = fma(v43, -0.69314575f, v41);
    const float v45 = fma(v43, -1.4286068E-06f, v44);
    const float v46 = gf_max(-87.0f, gf_min(88.0f, (-(v17))));
    const float v47 = fma(v46, 1.442695f, 12582912.0f);
    const float v48 = v47 - 12582912.0f;
    const float v49 = fma(v48, -0.69314575f, v46);
    const float v50 = fma(v48, -1.4286068E-06f, v49);
    const float v51 = gf_max(-87.0f, gf_min(88.0f, (-(v18))));
    const float v52 = fma(v51, 1.442695f, 12582912.0f);
    const float v53 = v52 - 12582912.0f;
    const float v54 = fma(v53, -0.69314575f, v51);
    const float v55 = fma(v53, -1.4286068E-06f, v54);
    const float v56 = gf_max(-87.0f, gf_min(88.0f, (-(v19))));
    const float v57 = fma(v56, 1.442695f, 12582912.0f);
    const float v58 = v57 - 12582912.0f;
    const float v59 = fma(v58, -0.69314575f, v56);
    const float v60 = fma(v58, -1.4286068E-06f, v59);
    view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(v40))) + as_uint((int)get_local_id(0)))] = (v16 / (1.0f + (fma(fma(fma(fma(fma(fma(v45, 0.0013814532f, 0.008368745f), v45, 0.041668393f), v45, 0.16666521f), v45, 0.49999994f), v45, 1.0f), v45, 1.0f) * as_float((as_int(as_uint(as_int(v42)) + as_uint(-1262485377)) << 23)))));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar9) + as_uint(v0))) + as_uint(v40))) + as_uint((int)get_local_id(0)))] = (v17 / (1.0f + (fma(fma(fma(fma(fma(fma(v50, 0.0013814532f, 0.008368745f), v50, 0.041668393f), v50, 0.16666521f), v50, 0.49999994f), v50, 1.0f), v50, 1.0f) * as_float((as_int(as_uint(as_int(v47)) + as_uint(-1262485377)) << 23)))));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar9) * as_uint(2))) + as_uint(v0))) + as_uint(v40))) + as_uint((int)get_local_id(0)))] = (v18 / (1.0f + (fma(fma(fma(fma(fma(fma(v55, 0.0013814532f, 0.008368745f), v55, 0.041668393f), v55, 0.16666521f), v55, 0.49999994f), v55, 1.0f), v55, 1.0f) * as_float((as_int(as_uint(as_int(v52)) + as_uint(-1262485377)) << 23)))));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar9) * as_uint(3))) + as_uint(v0))) + as_uint(v40))) + as_uint((int)get_local_id(0)))] = (v19 / (1.0f + (fma(fma(fma(fma(fma(fma(v60, 0.0013814532f, 0.008368745f), v60, 0.041668393f), v60, 0.16666521f), v60, 0.49999994f), v60, 1.0f), v60, 1.0f) * as_float((as_int(as_uint(as_int(v57)) + as_uint(-1262485377)) << 23)))));
}
