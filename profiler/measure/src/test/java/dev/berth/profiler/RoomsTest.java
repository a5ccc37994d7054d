package dev.berth.profiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.rooms.Rooms;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final String MODEL = "dev.berth.profiler.model";

    private static final Rooms ROOMS = new Rooms(Path.of("src/main/java"));

    @Test
    void noPackageUsesAnotherThatUsesIt() {
        System.out.println(ROOMS.graph());
        ROOMS.requireNoCycles();
    }

    @Test
    void aRoomIsSmall() {
        SortedMap<String, Long> crowded = ROOMS.files();
        crowded.values().removeIf(files -> files <= Rooms.MOST_FILES);
        assertEquals(Map.of(), crowded);
    }

    @Test
    void eachLibraryIsUsedInItsOwnRoom() {
        ROOMS.requireAlone("jcuda..", "dev.berth.profiler.device.cuda..");
        ROOMS.requireAlone("oshi..", "dev.berth.profiler.machine..");
        ROOMS.requireAlone(
                "com.sun.jna..",
                "dev.berth.profiler.device..",
                "dev.berth.profiler.engine.process..",
                "dev.berth.profiler.storage..",
                MODEL + ".count..");
        ROOMS.requireAlone(
                "org.apache.commons.compress..", "dev.berth.profiler.fetch..", "dev.berth.profiler.bundle..");
        ROOMS.requireAlone("picocli..", "dev.berth.profiler.cli..", "dev.berth.profiler");
        ROOMS.requireAlone("org.HdrHistogram..", "dev.berth.profiler.calibrate..", "dev.berth.profiler.run..");
    }

    /** What is timed knows devices, storage and where weights lie, and nothing of plans, rows and commands. */
    @Test
    void theTimedRegionKnowsNothingOfWhatIsMadeOfIt() {
        for (String above : Set.of("cli", "run", "calibrate", "bundle", "fetch", "machine")) {
            ROOMS.requireApart("dev.berth.profiler.preload..", "dev.berth.profiler." + above + "..");
        }
        ROOMS.requireApart("dev.berth.profiler.preload..", MODEL + ".*..");
    }

    /** Rooms below know nothing of those that use them. */
    @Test
    void noArrowPointsUpwards() {
        for (String room : Set.of("device", "storage", "machine", "fetch", "calibrate", "bundle", "run")) {
            ROOMS.requireApart("dev.berth.profiler." + room + "..", "dev.berth.profiler.cli..");
        }
        ROOMS.requireApart("dev.berth.profiler.device.cuda..", "dev.berth.profiler.device.opencl..");
        ROOMS.requireApart("dev.berth.profiler.device.opencl..", "dev.berth.profiler.device.cuda..");
        for (String room : Set.of("device", "storage")) {
            ROOMS.requireApart(
                    "dev.berth.profiler." + room + "..",
                    "dev.berth.profiler.preload..",
                    "dev.berth.profiler.run..",
                    "dev.berth.profiler.calibrate..");
        }
        ROOMS.requireApart("dev.berth.profiler.calibrate..", "dev.berth.profiler.run..");
    }

    /** Formats are found through their registry: none knows another, nor the folders it may lie in. */
    @Test
    void aFormatKnowsNoOther() {
        Set<String> formats = Set.of("safetensors", "gguf", "onnx", "torch", "tensorflow");
        for (String format : formats) {
            ROOMS.requireApart(MODEL + "." + format + "..", MODEL + ".folder..", MODEL + ".count..");
            for (String other : formats) {
                if (!other.equals(format)) {
                    ROOMS.requireApart(MODEL + "." + format + "..", MODEL + "." + other + "..");
                }
            }
        }
        ROOMS.requireApart(MODEL, MODEL + ".*..");
        for (String outside : Set.of("device", "storage", "preload", "run", "calibrate", "machine", "fetch", "cli")) {
            ROOMS.requireApart(MODEL + "..", "dev.berth.profiler." + outside + "..");
        }
    }
}
