package dev.berth.command;

import dev.berth.text.Figures;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Amounts as people write them in options, one form each for every command: durations, sizes and shares. */
public final class Amount {
    private static final String NUMBER = "(\\d{1,9}(?:\\.\\d{1,9})?)";
    private static final String UNIT = " ?(ms|s|min|m|h)";
    private static final Pattern TIME =
            Pattern.compile(NUMBER + "|(?:" + NUMBER + UNIT + " ?)+", Pattern.CASE_INSENSITIVE);
    private static final Pattern PART = Pattern.compile(NUMBER + UNIT, Pattern.CASE_INSENSITIVE);
    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,12})(\\.\\d{1,9})? ?(?:([kmgt])(i?b)?|b)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SHARE = Pattern.compile(NUMBER + " ?(%)?");
    private static final String POWERS = "kmgt";
    private static final Map<String, BigDecimal> NANOS = Map.of(
            "ms", BigDecimal.valueOf(1_000_000L),
            "s", BigDecimal.valueOf(1_000_000_000L),
            "m", BigDecimal.valueOf(60_000_000_000L),
            "min", BigDecimal.valueOf(60_000_000_000L),
            "h", BigDecimal.valueOf(3_600_000_000_000L));

    private Amount() {}

    /** {@code 90s}, {@code 20m}, {@code 1.5h}, {@code 1m30s}, {@code 500ms}; a bare number is seconds. */
    public static final class OfTime implements ITypeConverter<Duration> {
        /** @return >= 0 */
        @Override
        public Duration convert(String text) {
            Matcher time = TIME.matcher(text);
            if (!time.matches()) {
                throw new TypeConversionException("'" + text + "' is no time, expected for example 90s, 20m or 2h");
            }
            if (time.group(1) != null) {
                return nanos(text, "s");
            }
            return PART.matcher(text)
                    .results()
                    .map(part -> nanos(part.group(1), part.group(2)))
                    .reduce(Duration.ZERO, Duration::plus);
        }

        private static Duration nanos(String number, String unit) {
            return Duration.ofNanos(new BigDecimal(number)
                    .multiply(NANOS.get(unit.toLowerCase(Locale.ROOT)))
                    .longValue());
        }
    }

    /**
     * {@code 2m} and {@code 2MiB} are powers of two, {@code 2MB} is two million bytes, as people who sell storage
     * count; a bare number is bytes.
     */
    public static class OfSize implements ITypeConverter<Long> {
        /** @return bytes, >= 1 */
        @Override
        public Long convert(String text) {
            long bytes = bytes(text);
            if (bytes < 1) {
                throw noSize(text);
            }
            return bytes;
        }

        /**
         * The same, 0 among them.
         *
         * @throws TypeConversionException where it is no size
         */
        public static long bytes(String text) {
            Matcher size = SIZE.matcher(text);
            if (!size.matches()) {
                throw noSize(text);
            }
            if (size.group(3) == null) {
                if (size.group(2) != null) {
                    throw noSize(text);
                }
                return Long.parseLong(size.group(1));
            }
            int factor = "b".equalsIgnoreCase(size.group(4)) ? 1000 : 1024;
            String part = size.group(2) == null ? "" : size.group(2);
            return new BigDecimal(size.group(1) + part)
                    .multiply(BigDecimal.valueOf(factor)
                            .pow(1 + POWERS.indexOf(size.group(3).toLowerCase(Locale.ROOT))))
                    .min(BigDecimal.valueOf(Long.MAX_VALUE))
                    .longValue();
        }

        private static TypeConversionException noSize(String text) {
            return new TypeConversionException(
                    "'" + text + "' is no size, expected for example 2m or 2MiB, 5GB or 1000000");
        }
    }

    /** A size of memory that programs work in, of which less than a mebibyte is one whose unit was forgotten. */
    public static final class OfMemory extends OfSize {
        private static final long LEAST_BYTES = 1L << 20;

        /** @return bytes, >= 1 MiB */
        @Override
        public Long convert(String text) {
            long bytes = super.convert(text);
            if (bytes < LEAST_BYTES) {
                throw new TypeConversionException("'" + text + "' is " + Figures.bytes(bytes)
                        + ", expected 1.05 MB (1m) or more; a bare number is bytes, write for example 512m or 2g");
            }
            return bytes;
        }
    }

    /** {@code 0.3} and {@code 30%} are the same; more than the whole only as percent. */
    public static class OfShare implements ITypeConverter<Double> {
        /** @return >= 0 */
        @Override
        public Double convert(String text) {
            Matcher share = SHARE.matcher(text);
            if (!share.matches()) {
                throw new TypeConversionException("'" + text + "' is no share, expected for example 0.3 or 30%");
            }
            BigDecimal number = new BigDecimal(share.group(1));
            if (share.group(2) != null) {
                return number.movePointLeft(2).doubleValue();
            }
            if (number.compareTo(BigDecimal.ONE) > 0) {
                throw new TypeConversionException(
                        "'" + text + "' is more than the whole, expected a share up to 1, or percent as " + text + "%");
            }
            return number.doubleValue();
        }
    }

    /**
     * A share of a few per cent, which people know in percent: a bare number that would be more than a fifth is one of
     * those who forgot the sign.
     */
    public static final class OfSmallShare extends OfShare {
        private static final double MOST_BARE = 0.2;

        /** @return >= 0 */
        @Override
        public Double convert(String text) {
            double share = super.convert(text);
            if (share > MOST_BARE && !text.endsWith("%")) {
                throw new TypeConversionException("'" + text + "' would be " + Figures.percent(share, 0)
                        + "; expected as a share: " + Figures.plain(share / 100) + ", or " + text + "%");
            }
            return share;
        }
    }
}
