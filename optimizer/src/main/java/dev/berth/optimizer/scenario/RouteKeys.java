package dev.berth.optimizer.scenario;

import dev.berth.optimizer.route.CrashRule;
import dev.berth.optimizer.route.Network;
import dev.berth.optimizer.route.RouteTerms;
import dev.berth.optimizer.route.Routes;
import dev.berth.optimizer.scenario.yaml.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads what a scenario says of routes between its servers. */
final class RouteKeys {
    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;

    private RouteKeys() {}

    /** @param names of the servers; none where they could not be read */
    static Routes read(Keys keys, List<String> names) {
        long delay = Math.round(keys.number("delayMillis") * MILLI);
        Map<Network.Pair, Long> between = keys.has("between") ? between(keys.mappings("between"), names) : Map.of();
        for (String bytes : List.of("requestBytes", "answerBytes")) {
            if (keys.has(bytes) && !keys.has("bytesPerSecond")) {
                keys.fault(bytes, "expected bytesPerSecond too, found none; add it or leave the bytes out");
            }
        }
        double rate = keys.optionalNumber("bytesPerSecond").orElse(Double.POSITIVE_INFINITY);
        long request = sendingNanos(keys, "requestBytes", rate);
        long answer = sendingNanos(keys, "answerBytes", rate);
        Optional<CrashRule> crash = keys.has("crash") ? Optional.of(crash(keys.mapping("crash"))) : Optional.empty();
        RouteTerms.Learning learning =
                keys.has("learning") ? learning(keys.mapping("learning")) : RouteTerms.Learning.USUAL;
        keys.end();
        return new Routes(new Network(delay, between, request, answer), crash, learning);
    }

    private static long sendingNanos(Keys keys, String bytes, double rate) {
        return Math.round((double) keys.optionalWhole(bytes).orElse(0) / rate * SECOND);
    }

    private static Map<Network.Pair, Long> between(List<Keys> pairs, List<String> names) {
        Map<Network.Pair, Long> between = new HashMap<>();
        for (Keys pair : pairs) {
            List<Integer> ends = new ArrayList<>();
            for (String end : List.of("from", "to")) {
                String name = pair.text(end);
                int server = names.indexOf(name);
                if (server < 0 && pair.has(end) && !names.isEmpty()) {
                    pair.fault(end, "expected the name of a server, found " + name + ", which none has");
                }
                ends.add(server);
            }
            long delay = Math.round(pair.number("delayMillis") * MILLI);
            if (!ends.contains(-1)) {
                Network.Pair servers = Network.Pair.of(ends.get(0), ends.get(1));
                if (servers.one() == servers.other()) {
                    pair.fault("to", "expected another server, found " + names.get(servers.one()) + " again");
                } else if (between.put(servers, delay) != null) {
                    pair.fault("to", "expected each pair once, found this one again");
                }
            }
            pair.end();
        }
        return between;
    }

    private static CrashRule crash(Keys keys) {
        if (!keys.has("waitingSeconds") && !keys.has("workSeconds")) {
            keys.fault("expected waitingSeconds or workSeconds, found neither; add the limit");
        }
        CrashRule rule = new CrashRule(
                limit(keys, "waitingSeconds"),
                limit(keys, "workSeconds"),
                limit(keys, "penaltySeconds").orElse(0),
                limit(keys, "unfinishedPenaltySeconds").orElse(0));
        keys.end();
        return rule;
    }

    private static OptionalLong limit(Keys keys, String key) {
        OptionalDouble seconds = keys.optionalNumber(key);
        return seconds.isPresent() ? OptionalLong.of(Math.round(seconds.getAsDouble() * SECOND)) : OptionalLong.empty();
    }

    private static RouteTerms.Learning learning(Keys keys) {
        RouteTerms.Learning usual = RouteTerms.Learning.USUAL;
        RouteTerms.Learning learning = new RouteTerms.Learning(
                keys.optionalNumber("exploration").orElse(usual.exploration()),
                keys.optionalNumber("memoryRequests").orElse(usual.memoryRequests()),
                (int) keys.optionalWhole("roundRequests").orElse(usual.roundRequests()));
        keys.end();
        return learning;
    }
}
