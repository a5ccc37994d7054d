package dev.berth.profiler.storage;

import java.nio.file.OpenOption;

/** The option that opens a file past the page cache. */
public final class DirectOption {
    /** For {@link java.nio.channels.FileChannel#open}: positions, lengths and addresses on block boundaries. */
    public static final OpenOption DIRECT = byName();

    private DirectOption() {}

    /** Exported and documented by jdk.unsupported, but the compiler of JDK 25 warns of the type as internal. */
    private static OpenOption byName() {
        try {
            return (OpenOption) Class.forName("com.sun.nio.file.ExtendedOpenOption")
                    .getField("DIRECT")
                    .get(null);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this JDK has no direct I/O, expected the module jdk.unsupported", missing);
        }
    }
}
