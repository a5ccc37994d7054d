package dev.berth.profiler.engine.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Reads what a process writes, line by line, keeps the last of it, and stops at a limit: a process that writes without
 * end fills neither memory nor storage. Lines are told of on the reading thread.
 */
final class OutputLines {
    private static final int MOST_LINE_BYTES = 8 << 10;
    private static final int KEPT_LINES = 20;
    private static final int READ_BYTES = 16 << 10;

    private final InputStream in;
    private final long mostBytes;
    private final Launch.Listener listener;
    private final Deque<String> last = new ArrayDeque<>();
    private final Thread reader = new Thread(this::read, "read output");
    private volatile long bytes;
    private volatile boolean ended;

    /** @param mostBytes after so many no more is read, and the process waits */
    OutputLines(InputStream in, long mostBytes, Launch.Listener listener) {
        this.in = in;
        this.mostBytes = mostBytes;
        this.listener = listener;
        reader.setDaemon(true);
    }

    void start() {
        reader.start();
    }

    private void read() {
        byte[] line = new byte[MOST_LINE_BYTES];
        int length = 0;
        long sum = 0;
        byte[] chunk = new byte[READ_BYTES];
        try {
            int count = in.read(chunk);
            while (count >= 0) {
                long nanos = System.nanoTime();
                sum += count;
                bytes = sum;
                for (int i = 0; i < count; i++) {
                    if (chunk[i] == '\n') {
                        tell(line, length, nanos);
                        length = 0;
                    } else if (length < MOST_LINE_BYTES) {
                        line[length++] = chunk[i];
                    }
                }
                if (isFlooded()) {
                    break;
                }
                count = in.read(chunk);
            }
        } catch (IOException closed) {
            // As at the end.
        }
        if (length > 0) {
            tell(line, length, System.nanoTime());
        }
        ended = true;
    }

    private void tell(byte[] line, int length, long nanos) {
        String text = new String(line, 0, length, StandardCharsets.UTF_8).stripTrailing();
        if (!text.isBlank()) {
            synchronized (last) {
                last.addLast(text);
                if (last.size() > KEPT_LINES) {
                    last.removeFirst();
                }
            }
        }
        listener.line(text, nanos);
    }

    /** Whether more was written than is read. */
    boolean isFlooded() {
        return bytes >= mostBytes;
    }

    /** The last line that is not blank. */
    Optional<String> lastLine() {
        synchronized (last) {
            return Optional.ofNullable(last.peekLast());
        }
    }

    /** Waits, not for long, until all was read that was written. */
    void drain(long patienceMillis) throws InterruptedException {
        reader.join(patienceMillis);
    }

    /** Whether nothing more can come. */
    boolean hasEnded() {
        return ended;
    }
}
