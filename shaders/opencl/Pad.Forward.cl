// Written by 'gpuformer emit'; change the kernel and run it again.
// Pad.Forward(planar=0)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Pad_Forward_planar_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    int scalar2 /* sizes.H */,
    int scalar3 /* sizes.W */,
    int scalar4 /* sizes.C */,
    int scalar5 /* sizes.Top */,
    int scalar6 /* sizes.Left */,
    int scalar7 /* sizes.Width */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = as_int(as_uint((int)get_group_id(1)) - as_uint(scalar5));
    const bool v1 = (v0 < 0) ? false : (v0 < scalar2);
    const int v2 = as_int(0u - as_uint(scalar6));
    const int v3 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar4) + as_uint(-32)));
    const int v4 = as_int(as_uint(v3) + as_uint(as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))))) * as_uint(scalar3))))) * as_uint(scalar4))));
    const int v5 = as_int(as_uint(v3) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))))) * as_uint(scalar7))) * as_uint(scalar4))));
    int v6 = 0;
    while (true)
    {
        if (v6 < scalar7)
        {
            const int v7 = as_int(as_uint(v6) * as_uint(scalar4));
            float v8;
            if (v1)
            {
                const int v9 = as_int(as_uint(v2) + as_uint(v6));
                float v10;
                if (v9 < 0)
                {
                    v10 = 0.0f;
                }
                else
                {
                    float v11;
                    if (v9 >= scalar3)
                    {
                        v11 = 0.0f;
                    }
                    else
                    {
                        const float v12 = view0[as_int(as_uint(as_int(as_uint(v4) + as_uint(v7))) + as_uint((int)get_local_id(0)))];
                        v11 = v12;
                    }
                    v10 = v11;
                }
                v8 = v10;
            }
            else
            {
                v8 = 0.0f;
            }
            view1[as_int(as_uint(as_int(as_uint(v5) + as_uint(v7))) + as_uint((int)get_local_id(0)))] = v8;
            v6 = as_int(as_uint(v6) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
