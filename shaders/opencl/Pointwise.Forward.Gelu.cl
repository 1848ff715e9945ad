// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<Activated<Gelu>, NoTerms>(tileRows=1, tileChannels=1, grouped=0, separate=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 3, 1)))
void gf_Pointwise_Forward_Activated_Gelu___NoTerms__tileRows_1__tileChannels_1__grouped_0__separate_0_(
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
    const int v2 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(3))) + as_uint((int)get_local_id(1))), as_int(as_uint(scalar4) + as_uint(-1)));
    const int v3 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5))) + as_uint(scalar7))) + as_uint(as_int(as_uint(v2) * as_uint(scalar6))));
    int v4 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar8))) * as_uint(32));
    int v5 = 0;
    float v6 = v1;
    float v7;
    while (true)
    {
        if (v5 < scalar8)
        {
            const float v8 = view1[as_int(as_uint(v4) + as_uint((int)get_local_id(0)))];
            const float v9 = view0[as_int(as_uint(v3) + as_uint(v5))];
            v4 = as_int(as_uint(v4) + as_uint(32));
            v5 = as_int(as_uint(v5) + as_uint(1));
            v6 = fma(v9, v8, v6);
            continue;
        }
        else
        {
            v7 = v6;
            break;
        }
    }
    const float v10 = v7 * 0.70710677f;
    const float v11 = fabs(v10);
    const float v12 = gf_min(4.0f, v11);
    const float v13 = gf_max(-104.0f, gf_min(89.0f, fma(fma(fma(fma(fma(fma(v12, 0.00021353054f, -0.0032112987f), v12, 0.022878552f), v12, -0.10524457f), v12, -0.635731f), v12, -0.12851074f), v12, (-(v12)))));
    const float v14 = fma(v13, 1.442695f, 12582912.0f);
    const int v15 = as_int(v14);
    const int v16 = as_int(as_uint(v15) + as_uint(-1262485504)) >> 1;
    const float v17 = v14 - 12582912.0f;
    const float v18 = fma(v17, -0.69314575f, v13);
    const float v19 = fma(v17, -1.4286068E-06f, v18);
    const float v20 = 1.0f - ((fma(fma(fma(fma(fma(fma(v19, 0.0013814532f, 0.008368745f), v19, 0.041668393f), v19, 0.16666521f), v19, 0.49999994f), v19, 1.0f), v19, 1.0f) * as_float((as_int(as_uint(v16) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v15) - as_uint(v16))) + as_uint(-1262485377)) << 23)));
    float v21;
    if (v10 < 0.0f)
    {
        v21 = -(v20);
    }
    else
    {
        v21 = v20;
    }
    float v22;
    if (v11 < 0.921875f)
    {
        const float v23 = v10 * v10;
        v22 = fma(fma(fma(fma(fma(fma(v23, -0.00060133875f, 0.0049979994f), v23, -0.02677023f), v23, 0.11281927f), v23, -0.37612507f), v23, 0.12837915f), v10, v10);
    }
    else
    {
        v22 = v21;
    }
    view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) + as_uint(v2))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))] = ((0.5f * v7) * (1.0f + v22));
}
