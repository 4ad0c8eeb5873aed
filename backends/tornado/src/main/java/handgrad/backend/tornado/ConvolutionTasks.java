package handgrad.backend.tornado;

import handgrad.kernels.Convolutions;
import handgrad.kernels.TableConvolutions;
import handgrad.program.ConnectionTable;
import handgrad.program.ConvolutionOp;
import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.ConvolutionOp.TableConv2dBackwardInput;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dForward;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.Window;
import uk.ac.manchester.tornado.api.TaskGraph;

/** Adds the tasks of convolutions to a graph. */
final class ConvolutionTasks {
    private final GraphTasks tasks;
    private final TaskGraph graph;
    private final ProgramArrays arrays;

    ConvolutionTasks(GraphTasks tasks, ProgramArrays arrays) {
        this.tasks = tasks;
        this.graph = tasks.graph();
        this.arrays = arrays;
    }

    void add(OpGroup group, ConvolutionOp op) {
        switch (op) {
            case Conv2dForward forward -> addForward(group, forward);
            case Conv2dBackwardInput backward -> addBackwardInput(group, backward);
            case Conv2dBackwardWeight backward -> addBackwardWeight(group, backward);
            case TableConv2dForward forward -> addTableForward(group, forward);
            case TableConv2dBackwardInput backward -> addTableBackwardInput(group, backward);
            case TableConv2dBackwardWeight backward -> addTableBackwardWeight(group, backward);
        }
    }

    private void addForward(OpGroup group, Conv2dForward op) {
        final Shape x = op.x().shape();
        final Window window = op.window();
        graph.task(
                tasks.next(group, Convolutions.class, "conv2dForward"),
                Convolutions::conv2dForward,
                floats(op.x()),
                floats(op.w()),
                floats(op.b()),
                floats(op.y()),
                x.batch(),
                x.dimension(1),
                x.dimension(2),
                x.dimension(3),
                op.y().shape().dimension(1),
                window.size(),
                window.stride(),
                window.padding());
    }

    private void addBackwardInput(OpGroup group, Conv2dBackwardInput op) {
        final Shape x = op.dx().shape();
        final Window window = op.window();
        graph.task(
                tasks.next(group, Convolutions.class, "conv2dBackwardInput"),
                Convolutions::conv2dBackwardInput,
                floats(op.dy()),
                floats(op.w()),
                floats(op.dx()),
                x.batch(),
                x.dimension(1),
                x.dimension(2),
                x.dimension(3),
                op.dy().shape().dimension(1),
                window.size(),
                window.stride(),
                window.padding());
    }

    private void addBackwardWeight(OpGroup group, Conv2dBackwardWeight op) {
        final Shape x = op.x().shape();
        final Window window = op.window();
        graph.task(
                tasks.next(group, Convolutions.class, "conv2dBackwardWeight"),
                Convolutions::conv2dBackwardWeight,
                floats(op.x()),
                floats(op.dy()),
                floats(op.dw()),
                floats(op.db()),
                x.batch(),
                x.dimension(1),
                x.dimension(2),
                x.dimension(3),
                op.dy().shape().dimension(1),
                window.size(),
                window.stride(),
                window.padding());
    }

    private void addTableForward(OpGroup group, TableConv2dForward op) {
        final Shape x = op.x().shape();
        final Window window = op.window();
        final ConnectionTable table = op.table();
        graph.task(
                tasks.next(group, TableConvolutions.class, "tableConv2dForward"),
                TableConvolutions::tableConv2dForward,
                floats(op.x()),
                floats(op.w()),
                floats(op.b()),
                floats(op.y()),
                arrays.constant(table.starts()),
                arrays.constant(table.inputs()),
                x.batch(),
                x.dimension(1),
                x.dimension(2),
                x.dimension(3),
                table.outputChannels(),
                window.size(),
                window.stride(),
                window.padding());
    }

    private void addTableBackwardInput(OpGroup group, TableConv2dBackwardInput op) {
        final Shape x = op.dx().shape();
        final Window window = op.window();
        final ConnectionTable table = op.table();
        graph.task(
                tasks.next(group, TableConvolutions.class, "tableConv2dBackwardInput"),
                TableConvolutions::tableConv2dBackwardInput,
                floats(op.dy()),
                floats(op.w()),
                floats(op.dx()),
                arrays.constant(table.startsByInput()),
                arrays.constant(table.connectionsByInput()),
                arrays.constant(table.outputs()),
                x.batch(),
                x.dimension(1),
                x.dimension(2),
                x.dimension(3),
                table.outputChannels(),
                window.size(),
                window.stride(),
                window.padding());
    }

    private void addTableBackwardWeight(OpGroup group, TableConv2dBackwardWeight op) {
        final Shape x = op.x().shape();
        final Window window = op.window();
        final ConnectionTable table = op.table();
        graph.task(
                tasks.next(group, TableConvolutions.class, "tableConv2dBackwardWeight"),
                TableConvolutions::tableConv2dBackwardWeight,
                floats(op.x()),
                floats(op.dy()),
                floats(op.dw()),
                floats(op.db()),
                arrays.constant(table.inputs()),
                arrays.constant(table.outputs()),
                x.batch(),
                x.dimension(1),
                x.dimension(2),
                x.dimension(3),
                table.outputChannels(),
                table.connections(),
                window.size(),
                window.stride(),
                window.padding());
    }

    private float[] floats(Tensor tensor) {
        return arrays.floats(tensor);
    }
}
