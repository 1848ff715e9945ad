// Written by 'gpuformer emit'; change the kernel and run it again.
// FocalLoss.Sigmoid(squares=1)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_int(float a) { return a != a ? 0 : convert_int_sat_rtz(a); }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_FocalLoss_Sigmoid_squares_1_(
    __global const float *buffer0, int offset0, int length0 /* logits */,
    __global const float *buffer1, int offset1, int length1 /* labels */,
    __global const float *buffer2, int offset2, int length2 /* weights */,
    __global float *buffer3, int offset3, int length3 /* terms */,
    __global float *buffer4, int offset4, int length4 /* dLogits */,
    int scalar5 /* rows */,
    int scalar6 /* block */,
    int scalar7 /* C */,
    float scalar8 /* alpha */,
    float scalar9 /* gamma */,
    float scalar10 /* scale */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    const int v0 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar6));
    const int v1 = min(as_int(as_uint(v0) + as_uint(scalar6)), scalar5);
    const int v2 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar7) + as_uint(-32)));
    const int v3 = as_int(as_uint(v2) + as_uint((int)get_local_id(0)));
    const float v4 = 1.0f - scalar8;
    float v5 = 0.0f;
    int v6 = v0;
    float v7;
    while (true)
    {
        if (v6 < v1)
        {
            const float v8 = view1[v6];
            const int v9 = gf_int(v8);
            float v10;
            if (v9 < -1)
            {
                v10 = 0.0f;
            }
            else
            {
                const float v11 = view2[v6];
                v10 = v11;
            }
            const int v12 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(v6) * as_uint(scalar7))))) + as_uint((int)get_local_id(0)));
            float v13;
            if (v10 != 0.0f)
            {
                const bool v14 = v9 == v3;
                float v15;
                if (v14)
                {
                    const float v16 = view0[v12];
                    v15 = v16;
                }
                else
                {
                    const float v17 = view0[v12];
                    v15 = -(v17);
                }
                const bool v18 = v15 < 0.0f;
                const float v19 = gf_max(-104.0f, gf_min(89.0f, (-(fabs(v15)))));
                const float v20 = fma(v19, 1.442695f, 12582912.0f);
                const int v21 = as_int(v20);
                const int v22 = as_int(as_uint(v21) + as_uint(-1262485504)) >> 1;
                const float v23 = v20 - 12582912.0f;
                const float v24 = fma(v23, -0.69314575f, v19);
                const float v25 = fma(v23, -1.4286068E-06f, v24);
                const float v26 = (fma(fma(fma(fma(fma(fma(v25, 0.0013814532f, 0.008368745f), v25, 0.041668393f), v25, 0.16666521f), v25, 0.49999994f), v25, 1.0f), v25, 1.0f) * as_float((as_int(as_uint(v22) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v21) - as_uint(v22))) + as_uint(-1262485377)) << 23));
                const float v27 = 1.0f / (1.0f + v26);
                const float v28 = v26 * v27;
                float v29;
                if (v18)
                {
                    v29 = v28;
                }
                else
                {
                    v29 = v27;
                }
                float v30;
                if (v18)
                {
                    v30 = v27;
                }
                else
                {
                    v30 = v28;
                }
                const float v31 = v26 / (2.0f + v26);
                const float v32 = v31 * v31;
                const float v33 = gf_max(0.0f, (-(v15))) + fma((v31 * v32), fma(fma(fma(v32, 0.28012002f, 0.28001803f), v32, 0.40021527f), v32, 0.6666642f), (v31 + v31));
                const float v34 = fma((scalar9 * v29), v33, v30);
                const float v35 = v30 * v30;
                float v36;
                if (v14)
                {
                    v36 = -(((((v10 * scalar8) * v35) * scalar10) * v34));
                }
                else
                {
                    v36 = (((v10 * v4) * v35) * scalar10) * v34;
                }
                view4[v12] = v36;
                v13 = fma(((v10 * (v14 ? scalar8 : v4)) * v35), v33, v5);
            }
            else
            {
                view4[v12] = 0.0f;
                v13 = v5;
            }
            v5 = v13;
            v6 = as_int(as_uint(v6) + as_uint(1));
            continue;
        }
        else
        {
            v7 = v5;
            break;
        }
    }
    view3[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint((int)get_group_id(1)) * as_uint(scalar7))))) + as_uint((int)get_local_id(0)))] = v7;
}
