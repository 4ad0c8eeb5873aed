// What a step notes down in slot position[1] of the histories: a work-group's PARTS items share a sum, which runs in a
// fixed order.

// Adds a number to a sum and keeps in lost what the sum's last digits could not hold (Kahan 1965). An infinite sum must
// not turn into NaN by inf − inf.
#define ADD_COMPENSATED(sum, lost, number)                          \
    {                                                               \
        const float corrected = (number) - lost;                    \
        const float next = sum + corrected;                         \
        lost = isfinite(next) ? (next - sum) - corrected : 0.0f;    \
        sum = next;                                                 \
    }

// The compensated sum of the parts' sums and what they lost, in their order.
INLINE float sum_compensated(const __local float *scratch, int parts) {
    float sum = scratch[0], lost = scratch[1];
    for (int part = 1; part < parts; part++) {
        ADD_COMPENSATED(sum, lost, scratch[2 * part]);
        ADD_COMPENSATED(sum, lost, -scratch[2 * part + 1]);
    }
    return sum;
}

//# SEQUENCE RecordLoss(in real losses, in int position, out float history)
// history[position[1]] = Σ_n losses[n]
{
#if PHASE != STORE
    float sum = 0.0f, lost = 0.0f;
    for (int n = item; n < BATCH; n += PARTS) {
        ADD_COMPENSATED(sum, lost, ((const SPACE_losses shared_float *)losses)[n]);
    }
#endif
#if PHASE == WHOLE
    history[position[1]] = sum;
#elif PHASE == SUM
    scratch[2 * item] = sum;
    scratch[2 * item + 1] = lost;
#else
    if (item == 0) {
        history[position[1]] = sum_compensated(scratch, PARTS);
    }
#endif
}

//# SEQUENCE RecordPenalty(in float w[SIZE], in float lambda, in int position, inout float history)
// history[position[1]] += BATCH · lambda[0] · Σ r(w), by one item in 16 sums in turn and a tree over them, as the cpu
// backend does
{
#if PHASE == WHOLE
    float sums[16] = {0.0f};
#if LANES == 16
    float16 sum = (float16)(0.0f);
    for (int e = 0; e < SIZE / 16 * 16; e += 16) {
        sum = ADDED(LOAD16(w + e), sum);
    }
    vstore16(sum, 0, sums);
#else
    for (int e = 0; e < SIZE / 16 * 16; e += 16) {
        UNROLL for (int l = 0; l < 16; l++) {
            sums[l] = ADDED(w[e + l], sums[l]);
        }
    }
#endif
    for (int e = SIZE / 16 * 16; e < SIZE; e++) {
        sums[e % 16] = ADDED(w[e], sums[e % 16]);
    }
    float pairs[8];
    UNROLL for (int l = 0; l < 8; l++) {
        pairs[l] = sums[l] + sums[l + 8];
    }
    history[position[1]] += (float)(BATCH) * lambda[0]
            * (((pairs[0] + pairs[4]) + (pairs[2] + pairs[6])) + ((pairs[1] + pairs[5]) + (pairs[3] + pairs[7])));
#elif PHASE == SUM
    float sum = 0.0f, lost = 0.0f;
    for (int e = item; e < SIZE; e += PARTS) {
        ADD_COMPENSATED(sum, lost, TERM(w[e]));
    }
    scratch[2 * item] = sum;
    scratch[2 * item + 1] = lost;
#else
    if (item == 0) {
        history[position[1]] += (float)(BATCH) * lambda[0] * sum_compensated(scratch, PARTS);
    }
#endif
}

//# SEQUENCE RecordHits(in integer hits, in int position, out int history)
// history[position[1]] = Σ_n hits[n]
{
#if PHASE != STORE
    int sum = 0;
    for (int n = item; n < BATCH; n += PARTS) {
        sum += ((const SPACE_hits shared_int *)hits)[n];
    }
#endif
#if PHASE == WHOLE
    history[position[1]] = sum;
#elif PHASE == SUM
    ((__local shared_int *)scratch)[item] = sum;
#else
    if (item == 0) {
        int sum = 0;
        for (int part = 0; part < PARTS; part++) {
            sum += ((const __local shared_int *)scratch)[part];
        }
        history[position[1]] = sum;
    }
#endif
}
