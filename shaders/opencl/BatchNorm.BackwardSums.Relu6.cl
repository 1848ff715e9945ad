// Written by 'gpuformer emit'; change the kernel and run it again.
// BatchNorm.BackwardSums<NormThen<Relu6>, NoTerms>(tile=1, slopes=0)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_BatchNorm_BackwardSums_NormThen_Relu6___NoTerms__tile_1__slopes_0_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* x */,
    __global const float *buffer2, int offset2, int length2 /* affine */,
    __global float *buffer3, int offset3, int length3 /* partial */,
    int scalar4 /* rows */,
    int scalar5 /* chunk */,
    int scalar6 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    const int v0 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar6) + as_uint(-32)));
    const float v1 = view2[as_int(as_uint(v0) + as_uint((int)get_local_id(0)))];
    const int v2 = as_int(as_uint(scalar6) + as_uint(v0));
    const float v3 = view2[as_int(as_uint(v2) + as_uint((int)get_local_id(0)))];
    const float v4 = view2[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar6) * as_uint(2))) + as_uint(v0))) + as_uint((int)get_local_id(0)))];
    const int v5 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar5));
    const int v6 = min(scalar5, as_int(as_uint(as_int(0u - as_uint(v5))) + as_uint(scalar4)));
    int v7 = as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) + as_uint(v5))) * as_uint(scalar6))));
    int v8 = 0;
    float v9 = 0.0f;
    float v10 = 0.0f;
    float v11;
    float v12;
    while (true)
    {
        if (v8 < v6)
        {
            const int v13 = as_int(as_uint(v7) + as_uint((int)get_local_id(0)));
            const float v14 = view1[v13];
            const float v15 = view0[v13];
            const float v16 = fma(v14, v1, v3);
            const float v17 = v15 * ((!((v16 > 0.0f)) || !((v16 < 6.0f))) ? 0.0f : 1.0f);
            v7 = as_int(as_uint(scalar6) + as_uint(v7));
            v8 = as_int(as_uint(v8) + as_uint(1));
            v9 = v9 + v17;
            v10 = fma(v17, (v14 - v4), v10);
            continue;
        }
        else
        {
            v11 = v9;
            v12 = v10;
            break;
        }
    }
    const int v18 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))) + as_uint((int)get_group_id(1)))) * as_uint(2))) * as_uint(scalar6));
    view3[as_int(as_uint(as_int(as_uint(v0) + as_uint(v18))) + as_uint((int)get_local_id(0)))] = v11;
    view3[as_int(as_uint(as_int(as_uint(v2) + as_uint(v18))) + as_uint((int)get_local_id(0)))] = v12;
}
