package dev.berth.profiler.synthesize.layout;

import dev.berth.record.ComponentException;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import java.util.List;

@Description("A CRC-32 of a run of bytes of the file, kept in the file: of an entry of a zip.")
public record Checksum(
        @Description("first byte that it is of") @Range(least = 0)
        long offset,

        @Description("how many bytes it is of") @Range(least = 1)
        long bytes,

        @Description("where it stands in the file, four bytes each, least significant first, outside of what it is of")
        @Range(least = 0)
        List<Long> places) {
    public Checksum {
        Require.atLeast("offset", offset, 0);
        Require.atLeast("bytes", bytes, 1);
        places = Require.list("places", places);
        places.forEach(place -> Require.atLeast("places", place, 0));
    }

    void requireWithin(long fileBytes) {
        if (offset > fileBytes - bytes) {
            throw new ComponentException(
                    "checksums", "bytes " + offset + " and on", "bytes of the file's " + fileBytes);
        }
        for (long place : places) {
            if (place > fileBytes - Integer.BYTES || (place > offset - Integer.BYTES && place < offset + bytes)) {
                throw new ComponentException(
                        "checksums", "a place at " + place, "one inside the file and outside of what it is of");
            }
        }
    }
}
