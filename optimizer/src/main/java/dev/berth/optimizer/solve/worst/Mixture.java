package dev.berth.optimizer.solve.worst;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Plans put together slot by slot from several, so that groups take turns; then made cheaper as far as no mean delay
 * gets worse than the worst one. They keep every limit.
 */
final class Mixture {
    private static final int PASSES = 8;

    /** Of the sum of powers that stands for the worst mean: high enough that the worst counts most. */
    private static final double POWER = 24;

    /** A mean that is worse by rounding alone is not. */
    private static final double ROUNDING = 1 + 1e-12;

    /** What a second of a request is worth, in parts of what it costs now, when a cheaper path is looked for. */
    private static final double[] WORTHS = {0, 0.01, 0.1, 0.5, 1, 2, 5, 20, 100, 1000};

    private final Fleet fleet;
    private final Groups groups;

    /** Modes, a row a server and slot. */
    private final byte[][][] modes;

    private final double[] means;

    Mixture(Fleet fleet, Groups groups, List<Plan> plans) {
        this.fleet = fleet;
        this.groups = groups;
        modes = new byte[plans.size()][fleet.slots()][];
        for (int server = 0; server < modes.length; server++) {
            for (int slot = 0; slot < fleet.slots(); slot++) {
                modes[server][slot] = column(plans.get(server), fleet.servers().get(server), slot);
            }
        }
        means = groups.means(plans);
    }

    private static byte[] column(Plan plan, Problem problem, int slot) {
        byte[] column = new byte[problem.models()];
        for (int model = 0; model < column.length; model++) {
            column[model] = (byte) plan.indexAt(slot, model);
        }
        return column;
    }

    List<Plan> plans() {
        List<Plan> plans = new ArrayList<>();
        for (int server = 0; server < modes.length; server++) {
            int models = fleet.servers().get(server).models();
            byte[] all = new byte[models * fleet.slots()];
            for (int slot = 0; slot < fleet.slots(); slot++) {
                System.arraycopy(modes[server][slot], 0, all, slot * models, models);
            }
            plans.add(new Plan(models, all));
        }
        return plans;
    }

    double worst() {
        return Arrays.stream(means).max().orElse(0);
    }

    private double potential(double[] of, double scale) {
        double sum = 0;
        for (double mean : of) {
            sum += Math.pow(mean / scale, POWER);
        }
        return sum;
    }

    /** Takes slots of other plans, and single services into other modes, as long as the worst means get better. */
    void mix(List<List<Plan>> others) {
        double scale = worst();
        boolean better = scale > 0;
        for (int pass = 0; pass < PASSES && better; pass++) {
            better = false;
            for (int server = 0; server < modes.length; server++) {
                for (int slot = 0; slot < fleet.slots(); slot++) {
                    Problem problem = fleet.servers().get(server);
                    for (List<Plan> plans : others) {
                        Plan other = plans.get(server);
                        better |= take(server, slot, at -> column(other, problem, at), scale);
                    }
                    better |= single(server, slot, scale);
                }
            }
        }
    }

    private boolean single(int server, int slot, double scale) {
        Problem problem = fleet.servers().get(server);
        boolean better = false;
        for (int model = 0; model < problem.models(); model++) {
            for (int mode = problem.lowest(model); mode <= problem.highest(model); mode++) {
                better |= take(server, slot, with(server, model, mode), scale);
            }
        }
        return better;
    }

    /** What a server's columns are with one service in another mode. */
    private IntFunction<byte[]> with(int server, int model, int mode) {
        return slot -> {
            byte[] column = modes[server][slot].clone();
            column[model] = (byte) mode;
            return column;
        };
    }

    private static boolean fits(Problem problem, byte[] column) {
        for (Resource resource : Resource.values()) {
            long left = resource.limit(problem.capacity()).orElse(Long.MAX_VALUE);
            for (int model = 0; model < column.length && left >= 0; model++) {
                left -= problem.use(resource.index(), model, column[model]);
            }
            if (left < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes other columns from a slot on, as few as may be, where they fit, moves to them and from them can be, and the
     * worst means get better. Where storage changes in every slot that is one column.
     */
    private boolean take(int server, int slot, IntFunction<byte[]> others, double scale) {
        byte[][] columns = reachable(server, slot, others);
        double[] changed = means.clone();
        boolean isOther = false;
        for (int i = 0; i < columns.length; i++) {
            byte[] own = modes[server][slot + i];
            for (int model = 0; model < own.length; model++) {
                int group = groups.of(server, model);
                isOther |= columns[i][model] != own[model];
                if (group >= 0 && columns[i][model] != own[model]) {
                    changed[group] += groups.adds(server, slot + i, model, columns[i][model])
                            - groups.adds(server, slot + i, model, own[model]);
                }
            }
        }
        if (!isOther || !(potential(changed, scale) < potential(means, scale) * (1 - 1e-9))) {
            return false;
        }
        byte[][] before = Arrays.copyOfRange(modes[server], slot, slot + columns.length);
        System.arraycopy(columns, 0, modes[server], slot, columns.length);
        if (!fleet.links().isEmpty() && Limits.broken(fleet, plans()).isPresent()) {
            System.arraycopy(before, 0, modes[server], slot, before.length);
            return false;
        }
        System.arraycopy(changed, 0, means, 0, means.length);
        return true;
    }

    /** The columns up to the first from which the server's own can go on; empty where there are none. */
    private byte[][] reachable(int server, int slot, IntFunction<byte[]> others) {
        Problem problem = fleet.servers().get(server);
        List<byte[]> columns = new ArrayList<>();
        byte[] before = before(server, slot);
        for (int at = slot; at < fleet.slots(); at++) {
            byte[] column = others.apply(at);
            if (!fits(problem, column) || !isMove(problem, at, before, column)) {
                return new byte[0][];
            }
            columns.add(column);
            if (at + 1 == fleet.slots() || isMove(problem, at + 1, column, modes[server][at + 1])) {
                return columns.toArray(byte[][]::new);
            }
            before = column;
        }
        return new byte[0][];
    }

    private static boolean isMove(Problem problem, int slot, byte[] from, byte[] to) {
        boolean isMove = true;
        for (int model = 0; model < to.length && isMove; model++) {
            isMove = problem.switchingCost(slot, model, from[model], to[model]) < Problem.NEVER;
        }
        return isMove;
    }

    private byte[] before(int server, int slot) {
        if (slot > 0) {
            return modes[server][slot - 1];
        }
        Problem problem = fleet.servers().get(server);
        byte[] initial = new byte[problem.models()];
        for (int model = 0; model < initial.length; model++) {
            initial[model] = (byte) problem.initialMode(model);
        }
        return initial;
    }

    /**
     * Gives single services cheaper paths, all others as they are, as long as no mean gets worse than a given one.
     *
     * @param mostSeconds at least the worst mean that there is
     */
    void cheapen(double mostSeconds) {
        boolean better = true;
        for (int pass = 0; pass < PASSES && better; pass++) {
            better = false;
            for (int server = 0; server < modes.length; server++) {
                for (int model = 0; model < fleet.servers().get(server).models(); model++) {
                    better |= cheapen(server, model, mostSeconds * ROUNDING);
                }
            }
        }
    }

    private boolean cheapen(int server, int model, double mostSeconds) {
        byte[] own = path(server, model);
        long cost = cost(server, model, own);
        double mean = mean(server, model, own);
        int group = groups.of(server, model);
        double perSecond = mean > 0 ? (double) cost / mean : 0;
        for (double worth : WORTHS) {
            byte[] path = cheapest(server, model, worth * perSecond);
            double others = group < 0 ? 0 : means[group] - mean;
            if (cost(server, model, path) >= cost) {
                // A higher worth makes it dearer still.
                return false;
            }
            double after = others + mean(server, model, path);
            if (group < 0 || after <= mostSeconds) {
                put(server, model, path);
                if (!fleet.links().isEmpty() && Limits.broken(fleet, plans()).isPresent()) {
                    put(server, model, own);
                    return false;
                }
                if (group >= 0) {
                    means[group] = after;
                }
                return true;
            }
        }
        return false;
    }

    private byte[] path(int server, int model) {
        byte[] path = new byte[fleet.slots()];
        for (int slot = 0; slot < path.length; slot++) {
            path[slot] = modes[server][slot][model];
        }
        return path;
    }

    private void put(int server, int model, byte[] path) {
        for (int slot = 0; slot < path.length; slot++) {
            modes[server][slot][model] = path[slot];
        }
    }

    private long cost(int server, int model, byte[] path) {
        Problem problem = fleet.servers().get(server);
        long cost = 0;
        int before = problem.initialMode(model);
        for (int slot = 0; slot < path.length; slot++) {
            cost += problem.slotCost(slot, model, path[slot]) + problem.switchingCost(slot, model, before, path[slot]);
            before = path[slot];
        }
        return cost;
    }

    private double mean(int server, int model, byte[] path) {
        double mean = 0;
        for (int slot = 0; slot < path.length; slot++) {
            mean += groups.adds(server, slot, model, path[slot]);
        }
        return mean;
    }

    /** The path that costs least where a second of its group's mean costs something in addition; others stay. */
    private byte[] cheapest(int server, int model, double perSecond) {
        Problem problem = fleet.servers().get(server);
        int slots = fleet.slots();
        double[][] costs = new double[slots][problem.modes(model)];
        int[][] from = new int[slots][problem.modes(model)];
        for (int slot = 0; slot < slots; slot++) {
            for (int to = 0; to < problem.modes(model); to++) {
                costs[slot][to] = Double.POSITIVE_INFINITY;
                boolean may = to >= problem.lowest(model) && to <= problem.highest(model);
                if (!may || !fitsBeside(problem, modes[server][slot], model, to)) {
                    continue;
                }
                for (int before = 0; before < problem.modes(model); before++) {
                    double cost = slot == 0
                            ? before == problem.initialMode(model) ? 0 : Double.POSITIVE_INFINITY
                            : costs[slot - 1][before];
                    long move = problem.switchingCost(slot, model, before, to);
                    double all = move >= Problem.NEVER ? Double.POSITIVE_INFINITY : cost + (double) move;
                    if (all < costs[slot][to]) {
                        costs[slot][to] = all;
                        from[slot][to] = before;
                    }
                }
                costs[slot][to] +=
                        (double) problem.slotCost(slot, model, to) + perSecond * groups.adds(server, slot, model, to);
            }
        }
        int last = 0;
        for (int to = 1; to < problem.modes(model); to++) {
            last = costs[slots - 1][to] < costs[slots - 1][last] ? to : last;
        }
        byte[] path = new byte[slots];
        for (int slot = slots - 1; slot >= 0; slot--) {
            path[slot] = (byte) last;
            last = from[slot][last];
        }
        return path;
    }

    private static boolean fitsBeside(Problem problem, byte[] column, int model, int mode) {
        byte[] changed = column.clone();
        changed[model] = (byte) mode;
        return fits(problem, changed);
    }
}
