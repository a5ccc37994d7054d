package dev.berth.profiler.run.session;

import dev.berth.dataset.raw.RawFolder;
import dev.berth.profiler.machine.MemoryKills;
import dev.berth.record.AtomicFile;
import dev.berth.record.BadInputException;
import dev.berth.record.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of a session, kept to this process from {@link #open} to {@link #close}: {@code raw/} and what follows
 * from it. Other things may lie in it, such as models or a project of the user's: they are never touched. A finished
 * session is never written into: its files, and nothing else, are put aside into {@code earlier-TIME} inside it.
 */
public final class SessionFolder implements AutoCloseable {
    /** Name of the dataset that the runs become. */
    public static final String PROFILES_FILE = "profiles.json";

    /** Name of the scenario that is derived from the dataset. */
    public static final String SCENARIO_FILE = "scenario.yaml";

    /** Name of the plan on that scenario. */
    public static final String PLAN_FILE = "plan.json";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int MARK_WITHIN_BYTES = 1024;

    /** Files beside {@code raw/} in the order they are put aside, and what near its beginning tells each to be ours. */
    private static final Map<String, String> MARKS = marks();

    private final Path folder;
    private final SessionLock lock;
    private Optional<SessionState> state;

    private SessionFolder(Path folder, SessionLock lock) throws IOException {
        this.folder = folder;
        this.lock = lock;
        this.state = lock.state();
    }

    private static Map<String, String> marks() {
        Map<String, String> marks = new LinkedHashMap<>();
        marks.put(PLAN_FILE, "\"tool\": \"berth ");
        marks.put("plan.schema.json", "\"title\": \"Berth ");
        marks.put(SCENARIO_FILE, "# Scenario derived from ");
        marks.put("profiles.schema.json", "\"title\": \"Berth ");
        // Last: while it is there, the session that it belongs to is not gone.
        marks.put(PROFILES_FILE, "\"tool\": \"berth ");
        return marks;
    }

    /**
     * Takes a folder.
     *
     * @param folder made where there is none
     * @param results names of the files beside {@code raw/} that will be written
     * @throws BadInputException where another process has it, or a file of such a name is not Berth's
     * @throws IOException where it cannot be written
     */
    public static SessionFolder open(Path folder, List<String> results) throws IOException {
        for (String name : results) {
            Path file = folder.resolve(name);
            if (Files.exists(file) && !isOurs(file)) {
                throw new BadInputException(
                        file + ": was not written by Berth and would be replaced; choose another folder with --out");
            }
        }
        Path raw = folder.resolve("raw");
        SessionLock lock = SessionLock.take(raw);
        try {
            for (String name : MARKS.keySet()) {
                AtomicFile.sweep(folder.resolve(name));
            }
            AtomicFile.sweep(raw.resolve(RawFolder.SESSION_FILE));
            return new SessionFolder(folder, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static boolean isOurs(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(MARK_WITHIN_BYTES), StandardCharsets.UTF_8);
            return head.contains(MARKS.get(file.getFileName().toString()));
        }
    }

    /** Whether a session was begun in a folder, ever. */
    public static boolean isOne(Path folder) {
        Path raw = folder.resolve("raw");
        return Files.exists(raw.resolve(SessionLock.FILE)) || Files.exists(raw.resolve(RawFolder.SESSION_FILE));
    }

    /**
     * Whether it is known that runs of a session are still to be made; of one that was copied without its state, and of
     * one from before there were states, it is not.
     *
     * @param raw its raw folder; nothing is taken or written
     */
    public static boolean isUnfinished(Path raw) throws IOException {
        return SessionLock.stateIn(raw)
                .filter(state ->
                        state.phase() == SessionState.Phase.RUNNING || state.phase() == SessionState.Phase.ENDED_EARLY)
                .isPresent();
    }

    /** The folder itself. */
    public Path path() {
        return folder;
    }

    public Path raw() {
        return folder.resolve("raw");
    }

    /** Whether the session in it ended with every run made, and its files are to make room for another one. */
    public boolean isFinished() {
        // Before there were states, a dataset was the end.
        return state.map(it -> it.phase() == SessionState.Phase.COMPLETE || it.phase() == SessionState.Phase.MOVING)
                .orElseGet(this::hasDataset);
    }

    /** Whether a dataset was written, be it of all runs or of some. */
    public boolean hasDataset() {
        return Files.exists(folder.resolve(PROFILES_FILE));
    }

    /**
     * How the session before ended, one line for people, where nothing and nobody in it could say so: its process was
     * killed.
     */
    public Optional<String> killed() {
        if (state.filter(it -> it.phase() == SessionState.Phase.RUNNING).isEmpty()) {
            return Optional.empty();
        }
        Reading<MemoryKills> now = MemoryKills.now();
        long kills = state.get()
                .memoryKills()
                .optional()
                .flatMap(then -> now.optional().map(it -> it.since(then)))
                .orElse(0L);
        return Optional.of(
                kills > 0
                        ? "was ended by the kernel for lack of memory, or by a kill from outside: the kernel ended "
                                + kills + (kills == 1 ? " process" : " processes")
                                + " for lack of memory since it began; allow it more memory, or name smaller models"
                        : "was killed from outside");
    }

    /**
     * Puts the files of a session aside; killed at any moment, the next start goes on with it.
     *
     * @return where they are
     * @throws IOException where one of them cannot be moved
     */
    public Path putAside() throws IOException {
        Path aside = state.filter(it -> it.phase() == SessionState.Phase.MOVING)
                .map(it -> folder.resolve(it.aside()))
                .orElseGet(this::free);
        enter(SessionState.moving(aside.getFileName().toString()));
        Path rawAside = Files.createDirectories(aside.resolve("raw"));
        for (String name : RunRecorder.fileNames()) {
            move(raw().resolve(name), rawAside);
        }
        AtomicFile.syncFolder(rawAside);
        for (String name : MARKS.keySet()) {
            Path file = folder.resolve(name);
            if (Files.exists(file) && isOurs(file)) {
                move(file, aside);
            }
        }
        AtomicFile.syncFolder(aside);
        AtomicFile.syncFolder(folder);
        return aside;
    }

    private static void move(Path file, Path into) throws IOException {
        Path target = into.resolve(file.getFileName());
        if (Files.exists(file)) {
            if (Files.exists(target)) {
                throw new IOException(target + " is there already");
            }
            // Whole at one of the two places, or refused where they lie on two file systems.
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Named by the time of what is put aside. */
    private Path free() {
        Path dated = folder.resolve(hasDataset() ? PROFILES_FILE : "raw");
        String name = "earlier-";
        try {
            name += TIME.format(Files.getLastModifiedTime(dated).toInstant());
        } catch (IOException undated) {
            name += "undated";
        }
        Path candidate = folder.resolve(name);
        for (int i = 2; Files.exists(candidate); i++) {
            candidate = folder.resolve(name + "-" + i);
        }
        return candidate;
    }

    /** Runs are made from now on. */
    public void begin() throws IOException {
        enter(SessionState.of(SessionState.Phase.RUNNING));
    }

    /** Every run was made and the dataset written: the next start makes room for another session. */
    public void complete() throws IOException {
        enter(SessionState.of(SessionState.Phase.COMPLETE));
    }

    /** Says that nothing killed the session, if it was begun and is not complete: the next start goes on with it. */
    public void endEarly() throws IOException {
        if (state.filter(it -> it.phase() == SessionState.Phase.RUNNING).isPresent()) {
            enter(SessionState.of(SessionState.Phase.ENDED_EARLY));
        }
    }

    private void enter(SessionState next) throws IOException {
        lock.state(next);
        state = Optional.of(next);
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            endEarly();
        }
    }
}
