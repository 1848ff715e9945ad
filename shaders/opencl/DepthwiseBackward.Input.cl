// Written by 'gpuformer emit'; change the kernel and run it again.
// DepthwiseBackward.Input(R=3, S=3, stride=1, across=1, tile=4)

#pragma OPENCL FP_CONTRACT OFF

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_DepthwiseBackward_Input_R_3__S_3__stride_1__across_1__tile_4_(
    __global const float *buffer0, int offset0, int length0 /* dy */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global float *buffer2, int offset2, int length2 /* dx */,
    int scalar3 /* sizes.H */,
    int scalar4 /* sizes.W */,
    int scalar5 /* sizes.C */,
    int scalar6 /* sizes.OutH */,
    int scalar7 /* sizes.OutW */,
    int scalar8 /* Q */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = as_int(as_uint(scalar4) + as_uint(3)) / 4;
    const int v1 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar5) + as_uint(-32)));
    const int v2 = as_int(as_uint(scalar8) * as_uint(2));
    const int v3 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))))) * as_uint(scalar7))) + as_uint(scalar7))) * as_uint(scalar8));
    const int v4 = as_int(as_uint(as_int(0u - as_uint(scalar8))) + as_uint(v3));
    const int v5 = as_int(as_uint(scalar8) + as_uint(v3));
    const int v6 = as_int(as_uint(v2) + as_uint(v3));
    const int v7 = as_int(as_uint(as_int(as_uint(scalar8) * as_uint(3))) + as_uint(v3));
    const int v8 = as_int(as_uint(as_int(as_uint(scalar8) * as_uint(4))) + as_uint(v3));
    const int v9 = as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(1)) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3))))) * as_uint(scalar4))) * as_uint(scalar5));
    const int v10 = as_int(as_uint(v9) + as_uint(v1));
    const int v11 = as_int(as_uint(as_int(as_uint(scalar5) + as_uint(v9))) + as_uint(v1));
    const int v12 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(2))) + as_uint(v9))) + as_uint(v1));
    const int v13 = as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(3))) + as_uint(v9))) + as_uint(v1));
    int v14 = 0;
    while (true)
    {
        if (v14 < v0)
        {
            const int v15 = min(as_int(as_uint(v14) * as_uint(4)), as_int(as_uint(scalar4) + as_uint(-4)));
            const bool v16 = as_int(as_uint(v15) + as_uint(-1)) < 0;
            const int v17 = as_int(as_uint(v15) * as_uint(scalar8));
            const int v18 = as_int(as_uint(v4) + as_uint(v17));
            const int v19 = as_int(as_uint(v3) + as_uint(v17));
            const int v20 = as_int(as_uint(v5) + as_uint(v17));
            const int v21 = as_int(as_uint(v6) + as_uint(v17));
            const int v22 = as_int(as_uint(v7) + as_uint(v17));
            const bool v23 = as_int(as_uint(v15) + as_uint(4)) >= scalar7;
            const int v24 = as_int(as_uint(v8) + as_uint(v17));
            int v25 = 0;
            float v26 = 0.0f;
            float v27 = 0.0f;
            float v28 = 0.0f;
            float v29 = 0.0f;
            float v30;
            float v31;
            float v32;
            float v33;
            while (true)
            {
                if (v25 < 3)
                {
                    const int v34 = as_int(as_uint((int)get_group_id(1)) - as_uint(v25));
                    float v35;
                    float v36;
                    float v37;
                    float v38;
                    if (as_int(as_uint(v34) + as_uint(1)) < 0)
                    {
                        v35 = v26;
                        v36 = v27;
                        v37 = v28;
                        v38 = v29;
                    }
                    else
                    {
                        float v39;
                        float v40;
                        float v41;
                        float v42;
                        if (as_int(as_uint(v34) + as_uint(1)) >= scalar6)
                        {
                            v39 = v26;
                            v40 = v27;
                            v41 = v28;
                            v42 = v29;
                        }
                        else
                        {
                            const int v43 = as_int(as_uint(as_int(as_uint(v25) * as_uint(3))) * as_uint(scalar8));
                            const int v44 = as_int(as_uint(scalar8) + as_uint(v43));
                            const int v45 = as_int(as_uint(v2) + as_uint(v43));
                            const int v46 = as_int(as_uint(as_int(as_uint(as_int(0u - as_uint(v25))) * as_uint(scalar7))) * as_uint(scalar8));
                            const int v47 = as_int(as_uint(v18) + as_uint(v46));
                            const int v48 = as_int(as_uint(v19) + as_uint(v46));
                            const int v49 = as_int(as_uint(v20) + as_uint(v46));
                            const int v50 = as_int(as_uint(v21) + as_uint(v46));
                            const int v51 = as_int(as_uint(v22) + as_uint(v46));
                            const int v52 = as_int(as_uint(v24) + as_uint(v46));
                            int v53 = v1;
                            float v54 = v26;
                            float v55 = v27;
                            float v56 = v28;
                            float v57 = v29;
                            float v58;
                            float v59;
                            float v60;
                            float v61;
                            while (true)
                            {
                                if (v53 < scalar8)
                                {
                                    const float v62 = view1[as_int(as_uint(as_int(as_uint(v43) + as_uint(v53))) + as_uint((int)get_local_id(0)))];
                                    const float v63 = view1[as_int(as_uint(as_int(as_uint(v44) + as_uint(v53))) + as_uint((int)get_local_id(0)))];
                                    const float v64 = view1[as_int(as_uint(as_int(as_uint(v45) + as_uint(v53))) + as_uint((int)get_local_id(0)))];
                                    float v65;
                                    if (v16)
                                    {
                                        v65 = 0.0f;
                                    }
                                    else
                                    {
                                        const float v66 = view0[as_int(as_uint(as_int(as_uint(v47) + as_uint(v53))) + as_uint((int)get_local_id(0)))];
                                        v65 = v66;
                                    }
                                    const float v67 = fma(v65, v64, v54);
                                    const float v68 = view0[as_int(as_uint(as_int(as_uint(v48) + as_uint(v53))) + as_uint((int)get_local_id(0)))];
                                    const float v69 = fma(v68, v63, v67);
                                    const float v70 = fma(v68, v64, v55);
                                    const float v71 = view0[as_int(as_uint(as_int(as_uint(v49) + as_uint(v53))) + as_uint((int)get_local_id(0)))];
                                    const float v72 = fma(v71, v62, v69);
                                    const float v73 = fma(v71, v63, v70);
                                    const float v74 = fma(v71, v64, v56);
                                    const float v75 = view0[as_int(as_uint(as_int(as_uint(v50) + as_uint(v53))) + as_uint((int)get_local_id(0)))];
                                    const float v76 = fma(v75, v62, v73);
                                    const float v77 = fma(v75, v63, v74);
                                    const float v78 = fma(v75, v64, v57);
                                    const float v79 = view0[as_int(as_uint(as_int(as_uint(v51) + as_uint(v53))) + as_uint((int)get_local_id(0)))];
                                    const float v80 = fma(v79, v62, v77);
                                    const float v81 = fma(v79, v63, v78);
                                    float v82;
                                    if (v23)
                                    {
                                        v82 = 0.0f;
                                    }
                                    else
                                    {
                                        const float v83 = view0[as_int(as_uint(as_int(as_uint(v52) + as_uint(v53))) + as_uint((int)get_local_id(0)))];
                                        v82 = v83;
                                    }
                                    const float v84 = fma(v82, v62, v81);
                                    v53 = as_int(as_uint(scalar5) + as_uint(v53));
                                    v54 = v72;
                                    v55 = v76;
                                    v56 = v80;
                                    v57 = v84;
                                    continue;
                                }
                                else
                                {
                                    v58 = v54;
                                    v59 = v55;
                                    v60 = v56;
                                    v61 = v57;
                                    break;
                                }
                            }
                            v39 = v58;
                            v40 = v59;
                            v41 = v60;
                            v42 = v61;
                        }
                        v35 = v39;
                        v36 = v40;
                        v37 = v41;
                        v38 = v42;
                    }
                    v25 = as_int(as_uint(v25) + as_uint(1));
                    v26 = v35;
                    v27 = v36;
                    v28 = v37;
                    v29 = v38;
                    continue;
                }
                else
                {
                    v30 = v26;
                    v31 = v27;
                    v32 = v28;
                    v33 = v29;
                    break;
                }
            }
            const int v85 = as_int(as_uint(v15) * as_uint(scalar5));
            view2[as_int(as_uint(as_int(as_uint(v10) + as_uint(v85))) + as_uint((int)get_local_id(0)))] = v30;
            view2[as_int(as_uint(as_int(as_uint(v11) + as_uint(v85))) + as_uint((int)get_local_id(0)))] = v31;
            view2[as_int(as_uint(as_int(as_uint(v12) + as_uint(v85))) + as_uint((int)get_local_id(0)))] = v32;
            view2[as_int(as_uint(as_int(as_uint(v13) + as_uint(v85))) + as_uint((int)get_local_id(0)))] = v33;
            v14 = as_int(as_uint(v14) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
}
