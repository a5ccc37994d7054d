package dev.berth.optimizer.workload;

import java.nio.charset.StandardCharsets;

/** Numbers out of bytes, to the bit as {@link Double#parseDouble} reads them. */
final class Decimals {
    /** Both a whole number below 2^53 and a power of ten up to 10^22 are exact, so that one division rounds once. */
    private static final int EXACT_DIGITS = 15;

    private static final double[] POWERS = new double[EXACT_DIGITS + 1];

    static {
        POWERS[0] = 1;
        for (int power = 1; power < POWERS.length; power++) {
            POWERS[power] = 10 * POWERS[power - 1];
        }
    }

    private Decimals() {}

    /** The number; not a number where there is none. Plain digits with a point, 15 at most, allocate nothing. */
    static double parse(byte[] text, int from, int to) {
        long digits = 0;
        int count = 0;
        int fraction = -1;
        for (int at = from; at < to; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = 10 * digits + digit;
                count++;
                fraction = fraction < 0 ? fraction : fraction + 1;
            } else if (text[at] == '.' && fraction < 0) {
                fraction = 0;
            } else {
                return slow(text, from, to);
            }
            if (count > EXACT_DIGITS) {
                return slow(text, from, to);
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        return fraction > 0 ? (double) digits / POWERS[fraction] : (double) digits;
    }

    private static double slow(byte[] text, int from, int to) {
        String number = new String(text, from, to - from, StandardCharsets.US_ASCII);
        // The characters of decimal numbers only: parseDouble also takes "1d", "0x1p3" and "Infinity".
        if (!number.matches("[-+0-9.eE]+")) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
