// Convolution in which each output channel sees only the input channels that a table gives it: a connection e leads from channel INPUTS[e] to
// channel OUTPUTS[e] through its own kernel w[e]. Shapes and tiles as in convolution.cl; w [E][K][K].
// Derivations: docs/derivations.md, "With a connection table".

//# TableConv2dForward: y[o,i,j] = b[o] + Σ over the connections e of o of Σ_{u,v} w[e,u,v] x[INPUTS[e],i·S−P+u,j·S−P+v]
{
    for (int t = item; t < SAMPLES * O * OH * J_OUTER; t += items) {
        const int i = t / J_OUTER % OH, o = t / (J_OUTER * OH) % O, n = t / (J_OUTER * OH * O);
        const int u_from = max(0, P - i * S), u_end = min(K, H + P - i * S);
        UNROLL for (int tile = 0; tile < J_INNER; tile++) {
            const int j0 = (t % J_OUTER * J_INNER + tile) * TJ;
            real sum[TJ];
            UNROLL for (int e = 0; e < TJ; e++) {
                sum[e] = (real)(b[o]);
            }
            for (int k = STARTS[o]; k < STARTS[o + 1]; k++) {
                for (int u = u_from; u < u_end; u++) {
                    const SPACE_x real *row = x + ((n * C + INPUTS[k]) * H + i * S - P + u) * W;
                    UNROLL for (int v = 0; v < K; v++) {
                        const real weight = (real)(w[(k * K + u) * K + v]);
                        UNROLL for (int e = 0; e < TJ; e++) {
                            const int q = (j0 + e) * S - P + v;
                            if (q >= 0 && q < W) {
                                sum[e] = FMA(weight, row[q], sum[e]);
                            }
                        }
                    }
                }
            }
            UNROLL for (int e = 0; e < TJ; e++) {
                if (j0 + e < OW) {
                    PUT(((n * O + o) * OH + i) * OW + j0 + e, sum[e]);
                }
            }
        }
    }
}

//# TableConv2dBackwardInput: dx[c,r,q] = Σ over the connections e of c of Σ_{u,v} w[e,u,v] dy[OUTPUTS[e],i,j]
{
    for (int t = item; t < SAMPLES * C * H * J_OUTER; t += items) {
        const int r = t / J_OUTER % H, c = t / (J_OUTER * H) % C, n = t / (J_OUTER * H * C);
        UNROLL for (int tile = 0; tile < J_INNER; tile++) {
            const int q0 = (t % J_OUTER * J_INNER + tile) * TJ;
            real sum[TJ];
            UNROLL for (int e = 0; e < TJ; e++) {
                sum[e] = (real)(0.0f);
            }
            for (int place = STARTS_BY_INPUT[c]; place < STARTS_BY_INPUT[c + 1]; place++) {
                const int k = BY_INPUT[place];
                for (int u = 0; u < K; u++) {
                    const int i = (r + P - u) / S;
                    if (r + P - u < 0 || i * S != r + P - u || i >= OH) {
                        continue;
                    }
                    const SPACE_dy real *row = dy + ((n * O + OUTPUTS[k]) * OH + i) * OW;
                    UNROLL for (int v = 0; v < K; v++) {
                        const real weight = (real)(w[(k * K + u) * K + v]);
                        UNROLL for (int e = 0; e < TJ; e++) {
                            const int j = (q0 + e + P - v) / S;
                            if (q0 + e + P - v >= 0 && j * S == q0 + e + P - v && j < OW) {
                                sum[e] = FMA(weight, row[j], sum[e]);
                            }
                        }
                    }
                }
            }
            UNROLL for (int e = 0; e < TJ; e++) {
                if (q0 + e < W) {
                    PUT(((n * C + c) * H + r) * W + q0 + e, sum[e]);
                }
            }
        }
    }
}

//# TableConv2dBackwardWeight: dw[e,u,v] = Σ_{n,i,j} dy[n,OUTPUTS[e],i,j] x[n,INPUTS[e],i·S−P+u,j·S−P+v]; a task is one e and one u
{
    const int u = task % K, k = task / K;
#if PHASE != STORE
    real sum[K];
    UNROLL for (int v = 0; v < K; v++) {
        sum[v] = (real)(0.0f);
    }
    for (int line = item < PARTS ? item : GROUPS * OH; line < GROUPS * OH; line += PARTS) {
        const int n = line / OH, i = line % OH, r = i * S - P + u;
        if (r < 0 || r >= H) {
            continue;
        }
        const SPACE_x real *row = x + ((n * C + INPUTS[k]) * H + r) * W;
        const SPACE_dy real *deltas = dy + ((n * O + OUTPUTS[k]) * OH + i) * OW;
#if UNROLL_LINE
        UNROLL
#endif
        for (int j = 0; j < OW; j++) {
            UNROLL for (int v = 0; v < K; v++) {
                const int q = j * S - P + v;
                if (q >= 0 && q < W) {
                    sum[v] = FMA(deltas[j], row[q], sum[v]);
                }
            }
        }
    }
#endif
#if PHASE == WHOLE
    UNROLL for (int v = 0; v < K; v++) {
        PUT((k * K + u) * K + v, sum_of_lanes(sum[v]));
    }
#elif PHASE == SUM
    if (item < PARTS) {
        UNROLL for (int v = 0; v < K; v++) {
            scratch[item * K + v] = sum[v];
        }
    }
#else
    for (int v = item; v < K; v += ITEMS) {
        PUT((k * K + u) * K + v, scratch[v]);
    }
#endif
}
