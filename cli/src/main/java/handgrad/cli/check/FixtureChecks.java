package handgrad.cli.check;

import handgrad.cli.console.Console;
import handgrad.cli.console.ExitCode;
import handgrad.cli.console.Figures;
import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.host.UserError;
import handgrad.host.check.fixture.Fixture;
import handgrad.host.check.fixture.FixtureCheck;
import handgrad.host.check.fixture.FixtureReport;
import handgrad.host.check.fixture.FixtureReport.Error;
import handgrad.host.check.fixture.FixtureReport.Quantity;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.json.Json;
import handgrad.network.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code check --fixture}: compares devices with numbers computed elsewhere. */
final class FixtureChecks {
    /**
     * The object of {@code --json}.
     *
     * @param fixture the file
     * @param model the model's name
     * @param batch samples a step
     * @param steps how many steps were made
     * @param learningRate the step size
     * @param passed whether every device passed
     * @param devices what was found on each
     */
    record Result(
            Path fixture,
            String model,
            int batch,
            int steps,
            float learningRate,
            boolean passed,
            List<FixtureReport> devices) {}

    private FixtureChecks() {}

    /**
     * The object of {@code --json} for a folder.
     *
     * @param folder the folder
     * @param passed whether every device passed with every file
     * @param fixtures what was found with each file
     */
    record FolderResult(Path folder, boolean passed, List<Result> fixtures) {}

    /**
     * Checks devices.
     *
     * @param path the numbers, or a folder with files of numbers
     * @param devices which
     * @param json whether to print one JSON object
     * @param console where the result goes
     * @return the exit code
     */
    static int run(Path path, List<ChosenDevice> devices, boolean json, Console console) {
        final List<Result> results = new ArrayList<>();
        for (final Path file : files(path)) {
            final Fixture fixture = Fixture.read(file);
            final FixtureCheck check = new FixtureCheck(fixture);
            final List<FixtureReport> reports = devices.stream().map(check::run).toList();
            results.add(result(file, fixture, reports));
            if (!json) {
                console.out().println((results.size() > 1 ? "\n" : "") + text(fixture, reports));
            }
        }
        final boolean passed = results.stream().allMatch(Result::passed);
        if (json) {
            console.out()
                    .println(Json.text(
                            Files.isDirectory(path) ? new FolderResult(path, passed, results) : results.getFirst()));
        }
        return passed ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** The file itself, or the fixtures in a folder, by name. */
    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            final List<Path> fixtures = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
            if (fixtures.isEmpty()) {
                throw new UserError("--fixture " + path + ": there is no .safetensors file in this folder");
            }
            return fixtures;
        } catch (final IOException | UncheckedIOException e) {
            throw new UserError("cannot read the folder " + path + ": " + e.getMessage());
        }
    }

    private static Result result(Path file, Fixture fixture, List<FixtureReport> reports) {
        return new Result(
                file,
                fixture.name(),
                fixture.batch().count(),
                fixture.steps(),
                fixture.learningRate(),
                reports.stream().allMatch(FixtureReport::passed),
                reports);
    }

    private static String text(Fixture fixture, List<FixtureReport> reports) {
        final StringBuilder text = new StringBuilder(Figures.format(
                "%s: %s, batch %d, %d steps, learning rate %s, %s\nerrors are ‖out − ref‖ / ‖ref‖, of"
                        + " gradients and parameters over the size of what they are summed up from",
                fixture.file(),
                fixture.name(),
                fixture.batch().count(),
                fixture.steps(),
                fixture.learningRate(),
                fixture.optimiser()));
        for (final FixtureReport report : reports) {
            text.append("\n\n").append(table(fixture, report));
        }
        return text.toString();
    }

    private static String table(Fixture fixture, FixtureReport report) {
        final TextTable whole = new TextTable("  ", Side.LEFT, Side.RIGHT, Side.RIGHT, Side.LEFT);
        whole.row("", "error", "tolerance", "");
        report.errors().stream()
                .filter(error -> !ofParameter(error))
                .forEach(error -> whole.row(
                        error.tensor(),
                        figure(error.error()),
                        figure(error.tolerance()),
                        error.passed() ? "" : "FAILED"));
        final TextTable parameters = new TextTable("  ", Side.LEFT, Side.RIGHT, Side.RIGHT, Side.RIGHT);
        parameters.row("", "gradient", "after 1 step", "after " + fixture.steps());
        fixture.model().network().parameters().stream()
                .map(Parameter::name)
                .forEach(name -> parameters.row(
                        name,
                        cell(report, Quantity.GRADIENT, name),
                        cell(report, Quantity.AFTER_ONE, name),
                        cell(report, Quantity.AFTER_ALL, name)));
        parameters.row(
                "tolerance",
                figure(FixtureCheck.ONE_PASS),
                figure(FixtureCheck.ONE_PASS),
                figure(FixtureCheck.ONE_PASS * fixture.steps()));
        final Error worst = report.worst();
        return Figures.format(
                "%s (%s)\n%s\n\n%s\n  %s: nearest to its tolerance is %s, %s of %s",
                report.device(),
                report.deviceName(),
                whole.text(),
                parameters.text(),
                report.passed() ? "passed" : "FAILED",
                ofParameter(worst) ? worst.tensor() + " (" + worst.quantity() + ")" : worst.tensor(),
                figure(worst.error()),
                figure(worst.tolerance()));
    }

    private static boolean ofParameter(Error error) {
        return switch (error.quantity()) {
            case GRADIENT, AFTER_ONE, AFTER_ALL -> true;
            case LOGITS, LOSS, LOSSES, RATES -> false;
        };
    }

    private static String cell(FixtureReport report, Quantity quantity, String parameter) {
        final Error error = report.errors().stream()
                .filter(candidate ->
                        candidate.quantity() == quantity && candidate.tensor().equals(parameter))
                .findFirst()
                .orElseThrow();
        return error.passed() ? figure(error.error()) : "FAILED " + figure(error.error());
    }

    private static String figure(double value) {
        return Figures.format("%.1e", value);
    }
}
