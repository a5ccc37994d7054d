package dev.berth.optimizer.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.WeightProvenance;
import dev.berth.optimizer.problem.Mode;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

@Description("One model and its residencies.")
public record ModelPlan(
        @Description("as in the dataset") String name,

        @Description("what it takes when stored or loaded; of several modes the most") @Range(least = 0)
        long storageBytes,

        @Description("what it takes when loaded") @Range(least = 0)
        long memoryBytes,

        @Description("download over the backhaul") @Range(least = 0)
        long transferNanos,

        @Description("from storage into device memory") @Range(least = 0)
        long preloadNanos,

        @Description("one request") @Range(least = 0) long inferenceNanos,

        @Description("slots of one residency, in order, without gaps")
        List<Stretch> stretches,

        @Description("whose values its weights were where it was measured: real or synthetic; real where it was not "
                + "recorded")
        @MayBeAbsent
        WeightProvenance provenance,

        @Description("how it is kept in host memory; absent where it is not planned with")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Hosting hosting,

        @Description("what it takes in each of its modes; absent where it has none but its residencies")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<ModeUse> modes) {
    @Description("A mode and what it takes.")
    public record ModeUse(
            @Description("as in stretches") String name,
            @Description("what it is shown as") Residency residency,
            @Description("storage") @Range(least = 0) long storageBytes,
            @Description("device memory") @Range(least = 0) long memoryBytes,
            @Description("host memory") @Range(least = 0) long hostMemoryBytes,

            @Description("share of the server's compute, in millionths") @Range(least = 0)
            long computePpm,

            @Description("of its storage, what other services are kept with too and what is there once; absent where"
                    + " nothing is shared")
            @MayBeAbsent
            @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<SharedPart> sharedParts) {
        public ModeUse {
            sharedParts = sharedParts == null ? List.of() : List.copyOf(sharedParts);
        }

        /** Storage without what other services are kept with too. */
        public long ownStorageBytes() {
            return storageBytes
                    - sharedParts.stream().mapToLong(SharedPart::storageBytes).sum();
        }
    }

    @Description("A model that several services are kept with and that is on storage once.")
    public record SharedPart(
            @Description("as in the dataset") String name,
            @Description("storage") @Range(least = 0) long storageBytes) {}

    @Description("How a model is kept in host memory.")
    public record Hosting(
            @Description("host memory it takes") @Range(least = 0)
            long hostMemoryBytes,

            @Description("from storage into host memory") @Range(least = 0)
            long fillNanos,

            @Description("from host memory into device memory") @Range(least = 0)
            long wakeNanos,

            @Description("from device memory into host memory") @Range(least = 0)
            long sleepNanos) {}

    public ModelPlan {
        Require.atLeast("storageBytes", storageBytes, 0);
        Require.atLeast("memoryBytes", memoryBytes, 0);
        Require.atLeast("transferNanos", transferNanos, 0);
        Require.atLeast("preloadNanos", preloadNanos, 0);
        Require.atLeast("inferenceNanos", inferenceNanos, 0);
        stretches = List.copyOf(stretches);
        modes = modes == null ? List.of() : List.copyOf(modes);
        provenance = WeightProvenance.orReal(provenance);
        long covered = 0;
        for (Stretch stretch : stretches) {
            if (stretch.fromSlot() != covered) {
                throw new IllegalArgumentException("out of range: a stretch of " + name + " begins at slot "
                        + stretch.fromSlot() + ", expected " + covered);
            }
            covered += stretch.slots();
            requireMode(name, stretch, modes, hosting != null);
        }
    }

    /** A stretch is in one of the modes, where there are any, and as that is kept. */
    private static void requireMode(String name, Stretch stretch, List<ModeUse> modes, boolean isHosted) {
        String found = "out of range: the stretch of " + name + " from slot " + stretch.fromSlot() + " is "
                + stretch.residency().label();
        if (modes.isEmpty()) {
            if (stretch.mode() != null) {
                throw new IllegalArgumentException(
                        found + ", mode " + stretch.mode() + ", expected none where the model has no modes");
            }
            if (stretch.residency() == Residency.HOSTED && !isHosted) {
                throw new IllegalArgumentException(found + ", expected the key hosting of the model beside it");
            }
            return;
        }
        ModeUse use = modes.stream()
                .filter(mode -> mode.name().equals(stretch.mode()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(found + ", mode " + stretch.mode() + ", expected one of "
                                + modes.stream().map(ModeUse::name).collect(Collectors.joining("; "))));
        if (use.residency() != stretch.residency()) {
            throw new IllegalArgumentException(found + ", mode " + stretch.mode() + ", expected "
                    + use.residency().label() + ", which that mode is");
        }
    }

    @Description("Slots through which a residency lasts.")
    public record Stretch(
            @Description("first slot, counted from 0") @Range(least = 0)
            int fromSlot,

            @Description("how many") @Range(least = 1) int slots,
            @Description("the residency") Residency residency,

            @Description("name of the mode; absent where the residency says it all")
            @MayBeAbsent
            @JsonInclude(JsonInclude.Include.NON_NULL)
            String mode) {
        public Stretch {
            Require.atLeast("fromSlot", fromSlot, 0);
            Require.atLeast("slots", slots, 1);
        }

        /** The mode where it has a name, else the residency. */
        public String label() {
            return mode == null ? residency.label() : mode;
        }
    }

    /** Its name as tables and figures show it: made-up weights are told beside it. */
    public String shownName() {
        return provenance.beside(name);
    }

    /**
     * Models of a plan, in its order.
     *
     * @param problem that the plan is of
     * @param profiles what they were measured as, as many and in the same order
     */
    public static List<ModelPlan> of(Problem problem, List<Service> services, List<ModelProfile> profiles, Plan plan) {
        List<ModelPlan> models = new ArrayList<>();
        for (int model = 0; model < services.size(); model++) {
            Service service = services.get(model);
            models.add(new ModelPlan(
                    service.name(),
                    problem.storageBytes(model),
                    problem.memoryBytes(model),
                    service.transferNanos(),
                    service.preloadNanos(),
                    service.inferenceNanos(),
                    stretches(problem, plan, model, !hasModes(problem, service, model)),
                    profiles.get(model).model().provenance(),
                    service.hosting().map(ModelPlan::hosting).orElse(null),
                    hasModes(problem, service, model) ? modes(problem, model) : List.of()));
        }
        return models;
    }

    /** Whether residencies do not say all of how it is kept. */
    private static boolean hasModes(Problem problem, Service service, int model) {
        return !service.isPlain()
                || problem.sharedParts()
                        .filter(parts ->
                                IntStream.range(0, parts.names().size()).anyMatch(part -> parts.isUsed(part, model)))
                        .isPresent();
    }

    private static Hosting hosting(Service.Hosting hosting) {
        return new Hosting(hosting.hostMemoryBytes(), hosting.fillNanos(), hosting.wakeNanos(), hosting.sleepNanos());
    }

    private static List<ModeUse> modes(Problem problem, int model) {
        List<ModeUse> modes = new ArrayList<>();
        for (int index = 0; index < problem.modes(model); index++) {
            Mode mode = problem.mode(model, index);
            modes.add(new ModeUse(
                    mode.name(),
                    mode.residency(),
                    mode.storageBytes(),
                    mode.memoryBytes(),
                    mode.hostMemoryBytes(),
                    mode.computePpm(),
                    shared(problem, model, index)));
        }
        return modes;
    }

    private static List<SharedPart> shared(Problem problem, int model, int mode) {
        List<SharedPart> shared = new ArrayList<>();
        problem.sharedParts().ifPresent(parts -> {
            for (int part = 0; part < parts.names().size(); part++) {
                if (parts.has(part, model, mode)) {
                    shared.add(new SharedPart(
                            parts.names().get(part), parts.apart().storageBytes(parts.services() + part)));
                }
            }
        });
        return shared;
    }

    /** What it takes in a stretch, and is shown as. */
    public ModeUse use(Stretch stretch) {
        return modes.stream()
                .filter(mode -> mode.name().equals(stretch.mode()))
                .findFirst()
                .orElseGet(() -> plainUse(stretch.residency()));
    }

    private ModeUse plainUse(Residency residency) {
        boolean isHosted = residency == Residency.HOSTED && hosting != null;
        return new ModeUse(
                residency.label(),
                residency,
                residency == Residency.ABSENT ? 0 : storageBytes,
                residency == Residency.LOADED ? memoryBytes : 0,
                isHosted ? hosting.hostMemoryBytes() : 0,
                0,
                List.of());
    }

    private static List<Stretch> stretches(Problem problem, Plan plan, int model, boolean isPlain) {
        List<Stretch> stretches = new ArrayList<>();
        int from = 0;
        for (int slot = 1; slot <= plan.slots(); slot++) {
            int before = plan.indexAt(slot - 1, model);
            if (slot == plan.slots() || plan.indexAt(slot, model) != before) {
                Mode mode = problem.mode(model, before);
                stretches.add(new Stretch(from, slot - from, mode.residency(), isPlain ? null : mode.name()));
                from = slot;
            }
        }
        return stretches;
    }

    /** Slots of all stretches together. */
    long slots() {
        return stretches.stream().mapToLong(Stretch::slots).sum();
    }
}
