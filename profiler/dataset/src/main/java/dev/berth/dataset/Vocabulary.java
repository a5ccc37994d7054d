package dev.berth.dataset;

import dev.berth.record.ComponentException;
import dev.berth.record.Require;
import java.util.List;
import java.util.regex.Pattern;

/** The words that stand in datasets and raw runs: names of devices, readers and what binds a preload. */
public final class Vocabulary {
    /** The device that is the host's memory. */
    public static final String HOST = "host";

    /** The kind of devices behind the CUDA driver API. */
    public static final String CUDA = "cuda";

    /** The kind of devices behind OpenCL. */
    public static final String OPENCL = "opencl";

    /** Pattern of names of devices. */
    public static final String DEVICE = "^(" + HOST + "|(" + CUDA + "|" + OPENCL + "):[0-9]{1,4})$";

    /** Ids of devices, for people, parted by {@code |}. */
    public static final String DEVICES = HOST + "|" + CUDA + ":N|" + OPENCL + ":N";

    /** Pattern of what tells models and machines apart. */
    public static final String FINGERPRINT = "^sha256:";

    /** Pattern of SHA-256 in hexadecimal. */
    public static final String DIGEST = "^[0-9a-f]{64}$";

    /** What may serve a model, parted by {@code |}. */
    public static final String ENGINES = "exec|onnxruntime";

    /** How files are read, parted by {@code |}. */
    public static final String READERS = "direct|buffered|mmap";

    /** What a preload waits for where its bytes come from the page cache: they are copied, into pages cleared first. */
    public static final String BOUND_BY_MEMORY = "memory";

    /** The same where they come from storage. */
    public static final String BOUND_BY_STORAGE = "storage";

    /** What a preload may wait for most, parted by {@code |}. */
    public static final String BOUND_BY =
            BOUND_BY_STORAGE + "|" + BOUND_BY_MEMORY + "|device copy|allocate|open+parse|finalise";

    /** Labels of the tiers that can be proven, parted by {@code |}. */
    public static final String PROVEN_TIERS = "storage-cold|page-cache-warm|pinned-warm|device-resident";

    /** Labels of the tiers that read files, parted by {@code |}. */
    public static final String FILE_TIERS = "storage-cold|page-cache-warm";

    private static final Pattern DEVICE_PATTERN = Pattern.compile(DEVICE);
    private static final Pattern DIGEST_PATTERN = Pattern.compile(DIGEST);
    private static final List<String> ENGINE_LIST = List.of(ENGINES.split("\\|"));
    private static final List<String> READER_LIST = List.of(READERS.split("\\|"));
    private static final List<String> BOUND_BY_LIST = List.of(BOUND_BY.split("\\|"));

    private Vocabulary() {}

    public static String device(String component, String value) {
        if (!DEVICE_PATTERN.matcher(Require.present(component, value)).matches()) {
            throw new ComponentException(component, "\"" + value + "\"", DEVICES);
        }
        return value;
    }

    /** Whether a device is the host's memory. */
    public static boolean isHost(String device) {
        return device.equals(HOST);
    }

    /** Whether a device is one of a kind whose driver tells of memory by process, and of nothing else. */
    public static boolean isCuda(String device) {
        return device.startsWith(CUDA + ":");
    }

    public static CacheTier fileTier(String component, CacheTier value) {
        if (!Require.present(component, value).readsFiles()) {
            throw new ComponentException(component, value.label(), "a tier that reads files");
        }
        return value;
    }

    public static CacheTier provenTier(String component, CacheTier value) {
        if (Require.present(component, value) == CacheTier.UNPROVEN) {
            throw new ComponentException(component, value.label(), "a tier that was proven");
        }
        return value;
    }

    public static String reader(String component, String value) {
        return Require.oneOf(component, value, READER_LIST);
    }

    public static String engine(String component, String value) {
        return Require.oneOf(component, value, ENGINE_LIST);
    }

    public static String digest(String component, String value) {
        if (!DIGEST_PATTERN.matcher(Require.present(component, value)).find()) {
            throw new ComponentException(component, "\"" + value + "\"", "64 hexadecimal digits");
        }
        return value;
    }

    public static String boundBy(String component, String value) {
        return Require.oneOf(component, value, BOUND_BY_LIST);
    }

    public static String fingerprint(String component, String value) {
        if (!Require.present(component, value).startsWith("sha256:")) {
            throw new ComponentException(component, "\"" + value + "\"", "sha256: and a digest");
        }
        return value;
    }
}
