package handgrad.backend.cpu.assembly;

import handgrad.backend.SpanRecorder;
import handgrad.backend.StepProfile.Piece;
import handgrad.backend.cpu.execution.Stage;
import handgrad.backend.cpu.memory.ResidentTensors;
import handgrad.backend.cpu.plan.Access;
import handgrad.backend.cpu.plan.Node;
import handgrad.backend.cpu.plan.Node.Work;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.rewrite.GatherElision;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.SampleStep;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Watches the steps of a plan while they run. The methods return what they are given, watched or as it is. */
public interface ProfileRecorder {
    /** Watches nothing and takes no time. */
    ProfileRecorder NONE = new ProfileRecorder() {};

    /** The step of a node that works by samples. */
    default SampleStep watch(Node node, SampleStep step) {
        return step;
    }

    /** The step of a node that works by blocks, with the updates that it takes along. */
    default BlockStep watch(Node node, List<Node> fusedUpdates, BlockStep step) {
        return step;
    }

    /** A stage, whose steps are watched already. */
    default Stage watch(Stage stage) {
        return stage;
    }

    /**
     * Records when each group of samples and each block is worked on.
     *
     * @param recorder takes the times; its tracks are the workers
     * @param alone whether there is one worker, which never waits
     * @param residents tells which data are kept as bytes
     * @param program what is watched
     */
    record Clock(SpanRecorder recorder, boolean alone, ResidentTensors residents, Program program)
            implements ProfileRecorder {
        @Override
        public Stage watch(Stage stage) {
            if (alone) {
                return stage;
            }
            return new Stage(stage.tasks(), stage.needs(), (worker, task) -> {
                recorder.begin(worker);
                stage.body().run(worker, task);
            });
        }

        @Override
        public SampleStep watch(Node node, SampleStep step) {
            final int piece = recorder.add(piece(node, List.of()));
            return new SampleStep() {
                @Override
                public void run(int worker, int group) {
                    step.run(worker, group);
                    recorder.end(worker, piece);
                }

                @Override
                public void run(int worker, int first, int end) {
                    step.run(worker, first, end);
                    recorder.end(worker, piece);
                }
            };
        }

        @Override
        public BlockStep watch(Node node, List<Node> fusedUpdates, BlockStep step) {
            final int piece = recorder.add(piece(node, fusedUpdates));
            return new BlockStep() {
                @Override
                public int blocks() {
                    return step.blocks();
                }

                @Override
                public void run(int worker, int block) {
                    step.run(worker, block);
                    recorder.end(worker, piece);
                }

                @Override
                public int earlyBlocks() {
                    return step.earlyBlocks();
                }

                @Override
                public void runEarly(int worker, int block) {
                    step.runEarly(worker, block);
                    recorder.end(worker, piece);
                }
            };
        }

        private Piece piece(Node node, List<Node> fusedUpdates) {
            final List<Op> ops = Stream.concat(Stream.of(node), fusedUpdates.stream())
                    .flatMap(each -> ops(each.work()).stream())
                    .toList();
            return switch (node.work()) {
                case Work.Convert(final Tensor tensor, final Representation to)
                when to == Representation.NONZEROS -> new Piece("find zeros of " + tensor.name(), ops);
                case final Work.Convert convert ->
                    new Piece("rearrange " + convert.tensor().name(), ops);
                case final Work.Total total ->
                    new Piece("add up " + total.gradient().dw().name(), ops);
                default -> Piece.of(ops).withBytes(inBytes(node.work())).withShare(share(node));
            };
        }

        private static List<Op> ops(Work work) {
            return switch (work) {
                case final Work.Run run -> List.of(run.op());
                case final Work.Gather gather -> List.of(gather.op());
                case Work.Scores(final GatherElision batch) -> List.of(batch.gather(), batch.forward());
                case final Work.Gradient gradient -> List.of(gradient.op());
                case final Work.Classes classes -> classes.losses().ops();
                case final Work.Wide wide -> wide.layer().inOrder();
                case final Work.Partial partial -> List.of(partial.gradient().op());
                // The gradient counts where its parts are made, which is nearly all of the work.
                case Work.Total _, Work.Convert _ -> List.of();
            };
        }

        /** The batch of pixels that a node reads where they are. */
        private static Optional<GatherElision> elided(Work work) {
            return switch (work) {
                case Work.Scores(final GatherElision batch) -> Optional.of(batch);
                case Work.Gradient(var _, final GatherElision batch) -> Optional.of(batch);
                case Work.Partial(var _, final Optional<GatherElision> batch) -> batch;
                default -> Optional.empty();
            };
        }

        /** What a node reads as bytes: data that are pixels, and a batch of them that is not gathered. */
        private List<Tensor> inBytes(Work work) {
            return work instanceof Work.Gather(final GatherRows op, var _)
                            && residents.data(op.data()).isPixels()
                    ? List.of(op.data())
                    : elided(work).map(GatherElision::tensors).orElse(List.of());
        }

        /** Which part of its arithmetic a node does at least: where it skips zeros, that with the other elements. */
        private double share(Node node) {
            // A single row of weights is multiplied with all pixels.
            return elided(node.work())
                    .filter(batch -> batch.rows() > 1)
                    .map(GatherElision::gather)
                    .or(() -> node.accesses().stream()
                            .map(Access::resource)
                            .filter(resource -> resource.representation() == Representation.NONZEROS)
                            .flatMap(resource -> program.ops().stream()
                                    .filter(op -> op.outputs().contains(resource.tensor())))
                            .filter(GatherRows.class::isInstance)
                            .map(GatherRows.class::cast)
                            .findFirst())
                    .map(op -> residents.data(op.data()).density())
                    .orElse(1.0);
        }
    }
}
