// Written by 'gpuformer emit'; change the kernel and run it again.
// MaximumBackward.Backward

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_MaximumBackward_Backward(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* a */,
    __global const float *buffer2, int offset2, int length2 /* b */,
    __global float *buffer3, int offset3, int length3 /* da */,
    __global float *buffer4, int offset4, int length4 /* db */,
    int scalar5 /* count */,
    int scalar6 /* run */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    const int v0 = as_int(as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(scalar6))) * as_uint(32));
    const int v1 = min(as_int(as_uint(v0) + as_uint(as_int(as_uint(scalar6) * as_uint(32)))), scalar5);
    int v2 = v0;
    while (true)
    {
        if (v2 < v1)
        {
            const int v3 = as_int(as_uint(min(v2, as_int(as_uint(scalar5) + as_uint(-32)))) + as_uint((int)get_local_id(0)));
            const float v4 = view1[v3];
            const float v5 = view2[v3];
            float v6;
            if (v4 > v5)
            {
                v6 = 1.0f;
            }
            else
            {
                v6 = (v4 < v5) ? 0.0f : 0.5f;
            }
            const float v7 = view0[v3];
            view3[v3] = (v7 * v6);
            view4[v3] = (v7 * (1.0f - v6));
            v2 = as_int(as_uint(v2) + as_uint(32));
            continue;
        }
        else
        {
            break;
        }
    }
}
