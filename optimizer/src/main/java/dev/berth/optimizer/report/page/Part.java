package dev.berth.optimizer.report.page;

import dev.berth.optimizer.report.chart.Chart;
import java.util.List;

/** What a page is made of; all text is plain, and escaped where the page is written. */
public sealed interface Part
        permits Table, Part.Paragraph, Part.Note, Part.Caution, Part.Quotes, Part.Drawn, Part.Folded {
    /** A paragraph. */
    record Paragraph(String text) implements Part {}

    /** A paragraph in small print. */
    record Note(String text) implements Part {}

    /** What must be known before the rest is read. */
    record Caution(String text) implements Part {}

    /** Figures that a person can quote. */
    record Quotes(List<Quote> quotes) implements Part {
        public Quotes {
            quotes = List.copyOf(quotes);
        }
    }

    /**
     * A figure.
     *
     * @param figure with its unit
     * @param what it is, in a few words
     * @param about n and where it is from
     */
    record Quote(String figure, String what, String about) {}

    /** Charts, two beside each other where there is room; their numbers stand in a table near them. */
    record Drawn(List<Chart> charts) implements Part {
        public Drawn {
            charts = List.copyOf(charts);
        }

        /** One chart by itself. */
        public static Drawn of(Chart chart) {
            return new Drawn(List.of(chart));
        }
    }

    /** What is read on request; printed all the same. */
    record Folded(String summary, List<Part> parts) implements Part {
        public Folded {
            parts = List.copyOf(parts);
        }
    }
}
