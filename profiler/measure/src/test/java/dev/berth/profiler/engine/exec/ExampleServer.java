package dev.berth.profiler.engine.exec;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A server that answers POST /answer with as many tokens as the request asks for. */
public final class ExampleServer {
    private ExampleServer() {}

    /**
     * Serves until it is ended.
     *
     * @param arguments the port, and words that only mark the process
     */
    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])), 0);
        server.createContext("/health", exchange -> answer(exchange, 200, "ok"));
        server.createContext("/answer", exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(exchange, 200, "{\"tokens\": " + asked.replaceAll(".*\"n\": (\\d+),.*", "$1") + "}");
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        // Closing the exchange itself may reset the connection before its answer is read.
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
