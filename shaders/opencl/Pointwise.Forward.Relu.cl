// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<Activated<Relu>, NoTerms>(tileRows=1, tileChannels=1, steps=4, ranges=1, grouped=0, separate=0, ahead=0, fromPanels=0, toPanels=0, narrow=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 8)))
void gf_Pointwise_Forward_Activated_Relu___NoTerms__tileRows_1__tileChannels_1__steps_4__ranges_1__grouped_0__separate_0__ahead_0__fromPanels_0__toPanels_0__narrow_0_(
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
    __local float shared4[256];
    const int v0 = min(as_int(as_uint((int)get_group_id(1)) * as_uint(32)), as_int(as_uint(scalar9) + as_uint(-32)));
    const float v1 = view2[as_int(as_uint(v0) + as_uint((int)get_local_id(0)))];
    const int v2 = as_int(as_uint((scalar8 / 4)) * as_uint(4));
    const int v3 = as_int(as_uint((as_int(as_uint((v2 / 4)) + as_uint(7)) / 8)) * as_uint(4));
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
    const float v29 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(128))];
    const float v30 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(160))];
    const float v31 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(192))];
    const float v32 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(224))];
    if ((int)get_local_id(2) <= 0)
    {
        view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) + as_uint(v6))) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)))] = gf_max(0.0f, (((((((v11 + v26) + v27) + v28) + v29) + v30) + v31) + v32));
    }
}
