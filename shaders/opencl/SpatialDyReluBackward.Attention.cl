// Written by 'gpuformer emit'; change the kernel and run it again.
// SpatialDyReluBackward.Attention

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_SpatialDyReluBackward_Attention(
    __global const float *buffer0, int offset0, int length0 /* products */,
    __global const float *buffer1, int offset1, int length1 /* columns */,
    __global float *buffer2, int offset2, int length2 /* dAttention */,
    int scalar3 /* pixels */,
    int scalar4 /* C */,
    int scalar5 /* M */,
    int scalar6 /* P */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint((int)get_group_id(1)) * as_uint(8));
    const int v1 = as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar4))) * as_uint(2))) * as_uint(scalar6))));
    const int v2 = as_int(as_uint(v1) + as_uint(scalar6));
    const int v3 = as_int(as_uint((int)get_group_id(0)) * as_uint(8));
    const int v4 = as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3));
    const int v5 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(min(v3, as_int(as_uint(scalar3) + as_uint(-1)))))) * as_uint(2))) * as_uint(scalar4));
    const int v6 = as_int(as_uint(v5) + as_uint(scalar4));
    const int v7 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(min(as_int(as_uint(v3) + as_uint(1)), as_int(as_uint(scalar3) + as_uint(-1)))))) * as_uint(2))) * as_uint(scalar4));
    const int v8 = as_int(as_uint(scalar4) + as_uint(v7));
    const int v9 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(min(as_int(as_uint(v3) + as_uint(2)), as_int(as_uint(scalar3) + as_uint(-1)))))) * as_uint(2))) * as_uint(scalar4));
    const int v10 = as_int(as_uint(scalar4) + as_uint(v9));
    const int v11 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(min(as_int(as_uint(v3) + as_uint(3)), as_int(as_uint(scalar3) + as_uint(-1)))))) * as_uint(2))) * as_uint(scalar4));
    const int v12 = as_int(as_uint(scalar4) + as_uint(v11));
    const int v13 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(min(as_int(as_uint(v3) + as_uint(4)), as_int(as_uint(scalar3) + as_uint(-1)))))) * as_uint(2))) * as_uint(scalar4));
    const int v14 = as_int(as_uint(scalar4) + as_uint(v13));
    const int v15 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(min(as_int(as_uint(v3) + as_uint(5)), as_int(as_uint(scalar3) + as_uint(-1)))))) * as_uint(2))) * as_uint(scalar4));
    const int v16 = as_int(as_uint(scalar4) + as_uint(v15));
    const int v17 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(min(as_int(as_uint(v3) + as_uint(6)), as_int(as_uint(scalar3) + as_uint(-1)))))) * as_uint(2))) * as_uint(scalar4));
    const int v18 = as_int(as_uint(scalar4) + as_uint(v17));
    const int v19 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(min(as_int(as_uint(v3) + as_uint(7)), as_int(as_uint(scalar3) + as_uint(-1)))))) * as_uint(2))) * as_uint(scalar4));
    const int v20 = as_int(as_uint(scalar4) + as_uint(v19));
    int v21 = 0;
    float v22 = 0.0f;
    float v23 = 0.0f;
    float v24 = 0.0f;
    float v25 = 0.0f;
    float v26 = 0.0f;
    float v27 = 0.0f;
    float v28 = 0.0f;
    float v29 = 0.0f;
    float v30;
    float v31;
    float v32;
    float v33;
    float v34;
    float v35;
    float v36;
    float v37;
    while (true)
    {
        if (v21 < scalar4)
        {
            const int v38 = as_int(as_uint(as_int(as_uint(v21) * as_uint(2))) * as_uint(scalar6));
            const float v39 = view1[as_int(as_uint(as_int(as_uint(v1) + as_uint(v38))) + as_uint((int)get_local_id(0)))];
            const float v40 = view1[as_int(as_uint(as_int(as_uint(v2) + as_uint(v38))) + as_uint((int)get_local_id(0)))];
            const float v41 = view0[as_int(as_uint(v5) + as_uint(v21))];
            const float v42 = fma(v41, v39, v22);
            const float v43 = view0[as_int(as_uint(v6) + as_uint(v21))];
            const float v44 = fma(v43, v40, v42);
            const float v45 = view0[as_int(as_uint(v7) + as_uint(v21))];
            const float v46 = fma(v45, v39, v23);
            const float v47 = view0[as_int(as_uint(v8) + as_uint(v21))];
            const float v48 = fma(v47, v40, v46);
            const float v49 = view0[as_int(as_uint(v9) + as_uint(v21))];
            const float v50 = fma(v49, v39, v24);
            const float v51 = view0[as_int(as_uint(v10) + as_uint(v21))];
            const float v52 = fma(v51, v40, v50);
            const float v53 = view0[as_int(as_uint(v11) + as_uint(v21))];
            const float v54 = fma(v53, v39, v25);
            const float v55 = view0[as_int(as_uint(v12) + as_uint(v21))];
            const float v56 = fma(v55, v40, v54);
            const float v57 = view0[as_int(as_uint(v13) + as_uint(v21))];
            const float v58 = fma(v57, v39, v26);
            const float v59 = view0[as_int(as_uint(v14) + as_uint(v21))];
            const float v60 = fma(v59, v40, v58);
            const float v61 = view0[as_int(as_uint(v15) + as_uint(v21))];
            const float v62 = fma(v61, v39, v27);
            const float v63 = view0[as_int(as_uint(v16) + as_uint(v21))];
            const float v64 = fma(v63, v40, v62);
            const float v65 = view0[as_int(as_uint(v17) + as_uint(v21))];
            const float v66 = fma(v65, v39, v28);
            const float v67 = view0[as_int(as_uint(v18) + as_uint(v21))];
            const float v68 = fma(v67, v40, v66);
            const float v69 = view0[as_int(as_uint(v19) + as_uint(v21))];
            const float v70 = fma(v69, v39, v29);
            const float v71 = view0[as_int(as_uint(v20) + as_uint(v21))];
            const float v72 = fma(v71, v40, v70);
            v21 = as_int(as_uint(v21) + as_uint(1));
            v22 = v44;
            v23 = v48;
            v24 = v52;
            v25 = v56;
            v26 = v60;
            v27 = v64;
            v28 = v68;
            v29 = v72;
            continue;
        }
        else
        {
            v30 = v22;
            v31 = v23;
            v32 = v24;
            v33 = v25;
            v34 = v26;
            v35 = v27;
            v36 = v28;
            v37 = v29;
            break;
        }
    }
    const bool v73 = as_int(as_uint(v0) + as_uint((int)get_local_id(0))) >= scalar5;
    const int v74 = as_int(as_uint(v0) + as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(v3))) * as_uint(scalar5))));
    if (!(v3 >= scalar3))
    {
        if (!(v73))
        {
            view2[as_int(as_uint(v74) + as_uint((int)get_local_id(0)))] = v30;
        }
    }
    if (!(as_int(as_uint(v3) + as_uint(1)) >= scalar3))
    {
        if (!(v73))
        {
            view2[as_int(as_uint(as_int(as_uint(v74) + as_uint(scalar5))) + as_uint((int)get_local_id(0)))] = v31;
        }
    }
    if (!(as_int(as_uint(v3) + as_uint(2)) >= scalar3))
    {
        if (!(v73))
        {
            view2[as_int(as_uint(as_int(as_uint(v74) + as_uint(as_int(as_uint(scalar5) * as_uint(2))))) + as_uint((int)get_local_id(0)))] = v32;
        }
    }
    if (!(as_int(as_uint(v3) + as_uint(3)) >= scalar3))
    {
        if (!(v73))
        {
            view2[as_int(as_uint(as_int(as_uint(v74) + as_uint(as_int(as_uint(scalar5) * as_uint(3))))) + as_uint((int)get_local_id(0)))] = v33;
        }
    }
    if (!(as_int(as_uint(v3) + as_uint(4)) >= scalar3))
    {
        if (!(v73))
        {
            view2[as_int(as_uint(as_int(as_uint(v74) + as_uint(as_int(as_uint(scalar5) * as_uint(4))))) + as_uint((int)get_local_id(0)))] = v34;
        }
    }
    if (!(as_int(as_uint(v3) + as_uint(5)) >= scalar3))
    {
        if (!(v73))
        {
            view2[as_int(as_uint(as_int(as_uint(v74) + as_uint(as_int(as_uint(scalar5) * as_uint(5))))) + as_uint((int)get_local_id(0)))] = v35;
        }
    }
    if (!(as_int(as_uint(v3) + as_uint(6)) >= scalar3))
    {
        if (!(v73))
        {
            view2[as_int(as_uint(as_int(as_uint(v74) + as_uint(as_int(as_uint(scalar5) * as_uint(6))))) + as_uint((int)get_local_id(0)))] = v36;
        }
    }
    if (!(as_int(as_uint(v3) + as_uint(7)) >= scalar3))
    {
        if (!(v73))
        {
            view2[as_int(as_uint(as_int(as_uint(v74) + as_uint(as_int(as_uint(scalar5) * as_uint(7))))) + as_uint((int)get_local_id(0)))] = v37;
        }
    }
}
