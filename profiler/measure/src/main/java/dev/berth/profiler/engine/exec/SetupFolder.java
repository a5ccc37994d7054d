package dev.berth.profiler.engine.exec;

import dev.berth.command.ChildProcess;
import dev.berth.profiler.engine.recipe.FoundRecipe;
import dev.berth.profiler.engine.recipe.Placeholders;
import dev.berth.profiler.engine.recipe.Recipe;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.record.Sha256;
import dev.berth.record.WorkFolder;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The folder that a recipe's setup fills, once; it appears whole or not at all. */
final class SetupFolder {
    private static final int SHOWN_DIGITS = 12;

    private final FoundRecipe found;
    private final Recipe.Setup setup;
    private final Path parent;
    private final Path folder;

    SetupFolder(FoundRecipe found, Path cache) {
        this.found = found;
        this.setup = found.recipe().setup();
        this.parent = cache.resolve("engines");
        this.folder = parent.resolve(found.recipe().name() + "-" + digest());
    }

    /** Of all that the folder is made from: another one for other files. */
    private String digest() {
        MessageDigest digest = Sha256.digest();
        if (setup != null) {
            digest.update(Json.line(setup).getBytes(StandardCharsets.UTF_8));
            setup.files().forEach(name -> digest.update(found.file(name)));
        }
        return Sha256.hex(digest).substring(0, SHOWN_DIGITS);
    }

    /** What stands for the folder. */
    Placeholders placeholders() {
        return new Placeholders(Map.of("home", folder.toString()));
    }

    /** Whether it is there, or nothing needs it. */
    boolean isMade() {
        return setup == null || Files.isDirectory(folder);
    }

    /**
     * Fills it where it is not there yet.
     *
     * @throws BadInputException where the command fails, is not there, or takes too long
     */
    void make(Consumer<String> progress) {
        if (isMade()) {
            return;
        }
        List<String> shown = placeholders().in(setup.command());
        progress.accept("setting up recipe " + found.recipe().name() + ", once: " + String.join(" ", shown));
        try {
            Files.createDirectories(parent);
            try (WorkFolder work = WorkFolder.in(parent, "setup-")) {
                Path home = Files.createDirectory(work.path().resolve("home"));
                run(
                        new Placeholders(Map.of("home", home.toString())).in(setup.command()),
                        work.path().resolve("log"));
                for (String name : setup.files()) {
                    Files.write(home.resolve(name), found.file(name));
                }
                Files.move(home, folder, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException fault) {
            throw new BadInputException(
                    found.source() + ": setup cannot be made in " + parent + ": " + fault.getMessage(), fault);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new BadInputException(found.source() + ": setup was interrupted", stop);
        }
    }

    private void run(List<String> command, Path log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(log.toFile())
                .start();
        OptionalInt status = ChildProcess.await(process, Duration.ofSeconds(setup.timeoutSeconds()));
        if (status.isEmpty() || status.getAsInt() != 0) {
            throw new BadInputException(found.source() + ": setup.command "
                    + (status.isPresent()
                            ? "ended with status " + status.getAsInt()
                            : "took longer than " + setup.timeoutSeconds() + " s")
                    + ": " + lastLine(log) + "; try it yourself: " + String.join(" ", command));
        }
    }

    private static String lastLine(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce((before, last) -> last)
                .orElse("it wrote nothing");
    }
}
