package handgrad.cli.check;

import handgrad.cli.console.Console;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.host.Launcher;
import handgrad.host.UsageError;
import handgrad.host.check.device.CheckPlan;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.DeviceRequest;
import handgrad.host.devices.Devices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code check}: compares devices with the float64 oracle, or with numbers computed elsewhere. */
public final class CheckCommand implements Command {
    /** The reference; compared with itself it could only pass. */
    private static final String ORACLE = "oracle";

    @Override
    public String name() {
        return "check";
    }

    @Override
    public String summary() {
        return "holds devices against float64: every op, ten training steps of every model, the same bits again; or"
                + " against PyTorch's numbers in a file";
    }

    @Override
    public String operands() {
        return "[MODEL]";
    }

    @Override
    public Options options() {
        return Arguments.options(
                Arguments.repeated(
                        "device",
                        "D",
                        "a device that 'handgrad devices' lists; may be repeated; default: every usable one"),
                Arguments.valued(
                        "op", "NAME", "only one op, or one activation, loss, penalty or optimiser, and no training"),
                Arguments.valued("seed", "N", "where the random numbers start; default 0"),
                Arguments.valued(
                        "fixture",
                        "FILE",
                        "instead: a batch and some steps of a model as PyTorch computed them; or a folder of such"
                                + " files"),
                CommonOptions.threads(),
                CommonOptions.json());
    }

    @Override
    public List<String> examples() {
        return List.of(
                "handgrad check",
                "handgrad check lenet5-modern --device cpu --seed 7     (only what the model uses)",
                "handgrad check --op tanh --device cpu     (one op or formula, by name)",
                "handgrad check --fixture lenet5-modern.safetensors --device cpu --device java --json");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final List<String> operands = arguments.operands(1);
        final int threads = CommonOptions.threads(arguments);
        final List<String> named = arguments.texts("device");
        if (named.contains(DeviceRequest.AUTO)) {
            throw new UsageError("--device auto: a check is of named devices; leave --device out for every usable one");
        }
        final Optional<Path> fixture = arguments.path("fixture");
        if (fixture.isPresent() && (!operands.isEmpty() || arguments.has("seed") || arguments.has("op"))) {
            throw new UsageError("--fixture has model and numbers of its own; leave MODEL, --op and --seed out");
        }
        final Devices installed = Devices.installed();
        final List<ChosenDevice> devices = named.isEmpty()
                ? installed.usable(threads)
                : named.stream()
                        .map(DeviceRequest::parse)
                        .map(request -> installed.choose(request, threads))
                        .toList();
        if (fixture.isPresent()) {
            return FixtureChecks.run(fixture.get(), devices, arguments.has("json"), console);
        }
        final long seed =
                arguments.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0L);
        final Optional<String> op = arguments.text("op");
        op.ifPresent(CheckCommand::requireKnown);
        final CheckPlan whole = operands.isEmpty()
                ? CheckPlan.everything(seed)
                : CheckPlan.of(CommonOptions.model(operands.getFirst()), seed);
        final CheckPlan plan = op.map(whole::narrowed).orElse(whole);
        if (plan.ops().isEmpty()) {
            throw new UsageError(operands.getFirst() + " does not use " + op.orElseThrow());
        }
        if (named.isEmpty()) {
            sayWhatIsLeftOut(installed, console);
        }
        final List<ChosenDevice> checked = named.isEmpty()
                ? devices.stream()
                        .filter(device -> !device.backend().name().equals(ORACLE))
                        .toList()
                : devices;
        return new DeviceChecks(plan, again(operands, op, checked, seed, threads), arguments.has("json"), console)
                .run(checked);
    }

    private static void requireKnown(String op) {
        if (CheckPlan.names().stream().noneMatch(op::equalsIgnoreCase)) {
            throw new UsageError("there is no op '" + op + "'; there is " + String.join(", ", CheckPlan.names()));
        }
    }

    private static void sayWhatIsLeftOut(Devices installed, Console console) {
        installed.failures().forEach(console.err()::println);
        installed.backends().stream()
                .flatMap(backend -> backend.devices().stream())
                .filter(device -> !device.isUsable())
                .forEach(device -> console.err()
                        .println("not checked: " + device + ": "
                                + device.problem().orElseThrow()));
    }

    /** The command that repeats this one, with all defaults spelled out. */
    private static String again(
            List<String> operands, Optional<String> op, List<ChosenDevice> devices, long seed, int threads) {
        final List<String> words = new ArrayList<>(List.of("check"));
        words.addAll(operands);
        op.ifPresent(name -> words.addAll(List.of("--op", name)));
        devices.forEach(
                device -> words.addAll(List.of("--device", device.request().toString())));
        words.addAll(List.of("--seed", String.valueOf(seed), "--threads", String.valueOf(threads)));
        return Launcher.typed(words);
    }
}
