package dev.berth.profiler.engine.process;

import com.sun.jna.LastErrorException;
import com.sun.jna.ptr.IntByReference;
import dev.berth.profiler.engine.process.ProcessTable.Entry;
import dev.berth.profiler.engine.process.ProcessTable.ProcessId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process and all that descends from it, also where its members left it: this process is made the one that orphans
 * below it are given to, and members are known by their parents, their session, and the mark in their environment.
 * Threads may share it.
 */
final class ProcessTree {
    private static final long BETWEEN_LOOKS_MILLIS = 5;

    private final ProcessId root;
    private final RunMark mark;
    private final Consumer<ProcessId> hidden;
    private final int self = (int) ProcessHandle.current().pid();
    /** Processes that were there before. */
    private final Set<ProcessId> strangers = new HashSet<>();

    private final Map<ProcessId, Entry> members = new HashMap<>();
    /** Numbers of children whose end Java looks at itself. */
    private final Set<Integer> started = new HashSet<>();

    /**
     * @param before processes that were there before the root
     * @param root the process
     * @param mark in its environment
     * @param hidden told once of each member that has another environment
     */
    ProcessTree(List<Entry> before, ProcessId root, RunMark mark, Consumer<ProcessId> hidden) {
        this.root = root;
        this.mark = mark;
        this.hidden = hidden;
        before.forEach(entry -> strangers.add(entry.id()));
        strangers.remove(root);
        started.add(root.pid());
    }

    /** Starts a further member. */
    synchronized Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        started.add((int) process.pid());
        return process;
    }

    /** Makes this process the parent of what is orphaned below it, for as long as it lives. */
    static void adoptOrphans() {
        LibC.prctl(LibC.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    }

    /** The members that live now. */
    synchronized List<Entry> alive() {
        List<Entry> table = ProcessTable.now();
        Map<ProcessId, Entry> present = new HashMap<>();
        table.forEach(entry -> present.put(entry.id(), entry));
        members.keySet().removeIf(id -> !present.containsKey(id));
        members.replaceAll((id, before) -> present.get(id));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Entry entry : table) {
                if (!strangers.contains(entry.id()) && !members.containsKey(entry.id()) && belongs(entry)) {
                    members.put(entry.id(), entry);
                    grown = true;
                    if (!isMarked(entry)) {
                        hidden.accept(entry.id());
                    }
                }
            }
        }
        reap();
        return members.values().stream().filter(Entry::isAlive).toList();
    }

    /** A child of this process that began since: an orphan, or a command of a probe. */
    private boolean belongs(Entry entry) {
        return entry.id().equals(root)
                || entry.session() == root.pid()
                || entry.parent() == self
                || members.keySet().stream().anyMatch(id -> id.pid() == entry.parent())
                || isMarked(entry);
    }

    private boolean isMarked(Entry entry) {
        return RunMark.of(entry.id().pid()).filter(mark::equals).isPresent();
    }

    /** Orphans that ended wait for their new parent to look at them; Java looks at those it started itself. */
    private void reap() {
        for (Entry entry : members.values()) {
            if (!entry.isAlive()
                    && entry.parent() == self
                    && !started.contains(entry.id().pid())) {
                try {
                    LibC.waitpid(entry.id().pid(), new IntByReference(), LibC.WNOHANG);
                } catch (LastErrorException notOurs) {
                    // Java was faster.
                }
            }
        }
    }

    /** Members that live besides the one it began with. */
    List<Entry> others() {
        return alive().stream().filter(entry -> !entry.id().equals(root)).toList();
    }

    /**
     * Waits until no member lives.
     *
     * @return whether that came about in time
     */
    boolean awaitEnd(long patienceNanos) throws InterruptedException {
        long end = System.nanoTime() + patienceNanos;
        while (!alive().isEmpty()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
        return true;
    }

    /**
     * Ends every member by force, those too that begin meanwhile.
     *
     * @return those that could not be ended within the time
     */
    List<Entry> kill(long patienceNanos) {
        long end = System.nanoTime() + patienceNanos;
        List<Entry> left = alive();
        while (!left.isEmpty() && System.nanoTime() - end < 0) {
            left.forEach(entry -> Signal.KILL.send(entry.id().pid()));
            try {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            } catch (InterruptedException goOn) {
                Thread.currentThread().interrupt();
                Thread.onSpinWait();
            }
            left = new ArrayList<>(alive());
        }
        return left;
    }
}
