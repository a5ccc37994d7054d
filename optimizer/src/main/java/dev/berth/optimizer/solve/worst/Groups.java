package dev.berth.optimizer.solve.worst;

import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whose mean delays are held against each other: servers of a fleet, or services of a server by itself. */
final class Groups {
    private static final int NONE = -1;

    private final Fleet fleet;

    /** Group of each model: a row a server; {@link #NONE} where the group has no requests. */
    private final int[][] groupOf;

    /** Expected requests of each group, > 0. */
    private final double[] requests;

    Groups(Fleet fleet) {
        this.fleet = fleet;
        List<Double> counted = new ArrayList<>();
        groupOf = new int[fleet.servers().size()][];
        for (int server = 0; server < groupOf.length; server++) {
            Problem problem = fleet.servers().get(server);
            double[] each = new double[problem.models()];
            for (int slot = 0; slot < problem.slots(); slot++) {
                for (int model = 0; model < each.length; model++) {
                    each[model] += problem.expectedRequests(slot, model);
                }
            }
            groupOf[server] = new int[each.length];
            if (fleet.isAlone()) {
                for (int model = 0; model < each.length; model++) {
                    groupOf[server][model] = add(counted, each[model]);
                }
            } else {
                Arrays.fill(groupOf[server], add(counted, Arrays.stream(each).sum()));
            }
        }
        requests = counted.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static int add(List<Double> counted, double requests) {
        if (requests == 0) {
            return NONE;
        }
        counted.add(requests);
        return counted.size() - 1;
    }

    int count() {
        return requests.length;
    }

    /** Group of a model; below 0 where it has none. */
    int of(int server, int model) {
        return groupOf[server][model];
    }

    /** What a model in a slot and mode adds to its group's mean, in seconds; 0 where it has no group. */
    double adds(int server, int slot, int model, int mode) {
        int group = groupOf[server][model];
        if (group == NONE) {
            return 0;
        }
        Problem problem = fleet.servers().get(server);
        double expected = problem.expectedRequests(slot, model);
        return expected == 0 ? 0 : expected * problem.delaySeconds(slot, model, mode) / requests[group];
    }

    /**
     * The fleet with its own costs, where a second of a group's mean costs something in addition.
     *
     * @param perSecond in nano-cost units, one a group, >= 0
     */
    Fleet charged(double[] perSecond) {
        List<Problem> servers = new ArrayList<>();
        for (int server = 0; server < groupOf.length; server++) {
            Problem problem = fleet.servers().get(server);
            long[] delays = new long[problem.slots() * problem.models() * problem.choices()];
            for (int slot = 0; slot < problem.slots(); slot++) {
                for (int model = 0; model < problem.models(); model++) {
                    int group = groupOf[server][model];
                    int first = (slot * problem.models() + model) * problem.choices();
                    for (int mode = 0; mode < problem.modes(model); mode++) {
                        delays[first + mode] = problem.delayCost(slot, model, mode)
                                + (group == NONE ? 0 : Math.round(perSecond[group] * adds(server, slot, model, mode)));
                    }
                }
            }
            servers.add(problem.withDelayCosts(delays));
        }
        return new Fleet(fleet.names(), servers, fleet.links());
    }

    /** Mean delay of each group under plans, in seconds. */
    double[] means(List<Plan> plans) {
        double[] means = new double[requests.length];
        for (int server = 0; server < plans.size(); server++) {
            Problem problem = fleet.servers().get(server);
            for (int slot = 0; slot < problem.slots(); slot++) {
                for (int model = 0; model < problem.models(); model++) {
                    if (groupOf[server][model] != NONE) {
                        means[groupOf[server][model]] +=
                                adds(server, slot, model, plans.get(server).indexAt(slot, model));
                    }
                }
            }
        }
        return means;
    }

    /** No plan has a worse mean in any group, in seconds. */
    double longest() {
        double longest = 0;
        for (int server = 0; server < groupOf.length; server++) {
            Problem problem = fleet.servers().get(server);
            for (int slot = 0; slot < problem.slots(); slot++) {
                for (int model = 0; model < problem.models(); model++) {
                    for (int mode = 0; mode < problem.modes(model); mode++) {
                        longest = Math.max(longest, problem.delaySeconds(slot, model, mode));
                    }
                }
            }
        }
        return longest;
    }

    /** Models and slots of all servers. */
    long cells() {
        return (long) fleet.slots()
                * Arrays.stream(groupOf).mapToInt(own -> own.length).sum();
    }

    /**
     * The fleet where nothing costs but the mean delays of the groups.
     *
     * @param weights of the groups, >= 0
     * @param scale units of cost for a second of a mean with weight 1
     */
    Fleet weighted(double[] weights, double scale) {
        List<Problem> servers = new ArrayList<>();
        for (int server = 0; server < groupOf.length; server++) {
            double[] each = new double[groupOf[server].length];
            for (int model = 0; model < each.length; model++) {
                int group = groupOf[server][model];
                each[model] = group == NONE ? 0 : scale * weights[group] / requests[group];
            }
            servers.add(fleet.servers().get(server).withDelaysAlone(each));
        }
        return new Fleet(fleet.names(), servers, fleet.links());
    }
}
