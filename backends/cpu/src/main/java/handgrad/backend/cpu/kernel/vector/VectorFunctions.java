package handgrad.backend.cpu.kernel.vector;

import static handgrad.backend.cpu.kernel.ScalarFunctions.E0;
import static handgrad.backend.cpu.kernel.ScalarFunctions.E1;
import static handgrad.backend.cpu.kernel.ScalarFunctions.E2;
import static handgrad.backend.cpu.kernel.ScalarFunctions.E3;
import static handgrad.backend.cpu.kernel.ScalarFunctions.E4;
import static handgrad.backend.cpu.kernel.ScalarFunctions.EXPONENT_OFFSET;
import static handgrad.backend.cpu.kernel.ScalarFunctions.EXPONENT_SHIFT;
import static handgrad.backend.cpu.kernel.ScalarFunctions.EXP_MAXIMUM;
import static handgrad.backend.cpu.kernel.ScalarFunctions.EXP_MINIMUM;
import static handgrad.backend.cpu.kernel.ScalarFunctions.L0;
import static handgrad.backend.cpu.kernel.ScalarFunctions.L1;
import static handgrad.backend.cpu.kernel.ScalarFunctions.L2;
import static handgrad.backend.cpu.kernel.ScalarFunctions.L3;
import static handgrad.backend.cpu.kernel.ScalarFunctions.L4;
import static handgrad.backend.cpu.kernel.ScalarFunctions.L5;
import static handgrad.backend.cpu.kernel.ScalarFunctions.L6;
import static handgrad.backend.cpu.kernel.ScalarFunctions.L7;
import static handgrad.backend.cpu.kernel.ScalarFunctions.LN2_HIGH;
import static handgrad.backend.cpu.kernel.ScalarFunctions.LN2_LOW;
import static handgrad.backend.cpu.kernel.ScalarFunctions.LOG2_E;
import static handgrad.backend.cpu.kernel.ScalarFunctions.P1;
import static handgrad.backend.cpu.kernel.ScalarFunctions.P2;
import static handgrad.backend.cpu.kernel.ScalarFunctions.P3;
import static handgrad.backend.cpu.kernel.ScalarFunctions.P4;
import static handgrad.backend.cpu.kernel.ScalarFunctions.Q1;
import static handgrad.backend.cpu.kernel.ScalarFunctions.Q2;
import static handgrad.backend.cpu.kernel.ScalarFunctions.Q3;
import static handgrad.backend.cpu.kernel.ScalarFunctions.Q4;
import static handgrad.backend.cpu.kernel.ScalarFunctions.ROOT_HALF_BITS;
import static handgrad.backend.cpu.kernel.ScalarFunctions.ROUNDER;
import static handgrad.backend.cpu.kernel.ScalarFunctions.TANH_LIMIT;
import static handgrad.backend.cpu.kernel.ScalarFunctions.TWO_POW_MINUS_24;

import handgrad.backend.cpu.kernel.ScalarFunctions;
import handgrad.backend.cpu.layout.GroupLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The functions of {@link ScalarFunctions} on vectors: the same operations in the same order, and so the same bits. */
public final class VectorFunctions {
    /** The machine's own vectors, but no wider than the 16 samples of a group: their length divides 16. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() <= GroupLayout.LANES
            ? FloatVector.SPECIES_PREFERRED
            : FloatVector.SPECIES_512;

    private VectorFunctions() {}

    static FloatVector tanh(FloatVector x) {
        // Comparisons and blends rather than min and max, which treat NaN and −0 with many more instructions.
        FloatVector size = x.abs();
        size = size.blend(TANH_LIMIT, size.compare(VectorOperators.GT, TANH_LIMIT));
        final FloatVector u = size.mul(size);
        final FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        final FloatVector p = FloatVector.broadcast(SPECIES, P4)
                .fma(u, FloatVector.broadcast(SPECIES, P3))
                .fma(u, FloatVector.broadcast(SPECIES, P2))
                .fma(u, FloatVector.broadcast(SPECIES, P1))
                .fma(u, one);
        final FloatVector q = FloatVector.broadcast(SPECIES, Q4)
                .fma(u, FloatVector.broadcast(SPECIES, Q3))
                .fma(u, FloatVector.broadcast(SPECIES, Q2))
                .fma(u, FloatVector.broadcast(SPECIES, Q1))
                .fma(u, one);
        FloatVector result = size.mul(p).div(q);
        result = result.blend(one, result.compare(VectorOperators.GT, one));
        return result.reinterpretAsInts()
                .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
                .reinterpretAsFloats();
    }

    static FloatVector exp(FloatVector x) {
        FloatVector t = x.blend(EXP_MINIMUM, x.compare(VectorOperators.LT, EXP_MINIMUM));
        t = t.blend(EXP_MAXIMUM, t.compare(VectorOperators.GT, EXP_MAXIMUM));
        final FloatVector rounder = FloatVector.broadcast(SPECIES, ROUNDER);
        final FloatVector shifted = t.fma(FloatVector.broadcast(SPECIES, LOG2_E), rounder);
        final FloatVector n = shifted.sub(rounder);
        FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), t);
        r = n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
        final FloatVector e = FloatVector.broadcast(SPECIES, E4)
                .fma(r, FloatVector.broadcast(SPECIES, E3))
                .fma(r, FloatVector.broadcast(SPECIES, E2))
                .fma(r, FloatVector.broadcast(SPECIES, E1))
                .fma(r, FloatVector.broadcast(SPECIES, E0));
        final FloatVector power = e.fma(r.mul(r), r).add(1f);
        final IntVector exponent = shifted.reinterpretAsInts().sub(rounder.reinterpretAsInts());
        final IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        final FloatVector low = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        final FloatVector high =
                exponent.sub(half).add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        return power.mul(low).mul(high);
    }

    static FloatVector log(FloatVector x) {
        final IntVector bits = x.reinterpretAsInts();
        final IntVector exponent = bits.sub(ROOT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
        final FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats()
                .sub(1f);
        final FloatVector n = (FloatVector) exponent.convert(VectorOperators.I2F, 0);
        final FloatVector z = f.mul(f);
        final FloatVector p = FloatVector.broadcast(SPECIES, L7)
                .fma(f, FloatVector.broadcast(SPECIES, L6))
                .fma(f, FloatVector.broadcast(SPECIES, L5))
                .fma(f, FloatVector.broadcast(SPECIES, L4))
                .fma(f, FloatVector.broadcast(SPECIES, L3))
                .fma(f, FloatVector.broadcast(SPECIES, L2))
                .fma(f, FloatVector.broadcast(SPECIES, L1))
                .fma(f, FloatVector.broadcast(SPECIES, L0));
        FloatVector t = f.mul(z).mul(p);
        t = FloatVector.broadcast(SPECIES, -0.5f).fma(z, t);
        t = n.fma(FloatVector.broadcast(SPECIES, LN2_LOW), t);
        final FloatVector result = n.fma(FloatVector.broadcast(SPECIES, LN2_HIGH), f.add(t));
        return x.blend(result, x.sub(x).compare(VectorOperators.EQ, 0f));
    }

    static FloatVector log1p(FloatVector u) {
        final FloatVector y = u.add(1f);
        final FloatVector lost = u.sub(y.sub(1f));
        final FloatVector result = log(y).add(lost.div(y));
        return y.blend(result, y.sub(y).compare(VectorOperators.EQ, 0f));
    }

    static FloatVector sigmoid(FloatVector x) {
        final FloatVector one = all(1f);
        FloatVector size = x.reinterpretAsInts().or(Integer.MIN_VALUE).reinterpretAsFloats();
        size = size.blend(EXP_MINIMUM, size.compare(VectorOperators.LT, EXP_MINIMUM));
        final FloatVector rounder = all(ROUNDER);
        final FloatVector shifted = size.fma(all(LOG2_E), rounder);
        final FloatVector n = shifted.sub(rounder);
        final FloatVector r = n.fma(all(-LN2_LOW), n.fma(all(-LN2_HIGH), size));
        final FloatVector t = all(E4).fma(r, all(E3))
                .fma(r, all(E2))
                .fma(r, all(E1))
                .fma(r, all(E0))
                .fma(r.mul(r), r);
        final FloatVector sum = one.add(t);
        final FloatVector power = shifted.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                .add(EXPONENT_OFFSET)
                .reinterpretAsFloats()
                .mul(TWO_POW_MINUS_24);
        final FloatVector e = sum.mul(power);
        final FloatVector rest = one.sub(sum).add(t).mul(power);
        final FloatVector whole = one.add(e);
        final FloatVector lost = e.sub(whole.sub(one)).add(rest);
        final FloatVector inverse = one.div(whole);
        final VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
        final FloatVector numerator = one.blend(e, negative);
        final FloatVector q = numerator.mul(inverse);
        final FloatVector minus = q.neg();
        final FloatVector error = minus.fma(whole, numerator)
                .add(minus.fma(lost, FloatVector.zero(SPECIES).blend(rest, negative)));
        return error.fma(inverse, q);
    }

    /** A constant in all lanes. A short name for short code: C2 inlines {@link #sigmoid} only below 325 bytecodes. */
    private static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
