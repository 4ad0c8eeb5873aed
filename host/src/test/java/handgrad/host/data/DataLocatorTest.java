package handgrad.host.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import handgrad.host.data.LocatedFiles.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataLocatorTest {
    @TempDir
    private Path home;

    private Optional<LocatedFiles> locate(Optional<Path> option, Map<String, String> variables) {
        return new DataLocator(new DataEnvironment(variables, home, "Linux")).locate(PublishedSet.MNIST, option);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mnist", "MNIST/raw"})
    void findsFilesInTheFolderOrInASubfolder(String subfolder) {
        final Path holder = home.resolve(subfolder);
        IdxBytes.writeSet(holder, true);
        final LocatedFiles found = locate(Optional.of(home), Map.of()).orElseThrow();
        assertEquals(Origin.OPTION, found.origin());
        assertEquals(holder.resolve("t10k-labels-idx1-ubyte.gz"), found.files().get(IdxFile.TEST_LABELS));
    }

    @Test
    void findsFilesWithADotInTheirNames() throws IOException {
        IdxBytes.writeSet(home, false);
        final Path dotted = home.resolve("train-images.idx3-ubyte");
        Files.move(home.resolve("train-images-idx3-ubyte"), dotted);
        assertEquals(
                dotted,
                locate(Optional.of(home), Map.of()).orElseThrow().files().get(IdxFile.TRAIN_IMAGES));
    }

    @Test
    void looksIntoTheOptionThenTheVariableThenTheCache() {
        final Path option = home.resolve("option");
        final Path variable = home.resolve("variable");
        final Path cache = home.resolve(".cache/handgrad/mnist");
        IdxBytes.writeSet(option, false);
        IdxBytes.writeSet(variable, false);
        IdxBytes.writeSet(cache, false);
        final Map<String, String> variables = Map.of("HANDGRAD_DATA", variable.toString());
        assertEquals(
                option, locate(Optional.of(option), variables).orElseThrow().folder());
        assertEquals(variable, locate(Optional.empty(), variables).orElseThrow().folder());
        assertEquals(cache, locate(Optional.empty(), Map.of()).orElseThrow().folder());
        assertEquals(
                cache,
                locate(Optional.empty(), Map.of("HANDGRAD_DATA", ""))
                        .orElseThrow()
                        .folder());
    }

    @Test
    void findsNothingWhereNoFolderIsNamedAndTheCacheIsEmptyOrPartial() throws IOException {
        assertTrue(locate(Optional.empty(), Map.of()).isEmpty());
        final Path cache = home.resolve(".cache/handgrad/mnist");
        IdxBytes.writeSet(cache, true);
        Files.delete(cache.resolve("train-labels-idx1-ubyte.gz"));
        assertTrue(locate(Optional.empty(), Map.of()).isEmpty());
    }

    @Test
    void aNamedFolderThatLacksAFileIsAnErrorThoughTheCacheHasIt() throws IOException {
        IdxBytes.writeSet(home.resolve(".cache/handgrad/mnist"), true);
        final Path named = home.resolve("named");
        IdxBytes.writeSet(named, true);
        Files.delete(named.resolve("train-labels-idx1-ubyte.gz"));
        final UserError option = assertThrows(UserError.class, () -> locate(Optional.of(named), Map.of()));
        assertTrue(option.getMessage().startsWith("--data " + named + " lacks files of MNIST: no train-labels"));
        final UserError variable = assertThrows(
                UserError.class, () -> locate(Optional.empty(), Map.of("HANDGRAD_DATA", named.toString())));
        assertTrue(variable.getMessage().startsWith("$HANDGRAD_DATA " + named + " lacks files of MNIST"));
        assertTrue(variable.getMessage().contains("unset $HANDGRAD_DATA"), variable.getMessage());
    }

    @Test
    void aNamedFolderThatIsMissingIsAnError() throws IOException {
        final Path missing = home.resolve("missing");
        assertTrue(assertThrows(UserError.class, () -> locate(Optional.of(missing), Map.of()))
                .getMessage()
                .contains("there is no such folder"));
        final Path file = Files.createFile(home.resolve("file"));
        assertTrue(assertThrows(UserError.class, () -> locate(Optional.of(file), Map.of()))
                .getMessage()
                .contains("is no folder"));
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, XDG_CACHE_HOME, /caches, /caches/handgrad",
        "Linux, XDG_CACHE_HOME, relative, /home/a/.cache/handgrad",
        "Linux, LOCALAPPDATA, /caches, /home/a/.cache/handgrad",
        "Mac OS X, XDG_CACHE_HOME, /caches, /home/a/Library/Caches/handgrad",
        "Windows 11, LOCALAPPDATA, /local, /local/handgrad/cache",
        "Windows 11, OTHER, /local, /home/a/AppData/Local/handgrad/cache",
    })
    void keepsTheCacheWhereTheSystemWantsIt(String system, String variable, String value, Path expected) {
        assertEquals(expected, new DataEnvironment(Map.of(variable, value), Path.of("/home/a"), system).cacheFolder());
    }
}
