package dev.berth.optimizer.report;

import dev.berth.text.TextTable;
import java.util.List;

/** One self-contained HTML page: no script, nothing loaded from elsewhere, every text escaped. */
final class ReportPage {
    private static final String STYLE =
            "body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2em auto;padding:0 1em;color:#222}"
                    + "table{border-collapse:collapse;font-size:12px;display:block;overflow-x:auto}"
                    + "td,th{padding:3px 6px;border-bottom:1px solid #ddd;text-align:right;white-space:nowrap}"
                    + "td:first-child,th:first-child{text-align:left}"
                    + "svg{max-width:100%;height:auto}.note{color:#666;font-size:13px}";

    private final StringBuilder html = new StringBuilder();

    private ReportPage() {}

    /**
     * Writes a page.
     *
     * @param first under the title
     * @param others each under a smaller heading
     */
    static String html(Section first, List<Section> others) {
        return new ReportPage().write(first, others);
    }

    private String write(Section first, List<Section> others) {
        html.append(
                        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Berth report</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n");
        section("h1", first);
        others.forEach(section -> section("h2", section));
        return html.append("</body></html>\n").toString();
    }

    private void section(String headingElement, Section section) {
        element(headingElement, headingElement, section.heading());
        html.append('\n');
        for (Section.Part part : section.parts()) {
            part(part);
            html.append('\n');
        }
    }

    private void part(Section.Part part) {
        if (part instanceof Section.Paragraph paragraph) {
            element("p", "p", paragraph.text());
        } else if (part instanceof Section.Note note) {
            element("p class=\"note\"", "p", note.text());
        } else if (part instanceof Section.Table table) {
            table(table.table());
        } else if (part instanceof Drawing drawing) {
            // A drawing has escaped its text itself.
            html.append("<figure style=\"margin:1em 0\">")
                    .append(drawing.svg().document())
                    .append("</figure>");
        }
    }

    private void table(TextTable table) {
        html.append("<table>");
        row("th", table.columns().stream().map(TextTable.Column::heading).toList());
        table.rows().forEach(row -> row("td", row));
        html.append("</table>");
    }

    private void row(String cell, List<String> texts) {
        html.append("<tr>");
        texts.forEach(text -> element(cell, cell, text));
        html.append("</tr>\n");
    }

    private void element(String opening, String closing, String text) {
        html.append('<')
                .append(opening)
                .append('>')
                .append(Markup.escape(text))
                .append("</")
                .append(closing)
                .append('>');
    }
}
