package dev.berth.profiler.synthesize.format;

import dev.berth.profiler.synthesize.layout.LayoutFile;
import dev.berth.profiler.synthesize.layout.Segment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files without weights. */
final class TextFile {
    private TextFile() {}

    static LayoutFile of(String path, String text) {
        return LayoutFile.of(path, Segment.literal(text.getBytes(StandardCharsets.UTF_8)), List.of());
    }
}
