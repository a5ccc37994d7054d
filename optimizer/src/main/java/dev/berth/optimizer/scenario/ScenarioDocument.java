package dev.berth.optimizer.scenario;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.LoadKind;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.scenario.network.AccessSection;
import dev.berth.optimizer.scenario.network.LinkSection;
import dev.berth.optimizer.scenario.network.RoutesSection;
import dev.berth.optimizer.scenario.network.SharedLinkSection;
import dev.berth.optimizer.scenario.services.ServiceSection;
import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.optimizer.workload.Gaps;
import dev.berth.optimizer.workload.TraceFile;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.SchemaVersion;
import dev.berth.schema.Beside;
import dev.berth.schema.Description;
import dev.berth.schema.NotEmpty;
import dev.berth.schema.OneOf;
import dev.berth.schema.Range;
import dev.berth.schema.Rule;
import dev.berth.schema.Text;
import java.util.List;
import java.util.SortedMap;

@Description("An edge server or several, their prices and their demand: the keys of a scenario file. The reader takes"
        + " ranges from here, and the schema all of it.")
@SchemaVersion(value = ScenarioFile.SCHEMA_VERSION, remedy = "write it anew")
@Rule({
    "{\"oneOf\": [{\"required\": [\"server\"]}, {\"required\": [\"servers\"]}, {\"required\": [\"serverTable\"]},"
            + " {\"required\": [\"serverGenerator\"]}]}",
    "{\"not\": {\"required\": [\"sharedBackhaulBytesPerSecond\", \"server\"]}}",
    "{\"not\": {\"required\": [\"routes\", \"server\"]}}",
    "{\"not\": {\"required\": [\"objective\", \"sharedParts\"], \"properties\": {\"objective\": {\"const\":"
            + " \"worst\"}, \"sharedParts\": {\"const\": true}}}}",
    "{\"not\": {\"required\": [\"sharedBackhaulBytesPerSecond\", \"links\"]}}",
    "{\"if\": {\"required\": [\"links\"]}, \"then\": {\"required\": [\"servers\"]}}",
    "{\"if\": {\"required\": [\"sharedBackhaulBytesPerSecond\"]}, \"then\": {\"properties\": {\"servers\":"
            + " {\"items\": {\"not\": {\"required\": [\"links\"]}}}}}}",
    "{\"not\": {\"required\": [\"neighbours\", \"links\"]}}",
    "{\"not\": {\"required\": [\"neighbours\", \"objective\"], \"properties\": {\"objective\": {\"const\":"
            + " \"worst\"}}}}",
    "{\"not\": {\"required\": [\"neighbours\", \"routes\"]}}",
    "{\"not\": {\"required\": [\"neighbours\", \"server\"]}}",
    "{\"if\": {\"anyOf\": [{\"required\": [\"serverTable\"]}, {\"required\": [\"serverGenerator\"]}]},"
            + " \"then\": {\"properties\": {\"demand\": {\"required\": [\"generator\"]}}}}",
    "{\"anyOf\": [{\"required\": [\"demand\"]},"
            + " {\"required\": [\"servers\"], \"properties\": {\"servers\": {\"items\": {\"required\": [\"demand\"]}}}}]}",
    "{\"if\": {\"required\": [\"servers\", \"demand\"]},"
            + " \"then\": {\"properties\": {\"servers\": {\"items\":"
            + " {\"anyOf\": [{\"required\": [\"demand\"]}, {\"required\": [\"demandShare\"]}]}}}}}",
    "{\"if\": {\"not\": {\"required\": [\"server\"]}},"
            + " \"then\": {\"properties\": {\"sharedParts\": {\"const\": false}, \"forecast\": false}}}"
})
record ScenarioDocument(
        @Description("version of this format; readers refuse what they do not know")
        @Range(least = ScenarioFile.SCHEMA_VERSION, most = ScenarioFile.SCHEMA_VERSION)
        int schemaVersion,

        @Description("what is taken from the dataset") ProfileSection profile,

        @Description("the one server") @MayBeAbsent ServerSection server,

        @Description(
                "several servers instead of one; what each says of demand, initial, models and services comes before "
                        + "what is said of all")
        @NotEmpty
        @MayBeAbsent
        List<MemberSection> servers,

        @Description(
                "several servers instead of one, a row each: a CSV file, or Parquet where its name ends so, relative to the scenario file, with the columns"
                        + " name, storageBytes or storageFraction, memoryBytes or memoryFraction, backhaulBytesPerSecond, and"
                        + " where wanted demandFactor (times demand.generator.requestsPerSecond) and demandSeed")
        @Text
        @MayBeAbsent
        String serverTable,

        @Description("several servers instead of one, drawn from a seed") @MayBeAbsent
        ServerGeneratorSection serverGenerator,

        @Description("rate at which all servers together download; no limit where left out")
        @Range(least = Keys.LEAST_POSITIVE)
        @MayBeAbsent
        double sharedBackhaulBytesPerSecond,

        @Description(
                "lets requests go from one server to another, as 'berth simulate --route' says; each stays with the"
                        + " server of its user where left out")
        @MayBeAbsent
        RoutesSection routes,

        @Description("links that servers share by name: each divides itself equally among the downloads that use it")
        @MayBeAbsent
        SortedMap<String, SharedLinkSection> links,

        @Description("servers that serve each other's requests from what they keep; where left out each serves its own"
                + " alone")
        @MayBeAbsent
        NeighbourKeys.NeighbourSection neighbours,

        @Description("one request served by the cloud") @Range(least = 0, most = MOST_MILLIS)
        double cloudDelayMillis,

        @Description("one request on the edge, for models whose inference was not measured")
        @Range(least = 0, most = MOST_MILLIS)
        double inferenceAssumedMillis,

        @Description("cost units, any currency") PricesSection prices,
        @Description("which terms the cost has") Charging charging,

        @Description("total: the least cost of everything together; worst: the shortest mean delay of the server, or of"
                + " the service of one server, that waits longest, cost after that. total where left out")
        @MayBeAbsent
        Objective objective,

        @Description("slots that are planned for") @Range(least = 1, most = 10_000_000)
        int slots,

        @Description("length of a slot") @Range(least = Keys.LEAST_POSITIVE)
        double slotSeconds,

        @Description("two timescales: downloads begin in every n-th slot alone, slot 0 first, while loads,"
                + " settings and host memory change in every slot; 1 where left out")
        @Range(least = 1, most = 10_000_000)
        @MayBeAbsent
        int storageEverySlots,

        @Description("whether a model that several services name is kept and downloaded once, and stays as long as one"
                + " of them is kept with it; of one server and the total cost, and not of services with updates. Loads, host"
                + " and device memory are each service's own. false where left out: each has a copy")
        @MayBeAbsent
        boolean sharedParts,

        @Description(INITIAL) @MayBeAbsent SortedMap<String, Residency> initial,
        @Description(DEMAND) @MayBeAbsent DemandSection demand,

        @Description("expected requests that plans are made with, where they are other than those that come; of one"
                + " server. Simulated requests, and what policies see, are those of demand")
        @MayBeAbsent
        DemandSection forecast,

        @Description(MODELS) @MayBeAbsent SortedMap<String, ModelSection> models,
        @Description(SERVICES) @MayBeAbsent SortedMap<String, ServiceSection> services) {
    static final double MOST_MILLIS = 1e12;
    static final double LEAST_SHARE = 1e-6;
    static final double MOST_EXPONENT = 100;
    static final double MOST_SLOTS = 1e9;

    static final String INITIAL = "residency before slot 0; absent where not named, and lower where it is above"
            + " maxResidency or does not fit the server beside the models that must stay (those that come first in the"
            + " dataset are kept first). Plans and simulations begin with it: a model that must stay and begins below its"
            + " minResidency is downloaded and loaded at the beginning of slot 0, which is charged like every other switch";
    static final String DEMAND = "expected requests; simulations, which replay them one by one, take at most 100"
            + " million a run of all servers together";
    static final String MODELS = "what is said of single models, by their names in the dataset";
    static final String SERVICES = "what requests ask for, where that is more than one model kept in one way; by names"
            + " of their own, that demand and initial use. Models that none of them names are services by themselves";

    @Description("What is taken from the dataset.")
    record ProfileSection(
            @Description("device of the dataset") @Text String device,

            @Description("tier of the dataset's preload delays")
            CacheTier tier,

            @Description("how many loads go on together; more than 1 takes the delays that were measured for so many")
            @Range(least = 1, most = LoadKind.MAX_LOADS)
            @MayBeAbsent
            int loadsAtOnce,

            @Description("whether the dataset's fitted line stands in for preload delays that were not measured")
            @MayBeAbsent
            boolean useLoadModel,

            @Description(
                    "engine of the dataset whose later requests are the inference delay, for example exec:tfjs; where"
                            + " left out, the one that was asked most often")
            @Text
            @MayBeAbsent
            String inferenceEngine) {}

    @Description("An edge server.")
    @Rule({
        "{\"oneOf\": [{\"required\": [\"backhaulBytesPerSecond\"]}, {\"required\": [\"links\"]}]}",
        "{\"oneOf\": [{\"required\": [\"storageBytes\"]}, {\"required\": [\"storageFraction\"]}]}",
        "{\"oneOf\": [{\"required\": [\"memoryBytes\"]}, {\"required\": [\"memoryFraction\"]}]}"
    })
    record ServerSection(
            @Description("storage, in bytes") @Range(least = 0, most = Keys.MOST_EXACT) @MayBeAbsent
            long storageBytes,

            @Description("storage, as a share of what all models take together")
            @Range(least = 0, most = 1)
            @MayBeAbsent
            double storageFraction,

            @Description("device memory, in bytes") @Range(least = 0, most = Keys.MOST_EXACT) @MayBeAbsent
            long memoryBytes,

            @Description("device memory, as a share of what all models take together")
            @Range(least = 0, most = 1)
            @MayBeAbsent
            double memoryFraction,

            @Description("rate of downloads over one link") @Range(least = Keys.LEAST_POSITIVE) @MayBeAbsent
            double backhaulBytesPerSecond,

            @Description("several links instead: a model comes over all of them in parts that end together")
            @NotEmpty
            @MayBeAbsent
            List<LinkSection> links,

            @Description("models come in equal chunks of at most so many bytes, each over one link; parts of any size"
                    + " where left out")
            @Range(least = 1, most = Keys.MOST_EXACT)
            @MayBeAbsent
            long chunkBytes,

            @Description("users who reach the server by radio; without it delays end at the server") @MayBeAbsent
            AccessSection radio,

            @Description("energy limit and what loaded models draw") @MayBeAbsent
            EnergySection energy,

            @Description("host memory that models may be kept in, from where they are loaded sooner than from storage; "
                    + "where left out none are")
            @MayBeAbsent
            HostMemorySection hostMemory) {}

    @Description("Host memory that models may be kept in.")
    @Rule("{\"oneOf\": [{\"required\": [\"bytes\"]}, {\"required\": [\"fraction\"]}]}")
    record HostMemorySection(
            @Description("host memory, in bytes") @Range(least = 0, most = Keys.MOST_EXACT) @MayBeAbsent
            long bytes,

            @Description("host memory, as a share of what all models take together on storage")
            @Range(least = 0, most = 1)
            @MayBeAbsent
            double fraction,

            @Description("tier of the dataset's preload delays out of it; page-cache-warm where left out")
            @OneOf("page-cache-warm|pinned-warm")
            @MayBeAbsent
            String tier) {}

    @Description("Servers that are drawn from a seed, each figure anywhere between two ends.")
    record ServerGeneratorSection(
            @Description("how many") @Range(least = 1, most = 1_000_000)
            int count,

            @Description("seed of all that is drawn") @Range(least = -Keys.MOST_EXACT, most = Keys.MOST_EXACT)
            long seed,

            @Description("storage, as a share of what all models take together: the least of it")
            @Range(least = 0, most = 1)
            double leastStorageFraction,

            @Description("the most of it") @Range(least = 0, most = 1)
            double mostStorageFraction,

            @Description("device memory, as a share of what all models take together: the least of it")
            @Range(least = 0, most = 1)
            double leastMemoryFraction,

            @Description("the most of it") @Range(least = 0, most = 1)
            double mostMemoryFraction,

            @Description("rate of downloads: the least of it") @Range(least = Keys.LEAST_POSITIVE)
            double leastBackhaulBytesPerSecond,

            @Description("the most of it") @Range(least = Keys.LEAST_POSITIVE)
            double mostBackhaulBytesPerSecond,

            @Description("times demand.generator.requestsPerSecond: the least of it") @Range(least = 0, most = 1e9)
            double leastDemandFactor,

            @Description("the most of it") @Range(least = 0, most = 1e9)
            double mostDemandFactor) {}

    @Description("One of several servers.")
    @Beside(ServerSection.class)
    @Rule("{\"not\": {\"required\": [\"demand\", \"demandShare\"]}}")
    record MemberSection(
            @Description("unique among the servers") @Text String name,

            @Description("part of the demand of all servers that this one gets; with those of the other servers 1")
            @Range(least = LEAST_SHARE, most = 1)
            @MayBeAbsent
            double demandShare,

            @Description(DEMAND) @MayBeAbsent DemandSection demand,
            @Description(INITIAL) @MayBeAbsent SortedMap<String, Residency> initial,
            @Description(MODELS) @MayBeAbsent SortedMap<String, ModelSection> models,
            @Description(SERVICES) @MayBeAbsent SortedMap<String, ServiceSection> services) {}

    @Description("Energy of loaded models.")
    record EnergySection(
            @Description("what loaded models may take in one slot") @Range(least = 0, most = 1e12) @MayBeAbsent
            double limitJoulesPerSlot,

            @Description("power of 2^30 bytes of device memory in use; 0 where left out")
            @Range(least = 0, most = 1e6)
            @MayBeAbsent
            double loadedWattsPerGibibyte) {}

    @Description("Prices and weights.")
    record PricesSection(
            @Description("pS: 2^30 bytes kept on storage for an hour") @Range(least = 0)
            double storagePerGibibyteHour,

            @Description("pG: 2^30 bytes of device memory held for an hour") @Range(least = 0)
            double memoryPerGibibyteHour,

            @Description("pE: a million joules that loaded models draw; 0 where left out")
            @Range(least = 0)
            @MayBeAbsent
            double energyPerMegajoule,

            @Description("wD: one second that one request waits") @Range(least = 0)
            double delayPerSecond,

            @Description("wX: one second of download or preload") @Range(least = 0)
            double switchingPerSecond,

            @Description("2^30 bytes of host memory held for an hour; 0 where left out") @Range(least = 0) @MayBeAbsent
            double hostMemoryPerGibibyteHour,

            @Description("one request answered with quality 0 rather than 1, in proportion between; 0 where left out")
            @Range(least = 0)
            @MayBeAbsent
            double qualityPerRequest) {}

    @Description("Where expected requests come from.")
    @Rule("{\"minProperties\": 1, \"maxProperties\": 1}")
    record DemandSection(
            @Description("computed from few figures") @MayBeAbsent
            GeneratorSection generator,

            @Description("expected requests: a row a slot, a value a model or service in the dataset's order, a service"
                    + " where that of its models is that comes first there")
            @Range(least = 0)
            @MayBeAbsent
            List<List<Double>> matrix,

            @Description(
                    "file with names of models and services as header and a row of expected requests a slot; relative"
                            + " to the scenario file")
            @Text
            @MayBeAbsent
            String csv,

            @Description("recorded requests, counted slot by slot") @MayBeAbsent
            TraceSection trace) {}

    @Description("Demand that few figures describe.")
    record GeneratorSection(
            @Description("mean over the day and all models") @Range(least = 0, most = 1e15)
            double requestsPerSecond,

            @Description("0: all equally popular") @Range(least = 0, most = MOST_EXPONENT)
            double zipfExponent,

            @Description("slots between two exchanges of rank; 0: none") @Range(least = 0, most = Integer.MAX_VALUE)
            int driftSlots,

            @Description("how far the rate swings over the day; 0: not at all") @Range(least = 0, most = 1)
            double dailyAmplitude,

            @Description("seed of all that is drawn") @Range(least = -Keys.MOST_EXACT, most = Keys.MOST_EXACT)
            long seed,

            @Description("models that retire and come back, each by itself") @MayBeAbsent
            ChurnSection churn,

            @Description("gaps between requests when they are drawn one by one; a Poisson process where left out")
            @MayBeAbsent
            BurstsSection bursts) {}

    @Description("Models that retire and come back.")
    record ChurnSection(
            @Description("mean slots that a model stays on offer") @Range(least = 1, most = MOST_SLOTS)
            double offeredSlots,

            @Description("mean slots until it comes back") @Range(least = 1, most = MOST_SLOTS)
            double withdrawnSlots) {}

    @Description("Requests that come in bursts.")
    record BurstsSection(
            @Description("distribution of the gaps") @OneOf("gamma|weibull")
            String gaps,

            @Description("standard deviation over mean of the gaps; above 1 for bursts")
            @Range(least = Gaps.LEAST_VARIATION, most = Gaps.MOST_VARIATION)
            double coefficientOfVariation) {}

    @Description("A recorded trace.")
    @Rule("{\"if\": {\"properties\": {\"format\": {\"const\": \"azure-2023\"}}},"
            + " \"then\": {\"required\": [\"zipfExponent\", \"seed\"]},"
            + " \"else\": {\"properties\": {\"zipfExponent\": false, \"seed\": false}}}")
    record TraceSection(
            @Description("CSV, relative to the scenario file") @Text
            String file,

            @Description("requests: columns timestamp,model[,work]; azure-2023: columns "
                    + "TIMESTAMP,ContextTokens,GeneratedTokens")
            @OneOf("requests|azure-2023")
            String format,

            @Description("slot 0 begins so long after the first request; 0 where left out")
            @Range(least = 0, most = TraceFile.MOST_OFFSET_SECONDS)
            @MayBeAbsent
            double startOffsetSeconds,

            @Description("each request counts so many times; 1 where left out")
            @Range(least = 1e-6, most = TraceFile.MOST_SCALE)
            @MayBeAbsent
            double scale,

            @Description("popularity of the models that requests draw; of azure-2023 alone")
            @Range(least = 0, most = MOST_EXPONENT)
            @MayBeAbsent
            double zipfExponent,

            @Description("seed of the models that requests draw; of azure-2023 alone")
            @Range(least = -Keys.MOST_EXACT, most = Keys.MOST_EXACT)
            @MayBeAbsent
            long seed) {}

    @Description("What is said of one model beyond the dataset.")
    @Rule({
        "{\"not\": {\"required\": [\"exclude\", \"minResidency\"], \"properties\": {\"exclude\": {\"const\": true},"
                + " \"minResidency\": {\"enum\": [\"stored\", \"loaded\"]}}}}",
        "{\"not\": {\"required\": [\"minResidency\", \"maxResidency\"], \"properties\": {\"minResidency\": {\"const\":"
                + " \"loaded\"}, \"maxResidency\": {\"enum\": [\"absent\", \"stored\", \"hosted\"]}}}}",
        "{\"not\": {\"required\": [\"minResidency\", \"maxResidency\"], \"properties\": {\"minResidency\": {\"const\":"
                + " \"stored\"}, \"maxResidency\": {\"const\": \"absent\"}}}}"
    })
    record ModelSection(
            @Description("true leaves the model out") @MayBeAbsent
            boolean exclude,

            @Description("residency it has at least in every slot; see initial for how it comes to it")
            @OneOf("absent|stored|loaded")
            @MayBeAbsent
            String minResidency,

            @Description("residency it has at most in every slot") @MayBeAbsent
            Residency maxResidency,

            @Description("instead of the dataset's") @Range(least = 0, most = Keys.MOST_EXACT) @MayBeAbsent
            long storageBytes,

            @Description("instead of the dataset's") @Range(least = 0, most = Keys.MOST_EXACT) @MayBeAbsent
            long memoryBytes,

            @Description("what it takes in one slot when loaded, instead of the server's power a gibibyte")
            @Range(least = 0, most = 1e12)
            @MayBeAbsent
            double energyJoulesPerSlot,

            @Description("from storage into device memory, instead of the dataset's")
            @Range(least = 0, most = MOST_MILLIS)
            @MayBeAbsent
            double preloadMillis,

            @Description("one request on the edge, instead of the dataset's")
            @Range(least = 0, most = MOST_MILLIS)
            @MayBeAbsent
            double inferenceMillis,

            @Description("one request served by the cloud, instead of the scenario's")
            @Range(least = 0, most = MOST_MILLIS)
            @MayBeAbsent
            double cloudDelayMillis) {}
}
