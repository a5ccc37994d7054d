package dev.berth.optimizer.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkupTest {
    @Test
    void hiddenCharactersAreShownEscapedInTheDocument() {
        assertEquals("a\\u0007b&#39;\\u202e&lt;", Markup.escape("a\u0007b'\u202e<"));
    }

    @Test
    void regionsOfOnePageHaveNamesOfTheirOwn() {
        Table one = new Table("a", "Methods", "", "", List.of(Table.Column.text("method", "method")));
        one.add("", "", List.of(Cell.text("lru")));
        Table other = new Table("b", "Methods", "", "", List.of(Table.Column.text("method", "method")));
        other.add("", "", List.of(Cell.text("lfu")));

        String page = Page.html("title", List.of(one, other), List.of());

        assertTrue(page.contains("aria-label=\"Table: Methods\""), page);
        assertTrue(page.contains("aria-label=\"Table: Methods, 2\""), page);
    }

    @Test
    void aTableHoldsTheValueBehindWhatItShows() {
        Table table = new Table(
                "t",
                "<caption>",
                "about",
                "./berth <command>",
                List.of(Table.Column.text("model", "model"), Table.Column.figure("size", "bytes")));
        table.add("m", "", List.of(Cell.text("<b>"), Cell.bytes(1536)));
        Html html = new Html();
        table.write(html, 1);

        String text = html.toString();
        assertTrue(text.contains("<td>1.54 kB</td>"), text);
        assertEquals(List.of("1536"), table.values().get(1));
        assertTrue(text.contains("scope=\"row\""), text);
        assertTrue(text.contains("<code>./berth &lt;command&gt;</code>"), text);
        assertFalse(text.contains("<b>"), text);
    }
}
