package dev.berth.profiler.engine.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of this machine, as {@code /proc} tells them. */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    /**
     * Tells a process apart from a later one of the same number.
     *
     * @param pid its number
     * @param startTicks when it began, in ticks since boot
     */
    record ProcessId(int pid, long startTicks) {}

    /**
     * A process at one moment.
     *
     * @param id which
     * @param parent number of its parent
     * @param session number of the process that its session began with
     * @param state as in {@code /proc/PID/stat}; Z for one that ended and that its parent has not looked at
     * @param name of its program, at most 15 characters
     */
    record Entry(ProcessId id, int parent, int session, char state, String name) {
        boolean isAlive() {
            return state != 'Z' && state != 'X';
        }
    }

    /** All processes now; those that end meanwhile may be missing. */
    static List<Entry> now() {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                entry(process).ifPresent(entries::add);
            }
        } catch (IOException e) {
            throw new IllegalStateException(PROC + " cannot be read: " + e.getMessage(), e);
        }
        return entries;
    }

    /** One process, where it is there. */
    static Optional<Entry> of(long pid) {
        return entry(PROC.resolve(Long.toString(pid)));
    }

    private static Optional<Entry> entry(Path process) {
        try {
            return parse(Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /**
     * {@code pid (name) state ppid pgrp session ... starttime}, see proc(5); a name may hold spaces and parentheses.
     */
    static Optional<Entry> parse(String stat) {
        int open = stat.indexOf('(');
        int close = stat.lastIndexOf(')');
        if (open < 0 || close < open) {
            return Optional.empty();
        }
        String[] fields = stat.substring(close + 2).split(" ");
        int pid = Integer.parseInt(stat.substring(0, open).strip());
        return Optional.of(new Entry(
                new ProcessId(pid, Long.parseLong(fields[19])),
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[3]),
                fields[0].charAt(0),
                stat.substring(open + 1, close)));
    }

    /** The value of a variable in the environment that a process began with; empty where it has none or hides it. */
    static Optional<String> variable(int pid, String name) {
        try {
            String environment = Files.readString(PROC.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
            String key = name + "=";
            for (String entry : environment.split("\0")) {
                if (entry.startsWith(key)) {
                    return Optional.of(entry.substring(key.length()));
                }
            }
            return Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** What tells the numbering of a process apart from those of other containers. */
    static String numbering(String pid) {
        try {
            return Files.readSymbolicLink(PROC.resolve(pid + "/ns/pid"))
                    .toString()
                    .replaceAll("[^0-9]", "");
        } catch (IOException hidden) {
            return "0";
        }
    }
}
