// Written by 'gpuformer emit'; change the kernel and run it again.
// LayerNormBackward.Rows

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_LayerNormBackward_Rows(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* x */,
    __global const float *buffer2, int offset2, int length2 /* weight */,
    __global float *buffer3, int offset3, int length3 /* dx */,
    __global float *buffer4, int offset4, int length4 /* terms */,
    int scalar5 /* D */,
    float scalar6 /* epsilon */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    __local float shared5[32];
    __local float shared6[32];
    __local float shared7[32];
    __local float shared8[32];
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar5));
    float v1 = 0.0f;
    int v2 = 0;
    float v3;
    while (true)
    {
        if (v2 < scalar5)
        {
            float v4;
            if (as_int(as_uint(v2) + as_uint((int)get_local_id(0))) >= scalar5)
            {
                v4 = v1;
            }
            else
            {
                const float v5 = view1[as_int(as_uint(as_int(as_uint(v0) + as_uint(v2))) + as_uint((int)get_local_id(0)))];
                v4 = v1 + v5;
            }
            v1 = v4;
            v2 = as_int(as_uint(v2) + as_uint(32));
            continue;
        }
        else
        {
            v3 = v1;
            break;
        }
    }
    shared5[(int)get_local_id(0)] = v3;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    float v6 = 0.0f;
    int v7 = 0;
    float v8;
    while (true)
    {
        if (v7 < 32)
        {
            const float v9 = shared5[v7];
            v6 = v6 + v9;
            v7 = as_int(as_uint(v7) + as_uint(1));
            continue;
        }
        else
        {
            v8 = v6;
            break;
        }
    }
    const float v10 = convert_float_rte(scalar5);
    const float v11 = v8 / v10;
    float v12 = 0.0f;
    float v13 = 0.0f;
    float v14 = 0.0f;
    int v15 = 0;
    float v16;
    float v17;
    float v18;
    while (true)
    {
        if (v15 < scalar5)
        {
            const int v19 = as_int(as_uint(v15) + as_uint((int)get_local_id(0)));
            float v20;
            float v21;
            float v22;
            if (v19 >= scalar5)
            {
                v20 = v12;
                v21 = v13;
                v22 = v14;
            }
            else
            {
                const int v23 = as_int(as_uint(as_int(as_uint(v0) + as_uint(v15))) + as_uint((int)get_local_id(0)));
                const float v24 = view1[v23];
                const float v25 = view0[v23];
                const float v26 = view2[v19];
                const float v27 = v24 - v11;
                const float v28 = v25 * v26;
                v20 = fma(v27, v27, v12);
                v21 = v13 + v28;
                v22 = fma(v28, v27, v14);
            }
            v12 = v20;
            v13 = v21;
            v14 = v22;
            v15 = as_int(as_uint(v15) + as_uint(32));
            continue;
        }
        else
        {
            v16 = v12;
            v17 = v13;
            v18 = v14;
            break;
        }
    }
    shared6[(int)get_local_id(0)] = v16;
    shared7[(int)get_local_id(0)] = v17;
    shared8[(int)get_local_id(0)] = v18;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    float v29 = 0.0f;
    float v30 = 0.0f;
    float v31 = 0.0f;
    int v32 = 0;
    float v33;
    float v34;
    float v35;
    while (true)
    {
        if (v32 < 32)
        {
            const float v36 = shared6[v32];
            const float v37 = shared7[v32];
            const float v38 = shared8[v32];
            v29 = v29 + v36;
            v30 = v30 + v37;
            v31 = v31 + v38;
            v32 = as_int(as_uint(v32) + as_uint(1));
            continue;
        }
        else
        {
            v33 = v29;
            v34 = v30;
            v35 = v31;
            break;
        }
    }
    const float v39 = 1.0f / sqrt(((v33 / v10) + scalar6));
    const float v40 = ((v35 / v10) * v39) * v39;
    const float v41 = v34 / v10;
    int v42 = 0;
    while (true)
    {
        if (v42 < scalar5)
        {
            const int v43 = min(v42, as_int(as_uint(scalar5) + as_uint(-32)));
            const int v44 = as_int(as_uint(as_int(as_uint(v0) + as_uint(v43))) + as_uint((int)get_local_id(0)));
            const float v45 = view0[v44];
            const float v46 = view2[as_int(as_uint(v43) + as_uint((int)get_local_id(0)))];
            const float v47 = view1[v44];
            view3[v44] = (v39 * (((v45 * v46) - v41) - ((v47 - v11) * v40)));
            v42 = as_int(as_uint(v42) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
    if (!((int)get_local_id(0) != 0))
    {
        const int v48 = as_int(as_uint((int)get_group_id(0)) * as_uint(2));
        view4[v48] = v11;
        view4[as_int(as_uint(v48) + as_uint(1))] = v39;
    }
}
