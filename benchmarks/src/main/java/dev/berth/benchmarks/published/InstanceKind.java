package dev.berth.benchmarks.published;

import dev.berth.kind.FileKind;
import dev.berth.kind.RecordKind;
import java.util.List;

/** Instances as a kind of file: what one says of its best plan is worked out again. */
public final class InstanceKind {
    public static final FileKind KIND = new RecordKind<>(
            "instance",
            InstanceFile.class,
            List.of(),
            (file, instance, profiles) -> PlanCheck.fault(instance).map(fault -> file + ": best: " + fault).stream()
                    .toList());

    private InstanceKind() {}
}
