// Written by 'gpuformer emit'; change the kernel and run it again.
// PointwiseBackward.Filter(tileOutputs=4, tileInputs=1)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_PointwiseBackward_Filter_tileOutputs_4__tileInputs_1_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* dy */,
    __global float *buffer2, int offset2, int length2 /* partial */,
    int scalar3 /* sizes.Rows */,
    int scalar4 /* sizes.Chunk */,
    int scalar5 /* sizes.XStride */,
    int scalar6 /* sizes.DyStride */,
    int scalar7 /* sizes.K */,
    int scalar8 /* sizes.C */,
    int scalar9 /* sizes.ChannelStride */,
    int scalar10 /* sizes.GroupStride */,
    int scalar11 /* filterGroups */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = min(as_int(as_uint((int)get_group_id(1)) * as_uint(32)), as_int(as_uint(scalar7) + as_uint(-32)));
    const int v1 = gf_div((int)get_group_id(2), scalar11);
    const int v2 = as_int(as_uint(v1) * as_uint(scalar4));
    const int v3 = as_int(as_uint((int)get_group_id(2)) - as_uint(as_int(as_uint(v1) * as_uint(scalar11))));
    const int v4 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(4)), as_int(as_uint(scalar8) + as_uint(-4)));
    const int v5 = min(as_int(as_uint(v2) + as_uint(scalar4)), scalar3);
    const int v6 = as_int(as_uint(scalar9) * as_uint(2));
    const int v7 = as_int(as_uint(scalar9) * as_uint(3));
    int v8 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v3) * as_uint(scalar7))) + as_uint(as_int(as_uint(v2) * as_uint(scalar5))))) + as_uint(v0));
    int v9 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v3) * as_uint(scalar10))) + as_uint(as_int(as_uint(v2) * as_uint(scalar6))))) + as_uint(as_int(as_uint(v4) * as_uint(scalar9))));
    int v10 = v2;
    float v11 = 0.0f;
    float v12 = 0.0f;
    float v13 = 0.0f;
    float v14 = 0.0f;
    float v15;
    float v16;
    float v17;
    float v18;
    while (true)
    {
        if (v10 < v5)
        {
            const float v19 = view0[as_int(as_uint(v8) + as_uint((int)get_local_id(0)))];
            const float v20 = view1[v9];
            const float v21 = view1[as_int(as_uint(scalar9) + as_uint(v9))];
            const float v22 = view1[as_int(as_uint(v6) + as_uint(v9))];
            const float v23 = view1[as_int(as_uint(v7) + as_uint(v9))];
            v8 = as_int(as_uint(scalar5) + as_uint(v8));
            v9 = as_int(as_uint(scalar6) + as_uint(v9));
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
    const int v24 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar8))) + as_uint(v4))) * as_uint(scalar7));
    view2[as_int(as_uint(as_int(as_uint(v0) + as_uint(v24))) + as_uint((int)get_local_id(0)))] = v15;
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) + as_uint(v0))) + as_uint(v24))) + as_uint((int)get_local_id(0)))] = v16;
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(2))) + as_uint(v0))) + as_uint(v24))) + as_uint((int)get_local_id(0)))] = v17;
    view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(3))) + as_uint(v0))) + as_uint(v24))) + as_uint((int)get_local_id(0)))] = v18;
}
