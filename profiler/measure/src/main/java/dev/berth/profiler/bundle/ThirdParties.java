package dev.berth.profiler.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What others made of the bundle, and under which licence: a line each, from the bills of materials (CycloneDX). */
final class ThirdParties {
    private static final String OWN_GROUP = "dev.berth";

    /** Where the description of a package names another licence than the files in it do. */
    private static final Map<String, String> BY_THEIR_FILES = Map.of("echarts", "Apache-2.0");

    private ThirdParties() {}

    /**
     * The list, sorted by name.
     *
     * @param bills files of CycloneDX in JSON
     * @throws IllegalStateException where a library has no licence: it must not be passed on
     */
    static String list(List<Path> bills) throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (Path bill : bills) {
            for (JsonNode library : new ObjectMapper().readTree(bill.toFile()).path("components")) {
                if (!library.path("group").asText().equals(OWN_GROUP)) {
                    String name = library.path("name").asText() + " "
                            + library.path("version").asText();
                    lines.put(
                            name,
                            name + ": " + licences(library) + "; "
                                    + library.path("purl").asText());
                }
            }
        }
        return lines.values().stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String licences(JsonNode library) {
        String name = library.path("name").asText();
        if (BY_THEIR_FILES.containsKey(name)) {
            return BY_THEIR_FILES.get(name);
        }
        List<String> licences = new ArrayList<>();
        for (JsonNode choice : library.path("licenses")) {
            JsonNode licence = choice.path("license");
            licences.add(
                    choice.hasNonNull("expression")
                            ? choice.path("expression").asText()
                            : licence.path("id").asText(licence.path("name").asText()));
        }
        if (licences.isEmpty() || licences.contains("")) {
            throw new IllegalStateException(name + ": no licence in its bill of materials, expected one");
        }
        return String.join(" or ", licences);
    }
}
