package dev.berth.optimizer.scenario;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A capacity: bytes, or a share of what all models of the dataset take together.
 *
 * @param value bytes, or a share from 0 to 1; exactly as it is written
 * @param isFraction whether it is a share
 */
public record Amount(BigDecimal value, boolean isFraction) {
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** A share of all models, 0 to 1. */
    public static Amount share(BigDecimal value) {
        return new Amount(value, true);
    }

    /** The capacity in bytes, rounded down once, where all models together take {@code totalBytes}. */
    long bytes(BigInteger totalBytes) {
        BigDecimal exact = isFraction ? value.multiply(new BigDecimal(totalBytes)) : value;
        return exact.min(MOST).setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    @Override
    public String toString() {
        return isFraction
                ? value.movePointRight(2).stripTrailingZeros().toPlainString() + " % of all models"
                : value.toPlainString() + " bytes";
    }
}
