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
            const float v4 = view0[v3];
            const float v5 = view1[v3];
            const float v6 = v5 * 0.70710677f;
            const float v7 = fabs(v6);
            const float v8 = gf_min(4.0f, v7);
            const float v9 = gf_max(-104.0f, gf_min(89.0f, fma(fma(fma(fma(fma(fma(v8, 0.00021353054f, -0.0032112987f), v8, 0.022878552f), v8, -0.10524457f), v8, -0.635731f), v8, -0.12851074f), v8, (-(v8)))));
            const float v10 = fma(v9, 1.442695f, 12582912.0f);
            const int v11 = as_int(v10);
            const int v12 = as_int(as_uint(v11) + as_uint(-1262485504)) >> 1;
            const float v13 = v10 - 12582912.0f;
            const float v14 = fma(v13, -0.69314575f, v9);
            const float v15 = fma(v13, -1.4286068E-06f, v14);
            const float v16 = 1.0f - ((fma(fma(fma(fma(fma(fma(v15, 0.0013814532f, 0.008368745f), v15, 0.041668393f), v15, 0.16666521f), v15, 0.49999994f), v15, 1.0f), v15, 1.0f) * as_float((as_int(as_uint(v12) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v11) - as_uint(v12))) + as_uint(-1262485377)) << 23)));
            const float v17 = gf_max(-104.0f, gf_min(89.0f, ((-0.5f * v5) * v5)));
            const float v18 = fma(v17, 1.442695f, 12582912.0f);
            const float v19 = v18 - 12582912.0f;
            const float v20 = fma(v19, -0.69314575f, v17);
            const float v21 = fma(v19, -1.4286068E-06f, v20);
            float v22;
            if (v6 < 0.0f)
            {
                v22 = -(v16);
            }
            else
            {
                v22 = v16;
            }
            float v23;
            if (v7 < 0.921875f)
            {
                const float v24 = v6 * v6;
                v23 = fma(fma(fma(fma(fma(fma(v24, -0.00060133875f, 0.0049979994f), v24, -0.02677023f), v24, 0.11281927f), v24, -0.37612507f), v24, 0.12837915f), v6, v6);
            }
            else
            {
                v23 = v22;
            }
            const int v25 = as_int(v18);
            const int v26 = as_int(as_uint(v25) + as_uint(-1262485504)) >> 1;
            view2[v3] = (v4 * fma(v5, (0.3989423f * ((fma(fma(fma(fma(fma(fma(v21, 0.0013814532f, 0.008368745f), v21, 0.041668393f), v21, 0.16666521f), v21, 0.49999994f), v21, 1.0f), v21, 1.0f) * as_float((as_int(as_uint(v26) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v25) - as_uint(v26))) + as_uint(-1262485377)) << 23)))), (0.5f * (1.0f + v23))));
            v2 = as_int(as_uint(v2) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
