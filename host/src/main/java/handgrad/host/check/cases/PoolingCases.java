package handgrad.host.check.cases;

import handgrad.program.PoolingOp.AveragePoolBackward;
import handgrad.program.PoolingOp.AveragePoolForward;
import handgrad.program.PoolingOp.MaxPoolBackward;
import handgrad.program.PoolingOp.MaxPoolForward;
import handgrad.program.Role;
import handgrad.program.Tensor;
import handgrad.program.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Windows that tile the image, overlap, leave gaps, leave a margin at the lower and right edge, or cover it whole. */
final class PoolingCases {
    /** Images [batch, channels, height, width]. */
    private record Sizes(int batch, int channels, int height, int width, Window window) {
        int[] input() {
            return new int[] {batch, channels, height, width};
        }

        int[] output() {
            return new int[] {batch, channels, window.outputExtent(height), window.outputExtent(width)};
        }

        OpCaseBuilder builder(String op) {
            return new OpCaseBuilder(op + " " + CaseNames.sizes(input()) + ", " + CaseNames.window(window))
                    .withSpecial();
        }
    }

    private static final List<Sizes> SIZES = List.of(
            new Sizes(1, 1, 1, 1, new Window(1, 1, 0)),
            new Sizes(1, 1, 5, 5, new Window(5, 5, 0)),
            new Sizes(7, 3, 4, 6, new Window(2, 2, 0)),
            new Sizes(17, 2, 7, 9, new Window(3, 2, 0)),
            new Sizes(16, 1, 5, 8, new Window(3, 1, 0)),
            new Sizes(3, 5, 9, 7, new Window(2, 2, 0)),
            new Sizes(2, 2, 8, 11, new Window(2, 3, 0)),
            new Sizes(33, 16, 10, 10, new Window(2, 2, 0)));

    private PoolingCases() {}

    static List<OpCase> all() {
        final List<OpCase> cases = new ArrayList<>();
        for (final Sizes sizes : SIZES) {
            cases.add(averageForward(sizes));
            cases.add(averageBackward(sizes));
            cases.add(maxForward(sizes));
            cases.add(maxBackward(sizes));
        }
        return cases;
    }

    private static OpCase averageForward(Sizes sizes) {
        final var builder = sizes.builder("AveragePoolForward");
        return builder.build(new AveragePoolForward(
                builder.input("x", Fill.special(), sizes.input()),
                builder.output("y", sizes.output()),
                sizes.window()));
    }

    private static OpCase averageBackward(Sizes sizes) {
        final var builder = sizes.builder("AveragePoolBackward");
        return builder.build(new AveragePoolBackward(
                builder.input("dy", Fill.special(), sizes.output()),
                builder.gradient("dx", sizes.input()),
                sizes.window()));
    }

    private static OpCase maxForward(Sizes sizes) {
        final var builder = sizes.builder("MaxPoolForward");
        return builder.build(new MaxPoolForward(
                builder.input("x", Fill.special(), sizes.input()),
                builder.output("y", sizes.output()),
                builder.intOutput("winner", sizes.output()),
                sizes.window()));
    }

    /** Each window's winner is any pixel of it, so that overlapping windows often share one. */
    private static OpCase maxBackward(Sizes sizes) {
        final var builder = sizes.builder("MaxPoolBackward");
        final Tensor winner = builder.ints("winner", Role.DATA, random -> winners(sizes, random), sizes.output());
        return builder.build(new MaxPoolBackward(
                builder.input("dy", Fill.special(), sizes.output()),
                winner,
                builder.gradient("dx", sizes.input()),
                sizes.window()));
    }

    private static int[] winners(Sizes sizes, RandomGenerator random) {
        final Window window = sizes.window();
        final int outputHeight = window.outputExtent(sizes.height());
        final int outputWidth = window.outputExtent(sizes.width());
        final int[] winners = new int[sizes.batch() * sizes.channels() * outputHeight * outputWidth];
        for (int place = 0; place < winners.length; place++) {
            final int i = place / outputWidth % outputHeight;
            final int j = place % outputWidth;
            final int r = i * window.stride() + random.nextInt(window.size());
            final int q = j * window.stride() + random.nextInt(window.size());
            winners[place] = r * sizes.width() + q;
        }
        return winners;
    }
}
