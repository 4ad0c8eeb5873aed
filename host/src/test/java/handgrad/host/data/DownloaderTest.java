package handgrad.host.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.data.PublishedSet.SumOf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DownloaderTest {
    static final PublishedSet SMALL_MNIST = new PublishedSet(
            "mnist",
            "MNIST",
            List.of("mnist"),
            SumOf.CONTENT,
            Arrays.stream(IdxFile.values())
                    .collect(Collectors.toMap(Function.identity(), file -> Sha256.of(IdxBytes.content(file)))),
            List.of());

    /** Short, to keep the tests short; long enough for a busy machine to answer itself. */
    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(300), 3);

    @TempDir
    private Path home;

    private final List<String> messages = new ArrayList<>();

    private void download(PublishedSet set, URI... mirrors) throws DownloadFailedException {
        new Downloader(PATIENCE, messages::add).download(set, List.of(mirrors), home.resolve("mnist"));
    }

    private static byte[] zipped(String name) {
        return Arrays.stream(IdxFile.values())
                .filter(file -> name.equals(file.baseName() + ".gz"))
                .map(file -> IdxBytes.gzip(IdxBytes.content(file)))
                .findFirst()
                .orElseThrow();
    }

    private static MirrorServer soundMirror() throws IOException {
        return new MirrorServer((exchange, name) -> MirrorServer.send(exchange, zipped(name)));
    }

    private void assertCacheHolds(String... names) throws IOException {
        final Path folder = home.resolve("mnist");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    Arrays.stream(names).sorted().toList(),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        for (final String name : names) {
            final IdxFile file = Arrays.stream(IdxFile.values())
                    .filter(candidate -> name.startsWith(candidate.baseName()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    SMALL_MNIST.sums().get(file),
                    file.read(folder.resolve(name)).sha256());
        }
    }

    private void assertCacheIsComplete() throws IOException {
        assertCacheHolds(Arrays.stream(IdxFile.values())
                .map(file -> file.baseName() + ".gz")
                .toArray(String[]::new));
    }

    @Test
    void bringsTheFourFilesOnce() throws Exception {
        try (MirrorServer mirror = soundMirror()) {
            download(SMALL_MNIST, mirror.address());
            assertCacheIsComplete();
            assertEquals(4, mirror.requests().size());
            download(SMALL_MNIST, mirror.address());
            assertEquals(4, mirror.requests().size());
        }
    }

    @Test
    void takesThePlainFilesOfAMirrorThatHasOnlyThose() throws Exception {
        try (MirrorServer mirror = new MirrorServer((exchange, name) -> {
            if (name.endsWith(".gz")) {
                MirrorServer.notFound(exchange);
            } else {
                MirrorServer.send(exchange, IdxBytes.content(byBaseName(name)));
            }
        })) {
            download(SMALL_MNIST, mirror.address());
            assertCacheHolds(
                    Arrays.stream(IdxFile.values()).map(IdxFile::baseName).toArray(String[]::new));
        }
    }

    private static IdxFile byBaseName(String name) {
        return Arrays.stream(IdxFile.values())
                .filter(file -> file.baseName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void goesOnWhereACutConnectionStopped() throws Exception {
        final byte[] images = zipped("train-images-idx3-ubyte.gz");
        final int half = images.length / 2;
        final AtomicInteger asked = new AtomicInteger();
        try (MirrorServer mirror = new MirrorServer((exchange, name) -> {
            if (!name.startsWith("train-images")) {
                MirrorServer.send(exchange, zipped(name));
                return;
            }
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            if (asked.getAndIncrement() == 0) {
                MirrorServer.sendStart(exchange, images, half);
            } else {
                assertEquals("\"v1\"", exchange.getRequestHeaders().getFirst("If-Range"));
                MirrorServer.sendRange(exchange, images);
            }
        })) {
            download(SMALL_MNIST, mirror.address());
            assertCacheIsComplete();
            assertEquals(
                    List.of("train-images-idx3-ubyte.gz", "train-images-idx3-ubyte.gz bytes=" + half + "-"),
                    mirror.requests().subList(0, 2));
        }
    }

    @Test
    void beginsAgainWhereAMirrorKnowsNoRanges() throws Exception {
        final AtomicInteger asked = new AtomicInteger();
        try (MirrorServer mirror = new MirrorServer((exchange, name) -> {
            if (asked.getAndIncrement() == 0) {
                MirrorServer.sendStart(exchange, zipped(name), 20);
            } else {
                MirrorServer.send(exchange, zipped(name));
            }
        })) {
            download(SMALL_MNIST, mirror.address());
            assertCacheIsComplete();
        }
    }

    @Test
    void givesAMirrorUpThatIsCutOffAgainAndAgain() throws Exception {
        final AtomicInteger asked = new AtomicInteger();
        try (MirrorServer cut = new MirrorServer((exchange, name) -> {
                    asked.incrementAndGet();
                    MirrorServer.sendStart(exchange, zipped(name), 20);
                });
                MirrorServer sound = soundMirror()) {
            download(SMALL_MNIST, cut.address(), sound.address());
            assertCacheIsComplete();
            // At most three attempts for each of four files.
            assertTrue(asked.get() <= 12, asked + " attempts");
        }
    }

    @Test
    void goesOnAfterAStall() throws Exception {
        final CountDownLatch end = new CountDownLatch(1);
        final AtomicInteger asked = new AtomicInteger();
        try (MirrorServer mirror = new MirrorServer((exchange, name) -> {
            if (asked.getAndIncrement() == 0) {
                MirrorServer.sendStart(exchange, zipped(name), 20);
                await(end);
            } else {
                MirrorServer.sendRange(exchange, zipped(name));
            }
        })) {
            download(SMALL_MNIST, mirror.address());
            assertCacheIsComplete();
            assertEquals(
                    "train-images-idx3-ubyte.gz bytes=20-", mirror.requests().get(1));
            end.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void turnsToTheNextMirrorFromOneThatIsBad() throws Exception {
        final List<MirrorServer.Answer> bad = List.of(
                (exchange, name) -> MirrorServer.notFound(exchange),
                (exchange, name) -> exchange.sendResponseHeaders(503, -1),
                (exchange, name) -> MirrorServer.send(exchange, "<html>login</html>".getBytes()),
                // A sound IDX file, but another one.
                (exchange, name) -> MirrorServer.send(
                        exchange,
                        name.contains("labels") ? IdxBytes.labels(1, 2, 3) : IdxBytes.images(1, 2, 3, 4, 5, 6)),
                (exchange, name) -> MirrorServer.send(exchange, Arrays.copyOf(zipped(name), 20)),
                (exchange, name) -> {
                    exchange.getResponseHeaders().set("Content-Range", "bytes 5-9/10");
                    exchange.sendResponseHeaders(206, 5);
                    exchange.getResponseBody().write(new byte[5]);
                });
        for (int i = 0; i < bad.size(); i++) {
            final Path folder = home.resolve("mnist");
            try (MirrorServer first = new MirrorServer(bad.get(i));
                    MirrorServer second = soundMirror()) {
                download(SMALL_MNIST, first.address(), second.address());
                assertFalse(first.requests().isEmpty(), "bad mirror " + i);
                assertCacheIsComplete();
            }
            for (final IdxFile file : IdxFile.values()) {
                Files.delete(folder.resolve(file.baseName() + ".gz"));
            }
        }
    }

    @Test
    void namesEveryMirrorThatFailedAndLeavesNothingBehind() throws Exception {
        final URI closed = closedPort();
        try (MirrorServer empty = new MirrorServer((exchange, name) -> MirrorServer.notFound(exchange));
                MirrorServer corrupt =
                        new MirrorServer((exchange, name) -> MirrorServer.send(exchange, IdxBytes.labels(7)))) {
            final String message = assertThrows(
                            DownloadFailedException.class,
                            () -> download(SMALL_MNIST, closed, empty.address(), corrupt.address()))
                    .getMessage();
            assertEquals(
                    "no mirror gave train-images-idx3-ubyte (" + closed + ": cannot connect; " + empty.address()
                            + ": it has no such file; " + corrupt.address() + ": what it gives is no whole IDX file)",
                    message);
        }
        assertCacheHolds();
    }

    /** A port that nobody listens on. */
    static URI closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }
    }

    @Test
    void waitsNoLongerThanItIsToldForAnAnswer() throws Exception {
        final CountDownLatch end = new CountDownLatch(1);
        try (MirrorServer silent = new MirrorServer((exchange, name) -> await(end))) {
            final long start = System.nanoTime();
            final String message = assertThrows(
                            DownloadFailedException.class, () -> download(SMALL_MNIST, silent.address()))
                    .getMessage();
            assertTrue(message.contains("no answer in time"), message);
            // 2 s for the one request; the rest is for a busy machine.
            assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 8);
            end.countDown();
        }
    }

    @Test
    void refusesAFileThatNeverEnds() throws Exception {
        final Path target = Files.createFile(home.resolve("part"));
        try (MirrorServer endless = new MirrorServer((exchange, name) -> {
                    exchange.sendResponseHeaders(200, 0);
                    final byte[] block = new byte[1000];
                    for (int i = 0; i < 1000; i++) {
                        exchange.getResponseBody().write(block);
                    }
                });
                HttpTransfer transfer = new HttpTransfer(PATIENCE, 10_000)) {
            final IOException error = assertThrows(
                    IOException.class, () -> transfer.fetch(endless.address().resolve("x"), target));
            assertTrue(error.getMessage().contains("more than the 10000 bytes"), error.getMessage());
            assertTrue(Files.size(target) <= 10_000);
        }
    }

    @Test
    void copiesFromAFolder() throws Exception {
        final Path source = home.resolve("source with a space");
        IdxBytes.writeSet(source, true);
        download(SMALL_MNIST, Mirrors.parse(source.toUri().toString()));
        assertCacheIsComplete();
        assertArrayEquals(
                Files.readAllBytes(source.resolve("t10k-labels-idx1-ubyte.gz")),
                Files.readAllBytes(home.resolve("mnist").resolve("t10k-labels-idx1-ubyte.gz")));
    }

    @Test
    void saysWhatAFolderLacks() throws Exception {
        final Path source = home.resolve("source");
        Files.createDirectory(source);
        final DownloadFailedException error =
                assertThrows(DownloadFailedException.class, () -> download(SMALL_MNIST, source.toUri()));
        assertTrue(error.getMessage().contains("it has no such file"), error.getMessage());
    }

    @Test
    void checksTheSumOfTheGzippedFileWhereThatIsWhatIsPublished() throws Exception {
        final PublishedSet set = new PublishedSet(
                "mnist",
                "MNIST",
                List.of("mnist"),
                SumOf.GZIP_FILE,
                Arrays.stream(IdxFile.values())
                        .collect(Collectors.toMap(
                                Function.identity(), file -> Sha256.of(zipped(file.baseName() + ".gz")))),
                List.of());
        try (MirrorServer plain = new MirrorServer((exchange, name) -> {
                    if (name.endsWith(".gz")) {
                        MirrorServer.notFound(exchange);
                    } else {
                        MirrorServer.send(exchange, IdxBytes.content(byBaseName(name)));
                    }
                });
                MirrorServer sound = soundMirror()) {
            assertThrows(DownloadFailedException.class, () -> download(set, plain.address()));
            download(set, plain.address(), sound.address());
            assertCacheIsComplete();
        }
    }

    @Test
    void replacesADamagedFile() throws Exception {
        final Path folder = home.resolve("mnist");
        IdxBytes.writeSet(folder, true);
        Files.writeString(folder.resolve("train-labels-idx1-ubyte"), "damaged");
        try (MirrorServer mirror = soundMirror()) {
            download(SMALL_MNIST, mirror.address());
            assertEquals(List.of("train-labels-idx1-ubyte.gz"), mirror.requests());
            assertCacheIsComplete();
        }
    }

    @Test
    void servesSeveralDownloadsAtOnce() throws Exception {
        try (MirrorServer mirror = soundMirror()) {
            final URI address = mirror.address();
            final List<CompletableFuture<Void>> downloads = IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> {
                        try {
                            new Downloader(PATIENCE, _ -> {})
                                    .download(SMALL_MNIST, List.of(address), home.resolve("mnist"));
                        } catch (DownloadFailedException e) {
                            throw new AssertionError(e);
                        }
                    }))
                    .toList();
            downloads.forEach(CompletableFuture::join);
            assertCacheIsComplete();
        }
    }

    /** A dangling link is listed but does not exist, like a part of another download that ends at this moment. */
    @Test
    void aPartThatVanishesDisturbsNobody() throws Exception {
        final Path folder = Files.createDirectories(home.resolve("mnist"));
        final Path gone = Files.createSymbolicLink(folder.resolve(".download-3.part"), folder.resolve("nothing"));
        try (MirrorServer mirror = soundMirror()) {
            download(SMALL_MNIST, mirror.address());
        }
        Files.delete(gone);
        assertCacheIsComplete();
    }

    @Test
    void removesPartsOfDownloadsThatWereKilledLongAgo() throws Exception {
        final Path folder = Files.createDirectories(home.resolve("mnist"));
        final Path old = Files.createFile(folder.resolve(".download-1.part"));
        final Path young = Files.createFile(folder.resolve(".download-2.part"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        try (MirrorServer mirror = soundMirror()) {
            download(SMALL_MNIST, mirror.address());
        }
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(young));
    }

    @Test
    void saysThatTheCacheCannotBeUsed() throws Exception {
        Files.createFile(home.resolve("mnist"));
        final DownloadFailedException error =
                assertThrows(DownloadFailedException.class, () -> download(SMALL_MNIST, closedPort()));
        assertTrue(error.getMessage().startsWith("the cache " + home.resolve("mnist") + " cannot be used"));
    }

    @Test
    void theSumsKnownAreOfFourFilesEach() {
        for (final PublishedSet set : List.of(PublishedSet.MNIST, PublishedSet.FASHION)) {
            final Map<IdxFile, String> sums = set.sums();
            assertEquals(4, sums.size());
            assertEquals(4, sums.values().stream().distinct().count());
            assertTrue(sums.values().stream().allMatch(sum -> sum.matches("[0-9a-f]{64}")));
            assertTrue(
                    set.mirrors().stream().allMatch(mirror -> mirror.toString().endsWith("/")));
        }
    }
}
