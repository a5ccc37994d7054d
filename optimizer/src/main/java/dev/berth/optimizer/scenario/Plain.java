package dev.berth.optimizer.scenario;

import java.math.BigDecimal;

/** Numbers as people read them. */
final class Plain {
    private Plain() {}

    /** Without an exponent. */
    static String text(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
