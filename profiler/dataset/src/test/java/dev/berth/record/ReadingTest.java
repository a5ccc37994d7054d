package dev.berth.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingTest {
    record Holder(Reading<Long> bytes, Reading<List<String>> options) {}

    @Test
    void eachOutcomeSurvivesARoundTrip() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Holder holder = new Holder(Reading.measured(5L), Reading.notSupported("no such file"));

        String json = mapper.writeValueAsString(holder);

        assertEquals(
                "{\"bytes\":{\"value\":5,\"provenance\":\"measured\"},\"options\":{\"notSupported\":\"no such file\"}}",
                json);
        assertEquals(holder, mapper.readValue(json, new TypeReference<Holder>() {}));
        assertEquals(
                Reading.<Double>failed("gone"),
                mapper.readValue("{\"failed\":\"gone\"}", new TypeReference<Reading<Double>>() {}));
    }
}
