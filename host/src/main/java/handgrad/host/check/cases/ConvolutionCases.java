package handgrad.host.check.cases;

import handgrad.homework.Homework;
import handgrad.network.TableConvolution;
import handgrad.program.ConnectionTable;
import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.ConvolutionOp.TableConv2dBackwardInput;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dForward;
import handgrad.program.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Convolutions on images of one pixel, odd and non-square ones, with padding, strides that leave pixels out, and the
 * two of LeNet-5. NaN and infinities appear in images and their gradients only: with infinite weights, 0 · ∞ at the
 * padding depends on the implementation.
 */
final class ConvolutionCases {
    /** Images [batch, channels, height, width] to so many output channels. */
    private record Sizes(int batch, int channels, int height, int width, int outputs, Window window, boolean large) {
        int[] input() {
            return new int[] {batch, channels, height, width};
        }

        int[] output() {
            return new int[] {batch, outputs, window.outputExtent(height), window.outputExtent(width)};
        }

        OpCaseBuilder builder(String op) {
            final var builder = new OpCaseBuilder(op + " " + CaseNames.sizes(input()) + " to "
                    + CaseNames.sizes(output()) + ", " + CaseNames.window(window));
            return large ? builder.only(ValueKind.NORMAL, ValueKind.TIES) : builder.withSpecial();
        }
    }

    private static final List<Sizes> FULL = List.of(
            new Sizes(1, 1, 1, 1, 1, new Window(1, 1, 0), false),
            new Sizes(1, 1, 1, 1, 2, new Window(3, 1, 1), false),
            new Sizes(7, 3, 5, 9, 2, new Window(3, 1, 1), false),
            new Sizes(2, 5, 8, 13, 17, new Window(2, 3, 0), false),
            new Sizes(17, 2, 11, 7, 3, new Window(3, 2, 1), false),
            new Sizes(3, 2, 3, 1, 2, new Window(3, 2, 2), false),
            new Sizes(4, 3, 5, 6, 8, new Window(1, 2, 0), false),
            new Sizes(5, 4, 7, 7, 19, new Window(7, 1, 3), false),
            new Sizes(16, 2, 6, 5, 4, new Window(4, 1, 3), false),
            new Sizes(16, 1, 28, 28, 6, new Window(5, 1, 2), true),
            new Sizes(33, 6, 14, 14, 16, new Window(5, 1, 0), true));

    /** No output reads input 1, so its gradient is zero; the outputs read one input, all the others, and one. */
    private static final ConnectionTable GAP =
            new ConnectionTable(4, List.of(List.of(2), List.of(0, 2, 3), List.of(3)));

    private static final ConnectionTable ONE = new ConnectionTable(1, List.of(List.of(0)));

    private ConvolutionCases() {}

    static List<OpCase> all() {
        final ConnectionTable leNet = leNetTable();
        final List<OpCase> cases = new ArrayList<>();
        for (final Sizes sizes : FULL) {
            cases.add(forward(sizes));
            cases.add(backwardInput(sizes));
            cases.add(backwardWeight(sizes));
        }
        addTable(cases, new Sizes(1, 1, 1, 1, 1, new Window(1, 1, 0), false), ONE);
        addTable(cases, new Sizes(7, 4, 5, 9, 3, new Window(3, 1, 1), false), GAP);
        addTable(cases, new Sizes(16, 4, 6, 4, 3, new Window(2, 3, 0), false), GAP);
        addTable(cases, new Sizes(17, 6, 5, 6, 16, new Window(3, 2, 2), false), leNet);
        addTable(cases, new Sizes(33, 6, 14, 14, 16, new Window(5, 1, 0), true), leNet);
        return cases;
    }

    /** The connections from 6 to 16 channels in the third layer of LeNet-5. */
    private static ConnectionTable leNetTable() {
        return Homework.find("lenet5-original").orElseThrow().network().layers().stream()
                .flatMap(layer -> layer instanceof TableConvolution sparse ? Stream.of(sparse.table()) : Stream.empty())
                .findFirst()
                .orElseThrow();
    }

    private static void addTable(List<OpCase> cases, Sizes sizes, ConnectionTable table) {
        cases.add(tableForward(sizes, table));
        cases.add(tableBackwardInput(sizes, table));
        cases.add(tableBackwardWeight(sizes, table));
    }

    private static OpCase forward(Sizes sizes) {
        final var builder = sizes.builder("Conv2dForward");
        return builder.build(new Conv2dForward(
                builder.input("x", Fill.special(), sizes.input()),
                builder.parameter("w", Fill.finite(), fullWeights(sizes)),
                builder.parameter("b", Fill.finite(), sizes.outputs()),
                builder.output("y", sizes.output()),
                sizes.window()));
    }

    private static OpCase backwardInput(Sizes sizes) {
        final var builder = sizes.builder("Conv2dBackwardInput");
        return builder.build(new Conv2dBackwardInput(
                builder.input("dy", Fill.special(), sizes.output()),
                builder.parameter("w", Fill.finite(), fullWeights(sizes)),
                builder.gradient("dx", sizes.input()),
                sizes.window()));
    }

    private static OpCase backwardWeight(Sizes sizes) {
        final var builder = sizes.builder("Conv2dBackwardWeight");
        return builder.build(new Conv2dBackwardWeight(
                builder.input("x", Fill.special(), sizes.input()),
                builder.input("dy", Fill.finite(), sizes.output()),
                builder.gradient("dw", fullWeights(sizes)),
                builder.gradient("db", sizes.outputs()),
                sizes.window()));
    }

    private static OpCase tableForward(Sizes sizes, ConnectionTable table) {
        final var builder = sizes.builder("TableConv2dForward");
        return builder.build(new TableConv2dForward(
                builder.input("x", Fill.special(), sizes.input()),
                builder.parameter("w", Fill.finite(), tableWeights(sizes, table)),
                builder.parameter("b", Fill.finite(), sizes.outputs()),
                builder.output("y", sizes.output()),
                sizes.window(),
                table));
    }

    private static OpCase tableBackwardInput(Sizes sizes, ConnectionTable table) {
        final var builder = sizes.builder("TableConv2dBackwardInput");
        return builder.build(new TableConv2dBackwardInput(
                builder.input("dy", Fill.special(), sizes.output()),
                builder.parameter("w", Fill.finite(), tableWeights(sizes, table)),
                builder.gradient("dx", sizes.input()),
                sizes.window(),
                table));
    }

    private static OpCase tableBackwardWeight(Sizes sizes, ConnectionTable table) {
        final var builder = sizes.builder("TableConv2dBackwardWeight");
        return builder.build(new TableConv2dBackwardWeight(
                builder.input("x", Fill.special(), sizes.input()),
                builder.input("dy", Fill.finite(), sizes.output()),
                builder.gradient("dw", tableWeights(sizes, table)),
                builder.gradient("db", sizes.outputs()),
                sizes.window(),
                table));
    }

    private static int[] fullWeights(Sizes sizes) {
        final int size = sizes.window().size();
        return new int[] {sizes.outputs(), sizes.channels(), size, size};
    }

    private static int[] tableWeights(Sizes sizes, ConnectionTable table) {
        final int size = sizes.window().size();
        return new int[] {table.connections(), size, size};
    }
}
