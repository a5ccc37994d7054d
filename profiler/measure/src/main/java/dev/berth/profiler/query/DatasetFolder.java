package dev.berth.profiler.query;

import dev.berth.dataset.raw.RawFolder;
import dev.berth.profiler.export.TableSource;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the datasets of a folder, and sessions that were not calibrated. */
final class DatasetFolder {
    private static final String DATASET_FILE = "profiles.json";
    private static final String RAW = "raw";

    /** Datasets lie in results of results, and not below everything a disk holds. */
    private static final int DEPTH = 8;

    private DatasetFolder() {}

    /**
     * Every dataset of a folder and those below it, by their paths; links in it are not followed.
     *
     * @throws BadInputException where there is none, or one cannot be read
     */
    static List<TableSource> sources(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new BadInputException(
                    folder + ": no such folder, expected one with datasets in it, as 'berth run' writes them");
        }
        List<TableSource> sources = new ArrayList<>();
        try (Stream<Path> below = Files.walk(folder.toRealPath(), DEPTH)) {
            Path real = folder.toRealPath();
            for (Path found : below.filter(Files::isRegularFile).sorted().toList()) {
                Path file = folder.resolve(real.relativize(found));
                if (file.endsWith(DATASET_FILE)) {
                    sources.add(TableSource.of(name(folder, file.getParent()), file));
                } else if (file.endsWith(RawFolder.SESSION_FILE) && !isOfDataset(file.getParent())) {
                    sources.add(TableSource.ofSession(name(folder, file.getParent()), file.getParent()));
                }
            }
        } catch (IOException e) {
            throw unreadable(folder, e);
        } catch (UncheckedIOException e) {
            throw unreadable(folder, e.getCause());
        }
        if (sources.isEmpty()) {
            throw new BadInputException(folder + ": no dataset in it or below it, expected " + DATASET_FILE
                    + ", as 'berth run' and 'berth calibrate' write it, or a session's folder " + RAW);
        }
        return List.copyOf(sources);
    }

    private static boolean isOfDataset(Path raw) {
        return raw.endsWith(RAW) && Files.isRegularFile(raw.resolveSibling(DATASET_FILE));
    }

    private static String name(Path folder, Path of) {
        Path below = folder.relativize(of);
        return below.toString().isEmpty()
                ? folder.toAbsolutePath().normalize().getFileName().toString()
                : below.toString();
    }

    private static BadInputException unreadable(Path folder, IOException fault) {
        return new BadInputException(folder + ": cannot be searched: " + fault.getMessage(), fault);
    }
}
