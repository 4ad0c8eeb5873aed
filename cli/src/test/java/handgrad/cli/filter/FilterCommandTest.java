package handgrad.cli.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class FilterCommandTest {
    @TempDir
    private Path folder;

    private String image;

    @BeforeEach
    void writePicture() throws IOException {
        image = path("in.pgm");
        Files.write(Path.of(image), "P5\n3 1\n255\n\5\11\1".getBytes(StandardCharsets.ISO_8859_1));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void writesThePictureAndSaysWithWhat() throws IOException {
        final JsonNode result = CommandLine.run(
                        "filter",
                        "horizontal-difference",
                        "--image",
                        image,
                        "--out",
                        path("out.pgm"),
                        "--device",
                        "java",
                        "--json")
                .json();

        // 9 − 5, |1 − 9|, |0 − 1|
        assertArrayEquals(
                "P5\n3 1\n255\n\4\10\1".getBytes(StandardCharsets.ISO_8859_1),
                Files.readAllBytes(folder.resolve("out.pgm")));
        assertEquals("java", result.get("device").asString());
        assertEquals("absolute", result.get("values").asString());
        assertEquals(3, result.get("width").asInt());
    }

    @Test
    void saysInOneLineWhatIsWrong() {
        assertTrue(CommandLine.run("filter").error(2).contains("filter --list"));
        assertTrue(CommandLine.run("filter", "mean-300").error(2).contains("1 to 255"));
        assertTrue(CommandLine.run("filter", "greyscale").error(2).contains("did you mean 'grayscale'?"));
        assertTrue(CommandLine.run("filter", "mean-3").error(2).contains("--image FILE"));
        assertTrue(CommandLine.run("filter", "mean-3", "--image", path("none.png"), "--out", path("o.png"))
                .error(1)
                .contains("there is no file"));
        assertTrue(CommandLine.run("filter", "mean-3", "--image", image, "--out", path("o.bmp"))
                .error(2)
                .contains(".png, .jpg"));
        assertTrue(CommandLine.run("filter", "mean-3", "--image", image, "--out", image)
                .error(1)
                .contains("would replace the picture"));
        assertTrue(CommandLine.run("filter", "grayscale", "--image", image, "--out", path("o.png"))
                .error(1)
                .contains("is grey already"));
        assertTrue(CommandLine.run("filter", "mean-3", "--image", image, "--out", path("no/o.png"))
                .error(1)
                .contains("does not exist"));
        assertFalse(Files.exists(folder.resolve("o.png")));
    }

    @Test
    void listsTheFilters() {
        assertTrue(CommandLine.run("filter", "--list").succeeded().out().contains("mean-K"));
        assertEquals(
                4,
                CommandLine.run("filter", "--list", "--json")
                        .json()
                        .get("filters")
                        .size());
    }

    @Test
    void countsMultiplications() {
        final CommandLine course = CommandLine.run("cost").succeeded();
        assertTrue(course.out().contains("120,422,400"), course.out());
        assertTrue(course.out().contains("12,443,648"), course.out());

        final JsonNode other = CommandLine.run("cost", "--kernel", "1", "--inputs", "2", "--outputs", "3", "--json")
                .json();
        assertEquals(28 * 28 * 6, other.get("direct").get("multiplications").asLong());
        assertTrue(CommandLine.run("cost", "--inputs", "0").error(2).contains("from 1 to"));
    }
}
