// Activations, as the last thing that another routine does with an element, or on their own (Elementwise). y is σ(x), from which each
// derivative can be told.
// Derivations: docs/derivations.md, "Activations".

INLINE real relu_of(real x) {
    return x <= (real)(0.0f) ? (real)(0.0f) : x;
}

INLINE real leaky_relu_of(real x, float slope) {
    return x > (real)(0.0f) ? x : (real)(slope) * x;
}

INLINE real tanh_gradient(real y, real dy) {
    return dy * FMA(-y, y, (real)(1.0f));
}

INLINE real sigmoid_gradient(real y, real dy) {
    return dy * (y * ((real)(1.0f) - y));
}

INLINE real relu_gradient(real y, real dy) {
    return y > (real)(0.0f) ? dy : (real)(0.0f);
}

INLINE real leaky_relu_gradient(real y, real dy, float slope) {
    return y > (real)(0.0f) ? dy : (real)(slope) * dy;
}

//# Elementwise: y = finish(x), the elements of SAMPLES samples
{
    for (int e = item; e < SAMPLES * SIZE; e += items) {
        PUT(e, x[e]);
    }
}

//# ElementwiseWhole: y = finish(x), the elements of a parameter; a task is CHUNK of them
{
    for (int e = task * CHUNK + item; e < min(SIZE, (task + 1) * CHUNK); e += ITEMS) {
        PUT(e, x[e]);
    }
}
