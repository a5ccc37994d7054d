package dev.berth.profiler.model.torch;

import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.header.HeaderBudget;
import dev.berth.profiler.model.header.HeaderFile;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The checksums in a checkpoint that is a zip: whoever writes other weights into its layout must write these anew. */
public final class ZipChecksums {
    private ZipChecksums() {}

    /**
     * One entry.
     *
     * @param bytes what the CRC-32 is of
     * @param places offsets of it in the file, four bytes each, least significant first
     */
    public record Entry(Extent bytes, List<Long> places) {}

    /**
     * Of all entries that are stored as they are; none of a file that is no zip.
     *
     * @throws BadInputException where the zip is damaged
     * @throws IOException where the file cannot be read
     */
    public static List<Entry> of(Path file) throws IOException {
        try (HeaderFile in = HeaderFile.open(file, HeaderBudget.of(HeaderSource.FILES))) {
            if (in.size() < Integer.BYTES || in.i32() != TorchReader.ZIP_MAGIC) {
                return List.of();
            }
            ZipDirectory zip = ZipDirectory.read(in);
            List<Entry> entries = new ArrayList<>();
            for (String name : zip.names().stream().sorted().toList()) {
                Extent bytes = zip.extent(name);
                if (bytes != null) {
                    entries.add(new Entry(bytes, zip.checksumPlaces(name, bytes)));
                }
            }
            return entries;
        } catch (ModelFaultException fault) {
            throw new BadInputException(fault.getMessage(), fault);
        }
    }
}
