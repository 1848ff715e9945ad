// Written by 'gpuformer emit'; change the kernel and run it again.
// BoxLoss.Regression

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_BoxLoss_Regression(
    __global const float *buffer0, int offset0, int length0 /* predictions */,
    __global const float *buffer1, int offset1, int length1 /* targets */,
    __global const float *buffer2, int offset2, int length2 /* weights */,
    __global float *buffer3, int offset3, int length3 /* terms */,
    __global float *buffer4, int offset4, int length4 /* dPredictions */,
    int scalar5 /* rows */,
    int scalar6 /* threads */,
    float scalar7 /* beta */,
    float scalar8 /* slope */,
    float scalar9 /* scale */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    const int v0 = as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(32))) + as_uint((int)get_local_id(0)));
    if (v0 < scalar6)
    {
        const float v1 = 0.5f * scalar7;
        float v2 = 0.0f;
        int v3 = v0;
        float v4;
        while (true)
        {
            if (v3 < scalar5)
            {
                const float v5 = view2[v3];
                const int v6 = as_int(as_uint(v3) * as_uint(4));
                const float v7 = view0[v6];
                const float v8 = view1[v6];
                const bool v9 = v5 != 0.0f;
                const float v10 = v7 - v8;
                const float v11 = fabs(v10);
                const bool v12 = v11 < scalar7;
                float v13;
                if (v9)
                {
                    v13 = v5 * (v12 ? (((0.5f * v10) * v10) * scalar8) : (v11 - v1));
                }
                else
                {
                    v13 = 0.0f;
                }
                const float v14 = scalar9 * v5;
                float v15;
                if (v9)
                {
                    v15 = v14 * (v12 ? (v10 * scalar8) : ((v10 > 0.0f) ? 1.0f : ((v10 < 0.0f) ? -1.0f : 0.0f)));
                }
                else
                {
                    v15 = 0.0f;
                }
                view4[v6] = v15;
                const float v16 = view0[as_int(as_uint(v6) + as_uint(1))];
                const float v17 = view1[as_int(as_uint(v6) + as_uint(1))];
                const float v18 = v16 - v17;
                const float v19 = fabs(v18);
                const bool v20 = v19 < scalar7;
                float v21;
                if (v9)
                {
                    v21 = v5 * (v20 ? (((0.5f * v18) * v18) * scalar8) : (v19 - v1));
                }
                else
                {
                    v21 = 0.0f;
                }
                float v22;
                if (v9)
                {
                    v22 = v14 * (v20 ? (v18 * scalar8) : ((v18 > 0.0f) ? 1.0f : ((v18 < 0.0f) ? -1.0f : 0.0f)));
                }
                else
                {
                    v22 = 0.0f;
                }
                view4[as_int(as_uint(v6) + as_uint(1))] = v22;
                const float v23 = view0[as_int(as_uint(v6) + as_uint(2))];
                const float v24 = view1[as_int(as_uint(v6) + as_uint(2))];
                const float v25 = v23 - v24;
                const float v26 = fabs(v25);
                const bool v27 = v26 < scalar7;
                float v28;
                if (v9)
                {
                    v28 = v5 * (v27 ? (((0.5f * v25) * v25) * scalar8) : (v26 - v1));
                }
                else
                {
                    v28 = 0.0f;
                }
                float v29;
                if (v9)
                {
                    v29 = v14 * (v27 ? (v25 * scalar8) : ((v25 > 0.0f) ? 1.0f : ((v25 < 0.0f) ? -1.0f : 0.0f)));
                }
                else
                {
                    v29 = 0.0f;
                }
                view4[as_int(as_uint(v6) + as_uint(2))] = v29;
                const float v30 = view0[as_int(as_uint(v6) + as_uint(3))];
                const float v31 = view1[as_int(as_uint(v6) + as_uint(3))];
                const float v32 = v30 - v31;
                const float v33 = fabs(v32);
                const bool v34 = v33 < scalar7;
                float v35;
                if (v9)
                {
                    v35 = v5 * (v34 ? (((0.5f * v32) * v32) * scalar8) : (v33 - v1));
                }
                else
                {
                    v35 = 0.0f;
                }
                float v36;
                if (v9)
                {
                    v36 = v14 * (v34 ? (v32 * scalar8) : ((v32 > 0.0f) ? 1.0f : ((v32 < 0.0f) ? -1.0f : 0.0f)));
                }
                else
                {
                    v36 = 0.0f;
                }
                view4[as_int(as_uint(v6) + as_uint(3))] = v36;
                v2 = (((v2 + v13) + v21) + v28) + v35;
                v3 = as_int(as_uint(scalar6) + as_uint(v3));
                continue;
            }
            else
            {
                v4 = v2;
                break;
            }
        }
        view3[v0] = v4;
    }
}
