package dev.berth.profiler.cli;

import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Writes a file the user named; what hinders it is the user's to mend, so it is bad input and not a defect. */
final class ResultFile {
    private ResultFile() {}

    /** What writes the file. */
    interface Writing {
        void run() throws IOException;
    }

    /** What writes into a folder and has an outcome. */
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Does work in the folder that the user named for results.
     *
     * @throws BadInputException where it cannot be written
     */
    static <T> T in(Path folder, Work<T> work) {
        try {
            return work.run();
        } catch (AccessDeniedException e) {
            throw new BadInputException(
                    folder + ": not permitted to write " + e.getMessage() + "; name another folder with --out", e);
        } catch (IOException e) {
            throw new BadInputException(
                    folder + ": cannot be written: " + e.getMessage() + "; make room there, or name another --out", e);
        }
    }

    /** @throws BadInputException where the file cannot be written */
    static void write(Path file, Writing writing) {
        try {
            writing.run();
        } catch (FileSystemException e) {
            throw new BadInputException(e.getMessage(), e);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
