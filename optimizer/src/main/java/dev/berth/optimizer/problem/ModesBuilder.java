package dev.berth.optimizer.problem;

import dev.berth.record.BadInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a {@link Problem} of services whose modes have costs of their own: what a slot costs in each mode, and what
 * moving between modes costs. {@link ProblemBuilder} makes such costs of the sizes, times and prices of models.
 */
public final class ModesBuilder {
    /** Most modes of a service. */
    public static final int MAX_MODES = 64;

    /** ABSENT, STORED and LOADED. */
    static final int RESIDENCIES = 3;

    private final Capacity capacity;
    private final int slots;
    private final List<ModalService> services = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int[] phases = {};

    /**
     * Starts a problem.
     *
     * @param slots number of slots, >= 1
     */
    public ModesBuilder(Capacity capacity, int slots) {
        this.capacity = capacity;
        this.slots = slots;
    }

    /** Adds a service; its index is the number of services added before it. */
    public ModesBuilder add(ModalService service) {
        services.add(service);
        return this;
    }

    /**
     * Has moves cost more in some slots than in others.
     *
     * @param phaseOfSlot which matrix of moves of a service counts in each slot, from 0; one matrix a service where
     *     this is not called
     */
    public ModesBuilder phases(int... phaseOfSlot) {
        phases = phaseOfSlot.clone();
        return this;
    }

    /**
     * Checks everything.
     *
     * @throws BadInputException with every fault
     * @throws InfeasibleException where there is no other fault and the lowest modes do not fit the server
     */
    public Problem build() {
        faults.clear();
        check();
        throwFaults();
        Footprint footprint = new Footprint(
                capacity, services.stream().map(ModalService::modes).toList());
        Problem.Costs costs = costs(footprint.choices);
        Switching switching = switching(footprint);
        if (costs.dearest(switching) >= Problem.Costs.MAX_TOTAL_NANO_COST) {
            faults.add(
                    "costs overflow: the dearest plan could cost 2^61 nano-cost units or more; scale the costs down");
        }
        Problem.Bounds bounds = bounds();
        footprint.require(bounds.lowest);
        if (!footprint.fits(bounds.initial)) {
            faults.add("modes before slot 0 take more than the server has");
        }
        throwFaults();
        Waiting waiting = Waiting.unknown(footprint.choices);
        List<String> names = services.stream().map(ModalService::name).toList();
        return new Problem(names, Charging.PER_SWITCH, footprint, waiting, costs, switching, bounds, Optional.empty());
    }

    private void throwFaults() {
        if (!faults.isEmpty()) {
            throw new BadInputException(faults);
        }
    }

    private void check() {
        if (slots < 1) {
            faults.add("out of range: slots=" + slots + ", expected >= 1");
        }
        if (phases.length > 0 && phases.length != slots) {
            faults.add("phases of " + phases.length + " slots, expected " + slots);
        }
        for (Resource resource : Resource.values()) {
            long limit = resource.limit(capacity).orElse(0);
            if (limit < 0) {
                faults.add("out of range: capacity " + resource.field() + "=" + limit + ", expected >= 0");
            }
        }
        if (services.isEmpty()) {
            faults.add("no services, expected at least one");
        }
        Set<String> names = new HashSet<>();
        for (ModalService service : services) {
            if (service.name().isBlank() || !names.add(service.name())) {
                faults.add(
                        "service name '" + service.name() + "', expected a name that is not blank and not used twice");
            }
            checkModes(service);
        }
        long cells = (long) slots * services.size();
        if (faults.isEmpty()
                && cells
                                * services.stream()
                                        .mapToInt(s -> s.modes().size())
                                        .max()
                                        .orElse(1)
                        > Integer.MAX_VALUE / 2) {
            faults.add("too large: slots=" + slots + ", services=" + services.size());
        }
    }

    private void checkModes(ModalService service) {
        String name = "service " + service.name() + ": ";
        int modes = service.modes().size();
        if (modes < 1 || modes > MAX_MODES) {
            faults.add(name + modes + " modes, expected 1 to " + MAX_MODES);
            return;
        }
        Set<String> names = new HashSet<>();
        for (Mode mode : service.modes()) {
            if (mode.name().isBlank() || !names.add(mode.name())) {
                faults.add(
                        name + "mode name '" + mode.name() + "', expected a name that is not blank and not used twice");
            }
            for (Resource resource : Resource.values()) {
                if (resource.use(mode) < 0) {
                    faults.add("out of range: " + name + "mode " + mode.name() + " " + resource.field() + "="
                            + resource.use(mode) + ", expected >= 0");
                }
            }
        }
        boolean isOrdered = 0 <= service.lowest()
                && service.lowest() <= service.highest()
                && service.highest() < modes
                && 0 <= service.initial()
                && service.initial() <= service.highest();
        if (!isOrdered) {
            faults.add("out of range: " + name + "initial=" + service.initial() + ", lowest=" + service.lowest()
                    + ", highest=" + service.highest() + ", expected modes from 0 to " + (modes - 1)
                    + ", none above the highest");
            return;
        }
        if (service.slotNanoCosts().length != slots) {
            faults.add(name + "costs of " + service.slotNanoCosts().length + " slots, expected " + slots);
        }
        checkLowest(name, service);
        checkTable(name + "costs of slots", service.slotNanoCosts(), modes);
        checkSwitching(name, service, modes);
    }

    private void checkSwitching(String name, ModalService service, int modes) {
        int kinds = 0;
        for (int phase : phases) {
            kinds = Math.max(kinds, phase + 1);
            if (phase < 0 || phase > Byte.MAX_VALUE) {
                faults.add("out of range: phase=" + phase + ", expected 0 to " + Byte.MAX_VALUE);
                return;
            }
        }
        int matrices = service.moveNanoCosts().size();
        if (matrices < Math.max(1, kinds) && matrices != 1) {
            faults.add(name + matrices + " matrices of moves, expected one, or one for each of " + kinds + " phases");
            return;
        }
        if (service.downloads().length > 0) {
            checkSquare(name + "downloads of moves", service.downloads(), modes);
        }
        for (long[][] matrix : service.moveNanoCosts()) {
            if (!checkSquare(name + "costs of moves", matrix, modes)) {
                return;
            }
            for (int mode = 0; mode < modes; mode++) {
                if (matrix[mode][mode] != 0) {
                    faults.add(name + "staying " + service.modes().get(mode).name() + " costs " + matrix[mode][mode]
                            + ", expected 0: put it into the costs of slots");
                }
            }
        }
        for (long[][] matrix : service.moveNanoCosts()) {
            for (int mode = 0; mode < modes; mode++) {
                if (matrix[mode][service.lowest()] >= Problem.NEVER) {
                    faults.add(name + "its lowest mode "
                            + service.modes().get(service.lowest()).name() + " cannot be reached from "
                            + service.modes().get(mode).name() + ", expected a cost below 2^61 in every slot");
                    return;
                }
            }
        }
    }

    /** So that there is a plan whatever the others do, and room that is left for the lowest is enough. */
    private void checkLowest(String name, ModalService service) {
        Mode lowest = service.modes().get(service.lowest());
        for (int mode = service.lowest() + 1; mode <= service.highest(); mode++) {
            Mode other = service.modes().get(mode);
            for (Resource resource : Resource.values()) {
                if (resource.limit(capacity).isPresent() && resource.use(other) < resource.use(lowest)) {
                    faults.add(name + "mode " + other.name() + " takes less " + resource.label() + " than "
                            + lowest.name() + ", the lowest that it may be in; expected no less of anything");
                }
            }
        }
    }

    private boolean checkSquare(String what, long[][] table, int modes) {
        if (table.length != modes) {
            faults.add(what + ": " + table.length + " rows, expected " + modes + ", one a mode");
            return false;
        }
        return checkTable(what, table, modes);
    }

    private boolean checkTable(String what, long[][] table, int modes) {
        for (long[] row : table) {
            if (row.length != modes) {
                faults.add(what + ": a row of " + row.length + " values, expected " + modes + ", one a mode");
                return false;
            }
            for (long value : row) {
                if (value < 0 || value > Problem.NEVER) {
                    faults.add("out of range: " + what + ": " + value + ", expected 0 to 2^61");
                    return false;
                }
            }
        }
        return true;
    }

    private Problem.Costs costs(int choices) {
        long[] delays = new long[slots * services.size() * choices];
        for (int service = 0; service < services.size(); service++) {
            long[][] rows = services.get(service).slotNanoCosts();
            for (int slot = 0; slot < slots; slot++) {
                System.arraycopy(
                        rows[slot], 0, delays, (slot * services.size() + service) * choices, rows[slot].length);
            }
        }
        return new Problem.Costs(choices, new long[services.size() * choices], delays);
    }

    private Switching switching(Footprint footprint) {
        int choices = footprint.choices;
        int kinds = 1;
        byte[] phaseOf = new byte[phases.length];
        for (int slot = 0; slot < phases.length; slot++) {
            kinds = Math.max(kinds, phases[slot] + 1);
            phaseOf[slot] = (byte) phases[slot];
        }
        long[][] costs = new long[kinds][services.size() * choices * choices];
        long[] bytes = new long[services.size() * choices * choices];
        for (int service = 0; service < services.size(); service++) {
            ModalService own = services.get(service);
            for (int kind = 0; kind < kinds; kind++) {
                List<long[][]> matrices = own.moveNanoCosts();
                copy(matrices.get(matrices.size() == 1 ? 0 : kind), costs[kind], service, choices);
            }
            copy(own.downloads(), bytes, service, choices);
        }
        return new Switching(footprint, costs, phaseOf, bytes);
    }

    private static void copy(long[][] matrix, long[] to, int service, int choices) {
        for (int from = 0; from < matrix.length; from++) {
            System.arraycopy(matrix[from], 0, to, (service * choices + from) * choices, matrix[from].length);
        }
    }

    private Problem.Bounds bounds() {
        byte[] initial = new byte[services.size()];
        byte[] lowest = new byte[initial.length];
        byte[] highest = new byte[initial.length];
        for (int service = 0; service < initial.length; service++) {
            initial[service] = (byte) services.get(service).initial();
            lowest[service] = (byte) services.get(service).lowest();
            highest[service] = (byte) services.get(service).highest();
        }
        return new Problem.Bounds(initial, lowest, highest);
    }
}
