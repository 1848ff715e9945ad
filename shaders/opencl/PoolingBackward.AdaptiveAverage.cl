// Written by 'gpuformer emit'; change the kernel and run it again.
// PoolingBackward.AdaptiveAverage

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_PoolingBackward_AdaptiveAverage(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global float *buffer1, int offset1, int length1 /* dx */,
    int scalar2 /* H */,
    int scalar3 /* W */,
    int scalar4 /* C */,
    int scalar5 /* outH */,
    int scalar6 /* outW */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = gf_div((int)get_group_id(1), scalar3);
    const int v1 = as_int(as_uint(v0) * as_uint(scalar5));
    const int v2 = gf_div(as_int(as_uint(as_int(as_uint(as_int(as_uint(v1) + as_uint(scalar5))) + as_uint(scalar2))) + as_uint(-1)), scalar2);
    const int v3 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v0) * as_uint(scalar3))))) * as_uint(scalar6));
    const int v4 = gf_div(v3, scalar3);
    const int v5 = gf_div(as_int(as_uint(as_int(as_uint(as_int(as_uint(v3) + as_uint(scalar6))) + as_uint(scalar3))) + as_uint(-1)), scalar3);
    const int v6 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar4) + as_uint(-32)));
    const int v7 = as_int(as_uint(v6) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5))) * as_uint(scalar6))) * as_uint(scalar4))));
    const int v8 = as_int(as_uint(scalar6) + as_uint(scalar3));
    const int v9 = as_int(as_uint(scalar5) + as_uint(scalar2));
    float v10 = 0.0f;
    int v11 = gf_div(v1, scalar2);
    float v12;
    while (true)
    {
        if (v11 < v2)
        {
            const int v13 = as_int(as_uint(v7) + as_uint(as_int(as_uint(as_int(as_uint(v11) * as_uint(scalar6))) * as_uint(scalar4))));
            const int v14 = as_int(as_uint(v11) * as_uint(scalar2));
            const int v15 = as_int(as_uint(gf_div(as_int(as_uint(as_int(as_uint(v9) + as_uint(v14))) + as_uint(-1)), scalar5)) - as_uint(gf_div(v14, scalar5)));
            float v16 = v10;
            int v17 = v4;
            float v18;
            while (true)
            {
                if (v17 < v5)
                {
                    const float v19 = view0[as_int(as_uint(as_int(as_uint(v13) + as_uint(as_int(as_uint(v17) * as_uint(scalar4))))) + as_uint((int)get_local_id(0)))];
                    const int v20 = as_int(as_uint(v17) * as_uint(scalar3));
                    v16 = v16 + (v19 / convert_float_rte(as_int(as_uint(v15) * as_uint(as_int(as_uint(gf_div(as_int(as_uint(as_int(as_uint(v8) + as_uint(v20))) + as_uint(-1)), scalar6)) - as_uint(gf_div(v20, scalar6)))))));
                    v17 = as_int(as_uint(v17) + as_uint(1));
                    continue;
                }
                else
                {
                    v18 = v16;
                    break;
                }
            }
            v10 = v18;
            v11 = as_int(as_uint(v11) + as_uint(1));
            continue;
        }
        else
        {
            v12 = v10;
            break;
        }
    }
    view1[as_int(as_uint(as_int(as_uint(v6) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))) * as_uint(scalar3))))) * as_uint(scalar4))))) + as_uint((int)get_local_id(0)))] = v12;
}
