// Written by 'gpuformer emit'; change the kernel and run it again.
// Pooling.GlobalAverage<Activated<HardSwish>, NoTerms>(tile=1, fromPanels=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Pooling_GlobalAverage_Activated_HardSwish___NoTerms__tile_1__fromPanels_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    int scalar2 /* pixels */,
    int scalar3 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar3) + as_uint(-32)));
    const int v1 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))) * as_uint(scalar3))) + as_uint(v0));
    int v2 = 0;
    float v3 = 0.0f;
    float v4;
    while (true)
    {
        if (v2 < scalar2)
        {
            const float v5 = view0[as_int(as_uint(as_int(as_uint(v1) + as_uint(as_int(as_uint(v2) * as_uint(scalar3))))) + as_uint((int)get_local_id(0)))];
            v2 = as_int(as_uint(v2) + as_uint(1));
            v3 = v3 + v5;
            continue;
        }
        else
        {
            v4 = v3;
            break;
        }
    }
    const float v6 = v4 / convert_float_rte(scalar2);
    view1[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3))))) + as_uint((int)get_local_id(0)))] = (v6 * (gf_min(6.0f, gf_max(0.0f, (v6 + 3.0f))) * 0.16666667f));
}
