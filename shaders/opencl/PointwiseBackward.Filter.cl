// Written by 'gpuformer emit'; change the kernel and run it again.
// PointwiseBackward.Filter(tileOutputs=4, tileInputs=1, tiles=1, blockRows=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_PointwiseBackward_Filter_tileOutputs_4__tileInputs_1__tiles_1__blockRows_0_(
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
    const int v0 = gf_div((int)get_group_id(2), scalar11);
    const int v1 = as_int(as_uint(v0) * as_uint(scalar4));
    const int v2 = min(as_int(as_uint(v1) + as_uint(scalar4)), scalar3);
    const int v3 = min(1, as_int(as_uint((as_int(as_uint(scalar8) + as_uint(3)) / 4)) - as_uint((int)get_group_id(0))));
    const int v4 = min(as_int(as_uint((int)get_group_id(1)) * as_uint(32)), as_int(as_uint(scalar7) + as_uint(-32)));
    const int v5 = as_int(as_uint((int)get_group_id(2)) - as_uint(as_int(as_uint(v0) * as_uint(scalar11))));
    const int v6 = as_int(as_uint(as_int(as_uint(v5) * as_uint(scalar7))) + as_uint(v4));
    const int v7 = as_int(as_uint((int)get_group_id(0)) * as_uint(4));
    const int v8 = as_int(as_uint(v5) * as_uint(scalar10));
    const int v9 = as_int(as_uint(scalar9) * as_uint(2));
    const int v10 = as_int(as_uint(scalar9) * as_uint(3));
    const int v11 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar8))) * as_uint(scalar7));
    const int v12 = as_int(as_uint(v4) + as_uint(v11));
    const int v13 = as_int(as_uint(as_int(as_uint(scalar7) + as_uint(v4))) + as_uint(v11));
    const int v14 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(2))) + as_uint(v4))) + as_uint(v11));
    const int v15 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar7) * as_uint(3))) + as_uint(v4))) + as_uint(v11));
    int v16 = v1;
    while (true)
    {
        if (v16 < v2)
        {
            const int v17 = as_int(as_uint(v6) + as_uint(as_int(as_uint(v16) * as_uint(scalar5))));
            const int v18 = as_int(as_uint(v8) + as_uint(as_int(as_uint(v16) * as_uint(scalar6))));
            const int v19 = as_int(as_uint(scalar4) + as_uint(v16));
            const int v20 = min(v19, v2);
            int v21 = 0;
            while (true)
            {
                if (v21 < v3)
                {
                    const int v22 = min(as_int(as_uint(v7) + as_uint(as_int(as_uint(v21) * as_uint(4)))), as_int(as_uint(scalar8) + as_uint(-4)));
                    int v23 = v17;
                    int v24 = as_int(as_uint(v18) + as_uint(as_int(as_uint(v22) * as_uint(scalar9))));
                    int v25 = v16;
                    float v26 = 0.0f;
                    float v27 = 0.0f;
                    float v28 = 0.0f;
                    float v29 = 0.0f;
                    float v30;
                    float v31;
                    float v32;
                    float v33;
                    while (true)
                    {
                        if (v25 < v20)
                        {
                            const float v34 = view0[as_int(as_uint(v23) + as_uint((int)get_local_id(0)))];
                            const float v35 = view1[v24];
                            const float v36 = view1[as_int(as_uint(scalar9) + as_uint(v24))];
                            const float v37 = view1[as_int(as_uint(v9) + as_uint(v24))];
                            const float v38 = view1[as_int(as_uint(v10) + as_uint(v24))];
                            v23 = as_int(as_uint(scalar5) + as_uint(v23));
                            v24 = as_int(as_uint(scalar6) + as_uint(v24));
                            v25 = as_int(as_uint(v25) + as_uint(1));
                            v26 = fma(v35, v34, v26);
                            v27 = fma(v36, v34, v27);
                            v28 = fma(v37, v34, v28);
                            v29 = fma(v38, v34, v29);
                            continue;
                        }
                        else
                        {
                            v30 = v26;
                            v31 = v27;
                            v32 = v28;
                            v33 = v29;
                            break;
                        }
                    }
                    const int v39 = as_int(as_uint(v22) * as_uint(scalar7));
                    view2[as_int(as_uint(as_int(as_uint(v12) + as_uint(v39))) + as_uint((int)get_local_id(0)))] = v30;
                    view2[as_int(as_uint(as_int(as_uint(v13) + as_uint(v39))) + as_uint((int)get_local_id(0)))] = v31;
                    view2[as_int(as_uint(as_int(as_uint(v14) + as_uint(v39))) + as_uint((int)get_local_id(0)))] = v32;
                    view2[as_int(as_uint(as_int(as_uint(v15) + as_uint(v39))) + as_uint((int)get_local_id(0)))] = v33;
                    v21 = as_int(as_uint(v21) + as_uint(1));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v16 = v19;
            continue;
        }
        else
        {
            break;
        }
    }
}
