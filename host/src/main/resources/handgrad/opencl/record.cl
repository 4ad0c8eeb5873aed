// What a step notes down in slot position[1] of the histories: a work-group's PARTS items share a sum, which runs in a fixed order.

// Adds a number to a sum and keeps in lost what the sum's last digits could not hold (Kahan 1965). An infinite sum must not turn into NaN by
// inf − inf.
#define ADD_COMPENSATED(sum, lost, number)                          \
    {                                                               \
        const float corrected = (number) - lost;                    \
        const float next = sum + corrected;                         \
        lost = isfinite(next) ? (next - sum) - corrected : 0.0f;    \
        sum = next;                                                 \
    }

// The compensated sum of the parts, in their order. Every item calls it; the result is item 0's.
static inline float sum_compensated(__local float *scratch, float sum, float lost, int parts, int item) {
    scratch[2 * item] = sum;
    scratch[2 * item + 1] = lost;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int part = 1; part < parts && item == 0; part++) {
        ADD_COMPENSATED(sum, lost, scratch[2 * part]);
        ADD_COMPENSATED(sum, lost, -scratch[2 * part + 1]);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    return sum;
}

//# RecordLoss: history[position[1]] = Σ_n losses[n]
{
    float sum = 0.0f, lost = 0.0f;
    for (int n = item; n < BATCH; n += PARTS) {
        ADD_COMPENSATED(sum, lost, ((const SPACE_losses float *)losses)[n]);
    }
#if PARTS > 1
    sum = sum_compensated(scratch, sum, lost, PARTS, item);
#endif
    if (item == 0) {
        history[position[1]] = sum;
    }
}

//# RecordPenalty: history[position[1]] += BATCH · lambda[0] · Σ w²
{
    float sum = 0.0f, lost = 0.0f;
    for (int e = item; e < SIZE; e += PARTS) {
        ADD_COMPENSATED(sum, lost, w[e] * w[e]);
    }
#if PARTS > 1
    sum = sum_compensated(scratch, sum, lost, PARTS, item);
#endif
    if (item == 0) {
        history[position[1]] += (float)(BATCH) * lambda[0] * sum;
    }
}

//# RecordHits: history[position[1]] = Σ_n hits[n]
{
    int sum = 0;
    for (int n = item; n < BATCH; n += PARTS) {
        sum += ((const SPACE_hits int *)hits)[n];
    }
#if PARTS > 1
    __local int *counts = (__local int *)scratch;
    counts[item] = sum;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int part = 1; part < PARTS && item == 0; part++) {
        sum += counts[part];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
#endif
    if (item == 0) {
        history[position[1]] = sum;
    }
}
