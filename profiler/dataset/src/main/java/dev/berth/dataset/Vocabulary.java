package dev.berth.dataset;

import dev.berth.record.ComponentException;
import dev.berth.record.Require;
import java.util.List;
import java.util.regex.Pattern;

/** The words that stand in datasets and raw runs: names of devices, readers and what binds a preload. */
public final class Vocabulary {
    private static final Pattern DEVICE = Pattern.compile("host|cuda:[0-9]{1,4}");
    private static final List<String> READERS = List.of("direct", "buffered", "mmap");
    private static final List<String> BOUND_BY =
            List.of("storage", "device copy", "allocate", "open+parse", "finalise");

    private Vocabulary() {}

    public static String device(String component, String value) {
        if (!DEVICE.matcher(Require.present(component, value)).matches()) {
            throw new ComponentException(component, "\"" + value + "\"", "host or cuda:N");
        }
        return value;
    }

    public static CacheTier fileTier(String component, CacheTier value) {
        if (!Require.present(component, value).readsFiles()) {
            throw new ComponentException(component, value.label(), "a tier that reads files");
        }
        return value;
    }

    public static String reader(String component, String value) {
        return Require.oneOf(component, value, READERS);
    }

    public static String boundBy(String component, String value) {
        return Require.oneOf(component, value, BOUND_BY);
    }

    public static String fingerprint(String component, String value) {
        if (!Require.present(component, value).startsWith("sha256:")) {
            throw new ComponentException(component, "\"" + value + "\"", "sha256: and a digest");
        }
        return value;
    }
}
