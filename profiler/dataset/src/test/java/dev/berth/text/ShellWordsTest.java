package dev.berth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ShellWordsTest {
    @Test
    void whatAShellWouldReadAsSomethingElseIsInQuotes() {
        assertEquals(
                "berth plan --out 'my folder/p.json' 'it'\\''s' a_b-1.2/c",
                ShellWords.of("berth", "plan", "--out", "my folder/p.json", "it's", "a_b-1.2/c"));
        assertEquals("'~/x' '' '$HOME'", ShellWords.of("~/x", "", "$HOME"));
    }
}
