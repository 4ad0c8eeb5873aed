package handgrad.backend.opencl.plan;

import static handgrad.backend.opencl.plan.Operand.Use.READ;
import static handgrad.backend.opencl.plan.Operand.Use.WRITE;

import handgrad.backend.opencl.plan.Routine.Kind;
import handgrad.backend.opencl.plan.Tiling.Tile;
import handgrad.program.ConnectionTable;
import handgrad.program.ConvolutionOp;
import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.ConvolutionOp.TableConv2dBackwardInput;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dForward;
import handgrad.program.Tensor;
import java.util.List;

/** The routines of the convolutions. */
final class ConvolutionRoutines {
    private final Target target;

    ConvolutionRoutines(Target target) {
        this.target = target;
    }

    List<Routine> of(ConvolutionOp op) {
        return switch (op) {
            case Conv2dForward f -> List.of(forward(f));
            case Conv2dBackwardInput b -> List.of(backwardInput(b));
            case Conv2dBackwardWeight b -> List.of(backwardWeight(b), channelSum(b.dy(), b.db()));
            case TableConv2dForward f -> List.of(tableForward(f));
            case TableConv2dBackwardInput b -> List.of(tableBackwardInput(b));
            case TableConv2dBackwardWeight b -> List.of(tableBackwardWeight(b), channelSum(b.dy(), b.db()));
        };
    }

    private Routine forward(Conv2dForward op) {
        final Images images = Images.of(op.x(), op.y(), op.window());
        final int batch = op.x().shape().batch();
        final Tile tile = Tiling.image(
                target,
                images.outputs(),
                images.outputWidth(),
                images.outputHeight() * target.samplesAtOnce(batch),
                images.window().size(),
                images.window().stride());
        final RoutineBuilder routine = new RoutineBuilder("Conv2dForward", Kind.BY_SAMPLE, batch)
                .samples("x", op.x(), READ)
                .whole("w", op.w(), READ)
                .whole("b", op.b(), READ)
                .samples("y", op.y(), WRITE)
                .result("y");
        return tiled(images.addTo(routine), "O", "TO", tile, images.outputs(), images.outputWidth())
                .tasks(images.outputHeight() * tile.rowTiles(images.outputs()) * tile.columnTiles(images.outputWidth()))
                .build();
    }

    private Routine backwardInput(Conv2dBackwardInput op) {
        final Images images = Images.of(op.dx(), op.dy(), op.window());
        final int batch = op.dy().shape().batch();
        final Tile tile = Tiling.image(
                target,
                images.channels(),
                images.width(),
                images.height() * target.samplesAtOnce(batch),
                images.window().size(),
                1);
        final RoutineBuilder routine = new RoutineBuilder("Conv2dBackwardInput", Kind.BY_SAMPLE, batch)
                .samples("dy", op.dy(), READ)
                .whole("w", op.w(), READ)
                .samples("dx", op.dx(), WRITE)
                .result("dx");
        return tiled(images.addTo(routine), "C", "TC", tile, images.channels(), images.width())
                .tasks(images.height() * tile.rowTiles(images.channels()) * tile.columnTiles(images.width()))
                .build();
    }

    private Routine backwardWeight(Conv2dBackwardWeight op) {
        final Images images = Images.of(op.x(), op.dy(), op.window());
        final int batch = op.x().shape().batch();
        final Tile tile = Tiling.channels(target, images.outputs());
        final int sums = tile.rows() * op.window().size();
        final RoutineBuilder routine = new RoutineBuilder("Conv2dBackwardWeight", Kind.TASKS, batch)
                .samples("x", op.x(), READ)
                .samples("dy", op.dy(), READ)
                .whole("dw", op.dw(), WRITE)
                .result("dw")
                .size("TO", tile.rows())
                .tasks(tile.rowTiles(images.outputs())
                        * images.channels()
                        * op.window().size());
        return shared(images.addTo(routine), images, sums).build();
    }

    private Routine tableForward(TableConv2dForward op) {
        final Images images = Images.of(op.x(), op.y(), op.window());
        final int batch = op.x().shape().batch();
        final Tile tile = Tiling.image(
                target,
                1,
                images.outputWidth(),
                images.outputs() * images.outputHeight() * target.samplesAtOnce(batch),
                images.window().size(),
                images.window().stride());
        final RoutineBuilder routine = new RoutineBuilder("TableConv2dForward", Kind.BY_SAMPLE, batch)
                .samples("x", op.x(), READ)
                .whole("w", op.w(), READ)
                .whole("b", op.b(), READ)
                .samples("y", op.y(), WRITE)
                .result("y")
                .table("STARTS", op.table().starts())
                .table("INPUTS", op.table().inputs());
        return lines(images.addTo(routine), tile, images.outputWidth())
                .tasks(images.outputs() * images.outputHeight() * tile.columnTiles(images.outputWidth()))
                .build();
    }

    private Routine tableBackwardInput(TableConv2dBackwardInput op) {
        final Images images = Images.of(op.dx(), op.dy(), op.window());
        final int batch = op.dy().shape().batch();
        final Tile tile = Tiling.image(
                target,
                1,
                images.width(),
                images.channels() * images.height() * target.samplesAtOnce(batch),
                images.window().size(),
                1);
        final RoutineBuilder routine = new RoutineBuilder("TableConv2dBackwardInput", Kind.BY_SAMPLE, batch)
                .samples("dy", op.dy(), READ)
                .whole("w", op.w(), READ)
                .samples("dx", op.dx(), WRITE)
                .result("dx")
                .table("STARTS_BY_INPUT", op.table().startsByInput())
                .table("BY_INPUT", op.table().connectionsByInput())
                .table("OUTPUTS", op.table().outputs());
        return lines(images.addTo(routine), tile, images.width())
                .tasks(images.channels() * images.height() * tile.columnTiles(images.width()))
                .build();
    }

    private Routine tableBackwardWeight(TableConv2dBackwardWeight op) {
        final Images images = Images.of(op.x(), op.dy(), op.window());
        final ConnectionTable table = op.table();
        final RoutineBuilder routine = new RoutineBuilder(
                        "TableConv2dBackwardWeight", Kind.TASKS, op.x().shape().batch())
                .samples("x", op.x(), READ)
                .samples("dy", op.dy(), READ)
                .whole("dw", op.dw(), WRITE)
                .result("dw")
                .table("INPUTS", table.inputs())
                .table("OUTPUTS", table.outputs())
                .tasks(table.connections() * op.window().size());
        return shared(images.addTo(routine), images, op.window().size()).build();
    }

    private Routine channelSum(Tensor dy, Tensor db) {
        return channelSum(target, dy, db, dy.shape().sampleSize() / dy.shape().dimension(1));
    }

    /** db[o] = Σ dy over the samples and the {@code plane} elements that each has for o. */
    static Routine channelSum(Target target, Tensor dy, Tensor db, int plane) {
        final int batch = dy.shape().batch();
        return new RoutineBuilder("ChannelSum", Kind.TASKS, batch)
                .samples("dy", dy, READ)
                .whole("db", db, WRITE)
                .result("db")
                .size("O", db.size())
                .size("PLANE", plane)
                .size("GROUPS", target.groups(batch))
                .shared(target.items(), 1)
                .tasks(db.size())
                .build();
    }

    private RoutineBuilder tiled(
            RoutineBuilder routine, String channel, String rows, Tile tile, int channels, int width) {
        return lines(routine.size(rows, tile.rows()).size(channel + "_TILES", tile.rowTiles(channels)), tile, width);
    }

    private RoutineBuilder lines(RoutineBuilder routine, Tile tile, int width) {
        final int inner = Tiling.inner(target, tile, width);
        return routine.size("TJ", tile.columns())
                .size("J_INNER", inner)
                .size("J_OUTER", tile.columnTiles(width) / inner);
    }

    /** A sum over lines of images that the items of a group share, as many as have room in local memory for their sums. */
    private RoutineBuilder shared(RoutineBuilder routine, Images images, int sums) {
        int parts = target.items();
        while (parts > 1 && (long) parts * sums * Float.BYTES > target.localBytes() / 2) {
            parts /= 2;
        }
        return routine.size("GROUPS", target.groups(routine.batch()))
                .shared(parts, sums)
                .macro("UNROLL_LINE", target.kind() == PlanKind.CPU && images.outputWidth() <= Tiling.CPU_LINE ? 1 : 0);
    }
}
