package dev.berth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InkTest {
    @Test
    void onATerminalWarningsAreYellowAndFaultsRed() {
        assertEquals("as it is", Ink.PLAIN.of("as it is", true));
        assertEquals("\u001b[33mlook out\u001b[0m", Ink.WARNING.of("look out", true));
        assertEquals("\u001b[31mbroken\u001b[0m", Ink.FAULT.of("broken", true));
    }

    /** The colour of the line goes on behind what is bold. */
    @Test
    void whatIsBoldEndsWhereItIsToEnd() {
        assertEquals("a \u001b[1mb\u001b[0m c", Ink.PLAIN.of("a " + Ink.bold("b") + " c", true));
        assertEquals(
                "\u001b[33ma \u001b[1mb\u001b[0m\u001b[33m c\u001b[0m",
                Ink.WARNING.of("a " + Ink.bold("b") + " c", true));
    }

    @ParameterizedTest
    @EnumSource
    void elsewhereTheTextStandsAlone(Ink ink) {
        assertEquals("a b c", ink.of("a " + Ink.bold("b") + " c", false));
    }

    /** Names of models may hold anything: they do not paint the terminal. */
    @ParameterizedTest
    @EnumSource
    void whatALineBringsItselfIsShownAndNotObeyed(Ink ink) {
        String hostile = "x\u001b[31mred\u0007";

        assertFalse(ink.of(hostile, false).contains("\u001b"));
        assertFalse(ink.of(hostile, true).contains("\u001b[31mred"));
        assertFalse(ink.of(hostile, true).contains("\u0007"));
    }
}
