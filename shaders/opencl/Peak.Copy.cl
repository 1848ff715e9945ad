// Written by 'gpuformer emit'; change the kernel and run it again.
// Peak.Copy(together=8)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Peak_Copy_together_8_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    int scalar2 /* run */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    int v0 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(scalar2))) * as_uint(32))) + as_uint((int)get_local_id(0)));
    int v1 = 0;
    while (true)
    {
        if (v1 < scalar2)
        {
            const float v2 = view0[v0];
            const float v3 = view0[as_int(as_uint(v0) + as_uint(32))];
            const float v4 = view0[as_int(as_uint(v0) + as_uint(64))];
            const float v5 = view0[as_int(as_uint(v0) + as_uint(96))];
            const float v6 = view0[as_int(as_uint(v0) + as_uint(128))];
            const float v7 = view0[as_int(as_uint(v0) + as_uint(160))];
            const float v8 = view0[as_int(as_uint(v0) + as_uint(192))];
            const float v9 = view0[as_int(as_uint(v0) + as_uint(224))];
            view1[v0] = v2;
            view1[as_int(as_uint(v0) + as_uint(32))] = v3;
            view1[as_int(as_uint(v0) + as_uint(64))] = v4;
            view1[as_int(as_uint(v0) + as_uint(96))] = v5;
            view1[as_int(as_uint(v0) + as_uint(128))] = v6;
            view1[as_int(as_uint(v0) + as_uint(160))] = v7;
            view1[as_int(as_uint(v0) + as_uint(192))] = v8;
            view1[as_int(as_uint(v0) + as_uint(224))] = v9;
            v0 = as_int(as_uint(v0) + as_uint(256));
            v1 = as_int(as_uint(v1) + as_uint(8));
            continue;
        }
        else
        {
            break;
        }
    }
}
