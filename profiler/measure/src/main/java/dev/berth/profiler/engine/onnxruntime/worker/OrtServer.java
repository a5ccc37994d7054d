package dev.berth.profiler.engine.onnxruntime.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A small server over ONNX Runtime, behind the JDK's own HTTP server: one model, one request at a time. It listens once
 * the model is loaded; {@code GET /health} is answered then, and {@code POST /run} runs the model once.
 */
public final class OrtServer {
    private static final int OK = 200;
    private static final int FAILED = 500;

    private final MadeUpRequest request;

    private OrtServer(MadeUpRequest request) {
        this.request = request;
    }

    /**
     * The process.
     *
     * @param words model file or its folder, port, threads, then {@code NAME=1x128} for inputs
     */
    public static void main(String... words) {
        System.out.println("java started");
        try {
            serve(
                    Path.of(words[0]),
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    List.of(words).subList(3, words.length));
        } catch (OrtFault | IOException | LinkageError | OutOfMemoryError fault) {
            System.out.println(OrtFault.line(fault));
            System.exit(1);
        }
    }

    private static void serve(Path model, int port, int threads, List<String> inputs) throws OrtFault, IOException {
        Path graph = OnnxGraph.of(model)
                .orElseThrow(() -> new OrtFault(model + ": ONNX Runtime loads one .onnx file; name it"));
        OrtLibrary library = new OrtLibrary();
        System.out.println("library loaded " + library.version());
        Object session = library.session(graph, library.options(threads, -1, Optional.empty()));
        System.out.println("session made");
        OrtServer server = new OrtServer(
                new MadeUpRequest(library, session, inputs, input -> System.out.println("input " + input)));
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.createContext("/health", exchange -> answer(exchange, OK, "{\"status\": \"ready\"}"));
        http.createContext("/run", server::run);
        http.start();
        System.out.println("listening");
    }

    private void run(HttpExchange exchange) throws IOException {
        try {
            answer(exchange, OK, "{\"runNanos\": " + request.run() + "}");
        } catch (OrtFault fault) {
            answer(exchange, FAILED, fault.getMessage());
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        // What a client still sends when its connection is closed would reset it.
        exchange.getRequestBody().readAllBytes();
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
