package dev.berth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.text.TextTable.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static TextTable table() {
        TextTable table = new TextTable(List.of(
                Column.name("model"),
                Column.figure("size").asDetail(1),
                Column.figure("p99 ms").asDetail(2),
                Column.figure("cost")));
        table.add(List.of("a-model-of-a-rather-long-name", "12 MB", "0.5", "1.000000"));
        return table;
    }

    @Test
    void everythingIsShownWhereThereIsRoom() {
        assertEquals(
                List.of(
                        "                                      p99",
                        "model                           size   ms      cost",
                        "a-model-of-a-rather-long-name  12 MB  0.5  1.000000"),
                table().lines(80));
    }

    /** Details before names, the highest first; what is left out is named. */
    @Test
    void detailsAreLeftOutAndNamesCutToFit() {
        String more = "(more in a wider terminal, with COLUMNS=200 or in the JSON: ";
        List<String> lines = table().lines(40);

        assertEquals(
                List.of("model                     size      cost", "a-model-of-…r-long-name  12 MB  1.000000"),
                lines.subList(0, 2));
        assertEquals(TextTable.wrapped(more + "p99 ms)", 40), lines.subList(2, lines.size()));
        lines = table().lines(32);
        assertEquals(
                List.of("model                       cost", "a-model-of-…-long-name  1.000000"), lines.subList(0, 2));
        assertEquals(TextTable.wrapped(more + "size, p99 ms)", 32), lines.subList(2, lines.size()));
    }

    @Test
    void columnsStandBelowEachOtherWhateverTheScript() {
        TextTable table = new TextTable(List.of(TextTable.Column.name("model"), TextTable.Column.figure("size")));
        table.add(List.of("模型 ünï", "1 MB"));
        table.add(List.of("abcdefgh", "12 MB"));

        assertEquals(List.of("model      size", "模型 ünï   1 MB", "abcdefgh  12 MB"), table.lines(80));
    }

    @Test
    void longLinesAreBrokenBetweenWords() {
        assertEquals(List.of("one two", "    three"), TextTable.wrapped("one two three", 9));
    }
}
