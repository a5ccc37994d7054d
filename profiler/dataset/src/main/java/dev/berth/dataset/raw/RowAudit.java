package dev.berth.dataset.raw;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.DeviceRecord;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.WeightProvenance;
import dev.berth.record.RecordReader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges the rows of one log again as they are read, one by one and in constant memory. */
final class RowAudit {
    /** Of which the last one of a file may be filled in part. */
    private static final long BLOCK_BYTES = 4096;

    private final Path file;
    private final Optional<SessionRecord> session;
    private final Map<String, ModelRecord> models = new HashMap<>();
    private final Set<String> devices;
    private final List<String> faults;
    /** By how much the last sequence number was ahead of its line's. */
    private long ahead;

    /**
     * @param session what the rows refer to; empty where it does not lie beside them
     * @param faults gets one line a contradiction
     */
    RowAudit(Path file, Optional<SessionRecord> session, List<String> faults) {
        this.file = file;
        this.session = session;
        session.ifPresent(of -> of.models().forEach(model -> models.put(model.name(), model)));
        this.devices = session.stream()
                .flatMap(of -> of.devices().stream())
                .map(DeviceRecord::id)
                .collect(Collectors.toSet());
        this.faults = faults;
    }

    /** Whether a row contradicts neither itself, nor its session, nor the rows before it. */
    boolean passes(MeasuredRow row, long line) {
        int before = faults.size();
        checkPlace(line, row.sequence(), row.key().model(), row.key().device(), row.provenance());
        checkTier(line, row.tier(), row.key().requestedTier(), row.failure());
        if (row.failure() == null) {
            if (row instanceof RunRow run) {
                check(line, run);
            } else if (row instanceof ConcurrentRow loads) {
                check(line, loads);
            } else {
                check(line, (EngineRow) row);
            }
        }
        return faults.size() == before;
    }

    private void check(long line, RunRow row) {
        boolean moved = row.key().requestedTier() != CacheTier.DEVICE_RESIDENT;
        Optional<ModelRecord> model = Optional.ofNullable(models.get(row.key().model()));
        checkBytes(line, row.bytes(), model, moved ? 1 : 0);
        long sum = row.phaseNanos().values().stream().mapToLong(Long::longValue).sum();
        if (sum != row.totalNanos()) {
            add(line, "phaseNanos", "they sum to " + sum + ", expected the totalNanos of " + row.totalNanos());
        }
        checkEvidence(line, row.tier(), row.cache(), model, 1, 1);
    }

    private void check(long line, ConcurrentRow row) {
        Optional<ModelRecord> model = Optional.ofNullable(models.get(row.key().model()));
        int loads = row.key().loads();
        checkBytes(line, row.bytes(), model, loads);
        long longest = Collections.max(row.delayNanos());
        if (longest > row.spanNanos()) {
            add(line, "delayNanos", longest + ", expected at most the spanNanos of " + row.spanNanos());
        }
        // Through the page cache, which a fallback may lead to, the first load fetches the bytes for all.
        boolean eachFetches =
                row.key().reader().equals("direct") && row.fallbacks().isEmpty();
        checkEvidence(line, row.tier(), row.cache(), model, eachFetches ? loads : 1, loads);
    }

    private void check(long line, EngineRow row) {
        Optional<ModelRecord> model = Optional.ofNullable(models.get(row.key().model()));
        long start = row.stages().stream().mapToLong(EngineRow.StageTime::nanos).sum();
        if (start != row.readyNanos()) {
            add(line, "stages", "they sum to " + start + ", expected the readyNanos of " + row.readyNanos());
        }
        long requests =
                row.requests().stream().mapToLong(EngineRow.RequestTime::nanos).sum();
        long sum = row.readyNanos() + requests + row.unaccountedNanos();
        if (sum != row.totalNanos()) {
            add(
                    line,
                    "totalNanos",
                    row.totalNanos() + ", expected " + sum + ", the sum of readyNanos, requests and unaccountedNanos");
        }
        checkEvidence(line, row.tier(), row.cache(), model, 1, 1);
    }

    /** Lines and sequence numbers go together, from 0: told where they part, not on every line after it. */
    private void checkPlace(long line, long sequence, String model, String device, WeightProvenance provenance) {
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
        if (session.isPresent() && !models.containsKey(model)) {
            add(line, "key.model", "\"" + model + "\" is not in " + RawFolder.SESSION_FILE);
        }
        if (session.isPresent()
                && models.containsKey(model)
                && models.get(model).provenance() != provenance) {
            add(
                    line,
                    "provenance",
                    provenance.label() + ", expected "
                            + models.get(model).provenance().label() + ": that of \"" + model + "\" in "
                            + RawFolder.SESSION_FILE);
        }
        if (session.isPresent() && !devices.contains(device)) {
            add(line, "key.device", "\"" + device + "\" is not in " + RawFolder.SESSION_FILE);
        }
    }

    private void checkTier(long line, CacheTier tier, CacheTier asked, String failure) {
        if (tier != CacheTier.UNPROVEN && (tier != asked || failure != null)) {
            add(
                    line,
                    "tier",
                    tier.label() + ", expected unproven"
                            + (failure != null
                                    ? ": the run failed"
                                    : " or " + asked.label() + ", which was asked for"));
        }
    }

    private void checkBytes(long line, long bytes, Optional<ModelRecord> model, int times) {
        model.filter(of -> bytes != of.storedBytes() * times)
                .ifPresent(of -> add(
                        line,
                        "bytes",
                        bytes + ", expected " + of.storedBytes() * times + ": \"" + of.name() + "\" has "
                                + of.storedBytes() + " in " + RawFolder.SESSION_FILE));
    }

    /**
     * @param leastTimes how often the bytes of the weights were fetched, where they came from storage
     * @param loads how many loads were timed
     */
    private void checkEvidence(
            long line,
            CacheTier tier,
            RunRow.CacheEvidence evidence,
            Optional<ModelRecord> model,
            int leastTimes,
            int loads) {
        Optional<String> doubt;
        if (tier == CacheTier.STORAGE_COLD) {
            long wantedBytes = model.map(ModelRecord::storedBytes).orElse(0L);
            doubt = evidence.doubt(
                    tier,
                    wantedBytes * leastTimes,
                    model.map(RowAudit::mostHoleBytes).orElse(0L) * leastTimes);
        } else {
            // Headers and gaps are read too: at most what the files hold.
            long mostBytes = tier.readsFiles()
                    ? evidence.fileBytes() * loads
                    : model.map(ModelRecord::storedBytes).orElse(Long.MAX_VALUE);
            doubt = evidence.doubt(tier, mostBytes, 0);
        }
        doubt.ifPresent(why -> add(line, "tier", tier.label() + ", expected unproven: " + why));
    }

    /** Most bytes of a model's files that can lie in holes, by the blocks they take. */
    private static long mostHoleBytes(ModelRecord model) {
        ModelRecord.StorageFootprint storage = model.storage();
        long allocatedBytes = storage.allocatedBytes().optional().orElse(0L);
        return Math.max(0, storage.apparentBytes() + BLOCK_BYTES * storage.files() - allocatedBytes);
    }

    private void add(long line, String key, String fault) {
        RecordReader.add(faults, file.toString(), file + ":" + line + ": $." + key + ": " + fault);
    }
}
