package dev.berth.optimizer.scenario.services;

import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.record.MayBeAbsent;
import dev.berth.schema.Description;
import dev.berth.schema.NotEmpty;
import dev.berth.schema.OneOf;
import dev.berth.schema.Range;
import dev.berth.schema.Rule;
import dev.berth.schema.Text;
import java.util.List;

@Description("What requests ask for, where that is more than one model kept in one way. Quality is a figure from 0 to 1"
        + " that the scenario states; the cloud's is 1.")
@Rule({
    "{\"not\": {\"required\": [\"steps\", \"cascade\"]}}",
    "{\"not\": {\"required\": [\"minResidency\", \"updates\"],"
            + " \"properties\": {\"minResidency\": {\"enum\": [\"stored\", \"loaded\"]}}}}",
    "{\"not\": {\"required\": [\"minResidency\"], \"properties\": {\"minResidency\":"
            + " {\"enum\": [\"stored\", \"loaded\"]}, \"variants\": {\"type\": \"array\", \"minItems\": 2}}}}",
    "{\"not\": {\"required\": [\"minResidency\", \"cascade\"], \"properties\": {\"minResidency\": {\"const\":"
            + " \"loaded\"}, \"cascade\": {\"required\": [\"bytesPerSecond\"]}}}}",
    "{\"not\": {\"required\": [\"minResidency\", \"maxResidency\"], \"properties\": {\"minResidency\": {\"const\":"
            + " \"loaded\"}, \"maxResidency\": {\"enum\": [\"absent\", \"stored\", \"hosted\"]}}}}",
    "{\"not\": {\"required\": [\"minResidency\", \"maxResidency\"], \"properties\": {\"minResidency\": {\"const\":"
            + " \"stored\"}, \"maxResidency\": {\"const\": \"absent\"}}}}"
})
public record ServiceSection(
        @Description("models of the dataset of which one is kept at a time; those named here are no services by"
                + " themselves. The first is what a single request is fetched as")
        @NotEmpty
        List<VariantSection> variants,

        @Description("settings of less quality are left out; 0 where left out") @Range(least = 0, most = 1) @MayBeAbsent
        double qualityFloor,

        @Description("diffusion steps or tokens, chosen slot by slot") @MayBeAbsent
        StepsSection steps,

        @Description("shares of the server's compute that it may take when it is loaded, chosen slot by slot: with a"
                + " share s inference takes 1/s as long. Shares of all services add up to at most 1; a service without"
                + " this key takes none")
        @NotEmpty
        @Range(least = LEAST_SHARE, most = 1)
        @MayBeAbsent
        List<Double> shares,

        @Description("the model answers and passes a share of requests on") @MayBeAbsent
        CascadeSection cascade,

        @Description("new versions that arrive") @MayBeAbsent
        UpdatesSection updates,

        @Description("residency it has at least in every slot; of a service of one variant without updates alone")
        @OneOf("absent|stored|loaded")
        @MayBeAbsent
        String minResidency,

        @Description("residency it has at most in every slot") @MayBeAbsent
        Residency maxResidency,

        @Description("one request served by the cloud, instead of the scenario's")
        @Range(least = 0, most = MOST_MILLIS)
        @MayBeAbsent
        double cloudDelayMillis) {
    static final double LEAST_SHARE = 0.001;
    static final double MOST_MILLIS = 1e12;
    static final int MOST_STEPS = 1_000_000;
    static final int MOST_SLOTS = 10_000_000;

    @Description("One way of being kept.")
    @Rule("{\"oneOf\": [{\"required\": [\"model\"]}, {\"required\": [\"models\"]}]}")
    public record VariantSection(
            @Description("the model of the dataset") @Text @MayBeAbsent
            String model,

            @Description("several that are kept together; the first answers") @NotEmpty @Text @MayBeAbsent
            List<String> models,

            @Description("of its answers; 1 where left out") @Range(least = 0, most = 1) @MayBeAbsent
            double quality) {}

    @Description("Steps or tokens of an answer: it takes baseMillis + steps × perStepMillis.")
    @Rule({
        "{\"oneOf\": [{\"required\": [\"quality\"]}, {\"required\": [\"halfSteps\"]}]}",
        "{\"dependentRequired\": {\"baseMillis\": [\"perStepMillis\"], \"perStepMillis\": [\"baseMillis\"]}}"
    })
    public record StepsSection(
            @Description("numbers of steps, each once") @NotEmpty @Range(least = 1, most = MOST_STEPS)
            List<Integer> choices,

            @Description("of an answer of so many steps, one for each choice")
            @NotEmpty
            @Range(least = 0, most = 1)
            @MayBeAbsent
            List<Double> quality,

            @Description("steps with which quality is a half; it is 1 - 2^(-steps / halfSteps)")
            @Range(least = Keys.LEAST_POSITIVE, most = MOST_STEPS)
            @MayBeAbsent
            double halfSteps,

            @Description("a request without any step; where left out, of each variant what the dataset's probe found")
            @Range(least = 0, most = MOST_MILLIS)
            @MayBeAbsent
            double baseMillis,

            @Description("each step; where left out, of each variant what the dataset's probe found")
            @Range(least = 0, most = MOST_MILLIS)
            @MayBeAbsent
            double perStepMillis) {}

    @Description("Requests that are passed on after the model has answered; the threshold is chosen slot by slot.")
    @Rule({
        "{\"dependentRequired\": {\"requestBytes\": [\"bytesPerSecond\"], \"bytesPerSecond\": [\"requestBytes\"]}}",
        "{\"if\": {\"required\": [\"bytesPerSecond\"]}, \"then\": {\"properties\": {\"to\": {\"const\": \"cloud\"}}}}"
    })
    public record CascadeSection(
            @Description("cloud, or a model that some of the variants keep beside the one that answers: of those alone"
                    + " requests are passed on then")
            @Text
            String to,

            @Description("what one request that is passed on to the cloud sends there; beside bytesPerSecond")
            @Range(least = Keys.LEAST_POSITIVE)
            @MayBeAbsent
            double requestBytes,

            @Description("what the service's requests that are passed on may send together, in the mean of a slot:"
                    + " thresholds at which the expected requests of a slot would send more cannot be chosen in it. No"
                    + " limit where left out")
            @Range(least = 0)
            @MayBeAbsent
            double bytesPerSecond,

            @Description("what may be chosen") @NotEmpty List<ThresholdSection> thresholds) {}

    @Description("One point of the curve of a cascade.")
    public record ThresholdSection(
            @Description("of the answer's confidence, for its name alone; each once") @Range(least = 0, most = 1)
            double threshold,

            @Description("part of the requests that is passed on, and waits in addition") @Range(least = 0, most = 1)
            double deferredShare,

            @Description("of all answers together, as a part of the variant's") @Range(least = 0, most = 1)
            double quality) {}

    @Description(
            "New versions of all variants; either slots, or perDay and seed. Version 0 is there from the beginning,"
                    + " and a download brings the newest.")
    @Rule({
        "{\"oneOf\": [{\"required\": [\"slots\"]}, {\"required\": [\"perDay\"]}]}",
        "{\"dependentRequired\": {\"perDay\": [\"seed\"], \"seed\": [\"perDay\"]}}",
        "{\"properties\": {\"slots\": {\"maxItems\": " + Versions.MOST + "}}}"
    })
    public record UpdatesSection(
            @Description("slots from whose beginning on a version is the newest, ascending, at most " + Versions.MOST)
            @NotEmpty
            @Range(least = 0, most = MOST_SLOTS - 1)
            @MayBeAbsent
            List<Integer> slots,

            @Description("versions that arrive in a day in the mean, at times that are drawn (a Poisson process); the"
                    + " first slot that begins after one has it, and of several in a slot the last counts. At most "
                    + Versions.MOST + " in all slots")
            @Range(least = Keys.LEAST_POSITIVE, most = 1e9)
            @MayBeAbsent
            double perDay,

            @Description("seed of what is drawn; of perDay alone")
            @Range(least = -Keys.MOST_EXACT, most = Keys.MOST_EXACT)
            @MayBeAbsent
            long seed,

            @Description(
                    "what bringing a copy that is behind up to date downloads, as a share of its bytes; 1 where left"
                            + " out")
            @Range(least = Keys.LEAST_POSITIVE, most = 1)
            @MayBeAbsent
            double deltaShare,

            @Description("what quality lacks for each version that a copy is behind; 0 where left out")
            @Range(least = 0, most = 1)
            @MayBeAbsent
            double qualityLossPerVersion,

            @Description("whether a copy that is behind serves; its requests go to the cloud else. true where left out")
            @MayBeAbsent
            boolean servesBehind) {}
}
