// What every generated program begins with. Before it stand LANES, HAS_FMA and, for a GPU-type plan, nothing else.
//
// real is what a routine computes with: one sample (LANES 1, GPUs), or 16 samples side by side in one register (LANES 16, CPUs; a sample's
// element e is lane n of real number e). The routines are written once for both: OpenCL's operators, fma, select by ?: and the relational
// functions work lane by lane.
//
// Rounding: contraction is off, and products are fused with sums exactly where FMA stands, so that a device's compiler has no choice to make.
#pragma OPENCL FP_CONTRACT OFF

#if HAS_FMA
#define FMA(a, b, c) fma((a), (b), (c))
#else
#define FMA(a, b, c) ((a) * (b) + (c))
#endif

// Room is shared: where a loss was, a count may lie a moment later, an int in an array of floats. C lets a compiler assume that no int lies
// where a float is read, and move the one past the other; these types forbid it. (Clang, on which drivers are built, knows the attribute;
// of vectors it assumes nothing.)
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

#define UNROLL _Pragma("unroll")
// Inlined without fail: PoCL 3.1 passes float16 arguments of a true call in other registers than the function expects them in.
#define INLINE static inline __attribute__((always_inline))
#define ROUTINE INLINE void

// 16 floats of global memory wherever they begin: PoCL's vload16 and vstore16 are four pieces.
typedef float16 loose16 __attribute__((aligned(4)));
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

// Sums that many items of a work-group share are made in phases, between which all wait: SUM writes each part's sums to scratch, sum_of_parts
// adds them up, STORE does with them what is to be done. WHOLE is all in one, where nothing is shared.
#define WHOLE 0
#define SUM 1
#define STORE 2

// Sums scratch[part * values + value] over the parts, a power of two, pairwise; the sums end in scratch[value]. All items of the work-group
// call it; the first barrier waits until they have written their numbers.
INLINE void sum_of_parts(__local float *scratch, int values, int parts, int item, int items) {
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int pairs = parts / 2; pairs > 0; pairs /= 2) {
        for (int e = item; e < pairs * values; e += items) {
            scratch[e] += scratch[e + pairs * values];
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
}

// ---- Elementary functions; the constants and their errors are explained in handgrad.kernels.ElementaryFunctions ----

// tanh x = x P(x²) / Q(x²) up to 9.02, from where it rounds to 1. NaN stays NaN.
INLINE real tanh_of(real x) {
    const real bound = (real)(9.02f);
    const real bounded = x > bound ? bound : (x < -bound ? -bound : x);
    const real t = bounded * bounded;
    real p = FMA(t, (real)(1.3381512e-8f), (real)(2.063436e-5f));
    p = FMA(t, p, (real)(0.0034973728f));
    p = FMA(t, p, (real)(0.13382618f));
    p = FMA(t, p, (real)(1.0f));
    real q = FMA(t, (real)(7.7893037e-7f), (real)(3.288378e-4f));
    q = FMA(t, q, (real)(0.025884042f));
    q = FMA(t, q, (real)(0.46715942f));
    q = FMA(t, q, (real)(1.0f));
    const real y = bounded * (p / q);
    const real one = (real)(1.0f);
    return y > one ? one : (y < -one ? -one : y);
}

// e^x = 2^m e^r with m = round(x / ln 2), as a sum of two floats, the second of which is what rounding the first lost: r = head + rest, e^r =
// (1 + head) + (rest + r² (½ + r/6 + …)). 2^m in two halves, because it may lie outside the range where the result does not.
INLINE real exp_in_two(real x, real *lost) {
    const real one = (real)(1.0f);
    const real bounded = x > (real)(88.8f) ? (real)(88.8f) : (x < (real)(-104.0f) ? (real)(-104.0f) : x);
    const real whole = rint(x == x ? bounded * (real)(1.44269504f) : (real)(0.0f));
    const real most = FMA(whole, (real)(-0.6923828125f), bounded);
    const real head = FMA(whole, (real)(-7.6436811e-4f), most);
    const real rest = FMA(whole, (real)(-7.6436811e-4f), most - head);
    real series = FMA(head, (real)(1.0f / 5040), (real)(1.0f / 720));
    series = FMA(head, series, (real)(1.0f / 120));
    series = FMA(head, series, (real)(1.0f / 24));
    series = FMA(head, series, (real)(1.0f / 6));
    series = FMA(head, series, (real)(0.5f));
    const real first = one + head;
    const real second = FMA(head * head, series, rest + ((one - first) + head));
    const real sum = first + second;
    const integer m = INTEGER_OF(whole);
    const integer part = m >> 1;
    const real low = REAL_OF_BITS((part + 127) << 23), high = REAL_OF_BITS((m - part + 127) << 23);
    *lost = ((first - sum) + second) * low * high;
    return sum * low * high;
}

INLINE real exp_of(real x) {
    real lost;
    return exp_in_two(x, &lost);
}

// log(1 + t) for t ≥ 0: with 1 + t = 2^m f, √½ ≤ f < √2, it is m ln 2 + 2 artanh((f − 1)/(f + 1)). What the sum 1 + t lost is added again.
INLINE real log1p_of(real t) {
    const real whole = (real)(1.0f) + t;
    const real lost = t < (real)(1e7f) ? t - (whole - (real)(1.0f)) : (real)(0.0f);
    const integer bits = BITS_OF(whole);
    const integer m = (bits - 0x3f3504f3) >> 23;
    const real f = REAL_OF_BITS(bits - (m << 23));
    const real count = REAL_OF(m);
    const real a = m == 0 ? t / ((real)(2.0f) + t) : (f - (real)(1.0f)) / (f + (real)(1.0f));
    const real square = a * a;
    real series = FMA(square, (real)(1.0f / 9), (real)(1.0f / 7));
    series = FMA(square, series, (real)(1.0f / 5));
    series = FMA(square, series, (real)(1.0f / 3));
    series = (real)(2.0f) * FMA(a * square, series, a);
    const real result =
            m == 0 ? series : FMA(count, (real)(0.6923828125f), FMA(count, (real)(7.6436811e-4f), series + lost / whole));
    return t <= (real)(FLT_MAX) ? result : t;
}

// σ(x) = 1 / (1 + e^−x), for x < 0 as e^x / (1 + e^x), rounded almost correctly: a step of training takes many sigmoids, and an error that
// they all share does not average out. With 1 + e = whole + lost and q near the quotient, n/(1 + e) = q + (n − q whole − q lost)/(1 + e).
INLINE real sigmoid_of(real x) {
    const real one = (real)(1.0f), zero = (real)(0.0f);
    real rest;
    const real e = exp_in_two(x < zero ? x : -x, &rest);
    const real whole = one + e;
    const real lost = (e - (whole - one)) + rest;
    const real inverse = one / whole;
    const real numerator = x < zero ? e : one;
    const real q = numerator * inverse;
    const real error = FMA(-q, whole, numerator) + FMA(-q, lost, x < zero ? rest : zero);
    return FMA(error, inverse, q);
}

// softplus(x) = log(1 + e^x) = max(0, x) + log(1 + e^−|x|).
INLINE real softplus_of(real x) {
    const real zero = (real)(0.0f);
    return (x > zero ? x : zero) + log1p_of(exp_of(x < zero ? x : -x));
}
