package dev.berth.profiler.engine.exec;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that answers POST /answer with as many tokens as the request asks for. It closes a connection only after its
 * client did: the JDK's own server sometimes resets one whose answer was not read yet.
 */
public final class ExampleServer {
    private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)");
    private static final Pattern STEPS = Pattern.compile("\"n\": (\\d+),");

    private ExampleServer() {}

    /**
     * Serves until it is ended.
     *
     * @param arguments the port, and words that only mark the process
     */
    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 0, InetAddress.getLoopbackAddress())) {
            while (true) {
                try (Socket client = server.accept();
                        InputStream in = new BufferedInputStream(client.getInputStream())) {
                    client.getOutputStream().write(answer(request(in)).getBytes(StandardCharsets.US_ASCII));
                    client.shutdownOutput();
                    while (in.read() >= 0) {
                        // Nothing more is expected than the end.
                    }
                } catch (IOException gone) {
                    // The next client has nothing to do with it.
                }
            }
        }
    }

    /** Headers and body. */
    private static String request(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended within its headers");
            }
            read.write(next);
        }
        String headers = read.toString(StandardCharsets.UTF_8);
        Matcher length = LENGTH.matcher(headers.toLowerCase(Locale.ROOT));
        return headers
                + (length.find()
                        ? new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
                        : "");
    }

    private static String answer(String request) {
        Matcher steps = STEPS.matcher(request);
        String body = steps.find() ? "{\"tokens\": " + steps.group(1) + "}" : "ok";
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body;
    }
}
