// Written by 'gpuformer emit'; change the kernel and run it again.
// Matrix.Forward<DyRelu, Slopes>(rowWarps=2, columnWarps=2, rowFragments=2, columnFragments=4, together=4)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_half(float a) { ushort bits; vstore_half_rte(a, 0, (half *)&bits); return vload_half(0, (const half *)&bits); }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 4, 1)))
void gf_Matrix_Forward_DyRelu__Slopes__rowWarps_2__columnWarps_2__rowFragments_2__columnFragments_4__together_4_(
    __global const float *buffer0, int offset0, int length0 /* x */,
    __global const float *buffer1, int offset1, int length1 /* filter */,
    __global const float *buffer2, int offset2, int length2 /* bias */,
    __global float *buffer3, int offset3, int length3 /* y */,
    __global const float *buffer4, int offset4, int length4 /* epilogue._slopes */,
    int scalar5 /* epilogue._channels */,
    int scalar6 /* sizes.Rows */,
    int scalar7 /* sizes.ImageStride */,
    int scalar8 /* sizes.RowStride */,
    int scalar9 /* sizes.Offset */,
    int scalar10 /* sizes.K */,
    int scalar11 /* sizes.C */,
    int scalar12 /* sizes.FilterGroups */)
{
    __global const float *restrict view0 = buffer0 + offset0;
    __global const float *restrict view1 = buffer1 + offset1;
    __global const float *restrict view2 = buffer2 + offset2;
    __global float *restrict view3 = buffer3 + offset3;
    __global const float *restrict view4 = buffer4 + offset4;
    __local ushort shared5[5120];
    __local ushort shared6[5120];
    const int v0 = as_int(as_uint((scalar10 / 4)) * as_uint(4));
    const int v1 = as_int(as_uint(((int)get_local_id(0) & 7)) * as_uint(4));
    const int v2 = min(v1, as_int(as_uint(v0) + as_uint(-4)));
    const int v3 = as_int(as_uint((scalar8 / 4)) * as_uint(4));
    const int v4 = as_int(as_uint((((int)get_local_id(0) >> 3) & 1)) * as_uint(4));
    const int v5 = (int)get_local_id(0) >> 4;
    const int v6 = as_int(as_uint((int)get_group_id(0)) * as_uint(64));
    const int v7 = as_int(as_uint(as_int(as_uint(((int)get_local_id(1) >> 1)) * as_uint(8))) + as_uint(as_int(as_uint(((int)get_local_id(1) & 1)) * as_uint(2))));
    const int v8 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(as_int(as_uint((scalar7 / 4)) * as_uint(4))))) + as_uint(as_int(as_uint((scalar9 / 4)) * as_uint(4))));
    const int v9 = as_int(as_uint(v8) + as_uint(as_int(as_uint(min(as_int(as_uint(as_int(as_uint(as_int(as_uint(v7) + as_uint(v6))) + as_uint(v5))) + as_uint(v4)), as_int(as_uint(scalar6) + as_uint(-1)))) * as_uint(v3))));
    const int v10 = as_int(as_uint(v9) + as_uint(v2));
    const float v11 = view0[v10];
    const float v12 = view0[as_int(as_uint(v10) + as_uint(1))];
    const float v13 = view0[as_int(as_uint(v10) + as_uint(2))];
    const float v14 = view0[as_int(as_uint(v10) + as_uint(3))];
    const int v15 = as_int(as_uint((as_int(as_uint((int)get_local_id(1)) + as_uint(4)) & 1)) * as_uint(2));
    const int v16 = as_int(as_uint((as_int(as_uint((int)get_local_id(1)) + as_uint(4)) >> 1)) * as_uint(8));
    const int v17 = as_int(as_uint(min(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v6) + as_uint(v16))) + as_uint(v15))) + as_uint(v5))) + as_uint(v4)), as_int(as_uint(scalar6) + as_uint(-1)))) * as_uint(v3));
    const int v18 = as_int(as_uint(v8) + as_uint(v2));
    const int v19 = as_int(as_uint(v18) + as_uint(v17));
    const float v20 = view0[v19];
    const float v21 = view0[as_int(as_uint(v19) + as_uint(1))];
    const float v22 = view0[as_int(as_uint(v19) + as_uint(2))];
    const float v23 = view0[as_int(as_uint(v19) + as_uint(3))];
    const int v24 = as_int(as_uint((as_int(as_uint((int)get_local_id(1)) + as_uint(8)) & 1)) * as_uint(2));
    const int v25 = as_int(as_uint((as_int(as_uint((int)get_local_id(1)) + as_uint(8)) >> 1)) * as_uint(8));
    const int v26 = as_int(as_uint(min(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v6) + as_uint(v25))) + as_uint(v24))) + as_uint(v5))) + as_uint(v4)), as_int(as_uint(scalar6) + as_uint(-1)))) * as_uint(v3));
    const int v27 = as_int(as_uint(v18) + as_uint(v26));
    const float v28 = view0[v27];
    const float v29 = view0[as_int(as_uint(v27) + as_uint(1))];
    const float v30 = view0[as_int(as_uint(v27) + as_uint(2))];
    const float v31 = view0[as_int(as_uint(v27) + as_uint(3))];
    const int v32 = as_int(as_uint((as_int(as_uint((int)get_local_id(1)) + as_uint(12)) & 1)) * as_uint(2));
    const int v33 = as_int(as_uint((as_int(as_uint((int)get_local_id(1)) + as_uint(12)) >> 1)) * as_uint(8));
    const int v34 = as_int(as_uint(min(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(v6) + as_uint(v33))) + as_uint(v32))) + as_uint(v5))) + as_uint(v4)), as_int(as_uint(scalar6) + as_uint(-1)))) * as_uint(v3));
    const int v35 = as_int(as_uint(v18) + as_uint(v34));
    const float v36 = view0[v35];
    const float v37 = view0[as_int(as_uint(v35) + as_uint(1))];
    const float v38 = view0[as_int(as_uint(v35) + as_uint(2))];
    const float v39 = view0[as_int(as_uint(v35) + as_uint(3))];
    const int v40 = as_int(as_uint((as_int(as_uint(scalar10) + as_uint(31)) / 32)) * as_uint(32));
    const int v41 = min(v1, as_int(as_uint(v40) + as_uint(-4)));
    const int v42 = as_int(as_uint((int)get_group_id(1)) * as_uint(64));
    const int v43 = as_int(as_uint(min(as_int(as_uint(as_int(as_uint(as_int(as_uint(v7) + as_uint(v42))) + as_uint(v5))) + as_uint(v4)), as_int(as_uint(scalar11) + as_uint(-1)))) * as_uint(v40));
    const int v44 = as_int(as_uint(v43) + as_uint(v41));
    const float v45 = view1[v44];
    const float v46 = view1[as_int(as_uint(v44) + as_uint(1))];
    const float v47 = view1[as_int(as_uint(v44) + as_uint(2))];
    const float v48 = view1[as_int(as_uint(v44) + as_uint(3))];
    const int v49 = as_int(as_uint(v16) + as_uint(v15));
    const int v50 = as_int(as_uint(min(as_int(as_uint(as_int(as_uint(as_int(as_uint(v49) + as_uint(v42))) + as_uint(v5))) + as_uint(v4)), as_int(as_uint(scalar11) + as_uint(-1)))) * as_uint(v40));
    const int v51 = as_int(as_uint(v41) + as_uint(v50));
    const float v52 = view1[v51];
    const float v53 = view1[as_int(as_uint(v51) + as_uint(1))];
    const float v54 = view1[as_int(as_uint(v51) + as_uint(2))];
    const float v55 = view1[as_int(as_uint(v51) + as_uint(3))];
    const int v56 = as_int(as_uint(v25) + as_uint(v24));
    const int v57 = as_int(as_uint(min(as_int(as_uint(as_int(as_uint(as_int(as_uint(v56) + as_uint(v42))) + as_uint(v5))) + as_uint(v4)), as_int(as_uint(scalar11) + as_uint(-1)))) * as_uint(v40));
    const int v58 = as_int(as_uint(v41) + as_uint(v57));
    const float v59 = view1[v58];
    const float v60 = view1[as_int(as_uint(v58) + as_uint(1))];
    const float v61 = view1[as_int(as_uint(v58) + as_uint(2))];
    const float v62 = view1[as_int(as_uint(v58) + as_uint(3))];
    const int v63 = as_int(as_uint(v33) + as_uint(v32));
    const int v64 = as_int(as_uint(min(as_int(as_uint(as_int(as_uint(as_int(as_uint(v63) + as_uint(v42))) + as_uint(v5))) + as_uint(v4)), as_int(as_uint(scalar11) + as_uint(-1)))) * as_uint(v40));
    const int v65 = as_int(as_uint(v41) + as_uint(v64));
    const float v66 = view1[v65];
    const float v67 = view1[as_int(as_uint(v65) + as_uint(1))];
    const float v68 = view1[as_int(as_uint(v65) + as_uint(2))];
    const float v69 = view1[as_int(as_uint(v65) + as_uint(3))];
    const int v70 = as_int(as_uint(as_int(as_uint(v5) + as_uint(v4))) * as_uint(40));
    const int v71 = as_int(as_uint(v7) * as_uint(40));
    const int v72 = as_int(as_uint(as_int(as_uint(v71) + as_uint(v70))) + as_uint(v1));
    vstore_half_rte(gf_half(v11), v72, (__local half *)shared5);
    vstore_half_rte(gf_half(v12), as_int(as_uint(v72) + as_uint(1)), (__local half *)shared5);
    vstore_half_rte(gf_half(v13), as_int(as_uint(v72) + as_uint(2)), (__local half *)shared5);
    vstore_half_rte(gf_half(v14), as_int(as_uint(v72) + as_uint(3)), (__local half *)shared5);
    const int v73 = as_int(as_uint(v49) * as_uint(40));
    const int v74 = as_int(as_uint(as_int(as_uint(v73) + as_uint(v70))) + as_uint(v1));
    vstore_half_rte(gf_half(v20), v74, (__local half *)shared5);
    vstore_half_rte(gf_half(v21), as_int(as_uint(v74) + as_uint(1)), (__local half *)shared5);
    vstore_half_rte(gf_half(v22), as_int(as_uint(v74) + as_uint(2)), (__local half *)shared5);
    vstore_half_rte(gf_half(v23), as_int(as_uint(v74) + as_uint(3)), (__local half *)shared5);
    const int v75 = as_int(as_uint(v56) * as_uint(40));
    const int v76 = as_int(as_uint(as_int(as_uint(v75) + as_uint(v70))) + as_uint(v1));
    vstore_half_rte(gf_half(v28), v76, (__local half *)shared5);
    vstore_half_rte(gf_half(v29), as_int(as_uint(v76) + as_uint(1)), (__local half *)shared5);
    vstore_half_rte(gf_half(v30), as_int(as_uint(v76) + as_uint(2)), (__local half *)shared5);
    vstore_half_rte(gf_half(v31), as_int(as_uint(v76) + as_uint(3)), (__local half *)shared5);
    const int v77 = as_int(as_uint(v63) * as_uint(40));
    const int v78 = as_int(as_uint(as_int(as_uint(v77) + as_uint(v70))) + as_uint(v1));
    vstore_half_rte(gf_half(v36), v78, (__local half *)shared5);
    vstore_half_rte(gf_half(v37), as_int(as_uint(v78) + as_uint(1)), (__local half *)shared5);
    vstore_half_rte(gf_half(v38), as_int(as_uint(v78) + as_uint(2)), (__local half *)shared5);
    vstore_half_rte(gf_half(v39), as_int(as_uint(v78) + as_uint(3)), (__local half *)shared5);
    vstore_half_rte(gf_half(v45), v72, (__local half *)shared6);
    vstore_half_rte(gf_half(v46), as_int(as_uint(v72) + as_uint(1)), (__local half *)shared6);
    vstore_half_rte(gf_half(v47), as_int(as_uint(v72) + as_uint(2)), (__local half *)shared6);
    vstore_half_rte(gf_half(v48), as_int(as_uint(v72) + as_uint(3)), (__local half *)shared6);
    vstore_half_rte(gf_half(v52), v74, (__local half *)shared6);
    vstore_half_rte(gf_half(v53), as_int(as_uint(v74) + as_uint(1)), (__local half *)shared6);
    vstore_half_rte(gf_half(v54), as_int(as_uint(v74) + as_uint(2)), (__local half *)shared6);
    vstore_half_rte(gf_half(v55), as_int(as_uint(v74) + as_uint(3)), (__local half *)shared6);
    vstore_half_rte(gf_half(v59), v76, (__local half *)shared6);
    vstore_half_rte(gf_half(v60), as_int(as_uint(v76) + as_uint(1)), (__local half *)shared6);
    vstore_half_rte(gf_half(v61), as_int(as_uint(v76) + as_uint(2)), (__local half *)shared6);
    vstore_half_rte(gf_half(v62), as_int(as_uint(v76) + as_uint(3)), (__local half *)shared6);
    vstore_half_rte(gf_half(v66), v78, (__local half *)shared6);
    vstore_half_rte(gf_half(v67), as_int(as_uint(v78) + as_uint(1)), (__local half *)shared6);
    vstore_half_rte(gf_half(v68), as_int(as_uint(v78) + as_uint(2)), (__local half *)shared6);
    vstore_half_rte(gf_half(v69), as_int(as_uint(v78) + as_uint(3)), (__local half *)shared6);
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    const int v79 = as_int(as_uint(v8) + as_uint(v17));
    const int v80 = as_int(as_uint(v8) + as_uint(v26));
    const int v81 = as_int(as_uint(v8) + as_uint(v34));
    const int v82 = (int)get_local_id(0) >> 2;
    const int v83 = as_int(as_uint(v82) * as_uint(40));
    const int v84 = (int)get_local_id(1) / 2;
    const int v85 = as_int(as_uint(as_int(as_uint((int)get_local_id(1)) + as_uint(as_int(as_uint(v84) * as_uint(-2))))) * as_uint(2));
    const int v86 = as_int(as_uint(v85) * as_uint(640));
    const int v87 = (int)get_local_id(0) & 3;
    const int v88 = as_int(as_uint(v87) * as_uint(80));
    const int v89 = as_int(as_uint(v84) * as_uint(1280));
    int v90 = 0;
    int v91 = 0;
    int v92 = 32;
    float v93 = 0.0f;
    float v94 = 0.0f;
    float v95 = 0.0f;
    float v96 = 0.0f;
    float v97 = 0.0f;
    float v98 = 0.0f;
    float v99 = 0.0f;
    float v100 = 0.0f;
    float v101 = 0.0f;
    float v102 = 0.0f;
    float v103 = 0.0f;
    float v104 = 0.0f;
    float v105 = 0.0f;
    float v106 = 0.0f;
    float v107 = 0.0f;
    float v108 = 0.0f;
    float v109 = 0.0f;
    float v110 = 0.0f;
    float v111 = 0.0f;
    float v112 = 0.0f;
    float v113 = 0.0f;
    float v114 = 0.0f;
    float v115 = 0.0f;
    float v116 = 0.0f;
    float v117 = 0.0f;
    float v118 = 0.0f;
    float v119 = 0.0f;
    float v120 = 0.0f;
    float v121 = 0.0f;
    float v122 = 0.0f;
    float v123 = 0.0f;
    float v124 = 0.0f;
    int v125;
    int v126;
    float v127;
    float v128;
    float v129;
    float v130;
    float v131;
    float v132;
    float v133;
    float v134;
    float v135;
    float v136;
    float v137;
    float v138;
    float v139;
    float v140;
    float v141;
    float v142;
    float v143;
    float v144;
    float v145;
    float v146;
    float v147;
    float v148;
    float v149;
    float v150;
    float v151;
    float v152;
    float v153;
    float v154;
    float v155;
    float v156;
    float v157;
    float v158;
    while (true)
    {
        if (v92 < v40)
        {
            const int v159 = as_int(as_uint(v92) + as_uint(v1));
            const int v160 = min(v159, as_int(as_uint(v0) + as_uint(-4)));
            const int v161 = as_int(as_uint(v9) + as_uint(v160));
            const float v162 = view0[v161];
            const float v163 = view0[as_int(as_uint(v161) + as_uint(1))];
            const float v164 = view0[as_int(as_uint(v161) + as_uint(2))];
            const float v165 = view0[as_int(as_uint(v161) + as_uint(3))];
            const int v166 = as_int(as_uint(v79) + as_uint(v160));
            const float v167 = view0[v166];
            const float v168 = view0[as_int(as_uint(v166) + as_uint(1))];
            const float v169 = view0[as_int(as_uint(v166) + as_uint(2))];
            const float v170 = view0[as_int(as_uint(v166) + as_uint(3))];
            const int v171 = as_int(as_uint(v80) + as_uint(v160));
            const float v172 = view0[v171];
            const float v173 = view0[as_int(as_uint(v171) + as_uint(1))];
            const float v174 = view0[as_int(as_uint(v171) + as_uint(2))];
            const float v175 = view0[as_int(as_uint(v171) + as_uint(3))];
            const int v176 = as_int(as_uint(v81) + as_uint(v160));
            const float v177 = view0[v176];
            const float v178 = view0[as_int(as_uint(v176) + as_uint(1))];
            const float v179 = view0[as_int(as_uint(v176) + as_uint(2))];
            const float v180 = view0[as_int(as_uint(v176) + as_uint(3))];
            const int v181 = min(v159, as_int(as_uint(v40) + as_uint(-4)));
            const int v182 = as_int(as_uint(v43) + as_uint(v181));
            const float v183 = view1[v182];
            const float v184 = view1[as_int(as_uint(v182) + as_uint(1))];
            const float v185 = view1[as_int(as_uint(v182) + as_uint(2))];
            const float v186 = view1[as_int(as_uint(v182) + as_uint(3))];
            const int v187 = as_int(as_uint(v50) + as_uint(v181));
            const float v188 = view1[v187];
            const float v189 = view1[as_int(as_uint(v187) + as_uint(1))];
            const float v190 = view1[as_int(as_uint(v187) + as_uint(2))];
            const float v191 = view1[as_int(as_uint(v187) + as_uint(3))];
            const int v192 = as_int(as_uint(v57) + as_uint(v181));
            const float v193 = view1[v192];
            const float v194 = view1[as_int(as_uint(v192) + as_uint(1))];
            const float v195 = view1[as_int(as_uint(v192) + as_uint(2))];
            const float v196 = view1[as_int(as_uint(v192) + as_uint(3))];
            const int v197 = as_int(as_uint(v64) + as_uint(v181));
            const float v198 = view1[v197];
            const float v199 = view1[as_int(as_uint(v197) + as_uint(1))];
            const float v200 = view1[as_int(as_uint(v197) + as_uint(2))];
            const float v201 = view1[as_int(as_uint(v197) + as_uint(3))];
            const int v202 = as_int(as_uint(v86) + as_uint(v90));
            const int v203 = as_int(as_uint(v89) + as_uint(v91));
            int v204 = 0;
            float v205 = v93;
            float v206 = v94;
            float v207 = v95;
            float v208 = v96;
            float v209 = v97;
            float v210 = v98;
            float v211 = v99;
            float v212 = v100;
            float v213 = v101;
            float v214 = v102;
            float v215 = v103;
            float v216 = v104;
            float v217 = v105;
            float v218 = v106;
            float v219 = v107;
            float v220 = v108;
            float v221 = v109;
            float v222 = v110;
            float v223 = v111;
            float v224 = v112;
            float v225 = v113;
            float v226 = v114;
            float v227 = v115;
            float v228 = v116;
            float v229 = v117;
            float v230 = v118;
            float v231 = v119;
            float v232 = v120;
            float v233 = v121;
            float v234 = v122;
            float v235 = v123;
            float v236 = v124;
            float v237;
            float v238;
            float v239;
            float v240;
            float v241;
            float v242;
            float v243;
            float v244;
            float v245;
            float v246;
            float v247;
            float v248;
            float v249;
            float v250;
            float v251;
            float v252;
            float v253;
            float v254;
            float v255;
            float v256;
            float v257;
            float v258;
            float v259;
            float v260;
            float v261;
            float v262;
            float v263;
            float v264;
            float v265;
            float v266;
            float v267;
            float v268;
            while (true)
            {
                if (v204 < 32)
                {
                    const int v269 = as_int(as_uint(v202) + as_uint(v204));
                    const int v270 = as_int(as_uint(v203) + as_uint(v204));
                    float v271 = v205;
                    int v272 = 0;
                    float v273;
                    while (true)
                    {
                        if (v272 < 16)
                        {
                            const float v274 = vload_half(as_int(as_uint(as_int(as_uint(v269) + as_uint(v272))) + as_uint(v83)), (__local const half *)shared5);
                            const float v275 = vload_half(as_int(as_uint(as_int(as_uint(v270) + as_uint(v272))) + as_uint(v88)), (__local const half *)shared6);
                            v271 = fma(v274, v275, v271);
                            v272 = as_int(as_uint(v272) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v273 = v271;
                            break;
                        }
                    }
                    float v276 = v206;
                    int v277 = 0;
                    float v278;
                    while (true)
                    {
                        if (v277 < 16)
                        {
                            const float v279 = vload_half(as_int(as_uint(as_int(as_uint(v269) + as_uint(v277))) + as_uint(v83)), (__local const half *)shared5);
                            const float v280 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v277))) + as_uint(v88))) + as_uint(40)), (__local const half *)shared6);
                            v276 = fma(v279, v280, v276);
                            v277 = as_int(as_uint(v277) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v278 = v276;
                            break;
                        }
                    }
                    float v281 = v207;
                    int v282 = 0;
                    float v283;
                    while (true)
                    {
                        if (v282 < 16)
                        {
                            const float v284 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v282))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                            const float v285 = vload_half(as_int(as_uint(as_int(as_uint(v270) + as_uint(v282))) + as_uint(v88)), (__local const half *)shared6);
                            v281 = fma(v284, v285, v281);
                            v282 = as_int(as_uint(v282) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v283 = v281;
                            break;
                        }
                    }
                    float v286 = v208;
                    int v287 = 0;
                    float v288;
                    while (true)
                    {
                        if (v287 < 16)
                        {
                            const float v289 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v287))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                            const float v290 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v287))) + as_uint(v88))) + as_uint(40)), (__local const half *)shared6);
                            v286 = fma(v289, v290, v286);
                            v287 = as_int(as_uint(v287) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v288 = v286;
                            break;
                        }
                    }
                    float v291 = v209;
                    int v292 = 0;
                    float v293;
                    while (true)
                    {
                        if (v292 < 16)
                        {
                            const float v294 = vload_half(as_int(as_uint(as_int(as_uint(v269) + as_uint(v292))) + as_uint(v83)), (__local const half *)shared5);
                            const float v295 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v292))) + as_uint(v88))) + as_uint(320)), (__local const half *)shared6);
                            v291 = fma(v294, v295, v291);
                            v292 = as_int(as_uint(v292) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v293 = v291;
                            break;
                        }
                    }
                    float v296 = v210;
                    int v297 = 0;
                    float v298;
                    while (true)
                    {
                        if (v297 < 16)
                        {
                            const float v299 = vload_half(as_int(as_uint(as_int(as_uint(v269) + as_uint(v297))) + as_uint(v83)), (__local const half *)shared5);
                            const float v300 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v297))) + as_uint(v88))) + as_uint(360)), (__local const half *)shared6);
                            v296 = fma(v299, v300, v296);
                            v297 = as_int(as_uint(v297) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v298 = v296;
                            break;
                        }
                    }
                    float v301 = v211;
                    int v302 = 0;
                    float v303;
                    while (true)
                    {
                        if (v302 < 16)
                        {
                            const float v304 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v302))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                            const float v305 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v302))) + as_uint(v88))) + as_uint(320)), (__local const half *)shared6);
                            v301 = fma(v304, v305, v301);
                            v302 = as_int(as_uint(v302) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v303 = v301;
                            break;
                        }
                    }
                    float v306 = v212;
                    int v307 = 0;
                    float v308;
                    while (true)
                    {
                        if (v307 < 16)
                        {
                            const float v309 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v307))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                            const float v310 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v307))) + as_uint(v88))) + as_uint(360)), (__local const half *)shared6);
                            v306 = fma(v309, v310, v306);
                            v307 = as_int(as_uint(v307) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v308 = v306;
                            break;
                        }
                    }
                    float v311 = v213;
                    int v312 = 0;
                    float v313;
                    while (true)
                    {
                        if (v312 < 16)
                        {
                            const float v314 = vload_half(as_int(as_uint(as_int(as_uint(v269) + as_uint(v312))) + as_uint(v83)), (__local const half *)shared5);
                            const float v315 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v312))) + as_uint(v88))) + as_uint(640)), (__local const half *)shared6);
                            v311 = fma(v314, v315, v311);
                            v312 = as_int(as_uint(v312) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v313 = v311;
                            break;
                        }
                    }
                    float v316 = v214;
                    int v317 = 0;
                    float v318;
                    while (true)
                    {
                        if (v317 < 16)
                        {
                            const float v319 = vload_half(as_int(as_uint(as_int(as_uint(v269) + as_uint(v317))) + as_uint(v83)), (__local const half *)shared5);
                            const float v320 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v317))) + as_uint(v88))) + as_uint(680)), (__local const half *)shared6);
                            v316 = fma(v319, v320, v316);
                            v317 = as_int(as_uint(v317) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v318 = v316;
                            break;
                        }
                    }
                    float v321 = v215;
                    int v322 = 0;
                    float v323;
                    while (true)
                    {
                        if (v322 < 16)
                        {
                            const float v324 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v322))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                            const float v325 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v322))) + as_uint(v88))) + as_uint(640)), (__local const half *)shared6);
                            v321 = fma(v324, v325, v321);
                            v322 = as_int(as_uint(v322) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v323 = v321;
                            break;
                        }
                    }
                    float v326 = v216;
                    int v327 = 0;
                    float v328;
                    while (true)
                    {
                        if (v327 < 16)
                        {
                            const float v329 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v327))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                            const float v330 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v327))) + as_uint(v88))) + as_uint(680)), (__local const half *)shared6);
                            v326 = fma(v329, v330, v326);
                            v327 = as_int(as_uint(v327) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v328 = v326;
                            break;
                        }
                    }
                    float v331 = v217;
                    int v332 = 0;
                    float v333;
                    while (true)
                    {
                        if (v332 < 16)
                        {
                            const float v334 = vload_half(as_int(as_uint(as_int(as_uint(v269) + as_uint(v332))) + as_uint(v83)), (__local const half *)shared5);
                            const float v335 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v332))) + as_uint(v88))) + as_uint(960)), (__local const half *)shared6);
                            v331 = fma(v334, v335, v331);
                            v332 = as_int(as_uint(v332) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v333 = v331;
                            break;
                        }
                    }
                    float v336 = v218;
                    int v337 = 0;
                    float v338;
                    while (true)
                    {
                        if (v337 < 16)
                        {
                            const float v339 = vload_half(as_int(as_uint(as_int(as_uint(v269) + as_uint(v337))) + as_uint(v83)), (__local const half *)shared5);
                            const float v340 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v337))) + as_uint(v88))) + as_uint(1000)), (__local const half *)shared6);
                            v336 = fma(v339, v340, v336);
                            v337 = as_int(as_uint(v337) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v338 = v336;
                            break;
                        }
                    }
                    float v341 = v219;
                    int v342 = 0;
                    float v343;
                    while (true)
                    {
                        if (v342 < 16)
                        {
                            const float v344 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v342))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                            const float v345 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v342))) + as_uint(v88))) + as_uint(960)), (__local const half *)shared6);
                            v341 = fma(v344, v345, v341);
                            v342 = as_int(as_uint(v342) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v343 = v341;
                            break;
                        }
                    }
                    float v346 = v220;
                    int v347 = 0;
                    float v348;
                    while (true)
                    {
                        if (v347 < 16)
                        {
                            const float v349 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v347))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                            const float v350 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v347))) + as_uint(v88))) + as_uint(1000)), (__local const half *)shared6);
                            v346 = fma(v349, v350, v346);
                            v347 = as_int(as_uint(v347) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v348 = v346;
                            break;
                        }
                    }
                    float v351 = v221;
                    int v352 = 0;
                    float v353;
                    while (true)
                    {
                        if (v352 < 16)
                        {
                            const float v354 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v352))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                            const float v355 = vload_half(as_int(as_uint(as_int(as_uint(v270) + as_uint(v352))) + as_uint(v88)), (__local const half *)shared6);
                            v351 = fma(v354, v355, v351);
                            v352 = as_int(as_uint(v352) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v353 = v351;
                            break;
                        }
                    }
                    float v356 = v222;
                    int v357 = 0;
                    float v358;
                    while (true)
                    {
                        if (v357 < 16)
                        {
                            const float v359 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v357))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                            const float v360 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v357))) + as_uint(v88))) + as_uint(40)), (__local const half *)shared6);
                            v356 = fma(v359, v360, v356);
                            v357 = as_int(as_uint(v357) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v358 = v356;
                            break;
                        }
                    }
                    float v361 = v223;
                    int v362 = 0;
                    float v363;
                    while (true)
                    {
                        if (v362 < 16)
                        {
                            const float v364 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v362))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                            const float v365 = vload_half(as_int(as_uint(as_int(as_uint(v270) + as_uint(v362))) + as_uint(v88)), (__local const half *)shared6);
                            v361 = fma(v364, v365, v361);
                            v362 = as_int(as_uint(v362) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v363 = v361;
                            break;
                        }
                    }
                    float v366 = v224;
                    int v367 = 0;
                    float v368;
                    while (true)
                    {
                        if (v367 < 16)
                        {
                            const float v369 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v367))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                            const float v370 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v367))) + as_uint(v88))) + as_uint(40)), (__local const half *)shared6);
                            v366 = fma(v369, v370, v366);
                            v367 = as_int(as_uint(v367) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v368 = v366;
                            break;
                        }
                    }
                    float v371 = v225;
                    int v372 = 0;
                    float v373;
                    while (true)
                    {
                        if (v372 < 16)
                        {
                            const float v374 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v372))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                            const float v375 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v372))) + as_uint(v88))) + as_uint(320)), (__local const half *)shared6);
                            v371 = fma(v374, v375, v371);
                            v372 = as_int(as_uint(v372) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v373 = v371;
                            break;
                        }
                    }
                    float v376 = v226;
                    int v377 = 0;
                    float v378;
                    while (true)
                    {
                        if (v377 < 16)
                        {
                            const float v379 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v377))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                            const float v380 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v377))) + as_uint(v88))) + as_uint(360)), (__local const half *)shared6);
                            v376 = fma(v379, v380, v376);
                            v377 = as_int(as_uint(v377) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v378 = v376;
                            break;
                        }
                    }
                    float v381 = v227;
                    int v382 = 0;
                    float v383;
                    while (true)
                    {
                        if (v382 < 16)
                        {
                            const float v384 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v382))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                            const float v385 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v382))) + as_uint(v88))) + as_uint(320)), (__local const half *)shared6);
                            v381 = fma(v384, v385, v381);
                            v382 = as_int(as_uint(v382) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v383 = v381;
                            break;
                        }
                    }
                    float v386 = v228;
                    int v387 = 0;
                    float v388;
                    while (true)
                    {
                        if (v387 < 16)
                        {
                            const float v389 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v387))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                            const float v390 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v387))) + as_uint(v88))) + as_uint(360)), (__local const half *)shared6);
                            v386 = fma(v389, v390, v386);
                            v387 = as_int(as_uint(v387) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v388 = v386;
                            break;
                        }
                    }
                    float v391 = v229;
                    int v392 = 0;
                    float v393;
                    while (true)
                    {
                        if (v392 < 16)
                        {
                            const float v394 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v392))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                            const float v395 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v392))) + as_uint(v88))) + as_uint(640)), (__local const half *)shared6);
                            v391 = fma(v394, v395, v391);
                            v392 = as_int(as_uint(v392) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v393 = v391;
                            break;
                        }
                    }
                    float v396 = v230;
                    int v397 = 0;
                    float v398;
                    while (true)
                    {
                        if (v397 < 16)
                        {
                            const float v399 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v397))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                            const float v400 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v397))) + as_uint(v88))) + as_uint(680)), (__local const half *)shared6);
                            v396 = fma(v399, v400, v396);
                            v397 = as_int(as_uint(v397) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v398 = v396;
                            break;
                        }
                    }
                    float v401 = v231;
                    int v402 = 0;
                    float v403;
                    while (true)
                    {
                        if (v402 < 16)
                        {
                            const float v404 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v402))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                            const float v405 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v402))) + as_uint(v88))) + as_uint(640)), (__local const half *)shared6);
                            v401 = fma(v404, v405, v401);
                            v402 = as_int(as_uint(v402) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v403 = v401;
                            break;
                        }
                    }
                    float v406 = v232;
                    int v407 = 0;
                    float v408;
                    while (true)
                    {
                        if (v407 < 16)
                        {
                            const float v409 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v407))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                            const float v410 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v407))) + as_uint(v88))) + as_uint(680)), (__local const half *)shared6);
                            v406 = fma(v409, v410, v406);
                            v407 = as_int(as_uint(v407) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v408 = v406;
                            break;
                        }
                    }
                    float v411 = v233;
                    int v412 = 0;
                    float v413;
                    while (true)
                    {
                        if (v412 < 16)
                        {
                            const float v414 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v412))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                            const float v415 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v412))) + as_uint(v88))) + as_uint(960)), (__local const half *)shared6);
                            v411 = fma(v414, v415, v411);
                            v412 = as_int(as_uint(v412) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v413 = v411;
                            break;
                        }
                    }
                    float v416 = v234;
                    int v417 = 0;
                    float v418;
                    while (true)
                    {
                        if (v417 < 16)
                        {
                            const float v419 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v417))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                            const float v420 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v417))) + as_uint(v88))) + as_uint(1000)), (__local const half *)shared6);
                            v416 = fma(v419, v420, v416);
                            v417 = as_int(as_uint(v417) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v418 = v416;
                            break;
                        }
                    }
                    float v421 = v235;
                    int v422 = 0;
                    float v423;
                    while (true)
                    {
                        if (v422 < 16)
                        {
                            const float v424 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v422))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                            const float v425 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v422))) + as_uint(v88))) + as_uint(960)), (__local const half *)shared6);
                            v421 = fma(v424, v425, v421);
                            v422 = as_int(as_uint(v422) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v423 = v421;
                            break;
                        }
                    }
                    float v426 = v236;
                    int v427 = 0;
                    float v428;
                    while (true)
                    {
                        if (v427 < 16)
                        {
                            const float v429 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v269) + as_uint(v427))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                            const float v430 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v270) + as_uint(v427))) + as_uint(v88))) + as_uint(1000)), (__local const half *)shared6);
                            v426 = fma(v429, v430, v426);
                            v427 = as_int(as_uint(v427) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v428 = v426;
                            break;
                        }
                    }
                    v204 = as_int(as_uint(v204) + as_uint(16));
                    v205 = v273;
                    v206 = v278;
                    v207 = v283;
                    v208 = v288;
                    v209 = v293;
                    v210 = v298;
                    v211 = v303;
                    v212 = v308;
                    v213 = v313;
                    v214 = v318;
                    v215 = v323;
                    v216 = v328;
                    v217 = v333;
                    v218 = v338;
                    v219 = v343;
                    v220 = v348;
                    v221 = v353;
                    v222 = v358;
                    v223 = v363;
                    v224 = v368;
                    v225 = v373;
                    v226 = v378;
                    v227 = v383;
                    v228 = v388;
                    v229 = v393;
                    v230 = v398;
                    v231 = v403;
                    v232 = v408;
                    v233 = v413;
                    v234 = v418;
                    v235 = v423;
                    v236 = v428;
                    continue;
                }
                else
                {
                    v237 = v205;
                    v238 = v206;
                    v239 = v207;
                    v240 = v208;
                    v241 = v209;
                    v242 = v210;
                    v243 = v211;
                    v244 = v212;
                    v245 = v213;
                    v246 = v214;
                    v247 = v215;
                    v248 = v216;
                    v249 = v217;
                    v250 = v218;
                    v251 = v219;
                    v252 = v220;
                    v253 = v221;
                    v254 = v222;
                    v255 = v223;
                    v256 = v224;
                    v257 = v225;
                    v258 = v226;
                    v259 = v227;
                    v260 = v228;
                    v261 = v229;
                    v262 = v230;
                    v263 = v231;
                    v264 = v232;
                    v265 = v233;
                    v266 = v234;
                    v267 = v235;
                    v268 = v236;
                    break;
                }
            }
            const int v431 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v71) - as_uint(v90))) + as_uint(v70))) + as_uint(v1));
            vstore_half_rte(gf_half(v162), as_int(as_uint(v431) + as_uint(2560)), (__local half *)shared5);
            vstore_half_rte(gf_half(v163), as_int(as_uint(v431) + as_uint(2561)), (__local half *)shared5);
            vstore_half_rte(gf_half(v164), as_int(as_uint(v431) + as_uint(2562)), (__local half *)shared5);
            vstore_half_rte(gf_half(v165), as_int(as_uint(v431) + as_uint(2563)), (__local half *)shared5);
            const int v432 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v73) - as_uint(v90))) + as_uint(v70))) + as_uint(v1));
            vstore_half_rte(gf_half(v167), as_int(as_uint(v432) + as_uint(2560)), (__local half *)shared5);
            vstore_half_rte(gf_half(v168), as_int(as_uint(v432) + as_uint(2561)), (__local half *)shared5);
            vstore_half_rte(gf_half(v169), as_int(as_uint(v432) + as_uint(2562)), (__local half *)shared5);
            vstore_half_rte(gf_half(v170), as_int(as_uint(v432) + as_uint(2563)), (__local half *)shared5);
            const int v433 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v75) - as_uint(v90))) + as_uint(v70))) + as_uint(v1));
            vstore_half_rte(gf_half(v172), as_int(as_uint(v433) + as_uint(2560)), (__local half *)shared5);
            vstore_half_rte(gf_half(v173), as_int(as_uint(v433) + as_uint(2561)), (__local half *)shared5);
            vstore_half_rte(gf_half(v174), as_int(as_uint(v433) + as_uint(2562)), (__local half *)shared5);
            vstore_half_rte(gf_half(v175), as_int(as_uint(v433) + as_uint(2563)), (__local half *)shared5);
            const int v434 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v77) - as_uint(v90))) + as_uint(v70))) + as_uint(v1));
            vstore_half_rte(gf_half(v177), as_int(as_uint(v434) + as_uint(2560)), (__local half *)shared5);
            vstore_half_rte(gf_half(v178), as_int(as_uint(v434) + as_uint(2561)), (__local half *)shared5);
            vstore_half_rte(gf_half(v179), as_int(as_uint(v434) + as_uint(2562)), (__local half *)shared5);
            vstore_half_rte(gf_half(v180), as_int(as_uint(v434) + as_uint(2563)), (__local half *)shared5);
            const int v435 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v71) - as_uint(v91))) + as_uint(v70))) + as_uint(v1));
            vstore_half_rte(gf_half(v183), as_int(as_uint(v435) + as_uint(2560)), (__local half *)shared6);
            vstore_half_rte(gf_half(v184), as_int(as_uint(v435) + as_uint(2561)), (__local half *)shared6);
            vstore_half_rte(gf_half(v185), as_int(as_uint(v435) + as_uint(2562)), (__local half *)shared6);
            vstore_half_rte(gf_half(v186), as_int(as_uint(v435) + as_uint(2563)), (__local half *)shared6);
            const int v436 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v73) - as_uint(v91))) + as_uint(v70))) + as_uint(v1));
            vstore_half_rte(gf_half(v188), as_int(as_uint(v436) + as_uint(2560)), (__local half *)shared6);
            vstore_half_rte(gf_half(v189), as_int(as_uint(v436) + as_uint(2561)), (__local half *)shared6);
            vstore_half_rte(gf_half(v190), as_int(as_uint(v436) + as_uint(2562)), (__local half *)shared6);
            vstore_half_rte(gf_half(v191), as_int(as_uint(v436) + as_uint(2563)), (__local half *)shared6);
            const int v437 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v75) - as_uint(v91))) + as_uint(v70))) + as_uint(v1));
            vstore_half_rte(gf_half(v193), as_int(as_uint(v437) + as_uint(2560)), (__local half *)shared6);
            vstore_half_rte(gf_half(v194), as_int(as_uint(v437) + as_uint(2561)), (__local half *)shared6);
            vstore_half_rte(gf_half(v195), as_int(as_uint(v437) + as_uint(2562)), (__local half *)shared6);
            vstore_half_rte(gf_half(v196), as_int(as_uint(v437) + as_uint(2563)), (__local half *)shared6);
            const int v438 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v77) - as_uint(v91))) + as_uint(v70))) + as_uint(v1));
            vstore_half_rte(gf_half(v198), as_int(as_uint(v438) + as_uint(2560)), (__local half *)shared6);
            vstore_half_rte(gf_half(v199), as_int(as_uint(v438) + as_uint(2561)), (__local half *)shared6);
            vstore_half_rte(gf_half(v200), as_int(as_uint(v438) + as_uint(2562)), (__local half *)shared6);
            vstore_half_rte(gf_half(v201), as_int(as_uint(v438) + as_uint(2563)), (__local half *)shared6);
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            v90 = as_int(as_uint(as_int(0u - as_uint(v90))) + as_uint(2560));
            v91 = as_int(as_uint(as_int(0u - as_uint(v91))) + as_uint(2560));
            v92 = as_int(as_uint(v92) + as_uint(32));
            v93 = v237;
            v94 = v238;
            v95 = v239;
            v96 = v240;
            v97 = v241;
            v98 = v242;
            v99 = v243;
            v100 = v244;
            v101 = v245;
            v102 = v246;
            v103 = v247;
            v104 = v248;
            v105 = v249;
            v106 = v250;
            v107 = v251;
            v108 = v252;
            v109 = v253;
            v110 = v254;
            v111 = v255;
            v112 = v256;
            v113 = v257;
            v114 = v258;
            v115 = v259;
            v116 = v260;
            v117 = v261;
            v118 = v262;
            v119 = v263;
            v120 = v264;
            v121 = v265;
            v122 = v266;
            v123 = v267;
            v124 = v268;
            continue;
        }
        else
        {
            v125 = v90;
            v126 = v91;
            v127 = v93;
            v128 = v94;
            v129 = v95;
            v130 = v96;
            v131 = v97;
            v132 = v98;
            v133 = v99;
            v134 = v100;
            v135 = v101;
            v136 = v102;
            v137 = v103;
            v138 = v104;
            v139 = v105;
            v140 = v106;
            v141 = v107;
            v142 = v108;
            v143 = v109;
            v144 = v110;
            v145 = v111;
            v146 = v112;
            v147 = v113;
            v148 = v114;
            v149 = v115;
            v150 = v116;
            v151 = v117;
            v152 = v118;
            v153 = v119;
            v154 = v120;
            v155 = v121;
            v156 = v122;
            v157 = v123;
            v158 = v124;
            break;
        }
    }
    const int v439 = as_int(as_uint(v86) + as_uint(v125));
    const int v440 = as_int(as_uint(v89) + as_uint(v126));
    int v441 = 0;
    float v442 = v127;
    float v443 = v128;
    float v444 = v129;
    float v445 = v130;
    float v446 = v131;
    float v447 = v132;
    float v448 = v133;
    float v449 = v134;
    float v450 = v135;
    float v451 = v136;
    float v452 = v137;
    float v453 = v138;
    float v454 = v139;
    float v455 = v140;
    float v456 = v141;
    float v457 = v142;
    float v458 = v143;
    float v459 = v144;
    float v460 = v145;
    float v461 = v146;
    float v462 = v147;
    float v463 = v148;
    float v464 = v149;
    float v465 = v150;
    float v466 = v151;
    float v467 = v152;
    float v468 = v153;
    float v469 = v154;
    float v470 = v155;
    float v471 = v156;
    float v472 = v157;
    float v473 = v158;
    float v474;
    float v475;
    float v476;
    float v477;
    float v478;
    float v479;
    float v480;
    float v481;
    float v482;
    float v483;
    float v484;
    float v485;
    float v486;
    float v487;
    float v488;
    float v489;
    float v490;
    float v491;
    float v492;
    float v493;
    float v494;
    float v495;
    float v496;
    float v497;
    float v498;
    float v499;
    float v500;
    float v501;
    float v502;
    float v503;
    float v504;
    float v505;
    while (true)
    {
        if (v441 < 32)
        {
            const int v506 = as_int(as_uint(v439) + as_uint(v441));
            const int v507 = as_int(as_uint(v440) + as_uint(v441));
            float v508 = v442;
            int v509 = 0;
            float v510;
            while (true)
            {
                if (v509 < 16)
                {
                    const float v511 = vload_half(as_int(as_uint(as_int(as_uint(v506) + as_uint(v509))) + as_uint(v83)), (__local const half *)shared5);
                    const float v512 = vload_half(as_int(as_uint(as_int(as_uint(v507) + as_uint(v509))) + as_uint(v88)), (__local const half *)shared6);
                    v508 = fma(v511, v512, v508);
                    v509 = as_int(as_uint(v509) + as_uint(1));
                    continue;
                }
                else
                {
                    v510 = v508;
                    break;
                }
            }
            float v513 = v443;
            int v514 = 0;
            float v515;
            while (true)
            {
                if (v514 < 16)
                {
                    const float v516 = vload_half(as_int(as_uint(as_int(as_uint(v506) + as_uint(v514))) + as_uint(v83)), (__local const half *)shared5);
                    const float v517 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v514))) + as_uint(v88))) + as_uint(40)), (__local const half *)shared6);
                    v513 = fma(v516, v517, v513);
                    v514 = as_int(as_uint(v514) + as_uint(1));
                    continue;
                }
                else
                {
                    v515 = v513;
                    break;
                }
            }
            float v518 = v444;
            int v519 = 0;
            float v520;
            while (true)
            {
                if (v519 < 16)
                {
                    const float v521 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v519))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                    const float v522 = vload_half(as_int(as_uint(as_int(as_uint(v507) + as_uint(v519))) + as_uint(v88)), (__local const half *)shared6);
                    v518 = fma(v521, v522, v518);
                    v519 = as_int(as_uint(v519) + as_uint(1));
                    continue;
                }
                else
                {
                    v520 = v518;
                    break;
                }
            }
            float v523 = v445;
            int v524 = 0;
            float v525;
            while (true)
            {
                if (v524 < 16)
                {
                    const float v526 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v524))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                    const float v527 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v524))) + as_uint(v88))) + as_uint(40)), (__local const half *)shared6);
                    v523 = fma(v526, v527, v523);
                    v524 = as_int(as_uint(v524) + as_uint(1));
                    continue;
                }
                else
                {
                    v525 = v523;
                    break;
                }
            }
            float v528 = v446;
            int v529 = 0;
            float v530;
            while (true)
            {
                if (v529 < 16)
                {
                    const float v531 = vload_half(as_int(as_uint(as_int(as_uint(v506) + as_uint(v529))) + as_uint(v83)), (__local const half *)shared5);
                    const float v532 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v529))) + as_uint(v88))) + as_uint(320)), (__local const half *)shared6);
                    v528 = fma(v531, v532, v528);
                    v529 = as_int(as_uint(v529) + as_uint(1));
                    continue;
                }
                else
                {
                    v530 = v528;
                    break;
                }
            }
            float v533 = v447;
            int v534 = 0;
            float v535;
            while (true)
            {
                if (v534 < 16)
                {
                    const float v536 = vload_half(as_int(as_uint(as_int(as_uint(v506) + as_uint(v534))) + as_uint(v83)), (__local const half *)shared5);
                    const float v537 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v534))) + as_uint(v88))) + as_uint(360)), (__local const half *)shared6);
                    v533 = fma(v536, v537, v533);
                    v534 = as_int(as_uint(v534) + as_uint(1));
                    continue;
                }
                else
                {
                    v535 = v533;
                    break;
                }
            }
            float v538 = v448;
            int v539 = 0;
            float v540;
            while (true)
            {
                if (v539 < 16)
                {
                    const float v541 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v539))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                    const float v542 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v539))) + as_uint(v88))) + as_uint(320)), (__local const half *)shared6);
                    v538 = fma(v541, v542, v538);
                    v539 = as_int(as_uint(v539) + as_uint(1));
                    continue;
                }
                else
                {
                    v540 = v538;
                    break;
                }
            }
            float v543 = v449;
            int v544 = 0;
            float v545;
            while (true)
            {
                if (v544 < 16)
                {
                    const float v546 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v544))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                    const float v547 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v544))) + as_uint(v88))) + as_uint(360)), (__local const half *)shared6);
                    v543 = fma(v546, v547, v543);
                    v544 = as_int(as_uint(v544) + as_uint(1));
                    continue;
                }
                else
                {
                    v545 = v543;
                    break;
                }
            }
            float v548 = v450;
            int v549 = 0;
            float v550;
            while (true)
            {
                if (v549 < 16)
                {
                    const float v551 = vload_half(as_int(as_uint(as_int(as_uint(v506) + as_uint(v549))) + as_uint(v83)), (__local const half *)shared5);
                    const float v552 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v549))) + as_uint(v88))) + as_uint(640)), (__local const half *)shared6);
                    v548 = fma(v551, v552, v548);
                    v549 = as_int(as_uint(v549) + as_uint(1));
                    continue;
                }
                else
                {
                    v550 = v548;
                    break;
                }
            }
            float v553 = v451;
            int v554 = 0;
            float v555;
            while (true)
            {
                if (v554 < 16)
                {
                    const float v556 = vload_half(as_int(as_uint(as_int(as_uint(v506) + as_uint(v554))) + as_uint(v83)), (__local const half *)shared5);
                    const float v557 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v554))) + as_uint(v88))) + as_uint(680)), (__local const half *)shared6);
                    v553 = fma(v556, v557, v553);
                    v554 = as_int(as_uint(v554) + as_uint(1));
                    continue;
                }
                else
                {
                    v555 = v553;
                    break;
                }
            }
            float v558 = v452;
            int v559 = 0;
            float v560;
            while (true)
            {
                if (v559 < 16)
                {
                    const float v561 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v559))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                    const float v562 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v559))) + as_uint(v88))) + as_uint(640)), (__local const half *)shared6);
                    v558 = fma(v561, v562, v558);
                    v559 = as_int(as_uint(v559) + as_uint(1));
                    continue;
                }
                else
                {
                    v560 = v558;
                    break;
                }
            }
            float v563 = v453;
            int v564 = 0;
            float v565;
            while (true)
            {
                if (v564 < 16)
                {
                    const float v566 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v564))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                    const float v567 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v564))) + as_uint(v88))) + as_uint(680)), (__local const half *)shared6);
                    v563 = fma(v566, v567, v563);
                    v564 = as_int(as_uint(v564) + as_uint(1));
                    continue;
                }
                else
                {
                    v565 = v563;
                    break;
                }
            }
            float v568 = v454;
            int v569 = 0;
            float v570;
            while (true)
            {
                if (v569 < 16)
                {
                    const float v571 = vload_half(as_int(as_uint(as_int(as_uint(v506) + as_uint(v569))) + as_uint(v83)), (__local const half *)shared5);
                    const float v572 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v569))) + as_uint(v88))) + as_uint(960)), (__local const half *)shared6);
                    v568 = fma(v571, v572, v568);
                    v569 = as_int(as_uint(v569) + as_uint(1));
                    continue;
                }
                else
                {
                    v570 = v568;
                    break;
                }
            }
            float v573 = v455;
            int v574 = 0;
            float v575;
            while (true)
            {
                if (v574 < 16)
                {
                    const float v576 = vload_half(as_int(as_uint(as_int(as_uint(v506) + as_uint(v574))) + as_uint(v83)), (__local const half *)shared5);
                    const float v577 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v574))) + as_uint(v88))) + as_uint(1000)), (__local const half *)shared6);
                    v573 = fma(v576, v577, v573);
                    v574 = as_int(as_uint(v574) + as_uint(1));
                    continue;
                }
                else
                {
                    v575 = v573;
                    break;
                }
            }
            float v578 = v456;
            int v579 = 0;
            float v580;
            while (true)
            {
                if (v579 < 16)
                {
                    const float v581 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v579))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                    const float v582 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v579))) + as_uint(v88))) + as_uint(960)), (__local const half *)shared6);
                    v578 = fma(v581, v582, v578);
                    v579 = as_int(as_uint(v579) + as_uint(1));
                    continue;
                }
                else
                {
                    v580 = v578;
                    break;
                }
            }
            float v583 = v457;
            int v584 = 0;
            float v585;
            while (true)
            {
                if (v584 < 16)
                {
                    const float v586 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v584))) + as_uint(v83))) + as_uint(320)), (__local const half *)shared5);
                    const float v587 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v584))) + as_uint(v88))) + as_uint(1000)), (__local const half *)shared6);
                    v583 = fma(v586, v587, v583);
                    v584 = as_int(as_uint(v584) + as_uint(1));
                    continue;
                }
                else
                {
                    v585 = v583;
                    break;
                }
            }
            float v588 = v458;
            int v589 = 0;
            float v590;
            while (true)
            {
                if (v589 < 16)
                {
                    const float v591 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v589))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                    const float v592 = vload_half(as_int(as_uint(as_int(as_uint(v507) + as_uint(v589))) + as_uint(v88)), (__local const half *)shared6);
                    v588 = fma(v591, v592, v588);
                    v589 = as_int(as_uint(v589) + as_uint(1));
                    continue;
                }
                else
                {
                    v590 = v588;
                    break;
                }
            }
            float v593 = v459;
            int v594 = 0;
            float v595;
            while (true)
            {
                if (v594 < 16)
                {
                    const float v596 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v594))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                    const float v597 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v594))) + as_uint(v88))) + as_uint(40)), (__local const half *)shared6);
                    v593 = fma(v596, v597, v593);
                    v594 = as_int(as_uint(v594) + as_uint(1));
                    continue;
                }
                else
                {
                    v595 = v593;
                    break;
                }
            }
            float v598 = v460;
            int v599 = 0;
            float v600;
            while (true)
            {
                if (v599 < 16)
                {
                    const float v601 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v599))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                    const float v602 = vload_half(as_int(as_uint(as_int(as_uint(v507) + as_uint(v599))) + as_uint(v88)), (__local const half *)shared6);
                    v598 = fma(v601, v602, v598);
                    v599 = as_int(as_uint(v599) + as_uint(1));
                    continue;
                }
                else
                {
                    v600 = v598;
                    break;
                }
            }
            float v603 = v461;
            int v604 = 0;
            float v605;
            while (true)
            {
                if (v604 < 16)
                {
                    const float v606 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v604))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                    const float v607 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v604))) + as_uint(v88))) + as_uint(40)), (__local const half *)shared6);
                    v603 = fma(v606, v607, v603);
                    v604 = as_int(as_uint(v604) + as_uint(1));
                    continue;
                }
                else
                {
                    v605 = v603;
                    break;
                }
            }
            float v608 = v462;
            int v609 = 0;
            float v610;
            while (true)
            {
                if (v609 < 16)
                {
                    const float v611 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v609))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                    const float v612 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v609))) + as_uint(v88))) + as_uint(320)), (__local const half *)shared6);
                    v608 = fma(v611, v612, v608);
                    v609 = as_int(as_uint(v609) + as_uint(1));
                    continue;
                }
                else
                {
                    v610 = v608;
                    break;
                }
            }
            float v613 = v463;
            int v614 = 0;
            float v615;
            while (true)
            {
                if (v614 < 16)
                {
                    const float v616 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v614))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                    const float v617 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v614))) + as_uint(v88))) + as_uint(360)), (__local const half *)shared6);
                    v613 = fma(v616, v617, v613);
                    v614 = as_int(as_uint(v614) + as_uint(1));
                    continue;
                }
                else
                {
                    v615 = v613;
                    break;
                }
            }
            float v618 = v464;
            int v619 = 0;
            float v620;
            while (true)
            {
                if (v619 < 16)
                {
                    const float v621 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v619))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                    const float v622 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v619))) + as_uint(v88))) + as_uint(320)), (__local const half *)shared6);
                    v618 = fma(v621, v622, v618);
                    v619 = as_int(as_uint(v619) + as_uint(1));
                    continue;
                }
                else
                {
                    v620 = v618;
                    break;
                }
            }
            float v623 = v465;
            int v624 = 0;
            float v625;
            while (true)
            {
                if (v624 < 16)
                {
                    const float v626 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v624))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                    const float v627 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v624))) + as_uint(v88))) + as_uint(360)), (__local const half *)shared6);
                    v623 = fma(v626, v627, v623);
                    v624 = as_int(as_uint(v624) + as_uint(1));
                    continue;
                }
                else
                {
                    v625 = v623;
                    break;
                }
            }
            float v628 = v466;
            int v629 = 0;
            float v630;
            while (true)
            {
                if (v629 < 16)
                {
                    const float v631 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v629))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                    const float v632 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v629))) + as_uint(v88))) + as_uint(640)), (__local const half *)shared6);
                    v628 = fma(v631, v632, v628);
                    v629 = as_int(as_uint(v629) + as_uint(1));
                    continue;
                }
                else
                {
                    v630 = v628;
                    break;
                }
            }
            float v633 = v467;
            int v634 = 0;
            float v635;
            while (true)
            {
                if (v634 < 16)
                {
                    const float v636 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v634))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                    const float v637 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v634))) + as_uint(v88))) + as_uint(680)), (__local const half *)shared6);
                    v633 = fma(v636, v637, v633);
                    v634 = as_int(as_uint(v634) + as_uint(1));
                    continue;
                }
                else
                {
                    v635 = v633;
                    break;
                }
            }
            float v638 = v468;
            int v639 = 0;
            float v640;
            while (true)
            {
                if (v639 < 16)
                {
                    const float v641 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v639))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                    const float v642 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v639))) + as_uint(v88))) + as_uint(640)), (__local const half *)shared6);
                    v638 = fma(v641, v642, v638);
                    v639 = as_int(as_uint(v639) + as_uint(1));
                    continue;
                }
                else
                {
                    v640 = v638;
                    break;
                }
            }
            float v643 = v469;
            int v644 = 0;
            float v645;
            while (true)
            {
                if (v644 < 16)
                {
                    const float v646 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v644))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                    const float v647 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v644))) + as_uint(v88))) + as_uint(680)), (__local const half *)shared6);
                    v643 = fma(v646, v647, v643);
                    v644 = as_int(as_uint(v644) + as_uint(1));
                    continue;
                }
                else
                {
                    v645 = v643;
                    break;
                }
            }
            float v648 = v470;
            int v649 = 0;
            float v650;
            while (true)
            {
                if (v649 < 16)
                {
                    const float v651 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v649))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                    const float v652 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v649))) + as_uint(v88))) + as_uint(960)), (__local const half *)shared6);
                    v648 = fma(v651, v652, v648);
                    v649 = as_int(as_uint(v649) + as_uint(1));
                    continue;
                }
                else
                {
                    v650 = v648;
                    break;
                }
            }
            float v653 = v471;
            int v654 = 0;
            float v655;
            while (true)
            {
                if (v654 < 16)
                {
                    const float v656 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v654))) + as_uint(v83))) + as_uint(640)), (__local const half *)shared5);
                    const float v657 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v654))) + as_uint(v88))) + as_uint(1000)), (__local const half *)shared6);
                    v653 = fma(v656, v657, v653);
                    v654 = as_int(as_uint(v654) + as_uint(1));
                    continue;
                }
                else
                {
                    v655 = v653;
                    break;
                }
            }
            float v658 = v472;
            int v659 = 0;
            float v660;
            while (true)
            {
                if (v659 < 16)
                {
                    const float v661 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v659))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                    const float v662 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v659))) + as_uint(v88))) + as_uint(960)), (__local const half *)shared6);
                    v658 = fma(v661, v662, v658);
                    v659 = as_int(as_uint(v659) + as_uint(1));
                    continue;
                }
                else
                {
                    v660 = v658;
                    break;
                }
            }
            float v663 = v473;
            int v664 = 0;
            float v665;
            while (true)
            {
                if (v664 < 16)
                {
                    const float v666 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v506) + as_uint(v664))) + as_uint(v83))) + as_uint(960)), (__local const half *)shared5);
                    const float v667 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v507) + as_uint(v664))) + as_uint(v88))) + as_uint(1000)), (__local const half *)shared6);
                    v663 = fma(v666, v667, v663);
                    v664 = as_int(as_uint(v664) + as_uint(1));
                    continue;
                }
                else
                {
                    v665 = v663;
                    break;
                }
            }
            v441 = as_int(as_uint(v441) + as_uint(16));
            v442 = v510;
            v443 = v515;
            v444 = v520;
            v445 = v525;
            v446 = v530;
            v447 = v535;
            v448 = v540;
            v449 = v545;
            v450 = v550;
            v451 = v555;
            v452 = v560;
            v453 = v565;
            v454 = v570;
            v455 = v575;
            v456 = v580;
            v457 = v585;
            v458 = v590;
            v459 = v595;
            v460 = v600;
            v461 = v605;
            v462 = v610;
            v463 = v615;
            v464 = v620;
            v465 = v625;
            v466 = v630;
            v467 = v635;
            v468 = v640;
            v469 = v645;
            v470 = v650;
            v471 = v655;
            v472 = v660;
            v473 = v665;
            continue;
        }
        else
        {
            v474 = v442;
            v475 = v443;
            v476 = v444;
            v477 = v445;
            v478 = v446;
            v479 = v447;
            v480 = v448;
            v481 = v449;
            v482 = v450;
            v483 = v451;
            v484 = v452;
            v485 = v453;
            v486 = v454;
            v487 = v455;
            v488 = v456;
            v489 = v457;
            v490 = v458;
            v491 = v459;
            v492 = v460;
            v493 = v461;
            v494 = v462;
            v495 = v463;
            v496 = v464;
            v497 = v465;
            v498 = v466;
            v499 = v467;
            v500 = v468;
            v501 = v469;
            v502 = v470;
            v503 = v471;
            v504 = v472;
            v505 = v473;
            break;
        }
    }
    const int v668 = as_int(as_uint(v87) * as_uint(2));
    const int v669 = as_int(as_uint(v84) * as_uint(32));
    const int v670 = as_int(as_uint(v42) + as_uint(v669));
    const int v671 = as_int(as_uint(v670) + as_uint(v668));
    const bool v672 = v671 >= scalar11;
    const int v673 = as_int(as_uint(v670) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(2))) * as_uint(scalar5))));
    const int v674 = as_int(as_uint(v673) + as_uint(v668));
    const int v675 = as_int(as_uint(as_int(as_uint(v673) + as_uint(scalar5))) + as_uint(v668));
    const int v676 = as_int(as_uint(v6) + as_uint(as_int(as_uint(v85) * as_uint(16))));
    const int v677 = as_int(as_uint(v676) + as_uint(v82));
    const bool v678 = v677 >= scalar6;
    const int v679 = as_int(as_uint(v82) * as_uint(scalar11));
    const int v680 = as_int(as_uint(as_int(as_uint(v676) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))))) * as_uint(scalar11));
    const int v681 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v670) + as_uint(v680))) + as_uint(v668))) + as_uint(v679));
    const bool v682 = as_int(as_uint(v677) + as_uint(16)) >= scalar6;
    const int v683 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(16))) + as_uint(v42))) + as_uint(v669))) + as_uint(v680))) + as_uint(v668))) + as_uint(v679));
    if (!(v672))
    {
        const float v684 = view4[v674];
        const float v685 = view4[v675];
        const float v686 = view2[v671];
        const float v687 = (v684 != v684) ? v684 : v685;
        if (!(v678))
        {
            const float v688 = v686 + v474;
            view3[v681] = gf_max((v684 * v688), (v687 * v688));
        }
        if (!(v682))
        {
            const float v689 = v686 + v490;
            view3[v683] = gf_max((v684 * v689), (v687 * v689));
        }
    }
    const bool v690 = as_int(as_uint(v671) + as_uint(1)) >= scalar11;
    if (!(v690))
    {
        const float v691 = view4[as_int(as_uint(v674) + as_uint(1))];
        const float v692 = view4[as_int(as_uint(v675) + as_uint(1))];
        const float v693 = view2[as_int(as_uint(v671) + as_uint(1))];
        const float v694 = (v691 != v691) ? v691 : v692;
        if (!(v678))
        {
            const float v695 = v693 + v475;
            view3[as_int(as_uint(v681) + as_uint(1))] = gf_max((v691 * v695), (v694 * v695));
        }
        if (!(v682))
        {
            const float v696 = v693 + v491;
            view3[as_int(as_uint(v683) + as_uint(1))] = gf_max((v691 * v696), (v694 * v696));
        }
    }
    const bool v697 = as_int(as_uint(v677) + as_uint(8)) >= scalar6;
    const int v698 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(8))) + as_uint(v42))) + as_uint(v669))) + as_uint(v680))) + as_uint(v668))) + as_uint(v679));
    const bool v699 = as_int(as_uint(v677) + as_uint(24)) >= scalar6;
    const int v700 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(24))) + as_uint(v42))) + as_uint(v669))) + as_uint(v680))) + as_uint(v668))) + as_uint(v679));
    if (!(v672))
    {
        const float v701 = view4[v674];
        const float v702 = view4[v675];
        const float v703 = view2[v671];
        const float v704 = (v701 != v701) ? v701 : v702;
        if (!(v697))
        {
            const float v705 = v703 + v476;
            view3[v698] = gf_max((v701 * v705), (v704 * v705));
        }
        if (!(v699))
        {
            const float v706 = v703 + v492;
            view3[v700] = gf_max((v701 * v706), (v704 * v706));
        }
    }
    if (!(v690))
    {
        const float v707 = view4[as_int(as_uint(v674) + as_uint(1))];
        const float v708 = view4[as_int(as_uint(v675) + as_uint(1))];
        const float v709 = view2[as_int(as_uint(v671) + as_uint(1))];
        const float v710 = (v707 != v707) ? v707 : v708;
        if (!(v697))
        {
            const float v711 = v709 + v477;
            view3[as_int(as_uint(v698) + as_uint(1))] = gf_max((v707 * v711), (v710 * v711));
        }
        if (!(v699))
        {
            const float v712 = v709 + v493;
            view3[as_int(as_uint(v700) + as_uint(1))] = gf_max((v707 * v712), (v710 * v712));
        }
    }
    const bool v713 = as_int(as_uint(v671) + as_uint(8)) >= scalar11;
    if (!(v713))
    {
        const float v714 = view4[as_int(as_uint(v674) + as_uint(8))];
        const float v715 = view4[as_int(as_uint(v675) + as_uint(8))];
        const float v716 = view2[as_int(as_uint(v671) + as_uint(8))];
        const float v717 = (v714 != v714) ? v714 : v715;
        if (!(v678))
        {
            const float v718 = v716 + v478;
            view3[as_int(as_uint(v681) + as_uint(8))] = gf_max((v714 * v718), (v717 * v718));
        }
        if (!(v682))
        {
            const float v719 = v716 + v494;
            view3[as_int(as_uint(v683) + as_uint(8))] = gf_max((v714 * v719), (v717 * v719));
        }
    }
    const bool v720 = as_int(as_uint(v671) + as_uint(9)) >= scalar11;
    if (!(v720))
    {
        const float v721 = view4[as_int(as_uint(v674) + as_uint(9))];
        const float v722 = view4[as_int(as_uint(v675) + as_uint(9))];
        const float v723 = view2[as_int(as_uint(v671) + as_uint(9))];
        const float v724 = (v721 != v721) ? v721 : v722;
        if (!(v678))
        {
            const float v725 = v723 + v479;
            view3[as_int(as_uint(v681) + as_uint(9))] = gf_max((v721 * v725), (v724 * v725));
        }
        if (!(v682))
        {
            const float v726 = v723 + v495;
            view3[as_int(as_uint(v683) + as_uint(9))] = gf_max((v721 * v726), (v724 * v726));
        }
    }
    if (!(v713))
    {
        const float v727 = view4[as_int(as_uint(v674) + as_uint(8))];
        const float v728 = view4[as_int(as_uint(v675) + as_uint(8))];
        const float v729 = view2[as_int(as_uint(v671) + as_uint(8))];
        const float v730 = (v727 != v727) ? v727 : v728;
        if (!(v697))
        {
            const float v731 = v729 + v480;
            view3[as_int(as_uint(v698) + as_uint(8))] = gf_max((v727 * v731), (v730 * v731));
        }
        if (!(v699))
        {
            const float v732 = v729 + v496;
            view3[as_int(as_uint(v700) + as_uint(8))] = gf_max((v727 * v732), (v730 * v732));
        }
    }
    if (!(v720))
    {
        const float v733 = view4[as_int(as_uint(v674) + as_uint(9))];
        const float v734 = view4[as_int(as_uint(v675) + as_uint(9))];
        const float v735 = view2[as_int(as_uint(v671) + as_uint(9))];
        const float v736 = (v733 != v733) ? v733 : v734;
        if (!(v697))
        {
            const float v737 = v735 + v481;
            view3[as_int(as_uint(v698) + as_uint(9))] = gf_max((v733 * v737), (v736 * v737));
        }
        if (!(v699))
        {
            const float v738 = v735 + v497;
            view3[as_int(as_uint(v700) + as_uint(9))] = gf_max((v733 * v738), (v736 * v738));
        }
    }
    const bool v739 = as_int(as_uint(v671) + as_uint(16)) >= scalar11;
    if (!(v739))
    {
        const float v740 = view4[as_int(as_uint(v674) + as_uint(16))];
        const float v741 = view4[as_int(as_uint(v675) + as_uint(16))];
        const float v742 = view2[as_int(as_uint(v671) + as_uint(16))];
        const float v743 = (v740 != v740) ? v740 : v741;
        if (!(v678))
        {
            const float v744 = v742 + v482;
            view3[as_int(as_uint(v681) + as_uint(16))] = gf_max((v740 * v744), (v743 * v744));
        }
        if (!(v682))
        {
            const float v745 = v742 + v498;
            view3[as_int(as_uint(v683) + as_uint(16))] = gf_max((v740 * v745), (v743 * v745));
        }
    }
    const bool v746 = as_int(as_uint(v671) + as_uint(17)) >= scalar11;
    if (!(v746))
    {
        const float v747 = view4[as_int(as_uint(v674) + as_uint(17))];
        const float v748 = view4[as_int(as_uint(v675) + as_uint(17))];
        const float v749 = view2[as_int(as_uint(v671) + as_uint(17))];
        const float v750 = (v747 != v747) ? v747 : v748;
        if (!(v678))
        {
            const float v751 = v749 + v483;
            view3[as_int(as_uint(v681) + as_uint(17))] = gf_max((v747 * v751), (v750 * v751));
        }
        if (!(v682))
        {
            const float v752 = v749 + v499;
            view3[as_int(as_uint(v683) + as_uint(17))] = gf_max((v747 * v752), (v750 * v752));
        }
    }
    if (!(v739))
    {
        const float v753 = view4[as_int(as_uint(v674) + as_uint(16))];
        const float v754 = view4[as_int(as_uint(v675) + as_uint(16))];
        const float v755 = view2[as_int(as_uint(v671) + as_uint(16))];
        const float v756 = (v753 != v753) ? v753 : v754;
        if (!(v697))
        {
            const float v757 = v755 + v484;
            view3[as_int(as_uint(v698) + as_uint(16))] = gf_max((v753 * v757), (v756 * v757));
        }
        if (!(v699))
        {
            const float v758 = v755 + v500;
            view3[as_int(as_uint(v700) + as_uint(16))] = gf_max((v753 * v758), (v756 * v758));
        }
    }
    if (!(v746))
    {
        const float v759 = view4[as_int(as_uint(v674) + as_uint(17))];
        const float v760 = view4[as_int(as_uint(v675) + as_uint(17))];
        const float v761 = view2[as_int(as_uint(v671) + as_uint(17))];
        const float v762 = (v759 != v759) ? v759 : v760;
        if (!(v697))
        {
            const float v763 = v761 + v485;
            view3[as_int(as_uint(v698) + as_uint(17))] = gf_max((v759 * v763), (v762 * v763));
        }
        if (!(v699))
        {
            const float v764 = v761 + v501;
            view3[as_int(as_uint(v700) + as_uint(17))] = gf_max((v759 * v764), (v762 * v764));
        }
    }
    const bool v765 = as_int(as_uint(v671) + as_uint(24)) >= scalar11;
    if (!(v765))
    {
        const float v766 = view4[as_int(as_uint(v674) + as_uint(24))];
        const float v767 = view4[as_int(as_uint(v675) + as_uint(24))];
        const float v768 = view2[as_int(as_uint(v671) + as_uint(24))];
        const float v769 = (v766 != v766) ? v766 : v767;
        if (!(v678))
        {
            const float v770 = v768 + v486;
            view3[as_int(as_uint(v681) + as_uint(24))] = gf_max((v766 * v770), (v769 * v770));
        }
        if (!(v682))
        {
            const float v771 = v768 + v502;
            view3[as_int(as_uint(v683) + as_uint(24))] = gf_max((v766 * v771), (v769 * v771));
        }
    }
    const bool v772 = as_int(as_uint(v671) + as_uint(25)) >= scalar11;
    if (!(v772))
    {
        const float v773 = view4[as_int(as_uint(v674) + as_uint(25))];
        const float v774 = view4[as_int(as_uint(v675) + as_uint(25))];
        const float v775 = view2[as_int(as_uint(v671) + as_uint(25))];
        const float v776 = (v773 != v773) ? v773 : v774;
        if (!(v678))
        {
            const float v777 = v775 + v487;
            view3[as_int(as_uint(v681) + as_uint(25))] = gf_max((v773 * v777), (v776 * v777));
        }
        if (!(v682))
        {
            const float v778 = v775 + v503;
            view3[as_int(as_uint(v683) + as_uint(25))] = gf_max((v773 * v778), (v776 * v778));
        }
    }
    if (!(v765))
    {
        const float v779 = view4[as_int(as_uint(v674) + as_uint(24))];
        const float v780 = view4[as_int(as_uint(v675) + as_uint(24))];
        const float v781 = view2[as_int(as_uint(v671) + as_uint(24))];
        const float v782 = (v779 != v779) ? v779 : v780;
        if (!(v697))
        {
            const float v783 = v781 + v488;
            view3[as_int(as_uint(v698) + as_uint(24))] = gf_max((v779 * v783), (v782 * v783));
        }
        if (!(v699))
        {
            const float v784 = v781 + v504;
            view3[as_int(as_uint(v700) + as_uint(24))] = gf_max((v779 * v784), (v782 * v784));
        }
    }
    if (!(v772))
    {
        const float v785 = view4[as_int(as_uint(v674) + as_uint(25))];
        const float v786 = view4[as_int(as_uint(v675) + as_uint(25))];
        const float v787 = view2[as_int(as_uint(v671) + as_uint(25))];
        const float v788 = (v785 != v785) ? v785 : v786;
        if (!(v697))
        {
            const float v789 = v787 + v489;
            view3[as_int(as_uint(v698) + as_uint(25))] = gf_max((v785 * v789), (v788 * v789));
        }
        if (!(v699))
        {
            const float v790 = v787 + v505;
            view3[as_int(as_uint(v700) + as_uint(25))] = gf_max((v785 * v790), (v788 * v790));
        }
    }
}
