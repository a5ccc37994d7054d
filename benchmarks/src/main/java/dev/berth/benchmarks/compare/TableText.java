package dev.berth.benchmarks.compare;

import java.util.Locale;

/** Rows for people. */
final class TableText {
    static final String HEADER = String.format(
            Locale.ROOT,
            "%-32s %-15s %10s %4s %10s %10s %10s %10s  %s",
            "instance",
            "solver",
            "median",
            "n",
            "cost gap",
            "own gap",
            "savings",
            "own",
            "note");

    private TableText() {}

    static String line(Row row) {
        return String.format(
                Locale.ROOT,
                "%-32s %-15s %10s %4d %10s %10s %10s %10s  %s",
                row.instance().name(),
                row.solver(),
                row.outcome().solved() ? time(row.outcome().medianSeconds()) : "-",
                row.outcome().seconds().size(),
                percent(row.costGap()),
                percent(row.ownCostGap()),
                percent(row.savingsGap()),
                percent(row.ownSavingsGap()),
                row.outcome().note());
    }

    private static String percent(String share) {
        return share.isEmpty() ? "-" : String.format(Locale.ROOT, "%.4f %%", 100 * Double.parseDouble(share));
    }

    private static String time(double seconds) {
        return seconds < 1
                ? String.format(Locale.ROOT, "%.3g ms", seconds * 1000)
                : String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
