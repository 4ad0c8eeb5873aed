package handgrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake on a command line gives one line that names it and exit code 2, and leaves no files. */
class UsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trian                                  | 'trian'                   | did you mean 'train'",
                "train                                  | name a model              | handgrad models",
                "train lenet5-moderm                    | 'lenet5-moderm'           | did you mean 'lenet5-modern'",
                "train lenet5-modern more               | 'more'                    | one word too many",
                "train lenet5-modern --epoch 3          | --epoch                   | did you mean '--epochs'",
                "train lenet5-modern --epoch=3          | --epoch=3                 | did you mean '--epochs'",
                "train lenet5-modern --zzz              | --zzz                     | handgrad train --help",
                "train lenet5-modern --epochs           | --epochs needs a value    | --epochs N",
                "train lenet5-modern --epochs ten       | --epochs ten              | from 1 to 1000000",
                "train lenet5-modern --epochs 0         | --epochs 0                | from 1 to",
                "train lenet5-modern --epochs -1        | --epochs -1               | from 1 to",
                "train lenet5-modern --epochs 1.5       | --epochs 1.5              | whole number",
                "train lenet5-modern --epochs 99999999999999999999 | --epochs 9999  | whole number",
                "train lenet5-modern --epochs ٣         | --epochs ٣                | whole number",
                "train lenet5-modern --batch 0          | --batch 0                 | from 1 to",
                "train lenet5-modern --threads 0        | --threads 0               | from 1 to",
                "train lenet5-modern --limit 0          | --limit 0                 | from 1 to",
                "train lenet5-modern --seed x           | --seed x                  | whole number",
                "train lenet5-modern --lr NaN           | --lr NaN                  | write a number",
                "train lenet5-modern --lr Infinity      | --lr Infinity             | write a number",
                "train lenet5-modern --lr 1e39          | --lr 1e39                 | float32",
                "train lenet5-modern --lr 1e-50         | --lr 1e-50                | float32",
                "train lenet5-modern --lr -0.1          | --lr -0.1                 | write 0 or a number",
                "train lenet5-modern --lr 0,1           | --lr 0,1                  | write a number",
                "train lenet5-modern --lr 0x1p3         | --lr 0x1p3                | write a number",
                "train lenet5-modern --learning-rate 1f | --learning-rate 1f        | write a number",
                "train lenet5-modern --lr 1 --learning-rate 1 | --lr and --learning-rate | give one",
                "train lenet5-modern --optimiser adm    | --optimiser adm           | rmsprop, adam, adamw",
                "train lenet5-modern --optimiser momentum:mu=1 | --optimiser momentum:mu=1 | mu must be below 1",
                "train lenet5-modern --optimiser adam:mu=1 | adam has no setting mu  | beta1, beta2, decay, eps",
                "train lenet5-modern --schedule linear  | --schedule linear         | step, cosine, warmup",
                "train lenet5-modern --schedule step:every=0 | --schedule step:every=0 | at least 1 step",
                "compare lenet5-modern --optimiser adm  | --optimiser adm           | choose one of sgd",
                "sweep lenet5-modern --grid optimiser=sgd,adm --output x | --optimiser adm | choose one of sgd",
                "sweep lenet5-modern --grid schedule=cosine,x --output x | --schedule x | choose one of constant",
                "models mlp-swoosh-784-10               | 'swoosh'                  | gelu, gelu-tanh, identity",
                "train lenet5-modern --seed 1 --seed 2  | --seed is given 2 times   | give it once",
                "train lenet5-modern --rng mersenne     | --rng mersenne            | handgrad, torch, numpy",
                "train lenet5-modern --rng numpy --seed -1 | --seed -1              | numpy",
                "train lenet5-modern --device gpu       | 'gpu'                     | java, opencl, oracle",
                "train lenet5-modern --device jva       | 'jva'                     | did you mean 'java'",
                "train lenet5-modern --device auto:1    | --device auto:1           | --device auto",
                "train lenet5-modern --device java:     | --device java:            | NAME:DEVICE",
                "train lenet5-modern --dataset mnits    | mnits                     | did you mean 'mnist'",
                "train lenet5-modern --mirror ftp://x   | --mirror ftp://x          | http",
                "train lenet5-modern --overwrite        | --overwrite               | --output",
                "evaluate lenet5-modern                 | --checkpoint              | handgrad evaluate",
                "models lenet5                          | 'lenet5'                  | lenet5-modern",
                "models mlp-relu-784                    | 'mlp-relu-784'            | mlp-relu-784-64-32-10",
                "devices all                            | 'all'                     | one word too many",
                "data mnits                             | mnits                     | did you mean 'mnist'",
                "data --download                        | --download                | name a data set",
                "data mnist --download --verify         | --download                | --verify",
                "help trian                             | 'trian'                   | did you mean 'train'",
            })
    void isExplainedInOneLine(String words, String what, String remedy) {
        final String line = CommandLine.run(words.strip().split("\\s+")).error(2);

        assertTrue(line.contains(what) && line.contains(remedy), line);
        assertFalse(Files.exists(Path.of("runs")), "a run folder");
    }

    @Test
    void nothingAtAllShowsTheCommands() {
        final CommandLine none = CommandLine.run();

        assertEquals(2, none.code());
        assertEquals("", none.out());
        assertTrue(none.err().contains("usage: handgrad COMMAND"), none.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void helpListsTheCommands(String word) {
        final String out = CommandLine.run(word).succeeded().out();

        for (final String command : List.of("train", "evaluate", "devices", "data", "check", "models")) {
            assertTrue(out.contains("\n  " + command + " "), out);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "evaluate", "devices", "data", "check", "models"})
    void everyCommandHelps(String command) {
        final CommandLine asked =
                CommandLine.run(command, "--help", "--no-such-option").succeeded();

        assertTrue(asked.out().contains("usage: handgrad " + command), asked.out());
        assertTrue(asked.out().contains("examples:\n  handgrad " + command), asked.out());
        assertTrue(asked.out().contains("--debug"), asked.out());
        assertEquals(asked, CommandLine.run("help", command));
    }

    /** The help's examples are valid: each is parsed, up to the files that it names. */
    @ParameterizedTest
    @ValueSource(strings = {"train", "evaluate", "devices", "data", "check", "models"})
    void itsExamplesNameOptionsThatThereAre(String command) {
        final String page = CommandLine.run(command, "--help").out();
        final String options = page.substring(page.indexOf("options:"), page.indexOf("examples:"));

        page.substring(page.indexOf("examples:"))
                .lines()
                .flatMap(line -> Stream.of(line.strip().split("\\s+")))
                .filter(word -> word.startsWith("--"))
                .forEach(option -> assertTrue(options.contains(option + " "), option + " in\n" + options));
    }

    @Test
    void tellsItsVersion() {
        assertTrue(CommandLine.run("--version").succeeded().out().startsWith("handgrad "));
    }

    @Test
    void showsAStackTraceOnlyWhenAskedTo() {
        assertTrue(CommandLine.run("--debug", "trian").err().contains("\tat "));
        assertTrue(CommandLine.run("train", "nothing", "--debug").err().contains("\tat "));
    }
}
