// What every generated program begins with. Before it stand LANES, HAS_FMA and, for a GPU-type plan, nothing else.
//
// real is what a routine computes with: one sample (LANES 1, GPUs), or 16 samples side by side in one register (LANES
// 16, CPUs; a sample's element e is lane n of real number e). The routines are written once for both: OpenCL's
// operators, fma, select by ?: and the relational functions work lane by lane.
//
// Rounding: contraction is off, and products are fused with sums exactly where FMA stands, so that a device's compiler
// has no choice to make.
#pragma OPENCL FP_CONTRACT OFF

#if HAS_FMA
#define FMA(a, b, c) fma((a), (b), (c))
#else
#define FMA(a, b, c) ((a) * (b) + (c))
#endif

// Room is shared: where a loss was, a count may lie a moment later, an int in an array of floats. C lets a compiler
// assume that no int lies where a float is read, and move the one past the other; these types forbid it. (Clang, on
// which drivers are built, knows the attribute; of vectors it assumes nothing.)
typedef float __attribute__((may_alias)) shared_float;
typedef int __attribute__((may_alias)) shared_int;

#if LANES == 16
typedef float16 real;
typedef int16 integer;
#define INTEGER_OF(x) convert_int16(x)
#define REAL_OF(i) convert_float16(i)
#define BITS_OF(x) as_int16(x)
#define REAL_OF_BITS(i) as_float16(i)
#else
typedef shared_float real;
typedef shared_int integer;
#define INTEGER_OF(x) convert_int(x)
#define REAL_OF(i) convert_float(i)
#define BITS_OF(x) as_int(x)
#define REAL_OF_BITS(i) as_float(i)
#endif

#define CEIL_DIV(count, size) (((count) + (size) - 1) / (size))
// The groups of lanes that a batch fills.
#define GROUPS CEIL_DIV(BATCH, LANES)

#define UNROLL _Pragma("unroll")
// Inlined without fail: PoCL 3.1 passes float16 arguments of a true call in other registers than the function expects
// them in.
#define INLINE static inline __attribute__((always_inline))
#define ROUTINE INLINE void

// Where a real is 16 floats, a function may be there for other widths as well.
#if LANES == 16
#define OVERLOAD __attribute__((overloadable))
#else
#define OVERLOAD
#endif

// An element, or neighbouring floats of global memory wherever they begin: PoCL's vload16 and vstore16 are four pieces.
typedef float16 loose16 __attribute__((aligned(4)));
#define LOAD1(from) (*(from))
#define STORE1(value, to) (*(to) = (value))
#define LOAD4(from) vload4(0, from)
#define STORE4(value, to) vstore4(value, 0, to)
#define LOAD16(from) (*(const __global loose16 *)(from))
#define STORE16(value, to) (*(__global loose16 *)(to) = (value))

// Asks for the cache line of an address that is going to be read. OpenCL's own prefetch does nothing in PoCL 3.1.
#if LANES == 16 && defined(__clang__)
#define FETCH(address) __builtin_prefetch((const void *)(size_t)(address))
#else
#define FETCH(address)
#endif

// True in the lanes below n, as ?: takes it: the samples that there are, in the last group of a batch.
#if LANES == 16
INLINE int16 lanes_below(int n) {
    return (int16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) < (int16)(n);
}
#else
INLINE int lanes_below(int n) {
    return n > 0;
}
#endif

// ---- Sums over lanes and over the items of a work-group, in a fixed order ----

#if LANES == 16
INLINE float sum_of_lanes(float16 v) {
    const float8 a = v.lo + v.hi;
    const float4 b = a.lo + a.hi;
    const float2 c = b.lo + b.hi;
    return c.x + c.y;
}

// The sums of the lanes of 16 vectors: as sum_of_lanes of each, but all at once, by halving and packing.
INLINE float16 sums_of_lanes(const float16 v[16]) {
    float16 a[8], b[4], c[2];
    UNROLL for (int i = 0; i < 8; i++) {
        a[i] = (float16)(v[2 * i].lo + v[2 * i].hi, v[2 * i + 1].lo + v[2 * i + 1].hi);
    }
    UNROLL for (int i = 0; i < 4; i++) {
        const float16 p = a[2 * i], q = a[2 * i + 1];
        b[i] = (float16)(p.s0123, p.s89ab, q.s0123, q.s89ab) + (float16)(p.s4567, p.scdef, q.s4567, q.scdef);
    }
    UNROLL for (int i = 0; i < 2; i++) {
        const float16 p = b[2 * i], q = b[2 * i + 1];
        c[i] = (float16)(p.s01, p.s45, p.s89, p.scd, q.s01, q.s45, q.s89, q.scd)
                + (float16)(p.s23, p.s67, p.sab, p.sef, q.s23, q.s67, q.sab, q.sef);
    }
    return (float16)(c[0].even, c[1].even) + (float16)(c[0].odd, c[1].odd);
}
#else
INLINE float sum_of_lanes(float v) {
    return v;
}
#endif

// The sum of 16 numbers by the tree that sum_of_lanes takes over 16 lanes.
INLINE real sum_of_sixteen(const real v[16]) {
    real a[8];
    UNROLL for (int i = 0; i < 8; i++) {
        a[i] = v[i] + v[i + 8];
    }
    return ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]));
}

#if LANES == 16
// Makes rows of columns: lane r of column c becomes lane c of row r.
INLINE void transpose(float16 v[16]) {
    float16 a[16];
    UNROLL for (int i = 0; i < 8; i++) {
        a[i] = (float16)(v[i].lo, v[i + 8].lo);
        a[i + 8] = (float16)(v[i].hi, v[i + 8].hi);
    }
    UNROLL for (int k = 0; k < 8; k++) {
        const int i = k / 4 * 8 + k % 4;
        v[i] = (float16)(a[i].s0123, a[i + 4].s0123, a[i].s89ab, a[i + 4].s89ab);
        v[i + 4] = (float16)(a[i].s4567, a[i + 4].s4567, a[i].scdef, a[i + 4].scdef);
    }
    UNROLL for (int k = 0; k < 8; k++) {
        const int i = k / 2 * 4 + k % 2;
        a[i] = (float16)(v[i].s01, v[i + 2].s01, v[i].s45, v[i + 2].s45,
                v[i].s89, v[i + 2].s89, v[i].scd, v[i + 2].scd);
        a[i + 2] = (float16)(v[i].s23, v[i + 2].s23, v[i].s67, v[i + 2].s67,
                v[i].sab, v[i + 2].sab, v[i].sef, v[i + 2].sef);
    }
    UNROLL for (int k = 0; k < 8; k++) {
        const float16 p = a[2 * k], q = a[2 * k + 1];
        v[2 * k] = (float16)(p.s0, q.s0, p.s2, q.s2, p.s4, q.s4, p.s6, q.s6,
                p.s8, q.s8, p.sa, q.sa, p.sc, q.sc, p.se, q.se);
        v[2 * k + 1] = (float16)(p.s1, q.s1, p.s3, q.s3, p.s5, q.s5, p.s7, q.s7,
                p.s9, q.s9, p.sb, q.sb, p.sd, q.sd, p.sf, q.sf);
    }
}
#endif

// Sums that many items of a work-group share are made in phases, between which all wait: SUM writes each part's sums to
// scratch, sum_of_parts adds them up, STORE does with them what is to be done. WHOLE is all in one, where nothing is
// shared.
#define WHOLE 0
#define SUM 1
#define STORE 2

// Sums scratch[part * values + value] over the parts, a power of two, pairwise; the sums end in scratch[value]. All
// items of the work-group call it; the first barrier waits until they have written their numbers.
INLINE void sum_of_parts(__local float *scratch, int values, int parts, int item, int items) {
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int pairs = parts / 2; pairs > 0; pairs /= 2) {
        for (int e = item; e < pairs * values; e += items) {
            scratch[e] += scratch[e + pairs * values];
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
}

// ---- Elementary functions: the operations of handgrad.backend.cpu.kernel.ScalarFunctions in their order, so that both
// give the same bits. The constants and their errors: docs/cpu-backend.md, "Elementary functions" ----

// a x + b for a constant b, as the polynomials below need it.
#define STEP(a, x, b) FMA((a), (x), (real)(b))

// tanh x = x P(x²) / Q(x²) up to 9.02, from where it rounds to 1. NaN stays NaN.
INLINE real OVERLOAD tanh_of(real x) {
    const real bound = (real)(9.02f), one = (real)(1.0f);
    const real t = x > bound ? bound : (x < -bound ? -bound : x);
    const real u = t * t;
    real p = STEP((real)(1.3319150227175669e-08f), u, 2.0583644072758034e-05f);
    p = STEP(STEP(STEP(p, u, 0.0034940496552735567f), u, 0.1337973177433014f), u, 1.0f);
    real q = STEP((real)(7.762081963846867e-07f), u, 0.0003283113765064627f);
    q = STEP(STEP(STEP(q, u, 0.02587113529443741f), u, 0.46713048219680786f), u, 1.0f);
    const real y = t * p / q;
    return y > one ? one : (y < -one ? -one : y);
}

// E of e^r = 1 + r + r² E(r), |r| ≤ ½ ln 2.
INLINE real exp_series(real r) {
    const real e = STEP((real)(0.0013901524944230914f), r, 0.008363739587366581f);
    return STEP(STEP(STEP(e, r, 0.04166686162352562f), r, 0.16666573286056519f), r, 0.5f);
}

// Adding it rounds a float of moderate size to an integer, which then is in the low bits.
#define ROUNDER (real)(12582912.0f)

// ln 2 in two parts, the first so short that n times it is exact even where FMA rounds twice.
#define LN2_HIGH 0.6923828125f
#define LN2_LOW 7.6436811e-4f

INLINE real OVERLOAD exp_of(real x) {
    real t = x < (real)(-104.0f) ? (real)(-104.0f) : x;
    t = t > (real)(89.0f) ? (real)(89.0f) : t;
    const real shifted = FMA(t, (real)(1.44269504f), ROUNDER);
    const real n = shifted - ROUNDER;
    const real r = FMA(n, (real)(-LN2_LOW), FMA(n, (real)(-LN2_HIGH), t));
    const real power = FMA(exp_series(r), r * r, r) + (real)(1.0f);
    // 2^m in two factors: for m below −126 or above 127 it is no normal float itself.
    const integer m = BITS_OF(shifted) - BITS_OF(ROUNDER), half_m = m >> 1;
    return power * REAL_OF_BITS((half_m + 127) << 23) * REAL_OF_BITS((m - half_m + 127) << 23);
}

// log(1 + f) = f − f²/2 + f³ L(f), with x = 2^n (1 + f), √½ ≤ 1 + f ≤ √2. Infinity and NaN come back as they are.
INLINE real log_of(real x) {
    const integer bits = BITS_OF(x), exponent = (bits - 0x3f3504f3) >> 23;
    const real f = REAL_OF_BITS(bits - (exponent << 23)) - (real)(1.0f);
    const real n = REAL_OF(exponent), z = f * f;
    real p = STEP((real)(-0.07983524352312088f), f, 0.12670071423053741f);
    p = STEP(STEP(STEP(p, f, -0.12992233037948608f), f, 0.14208492636680603f), f, -0.16641247272491455f);
    p = STEP(STEP(STEP(p, f, 0.20001237094402313f), f, -0.2500030994415283f), f, 0.333333283662796f);
    real t = f * z * p;
    t = FMA((real)(-0.5f), z, t);
    t = FMA(n, (real)(LN2_LOW), t);
    const real result = FMA(n, (real)(LN2_HIGH), f + t);
    return x - x == (real)(0.0f) ? result : x;
}

// log(1 + u) for u ≥ −0.29, so that the sum is above √½ and log_of takes it as it is. What the sum lost is added again.
INLINE real OVERLOAD log1p_of(real u) {
    const real one = (real)(1.0f), y = one + u;
    const real lost = u - (y - one);
    const real result = log_of(y) + lost / y;
    return y - y == (real)(0.0f) ? result : y;
}

// σ(x) = 1 / (1 + e^−x), for x < 0 as e^x / (1 + e^x), rounded almost correctly. e^−|x| = 2^n (1 + t) is e + rest, with
// rest what rounding lost; 1 + e + rest is whole + lost; and with q near the quotient, a/(1 + e + rest) = q + (a − q
// whole − q lost)/(1 + e).
INLINE real OVERLOAD sigmoid_of(real x) {
    const real one = (real)(1.0f), zero = (real)(0.0f);
    real size = -fabs(x);
    size = size < (real)(-104.0f) ? (real)(-104.0f) : size;
    const real shifted = FMA(size, (real)(1.44269504f), ROUNDER);
    const real n = shifted - ROUNDER;
    const real r = FMA(n, (real)(-LN2_LOW), FMA(n, (real)(-LN2_HIGH), size));
    const real t = FMA(exp_series(r), r * r, r);
    const real sum = one + t;
    // 2^n by way of 2^(n + 24), which is a normal number where 2^n is none. The rounder's own low bits are 0.
    const real power = REAL_OF_BITS((BITS_OF(shifted) << 23) + ((127 + 24) << 23)) * (real)(0x1p-24f);
    const real e = sum * power;
    const real rest = ((one - sum) + t) * power;
    const real whole = one + e;
    const real lost = (e - (whole - one)) + rest;
    const real inverse = one / whole;
    const real numerator = x < zero ? e : one;
    const real q = numerator * inverse;
    const real error = FMA(-q, whole, numerator) + FMA(-q, lost, x < zero ? rest : zero);
    return FMA(error, inverse, q);
}

#if LANES == 16
// The same of one float and of four, by all lanes: so every width has the same bits.
#define FOR_OTHER_WIDTHS(function)                            \
    INLINE float OVERLOAD function(float x) {                 \
        return function((float16)(x)).s0;                     \
    }                                                         \
    INLINE float4 OVERLOAD function(float4 x) {               \
        return function((float16)(x, x, x, x)).s0123;         \
    }
FOR_OTHER_WIDTHS(tanh_of)
FOR_OTHER_WIDTHS(exp_of)
FOR_OTHER_WIDTHS(sigmoid_of)
FOR_OTHER_WIDTHS(log1p_of)
#endif
