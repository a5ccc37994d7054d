package dev.berth.optimizer.solve.prices;

import static dev.berth.optimizer.solve.ground.Room.ENERGY;
import static dev.berth.optimizer.solve.ground.Room.MEMORY;
import static dev.berth.optimizer.solve.ground.Room.STORAGE;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Room;
import java.util.Arrays;

/**
 * The sweep of models that are ABSENT, STORED or LOADED. Single precision, blocks of models that fit a processor's
 * cache, flat arrays made once, nothing allocated per sweep. For one thread.
 *
 * <p>Costs are counted from ABSENT. With W the cost-to-go from a slot on, own cost included, and z the one of the slot
 * after, a step back is
 *
 * <pre>
 * n  = min(z1, io + z2)                    from STORED upwards
 * W0 = min(z0, tr + n)
 * W1 = min(z0, n)            + stored cost + price of storage · s
 * W2 = min(z0, z1, z2)       + loaded cost + price of storage · s + price of memory · g + price of energy · e
 * </pre>
 */
final class ChainSweep implements PriceSweep {
    private static final int MODES = 3;
    private static final int LOADED = 2;
    private static final int RESOURCES = ENERGY + 1;

    /** Models of a block: three rows of cost-to-go of 100 slots take 600 KiB. Shorter rows were slower to fetch. */
    private static final int BLOCK_MODELS = 512;

    /** Makes 1 or more of every difference of costs, once multiplied. */
    private static final float STEEP = 1e20f;

    private final int slots;
    private final int models;
    private final boolean energyLimited;
    private final double base;
    private final Block[] blocks;
    private final float[][] scratch;

    /** What a block of models costs and takes; costs in nano-cost units, sizes as shares of the capacity. */
    private static final class Block {
        final int first;
        final int count;
        final float[][] stored;
        final float[][] loaded;
        final float[] absent;
        /** A row a slot; the same one for all where downloads cost the same in all. */
        final float[][] transfer;

        final float[] preload;
        final float[][] share;
        final float[] loadedPrice;
        final byte[] initial;
        /** 1 where the path is at STORED or LOADED in the slot that is walked through, else 0. */
        final float[] isPresent;

        /** 1 where it is at LOADED. */
        final float[] isLoaded;

        /** What it costs to bring a model here in that slot, 0 where it is. */
        final float[] rise;

        /** What being loaded in that slot saves over the better one of the others. */
        final float[] gain;

        Block(int first, int count, int slots, boolean isSteady) {
            this.first = first;
            this.count = count;
            stored = new float[slots][count];
            loaded = new float[slots][count];
            absent = new float[count];
            transfer = new float[slots][];
            for (int slot = 0; slot < slots; slot++) {
                transfer[slot] = isSteady && slot > 0 ? transfer[0] : new float[count];
            }
            preload = new float[count];
            share = new float[RESOURCES][count];
            loadedPrice = new float[count];
            initial = new byte[count];
            isPresent = new float[count];
            isLoaded = new float[count];
            rise = new float[count];
            gain = new float[count];
        }
    }

    /** Copies a problem's costs. */
    ChainSweep(Problem problem) {
        slots = problem.slots();
        models = problem.models();
        energyLimited = problem.capacity().energyMillijoules().isPresent();
        blocks = new Block[(models + BLOCK_MODELS - 1) / BLOCK_MODELS];
        Room room = new Room(problem);
        double absent = 0;
        for (int b = 0; b < blocks.length; b++) {
            int first = b * BLOCK_MODELS;
            blocks[b] = new Block(first, Math.min(BLOCK_MODELS, models - first), slots, !problem.hasTransferPrices());
            for (int i = 0; i < blocks[b].count; i++) {
                absent += fill(problem, room, blocks[b], i);
            }
        }
        base = absent;
        scratch = new float[MODES * (slots + 1)][Math.min(BLOCK_MODELS, models)];
    }

    private static double fill(Problem problem, Room room, Block block, int i) {
        int model = block.first + i;
        boolean storable = problem.highest(model) > 0 && room.fits(model, 1);
        boolean loadable = problem.highest(model) > 1 && room.fits(model, 2);
        block.absent[i] = problem.lowest(model) > 0 ? FORBIDDEN : 0;
        block.preload[i] = (float) problem.switchingCost(model, 1, LOADED);
        block.initial[i] = (byte) problem.initialMode(model);
        for (int resource = 0; resource < RESOURCES; resource++) {
            block.share[resource][i] = (float) PriceSweep.share(room, resource, model, LOADED);
        }
        double absent = 0;
        for (int slot = 0; slot < problem.slots(); slot++) {
            long own = problem.slotCost(slot, model, 0);
            block.transfer[slot][i] = (float) problem.switchingCost(slot, model, 0, 1);
            absent += (double) own;
            block.stored[slot][i] = storable && problem.lowest(model) <= 1
                    ? (float) (problem.slotCost(slot, model, 1) - own)
                    : FORBIDDEN;
            block.loaded[slot][i] = loadable ? (float) (problem.slotCost(slot, model, 2) - own) : FORBIDDEN;
        }
        return absent;
    }

    @Override
    public double run(double[][] prices, double[][] used) {
        for (double[] row : used) {
            Arrays.fill(row, 0);
        }
        double value = base;
        for (double[] row : prices) {
            for (double price : row) {
                value -= price;
            }
        }
        for (Block block : blocks) {
            back(block, prices, scratch);
            value += forth(block, scratch, used);
        }
        return value;
    }

    @Override
    public void costToGo(double[][] prices, float[] toGo) {
        for (Block block : blocks) {
            back(block, prices, scratch);
            for (int slot = 0; slot < slots; slot++) {
                for (int residency = 0; residency < MODES; residency++) {
                    float[] row = scratch[MODES * slot + residency];
                    int target = (slot * models + block.first) * MODES + residency;
                    for (int i = 0; i < block.count; i++) {
                        toGo[target + i * MODES] = row[i];
                    }
                }
            }
        }
    }

    @Override
    public void marginals(double[][] prices, float[] marginals) {
        for (Block block : blocks) {
            back(block, prices, scratch);
            float[] before = new float[MODES];
            for (int i = 0; i < block.count; i++) {
                Arrays.fill(before, FORBIDDEN);
                before[block.initial[i]] = 0;
                float least = Float.MAX_VALUE;
                for (int slot = 0; slot < slots; slot++) {
                    least = marginals(block, i, slot, before, least, marginals);
                }
            }
        }
    }

    /** One model in one slot; {@code before} is the least cost of all before the slot, at each residency. */
    private float marginals(Block block, int i, int slot, float[] before, float cheapest, float[] marginals) {
        int cell = (slot * models + block.first + i) * MODES;
        int row = MODES * slot;
        float toStored = Math.min(before[1], before[2]);
        float toAbsent = Math.min(before[0], toStored);
        float rise = toAbsent + block.transfer[slot][i];
        toStored = Math.min(toStored, rise);
        float toLoaded = Math.min(before[2], toStored + block.preload[i]);
        float absent = toAbsent + scratch[row][i];
        float stored = toStored + scratch[row + 1][i];
        float loaded = toLoaded + scratch[row + 2][i];
        float least = slot == 0 ? Math.min(absent, Math.min(stored, loaded)) : cheapest;
        marginals[cell] = absent - least;
        marginals[cell + 1] = stored - least;
        marginals[cell + 2] = loaded - least;
        before[0] = toAbsent + own(block, i, slot, 0);
        before[1] = toStored + own(block, i, slot, 1);
        before[2] = toLoaded + own(block, i, slot, 2);
        return least;
    }

    /** What a slot itself costs at a residency: cost-to-go from the slot on, less that after it. */
    private float own(Block block, int i, int slot, int residency) {
        int row = MODES * slot;
        float z0 = scratch[row + 3][i];
        float z1 = scratch[row + 4][i];
        float z2 = scratch[row + 5][i];
        float up = Math.min(z1, z2 + block.preload[i]);
        float after =
                switch (residency) {
                    case 0 -> Math.min(z0, up + block.transfer[Math.min(slot + 1, slots - 1)][i]);
                    case 1 -> Math.min(z0, up);
                    default -> Math.min(z0, Math.min(z1, z2));
                };
        return scratch[row + residency][i] - after;
    }

    private void back(Block block, double[][] prices, float[][] rows) {
        for (int residency = 0; residency < MODES; residency++) {
            Arrays.fill(rows[MODES * slots + residency], 0);
        }
        for (int slot = slots - 1; slot >= 0; slot--) {
            int row = MODES * slot;
            float[] loadedPrice = block.share[MEMORY];
            float memory = (float) prices[MEMORY][slot];
            if (energyLimited) {
                price(block, memory, (float) prices[ENERGY][slot]);
                loadedPrice = block.loadedPrice;
                memory = 1;
            }
            float storage = (float) prices[STORAGE][slot];
            toAbsent(block, block.transfer[Math.min(slot + 1, slots - 1)], rows, row);
            toStored(block, block.stored[slot], storage, rows, row);
            toLoaded(block, block.loaded[slot], loadedPrice, storage, memory, rows, row);
        }
    }

    private static void price(Block block, float memory, float energy) {
        float[] sum = block.loadedPrice;
        float[] g = block.share[MEMORY];
        float[] e = block.share[ENERGY];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = memory * g[i] + energy * e[i];
        }
    }

    // Short loops that store one array each, here and on the way forth: the compiler makes vector instructions of
    // them, and of longer ones it does not.

    private static void toAbsent(Block block, float[] transfer, float[][] rows, int row) {
        float[] w0 = rows[row];
        float[] z0 = rows[row + 3];
        float[] z1 = rows[row + 4];
        float[] z2 = rows[row + 5];
        float[] absent = block.absent;
        float[] preload = block.preload;
        for (int i = 0; i < absent.length; i++) {
            w0[i] = Math.min(z0[i], Math.min(z1[i], z2[i] + preload[i]) + transfer[i]) + absent[i];
        }
    }

    private static void toStored(Block block, float[] stored, float storage, float[][] rows, int row) {
        float[] w1 = rows[row + 1];
        float[] z0 = rows[row + 3];
        float[] z1 = rows[row + 4];
        float[] z2 = rows[row + 5];
        float[] preload = block.preload;
        float[] s = block.share[STORAGE];
        for (int i = 0; i < stored.length; i++) {
            w1[i] = Math.min(z0[i], Math.min(z1[i], z2[i] + preload[i])) + (stored[i] + storage * s[i]);
        }
    }

    private static void toLoaded(
            Block block, float[] loaded, float[] loadedPrice, float storage, float memory, float[][] rows, int row) {
        float[] w2 = rows[row + 2];
        float[] z0 = rows[row + 3];
        float[] z1 = rows[row + 4];
        float[] z2 = rows[row + 5];
        float[] s = block.share[STORAGE];
        for (int i = 0; i < loaded.length; i++) {
            float price = storage * s[i] + memory * loadedPrice[i];
            w2[i] = Math.min(z0[i], Math.min(z1[i], z2[i])) + (loaded[i] + price);
        }
    }

    private double forth(Block block, float[][] rows, double[][] used) {
        int count = block.count;
        double value = 0;
        for (int i = 0; i < count; i++) {
            int initial = block.initial[i];
            block.isPresent[i] = initial > 0 ? 1 : 0;
            block.isLoaded[i] = initial == 2 ? 1 : 0;
            float w0 = rows[0][i];
            float up = initial < 2 ? block.preload[i] : 0;
            float w1 = rows[1][i];
            float w2 = rows[2][i] + up;
            float n = Math.min(w1, w2) + (initial == 0 ? block.transfer[0][i] : 0);
            value += Math.min(w0, n);
        }
        for (int slot = 0; slot < slots; slot++) {
            walk(block, block.transfer[slot], rows, MODES * slot);
            used[STORAGE][slot] += sum(block.isPresent, block.share[STORAGE]);
            used[MEMORY][slot] += sum(block.isLoaded, block.share[MEMORY]);
            if (energyLimited) {
                used[ENERGY][slot] += sum(block.isLoaded, block.share[ENERGY]);
            }
        }
        return value;
    }

    /** One slot further along the cheapest paths. Without branches, which no processor could foresee. */
    private static void walk(Block block, float[] transfer, float[][] rows, int row) {
        float[] w0 = rows[row];
        float[] w1 = rows[row + 1];
        rise(block.isPresent, transfer, block.rise);
        gain(block, w0, w1, rows[row + 2], block.gain);
        store(block, w0, w1, block.isPresent);
        load(block.gain, block.isLoaded);
    }

    private static void rise(float[] isPresent, float[] transfer, float[] rise) {
        for (int i = 0; i < rise.length; i++) {
            rise[i] = (1 - isPresent[i]) * transfer[i];
        }
    }

    private static void gain(Block block, float[] w0, float[] w1, float[] w2, float[] gain) {
        float[] rise = block.rise;
        float[] isLoaded = block.isLoaded;
        float[] preload = block.preload;
        for (int i = 0; i < gain.length; i++) {
            gain[i] = Math.min(w0[i] - rise[i], w1[i]) - (w2[i] + (1 - isLoaded[i]) * preload[i]);
        }
    }

    private static void store(Block block, float[] w0, float[] w1, float[] isPresent) {
        float[] rise = block.rise;
        float[] gain = block.gain;
        for (int i = 0; i < isPresent.length; i++) {
            isPresent[i] = Math.min(1, Math.max(0, Math.max(gain[i], w0[i] - (w1[i] + rise[i])) * STEEP));
        }
    }

    private static void load(float[] gain, float[] isLoaded) {
        for (int i = 0; i < isLoaded.length; i++) {
            isLoaded[i] = Math.min(1, Math.max(0, gain[i] * STEEP));
        }
    }

    private static float sum(float[] is, float[] share) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i < is.length - 3; i += 4) {
            sum0 += is[i] * share[i];
            sum1 += is[i + 1] * share[i + 1];
            sum2 += is[i + 2] * share[i + 2];
            sum3 += is[i + 3] * share[i + 3];
        }
        for (; i < is.length; i++) {
            sum0 += is[i] * share[i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}
