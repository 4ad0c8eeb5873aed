// Losses, their gradients, and hits. A work-item takes a whole sample (or group of samples) at a time: the rows are
// short. Derivations: docs/derivations.md, "Losses".

// Which of the K numbers is the largest: the first of equal ones, and the first NaN before every number.
#define LARGEST(z, best, place)                                                        \
    real best = (z)[0];                                                                \
    integer place = (integer)(0);                                                      \
    for (int k = 1; k < K; k++) {                                                      \
        const real value = (z)[k];                                                     \
        const integer better = (value > best) | (isnan(value) & isequal(best, best)); \
        best = better ? value : best;                                                  \
        place = better ? (integer)(k) : place;                                         \
    }

//# BY_SAMPLE SoftmaxCrossEntropyForward(in real logits[K], in integer labels, result real losses)
// losses = log(1 + Σ_{k≠m} e^(z_k − z_m)) + (z_m − z_label), z_m the largest
{
    for (int n = item; n < SAMPLES; n += items) {
        const SPACE_logits real *z = logits + n * K;
        LARGEST(z, top, place)
        real others = (real)(0.0f), own = (real)(0.0f);
        for (int k = 0; k < K; k++) {
            others += place == (integer)(k) ? (real)(0.0f) : exp_of(z[k] - top);
            own = labels[n] == (integer)(k) ? z[k] : own;
        }
        PUT(n, log1p_of(others) + (top - own));
    }
}

//# BY_SAMPLE SoftmaxCrossEntropyBackward(in real logits[K], in integer labels, result real dLogits[K])
// dz_k = SCALE (a_k − 1[k = label]), a = softmax(z); at the label as −Σ of the other a, which does not cancel
{
    for (int n = item; n < SAMPLES; n += items) {
        const SPACE_logits real *z = logits + n * K;
        const integer present = lanes_below(BATCH - (first + n) * LANES);
        LARGEST(z, top, place)
        real others = (real)(0.0f), own = (real)(0.0f);
        for (int k = 0; k < K; k++) {
            const real e = exp_of(z[k] - top);
            others += labels[n] == (integer)(k) ? (real)(0.0f) : e;
            own = labels[n] == (integer)(k) ? e : own;
        }
        const real factor = (real)(SCALE) / (others + own);
        for (int k = 0; k < K; k++) {
            const real gradient = factor * (labels[n] == (integer)(k) ? -others : exp_of(z[k] - top));
            PUT(n * K + k, present ? gradient : (real)(0.0f));
        }
    }
}

//# BY_SAMPLE ClassHits(in real logits[K], in integer labels, out integer hits)
// hits = 1 where the largest logit is the label's
{
    for (int n = item; n < SAMPLES; n += items) {
        LARGEST(logits + n * K, top, place)
        hits[n] = labels[n] == place ? (integer)(1) : (integer)(0);
    }
}

//# BY_SAMPLE ScoreLossForward(in real scores[K], in real targets[K], result real losses)
// losses = (1/K) Σ_j l(z_j, y_j)
{
    for (int n = item; n < SAMPLES; n += items) {
        real sum = (real)(0.0f);
        for (int k = 0; k < K; k++) {
            sum += LOSS(scores[n * K + k], targets[n * K + k]);
        }
        PUT(n, sum * (real)(1.0f / K));
    }
}

//# BY_SAMPLE ScoreLossBackward(in real scores[K], in real targets[K], result real dScores[K])
// dz_j = factor · ∂l/∂z(z_j, y_j)
{
    for (int e = item; e < SAMPLES * K; e += items) {
        const integer present = lanes_below(BATCH - (first + e / K) * LANES);
        PUT(e, present ? SLOPE(scores[e], targets[e]) : (real)(0.0f));
    }
}

//# BY_SAMPLE ScoreHits(in real scores, in real targets, out integer hits)
// hits = 1 where score and target lie on the same side of their thresholds
{
    for (int n = item; n < SAMPLES; n += items) {
        const integer positive = scores[n] > (real)(SCORE_THRESHOLD) ? (integer)(1) : (integer)(0);
        const integer wanted = targets[n] > (real)(TARGET_THRESHOLD) ? (integer)(1) : (integer)(0);
        hits[n] = positive == wanted ? (integer)(1) : (integer)(0);
    }
}
