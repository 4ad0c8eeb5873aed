// Pooling over windows of K × K, stride S, of each channel, and its gradients, which gather: each input pixel asks the
// windows that contain it. A work-item takes TJ neighbours of a line: all on a CPU, one on a GPU.
// Derivations: docs/derivations.md, "Pooling".

// The windows that contain a line (or column): from the first to the last, both included.
INLINE int first_window(int line, int size, int stride) {
    return line < size ? 0 : (line - size) / stride + 1;
}

INLINE int last_window(int line, int stride, int windows) {
    return min(line / stride, windows - 1);
}

//# BY_SAMPLE AveragePoolForward(in real x[C][H][W], result real y[C][OH][OW])
// y[c,i,j] = (1/K²) Σ x[c,i·S+u,j·S+v]
{
    enum { J_TILES = CEIL_DIV(OW, TJ) };
    for (int t = item; t < SAMPLES * C * OH * J_TILES; t += items) {
        const int j0 = t % J_TILES * TJ, i = t / J_TILES % OH, channel = t / (J_TILES * OH);
        for (int j = j0; j < min(j0 + TJ, OW); j++) {
            const SPACE_x real *corner = x + (channel * H + i * S) * W + j * S;
            real sum = (real)(0.0f);
            UNROLL for (int u = 0; u < K; u++) {
                UNROLL for (int v = 0; v < K; v++) {
                    sum += corner[u * W + v];
                }
            }
            PUT((channel * OH + i) * OW + j, sum * (real)(1.0f / (K * K)));
        }
    }
}

//# BY_SAMPLE AveragePoolBackward(in real dy[C][OH][OW], result real dx[C][H][W])
// dx[c,r,q] = (1/K²) Σ over the windows that contain (r, q) of dy[c,i,j]
{
    enum { J_TILES = CEIL_DIV(W, TJ) };
    for (int t = item; t < SAMPLES * C * H * J_TILES; t += items) {
        const int q0 = t % J_TILES * TJ, r = t / J_TILES % H, channel = t / (J_TILES * H);
        const int i_from = first_window(r, K, S), i_to = last_window(r, S, OH);
        for (int q = q0; q < min(q0 + TJ, W); q++) {
            real sum = (real)(0.0f);
            for (int i = i_from; i <= i_to; i++) {
                for (int j = first_window(q, K, S); j <= last_window(q, S, OW); j++) {
                    sum += dy[(channel * OH + i) * OW + j];
                }
            }
            PUT((channel * H + r) * W + q, sum * (real)(1.0f / (K * K)));
        }
    }
}

//# BY_SAMPLE AveragePoolBackwardTiles(in real dy[C][OH][OW], result real dx[C][H][W])
// the same for windows that do not overlap: each pixel has one window, or none
{
    enum { J_TILES = CEIL_DIV(W, TJ) };
    for (int t = item; t < SAMPLES * C * H * J_TILES; t += items) {
        const int q0 = t % J_TILES * TJ, r = t / J_TILES % H, channel = t / (J_TILES * H);
        const int i = r / S;
        const SPACE_dy real *row = dy + (channel * OH + i) * OW;
        for (int q = q0; q < min(q0 + TJ, W); q++) {
            const bool has_window = i < OH && r % S < K && q / S < OW && q % S < K;
            PUT((channel * H + r) * W + q, has_window ? row[q / S] * (real)(1.0f / (K * K)) : (real)(0.0f));
        }
    }
}

//# BY_SAMPLE MaxPoolForward(in real x[C][H][W], result real y[C][OH][OW], out integer winner)
// y[c,i,j] = max x[c,i·S+u,j·S+v], winner its place r·W + q; the first of equal ones, NaN before every number
{
    enum { J_TILES = CEIL_DIV(OW, TJ) };
    for (int t = item; t < SAMPLES * C * OH * J_TILES; t += items) {
        const int j0 = t % J_TILES * TJ, i = t / J_TILES % OH, channel = t / (J_TILES * OH);
        const SPACE_x real *image = x + channel * H * W;
        for (int j = j0; j < min(j0 + TJ, OW); j++) {
            const int corner = i * S * W + j * S;
            real best = image[corner];
            integer place = (integer)(corner);
            UNROLL for (int u = 0; u < K; u++) {
                UNROLL for (int v = 0; v < K; v++) {
                    const real value = image[corner + u * W + v];
                    const integer better = (value > best) | (isnan(value) & isequal(best, best));
                    best = better ? value : best;
                    place = better ? (integer)(corner + u * W + v) : place;
                }
            }
            winner[(channel * OH + i) * OW + j] = place;
            PUT((channel * OH + i) * OW + j, best);
        }
    }
}

//# BY_SAMPLE MaxPoolBackward(in real dy[C][OH][OW], result real dx[C][H][W], in integer winner)
// dx[c,r,q] = Σ over the windows whose winner is (r, q) of dy[c,i,j]
{
    enum { J_TILES = CEIL_DIV(W, TJ) };
    for (int t = item; t < SAMPLES * C * H * J_TILES; t += items) {
        const int q0 = t % J_TILES * TJ, r = t / J_TILES % H, channel = t / (J_TILES * H);
        const int i_from = first_window(r, K, S), i_to = last_window(r, S, OH);
        for (int q = q0; q < min(q0 + TJ, W); q++) {
            real sum = (real)(0.0f);
            for (int i = i_from; i <= i_to; i++) {
                for (int j = first_window(q, K, S); j <= last_window(q, S, OW); j++) {
                    const int window = (channel * OH + i) * OW + j;
                    sum += winner[window] == (integer)(r * W + q) ? dy[window] : (real)(0.0f);
                }
            }
            PUT((channel * H + r) * W + q, sum);
        }
    }
}
