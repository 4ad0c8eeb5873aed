// What a device can do at most: chains of fused multiply-adds in registers, and copying.

// Each work-item does rounds x 8 FMAs on float16, that is, 2 x 16 flops each; eight independent chains hide the
// latency.
__kernel void arithmetic(__global float *sums, const float factor, const float term, const int rounds) {
    const float start = (float) get_global_id(0);
    float16 a = start, b = start + 1, c = start + 2, d = start + 3;
    float16 e = start + 4, f = start + 5, g = start + 6, h = start + 7;
    const float16 x = factor, y = term;
    for (int round = 0; round < rounds; round++) {
        a = fma(a, x, y);
        b = fma(b, x, y);
        c = fma(c, x, y);
        d = fma(d, x, y);
        e = fma(e, x, y);
        f = fma(f, x, y);
        g = fma(g, x, y);
        h = fma(h, x, y);
    }
    const float16 all = a + b + c + d + e + f + g + h;
    const float8 half_of_it = all.lo + all.hi;
    const float4 quarter = half_of_it.lo + half_of_it.hi;
    sums[get_global_id(0)] = quarter.x + quarter.y + quarter.z + quarter.w;
}

// Neighbouring work-items copy neighbouring floats, as a GPU's memory likes it; rounds times, so that a small array
// stays in the cache.
__kernel void copying(__global const float4 *from, __global float4 *to, const int count, const int rounds) {
    for (int round = 0; round < rounds; round++) {
        for (int i = get_global_id(0); i < count; i += get_global_size(0)) {
            to[i] = from[i] + (float4) (round);
        }
    }
}

// Each work-item copies a stretch, as a processor's memory likes it.
__kernel void copying_stretches(__global const float4 *from, __global float4 *to, const int count, const int rounds) {
    const int length = (count + get_global_size(0) - 1) / get_global_size(0);
    const int start = min(count, (int) get_global_id(0) * length), end = min(count, start + length);
    for (int round = 0; round < rounds; round++) {
        for (int i = start; i < end; i++) {
            to[i] = from[i] + (float4) (round);
        }
    }
}
