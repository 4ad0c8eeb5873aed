// Pooling over windows of K × K, stride S, of each channel, and its gradients, which gather: each input pixel asks the windows that
// contain it. x [SAMPLES][C][H][W], y [SAMPLES][C][OH][OW].

//# AveragePoolForward: y[c,i,j] = (1/K²) Σ x[c,i·S+u,j·S+v]
{
    for (int t = item; t < SAMPLES * C * OH * OW; t += items) {
        const int j = t % OW, i = t / OW % OH, channel = t / (OH * OW);
        const SPACE_x real *corner = x + (channel * H + i * S) * W + j * S;
        real sum = (real)(0.0f);
        UNROLL for (int u = 0; u < K; u++) {
            UNROLL for (int v = 0; v < K; v++) {
                sum += corner[u * W + v];
            }
        }
        PUT(t, sum * (real)(1.0f / (K * K)));
    }
}

//# AveragePoolBackward: dx[c,r,q] = (1/K²) Σ over the windows that contain (r, q) of dy[c,i,j]
{
    for (int t = item; t < SAMPLES * C * H * W; t += items) {
        const int q = t % W, r = t / W % H, channel = t / (H * W);
        const int i_from = r < K ? 0 : (r - K) / S + 1, i_to = min(r / S, OH - 1);
        const int j_from = q < K ? 0 : (q - K) / S + 1, j_to = min(q / S, OW - 1);
        real sum = (real)(0.0f);
        for (int i = i_from; i <= i_to; i++) {
            for (int j = j_from; j <= j_to; j++) {
                sum += dy[(channel * OH + i) * OW + j];
            }
        }
        PUT(t, sum * (real)(1.0f / (K * K)));
    }
}

//# MaxPoolForward: y[c,i,j] = max x[c,i·S+u,j·S+v], winner its place r·W + q; the first of equal ones, NaN before every number
{
    for (int t = item; t < SAMPLES * C * OH * OW; t += items) {
        const int j = t % OW, i = t / OW % OH, channel = t / (OH * OW);
        const SPACE_x real *image = x + channel * H * W;
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
        winner[t] = place;
        PUT(t, best);
    }
}

//# MaxPoolBackward: dx[c,r,q] = Σ over the windows whose winner is (r, q) of dy[c,i,j]
{
    for (int t = item; t < SAMPLES * C * H * W; t += items) {
        const int q = t % W, r = t / W % H, channel = t / (H * W);
        const int i_from = r < K ? 0 : (r - K) / S + 1, i_to = min(r / S, OH - 1);
        const int j_from = q < K ? 0 : (q - K) / S + 1, j_to = min(q / S, OW - 1);
        real sum = (real)(0.0f);
        for (int i = i_from; i <= i_to; i++) {
            for (int j = j_from; j <= j_to; j++) {
                const int window = (channel * OH + i) * OW + j;
                sum += winner[window] == (integer)(r * W + q) ? dy[window] : (real)(0.0f);
            }
        }
        PUT(t, sum);
    }
}
