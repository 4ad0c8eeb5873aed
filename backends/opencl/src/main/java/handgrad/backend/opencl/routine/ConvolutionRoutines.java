package handgrad.backend.opencl.routine;

import handgrad.backend.opencl.routine.Tiling.Tile;
import handgrad.program.ConvolutionOp;
import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.ConvolutionOp.TableConv2dBackwardInput;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dForward;
import handgrad.program.Tensor;
import handgrad.program.Window;
import java.util.List;

/** The routines of the convolutions; one with a connection table takes tiles of one channel. */
final class ConvolutionRoutines {
    private final RoutineBuilder routine;
    private final Window window;
    private final Target target;

    private ConvolutionRoutines(ConvolutionOp op, Window window, Target target) {
        this.routine = new RoutineBuilder(op).constant("S", window.stride()).constant("P", window.padding());
        this.window = window;
        this.target = target;
    }

    static List<Routine> of(ConvolutionOp op, Target target) {
        return switch (op) {
            case Conv2dForward f ->
                new ConvolutionRoutines(f, f.window(), target)
                        .kernels("0", "C", "(k)", "(c) * C", "(k)")
                        .images(f.y(), f.window().stride(), false);
            case Conv2dBackwardInput b ->
                new ConvolutionRoutines(b, b.window(), target)
                        .kernels("0", "O", "(k)", "(c)", "(k) * C")
                        .images(b.dx(), 1, false);
            case Conv2dBackwardWeight b -> {
                final Tile tile = Tiling.channels(target, b.db().size());
                final int kernels = tile.rowTiles(b.db().size()) * b.x().shape().dimension(1);
                yield new ConvolutionRoutines(b, b.window(), target)
                        .tasks("(k) % C", "(k) / C * TR", "(o) * C + (k) % C")
                        .gradients(tile, kernels, b.dy(), b.db());
            }
            case TableConv2dForward f -> {
                final ConvolutionRoutines routines = new ConvolutionRoutines(f, f.window(), target);
                routines.routine
                        .constant("STARTS", f.table().starts())
                        .constant("INPUTS", f.table().inputs());
                yield routines.kernels("STARTS[c]", "STARTS[(c) + 1]", "INPUTS[k]", "0", "(k)")
                        .images(f.y(), f.window().stride(), true);
            }
            case TableConv2dBackwardInput b -> {
                final ConvolutionRoutines routines = new ConvolutionRoutines(b, b.window(), target);
                routines.routine
                        .constant("STARTS", b.table().startsByInput())
                        .constant("KERNELS", b.table().connectionsByInput())
                        .constant("OUTPUTS", b.table().outputs());
                yield routines.kernels("STARTS[c]", "STARTS[(c) + 1]", "OUTPUTS[KERNELS[k]]", "0", "KERNELS[k]")
                        .images(b.dx(), 1, true);
            }
            case TableConv2dBackwardWeight b -> {
                final ConvolutionRoutines routines = new ConvolutionRoutines(b, b.window(), target);
                routines.routine
                        .constant("INPUTS", b.table().inputs())
                        .constant("OUTPUTS", b.table().outputs());
                yield routines.tasks("INPUTS[k]", "OUTPUTS[k]", "(k)")
                        .gradients(Tile.ONE, b.table().connections(), b.dy(), b.db());
            }
        };
    }

    /** The kernels that lead to channel c of the result, where each leads from, and its place in w. */
    private ConvolutionRoutines kernels(String first, String end, String channel, String base, String offset) {
        routine.macro("FIRST(c)", first).macro("END(c)", end).macro("CHANNEL(k)", channel);
        routine.macro("BASE(c)", base).macro("OFFSET(k)", offset);
        return this;
    }

    /** From where to where kernel k of a task leads, and the place in w of its neighbour to output o. */
    private ConvolutionRoutines tasks(String input, String output, String kernel) {
        routine.macro("INPUT(k)", input).macro("OUTPUT(k)", output);
        routine.macro("KERNEL(k, o)", "(" + kernel + ")");
        return this;
    }

    /**
     * Images [B, C, H, W] in tiles of channels × columns of a line, whose neighbours read what is {@code spread} apart.
     */
    private List<Routine> images(Tensor made, int spread, boolean byTable) {
        final int channels = made.shape().dimension(1);
        final int height = made.shape().dimension(2);
        final int width = made.shape().dimension(3);
        final int lines = height * target.samplesAtOnce(made.shape().batch()) * (byTable ? channels : 1);
        final Tile tile = Tiling.image(target, byTable ? 1 : channels, width, lines, window.size(), spread);
        return List.of(routine.constant("TR", tile.rows())
                .constant("TJ", tile.columns())
                .macro("UNROLL_LINE", Tiling.isLineUnrolled(target, width) ? 1 : 0)
                .tasks(height * tile.rowTiles(channels) * tile.columnTiles(width))
                .build());
    }

    /**
     * dw, whose sums over lines of images are shared by as many items as have room for them in local memory, and db.
     */
    private List<Routine> gradients(Tile tile, int kernelTiles, Tensor dy, Tensor db) {
        final int sums = tile.rows() * window.size();
        int parts = target.items();
        while (parts > 1 && (long) parts * sums * Float.BYTES > target.localBytes() / 2) {
            parts /= 2;
        }
        routine.constant("TR", tile.rows())
                .shared(parts, sums)
                .macro("UNROLL_LINE", Tiling.isLineUnrolled(target, dy.shape().dimension(3)) ? 1 : 0)
                .tasks(kernelTiles * window.size());
        return List.of(routine.build(), channelSum(target, dy, db));
    }

    /** db[o] = Σ dy over the samples and the elements that each has for o. */
    static Routine channelSum(Target target, Tensor dy, Tensor db) {
        return new RoutineBuilder("ChannelSum", List.of(dy), List.of(db))
                .shared(target.items(), 1)
                .tasks(db.size())
                .build();
    }
}
