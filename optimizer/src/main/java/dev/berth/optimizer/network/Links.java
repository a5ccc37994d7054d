package dev.berth.optimizer.network;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Links that a server downloads over side by side. A model is divided into parts, one a link, so that all of them end
 * together, which nothing else beats: with rates r and delays d, B bytes take
 *
 * <pre>
 * T = (B + Σ r_i·d_i) / Σ r_i      over the links with d_i &lt; T; link i carries r_i·(T - d_i) bytes
 * </pre>
 *
 * <p>Equal ends are those of the optimal division in arXiv 2010.04061; the delays are ours. With chunks a model is
 * divided into as few equal ones as may be, and every link carries whole ones: T is the least time by which all are
 * there.
 *
 * @param links at least one, with names of their own
 * @param chunkBytes most bytes of a chunk, >= 1; empty for parts of any size
 */
public record Links(List<Link> links, OptionalLong chunkBytes) {
    private static final double NANO = 1e9;

    public Links {
        links = List.copyOf(links);
        long names = links.stream().map(Link::name).distinct().count();
        if (links.isEmpty() || names < links.size() || chunkBytes.orElse(1) < 1) {
            throw new IllegalArgumentException("out of range: links=" + links + ", chunkBytes=" + chunkBytes
                    + ", expected at least one link, names of their own, and >= 1");
        }
    }

    /** One link by itself, without delay. */
    public static Links of(String name, double bytesPerSecond) {
        return new Links(List.of(new Link(name, bytesPerSecond, 0)), OptionalLong.empty());
    }

    /** Whether downloads take as long as their bytes at one rate. */
    public boolean isPlain() {
        return links.size() == 1 && links.get(0).delayNanos() == 0 && chunkBytes.isEmpty();
    }

    /** Rates of all links together. */
    public double bytesPerSecond() {
        return links.stream().mapToDouble(Link::bytesPerSecond).sum();
    }

    /** What a download takes where nobody else uses the links, in nanoseconds, rounded; 0 for nothing. */
    public long downloadNanos(long bytes) {
        if (bytes == 0) {
            return 0;
        }
        double seconds = seconds((double) bytes, rates(), delays());
        long nanos = Math.round(seconds * NANO);
        return chunkBytes.isPresent() ? chunkedNanos(bytes, nanos) : nanos;
    }

    /**
     * What each link carries of a download, in the order of the links; 0 for those whose delay is too long.
     *
     * @return bytes, with chunks whole ones; together {@code bytes} but for rounding
     */
    public double[] parts(long bytes) {
        double[] parts = new double[links.size()];
        if (bytes == 0) {
            return parts;
        }
        if (chunkBytes.isPresent()) {
            return chunkedParts(bytes);
        }
        double seconds = seconds((double) bytes, rates(), delays());
        for (int link = 0; link < parts.length; link++) {
            parts[link] = Math.max(0, rates()[link] * (seconds - delays()[link]));
        }
        return parts;
    }

    /**
     * The part of several downloads together that a link carries where nobody else uses the links.
     *
     * @param downloads bytes of each
     * @return 0 to 1; 0 where no link has the name
     */
    public double share(String name, long[] downloads) {
        double[] carried = rates();
        if (chunkBytes.isPresent() || links.stream().anyMatch(link -> link.delayNanos() > 0)) {
            double[] parts = new double[carried.length];
            for (long bytes : downloads) {
                double[] own = parts(bytes);
                Arrays.setAll(parts, link -> parts[link] + own[link]);
            }
            // With nothing to download they are as good as any.
            carried = Arrays.stream(parts).sum() > 0 ? parts : carried;
        }
        double share = 0;
        for (int link = 0; link < carried.length; link++) {
            share += links.get(link).name().equals(name) ? carried[link] : 0;
        }
        return share / Arrays.stream(carried).sum();
    }

    double[] rates() {
        return links.stream().mapToDouble(Link::bytesPerSecond).toArray();
    }

    /** In seconds. */
    double[] delays() {
        return links.stream()
                .mapToDouble(link -> (double) link.delayNanos() / NANO)
                .toArray();
    }

    /**
     * The closed form.
     *
     * @param bytes >= 0
     * @param rates bytes per second, >= 0, one of them > 0 where there are bytes
     * @param delays in seconds, >= 0
     */
    static double seconds(double bytes, double[] rates, double[] delays) {
        double seconds = Double.POSITIVE_INFINITY;
        // A link helps exactly where its delay is below the time without it: the least over all first ones is it.
        for (double latest : delays) {
            double carried = bytes;
            double rate = 0;
            for (int link = 0; link < rates.length; link++) {
                if (delays[link] <= latest) {
                    carried += rates[link] * delays[link];
                    rate += rates[link];
                }
            }
            seconds = rate > 0 ? Math.min(seconds, carried / rate) : seconds;
        }
        return seconds;
    }

    private long chunks(long bytes) {
        long most = chunkBytes.orElseThrow();
        return bytes / most + (bytes % most == 0 ? 0 : 1);
    }

    /** @param least the time of parts of any size */
    private long chunkedNanos(long bytes, long least) {
        long chunks = chunks(bytes);
        double size = (double) bytes / (double) chunks;
        long low = Math.max(0, least - 1);
        long high = Long.MAX_VALUE / 4;
        for (Link link : links) {
            double alone = Math.ceil((double) bytes / link.bytesPerSecond() * NANO);
            high = Math.min(high, link.delayNanos() + (long) Math.min(alone, (double) high));
        }
        high++;
        while (low + 1 < high) {
            long middle = low + (high - low) / 2;
            if (carried(middle, size) >= chunks) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private long carried(long nanos, double size) {
        return Arrays.stream(carriedByEach(nanos, size)).sum();
    }

    /** Whole chunks of each link by a time. */
    private long[] carriedByEach(long nanos, double size) {
        return links.stream()
                .mapToLong(link -> (long) Math.floor(
                        (double) Math.max(0, nanos - link.delayNanos()) / NANO * link.bytesPerSecond() / size))
                .toArray();
    }

    private double[] chunkedParts(long bytes) {
        long left = chunks(bytes);
        double size = (double) bytes / (double) left;
        long[] carried = carriedByEach(downloadNanos(bytes), size);
        double[] parts = new double[carried.length];
        for (int link = 0; link < carried.length; link++) {
            long own = Math.min(left, carried[link]);
            parts[link] = (double) own * size;
            left -= own;
        }
        return parts;
    }
}
