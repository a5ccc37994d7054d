package dev.berth.kind;

import dev.berth.record.BadInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One kind of file that Berth reads. A module lists its own; {@link FileKinds} tells which of them a file is. */
public interface FileKind {
    /** What a file of it is, in a few words for people. */
    String name();

    /** The names that commands give such files in a folder of their own; may be none. */
    List<String> fileNames();

    /** The keys of its outermost object, all that there may be; of a log, those of its first line. */
    Set<String> keys();

    /**
     * Checks a file of this kind.
     *
     * @param profiles dataset that it must go with; empty where it is checked by itself
     * @throws BadInputException with the faults, where they are more easily thrown
     */
    Verdict check(Path file, Optional<Path> profiles);
}
