package dev.berth.optimizer.stream;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.fleet.PricedBlock;
import dev.berth.record.AtomicFile;
import dev.berth.record.BadInputException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is kept of a block between two steps: plans, a byte a model and slot, and what they come to. */
final class BlockFile {
    private BlockFile() {}

    /** Writes it whole or not at all. */
    static void write(Path file, Optional<PricedBlock> priced, List<Plan> plans) {
        try {
            AtomicFile.write(file, out -> {
                DataOutputStream data = new DataOutputStream(out);
                if (priced.isPresent()) {
                    priced.get().writeTo(data);
                }
                data.writeInt(plans.size());
                for (Plan plan : plans) {
                    data.writeInt(plan.slots());
                    data.writeInt(plan.models());
                    for (int slot = 0; slot < plan.slots(); slot++) {
                        for (int model = 0; model < plan.models(); model++) {
                            data.writeByte(plan.indexAt(slot, model));
                        }
                    }
                }
                data.flush();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the plans of a file come to. */
    static PricedBlock priced(Path file) {
        try (DataInputStream data = open(file)) {
            return PricedBlock.readFrom(data);
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    /**
     * The plans of a file.
     *
     * @param isPriced whether what they come to stands before them
     * @param servers whose plans they are
     */
    static List<Plan> plans(Path file, boolean isPriced, List<Problem> servers) {
        try (DataInputStream data = open(file)) {
            if (isPriced) {
                PricedBlock.readFrom(data);
            }
            if (data.readInt() != servers.size()) {
                throw new IOException("other servers");
            }
            List<Plan> plans = new ArrayList<>();
            for (Problem server : servers) {
                if (data.readInt() != server.slots() || data.readInt() != server.models()) {
                    throw new IOException("other slots or models");
                }
                plans.add(new Plan(
                        server.models(), data.readNBytes(Math.multiplyExact(server.slots(), server.models()))));
            }
            return plans;
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    private static DataInputStream open(Path file) throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
    }

    private static BadInputException damaged(Path file, Exception e) {
        return new BadInputException(
                file + ": not what was written there: " + e.getMessage() + "; remove the file and start again", e);
    }
}
