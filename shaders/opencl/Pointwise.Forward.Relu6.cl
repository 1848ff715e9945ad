// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<Activated<Relu6>, NoTerms>(tileRows=4, tileChannels=1, grouped=1)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Pointwise_Forward_Activated_Relu6___NoTerms__tileRows_4__tileChannels_1__grouped_1_(
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
    const int v1 = (int)get_group_id(2) - (v0 * scalar10);
    const int v2 = (v1 * scalar9) + min(((int)get_group_id(1) * 32), (scalar9 + -32));
    const float v3 = view2[(v2 + (int)get_local_id(0))];
    const int v4 = (int)get_group_id(0) * 4;
    const int v5 = ((v1 * scalar8) + (v0 * scalar5)) + scalar7;
    const int v6 = v5 + (min(v4, (scalar4 + -1)) * scalar6);
    const int v7 = v5 + (min((v4 + 1), (scalar4 + -1)) * scalar6);
    const int v8 = v5 + (min((v4 + 2), (scalar4 + -1)) * scalar6);
    const int v9 = v5 + (min((v4 + 3), (scalar4 + -1)) * scalar6);
    int v10 = ((((v1 * (int)get_num_groups(1)) + (int)get_group_id(1)) * scalar8) * 32);
    int v11 = 0;
    float v12 = v3;
    float v13 = v3;
    float v14 = v3;
    float v15 = v3;
    float v16;
    float v17;
    float v18;
    float v19;
    while (true)
    {
        if (v11 < scalar8)
        {
            const float v20 = view1[(v10 + (int)get_local_id(0))];
            const float v21 = view0[(v6 + v11)];
            const float v22 = view0[(v7 + v11)];
            const float v23 = view0[(v8 + v11)];
            const float v24 = view0[(v9 + v11)];
            v10 = v10 + 32;
            v11 = v11 + 1;
            v12 = fma(v21, v20, v12);
            v13 = fma(v22, v20, v13);
            v14 = fma(v23, v20, v14);
            v15 = fma(v24, v20, v15);
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
    const int v25 = scalar9 * scalar10;
    const int v26 = v2 + ((v4 + (v0 * scalar4)) * v25);
    if (!(v4 >= scalar4))
    {
        view3[(v26 + (int)get_local_id(0))] = gf_min(gf_max(v16, 0.0f), 6.0f);
    }
    if (!((v4 + 1) >= scalar4))
    {
        view3[((v26 + v25) + (int)get_local_id(0))] = gf_min(gf_max(v17, 0.0f), 6.0f);
    }
    if (!((v4 + 2) >= scalar4))
    {
        view3[((v26 + (v25 * 2)) + (int)get_local_id(0))] = gf_min(gf_max(v18, 0.0f), 6.0f);
    }
    if (!((v4 + 3) >= scalar4))
    {
        view3[((v26 + (v25 * 3)) + (int)get_local_id(0))] = gf_min(gf_max(v19, 0.0f), 6.0f);
    }
}
