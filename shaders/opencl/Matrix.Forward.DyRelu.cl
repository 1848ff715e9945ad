// Written by 'gpuformer emit'; change the kernel and run it again.
// Matrix.Forward<DyRelu, Slopes>(rowWarps=2, columnWarps=2, rowFragments=2, columnFragments=4)

#pragma OPENCL FP_CONTRACT OFF

inline float gf_half(float a) { ushort bits; vstore_half_rte(a, 0, (half *)&bits); return vload_half(0, (const half *)&bits); }

inline float gf_max(float a, float b) { return a > b ? a : b; }

__kernel __attribute__((reqd_work_group_size(32, 4, 1)))
void gf_Matrix_Forward_DyRelu__Slopes__rowWarps_2__columnWarps_2__rowFragments_2__columnFragments_4_(
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
    __local ushort shared5[2560];
    __local ushort shared6[2560];
    const int v0 = as_int(as_uint((int)get_group_id(0)) * as_uint(64));
    const int v1 = as_int(as_uint(v0) + as_uint((int)get_local_id(1)));
    const int v2 = as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar7))) + as_uint(scalar9));
    const int v3 = as_int(as_uint((int)get_local_id(1)) * as_uint(40));
    const int v4 = as_int(as_uint((int)get_group_id(1)) * as_uint(64));
    const int v5 = as_int(as_uint((int)get_local_id(1)) + as_uint(v4));
    const int v6 = (int)get_local_id(0) >> 2;
    const int v7 = as_int(as_uint(v6) * as_uint(40));
    const int v8 = (int)get_local_id(1) / 2;
    const int v9 = as_int(as_uint(as_int(as_uint((int)get_local_id(1)) + as_uint(as_int(as_uint(v8) * as_uint(-2))))) * as_uint(2));
    const int v10 = as_int(as_uint(v9) * as_uint(640));
    const int v11 = (int)get_local_id(0) & 3;
    const int v12 = as_int(as_uint(v11) * as_uint(80));
    const int v13 = as_int(as_uint(v8) * as_uint(1280));
    int v14 = 0;
    float v15 = 0.0f;
    float v16 = 0.0f;
    float v17 = 0.0f;
    float v18 = 0.0f;
    float v19 = 0.0f;
    float v20 = 0.0f;
    float v21 = 0.0f;
    float v22 = 0.0f;
    float v23 = 0.0f;
    float v24 = 0.0f;
    float v25 = 0.0f;
    float v26 = 0.0f;
    float v27 = 0.0f;
    float v28 = 0.0f;
    float v29 = 0.0f;
    float v30 = 0.0f;
    float v31 = 0.0f;
    float v32 = 0.0f;
    float v33 = 0.0f;
    float v34 = 0.0f;
    float v35 = 0.0f;
    float v36 = 0.0f;
    float v37 = 0.0f;
    float v38 = 0.0f;
    float v39 = 0.0f;
    float v40 = 0.0f;
    float v41 = 0.0f;
    float v42 = 0.0f;
    float v43 = 0.0f;
    float v44 = 0.0f;
    float v45 = 0.0f;
    float v46 = 0.0f;
    float v47;
    float v48;
    float v49;
    float v50;
    float v51;
    float v52;
    float v53;
    float v54;
    float v55;
    float v56;
    float v57;
    float v58;
    float v59;
    float v60;
    float v61;
    float v62;
    float v63;
    float v64;
    float v65;
    float v66;
    float v67;
    float v68;
    float v69;
    float v70;
    float v71;
    float v72;
    float v73;
    float v74;
    float v75;
    float v76;
    float v77;
    float v78;
    while (true)
    {
        if (v14 < scalar10)
        {
            const int v79 = as_int(as_uint(v14) + as_uint((int)get_local_id(0)));
            const int v80 = min(v79, as_int(as_uint(scalar10) + as_uint(-1)));
            const bool v81 = v79 < scalar10;
            int v82 = 0;
            while (true)
            {
                if (v82 < 64)
                {
                    const float v83 = view0[as_int(as_uint(as_int(as_uint(v2) + as_uint(as_int(as_uint(min(as_int(as_uint(v1) + as_uint(v82)), as_int(as_uint(scalar6) + as_uint(-1)))) * as_uint(scalar8))))) + as_uint(v80))];
                    vstore_half_rte(gf_half((v81 ? v83 : 0.0f)), as_int(as_uint(as_int(as_uint(v3) + as_uint(as_int(as_uint(v82) * as_uint(40))))) + as_uint((int)get_local_id(0))), (__local half *)shared5);
                    v82 = as_int(as_uint(v82) + as_uint(4));
                    continue;
                }
                else
                {
                    break;
                }
            }
            int v84 = 0;
            while (true)
            {
                if (v84 < 64)
                {
                    const float v85 = view1[as_int(as_uint(as_int(as_uint(min(as_int(as_uint(v5) + as_uint(v84)), as_int(as_uint(scalar11) + as_uint(-1)))) * as_uint(scalar10))) + as_uint(v80))];
                    vstore_half_rte(gf_half((v81 ? v85 : 0.0f)), as_int(as_uint(as_int(as_uint(v3) + as_uint(as_int(as_uint(v84) * as_uint(40))))) + as_uint((int)get_local_id(0))), (__local half *)shared6);
                    v84 = as_int(as_uint(v84) + as_uint(4));
                    continue;
                }
                else
                {
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            int v86 = 0;
            float v87 = v15;
            float v88 = v16;
            float v89 = v17;
            float v90 = v18;
            float v91 = v19;
            float v92 = v20;
            float v93 = v21;
            float v94 = v22;
            float v95 = v23;
            float v96 = v24;
            float v97 = v25;
            float v98 = v26;
            float v99 = v27;
            float v100 = v28;
            float v101 = v29;
            float v102 = v30;
            float v103 = v31;
            float v104 = v32;
            float v105 = v33;
            float v106 = v34;
            float v107 = v35;
            float v108 = v36;
            float v109 = v37;
            float v110 = v38;
            float v111 = v39;
            float v112 = v40;
            float v113 = v41;
            float v114 = v42;
            float v115 = v43;
            float v116 = v44;
            float v117 = v45;
            float v118 = v46;
            float v119;
            float v120;
            float v121;
            float v122;
            float v123;
            float v124;
            float v125;
            float v126;
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
            while (true)
            {
                if (v86 < 32)
                {
                    const int v151 = as_int(as_uint(v10) + as_uint(v86));
                    const int v152 = as_int(as_uint(v13) + as_uint(v86));
                    float v153 = v87;
                    int v154 = 0;
                    float v155;
                    while (true)
                    {
                        if (v154 < 16)
                        {
                            const float v156 = vload_half(as_int(as_uint(as_int(as_uint(v151) + as_uint(v154))) + as_uint(v7)), (__local const half *)shared5);
                            const float v157 = vload_half(as_int(as_uint(as_int(as_uint(v152) + as_uint(v154))) + as_uint(v12)), (__local const half *)shared6);
                            v153 = fma(v156, v157, v153);
                            v154 = as_int(as_uint(v154) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v155 = v153;
                            break;
                        }
                    }
                    float v158 = v88;
                    int v159 = 0;
                    float v160;
                    while (true)
                    {
                        if (v159 < 16)
                        {
                            const float v161 = vload_half(as_int(as_uint(as_int(as_uint(v151) + as_uint(v159))) + as_uint(v7)), (__local const half *)shared5);
                            const float v162 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v159))) + as_uint(v12))) + as_uint(40)), (__local const half *)shared6);
                            v158 = fma(v161, v162, v158);
                            v159 = as_int(as_uint(v159) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v160 = v158;
                            break;
                        }
                    }
                    float v163 = v89;
                    int v164 = 0;
                    float v165;
                    while (true)
                    {
                        if (v164 < 16)
                        {
                            const float v166 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v164))) + as_uint(v7))) + as_uint(320)), (__local const half *)shared5);
                            const float v167 = vload_half(as_int(as_uint(as_int(as_uint(v152) + as_uint(v164))) + as_uint(v12)), (__local const half *)shared6);
                            v163 = fma(v166, v167, v163);
                            v164 = as_int(as_uint(v164) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v165 = v163;
                            break;
                        }
                    }
                    float v168 = v90;
                    int v169 = 0;
                    float v170;
                    while (true)
                    {
                        if (v169 < 16)
                        {
                            const float v171 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v169))) + as_uint(v7))) + as_uint(320)), (__local const half *)shared5);
                            const float v172 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v169))) + as_uint(v12))) + as_uint(40)), (__local const half *)shared6);
                            v168 = fma(v171, v172, v168);
                            v169 = as_int(as_uint(v169) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v170 = v168;
                            break;
                        }
                    }
                    float v173 = v91;
                    int v174 = 0;
                    float v175;
                    while (true)
                    {
                        if (v174 < 16)
                        {
                            const float v176 = vload_half(as_int(as_uint(as_int(as_uint(v151) + as_uint(v174))) + as_uint(v7)), (__local const half *)shared5);
                            const float v177 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v174))) + as_uint(v12))) + as_uint(320)), (__local const half *)shared6);
                            v173 = fma(v176, v177, v173);
                            v174 = as_int(as_uint(v174) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v175 = v173;
                            break;
                        }
                    }
                    float v178 = v92;
                    int v179 = 0;
                    float v180;
                    while (true)
                    {
                        if (v179 < 16)
                        {
                            const float v181 = vload_half(as_int(as_uint(as_int(as_uint(v151) + as_uint(v179))) + as_uint(v7)), (__local const half *)shared5);
                            const float v182 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v179))) + as_uint(v12))) + as_uint(360)), (__local const half *)shared6);
                            v178 = fma(v181, v182, v178);
                            v179 = as_int(as_uint(v179) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v180 = v178;
                            break;
                        }
                    }
                    float v183 = v93;
                    int v184 = 0;
                    float v185;
                    while (true)
                    {
                        if (v184 < 16)
                        {
                            const float v186 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v184))) + as_uint(v7))) + as_uint(320)), (__local const half *)shared5);
                            const float v187 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v184))) + as_uint(v12))) + as_uint(320)), (__local const half *)shared6);
                            v183 = fma(v186, v187, v183);
                            v184 = as_int(as_uint(v184) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v185 = v183;
                            break;
                        }
                    }
                    float v188 = v94;
                    int v189 = 0;
                    float v190;
                    while (true)
                    {
                        if (v189 < 16)
                        {
                            const float v191 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v189))) + as_uint(v7))) + as_uint(320)), (__local const half *)shared5);
                            const float v192 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v189))) + as_uint(v12))) + as_uint(360)), (__local const half *)shared6);
                            v188 = fma(v191, v192, v188);
                            v189 = as_int(as_uint(v189) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v190 = v188;
                            break;
                        }
                    }
                    float v193 = v95;
                    int v194 = 0;
                    float v195;
                    while (true)
                    {
                        if (v194 < 16)
                        {
                            const float v196 = vload_half(as_int(as_uint(as_int(as_uint(v151) + as_uint(v194))) + as_uint(v7)), (__local const half *)shared5);
                            const float v197 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v194))) + as_uint(v12))) + as_uint(640)), (__local const half *)shared6);
                            v193 = fma(v196, v197, v193);
                            v194 = as_int(as_uint(v194) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v195 = v193;
                            break;
                        }
                    }
                    float v198 = v96;
                    int v199 = 0;
                    float v200;
                    while (true)
                    {
                        if (v199 < 16)
                        {
                            const float v201 = vload_half(as_int(as_uint(as_int(as_uint(v151) + as_uint(v199))) + as_uint(v7)), (__local const half *)shared5);
                            const float v202 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v199))) + as_uint(v12))) + as_uint(680)), (__local const half *)shared6);
                            v198 = fma(v201, v202, v198);
                            v199 = as_int(as_uint(v199) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v200 = v198;
                            break;
                        }
                    }
                    float v203 = v97;
                    int v204 = 0;
                    float v205;
                    while (true)
                    {
                        if (v204 < 16)
                        {
                            const float v206 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v204))) + as_uint(v7))) + as_uint(320)), (__local const half *)shared5);
                            const float v207 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v204))) + as_uint(v12))) + as_uint(640)), (__local const half *)shared6);
                            v203 = fma(v206, v207, v203);
                            v204 = as_int(as_uint(v204) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v205 = v203;
                            break;
                        }
                    }
                    float v208 = v98;
                    int v209 = 0;
                    float v210;
                    while (true)
                    {
                        if (v209 < 16)
                        {
                            const float v211 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v209))) + as_uint(v7))) + as_uint(320)), (__local const half *)shared5);
                            const float v212 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v209))) + as_uint(v12))) + as_uint(680)), (__local const half *)shared6);
                            v208 = fma(v211, v212, v208);
                            v209 = as_int(as_uint(v209) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v210 = v208;
                            break;
                        }
                    }
                    float v213 = v99;
                    int v214 = 0;
                    float v215;
                    while (true)
                    {
                        if (v214 < 16)
                        {
                            const float v216 = vload_half(as_int(as_uint(as_int(as_uint(v151) + as_uint(v214))) + as_uint(v7)), (__local const half *)shared5);
                            const float v217 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v214))) + as_uint(v12))) + as_uint(960)), (__local const half *)shared6);
                            v213 = fma(v216, v217, v213);
                            v214 = as_int(as_uint(v214) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v215 = v213;
                            break;
                        }
                    }
                    float v218 = v100;
                    int v219 = 0;
                    float v220;
                    while (true)
                    {
                        if (v219 < 16)
                        {
                            const float v221 = vload_half(as_int(as_uint(as_int(as_uint(v151) + as_uint(v219))) + as_uint(v7)), (__local const half *)shared5);
                            const float v222 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v219))) + as_uint(v12))) + as_uint(1000)), (__local const half *)shared6);
                            v218 = fma(v221, v222, v218);
                            v219 = as_int(as_uint(v219) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v220 = v218;
                            break;
                        }
                    }
                    float v223 = v101;
                    int v224 = 0;
                    float v225;
                    while (true)
                    {
                        if (v224 < 16)
                        {
                            const float v226 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v224))) + as_uint(v7))) + as_uint(320)), (__local const half *)shared5);
                            const float v227 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v224))) + as_uint(v12))) + as_uint(960)), (__local const half *)shared6);
                            v223 = fma(v226, v227, v223);
                            v224 = as_int(as_uint(v224) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v225 = v223;
                            break;
                        }
                    }
                    float v228 = v102;
                    int v229 = 0;
                    float v230;
                    while (true)
                    {
                        if (v229 < 16)
                        {
                            const float v231 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v229))) + as_uint(v7))) + as_uint(320)), (__local const half *)shared5);
                            const float v232 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v229))) + as_uint(v12))) + as_uint(1000)), (__local const half *)shared6);
                            v228 = fma(v231, v232, v228);
                            v229 = as_int(as_uint(v229) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v230 = v228;
                            break;
                        }
                    }
                    float v233 = v103;
                    int v234 = 0;
                    float v235;
                    while (true)
                    {
                        if (v234 < 16)
                        {
                            const float v236 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v234))) + as_uint(v7))) + as_uint(640)), (__local const half *)shared5);
                            const float v237 = vload_half(as_int(as_uint(as_int(as_uint(v152) + as_uint(v234))) + as_uint(v12)), (__local const half *)shared6);
                            v233 = fma(v236, v237, v233);
                            v234 = as_int(as_uint(v234) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v235 = v233;
                            break;
                        }
                    }
                    float v238 = v104;
                    int v239 = 0;
                    float v240;
                    while (true)
                    {
                        if (v239 < 16)
                        {
                            const float v241 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v239))) + as_uint(v7))) + as_uint(640)), (__local const half *)shared5);
                            const float v242 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v239))) + as_uint(v12))) + as_uint(40)), (__local const half *)shared6);
                            v238 = fma(v241, v242, v238);
                            v239 = as_int(as_uint(v239) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v240 = v238;
                            break;
                        }
                    }
                    float v243 = v105;
                    int v244 = 0;
                    float v245;
                    while (true)
                    {
                        if (v244 < 16)
                        {
                            const float v246 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v244))) + as_uint(v7))) + as_uint(960)), (__local const half *)shared5);
                            const float v247 = vload_half(as_int(as_uint(as_int(as_uint(v152) + as_uint(v244))) + as_uint(v12)), (__local const half *)shared6);
                            v243 = fma(v246, v247, v243);
                            v244 = as_int(as_uint(v244) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v245 = v243;
                            break;
                        }
                    }
                    float v248 = v106;
                    int v249 = 0;
                    float v250;
                    while (true)
                    {
                        if (v249 < 16)
                        {
                            const float v251 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v249))) + as_uint(v7))) + as_uint(960)), (__local const half *)shared5);
                            const float v252 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v249))) + as_uint(v12))) + as_uint(40)), (__local const half *)shared6);
                            v248 = fma(v251, v252, v248);
                            v249 = as_int(as_uint(v249) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v250 = v248;
                            break;
                        }
                    }
                    float v253 = v107;
                    int v254 = 0;
                    float v255;
                    while (true)
                    {
                        if (v254 < 16)
                        {
                            const float v256 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v254))) + as_uint(v7))) + as_uint(640)), (__local const half *)shared5);
                            const float v257 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v254))) + as_uint(v12))) + as_uint(320)), (__local const half *)shared6);
                            v253 = fma(v256, v257, v253);
                            v254 = as_int(as_uint(v254) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v255 = v253;
                            break;
                        }
                    }
                    float v258 = v108;
                    int v259 = 0;
                    float v260;
                    while (true)
                    {
                        if (v259 < 16)
                        {
                            const float v261 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v259))) + as_uint(v7))) + as_uint(640)), (__local const half *)shared5);
                            const float v262 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v259))) + as_uint(v12))) + as_uint(360)), (__local const half *)shared6);
                            v258 = fma(v261, v262, v258);
                            v259 = as_int(as_uint(v259) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v260 = v258;
                            break;
                        }
                    }
                    float v263 = v109;
                    int v264 = 0;
                    float v265;
                    while (true)
                    {
                        if (v264 < 16)
                        {
                            const float v266 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v264))) + as_uint(v7))) + as_uint(960)), (__local const half *)shared5);
                            const float v267 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v264))) + as_uint(v12))) + as_uint(320)), (__local const half *)shared6);
                            v263 = fma(v266, v267, v263);
                            v264 = as_int(as_uint(v264) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v265 = v263;
                            break;
                        }
                    }
                    float v268 = v110;
                    int v269 = 0;
                    float v270;
                    while (true)
                    {
                        if (v269 < 16)
                        {
                            const float v271 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v269))) + as_uint(v7))) + as_uint(960)), (__local const half *)shared5);
                            const float v272 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v269))) + as_uint(v12))) + as_uint(360)), (__local const half *)shared6);
                            v268 = fma(v271, v272, v268);
                            v269 = as_int(as_uint(v269) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v270 = v268;
                            break;
                        }
                    }
                    float v273 = v111;
                    int v274 = 0;
                    float v275;
                    while (true)
                    {
                        if (v274 < 16)
                        {
                            const float v276 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v274))) + as_uint(v7))) + as_uint(640)), (__local const half *)shared5);
                            const float v277 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v274))) + as_uint(v12))) + as_uint(640)), (__local const half *)shared6);
                            v273 = fma(v276, v277, v273);
                            v274 = as_int(as_uint(v274) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v275 = v273;
                            break;
                        }
                    }
                    float v278 = v112;
                    int v279 = 0;
                    float v280;
                    while (true)
                    {
                        if (v279 < 16)
                        {
                            const float v281 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v279))) + as_uint(v7))) + as_uint(640)), (__local const half *)shared5);
                            const float v282 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v279))) + as_uint(v12))) + as_uint(680)), (__local const half *)shared6);
                            v278 = fma(v281, v282, v278);
                            v279 = as_int(as_uint(v279) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v280 = v278;
                            break;
                        }
                    }
                    float v283 = v113;
                    int v284 = 0;
                    float v285;
                    while (true)
                    {
                        if (v284 < 16)
                        {
                            const float v286 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v284))) + as_uint(v7))) + as_uint(960)), (__local const half *)shared5);
                            const float v287 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v284))) + as_uint(v12))) + as_uint(640)), (__local const half *)shared6);
                            v283 = fma(v286, v287, v283);
                            v284 = as_int(as_uint(v284) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v285 = v283;
                            break;
                        }
                    }
                    float v288 = v114;
                    int v289 = 0;
                    float v290;
                    while (true)
                    {
                        if (v289 < 16)
                        {
                            const float v291 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v289))) + as_uint(v7))) + as_uint(960)), (__local const half *)shared5);
                            const float v292 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v289))) + as_uint(v12))) + as_uint(680)), (__local const half *)shared6);
                            v288 = fma(v291, v292, v288);
                            v289 = as_int(as_uint(v289) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v290 = v288;
                            break;
                        }
                    }
                    float v293 = v115;
                    int v294 = 0;
                    float v295;
                    while (true)
                    {
                        if (v294 < 16)
                        {
                            const float v296 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v294))) + as_uint(v7))) + as_uint(640)), (__local const half *)shared5);
                            const float v297 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v294))) + as_uint(v12))) + as_uint(960)), (__local const half *)shared6);
                            v293 = fma(v296, v297, v293);
                            v294 = as_int(as_uint(v294) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v295 = v293;
                            break;
                        }
                    }
                    float v298 = v116;
                    int v299 = 0;
                    float v300;
                    while (true)
                    {
                        if (v299 < 16)
                        {
                            const float v301 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v299))) + as_uint(v7))) + as_uint(640)), (__local const half *)shared5);
                            const float v302 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v299))) + as_uint(v12))) + as_uint(1000)), (__local const half *)shared6);
                            v298 = fma(v301, v302, v298);
                            v299 = as_int(as_uint(v299) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v300 = v298;
                            break;
                        }
                    }
                    float v303 = v117;
                    int v304 = 0;
                    float v305;
                    while (true)
                    {
                        if (v304 < 16)
                        {
                            const float v306 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v304))) + as_uint(v7))) + as_uint(960)), (__local const half *)shared5);
                            const float v307 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v304))) + as_uint(v12))) + as_uint(960)), (__local const half *)shared6);
                            v303 = fma(v306, v307, v303);
                            v304 = as_int(as_uint(v304) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v305 = v303;
                            break;
                        }
                    }
                    float v308 = v118;
                    int v309 = 0;
                    float v310;
                    while (true)
                    {
                        if (v309 < 16)
                        {
                            const float v311 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v151) + as_uint(v309))) + as_uint(v7))) + as_uint(960)), (__local const half *)shared5);
                            const float v312 = vload_half(as_int(as_uint(as_int(as_uint(as_int(as_uint(v152) + as_uint(v309))) + as_uint(v12))) + as_uint(1000)), (__local const half *)shared6);
                            v308 = fma(v311, v312, v308);
                            v309 = as_int(as_uint(v309) + as_uint(1));
                            continue;
                        }
                        else
                        {
                            v310 = v308;
                            break;
                        }
                    }
                    v86 = as_int(as_uint(v86) + as_uint(16));
                    v87 = v155;
                    v88 = v160;
                    v89 = v165;
                    v90 = v170;
                    v91 = v175;
                    v92 = v180;
                    v93 = v185;
                    v94 = v190;
                    v95 = v195;
                    v96 = v200;
                    v97 = v205;
                    v98 = v210;
                    v99 = v215;
                    v100 = v220;
                    v101 = v225;
                    v102 = v230;
                    v103 = v235;
                    v104 = v240;
                    v105 = v245;
                    v106 = v250;
                    v107 = v255;
                    v108 = v260;
                    v109 = v265;
                    v110 = v270;
                    v111 = v275;
                    v112 = v280;
                    v113 = v285;
                    v114 = v290;
                    v115 = v295;
                    v116 = v300;
                    v117 = v305;
                    v118 = v310;
                    continue;
                }
                else
                {
                    v119 = v87;
                    v120 = v88;
                    v121 = v89;
                    v122 = v90;
                    v123 = v91;
                    v124 = v92;
                    v125 = v93;
                    v126 = v94;
                    v127 = v95;
                    v128 = v96;
                    v129 = v97;
                    v130 = v98;
                    v131 = v99;
                    v132 = v100;
                    v133 = v101;
                    v134 = v102;
                    v135 = v103;
                    v136 = v104;
                    v137 = v105;
                    v138 = v106;
                    v139 = v107;
                    v140 = v108;
                    v141 = v109;
                    v142 = v110;
                    v143 = v111;
                    v144 = v112;
                    v145 = v113;
                    v146 = v114;
                    v147 = v115;
                    v148 = v116;
                    v149 = v117;
                    v150 = v118;
                    break;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
            v14 = as_int(as_uint(v14) + as_uint(32));
            v15 = v119;
            v16 = v120;
            v17 = v121;
            v18 = v122;
            v19 = v123;
            v20 = v124;
            v21 = v125;
            v22 = v126;
            v23 = v127;
            v24 = v128;
            v25 = v129;
            v26 = v130;
            v27 = v131;
            v28 = v132;
            v29 = v133;
            v30 = v134;
            v31 = v135;
            v32 = v136;
            v33 = v137;
            v34 = v138;
            v35 = v139;
            v36 = v140;
            v37 = v141;
            v38 = v142;
            v39 = v143;
            v40 = v144;
            v41 = v145;
            v42 = v146;
            v43 = v147;
            v44 = v148;
            v45 = v149;
            v46 = v150;
            continue;
        }
        else
        {
            v47 = v15;
            v48 = v16;
            v49 = v17;
            v50 = v18;
            v51 = v19;
            v52 = v20;
            v53 = v21;
            v54 = v22;
            v55 = v23;
            v56 = v24;
            v57 = v25;
            v58 = v26;
            v59 = v27;
            v60 = v28;
            v61 = v29;
            v62 = v30;
            v63 = v31;
            v64 = v32;
            v65 = v33;
            v66 = v34;
            v67 = v35;
            v68 = v36;
            v69 = v37;
            v70 = v38;
            v71 = v39;
            v72 = v40;
            v73 = v41;
            v74 = v42;
            v75 = v43;
            v76 = v44;
            v77 = v45;
            v78 = v46;
            break;
        }
    }
    const int v313 = as_int(as_uint(v11) * as_uint(2));
    const int v314 = as_int(as_uint(v8) * as_uint(32));
    const int v315 = as_int(as_uint(v4) + as_uint(v314));
    const int v316 = as_int(as_uint(v315) + as_uint(v313));
    const bool v317 = v316 >= scalar11;
    const int v318 = as_int(as_uint(v315) + as_uint(as_int(as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(2))) * as_uint(scalar5))));
    const int v319 = as_int(as_uint(v318) + as_uint(v313));
    const int v320 = as_int(as_uint(as_int(as_uint(v318) + as_uint(scalar5))) + as_uint(v313));
    const int v321 = as_int(as_uint(v0) + as_uint(as_int(as_uint(v9) * as_uint(16))));
    const int v322 = as_int(as_uint(v321) + as_uint(v6));
    const bool v323 = v322 >= scalar6;
    const int v324 = as_int(as_uint(v6) * as_uint(scalar11));
    const int v325 = as_int(as_uint(as_int(as_uint(v321) + as_uint(as_int(as_uint((int)get_group_id(2)) * as_uint(scalar6))))) * as_uint(scalar11));
    const int v326 = as_int(as_uint(as_int(as_uint(as_int(as_uint(v315) + as_uint(v325))) + as_uint(v313))) + as_uint(v324));
    const bool v327 = as_int(as_uint(v322) + as_uint(16)) >= scalar6;
    const int v328 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(16))) + as_uint(v4))) + as_uint(v314))) + as_uint(v325))) + as_uint(v313))) + as_uint(v324));
    if (!(v317))
    {
        const float v329 = view4[v319];
        const float v330 = view4[v320];
        const float v331 = view2[v316];
        if (!(v323))
        {
            const float v332 = v331 + v47;
            view3[v326] = gf_max((v329 * v332), (v330 * v332));
        }
        if (!(v327))
        {
            const float v333 = v331 + v63;
            view3[v328] = gf_max((v329 * v333), (v330 * v333));
        }
    }
    const bool v334 = as_int(as_uint(v316) + as_uint(1)) >= scalar11;
    if (!(v334))
    {
        const float v335 = view4[as_int(as_uint(v319) + as_uint(1))];
        const float v336 = view4[as_int(as_uint(v320) + as_uint(1))];
        const float v337 = view2[as_int(as_uint(v316) + as_uint(1))];
        if (!(v323))
        {
            const float v338 = v337 + v48;
            view3[as_int(as_uint(v326) + as_uint(1))] = gf_max((v335 * v338), (v336 * v338));
        }
        if (!(v327))
        {
            const float v339 = v337 + v64;
            view3[as_int(as_uint(v328) + as_uint(1))] = gf_max((v335 * v339), (v336 * v339));
        }
    }
    const bool v340 = as_int(as_uint(v322) + as_uint(8)) >= scalar6;
    const int v341 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(8))) + as_uint(v4))) + as_uint(v314))) + as_uint(v325))) + as_uint(v313))) + as_uint(v324));
    const bool v342 = as_int(as_uint(v322) + as_uint(24)) >= scalar6;
    const int v343 = as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(as_int(as_uint(scalar11) * as_uint(24))) + as_uint(v4))) + as_uint(v314))) + as_uint(v325))) + as_uint(v313))) + as_uint(v324));
    if (!(v317))
    {
        const float v344 = view4[v319];
        const float v345 = view4[v320];
        const float v346 = view2[v316];
        if (!(v340))
        {
            const float v347 = v346 + v49;
            view3[v341] = gf_max((v344 * v347), (v345 * v347));
        }
        if (!(v342))
        {
            const float v348 = v346 + v65;
            view3[v343] = gf_max((v344 * v348), (v345 * v348));
        }
    }
    if (!(v334))
    {
        const float v349 = view4[as_int(as_uint(v319) + as_uint(1))];
        const float v350 = view4[as_int(as_uint(v320) + as_uint(1))];
        const float v351 = view2[as_int(as_uint(v316) + as_uint(1))];
        if (!(v340))
        {
            const float v352 = v351 + v50;
            view3[as_int(as_uint(v341) + as_uint(1))] = gf_max((v349 * v352), (v350 * v352));
        }
        if (!(v342))
        {
            const float v353 = v351 + v66;
            view3[as_int(as_uint(v343) + as_uint(1))] = gf_max((v349 * v353), (v350 * v353));
        }
    }
    const bool v354 = as_int(as_uint(v316) + as_uint(8)) >= scalar11;
    if (!(v354))
    {
        const float v355 = view4[as_int(as_uint(v319) + as_uint(8))];
        const float v356 = view4[as_int(as_uint(v320) + as_uint(8))];
        const float v357 = view2[as_int(as_uint(v316) + as_uint(8))];
        if (!(v323))
        {
            const float v358 = v357 + v51;
            view3[as_int(as_uint(v326) + as_uint(8))] = gf_max((v355 * v358), (v356 * v358));
        }
        if (!(v327))
        {
            const float v359 = v357 + v67;
            view3[as_int(as_uint(v328) + as_uint(8))] = gf_max((v355 * v359), (v356 * v359));
        }
    }
    const bool v360 = as_int(as_uint(v316) + as_uint(9)) >= scalar11;
    if (!(v360))
    {
        const float v361 = view4[as_int(as_uint(v319) + as_uint(9))];
        const float v362 = view4[as_int(as_uint(v320) + as_uint(9))];
        const float v363 = view2[as_int(as_uint(v316) + as_uint(9))];
        if (!(v323))
        {
            const float v364 = v363 + v52;
            view3[as_int(as_uint(v326) + as_uint(9))] = gf_max((v361 * v364), (v362 * v364));
        }
        if (!(v327))
        {
            const float v365 = v363 + v68;
            view3[as_int(as_uint(v328) + as_uint(9))] = gf_max((v361 * v365), (v362 * v365));
        }
    }
    if (!(v354))
    {
        const float v366 = view4[as_int(as_uint(v319) + as_uint(8))];
        const float v367 = view4[as_int(as_uint(v320) + as_uint(8))];
        const float v368 = view2[as_int(as_uint(v316) + as_uint(8))];
        if (!(v340))
        {
            const float v369 = v368 + v53;
            view3[as_int(as_uint(v341) + as_uint(8))] = gf_max((v366 * v369), (v367 * v369));
        }
        if (!(v342))
        {
            const float v370 = v368 + v69;
            view3[as_int(as_uint(v343) + as_uint(8))] = gf_max((v366 * v370), (v367 * v370));
        }
    }
    if (!(v360))
    {
        const float v371 = view4[as_int(as_uint(v319) + as_uint(9))];
        const float v372 = view4[as_int(as_uint(v320) + as_uint(9))];
        const float v373 = view2[as_int(as_uint(v316) + as_uint(9))];
        if (!(v340))
        {
            const float v374 = v373 + v54;
            view3[as_int(as_uint(v341) + as_uint(9))] = gf_max((v371 * v374), (v372 * v374));
        }
        if (!(v342))
        {
            const float v375 = v373 + v70;
            view3[as_int(as_uint(v343) + as_uint(9))] = gf_max((v371 * v375), (v372 * v375));
        }
    }
    const bool v376 = as_int(as_uint(v316) + as_uint(16)) >= scalar11;
    if (!(v376))
    {
        const float v377 = view4[as_int(as_uint(v319) + as_uint(16))];
        const float v378 = view4[as_int(as_uint(v320) + as_uint(16))];
        const float v379 = view2[as_int(as_uint(v316) + as_uint(16))];
        if (!(v323))
        {
            const float v380 = v379 + v55;
            view3[as_int(as_uint(v326) + as_uint(16))] = gf_max((v377 * v380), (v378 * v380));
        }
        if (!(v327))
        {
            const float v381 = v379 + v71;
            view3[as_int(as_uint(v328) + as_uint(16))] = gf_max((v377 * v381), (v378 * v381));
        }
    }
    const bool v382 = as_int(as_uint(v316) + as_uint(17)) >= scalar11;
    if (!(v382))
    {
        const float v383 = view4[as_int(as_uint(v319) + as_uint(17))];
        const float v384 = view4[as_int(as_uint(v320) + as_uint(17))];
        const float v385 = view2[as_int(as_uint(v316) + as_uint(17))];
        if (!(v323))
        {
            const float v386 = v385 + v56;
            view3[as_int(as_uint(v326) + as_uint(17))] = gf_max((v383 * v386), (v384 * v386));
        }
        if (!(v327))
        {
            const float v387 = v385 + v72;
            view3[as_int(as_uint(v328) + as_uint(17))] = gf_max((v383 * v387), (v384 * v387));
        }
    }
    if (!(v376))
    {
        const float v388 = view4[as_int(as_uint(v319) + as_uint(16))];
        const float v389 = view4[as_int(as_uint(v320) + as_uint(16))];
        const float v390 = view2[as_int(as_uint(v316) + as_uint(16))];
        if (!(v340))
        {
            const float v391 = v390 + v57;
            view3[as_int(as_uint(v341) + as_uint(16))] = gf_max((v388 * v391), (v389 * v391));
        }
        if (!(v342))
        {
            const float v392 = v390 + v73;
            view3[as_int(as_uint(v343) + as_uint(16))] = gf_max((v388 * v392), (v389 * v392));
        }
    }
    if (!(v382))
    {
        const float v393 = view4[as_int(as_uint(v319) + as_uint(17))];
        const float v394 = view4[as_int(as_uint(v320) + as_uint(17))];
        const float v395 = view2[as_int(as_uint(v316) + as_uint(17))];
        if (!(v340))
        {
            const float v396 = v395 + v58;
            view3[as_int(as_uint(v341) + as_uint(17))] = gf_max((v393 * v396), (v394 * v396));
        }
        if (!(v342))
        {
            const float v397 = v395 + v74;
            view3[as_int(as_uint(v343) + as_uint(17))] = gf_max((v393 * v397), (v394 * v397));
        }
    }
    const bool v398 = as_int(as_uint(v316) + as_uint(24)) >= scalar11;
    if (!(v398))
    {
        const float v399 = view4[as_int(as_uint(v319) + as_uint(24))];
        const float v400 = view4[as_int(as_uint(v320) + as_uint(24))];
        const float v401 = view2[as_int(as_uint(v316) + as_uint(24))];
        if (!(v323))
        {
            const float v402 = v401 + v59;
            view3[as_int(as_uint(v326) + as_uint(24))] = gf_max((v399 * v402), (v400 * v402));
        }
        if (!(v327))
        {
            const float v403 = v401 + v75;
            view3[as_int(as_uint(v328) + as_uint(24))] = gf_max((v399 * v403), (v400 * v403));
        }
    }
    const bool v404 = as_int(as_uint(v316) + as_uint(25)) >= scalar11;
    if (!(v404))
    {
        const float v405 = view4[as_int(as_uint(v319) + as_uint(25))];
        const float v406 = view4[as_int(as_uint(v320) + as_uint(25))];
        const float v407 = view2[as_int(as_uint(v316) + as_uint(25))];
        if (!(v323))
        {
            const float v408 = v407 + v60;
            view3[as_int(as_uint(v326) + as_uint(25))] = gf_max((v405 * v408), (v406 * v408));
        }
        if (!(v327))
        {
            const float v409 = v407 + v76;
            view3[as_int(as_uint(v328) + as_uint(25))] = gf_max((v405 * v409), (v406 * v409));
        }
    }
    if (!(v398))
    {
        const float v410 = view4[as_int(as_uint(v319) + as_uint(24))];
        const float v411 = view4[as_int(as_uint(v320) + as_uint(24))];
        const float v412 = view2[as_int(as_uint(v316) + as_uint(24))];
        if (!(v340))
        {
            const float v413 = v412 + v61;
            view3[as_int(as_uint(v341) + as_uint(24))] = gf_max((v410 * v413), (v411 * v413));
        }
        if (!(v342))
        {
            const float v414 = v412 + v77;
            view3[as_int(as_uint(v343) + as_uint(24))] = gf_max((v410 * v414), (v411 * v414));
        }
    }
    if (!(v404))
    {
        const float v415 = view4[as_int(as_uint(v319) + as_uint(25))];
        const float v416 = view4[as_int(as_uint(v320) + as_uint(25))];
        const float v417 = view2[as_int(as_uint(v316) + as_uint(25))];
        if (!(v340))
        {
            const float v418 = v417 + v62;
            view3[as_int(as_uint(v341) + as_uint(25))] = gf_max((v415 * v418), (v416 * v418));
        }
        if (!(v342))
        {
            const float v419 = v417 + v78;
            view3[as_int(as_uint(v343) + as_uint(25))] = gf_max((v415 * v419), (v416 * v419));
        }
    }
}
