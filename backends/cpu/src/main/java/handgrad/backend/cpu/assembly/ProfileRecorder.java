package handgrad.backend.cpu.assembly;

import handgrad.backend.SpanRecorder;
import handgrad.backend.StepProfile.Piece;
import handgrad.backend.cpu.execution.Stage;
import handgrad.backend.cpu.memory.ResidentTensors;
import handgrad.backend.cpu.plan.Access;
import handgrad.backend.cpu.plan.Node;
import handgrad.backend.cpu.plan.Node.Work;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.rewrite.ClassLossFusion;
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

/** Looks on while a plan's steps run. */
public interface ProfileRecorder {
    /** Sees nothing and takes no time. */
    ProfileRecorder NONE = new ProfileRecorder() {
        @Override
        public SampleStep watch(Node node, SampleStep step) {
            return step;
        }

        @Override
        public BlockStep watch(Node node, List<Node> fusedUpdates, BlockStep step) {
            return step;
        }

        @Override
        public Stage watch(Stage stage) {
            return stage;
        }
    };

    /**
     * A step that works by samples.
     *
     * @param node what it does
     * @param step the step
     * @return the same step, watched
     */
    SampleStep watch(Node node, SampleStep step);

    /**
     * A step that works by blocks.
     *
     * @param node what it does
     * @param fusedUpdates the updates that it does at once
     * @param step the step
     * @return the same step, watched
     */
    BlockStep watch(Node node, List<Node> fusedUpdates, BlockStep step);

    /**
     * A stage, of steps that are watched.
     *
     * @param stage the stage
     * @return the same stage, watched
     */
    Stage watch(Stage stage);

    /**
     * Notes when each group of samples and each block is worked on.
     *
     * @param recorder takes the notes; its tracks are the workers
     * @param alone whether there is one worker, who waits for nobody
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
                case Work.Run _,
                        Work.Gather _,
                        Work.Scores _,
                        Work.Gradient _,
                        Work.Classes _,
                        Work.Partial _,
                        Work.Wide _ ->
                    Piece.of(ops).withBytes(inBytes(node.work())).withShare(share(node));
            };
        }

        /** Which part of its arithmetic a node does at least: where it leaves zeros out, that with elements that are none. */
        private double share(Node node) {
            return switch (node.work()) {
                case Work.Scores(final GatherElision batch)
                when isPixels(batch.gather()) && batch.rows() > 1 -> density(batch.gather());
                case Work.Gradient(var _, final GatherElision batch)
                when isPixels(batch.gather()) -> density(batch.gather());
                default ->
                    node.accesses().stream()
                            .map(Access::resource)
                            .filter(resource -> resource.representation() == Representation.NONZEROS)
                            .flatMap(resource -> program.ops().stream()
                                    .filter(op -> op.outputs().contains(resource.tensor())))
                            .filter(GatherRows.class::isInstance)
                            .mapToDouble(op -> density((GatherRows) op))
                            .findFirst()
                            .orElse(1);
            };
        }

        private double density(GatherRows op) {
            return residents.data(op.data()).density();
        }

        /** What a node reads as bytes: data that are pixels, and a batch of them that is not fetched. */
        private List<Tensor> inBytes(Work work) {
            return switch (work) {
                case Work.Gather(final GatherRows op, var _) when isPixels(op) -> List.of(op.data());
                case Work.Scores(final GatherElision batch) when isPixels(batch.gather()) -> batch.tensors();
                case Work.Gradient(var _, final GatherElision batch) when isPixels(batch.gather()) -> batch.tensors();
                case Work.Partial(var _, final Optional<GatherElision> batch) ->
                    batch.filter(one -> isPixels(one.gather()))
                            .map(GatherElision::tensors)
                            .orElse(List.of());
                case Work.Run _,
                        Work.Gather _,
                        Work.Scores _,
                        Work.Gradient _,
                        Work.Classes _,
                        Work.Wide _,
                        Work.Total _,
                        Work.Convert _ -> List.of();
            };
        }

        private boolean isPixels(GatherRows op) {
            return residents.data(op.data()).isPixels();
        }

        private static List<Op> ops(Work work) {
            return switch (work) {
                case final Work.Run run -> List.of(run.op());
                case final Work.Gather gather -> List.of(gather.op());
                case Work.Scores(final GatherElision batch) -> List.of(batch.gather(), batch.forward());
                case final Work.Gradient gradient -> List.of(gradient.op());
                case Work.Classes(final ClassLossFusion losses) -> losses.ops();
                case final Work.Wide wide -> wide.layer().inOrder();
                case final Work.Partial partial -> List.of(partial.gradient().op());
                // The gradient counts where its parts are made, which is nearly all of the work.
                case Work.Total _, Work.Convert _ -> List.of();
            };
        }
    }
}
