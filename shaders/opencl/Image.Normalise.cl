// Written by 'gpuformer emit'; change the kernel and run it again.
// Image.Normalise

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Image_Normalise(
    __global const uchar *buffer0, int offset0, int length0 /* x */,
    __global float *buffer1, int offset1, int length1 /* y */,
    int scalar2 /* pixels */,
    float scalar3 /* scale.Red */,
    float scalar4 /* scale.Green */,
    float scalar5 /* scale.Blue */,
    float scalar6 /* shift.Red */,
    float scalar7 /* shift.Green */,
    float scalar8 /* shift.Blue */)
{
    __global const uchar *restrict view0 = buffer0 + offset0;
    __global float *restrict view1 = buffer1 + offset1;
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(32));
    if (as_int(as_uint(v0) + as_uint((int)get_local_id(0))) < scalar2)
    {
        const int v1 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar2))))) * as_uint(3))) + as_uint(as_int(as_uint((int)get_local_id(0)) * as_uint(3))));
        const int v2 = view0[v1];
        const int v3 = as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(3))) * as_uint(scalar2))));
        view1[as_int(as_uint(v3) + as_uint((int)get_local_id(0)))] = fma(convert_float_rte(v2), scalar3, scalar6);
        const int v4 = view0[as_int(as_uint(v1) + as_uint(1))];
        view1[as_int(as_uint(as_int(as_uint(v3) + as_uint(scalar2))) + as_uint((int)get_local_id(0)))] = fma(convert_float_rte(v4), scalar4, scalar7);
        const int v5 = view0[as_int(as_uint(v1) + as_uint(2))];
        view1[as_int(as_uint(as_int(as_uint(v3) + as_uint(as_int(as_uint(scalar2) * as_uint(2))))) + as_uint((int)get_local_id(0)))] = fma(convert_float_rte(v5), scalar5, scalar8);
    }
}
