// The batch of a step, from the data that stays on the device.

//# BY_SAMPLE GatherRows(in float data, in int order, in int position, result real batch[SIZE])
// batch[n, e] = data[order[position[0] + n], e]; zeros in the lanes beyond the last sample
{
#if LANES == 1
    for (int e = item; e < SAMPLES * SIZE; e += items) {
        const int row = order[position[0] + first + e / SIZE];
        PUT(e, data[(size_t)row * SIZE + e % SIZE]);
    }
#else
    for (int n = 0; n < SAMPLES; n++) {
        const int sample = (first + n) * LANES;
        size_t start[LANES];
        UNROLL for (int lane = 0; lane < LANES; lane++) {
            start[lane] = sample + lane < BATCH ? (size_t)order[position[0] + sample + lane] * SIZE : 0;
        }
        const integer present = lanes_below(BATCH - sample);
        for (int e = item; e < SIZE; e += items) {
            float value[LANES];
            UNROLL for (int lane = 0; lane < LANES; lane++) {
                value[lane] = data[start[lane] + e];
            }
            const real all = vload16(0, value);
            PUT(n * SIZE + e, present ? all : (real)(0.0f));
        }
    }
#endif
}

//# BY_SAMPLE Locate(in int order, in int position, out integer places)
// places[n] = order[position[0] + n], the sample's row in the data, for routines that read it there; the last once more
// in the lanes beyond
{
    for (int e = item; e < SAMPLES * LANES; e += items) {
        ((SPACE_places shared_int *)places)[e] = order[position[0] + min(first * LANES + e, BATCH - 1)];
    }
}

//# BY_SAMPLE GatherLabels(in int labels, in int order, in int position, out integer batch)
// batch[n] = labels[order[position[0] + n]]; zeros in the lanes beyond the last sample
{
    for (int e = item; e < SAMPLES * LANES; e += items) {
        const int sample = first * LANES + e;
        ((SPACE_batch shared_int *)batch)[e] = sample < BATCH ? labels[order[position[0] + sample]] : 0;
    }
}

//# BY_SAMPLE Pack(in float rows, out real packed[SIZE])
// rows [BATCH][SIZE] into groups of lanes; zeros in the lanes beyond the last sample
{
    for (int e = item; e < SAMPLES * SIZE * LANES; e += items) {
        const int lane = e % LANES, place = e / LANES % SIZE, n = e / LANES / SIZE;
        const int sample = (first + n) * LANES + lane;
        ((SPACE_packed ELEMENT *)packed)[e] = sample < BATCH ? rows[(size_t)sample * SIZE + place] : 0;
    }
}

//# BY_SAMPLE Unpack(in real packed[SIZE], out float rows)
// groups of lanes into rows [BATCH][SIZE]
{
    for (int e = item; e < SAMPLES * LANES * SIZE; e += items) {
        const int place = e % SIZE, sample = first * LANES + e / SIZE;
        if (sample < BATCH) {
            const int group = e / SIZE / LANES, lane = e / SIZE % LANES;
            rows[(size_t)sample * SIZE + place] =
                    ((const SPACE_packed ELEMENT *)packed)[(group * SIZE + place) * LANES + lane];
        }
    }
}

//# SEQUENCE Advance(inout int position)
// position[0] += samples; position[1] += 1
{
#if PHASE != SUM
    if (item == 0) {
        position[0] += BATCH;
        position[1] += 1;
    }
#endif
}

//# BY_SAMPLE TakeRate(in float rates, in int position, out float rate)
// rate[0] = rates[position[1]]
{
    if (first == 0 && item == 0) {
        rate[0] = rates[position[1]];
    }
}

//# BY_SAMPLE CountStep(inout float number)
// number[0] += 1
{
    if (first == 0 && item == 0) {
        number[0] += 1.0f;
    }
}
