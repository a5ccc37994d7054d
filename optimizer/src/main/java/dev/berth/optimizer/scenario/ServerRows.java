package dev.berth.optimizer.scenario;

import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.optimizer.scenario.yaml.Plain;
import dev.berth.optimizer.workload.CsvLines;
import dev.berth.optimizer.workload.DemandGenerator;
import dev.berth.record.BadInputException;
import dev.berth.table.TableParquet;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.StringJoiner;

/**
 * Servers that a scenario does not list one by one: rows of a CSV or Parquet file, or drawn from a seed. All have the
 * demand of the scenario's generator, more or less of it, and each draws its own popularities.
 *
 * @param name unique among the servers
 * @param server what it has
 * @param demandFactor times the generator's requests per second, >= 0
 * @param demandSeed of the generator
 */
record ServerRows(String name, Server server, double demandFactor, long demandSeed) {
    private static final int MAX_LINE_BYTES = 1 << 16;
    private static final double MOST_FACTOR = 1e9;
    private static final List<String> COLUMNS = List.of(
            "name",
            "storageBytes",
            "storageFraction",
            "memoryBytes",
            "memoryFraction",
            "backhaulBytesPerSecond",
            "demandFactor",
            "demandSeed");
    private static final String EXPECTED = "expected name, storageBytes or storageFraction, memoryBytes or"
            + " memoryFraction, backhaulBytesPerSecond, and demandFactor and demandSeed or neither";

    private static final Server.Energy NO_ENERGY = Server.NONE.energy();

    /** The demand of all servers as this one has it. */
    DemandGenerator of(DemandGenerator all) {
        return new DemandGenerator(
                all.requestsPerSecond() * demandFactor,
                all.zipfExponent(),
                all.driftSlots(),
                all.dailyAmplitude(),
                all.churn(),
                demandSeed);
    }

    /** A seed of its own for every server, drawn from that of all. */
    private static SplittableRandom random(long seed, int server) {
        return new SplittableRandom(seed ^ (server + 1) * 0x9E3779B97F4A7C15L);
    }

    /** Takes the keys of a generator of servers. */
    static List<ServerRows> drawn(Keys keys) {
        int count = (int) keys.whole("count");
        long seed = keys.whole("seed");
        double[] storage = ends(keys, "StorageFraction");
        double[] memory = ends(keys, "MemoryFraction");
        double[] backhaul = ends(keys, "BackhaulBytesPerSecond");
        double[] factor = ends(keys, "DemandFactor");
        keys.end();
        int digits = Integer.toString(count).length();
        List<ServerRows> rows = new ArrayList<>();
        for (int server = 0; server < count; server++) {
            SplittableRandom random = random(seed, server);
            rows.add(new ServerRows(
                    String.format(Locale.ROOT, "server-%0" + digits + "d", server + 1),
                    new Server(
                            Amount.share(between(storage, random)),
                            Amount.share(between(memory, random)),
                            between(backhaul, random).doubleValue(),
                            NO_ENERGY,
                            Optional.empty()),
                    between(factor, random).doubleValue(),
                    random.nextLong(Keys.MOST_EXACT)));
        }
        return rows;
    }

    private static double[] ends(Keys keys, String name) {
        double least = keys.number("least" + name);
        double most = keys.number("most" + name);
        if (least > most) {
            keys.fault(
                    "most" + name,
                    "expected at least least" + name + " of " + Plain.text(least) + ", found " + Plain.text(most));
        }
        return new double[] {least, most};
    }

    private static BigDecimal between(double[] ends, SplittableRandom random) {
        return BigDecimal.valueOf(ends[0] + random.nextDouble() * (ends[1] - ends[0]));
    }

    /**
     * Reads a CSV or Parquet file with a row a server.
     *
     * @param seed that seeds of demand are drawn from where the file has none
     * @throws BadInputException naming file and line of the first fault
     */
    static List<ServerRows> read(Path file, long seed) {
        try (CsvLines lines = lines(file)) {
            List<String> header = new ArrayList<>();
            if (lines.next()) {
                for (int cell = 0; cell < lines.cells(); cell++) {
                    header.add(lines.text(cell));
                }
            }
            requireHeader(file, header);
            Set<String> names = new HashSet<>();
            List<ServerRows> rows = new ArrayList<>();
            while (lines.next()) {
                ServerRows row = row(lines, header, random(seed, rows.size()).nextLong(Keys.MOST_EXACT));
                if (!names.add(row.name)) {
                    throw new BadInputException(
                            lines.place() + ": name " + row.name + " again, expected one of its own");
                }
                rows.add(row);
            }
            if (rows.isEmpty()) {
                throw new BadInputException(file + ": no servers, expected a row for each");
            }
            return rows;
        }
    }

    private static CsvLines lines(Path file) {
        if (!String.valueOf(file.getFileName()).endsWith(".parquet")) {
            return new CsvLines(file, MAX_LINE_BYTES);
        }
        TableParquet.Read table = TableParquet.read(file);
        StringBuilder text = new StringBuilder(String.join(",", table.columns())).append('\n');
        for (List<Object> row : table.rows()) {
            StringJoiner cells = new StringJoiner(",", "", "\n");
            row.forEach(
                    cell -> cells.add(cell == null ? "" : '"' + cell.toString().replace("\"", "\"\"") + '"'));
            text.append(cells);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return new CsvLines(file, new ByteArrayInputStream(bytes), MAX_LINE_BYTES);
    }

    private static void requireHeader(Path file, List<String> header) {
        boolean isWhole = header.contains("name")
                && header.contains("storageBytes") != header.contains("storageFraction")
                && header.contains("memoryBytes") != header.contains("memoryFraction")
                && header.contains("backhaulBytesPerSecond");
        if (!isWhole || !COLUMNS.containsAll(header) || new HashSet<>(header).size() < header.size()) {
            throw new BadInputException(file + ":1: columns " + String.join(",", header) + "; " + EXPECTED);
        }
    }

    private static ServerRows row(CsvLines lines, List<String> header, long seed) {
        if (lines.cells() != header.size()) {
            throw new BadInputException(lines.place() + ": " + lines.cells() + " values, expected " + header.size()
                    + ", one a column of the header");
        }
        String name = lines.text(header.indexOf("name"));
        if (name.isBlank()) {
            throw lines.fault(header.indexOf("name"), "a name");
        }
        double rate = number(lines, header, "backhaulBytesPerSecond", Double.MAX_VALUE);
        if (rate < Keys.LEAST_POSITIVE) {
            throw lines.fault(header.indexOf("backhaulBytesPerSecond"), "a number > 0");
        }
        return new ServerRows(
                name,
                new Server(
                        amount(lines, header, "storage"),
                        amount(lines, header, "memory"),
                        rate,
                        NO_ENERGY,
                        Optional.empty()),
                header.contains("demandFactor") ? number(lines, header, "demandFactor", MOST_FACTOR) : 1,
                header.contains("demandSeed") ? (long) number(lines, header, "demandSeed", Keys.MOST_EXACT) : seed);
    }

    private static Amount amount(CsvLines lines, List<String> header, String what) {
        return header.contains(what + "Bytes")
                ? new Amount(BigDecimal.valueOf((long) number(lines, header, what + "Bytes", Keys.MOST_EXACT)), false)
                : Amount.share(BigDecimal.valueOf(number(lines, header, what + "Fraction", 1)));
    }

    private static double number(CsvLines lines, List<String> header, String column, double most) {
        int cell = header.indexOf(column);
        double number = lines.number(cell);
        if (!(number >= 0 && number <= most)) {
            throw lines.fault(
                    cell, most == Double.MAX_VALUE ? "a number >= 0" : "a number from 0 to " + Plain.text(most));
        }
        return number;
    }
}
