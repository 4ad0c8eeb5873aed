package handgrad.host.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.dataset.BinaryCoding;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.host.UserError;
import handgrad.host.data.PublishedSet.SumOf;
import handgrad.host.data.PublishedSet.Verdict;
import handgrad.host.data.digits.GeneratedDigits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DataLibraryTest {
    /** Nothing has these sums. */
    private static final PublishedSet NO_FASHION =
            new PublishedSet("fashion", "Fashion-MNIST", List.of("fashion"), SumOf.CONTENT, Map.of(), List.of());

    @TempDir
    private Path home;

    private final List<String> messages = new ArrayList<>();
    private DataOptions options;

    @BeforeEach
    void nobodyAnswers() throws IOException {
        options = DataOptions.DEFAULT
                .withMirrors(List.of(DownloaderTest.closedPort()))
                .withDigits(new GeneratedDigits(0, 300, 100));
    }

    private DataLibrary library(Map<String, String> variables) {
        return new DataLibrary(
                new DataEnvironment(variables, home, "Linux"), messages::add, DownloaderTest.SMALL_MNIST, NO_FASHION);
    }

    private Split load(String name) {
        return library(Map.of()).load(name, options);
    }

    private Path cache() {
        return home.resolve(".cache/handgrad/mnist");
    }

    @Test
    void loadsFromTheCache() {
        IdxBytes.writeSet(cache(), true);
        final Split split = load("mnist");
        assertEquals(3, split.train().count());
        assertEquals(List.of("MNIST from " + cache()), messages);
        assertEquals("mnist", load("auto").name());
    }

    @Test
    void loadsFoursAndNines() {
        IdxBytes.writeSet(cache(), true);
        options = options.withPixels(PixelScale.RAW).withCoding(BinaryCoding.ZERO_ONE);
        final Split split = load("mnist-4-9");
        assertEquals("mnist-4-9", split.name());
        assertArrayEquals(new float[] {0, 255, 51, 102}, split.train().inputs().floats());
        assertArrayEquals(new float[] {0, 1}, ((Targets.Reals) split.train().targets()).values());
    }

    @Test
    void downloadsWhatIsNowhereElse() throws IOException {
        final Path mirror = home.resolve("mirror");
        IdxBytes.writeSet(mirror, true);
        options = options.withMirrors(List.of(mirror.toUri()));
        assertEquals(3, load("mnist").train().count());
        assertTrue(Files.exists(cache().resolve("train-images-idx3-ubyte.gz")));
        assertEquals(cache(), library(Map.of()).download("mnist", options));
    }

    @Test
    void fallsBackToGeneratedDigitsOnALineNobodyCanMiss() {
        final Split split = load("auto");
        assertEquals("generated", split.name());
        assertEquals(300, split.train().count());
        assertTrue(
                messages.stream().anyMatch(line -> line.startsWith("*** WARNING: NO MNIST: GENERATED DIGITS")),
                messages::toString);
        assertTrue(messages.stream().anyMatch(line -> line.contains("cannot connect")), messages::toString);
        assertEquals("generated-4-9", load("auto-4-9").name());
    }

    @Test
    void neverFallsBackWhereMnistWasNamed() {
        final String message =
                assertThrows(UserError.class, () -> load("mnist")).getMessage();
        assertTrue(message.startsWith("MNIST is not on this machine and could not be downloaded: no mirror"), message);
        assertTrue(message.contains("--data"), message);
        assertFalse(message.contains("\n"), message);
        assertThrows(UserError.class, () -> library(Map.of()).download("mnist", options));
    }

    @Test
    void neverFallsBackWhereAFolderWasNamed() {
        final String inOption = assertThrows(
                        UserError.class, () -> library(Map.of()).load("auto", options.withFolder(home)))
                .getMessage();
        assertTrue(inOption.startsWith("--data " + home + " lacks files of MNIST"), inOption);
        final String inVariable = assertThrows(
                        UserError.class,
                        () -> library(Map.of("HANDGRAD_DATA", home.toString())).load("auto", options))
                .getMessage();
        assertTrue(inVariable.startsWith("$HANDGRAD_DATA " + home + " lacks files of MNIST"), inVariable);
    }

    @Test
    void warnsOfFilesThatAreNotMnist() throws IOException {
        IdxBytes.writeSet(home, true);
        options = options.withFolder(home);
        load("mnist");
        assertEquals(List.of("MNIST from " + home), messages);
        Files.write(home.resolve("t10k-labels-idx1-ubyte.gz"), IdxBytes.labels(1, 2));
        load("mnist");
        assertTrue(
                messages.get(1).startsWith("WARNING: these are not the files of MNIST as published"),
                messages::toString);
        assertTrue(messages.get(1).contains("): t10k-labels-idx1-ubyte in "), messages::toString);
    }

    @Test
    void refusesMnistUnderTheNameOfFashion() {
        IdxBytes.writeSet(home, true);
        options = options.withFolder(home);
        final String message =
                assertThrows(UserError.class, () -> load("fashion")).getMessage();
        assertTrue(message.startsWith(home + " holds the files of MNIST, not of Fashion-MNIST"), message);
    }

    @Test
    void bringsADamagedCacheAnewOrSaysThatItCannot() throws IOException {
        IdxBytes.writeSet(cache(), true);
        Files.write(cache().resolve("t10k-labels-idx1-ubyte.gz"), IdxBytes.gzip(IdxBytes.labels(1, 2)));
        assertThrows(UserError.class, () -> load("mnist"));
        assertTrue(messages.getFirst().startsWith("WARNING: the files of MNIST in the cache"), messages::toString);
        assertEquals("generated", load("auto").name());
        final Path mirror = home.resolve("mirror");
        IdxBytes.writeSet(mirror, false);
        options = options.withMirrors(List.of(mirror.toUri()));
        assertArrayEquals(
                new int[] {9, 4}, ((Targets.Classes) load("mnist").test().targets()).labels());
    }

    @Test
    void knowsGeneratedDigitsByBothNames() {
        assertEquals("generated", load("generated").name());
        assertEquals("generated", load("digits").name());
        assertEquals(List.of("generated digits, seed 0", "generated digits, seed 0"), messages);
        final Split pair = load("generated-4-9");
        assertEquals("generated-4-9", pair.name());
        assertEquals(1, ((Targets.Reals) pair.train().targets()).width());
    }

    @Test
    void namesTheDataSetsThereAre() {
        final String message =
                assertThrows(UserError.class, () -> load("minst")).getMessage();
        assertEquals(
                "there is no data set \"minst\"; choose one of auto, mnist, mnist-4-9, fashion, generated,"
                        + " generated-4-9, auto-4-9",
                message);
        assertTrue(assertThrows(UserError.class, () -> library(Map.of()).download("generated", options))
                .getMessage()
                .contains("is not downloaded"));
    }

    @Test
    void reportsWhatItFinds() throws IOException {
        IdxBytes.writeSet(cache(), true);
        final List<DatasetReport> sound = library(Map.of()).verify(options);
        assertTrue(sound.get(0).isOriginal());
        assertEquals("cache", sound.get(0).origin());
        assertEquals(cache(), sound.get(0).folder());
        assertEquals(List.of(3, 1, 2), sound.get(0).files().getFirst().extents());
        assertFalse(sound.get(1).isUsable());
        assertTrue(sound.get(1).problem().orElseThrow().contains("handgrad data fashion --download"));

        Files.write(cache().resolve("t10k-labels-idx1-ubyte.gz"), IdxBytes.gzip(IdxBytes.labels(1, 2)));
        final DatasetReport changed = library(Map.of()).verify(options).getFirst();
        assertTrue(changed.isUsable());
        assertFalse(changed.isOriginal());
        assertEquals(Optional.of(Verdict.DIFFERENT), changed.files().get(3).verdict());

        Files.write(cache().resolve("t10k-labels-idx1-ubyte.gz"), IdxBytes.gzip(IdxBytes.labels(1, 12)));
        final DatasetReport broken = library(Map.of()).verify(options).getFirst();
        assertFalse(broken.isUsable());
        assertTrue(broken.problem().orElseThrow().contains("label 12"), broken::toString);
        assertTrue(broken.files().get(2).problem().isEmpty());

        Files.write(cache().resolve("t10k-labels-idx1-ubyte.gz"), IdxBytes.gzip(IdxBytes.labels(1)));
        final DatasetReport unequal = library(Map.of()).verify(options).getFirst();
        assertTrue(unequal.problem().orElseThrow().contains("has 2 images but"), unequal::toString);

        final DatasetReport missing =
                library(Map.of()).verify(options.withFolder(home)).getFirst();
        assertEquals("--data", missing.origin());
        assertTrue(missing.problem().orElseThrow().startsWith("--data " + home + " lacks"), missing::toString);
        assertEquals(
                Optional.of("train-images-idx3-ubyte is missing"),
                missing.files().getFirst().problem());
    }

    @Test
    void givesUpQuicklyWhereNothingAnswers() {
        final long start = System.nanoTime();
        // Documentation addresses (RFC 5737), which nobody answers: refused, unreachable, or silent until time is up.
        options = options.withMirrors(List.of(URI.create("http://192.0.2.1/"), URI.create("http://198.51.100.1/")));
        assertEquals("generated", load("auto").name());
        // 2 s to connect to each of the two.
        assertTrue(System.nanoTime() - start < 10_000_000_000L);
    }
}
