// Written by 'gpuformer emit'; change the kernel and run it again.
// ActivationBackward.Backward<HardSwish>

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_ActivationBackward_Backward_HardSwish_(
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
            const float v5 = (gf_min(6.0f, gf_max(0.0f, (v4 + 3.0f))) * 0.16666667f) + ((!((v4 > -3.0f)) || !((v4 < 3.0f))) ? 0.0f : (v4 * 0.16666667f));
            float v6;
            if (v5 == 0.0f)
            {
                v6 = 0.0f;
            }
            else
            {
                const float v7 = view0[v3];
                v6 = v7 * v5;
            }
            view2[v3] = v6;
            v2 = as_int(as_uint(v2) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
