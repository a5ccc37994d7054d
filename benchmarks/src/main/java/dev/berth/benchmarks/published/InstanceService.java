package dev.berth.benchmarks.published;

import dev.berth.record.ComponentException;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.MayHaveGaps;
import dev.berth.schema.NotEmpty;
import dev.berth.schema.Range;
import java.util.List;
import java.util.Objects;

@Description("What requests ask for, in one of its modes in every slot; modes are counted from 0.")
public record InstanceService(
        @Description("unique within its instance") String name,

        @Description("in the order of their indices") @NotEmpty
        List<InstanceMode> modes,

        @Description("index of the mode before slot 0") @Range(least = 0)
        int initialMode,

        @Description("index of the lowest mode that it may be in") @Range(least = 0)
        int lowestMode,

        @Description("index of the highest mode that it may be in") @Range(least = 0)
        int highestMode,

        @Description(
                "a row a slot, a value a mode: what the slot costs in it but for moving there, in 10^-9 of the unit")
        @Range(least = 0)
        List<List<Long>> servingNanoCost,

        @Description("a row a mode before, a value a mode after: what moving costs at the beginning of a slot; null "
                + "where it cannot be")
        @MayHaveGaps
        @Range(least = 0)
        List<List<Long>> switchingNanoCost) {
    public InstanceService {
        Require.text("name", name);
        modes = Require.distinct("modes", Require.list("modes", modes), InstanceMode::name);
        requireMode("initialMode", initialMode, 0, modes.size() - 1);
        requireMode("lowestMode", lowestMode, 0, modes.size() - 1);
        requireMode("highestMode", highestMode, lowestMode, modes.size() - 1);
        requireWidth("servingNanoCost", servingNanoCost, modes.size());
        requireWidth("switchingNanoCost", switchingNanoCost, modes.size());
        if (switchingNanoCost.size() != modes.size()) {
            throw new ComponentException(
                    "switchingNanoCost", switchingNanoCost.size() + " rows", modes.size() + ", one a mode");
        }
        if (servingNanoCost.stream().anyMatch(row -> row.contains(null))) {
            throw new ComponentException("servingNanoCost", "a value null", "a cost a mode");
        }
    }

    private static void requireMode(String component, int mode, int least, int most) {
        if (mode < least || mode > most) {
            throw new ComponentException(component, mode, least + " to " + most);
        }
    }

    private static void requireWidth(String component, List<List<Long>> rows, int modes) {
        for (List<Long> row : rows) {
            if (row.size() != modes) {
                throw new ComponentException(component, "a row of " + row.size(), modes + " values, one a mode");
            }
            if (row.stream().filter(Objects::nonNull).anyMatch(cost -> cost < 0)) {
                throw new ComponentException(component, "a cost below 0", ">= 0");
            }
        }
    }

    void requireSlots(int slots) {
        if (servingNanoCost.size() != slots) {
            throw new ComponentException(
                    "services",
                    "servingNanoCost of " + name + " with " + servingNanoCost.size() + " rows",
                    slots + ", one a slot");
        }
    }
}
