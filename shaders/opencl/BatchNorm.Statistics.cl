// Written by 'gpuformer emit'; change the kernel and run it again.
// BatchNorm.Statistics(tile=1, tileRows=4)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_BatchNorm_Statistics_tile_1__tileRows_4_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* partial */,
    int scalar2 /* rows */,
    int scalar3 /* chunk */,
    int scalar4 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar4) + as_uint(-32)));
    const int v1 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar3));
    const int v2 = as_int(as_uint(as_int(as_uint(v1) * as_uint(scalar4))) + as_uint(v0));
    const float v3 = view0[as_int(as_uint(v2) + as_uint((int)get_local_id(0)))];
    const int v4 = min(scalar3, as_int(as_uint(scalar2) - as_uint(v1)));
    const int v5 = as_int(as_uint(v4) - as_uint((v4 % 4)));
    const int v6 = as_int(as_uint(scalar4) * as_uint(2));
    const int v7 = as_int(as_uint(scalar4) * as_uint(3));
    const int v8 = as_int(as_uint(scalar4) * as_uint(4));
    int v9 = v2;
    int v10 = 0;
    float v11 = 0.0f;
    float v12 = 0.0f;
    float v13 = 0.0f;
    float v14 = 0.0f;
    float v15 = 0.0f;
    float v16 = 0.0f;
    float v17 = 0.0f;
    float v18 = 0.0f;
    int v19;
    float v20;
    float v21;
    float v22;
    float v23;
    float v24;
    float v25;
    float v26;
    float v27;
    while (true)
    {
        if (v10 < v5)
        {
            const float v28 = view0[as_int(as_uint(v9) + as_uint((int)get_local_id(0)))];
            const float v29 = view0[as_int(as_uint(as_int(as_uint(scalar4) + as_uint(v9))) + as_uint((int)get_local_id(0)))];
            const float v30 = view0[as_int(as_uint(as_int(as_uint(v6) + as_uint(v9))) + as_uint((int)get_local_id(0)))];
            const float v31 = view0[as_int(as_uint(as_int(as_uint(v7) + as_uint(v9))) + as_uint((int)get_local_id(0)))];
            const float v32 = v28 - v3;
            const float v33 = v29 - v3;
            const float v34 = v30 - v3;
            const float v35 = v31 - v3;
            v9 = as_int(as_uint(v8) + as_uint(v9));
            v10 = as_int(as_uint(v10) + as_uint(4));
            v11 = v11 + v32;
            v12 = v12 + v33;
            v13 = v13 + v34;
            v14 = v14 + v35;
            v15 = fma(v32, v32, v15);
            v16 = fma(v33, v33, v16);
            v17 = fma(v34, v34, v17);
            v18 = fma(v35, v35, v18);
            continue;
        }
        else
        {
            v19 = v9;
            v20 = v11;
            v21 = v12;
            v22 = v13;
            v23 = v14;
            v24 = v15;
            v25 = v16;
            v26 = v17;
            v27 = v18;
            break;
        }
    }
    int v36 = v19;
    int v37 = v5;
    float v38 = v20;
    float v39 = v24;
    float v40;
    float v41;
    while (true)
    {
        if (v37 < v4)
        {
            const float v42 = view0[as_int(as_uint(v36) + as_uint((int)get_local_id(0)))];
            const float v43 = v42 - v3;
            v36 = as_int(as_uint(scalar4) + as_uint(v36));
            v37 = as_int(as_uint(v37) + as_uint(1));
            v38 = v38 + v43;
            v39 = fma(v43, v43, v39);
            continue;
        }
        else
        {
            v40 = v38;
            v41 = v39;
            break;
        }
    }
    const int v44 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(2))) * as_uint(scalar4));
    const float v45 = ((v40 + v21) + v22) + v23;
    const float v46 = v45 / convert_float_rte(v4);
    view1[as_int(as_uint(as_int(as_uint(v0) + as_uint(v44))) + as_uint((int)get_local_id(0)))] = (v3 + v46);
    view1[as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar4) + as_uint(v0))) + as_uint(v44))) + as_uint((int)get_local_id(0)))] = ((((v41 + v25) + v26) + v27) - (v45 * v46));
}
