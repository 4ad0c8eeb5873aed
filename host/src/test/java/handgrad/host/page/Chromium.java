package handgrad.host.page;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium, controlled through its DevTools protocol (chromedevtools.github.io/devtools-protocol). */
final class Chromium implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private final Process process;
    private final HttpClient client;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final List<JsonNode> events = new ArrayList<>();
    private String session = "";
    private int sent;

    private Chromium(Process process, URI address) {
        this.process = process;
        this.client = HttpClient.newHttpClient();
        this.socket =
                client.newWebSocketBuilder().buildAsync(address, new Receiver()).join();
    }

    /** Puts the pieces of each message together. */
    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
            message.append(piece);
            if (last) {
                received.add(MAPPER.readTree(message.toString()));
                message.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    /** The program, or empty if there is none on the path. */
    static Optional<Path> find() {
        return NAMES.stream()
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it with a fresh profile and an empty page. */
    static Chromium start(Path program, Path profile) throws IOException, InterruptedException {
        final ProcessBuilder builder = new ProcessBuilder(Stream.of(
                                program.toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--hide-scrollbars",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile,
                                "about:blank")
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // scripts/test preloads a library for JVMs.
        builder.environment().remove("LD_PRELOAD");
        final Process process = builder.start();
        final Path port = profile.resolve("DevToolsActivePort");
        final long until = System.nanoTime() + PATIENCE.toNanos();
        List<String> lines = List.of();
        while (lines.size() < 2) {
            if (!process.isAlive() || System.nanoTime() > until) {
                process.destroyForcibly();
                throw new IOException("Chromium did not start");
            }
            Thread.sleep(20);
            lines = Files.exists(port) ? Files.readAllLines(port) : List.of();
        }
        final Chromium chromium = new Chromium(process, URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)));
        final String target = chromium.call("Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId")
                .asString();
        chromium.session = chromium.call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .asString();
        for (final String domain : List.of("Page", "Runtime", "Log", "Network")) {
            chromium.call(domain + ".enable", Map.of());
        }
        return chromium;
    }

    /** Calls a method and waits for its result. */
    JsonNode call(String method, Map<String, ?> parameters) {
        final int id = ++sent;
        final Map<String, Object> message = new java.util.HashMap<>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        socket.sendText(MAPPER.writeValueAsString(message), true).join();
        final JsonNode answer = await(node -> node.has("id") && node.get("id").asInt() == id);
        if (answer.has("error")) {
            throw new IllegalStateException(method + ": " + answer.get("error"));
        }
        return answer.get("result");
    }

    private JsonNode await(Predicate<JsonNode> wanted) {
        final long until = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                final JsonNode node = received.poll(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (node == null) {
                    throw new IllegalStateException("Chromium does not answer");
                }
                if (node.has("method")) {
                    events.add(node);
                }
                if (wanted.test(node)) {
                    return node;
                }
            }
        } catch (final InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Opens a file and waits until it is loaded. Forgets earlier events. */
    void open(Path page) {
        events.clear();
        call("Page.navigate", Map.of("url", page.toUri().toString()));
        if (events.stream().noneMatch(event -> isEvent(event, "Page.loadEventFired"))) {
            await(node -> isEvent(node, "Page.loadEventFired"));
        }
    }

    private static boolean isEvent(JsonNode node, String name) {
        return node.has("method") && node.get("method").asString().equals(name);
    }

    /** What happened since the page was opened. */
    List<JsonNode> events(String name) {
        return events.stream()
                .filter(event -> isEvent(event, name))
                .map(event -> event.get("params"))
                .toList();
    }

    /** The value of a JavaScript expression. */
    JsonNode evaluate(String expression) {
        final JsonNode result =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
        }
        return result.get("result").path("value");
    }

    /**
     * Waits until the page has drawn what an event asked for: Chart.js and observers wait for a frame, timers for the
     * queue.
     */
    private void settle() {
        evaluate("new Promise((done) => requestAnimationFrame(() =>"
                + " requestAnimationFrame(() => setTimeout(done, 50))))");
    }

    /** A mouse event at a point of the window. */
    void mouse(String type, double x, double y, Map<String, ?> more) {
        final Map<String, Object> parameters = new java.util.HashMap<>(more);
        parameters.putAll(Map.of("type", type, "x", x, "y", y));
        call("Input.dispatchMouseEvent", parameters);
        settle();
    }

    /** Presses a key and lets it go. */
    void key(String key) {
        final Map<String, Object> down = new java.util.HashMap<>(Map.of("type", "keyDown", "key", key));
        if (key.length() == 1) {
            down.put("text", key);
        }
        call("Input.dispatchKeyEvent", down);
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    /** Sets the window's width, as on another device. */
    void width(int pixels, boolean phone) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 800, "deviceScaleFactor", 1, "mobile", phone));
        settle();
    }

    /** Prefers light or dark, as a system does. */
    void prefers(String scheme) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        settle();
    }

    /** The whole page as a PNG file. */
    byte[] screenshot() {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                        .get("data")
                        .asString());
    }

    /** The page on paper, as a PDF file. */
    byte[] pdf() {
        return Base64.getDecoder()
                .decode(call(
                                "Page.printToPDF",
                                Map.of("paperWidth", 8.27, "paperHeight", 11.69, "preferCSSPageSize", true))
                        .get("data")
                        .asString());
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
