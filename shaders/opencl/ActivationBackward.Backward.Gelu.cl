// Written by 'gpuformer emit'; change the kernel and run it again.
// ActivationBackward.Backward<Gelu>

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_ActivationBackward_Backward_Gelu_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* saved */,
    __global float *buffer2, int offset2, int length2 /* dx */,
    int scalar3 /* count */,
    int scalar4 /* run */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(scalar4))) * as_uint(32));
    const int v1 = min(as_int(as_uint(v0) + as_uint(as_int(as_uint(scalar4) * as_uint(32)))), scalar3);
    int v2 = v0;
    while (true)
    {
        if (v2 < v1)
        {
            const int v3 = as_int(as_uint(min(v2, as_int(as_uint(scalar3) + as_uint(-32)))) + as_uint((int)get_local_id(0)));
            const float v4 = view1[v3];
            const float v5 = v4 * 0.70710677f;
            const float v6 = fabs(v5);
            const float v7 = gf_min(4.0f, v6);
            const float v8 = gf_max(-104.0f, gf_min(89.0f, fma(fma(fma(fma(fma(fma(v7, 0.00021353054f, -0.0032112987f), v7, 0.022878552f), v7, -0.10524457f), v7, -0.635731f), v7, -0.12851074f), v7, (-(v7)))));
            const float v9 = fma(v8, 1.442695f, 12582912.0f);
            const int v10 = as_int(v9);
            const int v11 = as_int(as_uint(v10) + as_uint(-1262485504)) >> 1;
            const float v12 = v9 - 12582912.0f;
            const float v13 = fma(v12, -0.69314575f, v8);
            const float v14 = fma(v12, -1.4286068E-06f, v13);
            const float v15 = 1.0f - ((fma(fma(fma(fma(fma(fma(v14, 0.0013814532f, 0.008368745f), v14, 0.041668393f), v14, 0.16666521f), v14, 0.49999994f), v14, 1.0f), v14, 1.0f) * as_float((as_int(as_uint(v11) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v10) - as_uint(v11))) + as_uint(-1262485377)) << 23)));
            const float v16 = gf_max(-104.0f, gf_min(89.0f, ((-0.5f * v4) * v4)));
            const float v17 = fma(v16, 1.442695f, 12582912.0f);
            const float v18 = v17 - 12582912.0f;
            const float v19 = fma(v18, -0.69314575f, v16);
            const float v20 = fma(v18, -1.4286068E-06f, v19);
            float v21;
            if (v5 < 0.0f)
            {
                v21 = -(v15);
            }
            else
            {
                v21 = v15;
            }
            float v22;
            if (v6 < 0.921875f)
            {
                const float v23 = v5 * v5;
                v22 = fma(fma(fma(fma(fma(fma(v23, -0.00060133875f, 0.0049979994f), v23, -0.02677023f), v23, 0.11281927f), v23, -0.37612507f), v23, 0.12837915f), v5, v5);
            }
            else
            {
                v22 = v21;
            }
            const int v24 = as_int(v17);
            const int v25 = as_int(as_uint(v24) + as_uint(-1262485504)) >> 1;
            const float v26 = fma(v4, (0.3989423f * ((fma(fma(fma(fma(fma(fma(v20, 0.0013814532f, 0.008368745f), v20, 0.041668393f), v20, 0.16666521f), v20, 0.49999994f), v20, 1.0f), v20, 1.0f) * as_float((as_int(as_uint(v25) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v24) - as_uint(v25))) + as_uint(-1262485377)) << 23)))), (0.5f * (1.0f + v22)));
            float v27;
            if (v26 == 0.0f)
            {
                v27 = 0.0f;
            }
            else
            {
                const float v28 = view0[v3];
                v27 = v28 * v26;
            }
            view2[v3] = v27;
            v2 = as_int(as_uint(v2) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
