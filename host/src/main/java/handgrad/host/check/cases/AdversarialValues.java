package handgrad.host.check.cases;

import handgrad.formula.Formula;
import handgrad.host.check.formula.Switches;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Floats at which elementwise code goes wrong: zeros of both signs, the smallest and largest numbers, where elementary
 * functions overflow, vanish or change their method, and the neighbours of a formula's {@link Switches}.
 */
final class AdversarialValues {
    private static final float[] ALWAYS = {
        0,
        -0.0F,
        Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Math.nextDown(Float.MIN_NORMAL),
        0x1p-64F,
        1e-20F,
        0x1p-24F,
        0x1p-23F,
        1e-3F,
        0.29F,
        0.34657359F,
        0.5F,
        0.625F,
        0.69314718F,
        0.71F,
        1,
        Math.nextUp(1F),
        Math.nextDown(1F),
        2,
        3.93F,
        5,
        8,
        9.01F,
        16,
        16.635532F,
        17.32868F,
        25,
        32,
        44.36F,
        80,
        87.33654F,
        88.37626F,
        88.72283F,
        88.72284F,
        89,
        103.97208F,
        104,
        1000,
        0x1p24F,
        1e10F,
        1.8446743e19F,
        1e30F,
        Float.MAX_VALUE
    };

    private AdversarialValues() {}

    /** The values of the argument along a line through the formula's arguments. */
    static float[] of(Formula formula, DoubleFunction<double[]> along) {
        final List<Float> values = new ArrayList<>();
        for (final float value : ALWAYS) {
            values.add(value);
            values.add(-value);
        }
        for (final double place : Switches.of(formula, along)) {
            final float nearest = (float) place;
            values.addAll(List.of(
                    nearest,
                    Math.nextUp(nearest),
                    Math.nextDown(nearest),
                    nearest + 1e-3F * Math.max(1, Math.abs(nearest)),
                    nearest - 1e-3F * Math.max(1, Math.abs(nearest))));
        }
        final float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }
}
