package dev.berth.benchmarks.foresight;

import dev.berth.record.BadInputException;
import java.util.Locale;

/**
 * What one method came to on one case.
 *
 * @param demand label of the demand
 * @param switching label of the weight of switching
 * @param models number of models
 * @param slots number of slots
 * @param seed of sizes, demand, and what methods draw
 * @param pressure demand over capacity
 * @param method name
 * @param kind what it is in the comparison
 * @param costNanoUnits of what it keeps as each slot begins, by the evaluator, on the requests that came, > 0
 * @param simulatedNanoUnits of the same requests one by one, with what an online policy moves within a slot and who
 *     waits for it, >= 0
 * @param seconds it took, all slots together
 */
record CostRow(
        String demand,
        String switching,
        int models,
        int slots,
        long seed,
        double pressure,
        String method,
        Kind kind,
        long costNanoUnits,
        long simulatedNanoUnits,
        double seconds) {
    static final String HEADER = "demand,switching,models,slots,seed,demandOverCapacity,method,kind,costNanoUnits,"
            + "simulatedNanoUnits,seconds";

    private static final int CELLS = 11;

    /** What a method may know. */
    enum Kind {
        /** Nothing: no request is served at the edge. */
        BASELINE,
        /** Each slot's requests as the slot begins, and the past. */
        SOLVER,
        /** The past. */
        POLICY,
        /** Everything: tells how much there is to gain. */
        REFERENCE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which case it is of; the rows of one case lie together. */
    record Key(String demand, String switching, int models, int slots, long seed) {
        /** For people. */
        String describe() {
            return demand + ", switching " + switching + ", " + models + " models, " + slots + " slots, seed " + seed;
        }
    }

    Key key() {
        return new Key(demand, switching, models, slots, seed);
    }

    String toCsv() {
        return String.format(
                Locale.ROOT,
                "%s,%s,%d,%d,%d,%.4g,%s,%s,%d,%d,%.4g",
                demand,
                switching,
                models,
                slots,
                seed,
                pressure,
                method,
                kind.label(),
                costNanoUnits,
                simulatedNanoUnits,
                seconds);
    }

    /**
     * Reads a line.
     *
     * @param place file and line, for faults
     */
    static CostRow parse(String place, String line) {
        String[] cells = line.split(",", -1);
        try {
            if (cells.length == CELLS) {
                return new CostRow(
                        cells[0],
                        cells[1],
                        Integer.parseInt(cells[2]),
                        Integer.parseInt(cells[3]),
                        Long.parseLong(cells[4]),
                        Double.parseDouble(cells[5]),
                        cells[6],
                        Kind.valueOf(cells[7].toUpperCase(Locale.ROOT)),
                        Long.parseLong(cells[8]),
                        Long.parseLong(cells[9]),
                        Double.parseDouble(cells[10]));
            }
        } catch (IllegalArgumentException wrong) {
            throw new BadInputException(place + ": " + line + ", expected " + HEADER, wrong);
        }
        throw new BadInputException(place + ": " + line + ", expected " + HEADER);
    }
}
