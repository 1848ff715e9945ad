// Written by 'gpuformer emit'; change the kernel and run it again.
// Pooling.AdaptiveAverage

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Pooling_AdaptiveAverage(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    int scalar2 /* H */,
    int scalar3 /* W */,
    int scalar4 /* C */,
    int scalar5 /* outH */,
    int scalar6 /* outW */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = gf_div((int)get_group_id(1), scalar6);
    const int v1 = as_int(as_uint(v0) * as_uint(scalar2));
    const int v2 = gf_div(v1, scalar5);
    const int v3 = gf_div(as_int(as_uint(as_int(as_uint(as_int(as_uint(v1) + as_uint(scalar2))) + as_uint(scalar5))) + as_uint(-1)), scalar5);
    const int v4 = as_int(as_uint(as_int(as_uint((int)get_group_id(1)) - as_uint(as_int(as_uint(v0) * as_uint(scalar6))))) * as_uint(scalar3));
    const int v5 = gf_div(v4, scalar6);
    const int v6 = gf_div(as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(scalar3))) + as_uint(scalar6))) + as_uint(-1)), scalar6);
    const int v7 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar4) + as_uint(-32)));
    const int v8 = as_int(as_uint(v7) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))) * as_uint(scalar3))) * as_uint(scalar4))));
    float v9 = 0.0f;
    int v10 = v2;
    float v11;
    while (true)
    {
        if (v10 < v3)
        {
            const int v12 = as_int(as_uint(v8) + as_uint(as_int(as_uint(as_int(as_uint(v10) * as_uint(scalar3))) * as_uint(scalar4))));
            float v13 = v9;
            int v14 = v5;
            float v15;
            while (true)
            {
                if (v14 < v6)
                {
                    const float v16 = view0[as_int(as_uint(as_int(as_uint(v12) + as_uint(as_int(as_uint(v14) * as_uint(scalar4))))) + as_uint((int)get_local_id(0)))];
                    v13 = v13 + v16;
                    v14 = as_int(as_uint(v14) + as_uint(1));
                    continue;
                }
                else
                {
                    v15 = v13;
                    break;
                }
            }
            v9 = v15;
            v10 = as_int(as_uint(v10) + as_uint(1));
            continue;
        }
        else
        {
            v11 = v9;
            break;
        }
    }
    view1[as_int(as_uint(as_int(as_uint(v7) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5))) * as_uint(scalar6))))) * as_uint(scalar4))))) + as_uint((int)get_local_id(0)))] = (v11 / convert_float_rte(as_int(as_uint(as_int(as_uint(v3) - as_uint(v2))) * as_uint(as_int(as_uint(v6) - as_uint(v5))))));
}
