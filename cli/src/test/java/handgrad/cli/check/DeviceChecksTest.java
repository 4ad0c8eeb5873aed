package handgrad.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.Backend;
import handgrad.backend.DeviceException;
import handgrad.backend.DeviceOptions;
import handgrad.backend.oracle.OracleBackend;
import handgrad.cli.CommandLine;
import handgrad.cli.console.Console;
import handgrad.homework.Homework;
import handgrad.host.check.device.CheckPlan;
import handgrad.host.check.op.FaultyBackend;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.DeviceRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Exit code, tables and JSON of {@code check}, with correct backends and deliberately wrong ones. */
class DeviceChecksTest {
    private static final String MODEL = "logistic-kl";

    private final CheckPlan plan = CheckPlan.of(Homework.find(MODEL).orElseThrow(), 5);

    /** One factor of every gradient of a weight, by a part in 10⁵. */
    private final FaultyBackend faulty = FaultyBackend.with((op, tensor, values) -> {
        for (int i = 0; op.name().equals("LinearBackwardWeight") && i < values.length; i++) {
            values[i] *= op.outputs().contains(tensor) ? 1.00001F : 1;
        }
    });

    @Test
    void aRightBackendPasses() {
        final CommandLine done = run(new OracleBackend(), false);
        done.succeeded();
        final List<String> lines = done.out().lines().toList();
        assertEquals("again: handgrad check so and so", lines.getLast());
        assertTrue(lines.get(lines.size() - 2).startsWith("passed: oracle; "), done.out());
        assertFalse(done.out().contains("FAILED"), done.out());
        assertTrue(done.err().contains("checking oracle ..."), done.err());
    }

    @Test
    void aWrongOpFailsAndIsNamed() {
        final CommandLine done = run(faulty, false);
        assertEquals(1, done.code());
        final List<String> lines = done.out().lines().toList();
        assertEquals("FAILED: faulty: LinearBackwardWeight", lines.get(lines.size() - 2));
        assertTrue(done.out().contains("  FAILED LinearBackwardWeight: LinearBackwardWeight "), done.out());
        assertTrue(done.out().contains("and "), "not all of them");
    }

    @Test
    void printsOneJsonObject() {
        final JsonNode right = json(run(new OracleBackend(), true), 0);
        assertTrue(right.get("passed").asBoolean());
        final JsonNode wrong = json(run(faulty, true), 1);
        assertFalse(wrong.get("passed").asBoolean());
        assertEquals(5, wrong.get("seed").asLong());
        assertEquals("handgrad check so and so", wrong.get("command").asString());
        assertTrue(wrong.get("gradients").get("derivatives").asInt() > 0);
        assertEquals(0, wrong.get("gradients").get("failures").size());
        final JsonNode device = wrong.get("devices").get(0);
        assertEquals("faulty", device.get("device").asString());
        assertFalse(device.get("passed").asBoolean());
        assertEquals(
                Set.of("LinearBackwardWeight"),
                elements(device.get("ops")).stream()
                        .filter(op -> !op.get("failures").isEmpty())
                        .map(op -> op.get("op").asString())
                        .collect(Collectors.toSet()));
        final JsonNode training = device.get("trainings").get(0);
        assertEquals(MODEL, training.get("model").asString());
        assertEquals(10, training.get("steps").asInt());
        assertTrue(training.get("worst").asDouble() < 1);
    }

    /** Only the ops that the model has, with its loss. */
    @Test
    void aModelIsCheckedWithWhatItUses() {
        final Set<String> ops =
                plan.ops().stream().map(opCase -> opCase.op().name()).collect(Collectors.toSet());
        assertTrue(ops.containsAll(Set.of("GatherRows", "LinearForward", "ScoreLossBackward", "Update")));
        assertFalse(ops.contains("Conv2dForward"));
        assertTrue(plan.ops().stream()
                .filter(opCase -> opCase.op().name().equals("ScoreLossForward"))
                .allMatch(opCase -> opCase.name().contains("logistic")));
        assertTrue(plan.gradients().size() > 2);
    }

    /** {@code --op} takes the name of an op, an activation, a loss or an optimiser. */
    @ParameterizedTest
    @CsvSource({
        "tanh, ActivationForward ActivationBackward",
        "SIGMOID, ActivationForward ActivationBackward",
        "hinge, ScoreLossForward ScoreLossBackward",
        "Squared Error, ScoreLossForward ScoreLossBackward",
        "l2, RecordPenalty AddPenaltyGradient",
        "adam, Update",
        "sgd, Update",
        "update, Update",
        "conv2dforward, Conv2dForward",
        "TakeRate, TakeRate"
    })
    void isNarrowedToOneName(String name, String ops) {
        final CheckPlan narrow = CheckPlan.everything(0).narrowed(name);
        assertEquals(
                Set.of(ops.split(" ")),
                narrow.ops().stream().map(opCase -> opCase.op().name()).collect(Collectors.toSet()));
        assertTrue(narrow.models().isEmpty());
        assertEquals(
                ops.contains("Update") || ops.contains("TakeRate") || ops.contains("Conv2dForward"),
                narrow.derivatives().isEmpty());
    }

    @Test
    void theCommandTakesAnOp() {
        final JsonNode result = CommandLine.run("check", "--op", "TANH", "--device", "oracle", "--json")
                .json();
        assertTrue(result.get("passed").asBoolean());
        assertEquals(2, result.get("devices").get(0).get("ops").size());
        assertEquals("scripts/handgrad check --op TANH --device oracle --seed 0 --threads 2", again(result));
        final String unknown = CommandLine.run("check", "--op", "swish2").error(2);
        assertTrue(unknown.contains("swish2") && unknown.contains("tanh") && unknown.contains("adam"), unknown);
        assertTrue(CommandLine.run("check", MODEL, "--op", "Conv2dForward")
                .error(2)
                .contains("does not use"));
    }

    private static String again(JsonNode result) {
        return result.get("command").asString().replaceFirst("--threads .*", "--threads 2");
    }

    /** An exception from a backend is a failure of the part that was checked, not of the program. */
    @Test
    void aBackendThatThrowsFails() {
        final CommandLine done = run(
                FaultyBackend.with((op, _, _) -> {
                    if (op.name().equals("Update")) {
                        throw new DeviceException("the device is lost: restart it");
                    }
                    if (op.name().equals("Advance")) {
                        throw new IllegalStateException("a defect");
                    }
                }),
                false);
        assertEquals(1, done.code());
        assertTrue(done.out().contains("FAILED Update: the device is lost: restart it"), done.out());
        assertTrue(done.out().contains("FAILED " + MODEL + ": java.lang.IllegalStateException: a defect"), done.out());
    }

    @Test
    void theCommandTakesModelsDevicesAndSeeds() {
        final JsonNode result = CommandLine.run(
                        "check", MODEL, "--device", "java", "--seed", "-3", "--threads", "2", "--json")
                .json();
        assertTrue(result.get("passed").asBoolean());
        assertEquals(
                "scripts/handgrad check " + MODEL + " --device java --seed -3 --threads 2",
                result.get("command").asString());
        assertTrue(CommandLine.run("check", "alexnet").error(2).contains("alexnet"));
        assertTrue(CommandLine.run("check", MODEL, "--fixture", "file").error(2).contains("--fixture"));
        assertTrue(CommandLine.run("check", "--seed", "x").error(2).contains("--seed"));
        assertTrue(
                CommandLine.run("check", MODEL, "--device", "java:7").error(1).contains("java"));
    }

    private CommandLine run(Backend backend, boolean json) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        final ChosenDevice device =
                new ChosenDevice(DeviceRequest.parse(backend.name()), backend, DeviceOptions.defaults());
        final int code = new DeviceChecks(plan, "handgrad check so and so", json, console).run(List.of(device));
        return new CommandLine(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static JsonNode json(CommandLine done, int code) {
        assertEquals(code, done.code(), done.err());
        return JsonMapper.shared().readTree(done.out());
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
