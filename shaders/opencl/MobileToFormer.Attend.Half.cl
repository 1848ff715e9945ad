// Written by 'gpuformer emit'; change the kernel and run it again.
// MobileToFormer.Attend(tokens=3, heads=2, tileChannels=1, sharedChannels=16, returnsLogits=0) of half x, values

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(8, 1, 1)))
void gf_MobileToFormer_Attend_tokens_3__heads_2__tileChannels_1__sharedChannels_16__returnsLogits_0__of_half_x__values(
    __global const ushort *buffer0, int offset0, int length0 /* x */,
    __global const ushort *buffer1, int offset1, int length1 /* values */,
    __global const float *buffer2, int offset2, int length2 /* qAlpha */,
    __global float *buffer3, int offset3, int length3 /* partial */,
    __global const float *buffer4, int offset4, int length4 /* logits */,
    int scalar5 /* pixels */,
    int scalar6 /* chunk */,
    int scalar7 /* M */,
    int scalar8 /* C */,
    int scalar9 /* stride */)
{
    __global const ushort *restrict view0 = buffer0 + offset0;
    __global const ushort *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __local float shared5[128];
    __local float shared6[4096];
    const int v0 = min((int)get_local_id(0), 2);
    const int v1 = as_int(as_uint(v0) * as_uint(scalar9));
    const int v2 = min(as_int(as_uint((int)get_group_id(1)) * as_uint(3)), as_int(as_uint(scalar7) + as_uint(-3)));
    const int v3 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))))) * as_uint(scalar9));
    int v4 = 0;
    while (true)
    {
        if (v4 < scalar8)
        {
            const float v5 = view2[as_int(as_uint(as_int(as_uint(v3) + as_uint(v4))) + as_uint(v1))];
            shared5[as_int(as_uint(as_int(as_uint(v4) * as_uint(8))) + as_uint((int)get_local_id(0)))] = v5;
            v4 = as_int(as_uint(v4) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    const int v6 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar6));
    const int v7 = min(scalar6, as_int(as_uint(scalar5) - as_uint(v6)));
    const int v8 = scalar8 / 2;
    const int v9 = as_int(as_uint(as_int(as_uint(v6) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar5))))) * as_uint(scalar8));
    const bool v10 = (int)get_local_id(0) >= 3;
    const int v11 = as_int(as_uint(scalar8) * as_uint(v0));
    const int v12 = as_int(as_uint(v0) * as_uint(4));
    const int v13 = as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint((int)get_num_groups(0)))) + as_uint((int)get_group_id(0)))) * as_uint(scalar7))))) * as_uint(as_int(as_uint(scalar8) + as_uint(4))));
    const int v14 = as_int(as_uint(scalar8) + as_uint(v13));
    int v15 = 0;
    while (true)
    {
        if (v15 < 2)
        {
            const int v16 = as_int(as_uint(v15) * as_uint(v8));
            const int v17 = as_int(as_uint(v16) * as_uint(8));
            const int v18 = as_int(as_uint(v9) + as_uint(v16));
            const int v19 = as_int(as_uint(v15) * as_uint(2048));
            float v20 = -3.4E+38f;
            int v21 = 0;
            float v22;
            while (true)
            {
                if (v21 < v7)
                {
                    const int v23 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(v21, as_int(as_uint(v7) + as_uint(-1)))) * as_uint(scalar8))));
                    const int v24 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(as_int(as_uint(v21) + as_uint(1)), as_int(as_uint(v7) + as_uint(-1)))) * as_uint(scalar8))));
                    const int v25 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(as_int(as_uint(v21) + as_uint(2)), as_int(as_uint(v7) + as_uint(-1)))) * as_uint(scalar8))));
                    const int v26 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(as_int(as_uint(v21) + as_uint(3)), as_int(as_uint(v7) + as_uint(-1)))) * as_uint(scalar8))));
                    const int v27 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(as_int(as_uint(v21) + as_uint(4)), as_int(as_uint(v7) + as_uint(-1)))) * as_uint(scalar8))));
                    const int v28 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(as_int(as_uint(v21) + as_uint(5)), as_int(as_uint(v7) + as_uint(-1)))) * as_uint(scalar8))));
                    const int v29 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(as_int(as_uint(v21) + as_uint(6)), as_int(as_uint(v7) + as_uint(-1)))) * as_uint(scalar8))));
                    const int v30 = as_int(as_uint(v18) + as_uint(as_int(as_uint(min(as_int(as_uint(v21) + as_uint(7)), as_int(as_uint(v7) + as_uint(-1)))) * as_uint(scalar8))));
                    int v31 = v17;
                    int v32 = 0;
                    float v33 = 0.0f;
                    float v34 = 0.0f;
                    float v35 = 0.0f;
                    float v36 = 0.0f;
                    float v37 = 0.0f;
                    float v38 = 0.0f;
                    float v39 = 0.0f;
                    float v40 = 0.0f;
                    float v41;
                    float v42;
                    float v43;
                    float v44;
                    float v45;
                    float v46;
                    float v47;
                    float v48;
                    while (true)
                    {
                        if (v32 < v8)
                        {
                            const float v49 = shared5[as_int(as_uint(v31) + as_uint((int)get_local_id(0)))];
                            const float v50 = vload_half(as_int(as_uint(v23) + as_uint(v32)), (__global const half *)view0);
                            const float v51 = vload_half(as_int(as_uint(v24) + as_uint(v32)), (__global const half *)view0);
                            const float v52 = vload_half(as_int(as_uint(v25) + as_uint(v32)), (__global const half *)view0);
                            const float v53 = vload_half(as_int(as_uint(v26) + as_uint(v32)), (__global const half *)view0);
                            const float v54 = vload_half(as_int(as_uint(v27) + as_uint(v32)), (__global const half *)view0);
                            const float v55 = vload_half(as_int(as_uint(v28) + as_uint(v32)), (__global const half *)view0);
                            const float v56 = vload_half(as_int(as_uint(v29) + as_uint(v32)), (__global const half *)view0);
                            const float v57 = vload_half(as_int(as_uint(v30) + as_uint(v32)), (__global const half *)view0);
                            v31 = as_int(as_uint(v31) + as_uint(8));
                            v32 = as_int(as_uint(v32) + as_uint(1));
                            v33 = fma(v50, v49, v33);
                            v34 = fma(v51, v49, v34);
                            v35 = fma(v52, v49, v35);
                            v36 = fma(v53, v49, v36);
                            v37 = fma(v54, v49, v37);
                            v38 = fma(v55, v49, v38);
                            v39 = fma(v56, v49, v39);
                            v40 = fma(v57, v49, v40);
                            continue;
                        }
                        else
                        {
                            v41 = v33;
                            v42 = v34;
                            v43 = v35;
                            v44 = v36;
                            v45 = v37;
                            v46 = v38;
                            v47 = v39;
                            v48 = v40;
                            break;
                        }
                    }
                    const int v58 = as_int(as_uint(as_int(as_uint(v19) + as_uint(as_int(as_uint(v21) * as_uint(8))))) + as_uint((int)get_local_id(0)));
                    shared6[v58] = v41;
                    shared6[as_int(as_uint(v58) + as_uint(8))] = v42;
                    shared6[as_int(as_uint(v58) + as_uint(16))] = v43;
                    shared6[as_int(as_uint(v58) + as_uint(24))] = v44;
                    shared6[as_int(as_uint(v58) + as_uint(32))] = v45;
                    shared6[as_int(as_uint(v58) + as_uint(40))] = v46;
                    shared6[as_int(as_uint(v58) + as_uint(48))] = v47;
                    shared6[as_int(as_uint(v58) + as_uint(56))] = v48;
                    v20 = gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(gf_max(v20, v41), v42), v43), v44), v45), v46), v47), v48);
                    v21 = as_int(as_uint(v21) + as_uint(8));
                    continue;
                }
                else
                {
                    v22 = v20;
                    break;
                }
            }
            float v59 = 0.0f;
            int v60 = 0;
            float v61;
            while (true)
            {
                if (v60 < v7)
                {
                    const int v62 = as_int(as_uint(as_int(as_uint(v19) + as_uint(as_int(as_uint(v60) * as_uint(8))))) + as_uint((int)get_local_id(0)));
                    const float v63 = shared6[v62];
                    const float v64 = gf_max(-104.0f, gf_min(89.0f, (v63 - v22)));
                    const float v65 = fma(v64, 1.442695f, 12582912.0f);
                    const int v66 = as_int(v65);
                    const int v67 = as_int(as_uint(v66) + as_uint(-1262485504)) >> 1;
                    const float v68 = v65 - 12582912.0f;
                    const float v69 = fma(v68, -0.69314575f, v64);
                    const float v70 = fma(v68, -1.4286068E-06f, v69);
                    const float v71 = (fma(fma(fma(fma(fma(fma(v70, 0.0013814532f, 0.008368745f), v70, 0.041668393f), v70, 0.16666521f), v70, 0.49999994f), v70, 1.0f), v70, 1.0f) * as_float((as_int(as_uint(v67) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v66) - as_uint(v67))) + as_uint(-1262485377)) << 23));
                    shared6[v62] = v71;
                    v59 = v59 + v71;
                    v60 = as_int(as_uint(v60) + as_uint(1));
                    continue;
                }
                else
                {
                    v61 = v59;
                    break;
                }
            }
            if (!(v10))
            {
                const int v72 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v14) + as_uint(v15))) + as_uint(v12))) + as_uint(v11));
                view3[v72] = v22;
                view3[as_int(as_uint(v72) + as_uint(2))] = v61;
            }
            v15 = as_int(as_uint(v15) + as_uint(1));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v73 = as_int(as_uint(as_int(as_uint(scalar8) * as_uint(2))) + as_uint(v13));
    int v74 = 0;
    while (true)
    {
        if (v74 < scalar8)
        {
            const int v75 = min(v74, as_int(as_uint(scalar8) + as_uint(-8)));
            const int v76 = gf_div(as_int(as_uint(v75) + as_uint(7)), v8);
            const int v77 = gf_div(v75, v8);
            const int v78 = as_int(as_uint(as_int(as_uint(v77) * as_uint(256))) * as_uint(8));
            const int v79 = as_int(as_uint(v9) + as_uint(v75));
            float v80;
            float v81;
            float v82;
            if (v77 != v76)
            {
                const bool v83 = as_int(as_uint(v75) + as_uint((int)get_local_id(0))) < as_int(as_uint(v76) * as_uint(v8));
                int v84 = v78;
                int v85 = v79;
                int v86 = as_int(as_uint(as_int(as_uint(v76) * as_uint(256))) * as_uint(8));
                int v87 = 0;
                float v88 = 0.0f;
                float v89 = 0.0f;
                float v90 = 0.0f;
                float v91;
                float v92;
                float v93;
                while (true)
                {
                    if (v87 < v7)
                    {
                        const float v94 = vload_half(as_int(as_uint(v85) + as_uint((int)get_local_id(0))), (__global const half *)view1);
                        const float v95 = shared6[v84];
                        const float v96 = shared6[v86];
                        const float v97 = shared6[as_int(as_uint(v84) + as_uint(1))];
                        const float v98 = shared6[as_int(as_uint(v86) + as_uint(1))];
                        const float v99 = shared6[as_int(as_uint(v84) + as_uint(2))];
                        const float v100 = shared6[as_int(as_uint(v86) + as_uint(2))];
                        v84 = as_int(as_uint(v84) + as_uint(8));
                        v85 = as_int(as_uint(scalar8) + as_uint(v85));
                        v86 = as_int(as_uint(v86) + as_uint(8));
                        v87 = as_int(as_uint(v87) + as_uint(1));
                        v88 = fma((v83 ? v95 : v96), v94, v88);
                        v89 = fma((v83 ? v97 : v98), v94, v89);
                        v90 = fma((v83 ? v99 : v100), v94, v90);
                        continue;
                    }
                    else
                    {
                        v91 = v88;
                        v92 = v89;
                        v93 = v90;
                        break;
                    }
                }
                v80 = v91;
                v81 = v92;
                v82 = v93;
            }
            else
            {
                int v101 = v78;
                int v102 = v79;
                int v103 = 0;
                float v104 = 0.0f;
                float v105 = 0.0f;
                float v106 = 0.0f;
                float v107;
                float v108;
                float v109;
                while (true)
                {
                    if (v103 < v7)
                    {
                        const float v110 = vload_half(as_int(as_uint(v102) + as_uint((int)get_local_id(0))), (__global const half *)view1);
                        const float v111 = shared6[v101];
                        const float v112 = shared6[as_int(as_uint(v101) + as_uint(1))];
                        const float v113 = shared6[as_int(as_uint(v101) + as_uint(2))];
                        v101 = as_int(as_uint(v101) + as_uint(8));
                        v102 = as_int(as_uint(scalar8) + as_uint(v102));
                        v103 = as_int(as_uint(v103) + as_uint(1));
                        v104 = fma(v111, v110, v104);
                        v105 = fma(v112, v110, v105);
                        v106 = fma(v113, v110, v106);
                        continue;
                    }
                    else
                    {
                        v107 = v104;
                        v108 = v105;
                        v109 = v106;
                        break;
                    }
                }
                v80 = v107;
                v81 = v108;
                v82 = v109;
            }
            view3[as_int(as_uint(as_int(as_uint(v13) + as_uint(v75))) + as_uint((int)get_local_id(0)))] = v80;
            view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(v14) + as_uint(v75))) + as_uint((int)get_local_id(0)))) + as_uint(4))] = v81;
            view3[as_int(as_uint(as_int(as_uint(as_int(as_uint(v73) + as_uint(v75))) + as_uint((int)get_local_id(0)))) + as_uint(8))] = v82;
            v74 = as_int(as_uint(v74) + as_uint(8));
            continue;
        }
        else
        {
            break;
        }
    }
}
