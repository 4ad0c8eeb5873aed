package handgrad.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import handgrad.cli.console.Console;
import handgrad.cli.option.Arguments;
import handgrad.host.devices.Devices;
import handgrad.host.labs.SabotagedBackend;
import handgrad.program.PoolingOp.MaxPoolBackward;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LabCommandTest {
    @TempDir
    private Path folder;

    private String pictures() {
        return folder.resolve("pictures").toString();
    }

    @Test
    void allEndsWith0AndDrawsThePictures() throws IOException {
        final CommandLine done = CommandLine.run("lab", "--all", "--device", "java", "--output", pictures());

        assertEquals(0, done.code(), done.out() + done.err());
        assertTrue(done.out().contains("10 of 10 claims hold on java"), done.out());
        try (Stream<Path> files = Files.list(folder.resolve("pictures"))) {
            final List<Path> drawn = files.toList();
            assertEquals(7, drawn.size());
            for (final Path picture : drawn) {
                assertEquals(1200, ImageIO.read(picture.toFile()).getWidth());
            }
        }
    }

    @Test
    void allEndsWith1WhereOneClaimFails() {
        final LabCommand command =
                new LabCommand(() -> new Devices(List.of(SabotagedBackend.scaling(MaxPoolBackward.class)), List.of()));
        final Arguments arguments = Arguments.parse(
                "lab", command.options(), List.of("--all", "--device", "sabotaged", "--output", pictures()));
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);

        assertEquals(1, command.run(arguments, new Console(stream, stream, false)));

        final String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("lab 9, maximum: REFUTED"), text);
        assertTrue(text.contains("lab 10, squared-norm: HOLDS"), text);
        assertTrue(text.contains("9 of 10 claims hold"), text);
    }

    @Test
    void isTheSameTwiceAndOtherwiseWithAnotherSeed() {
        final String first = lab("dead-unit", "1");

        assertEquals(first, lab("8", "1"));
        assertFalse(first.equals(lab("8", "2")));
    }

    private String lab(String name, String seed) {
        return CommandLine.run("lab", name, "--device", "java", "--seed", seed, "--output", pictures())
                .succeeded()
                .out()
                .replaceAll("seed \\d", "seed");
    }

    @Test
    void printsOneJsonObject() {
        final JsonNode result = CommandLine.run(
                        "lab", "output-error", "--device", "java", "--json", "--output", pictures())
                .json();

        assertTrue(result.get("holds").asBoolean());
        final JsonNode lab = result.get("labs").get(0);
        assertEquals(3, lab.get("number").asInt());
        assertEquals("java", lab.get("device").asString());
        assertEquals(5, lab.get("findings").size());
        assertTrue(lab.get("findings").get(0).get("figure").asDouble() < 1e-5);
    }

    @Test
    void listsTheLabs() {
        assertEquals(
                10,
                CommandLine.run("lab", "--list", "--json").json().get("labs").size());
        assertTrue(CommandLine.run("lab", "--list").succeeded().out().contains("dead-unit"));
    }

    @Test
    void saysInOneLineWhatIsWrong() throws IOException {
        assertTrue(CommandLine.run("lab").error(2).contains("lab --all"));
        assertTrue(CommandLine.run("lab", "11").error(2).contains("choose 1 to 10"));
        assertTrue(CommandLine.run("lab", "dead-unti").error(2).contains("did you mean 'dead-unit'?"));
        assertTrue(CommandLine.run("lab", "1", "--all").error(2).contains("lab --list"));
        final Path file = Files.createFile(folder.resolve("file"));
        assertTrue(CommandLine.run("lab", "1", "--device", "java", "--output", file.toString())
                .error(1)
                .contains("--output"));
    }
}
