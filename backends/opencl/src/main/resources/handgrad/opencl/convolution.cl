// Convolution, window K × K, stride S, padding P, and its gradients. x [SAMPLES][C][H][W], w [O][C][K][K], y [SAMPLES][O][OH][OW].
// The summed routines run in phases, as prelude.cl explains.
//
// A tile of sums stays in registers: TO (or TC) channels by TJ columns, so that each number of the image serves TO sums and each weight TJ.
// On a CPU the J_INNER tiles of a line are unrolled, so that the tests for the padding are constants, and the compiler drops them; on a GPU
// the J_OUTER tiles of a line go to different work-items.
// Derivations: docs/derivations.md, "Convolution".

//# Conv2dForward: y[o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] x[c,i·S−P+u,j·S−P+v]
{
    for (int t = item; t < SAMPLES * O_TILES * OH * J_OUTER; t += items) {
        const int i = t / J_OUTER % OH, o0 = t / (J_OUTER * OH) % O_TILES * TO, n = t / (J_OUTER * OH * O_TILES);
        const int u_from = max(0, P - i * S), u_end = min(K, H + P - i * S);
        const __global float *kernels[TO];
        UNROLL for (int a = 0; a < TO; a++) {
            kernels[a] = w + min(o0 + a, O - 1) * C * K * K;
        }
        UNROLL for (int tile = 0; tile < J_INNER; tile++) {
            const int j0 = (t % J_OUTER * J_INNER + tile) * TJ;
            real sum[TO][TJ];
            UNROLL for (int a = 0; a < TO; a++) {
                UNROLL for (int e = 0; e < TJ; e++) {
                    sum[a][e] = (real)(b[min(o0 + a, O - 1)]);
                }
            }
            for (int c = 0; c < C; c++) {
                for (int u = u_from; u < u_end; u++) {
                    const SPACE_x real *row = x + ((n * C + c) * H + i * S - P + u) * W;
                    UNROLL for (int v = 0; v < K; v++) {
                        UNROLL for (int a = 0; a < TO; a++) {
                            const real weight = (real)(kernels[a][(c * K + u) * K + v]);
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
            UNROLL for (int a = 0; a < TO; a++) {
                UNROLL for (int e = 0; e < TJ; e++) {
                    if (o0 + a < O && j0 + e < OW) {
                        PUT(((n * O + o0 + a) * OH + i) * OW + j0 + e, sum[a][e]);
                    }
                }
            }
        }
    }
}

//# Conv2dBackwardInput: dx[c,r,q] = Σ_o Σ_{u,v} w[o,c,u,v] dy[o,i,j] where i·S−P+u = r and j·S−P+v = q
{
    for (int t = item; t < SAMPLES * C_TILES * H * J_OUTER; t += items) {
        const int r = t / J_OUTER % H, c0 = t / (J_OUTER * H) % C_TILES * TC, n = t / (J_OUTER * H * C_TILES);
        const __global float *kernels[TC];
        UNROLL for (int a = 0; a < TC; a++) {
            kernels[a] = w + min(c0 + a, C - 1) * K * K;
        }
        UNROLL for (int tile = 0; tile < J_INNER; tile++) {
            const int q0 = (t % J_OUTER * J_INNER + tile) * TJ;
            real sum[TC][TJ];
            UNROLL for (int a = 0; a < TC; a++) {
                UNROLL for (int e = 0; e < TJ; e++) {
                    sum[a][e] = (real)(0.0f);
                }
            }
            for (int o = 0; o < O; o++) {
                for (int u = 0; u < K; u++) {
                    const int i = (r + P - u) / S;
                    if (r + P - u < 0 || i * S != r + P - u || i >= OH) {
                        continue;
                    }
                    const SPACE_dy real *row = dy + ((n * O + o) * OH + i) * OW;
                    UNROLL for (int v = 0; v < K; v++) {
                        UNROLL for (int a = 0; a < TC; a++) {
                            const real weight = (real)(kernels[a][(o * C * K + u) * K + v]);
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
            UNROLL for (int a = 0; a < TC; a++) {
                UNROLL for (int e = 0; e < TJ; e++) {
                    if (c0 + a < C && q0 + e < W) {
                        PUT(((n * C + c0 + a) * H + r) * W + q0 + e, sum[a][e]);
                    }
                }
            }
        }
    }
}

//# Conv2dBackwardWeight: dw[o,c,u,v] = Σ_{n,i,j} dy[n,o,i,j] x[n,c,i·S−P+u,j·S−P+v]; a task is TO outputs, one c and one u
{
    const int u = task % K, c = task / K % C, o0 = task / (K * C) * TO;
#if PHASE != STORE
    real sum[TO][K];
    UNROLL for (int a = 0; a < TO; a++) {
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
            real delta[TO];
            UNROLL for (int a = 0; a < TO; a++) {
                delta[a] = deltas[min(o0 + a, O - 1) * OH * OW + j];
            }
            UNROLL for (int v = 0; v < K; v++) {
                const int q = j * S - P + v;
                if (q >= 0 && q < W) {
                    UNROLL for (int a = 0; a < TO; a++) {
                        sum[a][v] = FMA(delta[a], row[q], sum[a][v]);
                    }
                }
            }
        }
    }
#endif
#if PHASE == WHOLE
    UNROLL for (int a = 0; a < TO; a++) {
        UNROLL for (int v = 0; v < K; v++) {
            if (o0 + a < O) {
                PUT((((o0 + a) * C + c) * K + u) * K + v, sum_of_lanes(sum[a][v]));
            }
        }
    }
#elif PHASE == SUM
    if (item < PARTS) {
        UNROLL for (int a = 0; a < TO; a++) {
            UNROLL for (int v = 0; v < K; v++) {
                scratch[item * TO * K + a * K + v] = sum[a][v];
            }
        }
    }
#else
    for (int e = item; e < TO * K; e += ITEMS) {
        if (o0 + e / K < O) {
            PUT((((o0 + e / K) * C + c) * K + u) * K + e % K, scratch[e]);
        }
    }
#endif
}

//# ChannelSum: db[o] = Σ_{n,i,j} dy[n,o,i,j]; a task is one o
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
