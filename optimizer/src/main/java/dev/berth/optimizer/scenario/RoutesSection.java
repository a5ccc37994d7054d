package dev.berth.optimizer.scenario;

import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.record.MayBeAbsent;
import dev.berth.schema.Description;
import dev.berth.schema.NotEmpty;
import dev.berth.schema.Range;
import dev.berth.schema.Rule;
import dev.berth.schema.Text;
import java.util.List;

@Description("What lies between servers, and what happens to one that is overloaded.")
@Rule("{\"if\": {\"anyOf\": [{\"required\": [\"requestBytes\"]}, {\"required\": [\"answerBytes\"]}]},"
        + " \"then\": {\"required\": [\"bytesPerSecond\"]}}")
record RoutesSection(
        @Description("network delay one way between any two servers") @Range(least = 0, most = MOST_MILLIS)
        double delayMillis,

        @Description("other delays between single pairs of servers") @NotEmpty @MayBeAbsent
        List<PairSection> between,

        @Description(
                "rate at which one request or answer goes between servers; as if none had any bytes where left out")
        @Range(least = Keys.LEAST_POSITIVE)
        @MayBeAbsent
        double bytesPerSecond,

        @Description("bytes of a request; 0 where left out") @Range(least = 0, most = Keys.MOST_EXACT) @MayBeAbsent
        long requestBytes,

        @Description("bytes of an answer; 0 where left out") @Range(least = 0, most = Keys.MOST_EXACT) @MayBeAbsent
        long answerBytes,

        @Description("when a server is overloaded; never where left out") @MayBeAbsent
        CrashSection crash,

        @Description("how routers learn that do") @MayBeAbsent
        LearningSection learning) {
    static final double MOST_MILLIS = 1e9;
    static final double MOST_SECONDS = 1e9;

    @Description("A pair of servers, whichever way.")
    record PairSection(
            @Description("one of them, by name") @Text String from,
            @Description("the other") @Text String to,

            @Description("network delay one way") @Range(least = 0, most = MOST_MILLIS)
            double delayMillis) {}

    @Description("When a server is overloaded: a request that comes to it beyond a limit is lost, and so are all others"
            + " there, being served, queued or waiting for a load. Models stay, and the server goes on at once.")
    @Rule("{\"anyOf\": [{\"required\": [\"waitingSeconds\"]}, {\"required\": [\"workSeconds\"]}]}")
    record CrashSection(
            @Description("limit of what a request would wait for the device")
            @Range(least = 0, most = MOST_SECONDS)
            @MayBeAbsent
            double waitingSeconds,

            @Description("limit of what all requests of the server still take together, the new one included")
            @Range(least = 0, most = MOST_SECONDS)
            @MayBeAbsent
            double workSeconds,

            @Description("charged for each lost request, as if it had waited so much longer; 0 where left out")
            @Range(least = 0, most = MOST_SECONDS)
            @MayBeAbsent
            double penaltySeconds,

            @Description("the same, times the share of its serving that was not done; 0 where left out")
            @Range(least = 0, most = MOST_SECONDS)
            @MayBeAbsent
            double unfinishedPenaltySeconds) {}

    @Description("How routers learn.")
    record LearningSection(
            @Description(
                    "width of the confidence of ucb1 and lin-ucb and of the belief of thompson; 0.5 where left out")
            @Range(least = 0, most = 1e6)
            @MayBeAbsent
            double exploration,

            @Description(
                    "requests after which an answer counts 1/e of a new one, for the same three; nothing is forgotten"
                            + " where left out")
            @Range(least = 1, most = 1e15)
            @MayBeAbsent
            double memoryRequests,

            @Description("answers between two shifts of best-response; 25 where left out")
            @Range(least = 1, most = 1_000_000)
            @MayBeAbsent
            int roundRequests) {}
}
