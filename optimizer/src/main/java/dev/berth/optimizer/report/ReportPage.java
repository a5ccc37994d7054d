package dev.berth.optimizer.report;

import dev.berth.dataset.Distribution;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.ProfileDataset;
import dev.berth.record.Reading;
import dev.berth.text.TextTable;
import java.util.List;
import java.util.Locale;

/** One self-contained HTML page: no script, nothing loaded from elsewhere, every text escaped. */
public final class ReportPage {
    private final ProfileDataset dataset;
    private final StringBuilder html = new StringBuilder();

    /**
     * A table under a heading of its own.
     *
     * @param notes lines under it
     */
    public record Section(String heading, TextTable table, List<String> notes) {
        public Section {
            notes = List.copyOf(notes);
        }
    }

    private ReportPage(ProfileDataset dataset) {
        this.dataset = dataset;
    }

    /**
     * Writes the page.
     *
     * @param dataset what was measured
     * @param decisions what was decided, ready sections of text under their headings; may be empty
     * @param sections what methods cost, in order; may be empty
     * @param figures SVG documents, in order
     */
    public static String html(
            ProfileDataset dataset, List<String> decisions, List<Section> sections, List<String> figures) {
        return new ReportPage(dataset).write(decisions, sections, figures);
    }

    private String write(List<String> decisions, List<Section> sections, List<String> figures) {
        html.append(
                        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Berth report</title><style>")
                .append(
                        "body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2em auto;padding:0 1em;color:#222}")
                .append(
                        "table{border-collapse:collapse;font-size:12px;display:block;overflow-x:auto}td,th{padding:3px 6px;border-bottom:1px solid #ddd;")
                .append("text-align:right;white-space:nowrap}td:first-child,th:first-child{text-align:left}")
                .append("svg{max-width:100%;height:auto}.note{color:#666;font-size:13px}</style></head><body>\n");
        element("h1", "What these models cost to keep, and which get a berth");
        decisions.forEach(line -> element("p", line));
        figures.forEach(figure ->
                html.append("<figure style=\"margin:1em 0\">").append(figure).append("</figure>\n"));
        sections.forEach(this::section);
        element("h2", "Preload delay");
        table();
        element("h2", "Delay by size");
        dataset.delayLines().forEach(line -> element("p", line.text()));
        element("h2", "Notes");
        dataset.notes().forEach(this::note);
        element(
                "p",
                "Machine " + dataset.machine().fingerprint() + ", calibrated " + dataset.createdUtc() + " by "
                        + dataset.tool());
        return html.append("</body></html>\n").toString();
    }

    private void note(String note) {
        html.append("<p class=\"note\">").append(Svg.escape(note)).append("</p>\n");
    }

    private void section(Section section) {
        element("h2", section.heading());
        html.append("<table><tr>");
        section.table().columns().forEach(column -> cell("th", column.heading()));
        html.append("</tr>\n");
        for (List<String> row : section.table().rows()) {
            html.append("<tr>");
            row.forEach(text -> cell("td", text));
            html.append("</tr>\n");
        }
        html.append("</table>\n");
        section.notes().forEach(this::note);
    }

    private void table() {
        html.append("<table><tr>");
        for (String heading : List.of(
                "model",
                "weights",
                "device",
                "tier",
                "reader",
                "n",
                "median",
                "95 % interval",
                "max",
                "GB/s",
                "% disk",
                "% link",
                "bound by")) {
            cell("th", heading);
        }
        html.append("</tr>\n");
        for (ModelProfile model : dataset.models()) {
            model.preload().forEach(preload -> row(model, preload));
        }
        html.append("</table>\n");
    }

    private void row(ModelProfile model, Preload preload) {
        Distribution total = preload.total();
        html.append("<tr>");
        cell("td", model.model().name());
        cell("td", String.format(Locale.ROOT, "%.2f MB", model.model().weightBytes() / 1e6));
        cell("td", preload.device());
        cell("td", preload.tier().label());
        cell("td", preload.reader());
        cell("td", String.valueOf(total.n()));
        cell("td", millis(total.p50Nanos()));
        cell("td", interval(total));
        cell("td", millis(total.maxNanos()));
        // What is on the device already is not carried there.
        cell("td", preload.bytes() == 0 ? "–" : String.format(Locale.ROOT, "%.2f", preload.bytesPerSecond() / 1e9));
        cell("td", percent(preload.fractionOfDisk()));
        cell("td", percent(preload.fractionOfLink()));
        cell("td", preload.boundBy());
        html.append("</tr>\n");
    }

    private static String interval(Distribution total) {
        return total.p50LowNanos()
                .optional()
                .flatMap(low -> total.p50HighNanos().optional().map(high -> millis(low) + " – " + millis(high)))
                .orElse("–");
    }

    private static String percent(Reading<Double> fraction) {
        return fraction.optional()
                .map(value -> String.format(Locale.ROOT, "%.0f", value * 100))
                .orElse("–");
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, nanos < 100_000 ? "%.4f ms" : "%.2f ms", nanos / 1e6);
    }

    private void element(String name, String text) {
        html.append('<')
                .append(name)
                .append('>')
                .append(Svg.escape(text))
                .append("</")
                .append(name)
                .append(">\n");
    }

    private void cell(String name, String text) {
        html.append('<')
                .append(name)
                .append('>')
                .append(Svg.escape(text))
                .append("</")
                .append(name)
                .append('>');
    }
}
