// Written by 'gpuformer emit'; change the kernel and run it again.
// FormerToMobile.Forward(tokens=3, heads=1, allHeads=2, blockPixels=16, tilePixels=1, tileChannels=1, steps=2, slices=8, sharedChannels=8, staged=1, several=0, skips=1) of half x, y

#pragma OPENCL FP_CONTRACT OFF

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(4, 16, 1)))
void gf_FormerToMobile_Forward_tokens_3__heads_1__allHeads_2__blockPixels_16__tilePixels_1__tileChannels_1__steps_2__slices_8__sharedChannels_8__staged_1__several_0__skips_1__of_half_x__y(
    __global const ushort *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* kv */,
    __global ushort *buffer2, int offset2, int length2 /* y */,
    int scalar3 /* pixels */,
    int scalar4 /* run */,
    int scalar5 /* M */,
    int scalar6 /* C */)
{
    __global const ushort *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global ushort *restrict view2 = buffer2 + offset2;
    __local float shared3[32];
    __local float shared4[192];
    __local float shared5[80];
    __local float shared6[48];
    const int v0 = scalar6 / 2;
    const int v1 = as_int(as_uint((v0 / 2)) * as_uint(2));
    const int v2 = as_int(as_uint(as_int(as_uint(min((int)get_local_id(0), 2)) * as_uint(2))) * as_uint(scalar6));
    const int v3 = as_int(as_uint((int)get_group_id(1)) * as_uint(v1));
    const int v4 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(3))) * as_uint(2))) * as_uint(scalar6))) + as_uint(v3));
    int v5 = (int)get_local_id(1);
    while (true)
    {
        if (v5 < v1)
        {
            const float v6 = view1[as_int(as_uint(as_int(as_uint(v4) + as_uint(v5))) + as_uint(v2))];
            shared3[as_int(as_uint(as_int(as_uint(v5) * as_uint(4))) + as_uint((int)get_local_id(0)))] = v6;
            v5 = as_int(as_uint(v5) + as_uint(16));
            continue;
        }
        else
        {
            break;
        }
    }
    const int v7 = as_int(as_uint((int)get_group_id(0)) * as_uint(scalar4));
    const int v8 = min(16, as_int(as_uint(as_int(0u - as_uint(v7))) + as_uint(min(as_int(as_uint(v7) + as_uint(scalar4)), scalar3))));
    const int v9 = as_int(as_uint((int)get_local_id(0)) * as_uint(2));
    const int v10 = as_int(as_uint(v0) * as_uint(2));
    const int v11 = as_int(as_uint(v7) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar3))));
    const int v12 = as_int(as_uint(as_int(as_uint(v11) * as_uint(v10))) + as_uint(as_int(as_uint((v3 / 2)) * as_uint(2))));
    int v13 = (int)get_local_id(1);
    while (true)
    {
        if (v13 < v8)
        {
            const int v14 = as_int(as_uint(v12) + as_uint(as_int(as_uint(v13) * as_uint(v10))));
            const int v15 = as_int(as_uint(v13) * as_uint(12));
            int v16 = 0;
            while (true)
            {
                if (v16 < v1)
                {
                    if (!(as_int(as_uint(v16) + as_uint(v9)) >= v1))
                    {
                        const int v17 = as_int(as_uint(as_int(as_uint(v14) + as_uint(v16))) + as_uint(v9));
                        const float v18 = vload_half(v17, (__global const half *)view0);
                        const float v19 = vload_half(as_int(as_uint(v17) + as_uint(1)), (__global const half *)view0);
                        const int v20 = as_int(as_uint(as_int(as_uint(v15) + as_uint(v16))) + as_uint(v9));
                        shared4[v20] = v18;
                        shared4[as_int(as_uint(v20) + as_uint(1))] = v19;
                    }
                    v16 = as_int(as_uint(v16) + as_uint(8));
                    continue;
                }
                else
                {
                    break;
                }
            }
            v13 = as_int(as_uint(v13) + as_uint(16));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v21 = min((int)get_local_id(1), as_int(as_uint(v8) + as_uint(-1)));
    const int v22 = as_int(as_uint(v21) * as_uint(12));
    int v23 = 0;
    int v24 = 0;
    float v25 = 0.0f;
    float v26;
    while (true)
    {
        if (v24 < v1)
        {
            const int v27 = as_int(as_uint(v23) + as_uint((int)get_local_id(0)));
            const float v28 = shared3[v27];
            const int v29 = as_int(as_uint(v22) + as_uint(v24));
            const float v30 = shared4[v29];
            const float v31 = fma(v30, v28, v25);
            const float v32 = shared3[as_int(as_uint(v27) + as_uint(4))];
            const float v33 = shared4[as_int(as_uint(v29) + as_uint(1))];
            const float v34 = fma(v33, v32, v31);
            v23 = as_int(as_uint(v23) + as_uint(8));
            v24 = as_int(as_uint(v24) + as_uint(2));
            v25 = v34;
            continue;
        }
        else
        {
            v26 = v25;
            break;
        }
    }
    shared5[as_int(as_uint(as_int(as_uint(v21) * as_uint(5))) + as_uint((int)get_local_id(0)))] = v26;
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v35 = as_int(as_uint((int)get_local_id(1)) * as_uint(4));
    const int v36 = as_int(as_uint(v35) + as_uint((int)get_local_id(0)));
    if (!(v36 >= v8))
    {
        const int v37 = as_int(as_uint(min(v36, as_int(as_uint(v8) + as_uint(-1)))) * as_uint(5));
        const float v38 = shared5[v37];
        const float v39 = shared5[as_int(as_uint(v37) + as_uint(1))];
        const float v40 = shared5[as_int(as_uint(v37) + as_uint(2))];
        const float v41 = gf_max(gf_max(gf_max(-3.4E+38f, v38), v39), v40);
        shared6[v36] = (v38 - v41);
        shared6[as_int(as_uint(v36) + as_uint(16))] = (v39 - v41);
        shared6[as_int(as_uint(v36) + as_uint(32))] = (v40 - v41);
        float v42 = 0.0f;
        int v43 = 0;
        float v44;
        while (true)
        {
            if (v43 < scalar5)
            {
                const int v45 = as_int(as_uint(as_int(as_uint(v35) + as_uint(as_int(as_uint(v43) * as_uint(16))))) + as_uint((int)get_local_id(0)));
                const float v46 = shared6[v45];
                const float v47 = gf_max(-104.0f, gf_min(89.0f, v46));
                const float v48 = fma(v47, 1.442695f, 12582912.0f);
                const int v49 = as_int(v48);
                const int v50 = as_int(as_uint(v49) + as_uint(-1262485504)) >> 1;
                const float v51 = v48 - 12582912.0f;
                const float v52 = fma(v51, -0.69314575f, v47);
                const float v53 = fma(v51, -1.4286068E-06f, v52);
                const float v54 = (fma(fma(fma(fma(fma(fma(v53, 0.0013814532f, 0.008368745f), v53, 0.041668393f), v53, 0.16666521f), v53, 0.49999994f), v53, 1.0f), v53, 1.0f) * as_float((as_int(as_uint(v50) + as_uint(127)) << 23))) * as_float((as_int(as_uint(as_int(as_uint(v49) - as_uint(v50))) + as_uint(-1262485377)) << 23));
                shared6[v45] = v54;
                v42 = v42 + v54;
                v43 = as_int(as_uint(v43) + as_uint(1));
                continue;
            }
            else
            {
                v44 = v42;
                break;
            }
        }
        const float v55 = shared6[v36];
        const float v56 = 1.0f / v44;
        shared6[v36] = (v55 * v56);
        const float v57 = shared6[as_int(as_uint(v36) + as_uint(16))];
        shared6[as_int(as_uint(v36) + as_uint(16))] = (v57 * v56);
        const float v58 = shared6[as_int(as_uint(v36) + as_uint(32))];
        shared6[as_int(as_uint(v36) + as_uint(32))] = (v58 * v56);
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v59 = (int)get_local_id(1) / 8;
    const int v60 = min(as_int(as_uint(v59) * as_uint(4)), as_int(as_uint(v1) + as_uint(-4)));
    const float v61 = view1[as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(scalar6))) + as_uint(v60))) + as_uint((int)get_local_id(0)))];
    const float v62 = view1[as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(scalar6) * as_uint(3))))) + as_uint(v60))) + as_uint((int)get_local_id(0)))];
    const float v63 = view1[as_int(as_uint(as_int(as_uint(as_int(as_uint(v4) + as_uint(as_int(as_uint(scalar6) * as_uint(5))))) + as_uint(v60))) + as_uint((int)get_local_id(0)))];
    const int v64 = as_int(as_uint(v59) * as_uint(-8));
    const int v65 = as_int(as_uint(scalar6) * as_uint(8));
    int v66 = as_int(as_uint(as_int(as_uint(v3) + as_uint(v60))) + as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v11) + as_uint((int)get_local_id(1)))) + as_uint(v64))) * as_uint(scalar6))));
    int v67 = as_int(as_uint((int)get_local_id(1)) + as_uint(v64));
    while (true)
    {
        if (v67 < v8)
        {
            const int v68 = as_int(as_uint(v66) + as_uint((int)get_local_id(0)));
            const float v69 = vload_half(v68, (__global const half *)view0);
            const float v70 = shared6[v67];
            const float v71 = fma(v70, v61, v69);
            const float v72 = shared6[as_int(as_uint(v67) + as_uint(16))];
            const float v73 = fma(v72, v62, v71);
            const float v74 = shared6[as_int(as_uint(v67) + as_uint(32))];
            const float v75 = fma(v74, v63, v73);
            vstore_half_rte(v75, v68, (__global half *)view2);
            v66 = as_int(as_uint(v65) + as_uint(v66));
            v67 = as_int(as_uint(v67) + as_uint(8));
            continue;
        }
        else
        {
            break;
        }
    }
}
