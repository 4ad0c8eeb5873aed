package handgrad.host.sweep.outcome;

import handgrad.host.UserError;
import handgrad.host.chart.ChartPicture;
import handgrad.host.files.AtomicFile;
import handgrad.host.files.CsvFile;
import handgrad.host.json.Json;
import handgrad.host.sweep.folder.Figure;
import handgrad.host.sweep.folder.SweepFolder;
import handgrad.host.sweep.folder.TrialState.Failed;
import handgrad.host.sweep.folder.TrialState.Finished;
import handgrad.host.sweep.grid.Trial;
import handgrad.host.sweep.outcome.Setting.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes the tables, the picture and the best checkpoint of a sweep.
 *
 * @param folder where they go
 * @param notes hears of a picture that could not be drawn
 */
public record SweepFiles(SweepFolder folder, Consumer<String> notes) {
    /** Every trial, in the order of the grid. */
    static final String TRIALS = "sweep.csv";

    /** Every setting, best first. */
    static final String SUMMARY = "summary.csv";

    private static final String REPORT = "summary.json";
    private static final String HEAT_MAP = "heatmap.png";

    /** The files that are copied from the best trial's run folder. */
    private static final List<String> OF_BEST = List.of("model.safetensors", "config.json", "result.json");

    /** The figures in the tables. */
    private static final List<Figure> COLUMNS = List.of(Figure.values());

    /**
     * Writes all.
     *
     * @param outcome what the sweep brought
     * @return the report that {@code summary.json} holds too
     * @throws UserError if a file cannot be written
     */
    public SweepReport write(SweepOutcome outcome) {
        final List<String> files = new ArrayList<>(List.of(TRIALS, SUMMARY, REPORT));
        writeTrials(outcome);
        writeSummary(outcome);
        if (drawHeatMap(outcome)) {
            files.add(HEAT_MAP);
        }
        outcome.best().ifPresent(entry -> copyBest(entry, files));
        final SweepReport report = SweepReport.of(outcome, folder, files);
        AtomicFile.writeText(folder.path().resolve(REPORT), Json.text(report) + "\n");
        return report;
    }

    private void writeTrials(SweepOutcome outcome) {
        final List<String> dimensions = outcome.definition().dimensions();
        final List<String> header = Stream.of(
                        List.of("trial"),
                        dimensions,
                        List.of(Trial.SEED, "state"),
                        names(),
                        List.of("device", "reason"))
                .flatMap(List::stream)
                .toList();
        CsvFile.write(
                folder.path().resolve(TRIALS),
                header,
                outcome.trials().stream().map(entry -> row(dimensions, entry)).toList());
    }

    private static List<Object> row(List<String> dimensions, Entry entry) {
        final Map<String, String> values = entry.trial().values();
        final List<Object> row = new ArrayList<>(List.of(entry.trial().name()));
        dimensions.forEach(dimension -> row.add(values.get(dimension)));
        row.add(values.get(Trial.SEED));
        row.add(SweepReport.word(entry.state()));
        COLUMNS.forEach(
                figure -> row.add(entry.figures().<Object>map(figure::of).orElse("")));
        row.add(entry.state() instanceof Finished finished ? finished.device() : "");
        row.add(entry.state() instanceof Failed failed ? failed.reason() : "");
        return row;
    }

    private void writeSummary(SweepOutcome outcome) {
        final List<String> dimensions = outcome.definition().dimensions();
        final List<String> header = Stream.of(
                        dimensions.stream(),
                        Stream.of("n", "failed"),
                        names().stream().flatMap(name -> Stream.of("mean_" + name, "std_" + name)))
                .flatMap(columns -> columns)
                .toList();
        CsvFile.write(
                folder.path().resolve(SUMMARY),
                header,
                outcome.settings().stream()
                        .map(setting -> {
                            final List<Object> row =
                                    new ArrayList<>(setting.values().values());
                            row.addAll(List.of(setting.finished(), setting.failed()));
                            COLUMNS.forEach(figure -> {
                                final Optional<Statistics> statistics = setting.statistics(figure);
                                row.add(statistics.<Object>map(Statistics::mean).orElse(""));
                                row.add(statistics.<Object>map(Statistics::std).orElse(""));
                            });
                            return row;
                        })
                        .toList());
    }

    private static List<String> names() {
        return COLUMNS.stream().map(figure -> figure.text().replace('-', '_')).toList();
    }

    private boolean drawHeatMap(SweepOutcome outcome) {
        final Optional<HeatMap> map = HeatMap.of(outcome);
        if (map.isEmpty()) {
            return false;
        }
        try {
            AtomicFile.writeBytes(
                    folder.path().resolve(HEAT_MAP),
                    ChartPicture.png(() -> map.get().chart()));
            return true;
        } catch (final UserError failure) {
            notes.accept(HEAT_MAP + " was not drawn: " + failure.getMessage() + ". The figures are in " + SUMMARY);
            return false;
        }
    }

    /** An existing file is kept. */
    private void copyBest(Entry best, List<String> files) {
        try {
            Files.createDirectories(folder.best());
            for (final String name : OF_BEST.reversed()) {
                final Path source = folder.of(best.trial()).resolve(name);
                final Path target = folder.best().resolve(name);
                if (!Files.exists(target) || !Arrays.equals(Files.readAllBytes(source), Files.readAllBytes(target))) {
                    AtomicFile.writeBytes(target, Files.readAllBytes(source));
                }
                files.add("best/" + name);
            }
        } catch (final IOException failure) {
            throw new UserError("cannot copy the best trial's files to " + folder.best() + ": " + failure, failure);
        }
    }
}
