package dev.berth.optimizer.report.page;

import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Scripts;
import dev.berth.record.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** A page that needs nothing beside it: styles, scripts and data are in it, and nothing else is ever asked for. */
public final class Page {
    private static final String STYLE = Scripts.resource(Page.class, "report.css");
    private static final String SCRIPT = Scripts.resource(Page.class, "report.js");
    private static final String UNPACK = Scripts.resource(Page.class, "unpack.js");
    private static final String JAVASCRIPT = "text/javascript";
    private static final String JSON = "application/json";

    private final Html html = new Html();
    private final List<Chart> charts = new ArrayList<>();
    private final Map<String, Integer> regions = new HashMap<>();
    private final Map<String, List<List<String>>> values = new LinkedHashMap<>();

    /**
     * What the cells of tables stand for.
     *
     * @param tables by id: column by column, null where that is what a cell shows
     */
    private record Values(Map<String, List<List<String>>> tables) {}

    private Page() {}

    /**
     * Writes a page.
     *
     * @param title of the page
     * @param first stands under the title
     * @param blocks each under its own heading
     */
    public static String html(String title, List<Part> first, List<Block> blocks) {
        return new Page().write(title, first, blocks);
    }

    private String write(String title, List<Part> first, List<Block> blocks) {
        List<String> scripts = List.of(Scripts.echarts(), Scripts.charts(), SCRIPT);
        html.raw("<!DOCTYPE html>")
                .line()
                .open("html", "lang", "en")
                .open("head")
                .line();
        html.raw("<meta charset=\"utf-8\">").line();
        html.open("meta", "http-equiv", "Content-Security-Policy", "content", policy(scripts))
                .line();
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        html.open("meta", "name", "color-scheme", "content", "light dark").line();
        html.element("title", title).line();
        html.raw("<style>").raw(STYLE).raw("</style>").line().close("head").line();
        html.open("body").open("header", "class", "top");
        html.element("p", "Berth", "class", "name");
        contents(blocks);
        html.close("header").line();
        html.open("main", "id", "main");
        html.open("section", "class", "opening", "aria-labelledby", "title");
        html.element("h1", title, "id", "title").line();
        first.forEach(this::part);
        html.close("section").line();
        blocks.forEach(this::block);
        html.close("main").line();
        html.raw("<!-- What draws the charts:\n" + Scripts.licence() + "\n-->").line();
        packed("data", JSON, Chart.json(charts));
        packed("values", JSON, Json.line(new Values(values)));
        scripts.forEach(script -> packed("", JAVASCRIPT, script));
        html.open("script").raw(UNPACK).close("script").line();
        return html.close("body").close("html").line().toString();
    }

    /** A link a block; of several in a group a menu. */
    private void contents(List<Block> blocks) {
        Map<String, List<Block>> groups = new LinkedHashMap<>();
        blocks.forEach(block -> groups.computeIfAbsent(block.group(), group -> new ArrayList<>())
                .add(block));
        html.open("nav", "aria-label", "Sections");
        groups.forEach((group, members) -> {
            if (members.size() == 1) {
                link(members.get(0), group);
                return;
            }
            html.open("details", "class", "menu", "name", "menu");
            html.element("summary", group + " (" + members.size() + ")");
            html.open("div");
            members.forEach(member -> link(member, member.name()));
            html.close("div").close("details");
        });
        html.close("nav");
    }

    private void link(Block block, String words) {
        html.element("a", words, "href", "#at-" + block.id());
    }

    /** Takes a third of the room; the page's first script unpacks it in its place. */
    private void packed(String id, String type, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packing = new GZIPOutputStream(bytes)) {
            packing.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes what is written", e);
        }
        html.open("script", "type", "application/gzip", "data-type", type, "id", id)
                .raw(Base64.getEncoder().encodeToString(bytes.toByteArray()))
                .close("script")
                .line();
    }

    /** Only the page's own scripts run, and nothing is loaded from anywhere; styles are set by the charts too. */
    private static String policy(List<String> scripts) {
        StringBuilder policy = new StringBuilder("default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
                + " base-uri 'none'; form-action 'none'; script-src");
        Stream.concat(Stream.of(UNPACK), scripts.stream())
                .forEach(script ->
                        policy.append(" 'sha256-").append(digest(script)).append('\''));
        return policy.toString();
    }

    private static String digest(String script) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void block(Block block) {
        html.open("section", "id", "at-" + block.id(), "aria-labelledby", block.id() + "-heading");
        html.element("h2", block.heading(), "id", block.id() + "-heading").line();
        block.parts().forEach(this::part);
        html.close("section").line();
    }

    private void part(Part part) {
        if (part instanceof Part.Paragraph paragraph) {
            html.element("p", paragraph.text()).line();
        } else if (part instanceof Part.Note note) {
            html.element("p", note.text(), "class", "note").line();
        } else if (part instanceof Part.Caution caution) {
            html.element("p", caution.text(), "class", "caution").line();
        } else if (part instanceof Part.Quotes quotes) {
            quotes(quotes);
        } else if (part instanceof Table table) {
            if (!table.isEmpty()) {
                table.write(html, regions.merge(table.caption(), 1, Integer::sum));
                values.put(table.id(), table.values());
            }
        } else if (part instanceof Part.Folded folded && !isEmpty(folded)) {
            html.open("details").element("summary", folded.summary()).line();
            folded.parts().forEach(this::part);
            html.close("details").line();
        } else if (part instanceof Part.Drawn drawn) {
            html.open("div", "class", drawn.charts().size() > 1 ? "charts" : "");
            drawn.charts().forEach(this::chart);
            html.close("div").line();
        }
    }

    private static boolean isEmpty(Part.Folded folded) {
        return folded.parts().stream().allMatch(part -> part instanceof Table table && table.isEmpty());
    }

    private void quotes(Part.Quotes quotes) {
        html.open("dl", "class", "quotes");
        for (Part.Quote quote : quotes.quotes()) {
            html.open("div").element("dt", quote.what()).element("dd", quote.figure());
            html.element("dd", quote.about(), "class", "about").close("div");
        }
        html.close("dl").line();
    }

    private void chart(Chart chart) {
        charts.add(chart);
        html.open("figure", "class", "chart", "id", chart.id());
        html.open("figcaption").element("h3", chart.title());
        html.element("p", chart.about(), "class", "about").close("figcaption");
        html.open("div", "class", "plot", "role", "img", "aria-label", chart.title());
        html.raw(
                "<noscript><p class=\"note\">Charts are drawn by a script; the tables hold their numbers.</p></noscript>");
        html.close("div");
        Table.made(html, chart.made());
        html.close("figure").line();
    }
}
