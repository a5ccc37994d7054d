package dev.berth.profiler.synthesize.layout;

import dev.berth.record.ComponentException;
import dev.berth.record.MayBeNull;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

@Description("A run of bytes of a file: given literally, or weights to be made up.")
public record Segment(
        @Description("how many") @Range(least = 1) long bytes,

        @Description("the bytes themselves, deflated (RFC 1951) and in Base64; null for weights") @MayBeNull
        String literal,

        @Description("what weights they are; null for literal bytes") @MayBeNull
        TensorPart tensor) {
    /** Bytes of a literal, unpacked: longer ones are several segments, as texts of documents have a longest length. */
    public static final int MAX_LITERAL_BYTES = 2 << 20;

    public Segment {
        Require.atLeast("bytes", bytes, 1);
        if ((literal == null) == (tensor == null)) {
            throw new ComponentException("literal", literal == null ? "none" : "beside a tensor", "either of the two");
        }
        if (literal != null && bytes > MAX_LITERAL_BYTES) {
            throw new ComponentException("bytes", bytes, "at most " + MAX_LITERAL_BYTES + " of a literal");
        }
        if (literal != null) {
            content(bytes, literal);
        }
    }

    @Description("A tensor, or the part of one that lies here.")
    public record TensorPart(
            @Description("its name in the file") String name,

            @Description("element type, by the format's name of it, for example F32, Q4_K") @Text
            String type,

            @Description("lengths of its dimensions; empty for a scalar") @Range(least = 0)
            List<Long> shape,

            @Description("which values it gets") Values values,

            @Description("bytes of it that lie before these, in another file") @Range(least = 0)
            long from) {
        public TensorPart {
            Require.present("name", name);
            Require.text("type", type);
            shape = Require.list("shape", shape);
            Require.present("values", values);
            Require.atLeast("from", from, 0);
        }
    }

    /** Weights. */
    public static Segment of(long bytes, TensorPart tensor) {
        return new Segment(bytes, null, tensor);
    }

    /** Literal bytes, as few segments as they fit into; none for no bytes. */
    public static List<Segment> literal(byte[] content) {
        List<Segment> segments = new ArrayList<>();
        for (int from = 0; from < content.length; from += MAX_LITERAL_BYTES) {
            byte[] piece = Arrays.copyOfRange(content, from, Math.min(content.length, from + MAX_LITERAL_BYTES));
            segments.add(new Segment(piece.length, pack(piece), null));
        }
        return segments;
    }

    /** The literal bytes. */
    public byte[] content() {
        return content(bytes, literal);
    }

    private static byte[] content(long bytes, String literal) {
        byte[] content = new byte[(int) bytes];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(Base64.getDecoder().decode(literal));
            int filled = inflater.inflate(content);
            if (filled < content.length || inflater.inflate(new byte[1]) > 0) {
                throw new ComponentException("literal", "more or fewer bytes than told", bytes + " bytes");
            }
            return content;
        } catch (IllegalArgumentException | DataFormatException damaged) {
            throw new ComponentException(
                    "literal", "damaged: " + damaged.getMessage(), bytes + " bytes, deflated and in Base64");
        } finally {
            inflater.end();
        }
    }

    private static String pack(byte[] content) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] piece = new byte[1 << 16];
            while (!deflater.finished()) {
                packed.write(piece, 0, deflater.deflate(piece));
            }
            return Base64.getEncoder().encodeToString(packed.toByteArray());
        } finally {
            deflater.end();
        }
    }
}
