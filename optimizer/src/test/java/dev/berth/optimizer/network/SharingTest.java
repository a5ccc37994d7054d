package dev.berth.optimizer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SharingTest {
    private static final long SECOND = 1_000_000_000;
    private static final String METRO = "metro";

    private static Links links(Link... links) {
        return new Links(List.of(links), OptionalLong.empty());
    }

    private static Link metro(double rate) {
        return new Link(METRO, rate, 0);
    }

    private static Sharing sharing(double rate, Links... servers) {
        return new Sharing(new SharedLinks(List.of(servers), Map.of(METRO, rate)));
    }

    private static void begin(Sharing sharing, Links links, int server, long now, long bytes) {
        sharing.begin(server, now, bytes, links.downloadNanos(bytes));
    }

    @Test
    void aLinkDividesItselfEquallyAndIsWholeAgain() {
        Links only = links(metro(10));
        Sharing sharing = sharing(10, only, only);
        begin(sharing, only, 0, 0, 100);
        assertEquals(10 * SECOND, sharing.endNanos(0));
        assertEquals(2, sharing.slowness(1));
        // 60 bytes are left after 4 s: 12 s at half the rate.
        begin(sharing, only, 1, 4 * SECOND, 20);
        assertEquals(16 * SECOND, sharing.endNanos(0));
        assertEquals(8 * SECOND, sharing.endNanos(1));
        sharing.end(1, 8 * SECOND);
        assertEquals(Sharing.IDLE, sharing.endNanos(1));
        // 40 bytes are left.
        assertEquals(12 * SECOND, sharing.endNanos(0));
    }

    @Test
    void whatASlowServerLeavesTheOthersGet() {
        List<Links> servers = List.of(links(metro(2)), links(metro(10)), links(metro(10)));
        Sharing sharing = sharing(10, servers.toArray(Links[]::new));
        for (int server = 0; server < 3; server++) {
            begin(sharing, servers.get(server), server, 0, 40);
        }
        // 2, 4 and 4 bytes a second.
        assertEquals(20 * SECOND, sharing.endNanos(0));
        assertEquals(10 * SECOND, sharing.endNanos(1));
        assertEquals(10 * SECOND, sharing.endNanos(2));
    }

    @Test
    void aDownloadGoesOnOverItsOwnLinksWhereOthersTakeTheSharedOne() {
        Links both = links(new Link("own", 5, 0), metro(10));
        Sharing sharing = sharing(10, both, links(metro(10)));
        begin(sharing, both, 0, 0, 150);
        assertEquals(10 * SECOND, sharing.endNanos(0));
        // After 2 s 120 bytes are left, at 5 + 5 a second.
        begin(sharing, links(metro(10)), 1, 2 * SECOND, 1000);
        assertEquals(14 * SECOND, sharing.endNanos(0));
        assertEquals(1.5, sharing.slowness(0));
    }

    @Test
    void aDelayThatIsNotOverYetGoesOn() {
        Links late = links(new Link("own", 5, 0), new Link(METRO, 10, 6 * SECOND));
        Sharing sharing = sharing(10, late, links(metro(10)));
        begin(sharing, late, 0, 0, 120);
        assertEquals(12 * SECOND, sharing.endNanos(0));
        // 110 bytes are left after 2 s; the metro brings its 5 a second from 6 s on: 5 t + 5 (t - 4) = 110.
        begin(sharing, links(metro(10)), 1, 2 * SECOND, 1000);
        assertEquals(15 * SECOND, sharing.endNanos(0));
    }

    @Test
    void onFreeLinksItTakesWhatIsPlanned() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 2000; round++) {
            Links links = LinksTest.random(random);
            if (random.nextBoolean()) {
                links = new Links(links.links(), OptionalLong.of(1 + random.nextInt(500)));
            }
            Map<String, Double> shared =
                    Map.of(links.links().get(0).name(), links.links().get(0).bytesPerSecond());
            Sharing sharing = new Sharing(new SharedLinks(List.of(links, links), shared));
            long now = random.nextLong(1L << 50);
            long bytes = random.nextLong(100_000);
            begin(sharing, links, 1, now, bytes);
            assertEquals(now + links.downloadNanos(bytes), sharing.endNanos(1));
        }
    }

    /** Without delays the bytes of all downloads and the rates of all links say when the last one ends. */
    @Test
    void noByteIsLostAndALinkThatIsAskedForNeverRests() {
        SplittableRandom random = new SplittableRandom(8);
        for (int round = 0; round < 500; round++) {
            int count = 2 + random.nextInt(4);
            List<Links> servers = new ArrayList<>();
            long all = 0;
            double whole = 50;
            for (int server = 0; server < count; server++) {
                servers.add(links(metro(whole)));
            }
            Sharing sharing = sharing(whole, servers.toArray(Links[]::new));
            long now = 0;
            for (int server = 0; server < count; server++) {
                long bytes = 1000 + random.nextLong(1000);
                all += bytes;
                begin(sharing, servers.get(server), server, now, bytes);
                now += random.nextLong(SECOND);
            }
            long last = 0;
            for (int ended = 0; ended < count; ended++) {
                int first = 0;
                for (int server = 0; server < count; server++) {
                    first = sharing.endNanos(server) < sharing.endNanos(first) ? server : first;
                }
                assertTrue(sharing.endNanos(first) >= last);
                last = sharing.endNanos(first);
                sharing.end(first, last);
            }
            assertEquals((double) all / whole * SECOND, (double) last, 100);
        }
    }
}
