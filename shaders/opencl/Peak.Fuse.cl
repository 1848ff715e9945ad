// Written by 'gpuformer emit'; change the kernel and run it again.
// Peak.Fuse(sums=12)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Peak_Fuse_sums_12_(
    __global float *buffer0, int offset0, int length0 /* y */,
    int scalar1 /* steps */,
    float scalar2 /* factor */,
    float scalar3 /* term */)
{
    __global float *restrict view0 = buffer0 + offset0;
    int v0 = 0;
    float v1 = (scalar3 * 0.0f);
    float v2 = scalar3;
    float v3 = (scalar3 * 2.0f);
    float v4 = (scalar3 * 3.0f);
    float v5 = (scalar3 * 4.0f);
    float v6 = (scalar3 * 5.0f);
    float v7 = (scalar3 * 6.0f);
    float v8 = (scalar3 * 7.0f);
    float v9 = (scalar3 * 8.0f);
    float v10 = (scalar3 * 9.0f);
    float v11 = (scalar3 * 10.0f);
    float v12 = (scalar3 * 11.0f);
    float v13;
    float v14;
    float v15;
    float v16;
    float v17;
    float v18;
    float v19;
    float v20;
    float v21;
    float v22;
    float v23;
    float v24;
    while (true)
    {
        if (v0 < scalar1)
        {
            v0 = as_int(as_uint(v0) + as_uint(4));
            v1 = fma(fma(fma(fma(v1, scalar2, scalar3), scalar2, scalar3), scalar2, scalar3), scalar2, scalar3);
            v2 = fma(fma(fma(fma(v2, scalar2, scalar3), scalar2, scalar3), scalar2, scalar3), scalar2, scalar3);
            v3 = fma(fma(fma(fma(v3, scalar2, scalar3), scalar2, scalar3), scalar2, scalar3), scalar2, scalar3);
            v4 = fma(fma(fma(fma(v4, scalar2, scalar3), scalar2, scalar3), scalar2, scalar3), scalar2, scalar3);
            v5 = fma(fma(fma(fma(v5, scalar2, scalar3), scalar2, scalar3), scalar2, scalar3), scalar2, scalar3);
            v6 = fma(fma(fma(fma(v6, scalar2, scalar3), scalar2, scalar3), scalar2, scalar3), scalar2, scalar3);
            v7 = fma(fma(fma(fma(v7, scalar2, scalar3), scalar2, scalar3), scalar2, scalar3), scalar2, scalar3);
            v8 = fma(fma(fma(fma(v8, scalar2, scalar3), scalar2, scalar3), scalar2, scalar3), scalar2, scalar3);
            v9 = fma(fma(fma(fma(v9, scalar2, scalar3), scalar2, scalar3), scalar2, scalar3), scalar2, scalar3);
            v10 = fma(fma(fma(fma(v10, scalar2, scalar3), scalar2, scalar3), scalar2, scalar3), scalar2, scalar3);
            v11 = fma(fma(fma(fma(v11, scalar2, scalar3), scalar2, scalar3), scalar2, scalar3), scalar2, scalar3);
            v12 = fma(fma(fma(fma(v12, scalar2, scalar3), scalar2, scalar3), scalar2, scalar3), scalar2, scalar3);
            continue;
        }
        else
        {
            v13 = v1;
            v14 = v2;
            v15 = v3;
            v16 = v4;
            v17 = v5;
            v18 = v6;
            v19 = v7;
            v20 = v8;
            v21 = v9;
            v22 = v10;
            v23 = v11;
            v24 = v12;
            break;
        }
    }
    view0[as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(32))) + as_uint((int)get_local_id(0)))] = ((((((((((((0.0f + v13) + v14) + v15) + v16) + v17) + v18) + v19) + v20) + v21) + v22) + v23) + v24);
}
