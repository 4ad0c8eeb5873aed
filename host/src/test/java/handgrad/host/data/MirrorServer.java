package handgrad.host.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A mirror on this machine that can misbehave. */
final class MirrorServer implements AutoCloseable {
    /** How it answers one request. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange, String name) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    MirrorServer(Answer answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/data/", exchange -> {
            try (exchange) {
                final String name = exchange.getRequestURI().getPath().substring("/data/".length());
                final String range = exchange.getRequestHeaders().getFirst("Range");
                requests.add(range == null ? name : name + " " + range);
                answer.to(exchange, name);
            }
        });
        server.start();
    }

    URI address() {
        final InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/data/");
    }

    /** The requested names, with the range if there was one. */
    List<String> requests() {
        return requests;
    }

    static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** The part of a body that a Range header of the form {@code bytes=N-} asks for, or all of it. */
    static void sendRange(HttpExchange exchange, byte[] body) throws IOException {
        final String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            send(exchange, body);
            return;
        }
        final int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (body.length - 1) + "/" + body.length);
        exchange.sendResponseHeaders(206, body.length - from);
        exchange.getResponseBody().write(Arrays.copyOfRange(body, from, body.length));
    }

    /** Announces a whole body and sends only its first bytes. */
    static void sendStart(HttpExchange exchange, byte[] body, int length) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body, 0, length);
        exchange.getResponseBody().flush();
    }

    static void notFound(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(404, -1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
