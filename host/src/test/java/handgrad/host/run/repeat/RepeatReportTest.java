package handgrad.host.run.repeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import handgrad.homework.Homework;
import handgrad.host.run.RunReport;
import handgrad.training.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The five-run tables that the course published, with the mean and the {@code numpy.std} that it printed below them.
 */
class RepeatReportTest {
    private static RepeatReport of(String model, double... percent) {
        final List<RunReport> runs = new ArrayList<>();
        for (final double accuracy : percent) {
            runs.add(report(runs.size(), accuracy / 100));
        }
        final Model found = Homework.find(model).orElseThrow();
        return RepeatReport.of(found, runs, Path.of("runs"));
    }

    private static RunReport report(long seed, double accuracy) {
        return new RunReport(
                "m",
                "cpu",
                "CPU",
                "d",
                "d",
                1,
                1,
                seed,
                "torch",
                1,
                1,
                1,
                1f,
                1,
                2.8,
                0,
                List.of(),
                0,
                0,
                0,
                accuracy,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                Path.of("r"),
                Path.of("c"),
                List.of(),
                "1");
    }

    @Test
    void meanAndDeviationAreThoseOfTheCourse() {
        final RepeatReport crossEntropy = of("logistic-kl", 92.16, 96.63, 95.98, 96.08, 96.84);
        final RepeatReport squaredError = of("logistic-mse", 95.58, 95.38, 95.28, 94.98, 88.15);

        assertEquals(0.9554, crossEntropy.all().meanAccuracy(), 5e-5);
        assertEquals(0.0172, crossEntropy.all().stdAccuracy(), 5e-5);
        assertEquals(0.9387, squaredError.all().meanAccuracy(), 5e-5);
        assertEquals(0.0287, squaredError.all().stdAccuracy(), 5e-5);
        assertEquals(2.8, crossEntropy.all().meanSeconds(), 1e-12);
        assertEquals(List.of(), crossEntropy.stuckSeeds());
        assertNull(crossEntropy.others());
    }

    /** PyTorch's seeds 0 to 4, of which one never left chance. */
    @Test
    void theStuckRunIsNamedAndLeftOutOfASecondMean() {
        final RepeatReport report = of("logistic-mse", 91.06, 87.80, 49.32, 92.77, 95.23);

        assertEquals(List.of(2L), report.stuckSeeds());
        assertEquals(4, report.others().runs());
        assertEquals((91.06 + 87.80 + 92.77 + 95.23) / 400, report.others().meanAccuracy(), 1e-12);
        assertEquals(5, report.all().runs());
    }

    @Test
    void aRegressionCannotBeStuckAtChance() {
        final RepeatReport report = of("mlp-regression", 50, 88);

        assertNull(report.chance());
        assertEquals(List.of(), report.stuckSeeds());
    }
}
