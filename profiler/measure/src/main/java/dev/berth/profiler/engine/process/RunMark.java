package dev.berth.profiler.engine.process;

import dev.berth.profiler.engine.process.ProcessTable.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment variable by which processes that Berth started, and what they started, are known wherever they went:
 * whose they are, and of which run.
 *
 * @param numbering of this container's processes
 * @param owner the Berth that started them
 * @param run which start
 */
record RunMark(String numbering, ProcessTable.ProcessId owner, String run) {
    /** Name of the variable. */
    static final String VARIABLE = "BERTH_RUN";

    private static final Pattern FORM = Pattern.compile("(\\d+)-(\\d{1,9})-(\\d{1,18})-([0-9a-f]+)");

    /** A mark for a new run of this process. */
    static RunMark fresh() {
        Entry self = ProcessTable.of(ProcessHandle.current().pid()).orElseThrow();
        return new RunMark(
                ProcessTable.numbering("self"),
                self.id(),
                UUID.randomUUID().toString().replace("-", ""));
    }

    /** The mark of a process. */
    static Optional<RunMark> of(int pid) {
        return ProcessTable.variable(pid, VARIABLE).flatMap(RunMark::parse);
    }

    static Optional<RunMark> parse(String value) {
        Matcher form = FORM.matcher(value);
        return form.matches()
                ? Optional.of(new RunMark(
                        form.group(1),
                        new ProcessTable.ProcessId(Integer.parseInt(form.group(2)), Long.parseLong(form.group(3))),
                        form.group(4)))
                : Optional.empty();
    }

    /** What all runs of one Berth begin with. */
    String ofOwner() {
        return numbering + "-" + owner.pid() + "-" + owner.startTicks() + "-";
    }

    /** The value of the variable. */
    String value() {
        return ofOwner() + run;
    }

    private boolean isOrphaned() {
        return numbering.equals(ProcessTable.numbering("self"))
                && ProcessTable.of(owner.pid())
                        .filter(entry -> entry.id().equals(owner) && entry.isAlive())
                        .isEmpty();
    }

    /**
     * Ends what runs of a Berth that was killed left behind, and what descends from it.
     *
     * @return the processes that were ended, one line for people each
     */
    static List<String> endOrphans() {
        List<Entry> table = ProcessTable.now();
        Set<Integer> family = new HashSet<>();
        table.stream()
                .map(entry -> entry.id().pid())
                .filter(pid -> of(pid).filter(RunMark::isOrphaned).isPresent())
                .forEach(family::add);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Entry entry : table) {
                grown |=
                        family.contains(entry.parent()) && family.add(entry.id().pid());
            }
        }
        List<String> ended = new ArrayList<>();
        for (Entry entry : table) {
            if (entry.isAlive() && family.contains(entry.id().pid())) {
                Signal.KILL.send(entry.id().pid());
                ended.add("process " + entry.id().pid() + " (" + entry.name() + ")");
            }
        }
        return ended;
    }
}
