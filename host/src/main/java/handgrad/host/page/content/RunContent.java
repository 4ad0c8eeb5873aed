package handgrad.host.page.content;

import handgrad.host.Launcher;
import handgrad.host.page.part.Chart;
import handgrad.host.page.part.Fact;
import handgrad.host.page.part.Part;
import handgrad.host.page.part.Quantity;
import handgrad.host.page.source.CsvTable;
import handgrad.host.page.source.JsonObject;
import handgrad.host.page.source.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run: what came of it, how it got there, what it answers wrong, and how to repeat it.
 *
 * @param run the run
 */
public record RunContent(StoredRun run) implements Content {
    @Override
    public String title() {
        return run.model()
                + run.config().text("dataset").map(name -> " on " + name).orElse("");
    }

    @Override
    public String lead() {
        final String how = "after "
                + run.config().shown("epochs").map(RunContent::epochs).orElse("its training") + " on " + device(run)
                + run.config().shown("seed").map(seed -> ", seed " + seed).orElse("") + ".";
        return run.result()
                .map(result -> run.isClassifier()
                        ? Quantity.percent(Quantity.orNaN(result.number("testAccuracy")))
                                + " of the test set answered right " + how
                        : "Test loss " + Quantity.number(Quantity.orNaN(result.number("testLoss"))) + " " + how)
                .orElse("This run did not end, or not well: it has no result. What is here is how far it got.");
    }

    private static String epochs(String number) {
        return number + (number.equals("1") ? " epoch" : " epochs");
    }

    static String device(StoredRun run) {
        return run.config().text("device").orElse("an unknown device")
                + run.config().text("deviceName").map(name -> " (" + name + ")").orElse("");
    }

    @Override
    public void write(Part part) {
        run.result().ifPresent(result -> part.tiles(tiles(result)));
        curves(part);
        answers(part);
        ModelFigures.append(part, run);
        timings(part);
        part.part("Configuration").facts(RunFacts.configuration(run));
        part.part("Environment").facts(RunFacts.environment(run));
        repetition(part);
    }

    private List<Fact> tiles(JsonObject result) {
        final List<Fact> tiles = new ArrayList<>();
        if (run.isClassifier()) {
            tiles.add(new Fact("Test accuracy", Quantity.percent(Quantity.orNaN(result.number("testAccuracy")))));
        }
        tiles.add(new Fact("Test loss", Quantity.number(Quantity.orNaN(result.number("testLoss")))));
        tiles.add(new Fact("Training time", Quantity.seconds(Quantity.orNaN(result.number("trainSeconds")))));
        tiles.add(new Fact(
                "Parameters", Quantity.count(Quantity.orNaN(run.config().number("parameters")))));
        return tiles;
    }

    private void curves(Part part) {
        final List<Chart> charts = new ArrayList<>();
        run.metrics().ifPresent(metrics -> {
            charts.add(Curves.loss(metrics));
            if (run.isClassifier()) {
                charts.add(Curves.accuracy(metrics));
            }
        });
        if (charts.isEmpty() && run.steps().isEmpty()) {
            return;
        }
        final Part curves = part.part("Curves").charts(charts);
        run.steps().ifPresent(steps -> curves.charts(List.of(Curves.steps(steps))));
    }

    private void answers(Part part) {
        run.confusion().ifPresent(confusion -> ConfusionTable.append(part.part("Confusion matrix"), confusion));
        final Optional<CsvTable> wrong = run.table("misclassified.csv");
        final Optional<byte[]> sheet = run.picture("misclassified.png");
        if (wrong.isPresent() && sheet.isPresent()) {
            DigitGallery.append(part.part("Misclassified"), wrong.get(), sheet.get());
        } else {
            run.picture("mistakes.png")
                    .ifPresent(picture -> part.part("Misclassified")
                            .picture("The test samples answered wrong with the most confidence", picture));
        }
    }

    private void timings(Part part) {
        final List<Fact> facts = RunFacts.timings(run);
        if (!facts.isEmpty()) {
            final Part timings = part.part("Timings").facts(facts);
            run.metrics()
                    .filter(metrics -> metrics.rows().size() > 1)
                    .ifPresent(metrics -> timings.charts(List.of(Curves.seconds(metrics))));
            timings.note("Training time runs from the first step to the last, warm-up included; measurements in between"
                    + " are not in it.");
        }
    }

    private void repetition(Part part) {
        final List<String> words = run.config().texts("commandLine");
        if (!words.isEmpty()) {
            part.part("Repeat it")
                    .command(Launcher.typed(words))
                    .note("The same command gives the same parameters, byte for byte, on the same device. Name another"
                            + " --output, or let it choose one.");
        }
    }
}
