package dev.berth.optimizer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final long SECOND = 1_000_000_000;

    static Links links(double... ratesAndDelaySeconds) {
        List<Link> links = new ArrayList<>();
        for (int at = 0; at < ratesAndDelaySeconds.length; at += 2) {
            links.add(new Link(
                    "link-" + at, ratesAndDelaySeconds[at], Math.round(ratesAndDelaySeconds[at + 1] * SECOND)));
        }
        return new Links(links, OptionalLong.empty());
    }

    private static Links chunked(Links links, long bytes) {
        return new Links(links.links(), OptionalLong.of(bytes));
    }

    @Test
    void partsEndTogether() {
        // 300 bytes at 10 and 20 a second: 10 s. A delay of 3 s costs 60 bytes: (300 + 60) / 30 s.
        assertEquals(10 * SECOND, links(10, 0, 20, 0).downloadNanos(300));
        assertEquals(12 * SECOND, links(10, 0, 20, 3).downloadNanos(300));
        assertEquals(120, links(10, 0, 20, 3).parts(300)[0], 1e-9);
        assertEquals(180, links(10, 0, 20, 3).parts(300)[1], 1e-9);
    }

    @Test
    void sharesAreThoseOfTheDownloads() {
        assertEquals(1 / 3.0, links(10, 0, 20, 0).share("link-0", new long[] {300, 7}), 1e-12);
        // 120 and 180 of 300 bytes; all of 30, which are there before the other link begins.
        assertEquals(150 / 330.0, links(10, 0, 20, 3).share("link-0", new long[] {300, 30}), 1e-12);
        assertEquals(180 / 330.0, links(10, 0, 20, 3).share("link-2", new long[] {300, 30}), 1e-12);
        assertEquals(0, links(10, 0, 20, 3000).share("link-2", new long[] {300, 30}));
        assertEquals(0, links(10, 0, 20, 3).share("other", new long[] {300}));
    }

    @Test
    void aLinkThatBeginsTooLateIsNotUsed() {
        assertEquals(3 * SECOND, links(10, 0, 1000, 3).downloadNanos(30));
        assertEquals(0, links(10, 0, 1000, 3).parts(30)[1]);
        assertEquals(2 * SECOND, links(10, 0, 1000, 1.99).downloadNanos(20 + 10));
    }

    @Test
    void nothingTakesNoTime() {
        assertEquals(0, links(10, 5).downloadNanos(0));
        assertEquals(0, chunked(links(10, 5), 7).downloadNanos(0));
    }

    @Test
    void aPlainLinkTakesItsBytesAtItsRate() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 1000; round++) {
            long bytes = random.nextLong(1L << 40);
            double rate = 1 + random.nextDouble() * 1e9;
            Links plain = Links.of("backhaul", rate);
            assertTrue(plain.isPlain());
            assertEquals(Math.round((double) bytes / rate * 1e9), plain.downloadNanos(bytes));
        }
    }

    /** Each chunk in turn goes where it would be there first: for equal chunks nothing is sooner. */
    private static double greedySeconds(Links links, long chunks, double size) {
        long[] carried = new long[links.links().size()];
        double last = 0;
        for (long chunk = 0; chunk < chunks; chunk++) {
            int best = 0;
            for (int link = 1; link < carried.length; link++) {
                best = ends(links, link, carried, size) < ends(links, best, carried, size) ? link : best;
            }
            last = ends(links, best, carried, size);
            carried[best]++;
        }
        return last;
    }

    private static double ends(Links links, int link, long[] carried, double size) {
        Link own = links.links().get(link);
        return (double) own.delayNanos() / SECOND + (double) (carried[link] + 1) * size / own.bytesPerSecond();
    }

    @Test
    void wholeChunksTakeAsLongAsTheyMustAndNeverLessThanParts() {
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 2000; round++) {
            Links links = random(random);
            long bytes = 1 + random.nextLong(10_000);
            long most = 1 + random.nextLong(3_000);
            Links chunked = chunked(links, most);
            long chunks = (bytes + most - 1) / most;
            double greedy = greedySeconds(links, chunks, (double) bytes / (double) chunks);
            long nanos = chunked.downloadNanos(bytes);
            assertEquals(greedy * SECOND, (double) nanos, 2);
            assertTrue(nanos >= links.downloadNanos(bytes) - 1);
            assertEquals((double) bytes, Arrays.stream(chunked.parts(bytes)).sum(), 1e-6 * (double) bytes);
        }
    }

    static Links random(SplittableRandom random) {
        double[] figures = new double[2 * (1 + random.nextInt(4))];
        for (int at = 0; at < figures.length; at += 2) {
            figures[at] = 1 + random.nextInt(1000);
            figures[at + 1] = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 10;
        }
        return links(figures);
    }

    @Test
    void partsAddUpAndNoneEndsLater() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 2000; round++) {
            Links links = random(random);
            long bytes = 1 + random.nextLong(100_000);
            double[] parts = links.parts(bytes);
            assertEquals((double) bytes, Arrays.stream(parts).sum(), 1e-6 * (double) bytes);
            double nanos = (double) links.downloadNanos(bytes);
            for (int link = 0; link < parts.length; link++) {
                Link own = links.links().get(link);
                if (parts[link] > 0) {
                    assertEquals(
                            nanos,
                            (double) own.delayNanos() + parts[link] / own.bytesPerSecond() * SECOND,
                            1 + 1e-9 * nanos);
                } else {
                    assertTrue((double) own.delayNanos() >= nanos - 1);
                }
            }
        }
    }

    @Test
    void oddLinksAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Link(" ", 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Link("a", 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Link("a", 1, -1));
        Link one = new Link("a", 1, 0);
        assertThrows(IllegalArgumentException.class, () -> new Links(List.of(), OptionalLong.empty()));
        assertThrows(IllegalArgumentException.class, () -> new Links(List.of(one, one), OptionalLong.empty()));
        assertThrows(IllegalArgumentException.class, () -> new Links(List.of(one), OptionalLong.of(0)));
    }
}
