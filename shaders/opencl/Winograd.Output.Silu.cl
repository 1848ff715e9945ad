// Written by 'gpuformer emit'; change the kernel and run it again.
// Winograd.Output<Activated<Silu>, NoTerms>(m=4, whole=0)

#pragma OPENCL FP_CONTRACT OFF

inline int gf_div(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (uint)a) : a / b; }

inline float gf_max(float a, float b) { return a > b ? a : b; }

inline float gf_min(float a, float b) { return a < b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 1, 1)))
void gf_Winograd_Output_Activated_Silu___NoTerms__m_4__whole_0_(
    __global const float *buffer0, int offset0, int length0 /* products */,
    __global const float *buffer1, int offset1, int length1 /* bias */,
    __global float *buffer2, int offset2, int length2 /* y */,
    int scalar3 /* sizes.H */,
    int scalar4 /* sizes.W */,
    int scalar5 /* sizes.C */,
    int scalar6 /* sizes.TilesDown */,
    int scalar7 /* sizes.TilesAcross */,
    int scalar8 /* sizes.Tiles */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global float *restrict view2 = buffer2 + offset2;
    const int v0 = min((int)get_group_id(1), as_int(as_uint(scalar8) + as_uint(-1)));
    const int v1 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v0) * as_uint(6))) * as_uint(6))) * as_uint(scalar5));
    const int v2 = min(as_int(as_uint((int)get_group_id(0)) * as_uint(32)), as_int(as_uint(scalar5) + as_uint(-32)));
    const float v3 = view0[as_int(as_uint(as_int(as_uint(v2) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const int v4 = as_int(as_uint(scalar5) + as_uint(v2));
    const float v5 = view0[as_int(as_uint(as_int(as_uint(v4) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const int v6 = as_int(as_uint(as_int(as_uint(scalar5) * as_uint(2))) + as_uint(v2));
    const float v7 = view0[as_int(as_uint(as_int(as_uint(v6) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const int v8 = as_int(as_uint(as_int(as_uint(scalar5) * as_uint(3))) + as_uint(v2));
    const float v9 = view0[as_int(as_uint(as_int(as_uint(v8) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v10 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(4))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v11 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(5))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v12 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(6))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v13 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(7))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v14 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(8))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v15 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(9))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v16 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(10))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v17 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(11))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v18 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(12))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v19 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(13))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v20 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(14))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v21 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(15))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v22 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(16))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v23 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(17))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v24 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(18))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v25 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(19))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v26 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(20))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v27 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(21))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v28 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(22))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v29 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(23))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v30 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(24))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v31 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(25))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v32 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(26))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v33 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(27))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v34 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(28))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v35 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(29))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v36 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(30))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v37 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(31))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v38 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(32))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v39 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(33))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v40 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(34))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v41 = view0[as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar5) * as_uint(35))) + as_uint(v2))) + as_uint(v1))) + as_uint((int)get_local_id(0)))];
    const float v42 = view1[as_int(as_uint(v2) + as_uint((int)get_local_id(0)))];
    const int v43 = gf_div(v0, scalar7);
    const int v44 = gf_div(v43, scalar6);
    const int v45 = as_int(as_uint(as_int(as_uint(v43) - as_uint(as_int(as_uint(v44) * as_uint(scalar6))))) * as_uint(4));
    const bool v46 = v45 >= scalar3;
    const int v47 = as_int(as_uint(as_int(as_uint(v0) - as_uint(as_int(as_uint(v43) * as_uint(scalar7))))) * as_uint(4));
    const bool v48 = v47 >= scalar4;
    const int v49 = as_int(as_uint(as_int(as_uint(v47) + as_uint(as_int(as_uint(v45) * as_uint(scalar4))))) + as_uint(as_int(as_uint(as_int(as_uint(v44) * as_uint(scalar3))) * as_uint(scalar4))));
    const int v50 = as_int(as_uint(v49) * as_uint(scalar5));
    const float v51 = v28 + v34;
    const float v52 = v16 + v22;
    const float v53 = v10 + (v52 + v51);
    const float v54 = v27 + v33;
    const float v55 = v15 + v21;
    const float v56 = v9 + (v55 + v54);
    const float v57 = v56 + v53;
    const float v58 = v26 + v32;
    const float v59 = v14 + v20;
    const float v60 = v7 + (v59 + v58);
    const float v61 = v25 + v31;
    const float v62 = v13 + v19;
    const float v63 = v5 + (v62 + v61);
    const float v64 = v63 + v60;
    const float v65 = v24 + v30;
    const float v66 = v12 + v18;
    if (!(v46))
    {
        if (!(v48))
        {
            const float v67 = v42 + ((v3 + (v66 + v65)) + (v64 + v57));
            const float v68 = gf_max(-87.0f, gf_min(87.0f, v67));
            const float v69 = fma(v68, -1.442695f, 12582912.0f);
            const float v70 = fma(v68, -1.442695f, (12582912.0f - v69));
            view2[as_int(as_uint(as_int(as_uint(v2) + as_uint(v50))) + as_uint((int)get_local_id(0)))] = (v67 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v70, 0.0013264727f, 0.009671513f), v70, 0.055507336f), v70, 0.24022242f), v70, 0.693147f), v70, 1.0f))) + as_uint((as_int(v69) << 23))))));
        }
    }
    const bool v71 = as_int(as_uint(v47) + as_uint(1)) >= scalar4;
    const float v72 = v63 - v60;
    const float v73 = v56 - v53;
    if (!(v46))
    {
        if (!(v71))
        {
            const float v74 = v42 + (0.70710677f * fma(2.0f, v73, v72));
            const float v75 = gf_max(-87.0f, gf_min(87.0f, v74));
            const float v76 = fma(v75, -1.442695f, 12582912.0f);
            const float v77 = fma(v75, -1.442695f, (12582912.0f - v76));
            view2[as_int(as_uint(as_int(as_uint(v4) + as_uint(v50))) + as_uint((int)get_local_id(0)))] = (v74 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v77, 0.0013264727f, 0.009671513f), v77, 0.055507336f), v77, 0.24022242f), v77, 0.693147f), v77, 1.0f))) + as_uint((as_int(v76) << 23))))));
        }
    }
    const bool v78 = as_int(as_uint(v47) + as_uint(2)) >= scalar4;
    if (!(v46))
    {
        if (!(v78))
        {
            const float v79 = v42 + fma(2.0f, v57, (0.5f * v64));
            const float v80 = gf_max(-87.0f, gf_min(87.0f, v79));
            const float v81 = fma(v80, -1.442695f, 12582912.0f);
            const float v82 = fma(v80, -1.442695f, (12582912.0f - v81));
            view2[as_int(as_uint(as_int(as_uint(v6) + as_uint(v50))) + as_uint((int)get_local_id(0)))] = (v79 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v82, 0.0013264727f, 0.009671513f), v82, 0.055507336f), v82, 0.24022242f), v82, 0.693147f), v82, 1.0f))) + as_uint((as_int(v81) << 23))))));
        }
    }
    const bool v83 = as_int(as_uint(v47) + as_uint(3)) >= scalar4;
    const float v84 = v29 + v35;
    const float v85 = v17 + v23;
    if (!(v46))
    {
        if (!(v83))
        {
            const float v86 = v42 + fma(0.35355338f, fma(8.0f, v73, v72), (v11 + (v85 + v84)));
            const float v87 = gf_max(-87.0f, gf_min(87.0f, v86));
            const float v88 = fma(v87, -1.442695f, 12582912.0f);
            const float v89 = fma(v87, -1.442695f, (12582912.0f - v88));
            view2[as_int(as_uint(as_int(as_uint(v8) + as_uint(v50))) + as_uint((int)get_local_id(0)))] = (v86 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v89, 0.0013264727f, 0.009671513f), v89, 0.055507336f), v89, 0.24022242f), v89, 0.693147f), v89, 1.0f))) + as_uint((as_int(v88) << 23))))));
        }
    }
    const bool v90 = as_int(as_uint(v45) + as_uint(1)) >= scalar3;
    const int v91 = as_int(as_uint(as_int(as_uint(v49) + as_uint(scalar4))) * as_uint(scalar5));
    const float v92 = v16 - v22;
    const float v93 = v28 - v34;
    const float v94 = 0.70710677f * fma(2.0f, v93, v92);
    const float v95 = v15 - v21;
    const float v96 = v27 - v33;
    const float v97 = 0.70710677f * fma(2.0f, v96, v95);
    const float v98 = v97 + v94;
    const float v99 = v14 - v20;
    const float v100 = v26 - v32;
    const float v101 = 0.70710677f * fma(2.0f, v100, v99);
    const float v102 = v13 - v19;
    const float v103 = v25 - v31;
    const float v104 = 0.70710677f * fma(2.0f, v103, v102);
    const float v105 = v104 + v101;
    const float v106 = v12 - v18;
    const float v107 = v24 - v30;
    if (!(v90))
    {
        if (!(v48))
        {
            const float v108 = v42 + ((0.70710677f * fma(2.0f, v107, v106)) + (v105 + v98));
            const float v109 = gf_max(-87.0f, gf_min(87.0f, v108));
            const float v110 = fma(v109, -1.442695f, 12582912.0f);
            const float v111 = fma(v109, -1.442695f, (12582912.0f - v110));
            view2[as_int(as_uint(as_int(as_uint(v2) + as_uint(v91))) + as_uint((int)get_local_id(0)))] = (v108 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v111, 0.0013264727f, 0.009671513f), v111, 0.055507336f), v111, 0.24022242f), v111, 0.693147f), v111, 1.0f))) + as_uint((as_int(v110) << 23))))));
        }
    }
    const float v112 = v104 - v101;
    const float v113 = v97 - v94;
    if (!(v90))
    {
        if (!(v71))
        {
            const float v114 = v42 + (0.70710677f * fma(2.0f, v113, v112));
            const float v115 = gf_max(-87.0f, gf_min(87.0f, v114));
            const float v116 = fma(v115, -1.442695f, 12582912.0f);
            const float v117 = fma(v115, -1.442695f, (12582912.0f - v116));
            view2[as_int(as_uint(as_int(as_uint(v4) + as_uint(v91))) + as_uint((int)get_local_id(0)))] = (v114 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v117, 0.0013264727f, 0.009671513f), v117, 0.055507336f), v117, 0.24022242f), v117, 0.693147f), v117, 1.0f))) + as_uint((as_int(v116) << 23))))));
        }
    }
    if (!(v90))
    {
        if (!(v78))
        {
            const float v118 = v42 + fma(2.0f, v98, (0.5f * v105));
            const float v119 = gf_max(-87.0f, gf_min(87.0f, v118));
            const float v120 = fma(v119, -1.442695f, 12582912.0f);
            const float v121 = fma(v119, -1.442695f, (12582912.0f - v120));
            view2[as_int(as_uint(as_int(as_uint(v6) + as_uint(v91))) + as_uint((int)get_local_id(0)))] = (v118 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v121, 0.0013264727f, 0.009671513f), v121, 0.055507336f), v121, 0.24022242f), v121, 0.693147f), v121, 1.0f))) + as_uint((as_int(v120) << 23))))));
        }
    }
    const float v122 = v17 - v23;
    const float v123 = v29 - v35;
    if (!(v90))
    {
        if (!(v83))
        {
            const float v124 = v42 + fma(0.35355338f, fma(8.0f, v113, v112), (0.70710677f * fma(2.0f, v123, v122)));
            const float v125 = gf_max(-87.0f, gf_min(87.0f, v124));
            const float v126 = fma(v125, -1.442695f, 12582912.0f);
            const float v127 = fma(v125, -1.442695f, (12582912.0f - v126));
            view2[as_int(as_uint(as_int(as_uint(v8) + as_uint(v91))) + as_uint((int)get_local_id(0)))] = (v124 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v127, 0.0013264727f, 0.009671513f), v127, 0.055507336f), v127, 0.24022242f), v127, 0.693147f), v127, 1.0f))) + as_uint((as_int(v126) << 23))))));
        }
    }
    const bool v128 = as_int(as_uint(v45) + as_uint(2)) >= scalar3;
    const int v129 = as_int(as_uint(as_int(as_uint(v49) + as_uint(as_int(as_uint(scalar4) * as_uint(2))))) * as_uint(scalar5));
    const float v130 = fma(2.0f, v51, (0.5f * v52));
    const float v131 = fma(2.0f, v54, (0.5f * v55));
    const float v132 = v131 + v130;
    const float v133 = fma(2.0f, v58, (0.5f * v59));
    const float v134 = fma(2.0f, v61, (0.5f * v62));
    const float v135 = v134 + v133;
    if (!(v128))
    {
        if (!(v48))
        {
            const float v136 = v42 + (fma(2.0f, v65, (0.5f * v66)) + (v135 + v132));
            const float v137 = gf_max(-87.0f, gf_min(87.0f, v136));
            const float v138 = fma(v137, -1.442695f, 12582912.0f);
            const float v139 = fma(v137, -1.442695f, (12582912.0f - v138));
            view2[as_int(as_uint(as_int(as_uint(v2) + as_uint(v129))) + as_uint((int)get_local_id(0)))] = (v136 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v139, 0.0013264727f, 0.009671513f), v139, 0.055507336f), v139, 0.24022242f), v139, 0.693147f), v139, 1.0f))) + as_uint((as_int(v138) << 23))))));
        }
    }
    const float v140 = v134 - v133;
    const float v141 = v131 - v130;
    if (!(v128))
    {
        if (!(v71))
        {
            const float v142 = v42 + (0.70710677f * fma(2.0f, v141, v140));
            const float v143 = gf_max(-87.0f, gf_min(87.0f, v142));
            const float v144 = fma(v143, -1.442695f, 12582912.0f);
            const float v145 = fma(v143, -1.442695f, (12582912.0f - v144));
            view2[as_int(as_uint(as_int(as_uint(v4) + as_uint(v129))) + as_uint((int)get_local_id(0)))] = (v142 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v145, 0.0013264727f, 0.009671513f), v145, 0.055507336f), v145, 0.24022242f), v145, 0.693147f), v145, 1.0f))) + as_uint((as_int(v144) << 23))))));
        }
    }
    if (!(v128))
    {
        if (!(v78))
        {
            const float v146 = v42 + fma(2.0f, v132, (0.5f * v135));
            const float v147 = gf_max(-87.0f, gf_min(87.0f, v146));
            const float v148 = fma(v147, -1.442695f, 12582912.0f);
            const float v149 = fma(v147, -1.442695f, (12582912.0f - v148));
            view2[as_int(as_uint(as_int(as_uint(v6) + as_uint(v129))) + as_uint((int)get_local_id(0)))] = (v146 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v149, 0.0013264727f, 0.009671513f), v149, 0.055507336f), v149, 0.24022242f), v149, 0.693147f), v149, 1.0f))) + as_uint((as_int(v148) << 23))))));
        }
    }
    if (!(v128))
    {
        if (!(v83))
        {
            const float v150 = v42 + fma(0.35355338f, fma(8.0f, v141, v140), fma(2.0f, v84, (0.5f * v85)));
            const float v151 = gf_max(-87.0f, gf_min(87.0f, v150));
            const float v152 = fma(v151, -1.442695f, 12582912.0f);
            const float v153 = fma(v151, -1.442695f, (12582912.0f - v152));
            view2[as_int(as_uint(as_int(as_uint(v8) + as_uint(v129))) + as_uint((int)get_local_id(0)))] = (v150 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v153, 0.0013264727f, 0.009671513f), v153, 0.055507336f), v153, 0.24022242f), v153, 0.693147f), v153, 1.0f))) + as_uint((as_int(v152) << 23))))));
        }
    }
    const bool v154 = as_int(as_uint(v45) + as_uint(3)) >= scalar3;
    const int v155 = as_int(as_uint(as_int(as_uint(v49) + as_uint(as_int(as_uint(scalar4) * as_uint(3))))) * as_uint(scalar5));
    const float v156 = fma(0.35355338f, fma(8.0f, v93, v92), v40);
    const float v157 = fma(0.35355338f, fma(8.0f, v96, v95), v39);
    const float v158 = v157 + v156;
    const float v159 = fma(0.35355338f, fma(8.0f, v100, v99), v38);
    const float v160 = fma(0.35355338f, fma(8.0f, v103, v102), v37);
    const float v161 = v160 + v159;
    if (!(v154))
    {
        if (!(v48))
        {
            const float v162 = v42 + (fma(0.35355338f, fma(8.0f, v107, v106), v36) + (v161 + v158));
            const float v163 = gf_max(-87.0f, gf_min(87.0f, v162));
            const float v164 = fma(v163, -1.442695f, 12582912.0f);
            const float v165 = fma(v163, -1.442695f, (12582912.0f - v164));
            view2[as_int(as_uint(as_int(as_uint(v2) + as_uint(v155))) + as_uint((int)get_local_id(0)))] = (v162 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v165, 0.0013264727f, 0.009671513f), v165, 0.055507336f), v165, 0.24022242f), v165, 0.693147f), v165, 1.0f))) + as_uint((as_int(v164) << 23))))));
        }
    }
    const float v166 = v160 - v159;
    const float v167 = v157 - v156;
    if (!(v154))
    {
        if (!(v71))
        {
            const float v168 = v42 + (0.70710677f * fma(2.0f, v167, v166));
            const float v169 = gf_max(-87.0f, gf_min(87.0f, v168));
            const float v170 = fma(v169, -1.442695f, 12582912.0f);
            const float v171 = fma(v169, -1.442695f, (12582912.0f - v170));
            view2[as_int(as_uint(as_int(as_uint(v4) + as_uint(v155))) + as_uint((int)get_local_id(0)))] = (v168 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v171, 0.0013264727f, 0.009671513f), v171, 0.055507336f), v171, 0.24022242f), v171, 0.693147f), v171, 1.0f))) + as_uint((as_int(v170) << 23))))));
        }
    }
    if (!(v154))
    {
        if (!(v78))
        {
            const float v172 = v42 + fma(2.0f, v158, (0.5f * v161));
            const float v173 = gf_max(-87.0f, gf_min(87.0f, v172));
            const float v174 = fma(v173, -1.442695f, 12582912.0f);
            const float v175 = fma(v173, -1.442695f, (12582912.0f - v174));
            view2[as_int(as_uint(as_int(as_uint(v6) + as_uint(v155))) + as_uint((int)get_local_id(0)))] = (v172 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v175, 0.0013264727f, 0.009671513f), v175, 0.055507336f), v175, 0.24022242f), v175, 0.693147f), v175, 1.0f))) + as_uint((as_int(v174) << 23))))));
        }
    }
    if (!(v154))
    {
        if (!(v83))
        {
            const float v176 = v42 + fma(0.35355338f, fma(8.0f, v167, v166), fma(0.35355338f, fma(8.0f, v123, v122), v41));
            const float v177 = gf_max(-87.0f, gf_min(87.0f, v176));
            const float v178 = fma(v177, -1.442695f, 12582912.0f);
            const float v179 = fma(v177, -1.442695f, (12582912.0f - v178));
            view2[as_int(as_uint(as_int(as_uint(v8) + as_uint(v155))) + as_uint((int)get_local_id(0)))] = (v176 / (1.0f + as_float(as_int(as_uint(as_int(fma(fma(fma(fma(fma(v179, 0.0013264727f, 0.009671513f), v179, 0.055507336f), v179, 0.24022242f), v179, 0.693147f), v179, 1.0f))) + as_uint((as_int(v178) << 23))))));
        }
    }
}
