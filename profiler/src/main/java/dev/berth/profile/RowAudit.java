package dev.berth.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges the rows of one log again as they are read, one by one and in constant memory. */
final class RowAudit {
    private final Path file;
    private final Optional<Head> head;
    private final List<String> faults;
    /** By how much the last sequence number was ahead of its line's. */
    private long ahead;

    /** What rows refer to. */
    private record Head(Set<String> models, Set<String> devices) {}

    /**
     * @param session what the rows refer to; empty where it does not lie beside them
     * @param faults gets one line a contradiction
     */
    RowAudit(Path file, Optional<SessionRecord> session, List<String> faults) {
        this.file = file;
        this.head = session.map(of -> new Head(
                of.models().stream().map(ModelRecord::name).collect(Collectors.toSet()),
                of.devices().stream().map(DeviceRecord::id).collect(Collectors.toSet())));
        this.faults = faults;
    }

    /** Whether a row contradicts neither its session nor the rows before it. */
    boolean passes(Record row, long line) {
        return row instanceof RunRow run
                ? passes(line, run.sequence(), run.key().model(), run.key().device())
                : passes(line, (LoadsRow) row);
    }

    private boolean passes(long line, LoadsRow row) {
        return passes(line, row.sequence(), row.key().model(), row.key().device());
    }

    private boolean passes(long line, long sequence, String model, String device) {
        int before = faults.size();
        checkSequence(line, sequence);
        head.ifPresent(of -> {
            if (!of.models().contains(model)) {
                add(line, "key.model", "\"" + model + "\" is not in " + RawFolder.SESSION_FILE);
            }
            if (!of.devices().contains(device)) {
                add(line, "key.device", "\"" + device + "\" is not in " + RawFolder.SESSION_FILE);
            }
        });
        return faults.size() == before;
    }

    /** Lines and sequence numbers go together, from 0: told where they part, not on every line after it. */
    private void checkSequence(long line, long sequence) {
        long now = sequence - (line - 1);
        if (now != ahead) {
            add(
                    line,
                    "sequence",
                    sequence + ", expected " + (line - 1 + ahead)
                            + (now > ahead
                                    ? ": rows before it are missing"
                                    : ": the row is there twice or out of order")
                            + "; take the file back from where it was measured");
        }
        ahead = now;
    }

    private void add(long line, String key, String fault) {
        RecordReader.add(faults, file.toString(), file + ":" + line + ": $." + key + ": " + fault);
    }
}
