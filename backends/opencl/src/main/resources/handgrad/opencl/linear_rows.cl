// The fully connected layer in the orders of the cpu backend, which cuts rows of x and w into vectors: docs/opencl.md,
// "The same bits on cpu and opencl". ROW(n) is sample n as a row of floats. Derivations: docs/derivations.md, "Linear".

//# BY_SAMPLE LinearForwardSixteen(in real x[C], in float w[O][C], in float b[O], result real y[O])
// y[o] = Σ_c w[o,c] x[c] + b[o] by 16 sums in turn, of c = 0, 16 …, of c = 1, 17 … and so on; then what is left of the
// row, then the bias
{
    for (int t = item; t < SAMPLES * O; t += items) {
        const int o = t % O, n = t / O;
        real sum[16];
        UNROLL for (int l = 0; l < 16; l++) {
            sum[l] = (real)(0.0f);
        }
        for (int c = 0; c < C / 16 * 16; c += 16) {
            UNROLL for (int l = 0; l < 16; l++) {
                sum[l] = FMA((real)(w[o * C + c + l]), x[n * C + c + l], sum[l]);
            }
        }
        real total = sum_of_sixteen(sum);
        for (int c = C / 16 * 16; c < C; c++) {
            total = FMA((real)(w[o * C + c]), x[n * C + c], total);
        }
        PUT(t, total + (real)(b[o]));
    }
}

//# BY_SAMPLE LinearForwardRows(in float w[O][C], in float b[O], result real y[O])
// the same on a CPU, lanes along c: 16 samples at a time, each with its own lanes
{
    for (int t = item; t < SAMPLES * O; t += items) {
        const int o = t % O, n = t / O;
        const __global float *row[16];
        float16 sum[16];
        UNROLL for (int l = 0; l < 16; l++) {
            row[l] = ROW(n * LANES + l);
            sum[l] = (float16)(0.0f);
        }
        // A batch of one has one row to read.
        enum { ROWS = BATCH < 16 ? BATCH : 16 };
        for (int c = 0; c < C / 16 * 16; c += 16) {
            const float16 weights = LOAD16(w + o * C + c);
            UNROLL for (int l = 0; l < ROWS; l++) {
                sum[l] = FMA(weights, LOAD16(row[l] + c), sum[l]);
            }
        }
        real total = sums_of_lanes(sum);
        for (int c = C / 16 * 16; c < C; c++) {
            float value[16];
            UNROLL for (int l = 0; l < 16; l++) {
                value[l] = row[l][c];
            }
            total = FMA((real)(w[o * C + c]), vload16(0, value), total);
        }
        PUT(t, total + (real)(b[o]));
    }
}

//# BY_SAMPLE Rows(in real packed[SIZE], out real rows[STRIDE])
// groups of lanes into rows of STRIDE elements, a multiple of 16; what lies beyond SIZE becomes 0
{
    for (int t = item; t < SAMPLES * (STRIDE / 16); t += items) {
        const int n = t / (STRIDE / 16), block = t % (STRIDE / 16);
        float16 values[16];
        UNROLL for (int e = 0; e < 16; e++) {
            values[e] = block * 16 + e < SIZE ? packed[n * SIZE + block * 16 + e] : (float16)(0.0f);
        }
        transpose(values);
        UNROLL for (int e = 0; e < 16; e++) {
            rows[n * STRIDE + e * (STRIDE / 16) + block] = values[e];
        }
    }
}

//# TASKS LinearBackwardWeightRows(result float dw, in real dy[O])
// dw[o,c] = Σ_n dy[n,o] x[n,c] on a CPU, lanes along c, in the order of the samples, by parts of CHUNK groups of them;
// a task is TO outputs and 16 · TV · C_VECTORS inputs. LAST is where a row's last vector begins. dw[o,c] lies at o ·
// DOWN + c · ACROSS
{
    const int o0 = task / C_TILES * TO, from = task % C_TILES * (16 * TV * C_VECTORS);
    const SPACE_dy float *deltas[TO];
    UNROLL for (int a = 0; a < TO; a++) {
        deltas[a] = (const SPACE_dy float *)dy + min(o0 + a, O - 1) * LANES;
    }
    for (int c0 = from; c0 < min(C, from + 16 * TV * C_VECTORS); c0 += 16 * TV) {
#if ACROSS == 1
        UNROLL for (int a = 0; a < TO; a++) {
            UNROLL for (int e = 0; e < TV; e++) {
                FETCH_PUT((size_t)min(o0 + a, O - 1) * DOWN + c0 + 16 * e);
            }
        }
#endif
        float16 sum[TO][TV];
#if CHUNK > 0
        float16 total[TO][TV];
        UNROLL for (int a = 0; a < TO; a++) {
            UNROLL for (int e = 0; e < TV; e++) {
                total[a][e] = (float16)(0.0f);
            }
        }
#endif
        UNROLL for (int a = 0; a < TO; a++) {
            UNROLL for (int e = 0; e < TV; e++) {
                sum[a][e] = (float16)(0.0f);
            }
        }
        for (int group = 0; group < GROUPS; group++) {
            for (int lane = 0; lane < min(LANES, BATCH - group * LANES); lane++) {
                const __global float *row = ROW(group * LANES + lane);
                float16 value[TV];
                UNROLL for (int e = 0; e < TV; e++) {
                    value[e] = LOAD16(row + min(c0 + 16 * e, LAST));
                }
                UNROLL for (int a = 0; a < TO; a++) {
                    UNROLL for (int e = 0; e < TV; e++) {
                        sum[a][e] = FMA((float16)(deltas[a][group * O * LANES + lane]), value[e], sum[a][e]);
                    }
                }
            }
#if CHUNK > 0
            if (group % CHUNK == CHUNK - 1 || group == GROUPS - 1) {
                UNROLL for (int a = 0; a < TO; a++) {
                    UNROLL for (int e = 0; e < TV; e++) {
                        total[a][e] += sum[a][e];
                        sum[a][e] = (float16)(0.0f);
                    }
                }
            }
#endif
        }
        UNROLL for (int a = 0; a < TO; a++) {
            UNROLL for (int e = 0; e < TV; e++) {
#if CHUNK > 0
                const float16 whole = total[a][e];
#else
                const float16 whole = sum[a][e];
#endif
                const int c = c0 + 16 * e;
                if (ACROSS == 1 && o0 + a < O && c + 16 <= C) {
                    PUT16((size_t)(o0 + a) * DOWN + c, whole);
                } else if (o0 + a < O && c < C) {
                    float one[16];
                    vstore16(whole, 0, one);
                    for (int k = c - min(c, LAST); k < min(16, C - min(c, LAST)); k++) {
                        PUT((size_t)(o0 + a) * DOWN + (min(c, LAST) + k) * ACROSS, one[k]);
                    }
                }
            }
        }
    }
}

//# TASKS LinearBiasGradient(in real dy[O], result float db[O])
// db[o] = Σ_n dy[n,o] by four sums in turn, or, where CHUNK is not 0, in order by parts of CHUNK groups; a task is one
// o
{
    const SPACE_dy float *deltas = (const SPACE_dy float *)dy + task * LANES;
#if CHUNK > 0
    float total = 0.0f, sum = 0.0f;
    for (int n = 0; n < BATCH; n++) {
        sum += deltas[n / LANES * O * LANES + n % LANES];
        if (n % (CHUNK * LANES) == CHUNK * LANES - 1 || n == BATCH - 1) {
            total += sum;
            sum = 0.0f;
        }
    }
    PUT(task, total);
#else
    float4 sum = (float4)(0.0f);
    for (int n = 0; n < BATCH / 4 * 4; n += 4) {
        sum += *(const SPACE_dy float4 *)(deltas + n / LANES * O * LANES + n % LANES);
    }
    for (int n = BATCH / 4 * 4; n < BATCH; n++) {
        sum.x += deltas[n / LANES * O * LANES + n % LANES];
    }
    PUT(task, (sum.x + sum.y) + (sum.z + sum.w));
#endif
}
