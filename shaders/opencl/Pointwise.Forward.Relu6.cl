// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<Activated<Relu6>, NoTerms>(tileRows=4, tileChannels=1, grouped=1, separate=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Pointwise_Forward_Activated_Relu6___NoTerms__tileRows_4__tileChannels_1__grouped_1__separate_0_(
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
    const int v0 = gf_div((int)get_group_id(2), scalar10);
    const int v1 = as_int(as_uint((int)get_group_id(2)) - as_uint(as_int(as_uint(v0) * as_uint(scalar10))));
    const int v2 = as_int(as_uint(as_int(as_uint(v1) * as_uint(scalar9))) + as_uint(min(as_int(as_uint((int)get_group_id(1)) * as_uint(32)), as_int(as_uint(scalar9) + as_uint(-32)))));
    const float v3 = view2[as_int(as_uint(v2) + as_uint((int)get_local_id(0)))];
    const int v4 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(4)), as_int(as_uint(scalar4) + as_uint(-4)));
    const int v5 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v1) * as_uint(scalar8))) + as_uint(as_int(as_uint(v0) * as_uint(scalar5))))) + as_uint(scalar7))) + as_uint(as_int(as_uint(v4) * as_uint(scalar6))));
    const int v6 = as_int(as_uint(v5) + as_uint(scalar6));
    const int v7 = as_int(as_uint(v5) + as_uint(as_int(as_uint(scalar6) * as_uint(2))));
    const int v8 = as_int(as_uint(v5) + as_uint(as_int(as_uint(scalar6) * as_uint(3))));
    int v9 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v1) * as_uint((int)get_num_groups(1)))) + as_uint((int)get_group_id(1)))) * as_uint(scalar8))) * as_uint(32));
    int v10 = 0;
    float v11 = v3;
    float v12 = v3;
    float v13 = v3;
    float v14 = v3;
    float v15;
    float v16;
    float v17;
    float v18;
    while (true)
    {
        if (v10 < scalar8)
        {
            const float v19 = view1[as_int(as_uint(v9) + as_uint((int)get_local_id(0)))];
            const float v20 = view0[as_int(as_uint(v5) + as_uint(v10))];
            const float v21 = view0[as_int(as_uint(v6) + as_uint(v10))];
            const float v22 = view0[as_int(as_uint(v7) + as_uint(v10))];
            const float v23 = view0[as_int(as_uint(v8) + as_uint(v10))];
            v9 = as_int(as_uint(v9) + as_uint(32));
            v10 = as_int(as_uint(v10) + as_uint(1));
            v11 = fma(v20, v19, v11);
            v12 = fma(v21, v19, v12);
            v13 = fma(v22, v19, v13);
            v14 = fma(v23, v19, v14);
            continue;
        }
        else
        {
            v15 = v11;
            v16 = v12;
            v17 = v13;
            v18 = v14;
            break;
        }
    }
    const int v24 = as_int(as_uint(scalar9) * as_uint(scalar10));
    const int v25 = as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v0) * as_uint(scalar4))) + as_uint(v4))) * as_uint(v24))));
    view3[as_int(as_uint(v25) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v15, 0.0f), 6.0f);
    view3[as_int(as_uint(as_int(as_uint(v25) + as_uint(v24))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v16, 0.0f), 6.0f);
    view3[as_int(as_uint(as_int(as_uint(v25) + as_uint(as_int(as_uint(v24) * as_uint(2))))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v17, 0.0f), 6.0f);
    view3[as_int(as_uint(as_int(as_uint(v25) + as_uint(as_int(as_uint(v24) * as_uint(3))))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v18, 0.0f), 6.0f);
}
