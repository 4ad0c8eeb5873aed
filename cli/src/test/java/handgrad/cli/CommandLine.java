package handgrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one command line brought.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
public record CommandLine(int code, String out, String err) {
    /** A minimal {@code train}: a small model on few generated digits, into a folder. */
    public static List<String> smallTraining(String device, String folder) {
        return List.of(
                "train",
                "softmax-linear",
                "--device",
                device,
                "--dataset",
                "generated",
                "--limit",
                "70",
                "--epochs",
                "2",
                "--batch",
                "16",
                "--output",
                folder);
    }

    /** Runs a command in this process. */
    public static CommandLine run(String... words) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final int code = Main.run(
                words,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new CommandLine(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a command with some more words. */
    public static CommandLine run(List<String> words, String... more) {
        return run(Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new));
    }

    /** Demands success. */
    public CommandLine succeeded() {
        assertEquals(0, code, err);
        return this;
    }

    /** Demands success, and returns standard output parsed as exactly one JSON value. */
    public JsonNode json() {
        succeeded();
        // Without this the mapper would stop after the first value and not see what follows.
        return JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readTree(out);
    }

    /** Demands failure with this code, one line on standard error and nothing on standard output; returns the line. */
    public String error(int expectedCode) {
        assertEquals(expectedCode, code, err);
        assertEquals("", out);
        final List<String> lines =
                err.lines().filter(line -> line.startsWith("handgrad: ")).toList();
        assertEquals(1, lines.size(), err);
        assertEquals(lines.getFirst(), err.lines().toList().getLast(), "the error comes last");
        assertFalse(err.contains("\tat "), "a stack trace");
        return lines.getFirst();
    }
}
