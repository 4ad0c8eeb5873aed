package handgrad.backend.cpu.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.loss.SampleLosses;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The launcher's JVM options name methods that exist: for others the JVM says nothing, and trainings become slow. */
class JvmOptionsTest {
    private static final Pattern METHOD = Pattern.compile("^-XX:CompileCommand=(\\w+),([\\w.]+\\*?)::([\\w*]+)");

    /** A class that the name VectorLoop_* stands for, whose formula has two passes. */
    private static final String LOOP = Loops.className(LoopKind.VECTOR, SampleLosses.LOGISTIC.forward());

    private static List<MatchResult> commands() throws IOException {
        return Files.readAllLines(Path.of("..", "..", "scripts", "lib", "jvm.options")).stream()
                .flatMap(line -> METHOD.matcher(line).results())
                .toList();
    }

    @Test
    void theMethodsExist() throws IOException, ClassNotFoundException {
        assertTrue(commands().size() > 30);
        for (final MatchResult command : commands()) {
            final String owner = command.group(2).endsWith("VectorLoop_*") ? LOOP : command.group(2);
            final Pattern name = Pattern.compile(command.group(3).replace("*", ".*"));
            assertTrue(
                    Arrays.stream(Class.forName(owner).getDeclaredMethods())
                            .map(Method::getName)
                            .anyMatch(method -> name.matcher(method).matches()),
                    command.group());
        }
    }

    /** Who waits for the compiler has it compile after a few calls, and the other way round. */
    @Test
    void compiledAtOnceMeansWaitedFor() throws IOException {
        assertEquals(methods("BackgroundCompilation"), methods("CompileThresholdScaling"));
    }

    private static Set<String> methods(String option) throws IOException {
        return commands().stream()
                .filter(command -> command.group(1).equals(option))
                .filter(command -> command.group(2).contains(".kernel.vector.")
                        && !command.group(2).endsWith("VectorFunctions"))
                .map(command -> command.group(2))
                .collect(Collectors.toSet());
    }
}
