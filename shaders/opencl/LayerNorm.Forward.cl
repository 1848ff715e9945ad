// Written by 'gpuformer emit'; change the kernel and run it again.
// LayerNorm.Forward(tile=1)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_LayerNorm_Forward_tile_1_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* weight */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    int scalar4 /* rows */,
    int scalar5 /* D */,
    float scalar6 /* epsilon */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __local float shared4[32];
    const int v0 = as_int(as_uint((scalar5 / 32)) * as_uint(32));
    const int v1 = as_int(as_uint(min((int)get_group_id(0), as_int(as_uint(scalar4) + as_uint(-1)))) * as_uint(scalar5));
    int v2 = 0;
    float v3 = 0.0f;
    float v4;
    while (true)
    {
        if (v2 < v0)
        {
            const float v5 = view0[as_int(as_uint(as_int(as_uint(v1) + as_uint(v2))) + as_uint((int)get_local_id(0)))];
            v2 = as_int(as_uint(v2) + as_uint(32));
            v3 = v3 + v5;
            continue;
        }
        else
        {
            v4 = v3;
            break;
        }
    }
    const int v6 = as_int(as_uint(v0) + as_uint((int)get_local_id(0)));
    const bool v7 = v6 < scalar5;
    const int v8 = as_int(as_uint(as_int(as_uint(v1) + as_uint(v0))) + as_uint((int)get_local_id(0)));
    float v9;
    if (v7)
    {
        const float v10 = view0[v8];
        v9 = v4 + v10;
    }
    else
    {
        v9 = v4;
    }
    shared4[(int)get_local_id(0)] = v9;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    float v11 = 0.0f;
    int v12 = 0;
    float v13;
    while (true)
    {
        if (v12 < 32)
        {
            const float v14 = shared4[v12];
            v11 = v11 + v14;
            v12 = as_int(as_uint(v12) + as_uint(1));
            continue;
        }
        else
        {
            v13 = v11;
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const float v15 = convert_float_rte(scalar5);
    const float v16 = v13 / v15;
    int v17 = 0;
    float v18 = 0.0f;
    float v19;
    while (true)
    {
        if (v17 < v0)
        {
            const float v20 = view0[as_int(as_uint(as_int(as_uint(v1) + as_uint(v17))) + as_uint((int)get_local_id(0)))];
            const float v21 = v20 - v16;
            v17 = as_int(as_uint(v17) + as_uint(32));
            v18 = fma(v21, v21, v18);
            continue;
        }
        else
        {
            v19 = v18;
            break;
        }
    }
    float v22;
    if (v7)
    {
        const float v23 = view0[v8];
        const float v24 = v23 - v16;
        v22 = fma(v24, v24, v19);
    }
    else
    {
        v22 = v19;
    }
    shared4[(int)get_local_id(0)] = v22;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    float v25 = 0.0f;
    int v26 = 0;
    float v27;
    while (true)
    {
        if (v26 < 32)
        {
            const float v28 = shared4[v26];
            v25 = v25 + v28;
            v26 = as_int(as_uint(v26) + as_uint(1));
            continue;
        }
        else
        {
            v27 = v25;
            break;
        }
    }
    const float v29 = 1.0f / sqrt(((v27 / v15) + scalar6));
    int v30 = 0;
    while (true)
    {
        if (v30 < v0)
        {
            const int v31 = as_int(as_uint(as_int(as_uint(v1) + as_uint(v30))) + as_uint((int)get_local_id(0)));
            const float v32 = view0[v31];
            const int v33 = as_int(as_uint(v30) + as_uint((int)get_local_id(0)));
            const float v34 = view1[v33];
            const float v35 = view2[v33];
            view3[v31] = fma(((v32 - v16) * v29), v34, v35);
            v30 = as_int(as_uint(v30) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
    if (v7)
    {
        const float v36 = view0[v8];
        const float v37 = view1[v6];
        const float v38 = view2[v6];
        view3[v8] = fma(((v36 - v16) * v29), v37, v38);
    }
}
