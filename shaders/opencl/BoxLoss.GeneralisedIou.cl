// Written by 'gpuformer emit'; change the kernel and run it again.
// BoxLoss.GeneralisedIou

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_BoxLoss_GeneralisedIou(
    __global const float *buffer0, int offset0, int length0 /* predictions */,
    __global const float *buffer1, int offset1, int length1 /* targets */,
    __global const float *buffer2, int offset2, int length2 /* weights */,
    __global float *buffer3, int offset3, int length3 /* terms */,
    __global float *buffer4, int offset4, int length4 /* dPredictions */,
    int scalar5 /* rows */,
    int scalar6 /* threads */,
    float scalar7 /* scale */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    const int v0 = as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(32))) + as_uint((int)get_local_id(0)));
    if (v0 < scalar6)
    {
        float v1 = 0.0f;
        int v2 = v0;
        float v3;
        while (true)
        {
            if (v2 < scalar5)
            {
                const float v4 = view2[v2];
                const int v5 = as_int(as_uint(v2) * as_uint(4));
                const float v6 = view0[v5];
                const float v7 = view0[as_int(as_uint(v5) + as_uint(2))];
                const float v8 = view0[as_int(as_uint(v5) + as_uint(1))];
                const float v9 = view0[as_int(as_uint(v5) + as_uint(3))];
                const float v10 = view1[v5];
                const float v11 = view1[as_int(as_uint(v5) + as_uint(2))];
                const float v12 = view1[as_int(as_uint(v5) + as_uint(1))];
                const float v13 = view1[as_int(as_uint(v5) + as_uint(3))];
                const bool v14 = v4 != 0.0f;
                const float v15 = 0.5f * v9;
                const float v16 = v8 - v15;
                const float v17 = 0.5f * v13;
                const float v18 = v12 - v17;
                const bool v19 = v18 != v18;
                const float v20 = v8 + v15;
                const float v21 = v12 + v17;
                const bool v22 = v21 != v21;
                const float v23 = (v22 ? v21 : gf_max(v21, v20)) - (v19 ? v18 : gf_min(v18, v16));
                const float v24 = gf_max(0.0f, v23);
                const float v25 = 0.5f * v7;
                const float v26 = v6 - v25;
                const float v27 = 0.5f * v11;
                const float v28 = v10 - v27;
                const bool v29 = v28 != v28;
                const float v30 = v6 + v25;
                const float v31 = v10 + v27;
                const bool v32 = v31 != v31;
                const float v33 = (v32 ? v31 : gf_max(v31, v30)) - (v29 ? v28 : gf_min(v28, v26));
                const float v34 = gf_max(0.0f, v33);
                const float v35 = v34 * v24;
                const float v36 = (v22 ? v21 : gf_min(v21, v20)) - (v19 ? v18 : gf_max(v18, v16));
                const float v37 = gf_max(0.0f, v36);
                const float v38 = (v32 ? v31 : gf_min(v31, v30)) - (v29 ? v28 : gf_max(v28, v26));
                const float v39 = gf_max(0.0f, v38);
                const float v40 = v39 * v37;
                const float v41 = v20 - v16;
                const float v42 = v30 - v26;
                const float v43 = ((v42 * v41) + ((v31 - v28) * (v21 - v18))) - v40;
                const float v44 = v40 / v43;
                float v45;
                if (v14)
                {
                    v45 = v4 * ((1.0f - v44) + ((v35 - v43) / v35));
                }
                else
                {
                    v45 = 0.0f;
                }
                const float v46 = (v44 / v43) - (1.0f / v35);
                const float v47 = (-((1.0f / v43))) - v46;
                float v48;
                if (v38 >= 0.0f)
                {
                    v48 = v47 * v37;
                }
                else
                {
                    v48 = 0.0f;
                }
                float v49;
                if (v36 >= 0.0f)
                {
                    v49 = v47 * v39;
                }
                else
                {
                    v49 = 0.0f;
                }
                const float v50 = (v43 / v35) / v35;
                float v51;
                if (v33 >= 0.0f)
                {
                    v51 = v50 * v24;
                }
                else
                {
                    v51 = 0.0f;
                }
                float v52;
                if (v23 >= 0.0f)
                {
                    v52 = v50 * v34;
                }
                else
                {
                    v52 = 0.0f;
                }
                const float v53 = v46 * v41;
                const float v54 = (v53 + (v48 * ((v31 > v30) ? 1.0f : ((v31 < v30) ? 0.0f : 0.5f)))) + (v51 * ((v30 > v31) ? 1.0f : ((v30 < v31) ? 0.0f : 0.5f)));
                const float v55 = ((-(v53)) - (v48 * ((v26 > v28) ? 1.0f : ((v26 < v28) ? 0.0f : 0.5f)))) - (v51 * ((v28 > v26) ? 1.0f : ((v28 < v26) ? 0.0f : 0.5f)));
                const float v56 = scalar7 * v4;
                float v57;
                if (v14)
                {
                    v57 = v56 * (v55 + v54);
                }
                else
                {
                    v57 = 0.0f;
                }
                view4[v5] = v57;
                const float v58 = v46 * v42;
                const float v59 = (v58 + (v49 * ((v21 > v20) ? 1.0f : ((v21 < v20) ? 0.0f : 0.5f)))) + (v52 * ((v20 > v21) ? 1.0f : ((v20 < v21) ? 0.0f : 0.5f)));
                const float v60 = ((-(v58)) - (v49 * ((v16 > v18) ? 1.0f : ((v16 < v18) ? 0.0f : 0.5f)))) - (v52 * ((v18 > v16) ? 1.0f : ((v18 < v16) ? 0.0f : 0.5f)));
                float v61;
                if (v14)
                {
                    v61 = v56 * (v60 + v59);
                }
                else
                {
                    v61 = 0.0f;
                }
                view4[as_int(as_uint(v5) + as_uint(1))] = v61;
                const float v62 = v56 * 0.5f;
                float v63;
                if (v14)
                {
                    v63 = v62 * (v54 - v55);
                }
                else
                {
                    v63 = 0.0f;
                }
                view4[as_int(as_uint(v5) + as_uint(2))] = v63;
                float v64;
                if (v14)
                {
                    v64 = v62 * (v59 - v60);
                }
                else
                {
                    v64 = 0.0f;
                }
                view4[as_int(as_uint(v5) + as_uint(3))] = v64;
                v1 = v1 + v45;
                v2 = as_int(as_uint(scalar6) + as_uint(v2));
                continue;
            }
            else
            {
                v3 = v1;
                break;
            }
        }
        view3[v0] = v3;
    }
}
