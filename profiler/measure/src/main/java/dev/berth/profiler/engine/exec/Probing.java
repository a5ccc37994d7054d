package dev.berth.profiler.engine.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.dataset.raw.EngineRow.RequestTime;
import dev.berth.profiler.engine.process.ServingProcess;
import dev.berth.profiler.engine.recipe.Placeholders;
import dev.berth.profiler.engine.recipe.Recipe.Probe;
import dev.berth.record.Json;
import dev.berth.record.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Asks a process that is ready, request by request; the time of each is from before it is sent to its whole answer. */
final class Probing {
    private static final ObjectMapper MAPPER = new ObjectMapper(Json.FACTORY);
    private static final int MOST_ANSWER_BYTES = 64 << 20;

    private final Probe probe;
    private final Placeholders placeholders;
    private final ServingProcess process;
    private final Path answerFile;

    /** @param folder gets the answers of commands */
    Probing(Probe probe, Placeholders placeholders, ServingProcess process, Path folder) {
        this.probe = probe;
        this.placeholders = placeholders;
        this.process = process;
        this.answerFile = folder.resolve("berth-answer");
    }

    /** Steps of each request in their order: the first of the standard number, later ones of every number in turn. */
    List<Integer> plan() {
        List<Integer> each = new ArrayList<>(List.of(probe.steps()));
        each.addAll(probe.otherSteps());
        List<Integer> plan = new ArrayList<>(List.of(probe.steps()));
        for (int i = 0; i < probe.requests(); i++) {
            plan.addAll(each);
        }
        return plan;
    }

    /**
     * Makes one request.
     *
     * @throws IOException where it was not answered as expected; the message says what was asked and why
     */
    RequestTime request(int steps) throws IOException {
        Placeholders words = placeholders.with("steps", Integer.toString(steps));
        return probe.http() != null ? http(new HttpAsk(probe.http(), words), steps) : command(words, steps);
    }

    private RequestTime http(HttpAsk ask, int steps) throws IOException {
        long begin = System.nanoTime();
        HttpAsk.Answer answer;
        try {
            answer = ask.ask(TimeUnit.SECONDS.toNanos(probe.timeoutSeconds()));
        } catch (IOException | IllegalArgumentException fault) {
            throw new IOException(
                    ask.describe() + ": "
                            + process.fault()
                                    .map(why -> "it " + why)
                                    .orElseGet(() -> fault.getMessage() + process.lastLine()),
                    fault);
        }
        long nanos = System.nanoTime() - begin;
        if (!ask.isExpected(answer)) {
            throw new IOException(ask.describe() + ": status " + answer.status() + ", expected "
                    + probe.http().status() + ": " + answer.firstLine());
        }
        return new RequestTime(steps, nanos, tokens(answer.body()));
    }

    private RequestTime command(Placeholders words, int steps) throws IOException {
        List<String> command = words.in(probe.command());
        long begin = System.nanoTime();
        OptionalInt status = process.ask(command, answerFile, TimeUnit.SECONDS.toNanos(probe.timeoutSeconds()));
        long nanos = System.nanoTime() - begin;
        if (status.isEmpty() || status.getAsInt() != 0) {
            throw new IOException("probe " + command.get(0) + ": "
                    + process.fault()
                            .map(why -> "what it asked " + why)
                            .orElseGet(() -> status.isPresent()
                                    ? "status " + status.getAsInt() + ": " + new HttpAsk.Answer(0, answer()).firstLine()
                                    : "no answer within " + probe.timeoutSeconds() + " s (probe.timeoutSeconds)"));
        }
        return new RequestTime(steps, nanos, tokens(answer()));
    }

    private byte[] answer() {
        try (InputStream in = Files.newInputStream(answerFile)) {
            return in.readNBytes(MOST_ANSWER_BYTES);
        } catch (IOException gone) {
            return String.valueOf(gone.getMessage()).getBytes(StandardCharsets.UTF_8);
        }
    }

    private Reading<Long> tokens(byte[] answer) {
        if (probe.tokens() == null) {
            return Reading.notSupported("the recipe does not say where answers tell of tokens");
        }
        try {
            JsonNode told = MAPPER.readTree(answer).at(probe.tokens());
            return told.isIntegralNumber() && told.canConvertToLong() && told.asLong() >= 0
                    ? Reading.measured(told.asLong())
                    : Reading.failed("the answer has no whole number at " + probe.tokens());
        } catch (IOException noJson) {
            return Reading.failed("the answer is no JSON, expected a number at " + probe.tokens());
        }
    }
}
