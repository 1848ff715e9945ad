// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<DyRelu, Slopes>(tileRows=4, tileChannels=1, grouped=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 4, 1)))
void gf_Pointwise_Forward_DyRelu__Slopes__tileRows_4__tileChannels_1__grouped_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    __global const float *buffer4, int offset4, int length4 /* epilogue._slopes */,
    int scalar5 /* epilogue._channels */,
    int scalar6 /* sizes.Rows */,
    int scalar7 /* sizes.ImageStride */,
    int scalar8 /* sizes.RowStride */,
    int scalar9 /* sizes.Offset */,
    int scalar10 /* sizes.K */,
    int scalar11 /* sizes.C */,
    int scalar12 /* sizes.FilterGroups */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    const int v0 = min(((int)get_group_id(1) * 32), (scalar11 + -32));
    const float v1 = view2[(v0 + (int)get_local_id(0))];
    const int v2 = (((int)get_group_id(0) * 4) + (int)get_local_id(1)) * 4;
    const int v3 = ((int)get_group_id(2) * scalar7) + scalar9;
    const int v4 = v3 + (min(v2, (scalar6 + -1)) * scalar8);
    const int v5 = v3 + (min((v2 + 1), (scalar6 + -1)) * scalar8);
    const int v6 = v3 + (min((v2 + 2), (scalar6 + -1)) * scalar8);
    const int v7 = v3 + (min((v2 + 3), (scalar6 + -1)) * scalar8);
    int v8 = (((int)get_group_id(1) * scalar10) * 32);
    int v9 = 0;
    float v10 = v1;
    float v11 = v1;
    float v12 = v1;
    float v13 = v1;
    float v14;
    float v15;
    float v16;
    float v17;
    while (true)
    {
        if (v9 < scalar10)
        {
            const float v18 = view1[(v8 + (int)get_local_id(0))];
            const float v19 = view0[(v4 + v9)];
            const float v20 = view0[(v5 + v9)];
            const float v21 = view0[(v6 + v9)];
            const float v22 = view0[(v7 + v9)];
            v8 = v8 + 32;
            v9 = v9 + 1;
            v10 = fma(v19, v18, v10);
            v11 = fma(v20, v18, v11);
            v12 = fma(v21, v18, v12);
            v13 = fma(v22, v18, v13);
            continue;
        }
        else
        {
            v14 = v10;
            v15 = v11;
            v16 = v12;
            v17 = v13;
            break;
        }
    }
    const int v23 = v0 + (((int)get_group_id(2) * 2) * scalar5);
    const float v24 = view4[(v23 + (int)get_local_id(0))];
    const float v25 = view4[((v23 + scalar5) + (int)get_local_id(0))];
    const int v26 = (v2 + ((int)get_group_id(2) * scalar6)) * scalar11;
    if (!(v2 >= scalar6))
    {
        view3[((v0 + v26) + (int)get_local_id(0))] = gf_max((v24 * v14), (v25 * v14));
    }
    if (!((v2 + 1) >= scalar6))
    {
        view3[(((scalar11 + v0) + v26) + (int)get_local_id(0))] = gf_max((v24 * v15), (v25 * v15));
    }
    if (!((v2 + 2) >= scalar6))
    {
        view3[((((scalar11 * 2) + v0) + v26) + (int)get_local_id(0))] = gf_max((v24 * v16), (v25 * v16));
    }
    if (!((v2 + 3) >= scalar6))
    {
        view3[((((scalar11 * 3) + v0) + v26) + (int)get_local_id(0))] = gf_max((v24 * v17), (v25 * v17));
    }
}
