// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<Activated<HardSwish>, NoTerms>(tileRows=4, tileChannels=1, grouped=0, separate=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 4, 1)))
void gf_Pointwise_Forward_Activated_HardSwish___NoTerms__tileRows_4__tileChannels_1__grouped_0__separate_0_(
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
    view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(v22))) + as_uint((int)get_local_id(0)))] = (v13 * (gf_min(gf_max((v13 + 3.0f), 0.0f), 6.0f) * 0.16666667f));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar9) + as_uint(v0))) + as_uint(v22))) + as_uint((int)get_local_id(0)))] = (v14 * (gf_min(gf_max((v14 + 3.0f), 0.0f), 6.0f) * 0.16666667f));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar9) * as_uint(2))) + as_uint(v0))) + as_uint(v22))) + as_uint((int)get_local_id(0)))] = (v15 * (gf_min(gf_max((v15 + 3.0f), 0.0f), 6.0f) * 0.16666667f));
    view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar9) * as_uint(3))) + as_uint(v0))) + as_uint(v22))) + as_uint((int)get_local_id(0)))] = (v16 * (gf_min(gf_max((v16 + 3.0f), 0.0f), 6.0f) * 0.16666667f));
}
