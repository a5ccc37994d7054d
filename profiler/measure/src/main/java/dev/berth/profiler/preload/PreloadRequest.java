package dev.berth.profiler.preload;

import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.storage.ReaderKind;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * A preload to be timed.
 *
 * @param extents where the weights lie, as known before; may be none, which times an empty run
 * @param openParse opens the model's files, parses their headers and says again where the weights lie: timed
 * @param reader how bytes are read
 * @param witness told of the moments at which evidence can be taken
 * @param windowBytes most device memory for the weights, which then overwrite each other in turn; empty to load them
 *     whole
 * @param verify whether the bytes on the device are compared with the files afterwards, untimed
 */
public record PreloadRequest(
        List<Extent> extents,
        OpenParse openParse,
        ReaderKind reader,
        Witness witness,
        OptionalLong windowBytes,
        boolean verify) {
    /** A request to load the weights whole. */
    public PreloadRequest(
            List<Extent> extents, OpenParse openParse, ReaderKind reader, Witness witness, boolean verify) {
        this(extents, openParse, reader, witness, OptionalLong.empty(), verify);
    }

    public PreloadRequest {
        extents = List.copyOf(extents);
    }

    /** Takes evidence of where the bytes were; called on the timed thread while its clock stands still. */
    @FunctionalInterface
    public interface Witness {
        /** The headers were read, the weights not yet; not told of direct reads, which overlap both. */
        default void parsed() {}

        /** The timed region begins when this returns. */
        default void timedBegin() {}

        /** The timed region is over, and nothing else has touched the files yet. */
        void timedEnd();
    }

    /** The open-and-parse phase. */
    @FunctionalInterface
    public interface OpenParse {
        /**
         * Opens and parses.
         *
         * @param headers where the bytes of headers come from
         * @return the model's weight extents
         * @throws IOException where a file cannot be read
         * @throws dev.berth.record.BadInputException where a file cannot be parsed
         */
        List<Extent> run(HeaderSource headers) throws IOException;
    }
}
