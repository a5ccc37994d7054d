package dev.berth.profiler.cli;

import dev.berth.profile.BadInputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** Writes a file the user named; what hinders it is the user's to mend, so it is bad input and not a defect. */
final class ResultFile {
    private ResultFile() {}

    /** What writes the file. */
    interface Writing {
        void run() throws IOException;
    }

    /** @throws BadInputException where the file cannot be written */
    static void write(Path file, Writing writing) {
        try {
            writing.run();
        } catch (AccessDeniedException e) {
            throw new BadInputException(file + ": not permitted to write here, choose another place", e);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
