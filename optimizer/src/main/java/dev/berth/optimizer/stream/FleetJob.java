package dev.berth.optimizer.stream;

import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.solve.fleet.RoundTerms;
import dev.berth.record.Sha256;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;

/**
 * What every machine is told of a fleet; the files lie where all of them see them.
 *
 * @param profiles the dataset's file, absolute
 * @param scenario the scenario's file, absolute
 * @param fingerprint of both files and of those that the scenario names
 * @param solver name of the solver of single servers
 * @param folder where plans go, absolute
 */
record FleetJob(String profiles, String scenario, String fingerprint, String solver, String folder)
        implements Serializable {
    private static final int KEY_LETTERS = 12;

    /** What is not finished lies there. */
    Path work() {
        return Path.of(folder, "unfinished");
    }

    /** What the servers of a block come to in a round; the name holds all that it depends on. */
    Path priced(RoundTerms terms, int block) {
        MessageDigest sum = Sha256.digest();
        sum.update((fingerprint + "\n" + solver + "\n" + terms).getBytes(StandardCharsets.UTF_8));
        return work().resolve("priced-" + Sha256.hex(sum).substring(0, KEY_LETTERS) + "-" + number(block));
    }

    /** Plans of a block that keep its part of the link. */
    Path kept(int round, int division, int block) {
        return work().resolve("kept-" + round + "-" + division + "-" + number(block));
    }

    /** Where the plans of a block end up. */
    Path plans(int block) {
        return FleetFile.plans(Path.of(folder), block);
    }

    /** Where the costs of a block's servers end up. */
    Path servers(int block) {
        return FleetFile.servers(Path.of(folder), block);
    }

    private static String number(int block) {
        return String.format(Locale.ROOT, "%05d", block);
    }
}
