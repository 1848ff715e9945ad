// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<AddResidual, NoTerms>(tileRows=4, tileChannels=1, grouped=0, separate=0) of half x, filter, y, epilogue.residual

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(8, 16, 1)))
void gf_Pointwise_Forward_AddResidual__NoTerms__tileRows_4__tileChannels_1__grouped_0__separate_0__of_half_x__filter__y__epilogue_residual(
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
    const int v2 = min(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(16))) + as_uint((int)get_local_id(1)))) * as_uint(4)), as_int(as_uint(scalar5) + as_uint(-4)));
    const int v3 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) + as_uint(scalar8))) + as_uint(as_int(as_uint(v2) * as_uint(scalar7))));
    const int v4 = as_int(as_uint(v3) + as_uint(scalar7));
    const int v5 = as_int(as_uint(v3) + as_uint(as_int(as_uint(scalar7) * as_uint(2))));
    const int v6 = as_int(as_uint(v3) + as_uint(as_int(as_uint(scalar7) * as_uint(3))));
    int v7 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar9))) * as_uint(8));
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
        if (v8 < scalar9)
        {
            const float v17 = vload_half(as_int(as_uint(v7) + as_uint((int)get_local_id(0))), (__global const half *)view1);
            const float v18 = vload_half(as_int(as_uint(v3) + as_uint(v8)), (__global const half *)view0);
            const float v19 = vload_half(as_int(as_uint(v4) + as_uint(v8)), (__global const half *)view0);
            const float v20 = vload_half(as_int(as_uint(v5) + as_uint(v8)), (__global const half *)view0);
            const float v21 = vload_half(as_int(as_uint(v6) + as_uint(v8)), (__global const half *)view0);
            v7 = as_int(as_uint(v7) + as_uint(8));
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
    const int v22 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5))) + as_uint(v2))) * as_uint(scalar10));
    const int v23 = as_int(as_uint(as_int(as_uint(v0) + as_uint(v22))) + as_uint((int)get_local_id(0)));
    const float v24 = vload_half(v23, (__global const half *)view4);
    vstore_half_rte((v13 + v24), v23, (__global half *)view3);
    const int v25 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar10) + as_uint(v0))) + as_uint(v22))) + as_uint((int)get_local_id(0)));
    const float v26 = vload_half(v25, (__global const half *)view4);
    vstore_half_rte((v14 + v26), v25, (__global half *)view3);
    const int v27 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar10) * as_uint(2))) + as_uint(v0))) + as_uint(v22))) + as_uint((int)get_local_id(0)));
    const float v28 = vload_half(v27, (__global const half *)view4);
    vstore_half_rte((v15 + v28), v27, (__global half *)view3);
    const int v29 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar10) * as_uint(3))) + as_uint(v0))) + as_uint(v22))) + as_uint((int)get_local_id(0)));
    const float v30 = vload_half(v29, (__global const half *)view4);
    vstore_half_rte((v16 + v30), v29, (__global half *)view3);
}
