package dev.berth.profiler.synthesize.layout;

import dev.berth.profiler.model.count.SyntheticMark;
import dev.berth.record.ComponentException;
import dev.berth.record.MayBeNull;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

@Description("A file of a model.")
public record LayoutFile(
        @Description("relative to the folder that all lie in, with / between names") @Text
        String path,

        @Description("its length") @Range(least = 0) long bytes,

        @Description("path of another file before it that is this one under another name; null where it is none")
        @MayBeNull
        String sameAs,

        @Description("where the mark of made-up weights goes; null where no tensor of the file can hold it")
        @MayBeNull
        @Range(least = 0)
        Long markOffset,

        @Description("what it holds, in order, without gaps")
        List<Segment> segments,

        @Description("checksums of parts of it that depend on the weights")
        List<Checksum> checksums) {
    private static final int LONGEST_PATH = 4096;

    public LayoutFile {
        requireInside(Require.text("path", path));
        Require.atLeast("bytes", bytes, 0);
        segments = Require.list("segments", segments);
        checksums = Require.list("checksums", checksums);
        if (sameAs != null && !segments.isEmpty()) {
            throw new ComponentException("segments", segments.size(), "none of a file that is another's");
        }
        if (sameAs == null) {
            requireSum(segments, bytes);
        }
        if (markOffset != null) {
            requireMark(segments, markOffset);
        }
        for (Checksum checksum : checksums) {
            checksum.requireWithin(bytes);
        }
    }

    /** A file of its own, marked where the first tensor that can hold the mark begins. */
    public static LayoutFile of(String path, List<Segment> segments, List<Checksum> checksums) {
        long offset = 0;
        Long mark = null;
        for (Segment segment : segments) {
            if (mark == null && holdsMark(segment)) {
                mark = offset;
            }
            offset += segment.bytes();
        }
        return new LayoutFile(path, offset, null, mark, segments, checksums);
    }

    /** A second name of a file. */
    public static LayoutFile link(String path, LayoutFile file) {
        return new LayoutFile(path, file.bytes(), file.path(), null, List.of(), List.of());
    }

    /** Bytes of its literals, unpacked. */
    public long literalBytes() {
        return segments.stream()
                .filter(segment -> segment.literal() != null)
                .mapToLong(Segment::bytes)
                .sum();
    }

    private static boolean holdsMark(Segment segment) {
        return segment.tensor() != null
                && segment.bytes() >= SyntheticMark.BYTES
                && SyntheticMark.fits(segment.tensor().type());
    }

    private static void requireInside(String path) {
        boolean inside;
        try {
            Path given = Path.of(path);
            inside = !given.isAbsolute()
                    && given.normalize().toString().equals(path)
                    && !given.startsWith("..")
                    && path.length() <= LONGEST_PATH;
        } catch (InvalidPathException malformed) {
            inside = false;
        }
        if (!inside) {
            throw new ComponentException("path", "\"" + path + "\"", "a relative path without . and .. in it");
        }
    }

    private static void requireSum(List<Segment> segments, long bytes) {
        long left = bytes;
        for (Segment segment : segments) {
            left = segment.bytes() > left ? -1 : left - segment.bytes();
            if (left < 0) {
                break;
            }
        }
        if (left != 0) {
            throw new ComponentException("segments", "not as long as the file", bytes + " bytes together");
        }
    }

    private static void requireMark(List<Segment> segments, long markOffset) {
        long offset = 0;
        for (Segment segment : segments) {
            if (offset == markOffset && holdsMark(segment)) {
                return;
            }
            offset += segment.bytes();
        }
        throw new ComponentException(
                "markOffset", markOffset, "where a tensor of " + SyntheticMark.BYTES + " bytes or more begins");
    }
}
