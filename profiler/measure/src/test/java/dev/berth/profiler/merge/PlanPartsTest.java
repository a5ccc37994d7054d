package dev.berth.profiler.merge;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.PlanPart;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.record.BadInputException;
import dev.berth.record.Reading;
import dev.berth.record.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanPartsTest {
    private static final MachineRecord HERE = Samples.machine(Reading.measured("KVM"));
    private static final MachineRecord THERE = Samples.machine(Reading.measured("Xen"));
    private static final String OTHER = "f".repeat(64);

    private static RawFolder part(String folder, MachineRecord machine, PlanPart part) {
        SessionRecord session = Samples.session(Samples.STARTED, List.of(Samples.host()), List.of(), List.of());
        Map<String, Object> changes = new HashMap<>(Map.of("machine", machine));
        changes.put("plan", part);
        return Samples.folder(folder, Records.with(session, changes), List.of());
    }

    private static PlanPart shard(int shard, int shards) {
        return new PlanPart("p", Samples.DIGEST, Samples.DIGEST, "host", List.of("host"), shard, shards);
    }

    private static PlanPart on(String device, int shard, int shards) {
        return new PlanPart("p", Samples.DIGEST, Samples.DIGEST, device, List.of("host", "cuda:0"), shard, shards);
    }

    private static List<String> faults(RawFolder... folders) {
        return assertThrows(BadInputException.class, () -> PlanParts.requireWhole(List.of(folders)))
                .faults();
    }

    private static void assertWhole(RawFolder... folders) {
        assertDoesNotThrow(() -> PlanParts.requireWhole(List.of(folders)));
    }

    @Test
    void allPartsOnceAreAWholeAndSessionsOfNoPlanAreNotJudged() {
        assertWhole(part("a", HERE, shard(1, 2)), part("b", HERE, shard(2, 2)), part("c", HERE, null));
        assertWhole(part("a", HERE, null), part("b", HERE, null));
        List<RawFolder> parts = new ArrayList<>();
        for (String device : List.of("host", "cuda:0")) {
            for (int shard = 1; shard <= 3; shard++) {
                parts.add(part(device + shard, HERE, on(device, shard, 3)));
            }
        }
        PlanParts.requireWhole(parts);
        parts.remove(4);
        assertEquals(
                List.of("plan p (0123456789ab) is without shard 2/3 on device cuda:0; name the folder that holds it, or"
                        + " measure it"),
                faults(parts.toArray(RawFolder[]::new)));
    }

    @Test
    void missingShardsAreNamed() {
        assertEquals(
                List.of("plan p (0123456789ab) is without shard 1/4, shard 3/4; name the folders that hold them, or"
                        + " measure them"),
                faults(part("a", HERE, shard(2, 4)), part("b", HERE, shard(4, 4))));
        assertEquals(
                List.of("plan p (0123456789ab) is without device cuda:0; name the folder that holds it, or measure it"),
                faults(part("a", HERE, on("host", 1, 1))));
    }

    @Test
    void aShardThatWasMeasuredTwiceIsRefused() {
        assertEquals(
                List.of("c: shard 1/2 of plan p (0123456789ab) was measured into a too; name only one of them"),
                faults(part("a", HERE, shard(1, 2)), part("b", HERE, shard(2, 2)), part("c", HERE, shard(1, 2))));
    }

    @Test
    void twoPlansOfOneNameAndTwoDivisionsOfOneAreRefused() {
        PlanPart edited = new PlanPart("p", OTHER, Samples.DIGEST, "host", List.of("host"), 2, 2);
        assertEquals(
                List.of("b: is of plan p (ffffffffffff), not of plan p (0123456789ab) as a: one was edited; merge them"
                        + " apart"),
                faults(part("a", HERE, shard(1, 2)), part("b", HERE, edited)));
        assertEquals(
                List.of("b: plan p (0123456789ab) was divided into 3 shards, into 2 in a; merge them apart"),
                faults(part("a", HERE, shard(1, 2)), part("b", HERE, shard(2, 3))));
    }

    @Test
    void shardsOverOtherModelsAreRefused() {
        PlanPart others = new PlanPart("p", Samples.DIGEST, OTHER, "host", List.of("host"), 2, 2);
        assertEquals(
                List.of("b: plan p (0123456789ab) had other models or engines here than in a, so their shards do not"
                        + " make a whole; measure one of them anew"),
                faults(part("a", HERE, shard(1, 2)), part("b", HERE, others)));
    }

    @Test
    void machinesHaveTheWholePlanEachOrTogether() {
        assertWhole(part("a", HERE, shard(1, 2)), part("b", THERE, shard(2, 2)));
        assertWhole(
                part("a", HERE, shard(1, 2)),
                part("b", HERE, shard(2, 2)),
                part("c", THERE, shard(1, 2)),
                part("d", THERE, shard(2, 2)));
        assertEquals(
                List.of("plan p (0123456789ab) of machine " + THERE.fingerprint()
                        + " is without shard 2/2; name the folder that holds it, or measure it"),
                faults(part("a", HERE, shard(1, 2)), part("b", HERE, shard(2, 2)), part("c", THERE, shard(1, 2))));
        assertEquals(
                List.of("plan p (0123456789ab) of 2 machines is without shard 3/3; name the folder that holds it, or"
                        + " measure it"),
                faults(part("a", HERE, shard(1, 3)), part("b", THERE, shard(2, 3))));
    }
}
