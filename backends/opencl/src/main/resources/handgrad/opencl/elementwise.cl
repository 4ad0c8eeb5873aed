// Element by element: what no other routine could take over as the last thing that it does with an element.

//# BY_SAMPLE Elementwise(in real x[SIZE], result real y[SIZE])
// y = epilogue(x), the elements of SAMPLES samples
{
    for (int e = item; e < SAMPLES * SIZE; e += items) {
        PUT(e, x[e]);
    }
}

//# TASKS ElementwiseWhole(in float x[SIZE], result float y[SIZE])
// y = epilogue(x), the elements of a parameter; a task is CHUNK of them
{
    const int end = min(SIZE, (task + 1) * CHUNK);
#if LANES == 16
    const int vectors_end = end / 16 * 16;
    for (int e = task * CHUNK; e < vectors_end; e += 16) {
        PUT16(e, LOAD16(x + e));
    }
    for (int e = max(task * CHUNK, vectors_end); e < end; e++) {
        PUT(e, x[e]);
    }
#else
    for (int e = task * CHUNK + item; e < end; e += ITEMS) {
        PUT(e, x[e]);
    }
#endif
}
