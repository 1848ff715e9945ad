// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<Activated<Gelu>, NoTerms>(tileRows=1, tileChannels=1, steps=4, ranges=1, grouped=0, separate=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 3, 1)))
void gf_Pointwise_Forward_Activated_Gelu___NoTerms__tileRows_1__tileChannels_1__steps_4__ranges_1__grouped_0__separate_0_(
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
    const int v3 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(3))) + as_uint((int)get_local_id(1))), as_int(as_uint(scalar4) + as_uint(-1)));
    const int v4 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(as_int(as_uint((scalar5 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint((scalar7 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint(v3) * as_uint(as_int(as_uint((scalar6 / 4)) * as_uint(4))))));
    int v5 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(v2))) * as_uint(32));
    int v6 = 0;
    float v7 = v1;
    float v8;
    while (true)
    {
        if (v6 < v2)
        {
            const int v9 = as_int(as_uint(v5) + as_uint((int)get_local_id(0)));
            const float v10 = view1[v9];
            const int v11 = as_int(as_uint(v4) + as_uint(v6));
            const float v12 = view0[v11];
            const float v13 = fma(v12, v10, v7);
            const float v14 = view1[as_int(as_uint(v9) + as_uint(32))];
            const float v15 = view0[as_int(as_uint(v11) + as_uint(1))];
            const float v16 = fma(v15, v14, v13);
            const float v17 = view1[as_int(as_uint(v9) + as_uint(64))];
            const float v18 = view0[as_int(as_uint(v11) + as_uint(2))];
            const float v19 = fma(v18, v17, v16);
            const float v20 = view1[as_int(as_uint(v9) + as_uint(96))];
            const float v21 = view0[as_int(as_uint(v11) + as_uint(3))];
            const float v22 = fma(v21, v20, v19);
            v5 = as_int(as_uint(v5) + as_uint(128));
            v6 = as_int(as_uint(v6) + as_uint(4));
            v7 = v22;
            continue;
        }
        else
        {
            v8 = v7;
            break;
        }
    }
    const float v23 = v8 * 0.70710677f;
    const float v24 = fabs(v23);
    const float v25 = gf_min(4.0f, v24);
    const float v26 = gf_max(-104.0f, gf_min(89.0f, fma(fma(fma(fma(fma(fma(v25, 0.00021353054f, -0.0032112987f), v25, 0.022878552f), v25, -0.10524457f), v25, -0.635731f), v25, -0.12851074f), v25, (-(v25)))));
    const float v27 = fma(v26, 1.442695f, 12582912.0f);
    const int v28 = as_int(v27);
    const int v29 = as_int(as_uint(v28) + as_uint(-1262485504)) >> 1;
    const float v30 = v27 - 12582912.0f;
    const float v31 = fma(v30, -0.69314575f, v26);
    const float v32 = fma(v30, -1.4286068E-06f, v31);
    const float v33 = 1.0f - ((fma(fma(fma(fma(fma(fma(v32, 0.0013814532f, 0.008368745f), v32, 0.041668393f), v32, 0.16666521f), v32, 0.49999994f), v32, 1.0f), v32, 1.0f) * as_float((as_int(as_uint(v29) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v28) - as_uint(v29))) + as_uint(-1262485377)) << 23)));
    float v34;
    if (v23 < 0.0f)
    {
        v34 = -(v33);
    }
    else
    {
        v34 = v33;
    }
    float v35;
    if (v24 < 0.921875f)
    {
        const float v36 = v23 * v23;
        v35 = fma(fma(fma(fma(fma(fma(v36, -0.00060133875f, 0.0049979994f), v36, -0.02677023f), v36, 0.11281927f), v36, -0.37612507f), v36, 0.12837915f), v23, v23);
    }
    else
    {
        v35 = v34;
    }
    view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) + as_uint(v3))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))] = ((0.5f * v8) * (1.0f + v35));
}
