package dev.berth.profiler.engine.exec;

import dev.berth.profiler.engine.recipe.Placeholders;
import dev.berth.profiler.engine.recipe.Recipe.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Makes requests of a recipe, each on a connection of its own. Nothing but this machine is asked, past any proxy.
 *
 * @param request what is asked
 * @param placeholders what stands for the words in it
 */
record HttpAsk(HttpRequest request, Placeholders placeholders) {
    private static final int MOST_ANSWER_BYTES = 64 << 20;
    private static final int MOST_SHOWN_CHARACTERS = 200;

    static {
        // Java keeps a connection even where it asked itself for its end, unless the answer says so too; what is sent
        // on
        // one that the server closes meanwhile is reset.
        System.setProperty("http.keepAlive", "false");
    }

    /** An answer, whole. */
    static final class Answer {
        private final int status;
        private final byte[] body;

        Answer(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        byte[] body() {
            return body;
        }

        /** The beginning of its first line, for messages. */
        String firstLine() {
            String text = new String(body, 0, Math.min(body.length, 4 * MOST_SHOWN_CHARACTERS), StandardCharsets.UTF_8);
            String line = text.lines().filter(one -> !one.isBlank()).findFirst().orElse("nothing");
            return line.length() <= MOST_SHOWN_CHARACTERS ? line : line.substring(0, MOST_SHOWN_CHARACTERS) + "…";
        }
    }

    /** Whether somebody takes connections at all: a look that costs less than a request. */
    boolean isListened() {
        try (Socket connection = new Socket(Proxy.NO_PROXY)) {
            connection.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), Integer.parseInt(placeholders.in("{port}"))));
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /**
     * Asks once.
     *
     * @param patienceNanos how long each part of the answer may take
     * @throws IOException where nobody answers, or not in time
     */
    Answer ask(long patienceNanos) throws IOException {
        int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(patienceNanos)));
        URI address = URI.create(placeholders.in("http://127.0.0.1:{port}" + request.path()));
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(request.method());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setRequestProperty("Connection", "close");
        request.headers().forEach((name, value) -> connection.setRequestProperty(name, placeholders.in(value)));
        try {
            if (!request.body().isEmpty()) {
                send(connection);
            }
            int status = connection.getResponseCode();
            try (InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
                byte[] whole = body == null ? new byte[0] : body.readNBytes(MOST_ANSWER_BYTES + 1);
                if (whole.length > MOST_ANSWER_BYTES) {
                    throw new IOException("the answer is longer than " + MOST_ANSWER_BYTES + " bytes");
                }
                return new Answer(status, whole);
            }
        } finally {
            connection.disconnect();
        }
    }

    private void send(HttpURLConnection connection) throws IOException {
        if (connection.getRequestProperty("Content-Type") == null) {
            connection.setRequestProperty("Content-Type", "application/json");
        }
        byte[] body = placeholders.inJson(request.body()).getBytes(StandardCharsets.UTF_8);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
    }

    /** For messages. */
    String describe() {
        return request.method() + " " + placeholders.in(request.path());
    }

    /** Whether an answer is the one that is expected. */
    boolean isExpected(Answer answer) {
        return answer.status() == request.status();
    }
}
