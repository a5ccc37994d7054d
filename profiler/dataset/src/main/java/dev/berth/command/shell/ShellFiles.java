package dev.berth.command.shell;

import dev.berth.command.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import picocli.CommandLine;

/** Completions and man pages as files, where shells and {@code man} look for them below a prefix such as /usr/local. */
public final class ShellFiles {
    private static final String PAGES = "share/man/man1";

    private ShellFiles() {}

    /**
     * Writes them all.
     *
     * @param prefix folder below which they go
     * @param wanted which commands are there, by their classes
     */
    public static void write(Path prefix, Predicate<Class<?>> wanted) throws IOException {
        for (Shell shell : Shell.values()) {
            write(prefix.resolve(shell.file()), shell.script(Commands.all(wanted)));
        }
        CommandLine berth = Commands.all(wanted);
        Path pages = prefix.resolve(PAGES);
        write(pages.resolve("berth.1"), ManPage.ofAll(berth));
        for (CommandLine command : berth.getSubcommands().values()) {
            write(pages.resolve(ManPage.fileName(command.getCommandSpec()) + ".1"), ManPage.of(command));
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
