package dev.berth.profiler.model.count;

import dev.berth.profiler.model.WeightFile;
import dev.berth.record.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;

/** Tells whether a model changed, without reading all of it. */
public final class Fingerprint {
    /** Headers begin a file, zip directories end it; a window at each end sees both. */
    private static final int WINDOW_BYTES = 1 << 16;

    private Fingerprint() {}

    /** {@code sha256:} over the names, sizes and both ends of the weight files. */
    public static String of(Path root, Collection<Path> weightFiles) throws IOException {
        MessageDigest digest = Sha256.digest();
        for (Path file : weightFiles) {
            try (FileChannel channel = WeightFile.open(file)) {
                long size = channel.size();
                Path name = root.equals(file) ? file.getFileName() : root.relativize(file);
                digest.update((name + "\0" + size + "\0").getBytes(StandardCharsets.UTF_8));
                update(digest, channel, 0, Math.min(size, WINDOW_BYTES));
                update(digest, channel, Math.max(0, size - WINDOW_BYTES), size);
            }
        }
        return "sha256:" + Sha256.hex(digest);
    }

    private static void update(MessageDigest digest, FileChannel channel, long from, long to) throws IOException {
        ByteBuffer window = ByteBuffer.allocate((int) (to - from));
        for (long at = from; window.hasRemaining(); ) {
            int read = channel.read(window, at);
            if (read < 0) {
                break;
            }
            at += read;
        }
        digest.update(window.flip());
    }
}
