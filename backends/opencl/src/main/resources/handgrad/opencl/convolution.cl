// Convolution, window K × K, stride S, padding P, and its gradients. Derivations: docs/derivations.md, "Convolution".
//
// A kernel k of K × K weights leads from one input channel to one output channel. All pairs of channels have one, or a
// table says which: FIRST(c) to END(c) count the kernels that channel c of the result needs, CHANNEL(k) is the channel
// at the other end, and BASE(c) + OFFSET(k) the kernel's place in w.
//
// A tile of sums stays in registers: TR channels by TJ columns, so that each number of the image serves TR sums and
// each weight TJ. On a CPU all tiles of a line are unrolled, so that the tests for the padding are constants, and the
// compiler drops them; on a GPU they go to different work-items. The summed routines run in phases: prelude.cl.
#define TILES_AT_ONCE(width) (UNROLL_LINE ? CEIL_DIV(width, TJ) : 1)
#define TILES_APART(width) (UNROLL_LINE ? 1 : CEIL_DIV(width, TJ))

//# BY_SAMPLE Conv2dForward(in real x[C][H][W], in float w[O][C][K][K], in float b[O], result real y[O][OH][OW])
//# BY_SAMPLE TableConv2dForward(in real x[C][H][W], in float w[E][K][K], in float b[O], result real y[O][OH][OW])
// y[o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] x[c,i·S−P+u,j·S−P+v]
{
    enum { O_TILES = CEIL_DIV(O, TR), J_TILES = TILES_APART(OW) };
    for (int t = item; t < SAMPLES * O_TILES * OH * J_TILES; t += items) {
        const int i = t / J_TILES % OH, o0 = t / (J_TILES * OH) % O_TILES * TR, n = t / (J_TILES * OH * O_TILES);
        const int u_from = max(0, P - i * S), u_end = min(K, H + P - i * S);
        const __global float *kernels[TR];
        UNROLL for (int a = 0; a < TR; a++) {
            kernels[a] = w + BASE(min(o0 + a, O - 1)) * K * K;
        }
        UNROLL for (int tile = 0; tile < TILES_AT_ONCE(OW); tile++) {
            const int j0 = (t % J_TILES * TILES_AT_ONCE(OW) + tile) * TJ;
            real sum[TR][TJ];
            UNROLL for (int a = 0; a < TR; a++) {
                UNROLL for (int e = 0; e < TJ; e++) {
                    sum[a][e] = (real)(b[min(o0 + a, O - 1)]);
                }
            }
            for (int k = FIRST(o0); k < END(o0); k++) {
                for (int u = u_from; u < u_end; u++) {
                    const SPACE_x real *row = x + ((n * C + CHANNEL(k)) * H + i * S - P + u) * W;
                    UNROLL for (int v = 0; v < K; v++) {
                        UNROLL for (int a = 0; a < TR; a++) {
                            const real weight = (real)(kernels[a][(OFFSET(k) * K + u) * K + v]);
                            UNROLL for (int e = 0; e < TJ; e++) {
                                const int q = (j0 + e) * S - P + v;
                                if (q >= 0 && q < W) {
                                    sum[a][e] = FMA(weight, row[q], sum[a][e]);
                                }
                            }
                        }
                    }
                }
            }
            UNROLL for (int a = 0; a < TR; a++) {
                UNROLL for (int e = 0; e < TJ; e++) {
                    if (o0 + a < O && j0 + e < OW) {
                        PUT(((n * O + o0 + a) * OH + i) * OW + j0 + e, sum[a][e]);
                    }
                }
            }
        }
    }
}

//# BY_SAMPLE Conv2dBackwardInput(in real dy[O][OH][OW], in float w[O][C][K][K], result real dx[C][H][W])
//# BY_SAMPLE TableConv2dBackwardInput(in real dy[O][OH][OW], in float w[E][K][K], result real dx[C][H][W])
// dx[c,r,q] = Σ_o Σ_{u,v} w[o,c,u,v] dy[o,i,j] where i·S−P+u = r and j·S−P+v = q
{
    enum { C_TILES = CEIL_DIV(C, TR), J_TILES = TILES_APART(W) };
    for (int t = item; t < SAMPLES * C_TILES * H * J_TILES; t += items) {
        const int r = t / J_TILES % H, c0 = t / (J_TILES * H) % C_TILES * TR, n = t / (J_TILES * H * C_TILES);
        const __global float *kernels[TR];
        UNROLL for (int a = 0; a < TR; a++) {
            kernels[a] = w + BASE(min(c0 + a, C - 1)) * K * K;
        }
        UNROLL for (int tile = 0; tile < TILES_AT_ONCE(W); tile++) {
            const int q0 = (t % J_TILES * TILES_AT_ONCE(W) + tile) * TJ;
            real sum[TR][TJ];
            UNROLL for (int a = 0; a < TR; a++) {
                UNROLL for (int e = 0; e < TJ; e++) {
                    sum[a][e] = (real)(0.0f);
                }
            }
            for (int k = FIRST(c0); k < END(c0); k++) {
                for (int u = 0; u < K; u++) {
                    const int i = (r + P - u) / S;
                    if (r + P - u < 0 || i * S != r + P - u || i >= OH) {
                        continue;
                    }
                    const SPACE_dy real *row = dy + ((n * O + CHANNEL(k)) * OH + i) * OW;
                    UNROLL for (int v = 0; v < K; v++) {
                        UNROLL for (int a = 0; a < TR; a++) {
                            const real weight = (real)(kernels[a][(OFFSET(k) * K + u) * K + v]);
                            UNROLL for (int e = 0; e < TJ; e++) {
                                const int j = (q0 + e + P - v) / S;
                                if (q0 + e + P - v >= 0 && j * S == q0 + e + P - v && j < OW) {
                                    sum[a][e] = FMA(weight, row[j], sum[a][e]);
                                }
                            }
                        }
                    }
                }
            }
            UNROLL for (int a = 0; a < TR; a++) {
                UNROLL for (int e = 0; e < TJ; e++) {
                    if (c0 + a < C && q0 + e < W) {
                        PUT(((n * C + c0 + a) * H + r) * W + q0 + e, sum[a][e]);
                    }
                }
            }
        }
    }
}

//# TASKS Conv2dBackwardWeight(in real x[C][H][W], in real dy[O][OH][OW], result float dw[O][C][K][K])
//# TASKS TableConv2dBackwardWeight(in real x[C][H][W], in real dy[O][OH][OW], result float dw[E][K][K])
// dw[o,c,u,v] = Σ_{n,i,j} dy[n,o,i,j] x[n,c,i·S−P+u,j·S−P+v]; a task is one u of TR kernels k from INPUT(k) to
// OUTPUT(k) and the channels after it; KERNEL(k, o) is the place in w of the one that leads to o
{
    const int u = task % K, k = task / K, c = INPUT(k), o0 = OUTPUT(k);
#if PHASE != STORE
    real sum[TR][K];
    UNROLL for (int a = 0; a < TR; a++) {
        UNROLL for (int v = 0; v < K; v++) {
            sum[a][v] = (real)(0.0f);
        }
    }
    for (int line = item < PARTS ? item : GROUPS * OH; line < GROUPS * OH; line += PARTS) {
        const int n = line / OH, i = line % OH, r = i * S - P + u;
        if (r < 0 || r >= H) {
            continue;
        }
        const SPACE_x real *row = x + ((n * C + c) * H + r) * W;
        const SPACE_dy real *deltas = dy + (n * O * OH + i) * OW;
#if UNROLL_LINE
        UNROLL
#endif
        for (int j = 0; j < OW; j++) {
            real delta[TR];
            UNROLL for (int a = 0; a < TR; a++) {
                delta[a] = deltas[min(o0 + a, O - 1) * OH * OW + j];
            }
            UNROLL for (int v = 0; v < K; v++) {
                const int q = j * S - P + v;
                if (q >= 0 && q < W) {
                    UNROLL for (int a = 0; a < TR; a++) {
                        sum[a][v] = FMA(delta[a], row[q], sum[a][v]);
                    }
                }
            }
        }
    }
#endif
#if PHASE == WHOLE
    UNROLL for (int a = 0; a < TR; a++) {
        UNROLL for (int v = 0; v < K; v++) {
            if (o0 + a < O) {
                PUT((KERNEL(k, o0 + a) * K + u) * K + v, sum_of_lanes(sum[a][v]));
            }
        }
    }
#elif PHASE == SUM
    if (item < PARTS) {
        UNROLL for (int a = 0; a < TR; a++) {
            UNROLL for (int v = 0; v < K; v++) {
                scratch[item * TR * K + a * K + v] = sum[a][v];
            }
        }
    }
#else
    for (int e = item; e < TR * K; e += ITEMS) {
        if (o0 + e / K < O) {
            PUT((KERNEL(k, o0 + e / K) * K + u) * K + e % K, scratch[e]);
        }
    }
#endif
}

//# TASKS ChannelSum(in real dy[O][PLANE], result float db[O])
// db[o] = Σ_{n,i,j} dy[n,o,i,j]; a task is one o
{
#if PHASE != STORE
    real sum[4] = {(real)(0.0f), (real)(0.0f), (real)(0.0f), (real)(0.0f)};
    for (int n = item; n < GROUPS; n += PARTS) {
        const SPACE_dy real *plane = dy + (n * O + task) * PLANE;
        for (int e = 0; e + 3 < PLANE; e += 4) {
            UNROLL for (int a = 0; a < 4; a++) {
                sum[a] += plane[e + a];
            }
        }
        for (int e = PLANE / 4 * 4; e < PLANE; e++) {
            sum[0] += plane[e];
        }
    }
    const real total = (sum[0] + sum[1]) + (sum[2] + sum[3]);
#endif
#if PHASE == WHOLE
    PUT(task, sum_of_lanes(total));
#elif PHASE == SUM
    scratch[item] = total;
#else
    if (item == 0) {
        PUT(task, scratch[0]);
    }
#endif
}
