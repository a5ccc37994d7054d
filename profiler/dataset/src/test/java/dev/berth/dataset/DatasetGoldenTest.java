package dev.berth.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.record.GoldenFile;
import dev.berth.record.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bytes of a dataset: a change here is a change of the format and needs a new schema version, unless it adds keys
 * that documents may lack.
 */
class DatasetGoldenTest {
    private Locale before;

    @BeforeEach
    void keepLocale() {
        before = Locale.getDefault();
    }

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "de-DE", "tr-TR", "ar-EG-u-nu-arab", "fa-IR", "hi-IN-u-nu-deva"})
    void theBytesAreTheSameUnderEveryLocale(String locale) throws Exception {
        Locale.setDefault(Locale.forLanguageTag(locale));
        String found = Json.pretty(Datasets.dataset());

        new GoldenFile(Path.of("src/test/resources/dev/berth/dataset/profiles.golden.json")).requireSame(found);
        assertEquals(
                Datasets.dataset(),
                Json.parse("golden", 1, found.getBytes(StandardCharsets.UTF_8), ProfileDataset.class));
    }

    /** Before JDK 19 the JDK's own conversion wrote 2.0000000000000003E-3 style digits for some of these. */
    @ParameterizedTest
    @CsvSource({"2e23,2.0E23", "1e23,1.0E23", "2e-3,0.002", "0.1,0.1", "4.9e-324,4.9E-324", "8.41e21,8.41E21"})
    void doublesHaveTheirShortestDigitsOnEveryJdk(double value, String digits) {
        assertEquals(
                "{\"value\":" + digits + ",\"low\":" + digits + ",\"high\":" + digits + "}",
                Json.line(new DelayLine.Estimate(value, value, value)));
    }
}
