package dev.berth.profiler.model.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ModelRecord;
import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.folder.ModelCatalog;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reference implementation loads is read, and what it refuses is refused. */
class SafetensorsFormatTest {
    @TempDir
    private Path folder;

    /** 64 elements each. */
    @ParameterizedTest
    @CsvSource({
        "BOOL, 64", "F4, 32", "F6_E2M3, 48", "F6_E3M2, 48", "U8, 64", "I8, 64", "F8_E5M2, 64", "F8_E4M3, 64",
        "F8_E8M0, 64", "F8_E4M3FNUZ, 64", "F8_E5M2FNUZ, 64", "I16, 128", "U16, 128", "F16, 128", "BF16, 128",
                "I32, 256",
        "U32, 256", "F32, 256", "C64, 512", "F64, 512", "I64, 512", "U64, 512"
    })
    void everyTypeOfTheReferenceIsRead(String dtype, int bytes) throws IOException {
        ModelRecord record = open("{\"w\":" + tensor(dtype, "[64]", 0, bytes) + "}", bytes);
        assertEquals(64, record.parameters());
        assertEquals(bytes, record.weightBytesByType().get(dtype));
    }

    @ParameterizedTest
    @ValueSource(strings = {"F2", "f32", "I4", "F8_E4M3FN", "C128", ""})
    void anotherTypeIsUnknownAndNotDamage(String dtype) throws IOException {
        String fault = fault("{\"w\":" + tensor(dtype, "[4]", 0, 4) + "}", 4);
        assertTrue(fault.contains("tensor 'w': dtype '" + dtype + "', unknown to this version of Berth"), fault);
    }

    @ParameterizedTest
    @CsvSource({"F4, 5, 3", "F6_E2M3, 6, 5"})
    void elementsOfLessThanAByteFillWholeBytes(String dtype, int elements, int bytes) throws IOException {
        String fault = fault("{\"w\":" + tensor(dtype, "[" + elements + "]", 0, bytes) + "}", bytes);
        assertTrue(fault.contains(elements + " elements of " + dtype + ", expected whole blocks"), fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"more\":{\"x\":[1.5,null]}}}",
                "{\"__metadata__\":{\"format\":\"pt\",\"empty\":\"\"},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"__metadata__\":null,\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"w\":{\"data_offsets\":[0,4],\"shape\":[],\"dtype\":\"F32\"}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"e\":{\"dtype\":\"I64\",\"shape\":[0,7],\"data_offsets\":[4,4]}}",
                "{\"e\":{\"dtype\":\"I64\",\"shape\":[0],\"data_offsets\":[0,0]},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "\t\n {\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} \r\n\t"
            })
    void whatTheReferenceLoadsIsRead(String header) throws IOException {
        assertEquals(4, open(header, 4).weightBytes());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"w":{"dtype":"F32","shape":[1],"data_offsets":["0","4"]}}                   | a text '0'
            {"w":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}                     | a number '1.0'
            {"w":{"dtype":"F32","shape":[1e0],"data_offsets":[0,4]}}                     | a number '1e0'
            {"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}                      | a number '-1'
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[-0,4]}}                      | a number '-0'
            {"w":{"dtype":"F32","shape":[null],"data_offsets":[0,4]}}                    | null
            {"w":{"dtype":"F32","shape":null,"data_offsets":[0,4]}}                      | shape is null
            {"w":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}                         | shape is a number
            {"w":{"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,4]}}    | 18446744073709551616
            {"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}   | fewer than 2^63 elements
            {"w":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,4]}}     | fewer than 2^63 bytes
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}                     | data_offsets [0, 4, 8]
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[0]}}                         | data_offsets [0]
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}                       | data_offsets [4, 0]
            {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}                       | data_offsets [0, 8]
            {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}                       | 4 bytes, expected 8
            {"w":{"dtype":7,"shape":[1],"data_offsets":[0,4]}}                           | a number, expected a dtype's name
            {"w":{"shape":[1],"data_offsets":[0,4]}}                                     | no dtype
            {"w":{"dtype":"F32","data_offsets":[0,4]}}                                   | no shape
            {"w":{"dtype":"F32","shape":[1]}}                                            | no data_offsets
            {"w":null}                                                                   | null
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} x                     | Unrecognized token
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}{}                     | text behind the JSON object
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},}                      | header
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}                        | header
            {"w":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}                      | Leading zeroes
            [{"dtype":"F32","shape":[1],"data_offsets":[0,4]}]                           | an array, expected an object
            {"__metadata__":{"n":1},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  | a number, expected texts
            {"__metadata__":{"n":null},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | null, expected texts
            {"__metadata__":[],"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}     | an array, expected an object
            {"\\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                 | surrogate
            {"\\udc00":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                 | surrogate
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"shape":[1]}}           | Duplicate
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | Duplicate
            {"__metadata__":{},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"__metadata__":{}} | Duplicate
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | begins at 0 of the data, expected 4
            {"e":{"dtype":"F32","shape":[0],"data_offsets":[2,2]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | begins at 2 of the data, expected 4
            """)
    void whatTheReferenceRefusesIsAFault(String header, String words) throws IOException {
        String fault = fault(header.strip(), 4);
        assertTrue(fault.contains(words), fault);
    }

    @Test
    void aHoleAndARestAreFaults() throws IOException {
        String hole = "{\"a\":" + tensor("U8", "[4]", 0, 4) + ",\"b\":" + tensor("U8", "[4]", 8, 12) + "}";
        assertTrue(fault(hole, 12).contains("tensor 'b': begins at 8 of the data, expected 4"), fault(hole, 12));
        String rest = "{\"a\":" + tensor("U8", "[4]", 0, 4) + "}";
        assertTrue(fault(rest, 5).contains("data: 5 bytes, expected the 4 that the header describes"), fault(rest, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1"})
    void anotherEncodingIsAFault(String charset) throws IOException {
        byte[] header = ("{\"wé\":" + tensor("U8", "[4]", 0, 4) + "}").getBytes(Charset.forName(charset));
        assertEquals(1, faults(header, 4).size());
    }

    @Test
    void bytesThatAreNoUtf8AreAFault() throws IOException {
        byte[] header = ("{\"w??\":" + tensor("U8", "[4]", 0, 4) + "}").getBytes(StandardCharsets.UTF_8);
        // An overlong slash, half a pair written as UTF-8 never does, and a byte that begins nothing.
        for (byte[] pair : new byte[][] {{(byte) 0xc0, (byte) 0xaf}, {(byte) 0xed, (byte) 0xa0}, {'a', (byte) 0xff}}) {
            header[3] = pair[0];
            header[4] = pair[1];
            assertTrue(
                    faults(header, 4).get(0).contains("header: not UTF-8"),
                    faults(header, 4).toString());
        }
    }

    @Test
    void aByteOrderMarkIsAFault() throws IOException {
        assertEquals(
                1,
                faults(("\ufeff{\"w\":" + tensor("U8", "[4]", 0, 4) + "}").getBytes(StandardCharsets.UTF_8), 4)
                        .size());
    }

    @Test
    void aHeaderLengthIsHeldAgainstTheFileAndTheFormat() throws IOException {
        for (long length : new long[] {0, 1, 100, 100_000_001, 1L << 62, -1}) {
            Path file = Files.write(
                    folder.resolve("m.safetensors"),
                    Fixtures.concat(
                            Fixtures.little(8).putLong(length).array(), "{}  ".getBytes(StandardCharsets.UTF_8)));
            String fault = ModelCatalog.scan(List.of(file)).faults().get(0).message();
            assertTrue(fault.contains("header length: " + Long.toUnsignedString(length)), fault);
        }
    }

    @Test
    void whatIsBeyondThisVersionsLimitsIsNotCalledDamage() throws IOException {
        String fault = fault("{\"" + "w".repeat(70_000) + "\":" + tensor("U8", "[4]", 0, 4) + "}", 4);
        assertTrue(fault.endsWith("within the limits of this version of Berth; use a newer version of Berth"), fault);
    }

    private static String tensor(String dtype, String shape, int begin, int end) {
        return "{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + "," + end + "]}";
    }

    private ModelRecord open(String header, int dataBytes) throws IOException {
        return ModelCatalog.open(write(header.getBytes(StandardCharsets.UTF_8), dataBytes))
                .record();
    }

    private String fault(String header, int dataBytes) throws IOException {
        List<String> faults = faults(header.getBytes(StandardCharsets.UTF_8), dataBytes);
        assertEquals(1, faults.size());
        return faults.get(0);
    }

    private List<String> faults(byte[] header, int dataBytes) throws IOException {
        return ModelCatalog.scan(List.of(write(header, dataBytes))).faults().stream()
                .map(ModelFault::message)
                .toList();
    }

    private Path write(byte[] header, int dataBytes) throws IOException {
        return Files.write(folder.resolve("m.safetensors"), Fixtures.safetensors(header, new byte[dataBytes]));
    }
}
