// The fully connected layer and its gradients. Derivations: docs/derivations.md, "Linear".

//# BY_SAMPLE LinearForward(in real x[C], in float w[O][C], in float b[O], result real y[O])
// y[o] = b[o] + Σ_c w[o,c] x[c]; a tile is TR outputs by TN samples (or groups of samples)
{
    enum { O_TILES = CEIL_DIV(O, TR) };
    for (int t = item; t < CEIL_DIV(SAMPLES, TN) * O_TILES; t += items) {
        const int o0 = t % O_TILES * TR, n0 = t / O_TILES * TN;
        const SPACE_x real *column[TN];
        __global const float *row[TR];
        real sum[TR][TN];
        UNROLL for (int e = 0; e < TN; e++) {
            column[e] = x + min(n0 + e, SAMPLES - 1) * C;
        }
        UNROLL for (int a = 0; a < TR; a++) {
            row[a] = w + (size_t)min(o0 + a, O - 1) * C;
            UNROLL for (int e = 0; e < TN; e++) {
                sum[a][e] = (real)(b[min(o0 + a, O - 1)]);
            }
        }
        for (int c = 0; c < C; c++) {
            real value[TN];
            UNROLL for (int e = 0; e < TN; e++) {
                value[e] = column[e][c];
            }
            UNROLL for (int a = 0; a < TR; a++) {
                const real weight = (real)(row[a][c]);
                UNROLL for (int e = 0; e < TN; e++) {
                    sum[a][e] = FMA(weight, value[e], sum[a][e]);
                }
            }
        }
        UNROLL for (int a = 0; a < TR; a++) {
            UNROLL for (int e = 0; e < TN; e++) {
                if (o0 + a < O && n0 + e < SAMPLES) {
                    PUT((n0 + e) * O + o0 + a, sum[a][e]);
                }
            }
        }
    }
}

//# BY_SAMPLE LinearForwardParts(in real x[C], in float w[O][C], in float b[O], result real y[O])
// the same, each y[o] shared by PARTS items, which read neighbouring weights
{
    for (int t = item; t < SAMPLES * O * PARTS; t += items) {
        const int part = t % PARTS, o = t / PARTS % O, n = t / (PARTS * O);
        real sum = (real)(0.0f);
        for (int c = part; c < C; c += PARTS) {
            sum = FMA((real)(w[o * C + c]), x[n * C + c], sum);
        }
        scratch[part * SAMPLES * O + n * O + o] = sum;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int e = item; e < SAMPLES * O; e += items) {
        real sum = (real)(b[e % O]);
        for (int part = 0; part < PARTS; part++) {
            sum += scratch[part * SAMPLES * O + e];
        }
        PUT(e, sum);
    }
}

//# BY_SAMPLE LinearBackwardInput(in real dy[O], in float w[O][C], result real dx[C])
// dx[c] = Σ_o dy[o] w[o,c]; a tile is TR inputs by TN samples (or groups of samples)
{
    enum { C_TILES = CEIL_DIV(C, TR) };
    for (int t = item; t < CEIL_DIV(SAMPLES, TN) * C_TILES; t += items) {
        const int c0 = t % C_TILES * TR, n0 = t / C_TILES * TN;
        const SPACE_dy real *column[TN];
        real sum[TR][TN];
        UNROLL for (int e = 0; e < TN; e++) {
            column[e] = dy + min(n0 + e, SAMPLES - 1) * O;
            UNROLL for (int a = 0; a < TR; a++) {
                sum[a][e] = (real)(0.0f);
            }
        }
        for (int o = 0; o < O; o++) {
            real value[TN];
            UNROLL for (int e = 0; e < TN; e++) {
                value[e] = column[e][o];
            }
            UNROLL for (int a = 0; a < TR; a++) {
                const real weight = (real)(w[(size_t)o * C + min(c0 + a, C - 1)]);
                UNROLL for (int e = 0; e < TN; e++) {
                    sum[a][e] = FMA(weight, value[e], sum[a][e]);
                }
            }
        }
        UNROLL for (int a = 0; a < TR; a++) {
            UNROLL for (int e = 0; e < TN; e++) {
                if (c0 + a < C && n0 + e < SAMPLES) {
                    PUT((n0 + e) * C + c0 + a, sum[a][e]);
                }
            }
        }
    }
}

//# BY_SAMPLE LinearBackwardInputParts(in real dy[O], in float w[O][C], result real dx[C])
// the same, each dx[c] shared by PARTS items; neighbouring items read neighbouring weights
{
    for (int t = item; t < SAMPLES * C * PARTS; t += items) {
        const int c = t % C, n = t / C % SAMPLES, part = t / (C * SAMPLES);
        real sum = (real)(0.0f);
        for (int o = part; o < O; o += PARTS) {
            sum = FMA((real)(w[o * C + c]), dy[n * O + o], sum);
        }
        scratch[t] = sum;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int e = item; e < SAMPLES * C; e += items) {
        real sum = scratch[e];
        for (int part = 1; part < PARTS; part++) {
            sum += scratch[part * SAMPLES * C + e];
        }
        PUT(e, sum);
    }
}

//# BY_SAMPLE LinearBackwardInputBlocked(in real dy[O], in float w[O][C], result real dx[C])
// the same for a w that fits no cache, on a CPU: CHUNK inputs at a time, for which BLOCK rows of w at a time are copied
// close together, so that many cache lines are on their way at once and each is fetched once
{
    enum { CHUNKS = CEIL_DIV(C, CHUNK) };
    for (int t = item; t < CEIL_DIV(SAMPLES, TN) * CHUNKS; t += items) {
        // The last chunk begins early enough to be whole; what it has in common with the one before, it leaves to that.
        const int own = t % CHUNKS * CHUNK, from = min(own, C - CHUNK), n0 = t / CHUNKS * TN;
        const SPACE_dy real *column[TN];
        real kept[CHUNK][TN];
        float16 close[BLOCK][CHUNK / 16];
        UNROLL for (int e = 0; e < TN; e++) {
            column[e] = dy + min(n0 + e, SAMPLES - 1) * O;
        }
        for (int a = 0; a < CHUNK; a++) {
            UNROLL for (int e = 0; e < TN; e++) {
                kept[a][e] = (real)(0.0f);
            }
        }
        for (int block = 0; block < O; block += BLOCK) {
            const int rows = min(BLOCK, O - block);
            for (int o = 0; o < rows; o++) {
                UNROLL for (int a = 0; a < CHUNK / 16; a++) {
                    close[o][a] = LOAD16(w + (size_t)(block + o) * C + from + 16 * a);
                }
            }
            for (int c0 = 0; c0 < CHUNK; c0 += TR) {
                // A share of the next block is fetched meanwhile.
                for (int o = c0 * BLOCK / CHUNK; o < (c0 + TR) * BLOCK / CHUNK; o++) {
                    UNROLL for (int a = 0; a < CHUNK / 16; a++) {
                        FETCH(w + (size_t)min(block + BLOCK + o, O - 1) * C + from + 16 * a);
                    }
                }
                const float *weights = (const float *)close + c0;
                real sum[TR][TN];
                UNROLL for (int a = 0; a < TR; a++) {
                    UNROLL for (int e = 0; e < TN; e++) {
                        sum[a][e] = kept[c0 + a][e];
                    }
                }
                for (int o = 0; o < rows; o++) {
                    UNROLL for (int a = 0; a < TR; a++) {
                        UNROLL for (int e = 0; e < TN; e++) {
                            sum[a][e] = FMA((real)(weights[o * CHUNK + a]), column[e][block + o], sum[a][e]);
                        }
                    }
                }
                UNROLL for (int a = 0; a < TR; a++) {
                    UNROLL for (int e = 0; e < TN; e++) {
                        kept[c0 + a][e] = sum[a][e];
                    }
                }
            }
        }
        for (int a = own - from; a < CHUNK; a++) {
            UNROLL for (int e = 0; e < TN; e++) {
                if (n0 + e < SAMPLES) {
                    PUT((n0 + e) * C + from + a, kept[a][e]);
                }
            }
        }
    }
}

//# TASKS LinearBackwardWeight(in real x[C], in real dy[O], result float dw[O][C])
// dw[o,c] = Σ_n dy[n,o] x[n,c]; a task is TR outputs by COLUMNS inputs, an item one of these and a part of the samples
{
    const int o0 = task / CEIL_DIV(C, COLUMNS) * TR, column = item % COLUMNS, part = item / COLUMNS;
    const int c = task % CEIL_DIV(C, COLUMNS) * COLUMNS + column;
#if PHASE != STORE
    float sum[TR];
    UNROLL for (int a = 0; a < TR; a++) {
        sum[a] = 0.0f;
    }
    if (c < C) {
        for (int n = part; n < GROUPS; n += PARTS) {
            const float value = x[n * C + c];
            UNROLL for (int a = 0; a < TR; a++) {
                sum[a] = FMA(dy[n * O + min(o0 + a, O - 1)], value, sum[a]);
            }
        }
    }
#endif
#if PHASE == WHOLE
    UNROLL for (int a = 0; a < TR; a++) {
        if (c < C && o0 + a < O) {
            PUT((o0 + a) * C + c, sum[a]);
        }
    }
#elif PHASE == SUM
    UNROLL for (int a = 0; a < TR; a++) {
        scratch[(part * TR + a) * COLUMNS + column] = sum[a];
    }
#else
    UNROLL for (int a = 0; a < TR; a++) {
        if (part == 0 && c < C && o0 + a < O) {
            PUT((o0 + a) * C + c, scratch[a * COLUMNS + column]);
        }
    }
#endif
}

//# TASKS LinearBackwardWeightLanes(in real x[C], in real dy[O], result float dw[O][C])
// the same for samples in lanes; a task is 4 outputs by 4 inputs, whose 16 sums over lanes are made at once
{
    const int o0 = task / CEIL_DIV(C, 4) * 4, c0 = task % CEIL_DIV(C, 4) * 4;
    real sum[16];
    UNROLL for (int e = 0; e < 16; e++) {
        sum[e] = (real)(0.0f);
    }
    for (int n = 0; n < GROUPS; n++) {
        real delta[4], value[4];
        UNROLL for (int a = 0; a < 4; a++) {
            delta[a] = dy[n * O + min(o0 + a, O - 1)];
            value[a] = x[n * C + min(c0 + a, C - 1)];
        }
        UNROLL for (int a = 0; a < 4; a++) {
            UNROLL for (int e = 0; e < 4; e++) {
                sum[4 * a + e] = FMA(delta[a], value[e], sum[4 * a + e]);
            }
        }
    }
    const float16 sums = sums_of_lanes(sum);
    const float4 row[4] = {sums.s0123, sums.s4567, sums.s89ab, sums.scdef};
    UNROLL for (int a = 0; a < 4; a++) {
        if (o0 + a < O) {
            if (c0 + 4 <= C) {
                PUT4((o0 + a) * C + c0, row[a]);
            } else {
                float one[4];
                vstore4(row[a], 0, one);
                for (int e = 0; c0 + e < C; e++) {
                    PUT((o0 + a) * C + c0 + e, one[e]);
                }
            }
        }
    }
}

//# TASKS Gemm()
// out[m,n] = Σ_k left[m,k] right[k,n] + START(n), M × N × DEPTH, in tiles of TM × TN of which a work-group of
// (TM/RM)·(TN/RN) items makes one, each item RM × RN sums in registers. TK columns of left and rows of right at a time
// go through local memory, loaded so that neighbouring items read neighbours in memory: LEFT_M to RIGHT_N are strides
{
    const int m0 = task / CEIL_DIV(N, TN) * TM, n0 = task % CEIL_DIV(N, TN) * TN;
    const int items_n = TN / RN, row = item / items_n, column = item % items_n;
    __local float *a_tile = scratch, *b_tile = scratch + TK * (TM + 1);
    float sum[RM][RN];
    UNROLL for (int r = 0; r < RM; r++) {
        UNROLL for (int s = 0; s < RN; s++) {
            sum[r][s] = 0.0f;
        }
    }
    for (int k0 = 0; k0 < DEPTH; k0 += TK) {
        for (int e = item; e < TM * TK; e += ITEMS) {
            const int m = LEFT_K == 1 ? e / TK : e % TM, k = LEFT_K == 1 ? e % TK : e / TM;
            const bool is_inside = m0 + m < M && k0 + k < DEPTH;
            a_tile[k * (TM + 1) + m] =
                    is_inside ? left[(size_t)(m0 + m) * LEFT_M + (size_t)(k0 + k) * LEFT_K] : 0.0f;
        }
        for (int e = item; e < TN * TK; e += ITEMS) {
            const int n = RIGHT_N == 1 ? e % TN : e / TK, k = RIGHT_N == 1 ? e / TN : e % TK;
            const bool is_inside = n0 + n < N && k0 + k < DEPTH;
            b_tile[k * (TN + 1) + n] =
                    is_inside ? right[(size_t)(k0 + k) * RIGHT_K + (size_t)(n0 + n) * RIGHT_N] : 0.0f;
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        UNROLL for (int k = 0; k < TK; k++) {
            float a[RM], b_row[RN];
            UNROLL for (int r = 0; r < RM; r++) {
                a[r] = a_tile[k * (TM + 1) + row + r * (TM / RM)];
            }
            UNROLL for (int s = 0; s < RN; s++) {
                b_row[s] = b_tile[k * (TN + 1) + column + s * items_n];
            }
            UNROLL for (int r = 0; r < RM; r++) {
                UNROLL for (int s = 0; s < RN; s++) {
                    sum[r][s] = FMA(a[r], b_row[s], sum[r][s]);
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    UNROLL for (int r = 0; r < RM; r++) {
        UNROLL for (int s = 0; s < RN; s++) {
            const int m = m0 + row + r * (TM / RM), n = n0 + column + s * items_n;
            if (m < M && n < N) {
                PUT((size_t)m * N + n, sum[r][s] + START(n));
            }
        }
    }
}
