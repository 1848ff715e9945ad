// Written by 'gpuformer emit'; change the kernel and run it again.
// Pointwise.Forward<AddResidual, NoTerms>(tileRows=1, tileChannels=1, grouped=0, separate=0)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 3, 1)))
void gf_Pointwise_Forward_AddResidual__NoTerms__tileRows_1__tileChannels_1__grouped_0__separate_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    __global const float *buffer4, int offset4, int length4 /* epilogue._residual */,
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
    __global const float *restrict view4 = buffer4 + offset4;
    const int v0 = min(as_int(as_uint((int)get_group_id(1)) * as_uint(32)), as_int(as_uint(scalar10) + as_uint(-32)));
    const float v1 = view2[as_int(as_uint(v0) + as_uint((int)get_local_id(0)))];
    const int v2 = min(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(3))) + as_uint((int)get_local_id(1))), as_int(as_uint(scalar5) + as_uint(-1)));
    const int v3 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))) + as_uint(scalar8))) + as_uint(as_int(as_uint(v2) * as_uint(scalar7))));
    int v4 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar9))) * as_uint(32));
    int v5 = 0;
    float v6 = v1;
    float v7;
    while (true)
    {
        if (v5 < scalar9)
        {
            const float v8 = view1[as_int(as_uint(v4) + as_uint((int)get_local_id(0)))];
            const float v9 = view0[as_int(as_uint(v3) + as_uint(v5))];
            v4 = as_int(as_uint(v4) + as_uint(32));
            v5 = as_int(as_uint(v5) + as_uint(1));
            v6 = fma(v9, v8, v6);
            continue;
        }
        else
        {
            v7 = v6;
            break;
        }
    }
    const int v10 = as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5))) + as_uint(v2))) * as_uint(scalar10))))) + as_uint((int)get_local_id(0)));
    const float v11 = view4[v10];
    view3[v10] = (v7 + v11);
}
