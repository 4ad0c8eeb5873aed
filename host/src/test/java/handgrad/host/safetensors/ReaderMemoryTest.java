package handgrad.host.safetensors;

import static handgrad.host.safetensors.HostileFile.GOOD;
import static handgrad.host.safetensors.HostileFile.GOOD_DATA_BYTES;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import handgrad.host.UserError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory must not be allocated for data that a file only claims to have. */
class ReaderMemoryTest {
    /** Buffers of the reader and the JSON parser; the claims below are at least a hundred times that. */
    private static final long FIXED_BYTES = 1_000_000;

    @TempDir
    private Path folder;

    /** Loads the classes, whose memory is not the file's. */
    @BeforeEach
    void warmUp() throws IOException {
        final Path good = Files.write(folder.resolve("good"), RawFile.of(GOOD, GOOD_DATA_BYTES));
        SafetensorsReader.read(good, NonFinitePolicy.REJECT);
        allocated(() -> assertRejected(write(RawFile.of(GOOD, 0))));
    }

    @ParameterizedTest
    @ValueSource(longs = {99_999_999, 100_000_001, Integer.MAX_VALUE, Long.MAX_VALUE, -1})
    void aClaimedHeaderIsNotAllocated(long length) throws IOException {
        final Path path = write(RawFile.withLength(length, GOOD.getBytes(StandardCharsets.UTF_8), new byte[24]));
        assertAtMost(FIXED_BYTES, allocated(() -> assertRejected(path)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [16,24] | [100000000]                   | [16,400000016]
            [16,24] | [2305843009213693951]         | [16,9223372036854775804]
            [16,24] | [100000000]                   | [16,24]
            [16,24] | [4611686018427387906]         | [16,24]
            """)
    void aClaimedTensorIsNotAllocated(String offsets, String claimedShape, String claimedOffsets) throws IOException {
        final String header = GOOD.replace(offsets, claimedOffsets).replace("[2],", claimedShape + ",");
        final Path path = write(RawFile.of(header, GOOD_DATA_BYTES));
        assertAtMost(FIXED_BYTES, allocated(() -> assertRejected(path)));
    }

    /**
     * Headers that take the most memory per byte. Nearly all of it is garbage at once: 14 bytes a byte were measured
     * with compiled code and 31 with interpreted, which is what runs here.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"%d\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}",
                "\"%d\":{\"dtype\":\"F32\",\"shape\":[0,1,1,1,1,1,1,1,1],\"data_offsets\":[0,0]}"
            })
    void aLargeHeaderTakesASmallMultipleOfItsSize(String entry) throws IOException {
        final String entries = IntStream.range(0, 1_000_000 / entry.length())
                .mapToObj(entry::formatted)
                .collect(Collectors.joining(","));
        final byte[] file = RawFile.of("{" + entries + ",\"a\":1}", 0);
        final Path path = write(file);
        final long used = allocated(() -> assertRejected(path));
        assertAtMost(FIXED_BYTES + 48L * file.length, used);
    }

    @Test
    void aFileTooLargeForJavasMemoryIsRefusedBeforeItIsRead() throws IOException {
        // Sparse: as long as it says, and takes no room on the disk.
        final long bytes = Math.multiplyExact(4L, 2_147_483_000L);
        final int tensors = Math.toIntExact(Runtime.getRuntime().maxMemory() / bytes) + 1;
        final String header = IntStream.range(0, tensors)
                .mapToObj(i -> "\"%d\":{\"dtype\":\"F32\",\"shape\":[2147483000],\"data_offsets\":[%d,%d]}"
                        .formatted(i, i * bytes, (i + 1) * bytes))
                .collect(Collectors.joining(",", "{", "}"));
        final byte[] start = RawFile.of(header, 0);
        final Path path = write(start);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(start.length + tensors * bytes);
        }
        assertAtMost(FIXED_BYTES, allocated(() -> {
            final String message = assertRejected(path);
            assertTrue(message.contains("raise it with -Xmx"), message);
        }));
    }

    /** Random damage: the result is tensors or a clean refusal, and memory stays small. */
    @Test
    void randomDamageIsReadOrRefused() throws IOException {
        final Random random = new Random(8);
        final byte[] good = RawFile.of(GOOD, GOOD_DATA_BYTES);
        final String spice = "{}[]\",:0123456789-.eE\\u \0\u00ff";
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            final byte[] damaged = good.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) spice.charAt(random.nextInt(spice.length()));
            }
            final Path path = write(damaged);
            try {
                SafetensorsReader.read(path, NonFinitePolicy.ALLOW);
            } catch (final UserError expected) {
                refused++;
            }
        }
        // A change in the data (24 of 219 bytes), a name or the metadata may leave a correct file; most do not.
        assertTrue(refused > 1500, "only " + refused + " of 3000 were refused");
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("hostile.safetensors"), bytes);
    }

    private static String assertRejected(Path path) {
        return assertThrows(UserError.class, () -> SafetensorsReader.read(path, NonFinitePolicy.ALLOW))
                .getMessage();
    }

    private static void assertAtMost(long limit, long used) {
        assertTrue(used <= limit, used + " bytes were allocated; " + limit + " are enough");
    }

    /** The bytes that this thread allocates meanwhile, freed or not. */
    private static long allocated(Action action) throws IOException {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** What is measured. */
    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }
}
