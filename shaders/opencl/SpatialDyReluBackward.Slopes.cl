// Written by 'gpuformer emit'; change the kernel and run it again.
// SpatialDyReluBackward.Slopes(tokens=4)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_SpatialDyReluBackward_Slopes_tokens_4_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* x */,
    __global const float *buffer2, int offset2, int length2 /* attention */,
    __global const float *buffer3, int offset3, int length3 /* slopes */,
    __global float *buffer4, int offset4, int length4 /* dx */,
    __global float *buffer5, int offset5, int length5 /* products */,
    __global float *buffer6, int offset6, int length6 /* partial */,
    int scalar7 /* pixels */,
    int scalar8 /* chunk */,
    int scalar9 /* C */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global const float *restrict view3 = buffer3 + offset3;
    __global float *restrict view4 = buffer4 + offset4;
    __global float *restrict view5 = buffer5 + offset5;
    __global float *restrict view6 = buffer6 + offset6;
    const int v0 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(4))) * as_uint(2))) * as_uint(scalar9));
    const int v1 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar9) + as_uint(-32)));
    const float v2 = view3[as_int(as_uint(as_int(as_uint(v1) + as_uint(v0))) + as_uint((int)get_local_id(0)))];
    const int v3 = as_int(as_uint(scalar9) + as_uint(v1));
    const float v4 = view3[as_int(as_uint(as_int(as_uint(v3) + as_uint(v0))) + as_uint((int)get_local_id(0)))];
    const int v5 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(8))) * as_uint(scalar9));
    const int v6 = as_int(as_uint(as_int(as_uint(scalar9) * as_uint(2))) + as_uint(v1));
    const float v7 = view3[as_int(as_uint(as_int(as_uint(v6) + as_uint(v5))) + as_uint((int)get_local_id(0)))];
    const int v8 = as_int(as_uint(as_int(as_uint(scalar9) * as_uint(3))) + as_uint(v1));
    const float v9 = view3[as_int(as_uint(as_int(as_uint(v8) + as_uint(v5))) + as_uint((int)get_local_id(0)))];
    const int v10 = as_int(as_uint(as_int(as_uint(scalar9) * as_uint(4))) + as_uint(v1));
    const float v11 = view3[as_int(as_uint(as_int(as_uint(v10) + as_uint(v5))) + as_uint((int)get_local_id(0)))];
    const int v12 = as_int(as_uint(as_int(as_uint(scalar9) * as_uint(5))) + as_uint(v1));
    const float v13 = view3[as_int(as_uint(as_int(as_uint(v12) + as_uint(v5))) + as_uint((int)get_local_id(0)))];
    const int v14 = as_int(as_uint(as_int(as_uint(scalar9) * as_uint(6))) + as_uint(v1));
    const float v15 = view3[as_int(as_uint(as_int(as_uint(v14) + as_uint(v5))) + as_uint((int)get_local_id(0)))];
    const int v16 = as_int(as_uint(as_int(as_uint(scalar9) * as_uint(7))) + as_uint(v1));
    const float v17 = view3[as_int(as_uint(as_int(as_uint(v16) + as_uint(v5))) + as_uint((int)get_local_id(0)))];
    const int v18 = as_int(as_uint((int)get_group_id(1)) * as_uint(scalar8));
    const int v19 = min(as_int(as_uint(v18) + as_uint(scalar8)), scalar7);
    const int v20 = as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7));
    const int v21 = as_int(as_uint(v20) * as_uint(4));
    const int v22 = as_int(as_uint(v1) + as_uint(as_int(as_uint(v20) * as_uint(scalar9))));
    const int v23 = as_int(as_uint(as_int(as_uint(v20) * as_uint(2))) * as_uint(scalar9));
    const int v24 = as_int(as_uint(v1) + as_uint(v23));
    const int v25 = as_int(as_uint(v3) + as_uint(v23));
    int v26 = v18;
    float v27 = 0.0f;
    float v28 = 0.0f;
    float v29 = 0.0f;
    float v30 = 0.0f;
    float v31 = 0.0f;
    float v32 = 0.0f;
    float v33 = 0.0f;
    float v34 = 0.0f;
    float v35;
    float v36;
    float v37;
    float v38;
    float v39;
    float v40;
    float v41;
    float v42;
    while (true)
    {
        if (v26 < v19)
        {
            const int v43 = as_int(as_uint(v21) + as_uint(as_int(as_uint(v26) * as_uint(4))));
            const float v44 = view2[v43];
            const float v45 = fma(v44, v4, 0.0f);
            const float v46 = fma(v44, v2, 0.0f);
            const float v47 = view2[as_int(as_uint(v43) + as_uint(1))];
            const float v48 = fma(v47, v9, v45);
            const float v49 = fma(v47, v7, v46);
            const float v50 = view2[as_int(as_uint(v43) + as_uint(2))];
            const float v51 = fma(v50, v13, v48);
            const float v52 = fma(v50, v11, v49);
            const float v53 = view2[as_int(as_uint(v43) + as_uint(3))];
            const int v54 = as_int(as_uint(as_int(as_uint(v22) + as_uint(as_int(as_uint(v26) * as_uint(scalar9))))) + as_uint((int)get_local_id(0)));
            const float v55 = fma(v53, v17, v51);
            const float v56 = fma(v53, v15, v52);
            const float v57 = view1[v54];
            const float v58 = view0[v54];
            const float v59 = v55 * v57;
            const float v60 = v56 * v57;
            const float v61 = (v60 > v59) ? 1.0f : ((v60 < v59) ? 0.0f : 0.5f);
            const float v62 = 1.0f - v61;
            view4[v54] = (v58 * fma(v61, v56, (v62 * v55)));
            const int v63 = as_int(as_uint(as_int(as_uint(v26) * as_uint(2))) * as_uint(scalar9));
            const float v64 = v58 * v57;
            const float v65 = v64 * v61;
            view5[as_int(as_uint(as_int(as_uint(v24) + as_uint(v63))) + as_uint((int)get_local_id(0)))] = v65;
            const float v66 = v64 * v62;
            view5[as_int(as_uint(as_int(as_uint(v25) + as_uint(v63))) + as_uint((int)get_local_id(0)))] = v66;
            v26 = as_int(as_uint(v26) + as_uint(1));
            v27 = fma(v44, v65, v27);
            v28 = fma(v47, v65, v28);
            v29 = fma(v50, v65, v29);
            v30 = fma(v53, v65, v30);
            v31 = fma(v44, v66, v31);
            v32 = fma(v47, v66, v32);
            v33 = fma(v50, v66, v33);
            v34 = fma(v53, v66, v34);
            continue;
        }
        else
        {
            v35 = v27;
            v36 = v28;
            v37 = v29;
            v38 = v30;
            v39 = v31;
            v40 = v32;
            v41 = v33;
            v42 = v34;
            break;
        }
    }
    const int v67 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(1)))))) * as_uint(4))) * as_uint(2))) * as_uint(scalar9));
    view6[as_int(as_uint(as_int(as_uint(v1) + as_uint(v67))) + as_uint((int)get_local_id(0)))] = v35;
    view6[as_int(as_uint(as_int(as_uint(v3) + as_uint(v67))) + as_uint((int)get_local_id(0)))] = v39;
    view6[as_int(as_uint(as_int(as_uint(v6) + as_uint(v67))) + as_uint((int)get_local_id(0)))] = v36;
    view6[as_int(as_uint(as_int(as_uint(v8) + as_uint(v67))) + as_uint((int)get_local_id(0)))] = v40;
    view6[as_int(as_uint(as_int(as_uint(v10) + as_uint(v67))) + as_uint((int)get_local_id(0)))] = v37;
    view6[as_int(as_uint(as_int(as_uint(v12) + as_uint(v67))) + as_uint((int)get_local_id(0)))] = v41;
    view6[as_int(as_uint(as_int(as_uint(v14) + as_uint(v67))) + as_uint((int)get_local_id(0)))] = v38;
    view6[as_int(as_uint(as_int(as_uint(v16) + as_uint(v67))) + as_uint((int)get_local_id(0)))] = v42;
}
