// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<Activated<Gelu>, NoTerms>(tileRows=1, tileChannels=1, steps=4, ranges=1, grouped=0, separate=0, ahead=0, fromPanels=0, toPanels=0, narrow=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 4)))
void gf_Pointwise_Forward_Activated_Gelu___NoTerms__tileRows_1__tileChannels_1__steps_4__ranges_1__grouped_0__separate_0__ahead_0__fromPanels_0__toPanels_0__narrow_0_(
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
    __local float shared4[128];
    const int v0 = min(as_int(as_uint((int)get_group_id(1)) * as_uint(32)), as_int(as_uint(scalar9) + as_uint(-32)));
    const float v1 = view2[as_int(as_uint(v0) + as_uint((int)get_local_id(0)))];
    const int v2 = as_int(as_uint((scalar8 / 4)) * as_uint(4));
    const int v3 = as_int(as_uint((as_int(as_uint((v2 / 4)) + as_uint(3)) / 4)) * as_uint(4));
    const int v4 = min(as_int(as_uint((int)get_local_id(2)) * as_uint(v3)), v2);
    const int v5 = min(as_int(as_uint(v4) + as_uint(v3)), v2);
    const int v6 = min((int)get_group_id(0), as_int(as_uint(scalar4) + as_uint(-1)));
    const int v7 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(as_int(as_uint((scalar5 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint((scalar7 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint(v6) * as_uint(as_int(as_uint((scalar6 / 4)) * as_uint(4))))));
    int v8 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(v2))) * as_uint(32))) + as_uint(as_int(as_uint(v4) * as_uint(32))));
    int v9 = v4;
    float v10 = (((int)get_local_id(2) == 0) ? v1 : 0.0f);
    float v11;
    while (true)
    {
        if (v9 < v5)
        {
            const int v12 = as_int(as_uint(v8) + as_uint((int)get_local_id(0)));
            const float v13 = view1[v12];
            const int v14 = as_int(as_uint(v7) + as_uint(v9));
            const float v15 = view0[v14];
            const float v16 = fma(v15, v13, v10);
            const float v17 = view1[as_int(as_uint(v12) + as_uint(32))];
            const float v18 = view0[as_int(as_uint(v14) + as_uint(1))];
            const float v19 = fma(v18, v17, v16);
            const float v20 = view1[as_int(as_uint(v12) + as_uint(64))];
            const float v21 = view0[as_int(as_uint(v14) + as_uint(2))];
            const float v22 = fma(v21, v20, v19);
            const float v23 = view1[as_int(as_uint(v12) + as_uint(96))];
            const float v24 = view0[as_int(as_uint(v14) + as_uint(3))];
            const float v25 = fma(v24, v23, v22);
            v8 = as_int(as_uint(v8) + as_uint(128));
            v9 = as_int(as_uint(v9) + as_uint(4));
            v10 = v25;
            continue;
        }
        else
        {
            v11 = v10;
            break;
        }
    }
    shared4[as_int(as_uint(as_int(as_uint((int)get_local_id(2)) * as_uint(32))) + as_uint((int)get_local_id(0)))] = v11;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const float v26 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(32))];
    const float v27 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(64))];
    const float v28 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(96))];
    if ((int)get_local_id(2) <= 0)
    {
        const float v29 = ((v11 + v26) + v27) + v28;
        const float v30 = v29 * 0.70710677f;
        const float v31 = fabs(v30);
        const float v32 = gf_min(4.0f, v31);
        const float v33 = gf_max(-104.0f, gf_min(89.0f, fma(fma(fma(fma(fma(fma(v32, 0.00021353054f, -0.0032112987f), v32, 0.022878552f), v32, -0.10524457f), v32, -0.635731f), v32, -0.12851074f), v32, (-(v32)))));
        const float v34 = fma(v33, 1.442695f, 12582912.0f);
        const int v35 = as_int(v34);
        const int v36 = as_int(as_uint(v35) + as_uint(-1262485504)) >> 1;
        const float v37 = v34 - 12582912.0f;
        const float v38 = fma(v37, -1.4286068E-06f, fma(v37, -0.69314575f, v33));
        const float v39 = 1.0f - ((fma(fma(fma(fma(fma(fma(v38, 0.0013814532f, 0.008368745f), v38, 0.041668393f), v38, 0.16666521f), v38, 0.49999994f), v38, 1.0f), v38, 1.0f) * as_float((as_int(as_uint(v36) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v35) - as_uint(v36))) + as_uint(-1262485377)) << 23)));
        float v40;
        if (v30 < 0.0f)
        {
            v40 = -(v39);
        }
        else
        {
            v40 = v39;
        }
        float v41;
        if (v31 < 0.921875f)
        {
            const float v42 = v30 * v30;
            v41 = fma(fma(fma(fma(fma(fma(v42, -0.00060133875f, 0.0049979994f), v42, -0.02677023f), v42, 0.11281927f), v42, -0.37612507f), v42, 0.12837915f), v30, v30);
        }
        else
        {
            v41 = v40;
        }
        view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) + as_uint(v6))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))] = ((0.5f * v29) * (1.0f + v41));
    }
}
