package dev.berth.optimizer.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Seeded random problems of services with modes of every awkward kind: trees and matrices without order, moves that
 * cannot be, moves that cost more in some slots, modes that take less of one resource and more of another, ties.
 */
public final class RandomModes {
    private final SplittableRandom random;

    public RandomModes(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A problem of exactly that size with 1 to {@code modes} modes a service; everything else is drawn. */
    public Problem next(int slots, int services, int modes) {
        int scale = random.nextInt(4) == 0 ? 2 : 1000;
        int kinds = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
        boolean phased = kinds > 1;
        boolean trees = random.nextInt(3) > 0;
        List<List<Mode>> all = new ArrayList<>();
        for (int service = 0; service < services; service++) {
            all.add(modes(random.nextInt(5) == 0 ? 1 + random.nextInt(modes) : modes, scale));
        }
        int[] lowest = new int[services];
        for (int service = 0; service < services; service++) {
            lowest[service] = lowest(all.get(service));
        }
        ModesBuilder builder = new ModesBuilder(capacity(all, lowest), slots);
        for (int service = 0; service < services; service++) {
            int count = all.get(service).size();
            List<long[][]> moves = new ArrayList<>();
            int[] parents = parents(count);
            for (int kind = 0; kind < kinds; kind++) {
                moves.add(
                        trees
                                ? tree(count, parents, scale, phased && lowest[service] == 0)
                                : matrix(count, scale, phased, lowest[service]));
            }
            int highest =
                    random.nextInt(6) == 0 ? lowest[service] + random.nextInt(count - lowest[service]) : count - 1;
            builder.add(new ModalService("service-" + service, all.get(service), costs(slots, count, scale), moves)
                    .downloads(downloads(all.get(service)))
                    .initial(random.nextInt(3) == 0 ? lowest[service] : 0)
                    .bounds(lowest[service], highest));
        }
        if (phased) {
            builder.phases(random.ints(slots, 0, kinds).toArray());
        }
        return builder.build();
    }

    private List<Mode> modes(int count, int scale) {
        List<Mode> modes = new ArrayList<>(List.of(Mode.absent()));
        for (int mode = 1; mode < count; mode++) {
            modes.add(new Mode(
                    "mode-" + mode,
                    mode % 2 == 0 ? Residency.LOADED : Residency.STORED,
                    random.nextInt(scale),
                    random.nextBoolean() ? random.nextInt(scale) : 0,
                    random.nextInt(4) == 0 ? random.nextInt(scale) : 0,
                    random.nextBoolean() ? random.nextInt(scale) : 0,
                    random.nextInt(4) == 0 ? random.nextInt(scale) : 0));
        }
        return modes;
    }

    /** Now and then one that takes no more than those above. */
    private int lowest(List<Mode> modes) {
        int lowest = random.nextInt(4) == 0 ? random.nextInt(modes.size()) : 0;
        for (int above = lowest + 1; above < modes.size(); above++) {
            for (Resource resource : Resource.values()) {
                if (resource.use(modes.get(above)) < resource.use(modes.get(lowest))) {
                    return 0;
                }
            }
        }
        return lowest;
    }

    private Capacity capacity(List<List<Mode>> modes, int[] lowest) {
        long[] least = new long[Resource.COUNT];
        long[] most = new long[Resource.COUNT];
        for (int service = 0; service < lowest.length; service++) {
            for (Resource resource : Resource.values()) {
                least[resource.index()] += resource.use(modes.get(service).get(lowest[service]));
                most[resource.index()] += modes.get(service).stream()
                        .mapToLong(resource::use)
                        .max()
                        .orElse(0);
            }
        }
        long[] limits = new long[Resource.COUNT];
        for (int resource = 0; resource < limits.length; resource++) {
            long drawn = most[resource] / 100 * random.nextInt(10, 90);
            limits[resource] = Math.max(least[resource], random.nextInt(6) == 0 ? most[resource] : drawn);
        }
        return new Capacity(limits[0], limits[1], maybe(limits[2]), maybe(limits[3]), maybe(limits[4]));
    }

    private OptionalLong maybe(long limit) {
        return random.nextBoolean() ? OptionalLong.of(limit) : OptionalLong.empty();
    }

    private long[][] costs(int slots, int modes, int scale) {
        long[][] costs = new long[slots][modes];
        for (long[] row : costs) {
            boolean isQuiet = random.nextInt(4) == 0;
            for (int mode = 0; mode < modes; mode++) {
                row[mode] = random.nextInt(isQuiet ? 1 + scale / 8 : scale);
            }
        }
        return costs;
    }

    private int[] parents(int modes) {
        int[] parents = new int[modes];
        for (int mode = 1; mode < modes; mode++) {
            parents[mode] = random.nextInt(mode);
        }
        return parents;
    }

    /** Up costs, down costs less or nothing; some branches cannot be climbed. */
    private long[][] tree(int modes, int[] parents, int scale, boolean mayClose) {
        long[] up = new long[modes];
        long[] down = new long[modes];
        for (int mode = 1; mode < modes; mode++) {
            up[mode] = mayClose && random.nextInt(4) == 0 ? Problem.NEVER : random.nextInt(scale);
            down[mode] = random.nextInt(3) == 0 ? random.nextInt(scale) : 0;
        }
        long[][] moves = new long[modes][modes];
        for (int from = 0; from < modes; from++) {
            for (int to = 0; to < modes; to++) {
                long cost = 0;
                int a = from;
                int b = to;
                while (a != b) {
                    if (a > b) {
                        cost += down[a];
                        a = parents[a];
                    } else {
                        cost = Math.min(Problem.NEVER, cost + up[b]);
                        b = parents[b];
                    }
                }
                moves[from][to] = Math.min(Problem.NEVER, cost);
            }
        }
        return moves;
    }

    private long[][] matrix(int modes, int scale, boolean mayClose, int lowest) {
        long[][] moves = new long[modes][modes];
        for (int from = 0; from < modes; from++) {
            for (int to = 0; to < modes; to++) {
                boolean isClosed = to != lowest && random.nextInt(mayClose ? 3 : 8) == 0;
                moves[from][to] = from == to ? 0 : isClosed ? Problem.NEVER : random.nextInt(scale);
            }
        }
        return moves;
    }

    private long[][] downloads(List<Mode> modes) {
        long[][] bytes = new long[modes.size()][modes.size()];
        for (int to = 1; to < modes.size(); to++) {
            bytes[0][to] = modes.get(to).storageBytes();
        }
        return bytes;
    }
}
