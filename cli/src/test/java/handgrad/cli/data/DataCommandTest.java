package handgrad.cli.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DataCommandTest {
    @TempDir
    private Path folder;

    @Test
    void listsTheDataSets() {
        final String out =
                CommandLine.run("data", "--data", folder.toString()).succeeded().out();

        assertTrue(out.contains("mnist-4-9") && out.contains("generated"), out);
        assertTrue(out.contains("not in " + folder), out);
    }

    @Test
    void failsToVerifyWhatIsNotThereOnlyIfItWasAskedFor() {
        assertEquals(
                0,
                CommandLine.run("data", "--verify", "--data", folder.toString()).code());
        assertEquals(
                1,
                CommandLine.run("data", "mnist", "--verify", "--data", folder.toString())
                        .code());
    }

    @Test
    void failsToVerifyABrokenFile() throws IOException {
        Files.writeString(folder.resolve("train-labels-idx1-ubyte"), "no IDX file");

        final CommandLine verified = CommandLine.run("data", "--verify", "--data", folder.toString());

        assertEquals(1, verified.code());
        assertTrue(verified.out().contains("train-labels-idx1-ubyte"), verified.out());
    }

    @Test
    void tellsMachinesTheSame() {
        final JsonNode datasets = CommandLine.run("data", "--json", "--data", folder.toString())
                .json()
                .get("datasets");

        assertEquals("mnist", datasets.get(0).get("dataset").asString());
        assertFalse(datasets.get(0).get("usable").asBoolean());
    }

    @Test
    void drawsTheFirstSamples() throws IOException {
        final Path picture = folder.resolve("digits.png");

        final CommandLine done = CommandLine.run("data", "generated", "--limit", "120", "--show", picture.toString())
                .succeeded();

        final BufferedImage image = ImageIO.read(picture.toFile());
        assertTrue(image.getWidth() > 10 * 28 && image.getHeight() > 10 * 28, image.toString());
        assertTrue(done.out().contains("training: 120 samples of 1×28×28"), done.out());
    }

    @Test
    void saysThatOnlyPublishedSetsAreDownloaded() {
        assertTrue(CommandLine.run("data", "generated", "--download").error(1).contains("not downloaded"));
    }
}
