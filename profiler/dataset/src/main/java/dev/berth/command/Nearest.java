package dev.berth.command;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The word that was probably meant where another was typed. */
public final class Nearest {
    /** A word of three letters may have one wrong, one of six two. */
    private static final int LETTERS_PER_SLIP = 3;

    private Nearest() {}

    /**
     * The closest word.
     *
     * @param typed what was typed
     * @param words what could have been
     * @return empty where none is close
     */
    public static Optional<String> to(String typed, Iterable<String> words) {
        String lower = typed.toLowerCase(Locale.ROOT);
        return StreamSupport.stream(words.spliterator(), false)
                .filter(word ->
                        slips(lower, word.toLowerCase(Locale.ROOT)) <= allowed(lower, word) || isBeginning(lower, word))
                .min(Comparator.comparingInt(word -> slips(lower, word.toLowerCase(Locale.ROOT))));
    }

    /** The same as the end of a message, {@code "; did you mean plan?"}; empty where no word is close. */
    public static String hint(String typed, Iterable<String> words) {
        return to(typed, words).map(word -> "; did you mean " + word + "?").orElse("");
    }

    private static int allowed(String typed, String word) {
        return Math.max(1, Math.min(typed.length(), word.length()) / LETTERS_PER_SLIP);
    }

    private static boolean isBeginning(String typed, String word) {
        return typed.length() >= LETTERS_PER_SLIP
                && word.toLowerCase(Locale.ROOT).startsWith(typed);
    }

    /** Letters to put in, take out, change, or swap with their neighbour (Damerau's distance, each place once). */
    private static int slips(String a, String b) {
        int[][] slips = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    slips[i][j] = i + j;
                    continue;
                }
                int changed = slips[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                slips[i][j] = Math.min(changed, 1 + Math.min(slips[i - 1][j], slips[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    slips[i][j] = Math.min(slips[i][j], slips[i - 2][j - 2] + 1);
                }
            }
        }
        return slips[a.length()][b.length()];
    }
}
