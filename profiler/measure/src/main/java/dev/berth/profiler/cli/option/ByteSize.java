package dev.berth.profiler.cli.option;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as people write them: {@code 5GB}, {@code 512MiB}, {@code 1000000}. */
public final class ByteSize implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)(i?)b?", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Integer> POWERS = Map.of("", 0, "k", 1, "m", 2, "g", 3, "t", 4);
    private static final int DECIMAL = 1000;
    private static final int BINARY = 1024;

    /** @return bytes, >= 1 */
    @Override
    public Long convert(String text) {
        Matcher size = SIZE.matcher(text);
        if (size.matches() && !(size.group(2).isEmpty() && !size.group(3).isEmpty())) {
            long bytes = Long.parseLong(size.group(1));
            int power = POWERS.get(size.group(2).toLowerCase(Locale.ROOT));
            for (int i = 0; i < power; i++) {
                bytes = saturated(bytes, size.group(3).isEmpty() ? DECIMAL : BINARY);
            }
            if (bytes > 0) {
                return bytes;
            }
        }
        throw new TypeConversionException("'" + text + "' is no size, expected for example 5GB, 512MiB or 1000000");
    }

    private static long saturated(long value, int factor) {
        return value > Long.MAX_VALUE / factor ? Long.MAX_VALUE : value * factor;
    }
}
