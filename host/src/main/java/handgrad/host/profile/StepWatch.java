package handgrad.host.profile;

import handgrad.backend.DeviceException;
import handgrad.backend.Session;
import handgrad.backend.StepProfile;
import handgrad.backend.StepProfile.Piece;
import handgrad.backend.StepProfiler;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.measure.Environment;
import handgrad.host.measure.OpCost;
import handgrad.host.measure.StepTimer;
import handgrad.host.measure.StepTimes;
import handgrad.host.measure.Traffic;
import handgrad.host.training.Trainer;
import handgrad.host.training.Walk;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.TrainingSetup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trains for a while, and then watches some steps closely. */
public final class StepWatch {
    /** The limit of recorded events: more steps would show nothing new. */
    private static final int MOST_SPANS = 200_000;

    /** The limit of profiled steps: the faster half of these is enough. */
    private static final int MOST_STEPS = 10_000;

    /** The tolerance of a sum of rows in float64; nanoseconds are whole numbers. */
    private static final double ROUNDING = 1e-9;

    /** The name of the time outside of all pieces. */
    static final String IN_NONE = "in no piece: waiting for other threads, handing work over";

    private final Model model;
    private final Trainer trainer;
    private final Walk walk;
    private final StepTimer timer;
    private final String dataset;

    /**
     * Plans it.
     *
     * @param model what to train, and how
     * @param beginning the data and the first parameters
     * @param stream where the order of the samples comes from
     */
    public StepWatch(Model model, TrainingSetup beginning, RandomStream stream) {
        this.model = model;
        this.trainer = new Trainer(model, beginning.split());
        this.walk = trainer.walk();
        this.dataset = beginning.split().name();
        this.timer = new StepTimer(trainer, stream);
    }

    /**
     * What was seen.
     *
     * @param report the figures
     * @param trace the text of a trace file
     */
    public record Seen(ProfileReport report, String trace) {}

    /**
     * Trains and watches.
     *
     * @param device what does the work
     * @param beginning as in the constructor
     * @param seconds how long to train before steps are timed, and again before they are watched; and about how long to
     *     watch
     * @param command repeats it
     * @return what was seen
     * @throws DeviceException if the device cannot be watched, or fails
     */
    public Seen watch(ChosenDevice device, TrainingSetup beginning, double seconds, String command) {
        final Environment environment = Environment.current();
        try (Session session = device.open(trainer.programs())) {
            if (!(session instanceof final StepProfiler profiler)) {
                throw new DeviceException("--device " + device.request()
                        + " cannot time the pieces of a step: its steps are launched as one; choose another device");
            }
            trainer.upload(session, beginning.parameters());
            timer.run(session, seconds);
            final double plain = StepTimes.of(timer.run(session, seconds)).median();
            profile(session, profiler, seconds, steps(plain, seconds));
            final KeptSteps kept = KeptSteps.of(profile(session, profiler, seconds, steps(plain, seconds)));
            final ProfileReport report = report(device, session, kept, environment, plain, command);
            return new Seen(
                    report,
                    ChromeTrace.text(model.name() + ", batch " + walk.batch() + ", on " + session.device(), kept));
        }
    }

    /** Enough steps for the time, at least a few. */
    private static int steps(double stepSeconds, double seconds) {
        return Math.clamp((long) (seconds / stepSeconds), 4, MOST_STEPS);
    }

    /** Profiled steps, up to a number and a duration. */
    private StepProfile profile(Session session, StepProfiler profiler, double seconds, int most) {
        final List<StepProfile> parts = new ArrayList<>();
        final long end = System.nanoTime() + (long) (seconds * 1e9);
        int left = most;
        int spans = 0;
        do {
            timer.rewind(session);
            final int steps = Math.min(Math.min(left, timer.stepsPerRound()), parts.isEmpty() ? 4 : most);
            final StepProfile part = profiler.profile(walk.full(), steps);
            parts.add(part);
            left -= steps;
            spans += part.spans().size();
        } while (left > 0 && spans < MOST_SPANS && System.nanoTime() < end);
        return new StepProfile(
                parts.getLast().tracks(),
                parts.getLast().pieces(),
                parts.stream().flatMap(part -> part.steps().stream()).toList(),
                parts.stream().flatMap(part -> part.spans().stream()).toList());
    }

    private ProfileReport report(
            ChosenDevice device,
            Session session,
            KeptSteps kept,
            Environment environment,
            double plain,
            String command) {
        final double step = kept.stepSeconds();
        final List<ProfileRow> rows = rows(walk.full(), kept, step);
        final double rest =
                step - rows.stream().mapToDouble(ProfileRow::seconds).sum();
        if (rest > ROUNDING * step) {
            rows.add(new ProfileRow(IN_NONE, ProfileRow.BETWEEN, List.of(), "", rest, rest / step, 0, 0, 0, 0, 0));
        }
        return new ProfileReport(
                ProfileReport.KIND,
                ProfileReport.VERSION,
                environment,
                command,
                model.name(),
                session.device().selector(),
                session.device().name(),
                device.options().threads(),
                kept.tracks().size(),
                walk.batch(),
                dataset,
                kept.runs(),
                plain,
                step,
                rows.stream()
                        .filter(ProfileRow::isWork)
                        .mapToDouble(ProfileRow::seconds)
                        .sum(),
                rows);
    }

    private static List<ProfileRow> rows(Program program, KeptSteps kept, double step) {
        final Traffic traffic = new Traffic(program);
        final List<ProfileRow> rows = new ArrayList<>();
        final Map<Piece, Integer> pieces = new LinkedHashMap<>();
        for (int piece = 0; piece < kept.pieces().size(); piece++) {
            pieces.putIfAbsent(kept.pieces().get(piece), piece);
        }
        pieces.forEach((piece, number) -> {
            final double seconds = kept.secondsOf(number);
            final List<Op> ops = piece.ops();
            final Traffic.Moved moved = traffic.of(piece);
            rows.add(new ProfileRow(
                    piece.name(),
                    ProfileRow.kind(piece),
                    ops.stream().map(Op::name).toList(),
                    ops.isEmpty() ? "" : ops.getLast().outputs().getFirst().name(),
                    seconds,
                    seconds / step,
                    kept.tasksOf(number),
                    Math.round(piece.share() * OpCost.flops(piece.counted())),
                    moved.all(),
                    moved.fromDataSet(),
                    Math.min(moved.dataSet(), moved.fromDataSet() * kept.runs())));
        });
        return rows;
    }
}
