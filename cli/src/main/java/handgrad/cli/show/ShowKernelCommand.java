package handgrad.cli.show;

import handgrad.backend.DeviceException;
import handgrad.backend.KernelListing;
import handgrad.backend.KernelSource;
import handgrad.backend.Session;
import handgrad.cli.console.Console;
import handgrad.cli.console.ExitCode;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.host.Suggestions;
import handgrad.host.UsageError;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.DeviceRequest;
import handgrad.host.devices.Devices;
import handgrad.host.json.Json;
import handgrad.host.listing.JavaKernel;
import handgrad.host.listing.SideBySide;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.network.Network;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.training.Feed;
import handgrad.training.Model;
import handgrad.training.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/** {@code show-kernel}: the Java loop of an op beside the code that a device runs. */
public final class ShowKernelCommand implements Command {
    private static final int MOST_SAMPLES = 100_000;

    /** The batch size shown for models that train on all samples at once. */
    private static final int USUAL_BATCH = 100;

    private static final int COLUMN = 88;

    /**
     * The object of {@code --json}.
     *
     * @param model the model's name
     * @param op the op's name
     * @param device the device that was asked
     * @param deviceName its name
     * @param kernels what it runs
     */
    record Result(String model, String op, String device, String deviceName, List<Kernel> kernels) {}

    /**
     * A kernel of the result.
     *
     * @param name its name in the code
     * @param ops the ops that it does the work of
     * @param language what the code is written in
     * @param code the code
     * @param java the Java loop of the same computation, or an empty text
     */
    record Kernel(String name, List<String> ops, String language, String code, String java) {}

    @Override
    public String name() {
        return "show-kernel";
    }

    @Override
    public String summary() {
        return "shows the Java loop of an op beside the code that a device runs for it";
    }

    @Override
    public String operands() {
        return "MODEL OP";
    }

    @Override
    public Options options() {
        return Arguments.options(
                Arguments.valued("device", "D", "whose code: tornado or opencl; default: tornado"),
                Arguments.valued(
                        "batch", "N", "samples a step, which are a constant of the code; default: the model's"),
                Arguments.flag("stacked", "one below the other, for narrow screens"),
                CommonOptions.json());
    }

    @Override
    public List<String> examples() {
        return List.of(
                "handgrad show-kernel lenet5-modern LinearForward --device tornado",
                "handgrad show-kernel lenet5-modern Conv2dForward:2 --device opencl --stacked");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final List<String> operands = arguments.operands(2);
        if (operands.isEmpty()) {
            throw new UsageError(
                    "name a model and an op: handgrad show-kernel MODEL OP; 'handgrad models' lists the models");
        }
        final Model model = CommonOptions.model(operands.getFirst());
        final Program program = program(
                model,
                arguments
                        .count("batch", 1, MOST_SAMPLES)
                        .orElse(Math.min(model.recipe().batch(), USUAL_BATCH)));
        if (operands.size() == 1) {
            throw new UsageError("name an op of " + model.name() + ": " + String.join(", ", names(program)));
        }
        final Op op = find(model, program, operands.get(1));
        final ChosenDevice device = Devices.installed()
                .choose(DeviceRequest.parse(arguments.text("device").orElse("tornado")), model, 1);
        try (Session session = device.open(List.of(program))) {
            if (!(session instanceof final KernelSource source)) {
                throw new DeviceException(
                        "--device " + device.request() + " has no code to show: choose tornado or opencl");
            }
            final List<Kernel> kernels = source.kernels(program, op).stream()
                    .map(ShowKernelCommand::kernel)
                    .toList();
            final Result result = new Result(
                    model.name(),
                    operands.get(1),
                    session.device().selector(),
                    session.device().name(),
                    kernels);
            console.out()
                    .print(arguments.has("json") ? Json.text(result) + "\n" : text(result, arguments.has("stacked")));
        }
        return ExitCode.DONE;
    }

    private static Kernel kernel(KernelListing listing) {
        return new Kernel(
                listing.name(),
                listing.ops(),
                listing.language(),
                listing.code().strip(),
                Stream.concat(listing.javaKernels().stream().map(JavaKernel::source), listing.generated().stream())
                        .collect(Collectors.joining("\n\n")));
    }

    /** A training step on a data set of zeros, since only shapes matter here. */
    private static Program program(Model model, int batch) {
        final Network network = model.network();
        final int outputs = network.output().size();
        final Targets targets = model.objective().loss() instanceof SoftmaxCrossEntropy
                ? new Targets.Classes(new int[batch], outputs)
                : new Targets.Reals(new float[batch * outputs], outputs);
        final Dataset dataset = new Dataset(
                "zeros", network.input(), new float[batch * network.input().size()], targets);
        final Feed feed = Feed.of("train", dataset, model.objective().loss(), batch, 1);
        return Programs.trainingStep(network, model.objective(), feed, batch);
    }

    private static List<String> names(Program program) {
        return program.ops().stream().map(Op::name).distinct().toList();
    }

    /** The op of a name, or of a name and a number: the second LinearForward is LinearForward:2. */
    private static Op find(Model model, Program program, String wanted) {
        final String[] parts = wanted.split(":", 2);
        final List<Op> ops = program.ops().stream()
                .filter(op -> op.name().equalsIgnoreCase(parts[0]))
                .toList();
        if (ops.isEmpty()) {
            throw new UsageError("a training step of " + model.name() + " has no op '" + parts[0] + "'; it has "
                    + String.join(", ", names(program)) + Suggestions.didYouMean(parts[0], names(program)));
        }
        if (parts.length == 1) {
            return ops.getFirst();
        }
        if (!parts[1].matches("[1-9]\\d{0,3}") || Integer.parseInt(parts[1]) > ops.size()) {
            throw new UsageError("'" + wanted + "': the number must be from 1 to " + ops.size() + ", for so many "
                    + ops.getFirst().name() + " has a step of " + model.name());
        }
        return ops.get(Integer.parseInt(parts[1]) - 1);
    }

    private static String text(Result result, boolean stacked) {
        final List<String> parts = new ArrayList<>();
        for (final Kernel kernel : result.kernels()) {
            final String title = "%s of %s, kernel %s for %s"
                    .formatted(result.op(), result.model(), kernel.name(), String.join(" + ", kernel.ops()));
            final String where = "%s for %s (%s)".formatted(kernel.language(), result.device(), result.deviceName());
            if (kernel.java().isEmpty() || stacked) {
                parts.add("%s\n\n%s\n\n%s:\n\n%s\n".formatted(title, kernel.java(), where, kernel.code()));
            } else {
                parts.add("%s\n\n%s"
                        .formatted(
                                title,
                                SideBySide.of("Java\n\n" + kernel.java(), where + "\n\n" + kernel.code(), COLUMN)));
            }
        }
        return String.join("\n", parts);
    }
}
