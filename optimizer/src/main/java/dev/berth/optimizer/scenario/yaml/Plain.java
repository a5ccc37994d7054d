package dev.berth.optimizer.scenario.yaml;

import java.math.BigDecimal;

/** Numbers as people read them. */
public final class Plain {
    private Plain() {}

    /** Without an exponent. */
    public static String text(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
