// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<Activated<Relu6>, NoTerms>(tileRows=4, tileChannels=1, steps=4, grouped=1, separate=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Pointwise_Forward_Activated_Relu6___NoTerms__tileRows_4__tileChannels_1__steps_4__grouped_1__separate_0_(
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
    const int v4 = as_int(as_uint((scalar8 / 4)) * as_uint(4));
    const int v5 = scalar6 / 4;
    const int v6 = as_int(as_uint(v5) * as_uint(4));
    const int v7 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(4)), as_int(as_uint(scalar4) + as_uint(-4)));
    const int v8 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v1) * as_uint(v4))) + as_uint(as_int(as_uint(v0) * as_uint(as_int(as_uint((scalar5 / 4)) * as_uint(4))))))) + as_uint(as_int(as_uint((scalar7 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint(v7) * as_uint(v6))));
    const int v9 = as_int(as_uint(v8) + as_uint(v6));
    const int v10 = as_int(as_uint(v8) + as_uint(as_int(as_uint(v5) * as_uint(8))));
    const int v11 = as_int(as_uint(v8) + as_uint(as_int(as_uint(v5) * as_uint(12))));
    int v12 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v1) * as_uint((int)get_num_groups(1)))) + as_uint((int)get_group_id(1)))) * as_uint(v4))) * as_uint(32));
    int v13 = 0;
    float v14 = v3;
    float v15 = v3;
    float v16 = v3;
    float v17 = v3;
    float v18;
    float v19;
    float v20;
    float v21;
    while (true)
    {
        if (v13 < v4)
        {
            const int v22 = as_int(as_uint(v8) + as_uint(v13));
            const int v23 = as_int(as_uint(v9) + as_uint(v13));
            const int v24 = as_int(as_uint(v10) + as_uint(v13));
            const int v25 = as_int(as_uint(v11) + as_uint(v13));
            int v26 = v12;
            int v27 = 0;
            float v28 = v14;
            float v29 = v15;
            float v30 = v16;
            float v31 = v17;
            int v32;
            float v33;
            float v34;
            float v35;
            float v36;
            while (true)
            {
                if (v27 < 4)
                {
                    const float v37 = view1[as_int(as_uint(v26) + as_uint((int)get_local_id(0)))];
                    const float v38 = view0[as_int(as_uint(v22) + as_uint(v27))];
                    const float v39 = view0[as_int(as_uint(v23) + as_uint(v27))];
                    const float v40 = view0[as_int(as_uint(v24) + as_uint(v27))];
                    const float v41 = view0[as_int(as_uint(v25) + as_uint(v27))];
                    v26 = as_int(as_uint(v26) + as_uint(32));
                    v27 = as_int(as_uint(v27) + as_uint(1));
                    v28 = fma(v38, v37, v28);
                    v29 = fma(v39, v37, v29);
                    v30 = fma(v40, v37, v30);
                    v31 = fma(v41, v37, v31);
                    continue;
                }
                else
                {
                    v32 = v26;
                    v33 = v28;
                    v34 = v29;
                    v35 = v30;
                    v36 = v31;
                    break;
                }
            }
            v12 = v32;
            v13 = as_int(as_uint(v13) + as_uint(4));
            v14 = v33;
            v15 = v34;
            v16 = v35;
            v17 = v36;
            continue;
        }
        else
        {
            v18 = v14;
            v19 = v15;
            v20 = v16;
            v21 = v17;
            break;
        }
    }
    const int v42 = as_int(as_uint(scalar9) * as_uint(scalar10));
    const int v43 = as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v0) * as_uint(scalar4))) + as_uint(v7))) * as_uint(v42))));
    view3[as_int(as_uint(v43) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v18, 0.0f), 6.0f);
    view3[as_int(as_uint(as_int(as_uint(v43) + as_uint(v42))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v19, 0.0f), 6.0f);
    view3[as_int(as_uint(as_int(as_uint(v43) + as_uint(as_int(as_uint(v42) * as_uint(2))))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v20, 0.0f), 6.0f);
    view3[as_int(as_uint(as_int(as_uint(v43) + as_uint(as_int(as_uint(v42) * as_uint(3))))) + as_uint((int)get_local_id(0)))] = gf_min(gf_max(v21, 0.0f), 6.0f);
}
