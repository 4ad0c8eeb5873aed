package handgrad.host.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.backend.DeviceOptions;
import handgrad.backend.reference.JavaBackend;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.DeviceRequest;
import handgrad.host.devices.Devices;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterRunTest {
    private static final ChosenDevice JAVA =
            new ChosenDevice(DeviceRequest.parse("java"), new JavaBackend(), DeviceOptions.defaults());

    /** 3 rows of 4. */
    private static final Picture SMALL = grey(4, 3, 255, 10, 20, 40, 80, 11, 5, 255, 0, 0, 0, 9, 18);

    private static Picture grey(int width, int height, int white, int... samples) {
        return new Picture(width, height, white, List.of(chars(samples)));
    }

    private static char[] chars(int... samples) {
        final char[] chars = new char[samples.length];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) samples[i];
        }
        return chars;
    }

    private static char[] filtered(PictureFilter filter, ValueMapping mapping, Picture picture) {
        return new FilterRun(filter, mapping, picture)
                .run(JAVA)
                .picture()
                .channels()
                .getFirst();
    }

    /** All by hand. */
    @Test
    void differencesByHand() {
        // below − here; the last row sees zeros below.
        assertArrayEquals(
                chars(1, 15, 215, 80, 11, 5, 246, 18, 0, 0, 9, 18),
                filtered(PictureFilter.verticalDifference(), ValueMapping.ABSOLUTE, SMALL));
        assertArrayEquals(
                chars(1, 0, 215, 0, 0, 0, 0, 18, 0, 0, 0, 0),
                filtered(PictureFilter.verticalDifference(), ValueMapping.CLAMP, SMALL));
        // right − here, halved, + 128; halves are rounded up: −6/2 → 125, 250/2 → 253, −255/2 = −127.5 → 1.
        assertArrayEquals(
                chars(133, 138, 148, 88, 125, 253, 1, 128, 128, 133, 133, 119),
                filtered(PictureFilter.horizontalDifference(), ValueMapping.OFFSET, SMALL));
    }

    @Test
    void meansByHand() {
        // 3×3 around (1, 1): 10+20+40+11+5+255+0+0+9 = 350, /9 = 38.9; around the corner (0, 0): 10+20+11+5 = 46, /9 =
        // 5.1.
        final char[] ofThree = filtered(PictureFilter.mean(3), ValueMapping.CLAMP, SMALL);
        assertEquals(39, ofThree[1 * 4 + 1]);
        assertEquals(5, ofThree[0]);
        // 2×2, the pixel at its lower right: (10+20+11+5)/4 = 11.5 → 12; at (0, 0) only the pixel itself: 10/4 = 2.5 →
        // 3.
        final char[] ofTwo = filtered(PictureFilter.mean(2), ValueMapping.CLAMP, SMALL);
        assertEquals(12, ofTwo[1 * 4 + 1]);
        assertEquals(3, ofTwo[0]);
        assertArrayEquals(SMALL.channels().getFirst(), filtered(PictureFilter.mean(1), ValueMapping.CLAMP, SMALL));
    }

    @Test
    void greyByHand() {
        // White; 0.299 · 255 = 76.2; 0.587 · 255 = 149.7; 0.114 · 255 = 29.07.
        final Picture colours =
                new Picture(4, 1, 255, List.of(chars(255, 255, 0, 0), chars(255, 0, 255, 0), chars(255, 0, 0, 255)));

        assertArrayEquals(chars(255, 76, 150, 29), filtered(PictureFilter.grayscale(), ValueMapping.CLAMP, colours));
        assertThrows(
                IllegalArgumentException.class,
                () -> new FilterRun(PictureFilter.grayscale(), ValueMapping.CLAMP, SMALL));
    }

    /** Sizes at, below and above a tile's 256 pixels, kernels wider than the picture, odd and even windows. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, mean-3",
        "1, 1, vertical-difference",
        "2, 5, mean-9",
        "256, 256, mean-2",
        "257, 255, mean-4",
        "515, 3, mean-7",
        "3, 600, vertical-difference",
        "300, 280, horizontal-difference",
        "40, 30, mean-255"
    })
    void agreesWithALoopOverWholeNumbers(int width, int height, String name) {
        final PictureFilter filter = PictureFilter.find(name).orElseThrow();
        final Picture picture = random(width, height, 3);
        final List<char[]> results = new FilterRun(filter, ValueMapping.ABSOLUTE, picture)
                .run(JAVA)
                .picture()
                .channels();

        for (int channel = 0; channel < 3; channel++) {
            assertArrayEquals(expected(name, picture, channel), results.get(channel));
        }
    }

    /** A new backend joins without new code. */
    @TestFactory
    Stream<DynamicTest> agreesOnEveryUsableDevice() {
        final Picture picture = random(270, 33, 3);
        return Devices.installed().usable(2).stream()
                .flatMap(device -> Stream.of("mean-4", "vertical-difference")
                        .map(name -> dynamicTest(device.request() + " " + name, () -> {
                            final PictureFilter filter =
                                    PictureFilter.find(name).orElseThrow();
                            final Picture result = new FilterRun(filter, ValueMapping.ABSOLUTE, picture)
                                    .run(device)
                                    .picture();
                            assertArrayEquals(
                                    expected(name, picture, 2),
                                    result.channels().get(2));
                        })));
    }

    private static Picture random(int width, int height, int channels) {
        final SplittableRandom random = new SplittableRandom(width * 1000L + height);
        final List<char[]> samples = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            samples.add(chars(random.ints((long) width * height, 0, 256).toArray()));
        }
        return new Picture(width, height, 255, samples);
    }

    private static char[] expected(String name, Picture picture, int channel) {
        final char[] result = new char[picture.width() * picture.height()];
        for (int i = 0; i < picture.height(); i++) {
            for (int j = 0; j < picture.width(); j++) {
                final int here = at(picture, channel, i, j);
                final int value = switch (name) {
                    case "vertical-difference" -> Math.abs(at(picture, channel, i + 1, j) - here);
                    case "horizontal-difference" -> Math.abs(at(picture, channel, i, j + 1) - here);
                    default -> mean(picture, channel, i, j, Integer.parseInt(name.substring(5)));
                };
                result[i * picture.width() + j] = (char) value;
            }
        }
        return result;
    }

    /**
     * The sum over the window from −⌊k/2⌋ on, divided with halves up. Exact halves are exact in float32 too where k is
     * a power of two.
     */
    private static int mean(Picture picture, int channel, int i, int j, int k) {
        int sum = 0;
        for (int u = -(k / 2); u < k - k / 2; u++) {
            for (int v = -(k / 2); v < k - k / 2; v++) {
                sum += at(picture, channel, i + u, j + v);
            }
        }
        return (2 * sum + k * k) / (2 * k * k);
    }

    private static int at(Picture picture, int channel, int i, int j) {
        final boolean inside = i >= 0 && i < picture.height() && j >= 0 && j < picture.width();
        return inside ? picture.channels().get(channel)[i * picture.width() + j] : 0;
    }

    @Test
    void findsFiltersByName() {
        assertEquals("mean-12", PictureFilter.find("mean-12").orElseThrow().name());
        assertTrue(PictureFilter.find("mean-0").isEmpty());
        assertTrue(PictureFilter.find("mean-256").isEmpty());
        assertTrue(PictureFilter.find("mean-03").isEmpty());
        assertTrue(PictureFilter.find("mean").isEmpty());
    }

    @Test
    void sixteenBitsStayExact() {
        final Picture wide = grey(2, 1, 65_535, 65_535, 1);

        assertArrayEquals(
                chars(65_534, 1), filtered(PictureFilter.horizontalDifference(), ValueMapping.ABSOLUTE, wide));
        // (−65,534)/2 + 32,768 and (−1)/2 + 32,768, halves up.
        assertArrayEquals(chars(1, 32_768), filtered(PictureFilter.horizontalDifference(), ValueMapping.OFFSET, wide));
    }
}
