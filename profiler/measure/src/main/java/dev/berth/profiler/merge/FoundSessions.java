package dev.berth.profiler.merge;

import dev.berth.dataset.raw.RawFolder;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds the sessions below a folder; those that were put aside for later ones are not looked for. */
public final class FoundSessions {
    /** Shard, device, {@code raw}, and one more for whoever collects the folders of several machines. */
    private static final int DEPTH = 5;

    private static final String PUT_ASIDE = "earlier-";

    private FoundSessions() {}

    /**
     * The raw folders at or below a folder, by name; links in it are not followed.
     *
     * @throws BadInputException where there is none, or the folder cannot be read
     */
    public static List<Path> in(Path folder) {
        SortedSet<Path> found = new TreeSet<>();
        try {
            Path real = folder.toRealPath();
            Files.walkFileTree(real, EnumSet.noneOf(FileVisitOption.class), DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes attributes) {
                    boolean aside = !inside.equals(real)
                            && inside.getFileName().toString().startsWith(PUT_ASIDE);
                    return aside ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.endsWith(RawFolder.SESSION_FILE)) {
                        found.add(folder.resolve(real.relativize(file.getParent())));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new BadInputException(folder + ": cannot be read: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new BadInputException(folder + ": no " + RawFolder.SESSION_FILE
                    + " in it or below it; expected what 'berth profile' or 'berth run' left");
        }
        return List.copyOf(found);
    }
}
