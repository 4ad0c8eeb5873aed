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
import handgrad.host.data.PublishedSet.Verdict;
import handgrad.program.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadSetTest {
    @TempDir
    private Path folder;

    private ReadSet read() {
        final DataLocator locator = new DataLocator(new DataEnvironment(Map.of(), folder, "Linux"));
        return ReadSet.read(
                locator.locate(PublishedSet.MNIST, Optional.of(folder)).orElseThrow());
    }

    @Test
    void scalesPixelsTo01() {
        IdxBytes.writeSet(folder, true);
        final Split split = read().toSplit(PixelScale.UNIT);
        assertEquals("mnist", split.name());
        assertEquals(Shape.of(1, 1, 2), split.train().sampleShape());
        // k/255 for k = 0, 255, 51, 102, 7, 8: the nearest float to each.
        assertArrayEquals(
                new float[] {0, 1, 0.2f, 0.4f, (float) (7 / 255.0), (float) (8 / 255.0)},
                split.train().inputs().floats());
        assertArrayEquals(
                new float[] {0.8f, 0, (float) (1 / 255.0), (float) (2 / 255.0)},
                split.test().inputs().floats());
        assertLabels(split.train().targets(), 4, 9, 0);
        assertLabels(split.test().targets(), 9, 4);
    }

    @Test
    void keepsRawPixels() {
        IdxBytes.writeSet(folder, false);
        final Split split = read().toSplit(PixelScale.RAW);
        assertArrayEquals(
                new float[] {0, 255, 51, 102, 7, 8}, split.train().inputs().floats());
    }

    @Test
    void keepsFoursAndNinesOnly() {
        IdxBytes.writeSet(folder, false);
        final Split whole = read().toSplit(PixelScale.RAW);
        final Split signs = new BinaryDigits(4, 9, BinaryCoding.MINUS_PLUS_ONE).of(whole, "mnist-4-9");
        assertEquals("mnist-4-9", signs.name());
        assertEquals("mnist-4-9 (train)", signs.train().name());
        assertArrayEquals(new float[] {0, 255, 51, 102}, signs.train().inputs().floats());
        assertReals(signs.train().targets(), -1, 1);
        assertArrayEquals(new float[] {204, 0, 1, 2}, signs.test().inputs().floats());
        assertReals(signs.test().targets(), 1, -1);
        final Split bits = new BinaryDigits(4, 9, BinaryCoding.ZERO_ONE).of(whole, "mnist-4-9");
        assertReals(bits.train().targets(), 0, 1);
        assertReals(bits.test().targets(), 1, 0);
    }

    @Test
    void saysWhereNoSampleIsLeft() {
        IdxBytes.writeSet(folder, false);
        final Split whole = read().toSplit(PixelScale.RAW);
        final BinaryDigits pair = new BinaryDigits(1, 2, BinaryCoding.ZERO_ONE);
        final UserError error = assertThrows(UserError.class, () -> pair.of(whole, "mnist-1-2"));
        assertTrue(error.getMessage().contains("no sample of class 1 or 2"), error.getMessage());
    }

    @Test
    void refusesDifferentCounts() throws IOException {
        IdxBytes.writeSet(folder, false);
        Files.write(folder.resolve(IdxFile.TRAIN_LABELS.baseName()), IdxBytes.labels(1, 2));
        final UserError error = assertThrows(UserError.class, this::read);
        assertTrue(error.getMessage().contains("has 3 images but"), error.getMessage());
        assertTrue(error.getMessage().contains("has 2 labels"), error.getMessage());
    }

    @Test
    void refusesDifferentSizesOfTrainAndTest() throws IOException {
        IdxBytes.writeSet(folder, false);
        final byte[] upright = IdxBytes.file(new int[] {IdxBytes.IMAGES_MAGIC, 2, 2, 1}, 1, 2, 3, 4);
        Files.write(folder.resolve(IdxFile.TEST_IMAGES.baseName()), upright);
        final UserError error = assertThrows(UserError.class, this::read);
        assertTrue(error.getMessage().contains("has pictures of 1×2 but"), error.getMessage());
        assertTrue(error.getMessage().contains("of 2×1;"), error.getMessage());
    }

    @Test
    void knowsThatTheseAreNotThePublishedFiles() {
        IdxBytes.writeSet(folder, true);
        final ReadSet content = read();
        assertFalse(content.isOriginal());
        assertEquals(Verdict.DIFFERENT, content.verdicts().get(IdxFile.TEST_LABELS));
    }

    @Test
    void cannotJudgeAPlainFileByTheSumOfAGzipFile() throws IOException {
        final Path file = Files.write(folder.resolve("labels"), IdxBytes.labels(1));
        assertEquals(Verdict.UNKNOWN, PublishedSet.FASHION.judge(IdxFile.TEST_LABELS, IdxReader.labels(file, 10)));
        Files.write(file, IdxBytes.gzip(IdxBytes.labels(1)));
        assertEquals(Verdict.DIFFERENT, PublishedSet.FASHION.judge(IdxFile.TEST_LABELS, IdxReader.labels(file, 10)));
    }

    private static void assertLabels(Targets targets, int... labels) {
        assertEquals(10, ((Targets.Classes) targets).classes());
        assertArrayEquals(labels, ((Targets.Classes) targets).labels());
    }

    private static void assertReals(Targets targets, float... values) {
        assertEquals(1, ((Targets.Reals) targets).width());
        assertArrayEquals(values, ((Targets.Reals) targets).values());
    }
}
