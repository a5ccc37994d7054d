package dev.berth.profiler.cli.plan;

import dev.berth.record.BadOptionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which shard of how many.
 *
 * @param number from 1 to {@code count}
 * @param count into how many a plan is divided
 */
public record ShardNumber(int number, int count) {
    /** The whole plan. */
    public static final ShardNumber WHOLE = new ShardNumber(1, 1);

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    /**
     * As users write it.
     *
     * @throws BadOptionException where it is none
     */
    public static ShardNumber of(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new BadOptionException(
                    "--shard '" + text + "' is no shard, expected for example 2/8: the second of 8");
        }
        ShardNumber shard = new ShardNumber(Integer.parseInt(written.group(1)), Integer.parseInt(written.group(2)));
        if (shard.number < 1 || shard.number > shard.count) {
            throw new BadOptionException("--shard " + text + " is out of range, expected 1/" + Math.max(1, shard.count)
                    + " to " + Math.max(1, shard.count) + "/" + Math.max(1, shard.count));
        }
        return shard;
    }
}
