// Written by 'gpuformer emit'; change the kernel and run it again.
// Elementwise.Forward<Activated<HardGate>, NoTerms>(fromPanels=0, toPanels=0)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Elementwise_Forward_Activated_HardGate___NoTerms__fromPanels_0__toPanels_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    int scalar2 /* rows */,
    int scalar3 /* run */,
    int scalar4 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar3));
    const int v1 = min(as_int(as_uint(v0) + as_uint(scalar3)), scalar2);
    const int v2 = as_int(as_uint(min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar4) + as_uint(-32)))) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))) * as_uint(scalar4))));
    int v3 = v0;
    while (true)
    {
        if (v3 < v1)
        {
            const int v4 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(v3) * as_uint(scalar4))))) + as_uint((int)get_local_id(0)));
            const float v5 = view0[v4];
            view1[v4] = (gf_min(6.0f, gf_max(0.0f, (v5 + 3.0f))) * 0.33333334f);
            v3 = as_int(as_uint(v3) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
