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

    private final Rooms rooms = new Rooms(Path.of("src/main/java"));

    @Test
    void noPackageUsesAnotherThatUsesIt() {
        System.out.println(rooms.graph());
        rooms.requireNoCycles();
    }

    @Test
    void aRoomIsSmall() {
        SortedMap<String, Long> crowded = rooms.files();
        crowded.values().removeIf(files -> files <= Rooms.MOST_FILES);
        assertEquals(Map.of(), crowded);
    }

    @Test
    void eachLibraryIsUsedInItsOwnRoom() {
        rooms.requireAlone("jcuda..", "dev.berth.profiler.device.cuda..");
        rooms.requireAlone("oshi..", "dev.berth.profiler.machine..");
        rooms.requireAlone(
                "com.sun.jna..",
                "dev.berth.profiler.device..",
                "dev.berth.profiler.engine.process..",
                "dev.berth.profiler.storage..",
                MODEL + ".count..");
        rooms.requireAlone(
                "org.apache.commons.compress..", "dev.berth.profiler.fetch..", "dev.berth.profiler.bundle..");
        rooms.requireAlone("picocli..", "dev.berth.profiler.cli..", "dev.berth.profiler");
        rooms.requireAlone("org.HdrHistogram..", "dev.berth.profiler.calibrate..", "dev.berth.profiler.run..");
    }

    /** What is timed knows devices, storage and where weights lie, and nothing of plans, rows and commands. */
    @Test
    void theTimedRegionKnowsNothingOfWhatIsMadeOfIt() {
        for (String above : Set.of("cli", "run", "calibrate", "bundle", "fetch", "machine")) {
            rooms.requireApart("dev.berth.profiler.preload..", "dev.berth.profiler." + above + "..");
        }
        rooms.requireApart("dev.berth.profiler.preload..", MODEL + ".*..");
    }

    /** Rooms below know nothing of those that use them. */
    @Test
    void noArrowPointsUpwards() {
        for (String room : Set.of("device", "storage", "machine", "fetch", "calibrate", "bundle", "run")) {
            rooms.requireApart("dev.berth.profiler." + room + "..", "dev.berth.profiler.cli..");
        }
        rooms.requireApart("dev.berth.profiler.device.cuda..", "dev.berth.profiler.device.opencl..");
        rooms.requireApart("dev.berth.profiler.device.opencl..", "dev.berth.profiler.device.cuda..");
        for (String room : Set.of("device", "storage")) {
            rooms.requireApart(
                    "dev.berth.profiler." + room + "..",
                    "dev.berth.profiler.preload..",
                    "dev.berth.profiler.run..",
                    "dev.berth.profiler.calibrate..");
        }
        rooms.requireApart("dev.berth.profiler.calibrate..", "dev.berth.profiler.run..");
    }

    /** Formats are found through their registry: none knows another, nor the folders it may lie in. */
    @Test
    void aFormatKnowsNoOther() {
        Set<String> formats = Set.of("safetensors", "gguf", "onnx", "torch", "tensorflow");
        for (String format : formats) {
            rooms.requireApart(MODEL + "." + format + "..", MODEL + ".folder..", MODEL + ".count..");
            for (String other : formats) {
                if (!other.equals(format)) {
                    rooms.requireApart(MODEL + "." + format + "..", MODEL + "." + other + "..");
                }
            }
        }
        rooms.requireApart(MODEL, MODEL + ".*..");
        for (String outside : Set.of("device", "storage", "preload", "run", "calibrate", "machine", "fetch", "cli")) {
            rooms.requireApart(MODEL + "..", "dev.berth.profiler." + outside + "..");
        }
    }
}
