// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<Activated<HardSigmoid>, NoTerms>(tileRows=1, tileChannels=1, steps=4, ranges=1, grouped=0, separate=0, ahead=0, fromPanels=0, toPanels=0, narrow=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Pointwise_Forward_Activated_HardSigmoid___NoTerms__tileRows_1__tileChannels_1__steps_4__ranges_1__grouped_0__separate_0__ahead_0__fromPanels_0__toPanels_0__narrow_0_(
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
    const int v3 = min((int)get_group_id(0), as_int(as_uint(scalar4) + as_uint(-1)));
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
    view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) + as_uint(v3))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))] = (gf_min(6.0f, gf_max(0.0f, (v8 + 3.0f))) * 0.16666667f);
}
