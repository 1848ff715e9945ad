// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<HyperSlopes, Single>(tileRows=1, tileChannels=1, steps=4, ranges=1, grouped=0, separate=0, ahead=0, fromPanels=0, toPanels=0, narrow=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 2)))
void gf_Pointwise_Forward_HyperSlopes__Single__tileRows_1__tileChannels_1__steps_4__ranges_1__grouped_0__separate_0__ahead_0__fromPanels_0__toPanels_0__narrow_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    int scalar4 /* epilogue._half */,
    int scalar5 /* sizes.Rows */,
    int scalar6 /* sizes.ImageStride */,
    int scalar7 /* sizes.RowStride */,
    int scalar8 /* sizes.Offset */,
    int scalar9 /* sizes.K */,
    int scalar10 /* sizes.C */,
    int scalar11 /* sizes.FilterGroups */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __local float shared4[64];
    const int v0 = min(as_int(as_uint((int)get_group_id(1)) * as_uint(32)), as_int(as_uint(scalar10) + as_uint(-32)));
    const int v1 = as_int(as_uint(v0) + as_uint((int)get_local_id(0)));
    const float v2 = view2[v1];
    const int v3 = as_int(as_uint((scalar9 / 4)) * as_uint(4));
    const int v4 = as_int(as_uint((as_int(as_uint((v3 / 4)) + as_uint(1)) / 2)) * as_uint(4));
    const int v5 = min(as_int(as_uint((int)get_local_id(2)) * as_uint(v4)), v3);
    const int v6 = min(as_int(as_uint(v5) + as_uint(v4)), v3);
    const int v7 = min((int)get_group_id(0), as_int(as_uint(scalar5) + as_uint(-1)));
    const int v8 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(as_int(as_uint((scalar6 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint((scalar8 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint(v7) * as_uint(as_int(as_uint((scalar7 / 4)) * as_uint(4))))));
    int v9 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(v3))) * as_uint(32))) + as_uint(as_int(as_uint(v5) * as_uint(32))));
    int v10 = v5;
    float v11 = (((int)get_local_id(2) == 0) ? v2 : 0.0f);
    float v12;
    while (true)
    {
        if (v10 < v6)
        {
            const int v13 = as_int(as_uint(v9) + as_uint((int)get_local_id(0)));
            const float v14 = view1[v13];
            const int v15 = as_int(as_uint(v8) + as_uint(v10));
            const float v16 = view0[v15];
            const float v17 = fma(v16, v14, v11);
            const float v18 = view1[as_int(as_uint(v13) + as_uint(32))];
            const float v19 = view0[as_int(as_uint(v15) + as_uint(1))];
            const float v20 = fma(v19, v18, v17);
            const float v21 = view1[as_int(as_uint(v13) + as_uint(64))];
            const float v22 = view0[as_int(as_uint(v15) + as_uint(2))];
            const float v23 = fma(v22, v21, v20);
            const float v24 = view1[as_int(as_uint(v13) + as_uint(96))];
            const float v25 = view0[as_int(as_uint(v15) + as_uint(3))];
            const float v26 = fma(v25, v24, v23);
            v9 = as_int(as_uint(v9) + as_uint(128));
            v10 = as_int(as_uint(v10) + as_uint(4));
            v11 = v26;
            continue;
        }
        else
        {
            v12 = v11;
            break;
        }
    }
    shared4[as_int(as_uint(as_int(as_uint((int)get_local_id(2)) * as_uint(32))) + as_uint((int)get_local_id(0)))] = v12;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const float v27 = shared4[as_int(as_uint((int)get_local_id(0)) + as_uint(32))];
    if ((int)get_local_id(2) <= 0)
    {
        view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5))) + as_uint(v7))) * as_uint(scalar10))))) + as_uint((int)get_local_id(0)))] = fma(2.0f, (gf_min(6.0f, gf_max(0.0f, ((v12 + v27) + 3.0f))) * 0.16666667f), ((v1 < scalar4) ? 0.0f : -1.0f));
    }
}
