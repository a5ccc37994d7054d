package dev.berth.optimizer.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Valid scenarios that together use every key there is. */
final class SampleScenarios {
    private static final String HEAD = """
            schemaVersion: 1
            profile: {device: "cuda:0", tier: storage-cold, loadsAtOnce: 1, useLoadModel: true, inferenceEngine: tfjs}
            cloudDelayMillis: 2000
            inferenceAssumedMillis: 50
            prices:
              storagePerGibibyteHour: 0.1
              memoryPerGibibyteHour: 0.2
              energyPerMegajoule: 0.3
              delayPerSecond: 1
              switchingPerSecond: 2
              hostMemoryPerGibibyteHour: 0.05
              qualityPerRequest: 0.01
            charging: both
            slots: 2
            storageEverySlots: 2
            sharedParts: false
            slotSeconds: 60
            initial: {model-b: stored, model-a: absent}
            models:
              model-a:
                exclude: false
                minResidency: stored
                maxResidency: loaded
                storageBytes: 5
                memoryBytes: 6
                energyJoulesPerSlot: 7
                preloadMillis: 8.5
                inferenceMillis: 9
                cloudDelayMillis: 10
              model-b: {exclude: true, minResidency: absent, maxResidency: stored}
            """;

    private static final String SERVICES = """
            services:
              writer:
                variants:
                  - {model: model-c, quality: 1}
                  - {models: [model-d, model-e], quality: 0.8}
                qualityFloor: 0.5
                cascade:
                  to: model-e
                  thresholds:
                    - {threshold: 0.9, deferredShare: 0.5, quality: 0.97}
                    - {threshold: 0.5, deferredShare: 0.1, quality: 0.9}
                shares: [0.25, 0.5, 1]
                updates: {slots: [0, 1], deltaShare: 0.1, qualityLossPerVersion: 0.05, servesBehind: true}
                maxResidency: loaded
                cloudDelayMillis: 1500
              painter:
                variants: [{model: model-f}]
                steps: {choices: [10, 20, 50], quality: [0.7, 0.9, 1], baseMillis: 200, perStepMillis: 40}
                minResidency: stored
              drawer:
                variants: [{model: model-g}]
                steps: {choices: [4, 8], halfSteps: 8}
                updates: {perDay: 2, seed: 5}
              talker:
                variants: [{model: model-h}]
                cascade: {to: cloud, requestBytes: 2e5, bytesPerSecond: 1e4, thresholds: [{threshold: 0.9, deferredShare: 0.5, quality: 1}]}
            """;

    private static final String BYTES = """
            server:
              storageBytes: 15000000
              memoryBytes: 12
              backhaulBytesPerSecond: 1e6
              energy: {limitJoulesPerSlot: 3, loadedWattsPerGibibyte: 0}
              hostMemory: {bytes: 7, tier: pinned-warm}
            """;

    private static final String FRACTIONS = """
            server: {storageFraction: 0.5, memoryFraction: 1, backhaulBytesPerSecond: 5, hostMemory: {fraction: 0.5}}
            """;

    private static final String MATRIX = """
            demand: {matrix: [[1, 2], [3, 4]]}
            """;

    private static final String CSV = """
            demand: {csv: demand.csv}
            """;

    private static final String GENERATOR = """
            demand:
              generator:
                requestsPerSecond: 0.35
                zipfExponent: 0.9
                driftSlots: 8
                dailyAmplitude: 0.6
                seed: 1
                churn: {offeredSlots: 40, withdrawnSlots: 8.5}
                bursts: {gaps: gamma, coefficientOfVariation: 2.5}
            """;

    private static final String FORECAST = """
            forecast:
              generator: {requestsPerSecond: 0.5, zipfExponent: 0, driftSlots: 0, dailyAmplitude: 0, seed: 2}
            """;

    private static final String TRACE = """
            demand:
              trace: {file: trace.csv, format: requests, startOffsetSeconds: 5, scale: 0.5}
            """;

    private static final String AZURE = """
            demand:
              trace: {file: trace.csv, format: azure-2023, zipfExponent: 0.9, seed: 3}
            """;

    private static final String FLEET = """
            servers:
              - name: north
                storageBytes: 15000000
                memoryFraction: 0.5
                backhaulBytesPerSecond: 1e6
                demandShare: 0.25
                models: {model-a: {minResidency: stored}}
                services: {reader: {variants: [{model: model-c}]}}
              - {name: east, storageFraction: 0, memoryFraction: 0, backhaulBytesPerSecond: 1, demandShare: 0.75}
              - name: south
                storageFraction: 1
                memoryFraction: 1
                backhaulBytesPerSecond: 1e6
                energy: {loadedWattsPerGibibyte: 2}
                initial: {model-c: stored}
                demand: {csv: south.csv}
            sharedBackhaulBytesPerSecond: 1e5
            """;

    private static final String NEIGHBOURS = """
            neighbours:
              delayMillis: 4
              bytesPerSecond: 1.25e8
              requestBytes: 2000
              answerBytes: 500000
              groupSize: 2
            """;

    private static final String ROUTES = """
            routes:
              delayMillis: 5
              between: [{from: north, to: south, delayMillis: 20}, {from: east, to: south, delayMillis: 0}]
              bytesPerSecond: 1e7
              requestBytes: 1000
              answerBytes: 200000
              crash: {waitingSeconds: 30, workSeconds: 60, penaltySeconds: 10, unfinishedPenaltySeconds: 5}
              learning: {exploration: 1, memoryRequests: 1000, roundRequests: 50}
            """;

    private static final String TABLE = """
            serverTable: servers.csv
            """;

    private static final String DRAWN = """
            serverGenerator:
              count: 3
              seed: 5
              leastStorageFraction: 0.25
              mostStorageFraction: 0.5
              leastMemoryFraction: 0
              mostMemoryFraction: 0.5
              leastBackhaulBytesPerSecond: 1e6
              mostBackhaulBytesPerSecond: 1e6
              leastDemandFactor: 0.5
              mostDemandFactor: 2
            sharedBackhaulBytesPerSecond: 1e5
            """;

    private static final String RADIO = """
            {bandwidthHertz: 2e7, distanceMeters: 300, pathLossAtOneMeterDecibels: 40, pathLossExponent: 3.5, \
            noiseDecibelMilliwattsPerHertz: -174, transmitPowerWatts: 1}""";

    private static final String LINKED = """
            objective: worst
            server:
              storageFraction: 0.5
              memoryFraction: 1
              chunkBytes: 1000000
              links:
                - {name: backhaul, bytesPerSecond: 1e7, delayMillis: 2.5}
                - name: cell
                  radio: RADIO
              radio:
                bandwidthHertz: 1e6
                pathLossAtOneMeterDecibels: 40
                pathLossExponent: 3.5
                noiseDecibelMilliwattsPerHertz: -174
                uploadPowerWatts: 0.1
                downloadPowerWatts: 1
                requestBytes: 10000
                resultBytes: 200000
                cloudByRadio: true
                surface:
                  elements: 64
                  phases: random
                  seed: 3
                  transmitterMeters: 20
                  receiverMeters: 10
                  pathLossExponent: 2.2
            """.replace("RADIO", RADIO);

    private static final String SHARED = """
            servers:
              - name: north
                storageFraction: 0.5
                memoryFraction: 0.5
                links: [{name: metro}, {name: cell, bytesPerSecond: 5000}]
                demandShare: 0.25
              - name: south
                storageFraction: 0.5
                memoryFraction: 0.5
                links: [{name: metro, bytesPerSecond: 2e5}, {name: own, bytesPerSecond: 5000}]
                demandShare: 0.75
            links:
              metro: {bytesPerSecond: 1e6}
              cell:
                radio: RADIO
            """.replace("RADIO", RADIO);

    private SampleScenarios() {}

    /** Fresh copies; a caller may change them. */
    static List<JsonNode> all() throws IOException {
        List<JsonNode> samples = new ArrayList<>();
        for (String text : List.of(
                HEAD + BYTES + MATRIX,
                HEAD + FRACTIONS + CSV,
                HEAD + SERVICES + BYTES + MATRIX,
                HEAD + SERVICES + FLEET + MATRIX,
                HEAD + BYTES + GENERATOR,
                HEAD + BYTES + GENERATOR + FORECAST,
                HEAD + BYTES + TRACE,
                HEAD + BYTES + AZURE,
                HEAD + TABLE + GENERATOR,
                HEAD + DRAWN + GENERATOR,
                HEAD + LINKED + MATRIX,
                HEAD + SHARED + MATRIX,
                HEAD + FLEET + MATRIX,
                HEAD + FLEET + NEIGHBOURS + MATRIX,
                HEAD + FLEET + ROUTES + MATRIX)) {
            samples.add(new YAMLMapper().readTree(text));
        }
        return samples;
    }
}
