// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<AddResidual, NoTerms>(tileRows=4, tileChannels=1, steps=4, grouped=0, separate=0) of half x, filter, y, epilogue.residual

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(8, 16, 1)))
void gf_Pointwise_Forward_AddResidual__NoTerms__tileRows_4__tileChannels_1__steps_4__grouped_0__separate_0__of_half_x__filter__y__epilogue_residual(
    __global const ushort *buffer0, int offset0, int length0 /* x */,
    __global const ushort *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global ushort *buffer3, int offset3, int length3 /* y */,
    __global const ushort *buffer4, int offset4, int length4 /* epilogue._residual */,
    int scalar5 /* sizes.Rows */,
    int scalar6 /* sizes.ImageStride */,
    int scalar7 /* sizes.RowStride */,
    int scalar8 /* sizes.Offset */,
    int scalar9 /* sizes.K */,
    int scalar10 /* sizes.C */,
    int scalar11 /* sizes.FilterGroups */)
{
    __global const ushort *restrict view0 = buffer0 + offset0;
    __global const ushort *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global ushort *restrict view3 = buffer3 + offset3;
    __global const ushort *restrict view4 = buffer4 + offset4;
    const int v0 = min(as_int(as_uint((int)get_group_id(1)) * as_uint(8)), as_int(as_uint(scalar10) + as_uint(-8)));
    const float v1 = view2[as_int(as_uint(v0) + as_uint((int)get_local_id(0)))];
    const int v2 = as_int(as_uint((scalar9 / 4)) * as_uint(4));
    const int v3 = scalar7 / 4;
    const int v4 = as_int(as_uint(v3) * as_uint(4));
    const int v5 = min(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(16))) + as_uint((int)get_local_id(1)))) * as_uint(4)), as_int(as_uint(scalar5) + as_uint(-4)));
    const int v6 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(as_int(as_uint((scalar6 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint((scalar8 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint(v5) * as_uint(v4))));
    const int v7 = as_int(as_uint(v6) + as_uint(v4));
    const int v8 = as_int(as_uint(v6) + as_uint(as_int(as_uint(v3) * as_uint(8))));
    const int v9 = as_int(as_uint(v6) + as_uint(as_int(as_uint(v3) * as_uint(12))));
    int v10 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(v2))) * as_uint(8));
    int v11 = 0;
    float v12 = v1;
    float v13 = v1;
    float v14 = v1;
    float v15 = v1;
    float v16;
    float v17;
    float v18;
    float v19;
    while (true)
    {
        if (v11 < v2)
        {
            const int v20 = as_int(as_uint(v6) + as_uint(v11));
            const int v21 = as_int(as_uint(v7) + as_uint(v11));
            const int v22 = as_int(as_uint(v8) + as_uint(v11));
            const int v23 = as_int(as_uint(v9) + as_uint(v11));
            int v24 = v10;
            int v25 = 0;
            float v26 = v12;
            float v27 = v13;
            float v28 = v14;
            float v29 = v15;
            int v30;
            float v31;
            float v32;
            float v33;
            float v34;
            while (true)
            {
                if (v25 < 4)
                {
                    const float v35 = vload_half(as_int(as_uint(v24) + as_uint((int)get_local_id(0))), (__global const half *)view1);
                    const float v36 = vload_half(as_int(as_uint(v20) + as_uint(v25)), (__global const half *)view0);
                    const float v37 = vload_half(as_int(as_uint(v21) + as_uint(v25)), (__global const half *)view0);
                    const float v38 = vload_half(as_int(as_uint(v22) + as_uint(v25)), (__global const half *)view0);
                    const float v39 = vload_half(as_int(as_uint(v23) + as_uint(v25)), (__global const half *)view0);
                    v24 = as_int(as_uint(v24) + as_uint(8));
                    v25 = as_int(as_uint(v25) + as_uint(1));
                    v26 = fma(v36, v35, v26);
                    v27 = fma(v37, v35, v27);
                    v28 = fma(v38, v35, v28);
                    v29 = fma(v39, v35, v29);
                    continue;
                }
                else
                {
                    v30 = v24;
                    v31 = v26;
                    v32 = v27;
                    v33 = v28;
                    v34 = v29;
                    break;
                }
            }
            v10 = v30;
            v11 = as_int(as_uint(v11) + as_uint(4));
            v12 = v31;
            v13 = v32;
            v14 = v33;
            v15 = v34;
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
    const int v40 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5))) + as_uint(v5))) * as_uint(scalar10));
    const int v41 = as_int(as_uint(as_int(as_uint(v0) + as_uint(v40))) + as_uint((int)get_local_id(0)));
    const float v42 = vload_half(v41, (__global const half *)view4);
    vstore_half_rte((v16 + v42), v41, (__global half *)view3);
    const int v43 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar10) + as_uint(v0))) + as_uint(v40))) + as_uint((int)get_local_id(0)));
    const float v44 = vload_half(v43, (__global const half *)view4);
    vstore_half_rte((v17 + v44), v43, (__global half *)view3);
    const int v45 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar10) * as_uint(2))) + as_uint(v0))) + as_uint(v40))) + as_uint((int)get_local_id(0)));
    const float v46 = vload_half(v45, (__global const half *)view4);
    vstore_half_rte((v18 + v46), v45, (__global half *)view3);
    const int v47 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar10) * as_uint(3))) + as_uint(v0))) + as_uint(v40))) + as_uint((int)get_local_id(0)));
    const float v48 = vload_half(v47, (__global const half *)view4);
    vstore_half_rte((v19 + v48), v47, (__global half *)view3);
}
