package dev.berth.optimizer.solve.learned;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.record.Json;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Require;
import dev.berth.record.Schema;
import dev.berth.record.SchemaVersion;
import dev.berth.schema.Description;
import dev.berth.schema.NotEmpty;
import dev.berth.schema.Range;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@Description("A denoising network that the solver learned draws plans with, and how it was trained.")
@SchemaVersion(value = DenoiserFile.SCHEMA_VERSION, remedy = "make it again with 'berth train'")
public record DenoiserFile(
        @Description("version of this format, 1") int schemaVersion,

        @Description("command that made it, without where its result went; not told where a program did")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        String command,

        @Description("how it was trained, and what it is worth on problems that it was not trained on")
        Training training,

        @Description("units of each layer, inputs first, one output last") @NotEmpty
        List<Integer> layers,

        @Description("weights, those of the last layer first: a row a unit, its bias last") @NotEmpty
        List<Double> weights) {
    static final int SCHEMA_VERSION = 1;

    /** Most units of a layer, and layers. */
    static final int MOST_UNITS = 1024;

    private static final int MOST_LAYERS = 8;
    private static final String SHIPPED = "denoiser.json";

    /** Its JSON Schema. */
    public static final Schema SCHEMA = new Schema("denoiser", "Berth denoiser", DenoiserFile.class);

    /**
     * How a network was trained.
     *
     * @param seed of problems, weights and noise
     */
    @Description("How a network was trained.")
    public record Training(
            @Description("seed of problems, first weights and noise")
            long seed,

            @Description("problems whose cheapest plans it was trained on") @Range(least = 1)
            int problems,

            @Description("times it saw each of them, with other noise each time") @Range(least = 1)
            int epochs,

            @Description("other problems that it is held against") @Range(least = 1)
            int heldOutProblems,

            @Description("mean square error on these, of values from -1 to 1, before training")
            double lossBefore,

            @Description("the same after training") double lossAfter,

            @Description("mean of what its plans cost there more than the cheapest, of that cost")
            double meanGap,

            @Description("the same of plans by the network before training")
            double meanGapBefore) {
        public Training {
            Require.atLeast("problems", problems, 1);
            Require.atLeast("epochs", epochs, 1);
            Require.atLeast("heldOutProblems", heldOutProblems, 1);
            Require.notNegative("lossBefore", lossBefore);
            Require.notNegative("lossAfter", lossAfter);
            Require.notNegative("meanGap", meanGap);
            Require.notNegative("meanGapBefore", meanGapBefore);
        }
    }

    public DenoiserFile {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.present("training", training);
        layers = Require.list("layers", layers);
        weights = Require.list("weights", weights);
        requireLayers(layers);
        long expected = 0;
        for (int layer = 1; layer < layers.size(); layer++) {
            expected += (layers.get(layer - 1) + 1L) * layers.get(layer);
        }
        if (weights.size() != expected) {
            throw new IllegalArgumentException(
                    "out of range: weights of " + weights.size() + ", expected " + expected + " as layers have");
        }
        weights.forEach(weight -> Require.finite("weights", weight));
    }

    private static void requireLayers(List<Integer> layers) {
        boolean isOne = layers.size() >= 2
                && layers.size() <= MOST_LAYERS
                && layers.get(0) == Inputs.COUNT
                && layers.get(layers.size() - 1) == 1;
        if (!isOne || layers.stream().anyMatch(units -> units < 1 || units > MOST_UNITS)) {
            throw new IllegalArgumentException("out of range: layers=" + layers + ", expected 2 to " + MOST_LAYERS
                    + " of 1 to " + MOST_UNITS + " units, " + Inputs.COUNT + " in the first and 1 in the last");
        }
    }

    /** What was trained. */
    public static DenoiserFile of(Denoiser denoiser, Training training) {
        List<Double> weights = new ArrayList<>();
        for (double weight : denoiser.weights()) {
            weights.add(weight);
        }
        return new DenoiserFile(SCHEMA_VERSION, null, training, denoiser.layers(), weights);
    }

    /** The same with the command that made it. */
    public DenoiserFile madeBy(String made) {
        return new DenoiserFile(schemaVersion, made, training, layers, weights);
    }

    /**
     * Reads one.
     *
     * @throws dev.berth.record.BadInputException naming file, line and key of the first fault
     */
    public static DenoiserFile read(Path file) {
        return Json.read(file, DenoiserFile.class);
    }

    /**
     * Writes it, and its schema beside it.
     *
     * @throws IOException where it cannot be written
     */
    public void write(Path file) throws IOException {
        Json.write(file, this);
        SCHEMA.writeBeside(file);
    }

    /** The one that is shipped. */
    static DenoiserFile shipped() {
        try (InputStream resource = DenoiserFile.class.getResourceAsStream(SHIPPED)) {
            return Json.parse(SHIPPED, 1, resource.readAllBytes(), DenoiserFile.class);
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }
}
