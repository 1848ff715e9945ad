// Written by 'gpuformer emit'; change the kernel and run it again.
// Pooling.GlobalAverage<Identity, NoTerms>(tile=1, fromPanels=0)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 8, 1)))
void gf_Pooling_GlobalAverage_Identity__NoTerms__tile_1__fromPanels_0_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    int scalar2 /* pixels */,
    int scalar3 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    __local float shared2[256];
    const int v0 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar3) + as_uint(-32)));
    const int v1 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))) * as_uint(scalar3))) + as_uint(v0));
    int v2 = (int)get_local_id(1);
    float v3 = 0.0f;
    float v4;
    while (true)
    {
        if (v2 < scalar2)
        {
            const float v5 = view0[as_int(as_uint(as_int(as_uint(v1) + as_uint(as_int(as_uint(v2) * as_uint(scalar3))))) + as_uint((int)get_local_id(0)))];
            v2 = as_int(as_uint(v2) + as_uint(8));
            v3 = v3 + v5;
            continue;
        }
        else
        {
            v4 = v3;
            break;
        }
    }
    shared2[as_int(as_uint(as_int(as_uint((int)get_local_id(1)) * as_uint(32))) + as_uint((int)get_local_id(0)))] = v4;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const float v6 = shared2[as_int(as_uint((int)get_local_id(0)) + as_uint(32))];
    const float v7 = shared2[as_int(as_uint((int)get_local_id(0)) + as_uint(64))];
    const float v8 = shared2[as_int(as_uint((int)get_local_id(0)) + as_uint(96))];
    const float v9 = shared2[as_int(as_uint((int)get_local_id(0)) + as_uint(128))];
    const float v10 = shared2[as_int(as_uint((int)get_local_id(0)) + as_uint(160))];
    const float v11 = shared2[as_int(as_uint((int)get_local_id(0)) + as_uint(192))];
    const float v12 = shared2[as_int(as_uint((int)get_local_id(0)) + as_uint(224))];
    if ((int)get_local_id(1) <= 0)
    {
        view1[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3))))) + as_uint((int)get_local_id(0)))] = ((((((((v4 + v6) + v7) + v8) + v9) + v10) + v11) + v12) / convert_float_rte(scalar2));
    }
}
