// Written by 'gpuformer emit'; change the kernel and run it again.
// Dropout.Images

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Dropout_Images(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* seeds */,
    __global float *buffer2, int offset2, int length2 /* y */,
    int scalar3 /* count */,
    int scalar4 /* run */,
    int scalar5 /* layer */,
    int scalar6 /* lowest */,
    int scalar7 /* threshold */,
    float scalar8 /* scale */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const float v0 = view1[0];
    const float v1 = view1[1];
    const int v2 = as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(scalar4))) * as_uint(32));
    const int v3 = min(as_int(as_uint(v2) + as_uint(as_int(as_uint(scalar4) * as_uint(32)))), scalar3);
    const int v4 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar3));
    const uint v5 = as_uint(as_int(as_uint(scalar5) + as_uint(-1640531527)));
    const uint v6 = (v5 ^ (v5 >> 16u)) * 2146121005u;
    const uint v7 = (v6 ^ (v6 >> 15u)) * 2221713035u;
    const uint v8 = as_uint((as_int((v7 ^ (v7 >> 16u))) ^ as_int(v1)));
    const uint v9 = (v8 ^ (v8 >> 16u)) * 2146121005u;
    const uint v10 = (v9 ^ (v9 >> 15u)) * 2221713035u;
    const uint v11 = as_uint((as_int((v10 ^ (v10 >> 16u))) ^ as_int(v0)));
    const uint v12 = (v11 ^ (v11 >> 16u)) * 2146121005u;
    const uint v13 = (v12 ^ (v12 >> 15u)) * 2221713035u;
    const uint v14 = v13 ^ (v13 >> 16u);
    const uint v15 = v14 * 2654435769u;
    const int v16 = as_int(v14);
    const uint v17 = as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(v16)));
    const uint v18 = (v17 ^ (v17 >> 16u)) * 2146121005u;
    const uint v19 = (v18 ^ (v18 >> 15u)) * 2221713035u;
    const uint v20 = (v19 ^ (v19 >> 16u)) ^ v15;
    const uint v21 = (v20 ^ (v20 >> 16u)) * 2146121005u;
    const uint v22 = (v21 ^ (v21 >> 15u)) * 2221713035u;
    const int v23 = as_int(((v22 ^ (v22 >> 16u)) >> 8u));
    const float v24 = ((v23 < scalar6) || (v23 >= scalar7)) ? scalar8 : 0.0f;
    int v25 = v2;
    while (true)
    {
        if (v25 < v3)
        {
            const int v26 = as_int(as_uint(as_int(as_uint(v4) + as_uint(min(v25, as_int(as_uint(scalar3) + as_uint(-32)))))) + as_uint((int)get_local_id(0)));
            const float v27 = view0[v26];
            view2[v26] = (v27 * v24);
            v25 = as_int(as_uint(v25) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
