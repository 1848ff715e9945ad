// Written by 'gpuformer emit'; change the kernel and run it again.
// Peak.Products(products=1)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_half(float a) { ushort bits; vstore_half_rte(a, 0, (half *)&bits); return vload_half(0, (const half *)&bits); }

__kernel __attribute__((reqd_work_group_size(32, 8, 1)))
void gf_Peak_Products_products_1_(
    __global float *buffer0, int offset0, int length0 /* y */,
    int scalar1 /* steps */,
    float scalar2 /* factor */)
{
    __global float *restrict view0 = buffer0 + offset0;
    __local ushort shared1[640];
    __local ushort shared2[320];
    const int v0 = as_int(as_uint((int)get_local_id(1)) * as_uint(32));
    const int v1 = as_int(as_uint(v0) + as_uint((int)get_local_id(0)));
    const float v2 = gf_half(scalar2);
    int v3 = v1;
    while (true)
    {
        if (v3 < 640)
        {
            vstore_half_rte(v2, v3, (__local half *)shared1);
            v3 = as_int(as_uint(v3) + as_uint(256));
            continue;
        }
        else
        {
            break;
        }
    }
    int v4 = v1;
    while (true)
    {
        if (v4 < 320)
        {
            vstore_half_rte(v2, v4, (__local half *)shared2);
            v4 = as_int(as_uint(v4) + as_uint(256));
            continue;
        }
        else
        {
            break;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v5 = as_int(as_uint(((int)get_local_id(0) >> 2)) * as_uint(40));
    const int v6 = as_int(as_uint(((int)get_local_id(0) & 3)) * as_uint(80));
    int v7 = 0;
    float v8 = (scalar2 * 0.0f);
    float v9 = scalar2;
    float v10 = (scalar2 * 2.0f);
    float v11 = (scalar2 * 3.0f);
    float v12;
    float v13;
    float v14;
    float v15;
    while (true)
    {
        if (v7 < scalar1)
        {
            int v16 = 0;
            float v17 = v8;
            float v18 = v9;
            float v19 = v10;
            float v20 = v11;
            float v21;
            float v22;
            float v23;
            float v24;
            while (true)
            {
                if (v16 < 4)
                {
                    float v25 = v17;
                    int v26 = 0;
                    float v27;
                    while (true)
                    {
                        if (v26 < 16)
                        {
                            const float v28 = vload_half(as_int(as_uint(v26) + as_uint(v5)), (__local const half *)shared1);
                            const float v29 = vload_half(as_int(as_uint(v26) + as_uint(v6)), (__local const half *)shared2);
                            v25 = fma(v28, v29, v25);
                            v26 = as_int(as_uint(v26) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v27 = v25;
                            break;
                        }
                    }
                    float v30 = v18;
                    int v31 = 0;
                    float v32;
                    while (true)
                    {
                        if (v31 < 16)
                        {
                            const float v33 = vload_half(as_int(as_uint(v31) + as_uint(v5)), (__local const half *)shared1);
                            const float v34 = vload_half(as_int(as_uint(as_int(as_uint(v31) + as_uint(v6))) + as_uint(40)), (__local const half *)shared2);
                            v30 = fma(v33, v34, v30);
                            v31 = as_int(as_uint(v31) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v32 = v30;
                            break;
                        }
                    }
                    float v35 = v19;
                    int v36 = 0;
                    float v37;
                    while (true)
                    {
                        if (v36 < 16)
                        {
                            const float v38 = vload_half(as_int(as_uint(as_int(as_uint(v36) + as_uint(v5))) + as_uint(320)), (__local const half *)shared1);
                            const float v39 = vload_half(as_int(as_uint(v36) + as_uint(v6)), (__local const half *)shared2);
                            v35 = fma(v38, v39, v35);
                            v36 = as_int(as_uint(v36) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v37 = v35;
                            break;
                        }
                    }
                    float v40 = v20;
                    int v41 = 0;
                    float v42;
                    while (true)
                    {
                        if (v41 < 16)
                        {
                            const float v43 = vload_half(as_int(as_uint(as_int(as_uint(v41) + as_uint(v5))) + as_uint(320)), (__local const half *)shared1);
                            const float v44 = vload_half(as_int(as_uint(as_int(as_uint(v41) + as_uint(v6))) + as_uint(40)), (__local const half *)shared2);
                            v40 = fma(v43, v44, v40);
                            v41 = as_int(as_uint(v41) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v42 = v40;
                            break;
                        }
                    }
                    v16 = as_int(as_uint(v16) + as_uint(1));
                    v17 = v27;
                    v18 = v32;
                    v19 = v37;
                    v20 = v42;
                    continue;
                }
                else
                {
                    v21 = v17;
                    v22 = v18;
                    v23 = v19;
                    v24 = v20;
                    break;
                }
            }
            v7 = as_int(as_uint(v7) + as_uint(4));
            v8 = v21;
            v9 = v22;
            v10 = v23;
            v11 = v24;
            continue;
        }
        else
        {
            v12 = v8;
            v13 = v9;
            v14 = v10;
            v15 = v11;
            break;
        }
    }
    view0[as_int(as_uint(as_int(as_uint(v0) + as_uint(as_int(as_uint((int)get_group_id(0)) * as_uint(256))))) + as_uint((int)get_local_id(0)))] = ((((0.0f + v12) + v13) + v14) + v15);
}
