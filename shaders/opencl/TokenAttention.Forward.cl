// Written by 'gpuformer emit'; change the kernel and run it again.
// TokenAttention.Forward(tokens=3)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_TokenAttention_Forward_tokens_3_(
    __global const float *buffer0, int offset0, int length0 /* q */,
    __global const float *buffer1, int offset1, int length1 /* z */,
    __global float *buffer2, int offset2, int length2 /* y */,
    int scalar3 /* D */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    __local float shared3[9];
    const int v0 = gf_div(scalar3, (int)get_num_groups(0));
    const int v1 = min((int)get_local_id(0), 2);
    const int v2 = as_int(as_uint(v1) * as_uint(scalar3));
    const int v3 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(3))) * as_uint(scalar3))) + as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(v0))));
    const int v4 = as_int(as_uint(v3) + as_uint(scalar3));
    const int v5 = as_int(as_uint(v3) + as_uint(as_int(as_uint(scalar3) * as_uint(2))));
    int v6 = 0;
    float v7 = 0.0f;
    float v8 = 0.0f;
    float v9 = 0.0f;
    float v10;
    float v11;
    float v12;
    while (true)
    {
        if (v6 < v0)
        {
            const int v13 = as_int(as_uint(v3) + as_uint(v6));
            const float v14 = view0[as_int(as_uint(v13) + as_uint(v2))];
            const float v15 = view1[v13];
            const float v16 = view1[as_int(as_uint(v4) + as_uint(v6))];
            const float v17 = view1[as_int(as_uint(v5) + as_uint(v6))];
            v6 = as_int(as_uint(v6) + as_uint(1));
            v7 = fma(v15, v14, v7);
            v8 = fma(v16, v14, v8);
            v9 = fma(v17, v14, v9);
            continue;
        }
        else
        {
            v10 = v7;
            v11 = v8;
            v12 = v9;
            break;
        }
    }
    const int v18 = as_int(as_uint(v1) * as_uint(3));
    const float v19 = gf_max(gf_max(v10, v11), v12);
    const float v20 = gf_max(-104.0f, gf_min(89.0f, (v12 - v19)));
    const float v21 = fma(v20, 1.442695f, 12582912.0f);
    const int v22 = as_int(v21);
    const int v23 = as_int(as_uint(v22) + as_uint(-1262485504)) >> 1;
    const float v24 = v21 - 12582912.0f;
    const float v25 = fma(v24, -0.69314575f, v20);
    const float v26 = fma(v24, -1.4286068E-06f, v25);
    const float v27 = (fma(fma(fma(fma(fma(fma(v26, 0.0013814532f, 0.008368745f), v26, 0.041668393f), v26, 0.16666521f), v26, 0.49999994f), v26, 1.0f), v26, 1.0f) * as_float((as_int(as_uint(v23) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v22) - as_uint(v23))) + as_uint(-1262485377)) << 23));
    const float v28 = gf_max(-104.0f, gf_min(89.0f, (v11 - v19)));
    const float v29 = fma(v28, 1.442695f, 12582912.0f);
    const int v30 = as_int(v29);
    const int v31 = as_int(as_uint(v30) + as_uint(-1262485504)) >> 1;
    const float v32 = v29 - 12582912.0f;
    const float v33 = fma(v32, -0.69314575f, v28);
    const float v34 = fma(v32, -1.4286068E-06f, v33);
    const float v35 = (fma(fma(fma(fma(fma(fma(v34, 0.0013814532f, 0.008368745f), v34, 0.041668393f), v34, 0.16666521f), v34, 0.49999994f), v34, 1.0f), v34, 1.0f) * as_float((as_int(as_uint(v31) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v30) - as_uint(v31))) + as_uint(-1262485377)) << 23));
    const float v36 = gf_max(-104.0f, gf_min(89.0f, (v10 - v19)));
    const float v37 = fma(v36, 1.442695f, 12582912.0f);
    const int v38 = as_int(v37);
    const int v39 = as_int(as_uint(v38) + as_uint(-1262485504)) >> 1;
    const float v40 = v37 - 12582912.0f;
    const float v41 = fma(v40, -0.69314575f, v36);
    const float v42 = fma(v40, -1.4286068E-06f, v41);
    const float v43 = (fma(fma(fma(fma(fma(fma(v42, 0.0013814532f, 0.008368745f), v42, 0.041668393f), v42, 0.16666521f), v42, 0.49999994f), v42, 1.0f), v42, 1.0f) * as_float((as_int(as_uint(v39) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v38) - as_uint(v39))) + as_uint(-1262485377)) << 23));
    const float v44 = 1.0f / (((0.0f + v43) + v35) + v27);
    shared3[v18] = (v43 * v44);
    shared3[as_int(as_uint(v18) + as_uint(1))] = (v35 * v44);
    shared3[as_int(as_uint(v18) + as_uint(2))] = (v27 * v44);
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    int v45 = 0;
    while (true)
    {
        if (v45 < v0)
        {
            const int v46 = min(v45, as_int(as_uint(v0) + as_uint(-8)));
            const int v47 = as_int(as_uint(as_int(as_uint(v3) + as_uint(v46))) + as_uint((int)get_local_id(0)));
            const float v48 = view1[v47];
            const int v49 = as_int(as_uint(as_int(as_uint(v4) + as_uint(v46))) + as_uint((int)get_local_id(0)));
            const float v50 = view1[v49];
            const int v51 = as_int(as_uint(as_int(as_uint(v5) + as_uint(v46))) + as_uint((int)get_local_id(0)));
            const float v52 = view1[v51];
            const float v53 = shared3[0];
            const float v54 = fma(v53, v48, 0.0f);
            const float v55 = shared3[1];
            const float v56 = fma(v55, v50, v54);
            const float v57 = shared3[2];
            const float v58 = fma(v57, v52, v56);
            view2[v47] = v58;
            const float v59 = shared3[3];
            const float v60 = fma(v59, v48, 0.0f);
            const float v61 = shared3[4];
            const float v62 = fma(v61, v50, v60);
            const float v63 = shared3[5];
            const float v64 = fma(v63, v52, v62);
            view2[v49] = v64;
            const float v65 = shared3[6];
            const float v66 = fma(v65, v48, 0.0f);
            const float v67 = shared3[7];
            const float v68 = fma(v67, v50, v66);
            const float v69 = shared3[8];
            const float v70 = fma(v69, v52, v68);
            view2[v51] = v70;
            v45 = as_int(as_uint(v45) + as_uint(8));
            continue;
        }
        else
        {
            break;
        }
    }
}
