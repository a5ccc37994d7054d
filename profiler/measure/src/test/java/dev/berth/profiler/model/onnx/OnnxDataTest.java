package dev.berth.profiler.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ModelRecord;
import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.folder.ModelCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values of tensors however onnx.proto lets them be stored: counted as they are once loaded, and held to their shape.
 */
class OnnxDataTest {
    private static final int FLOAT = 4;
    private static final int INT32 = 5;
    private static final int INT64 = 7;
    private static final int RAW = 9;
    private static final int DOUBLE = 10;
    private static final int UINT64 = 11;

    @TempDir
    private Path folder;

    /** 101 elements of each type as raw data: what they take in memory. */
    @ParameterizedTest
    @CsvSource({
        "1, F32, 404",
        "2, U8, 101",
        "3, I8, 101",
        "4, U16, 202",
        "5, I16, 202",
        "6, I32, 404",
        "7, I64, 808",
        "9, BOOL, 101",
        "10, F16, 202",
        "11, F64, 808",
        "12, U32, 404",
        "13, U64, 808",
        "14, C64, 808",
        "15, C128, 1616",
        "16, BF16, 202",
        "17, F8_E4M3FN, 101",
        "18, F8_E4M3FNUZ, 101",
        "19, F8_E5M2, 101",
        "20, F8_E5M2FNUZ, 101",
        "21, U4, 51",
        "22, I4, 51",
        "23, F4_E2M1, 51",
        "24, F8_E8M0, 101",
        "25, U2, 26",
        "26, I2, 26"
    })
    void rawDataOfEachType(int type, String name, int bytes) throws IOException {
        ModelRecord record = open(Fixtures.tensor("w", type, 101).bytes(RAW, new byte[bytes]));
        assertEquals(101, record.parameters());
        assertEquals(Map.of(name, (long) bytes), record.weightBytesByType());
        assertEquals(bytes, record.storedBytes());
        assertTrue(fault(Fixtures.tensor("w", type, 101).bytes(RAW, new byte[bytes - 1]))
                .contains("raw data of " + (bytes - 1) + " bytes, expected " + bytes));
        assertTrue(fault(Fixtures.tensor("w", type, 101).bytes(RAW, new byte[bytes + 1]))
                .contains("expected " + bytes + " for the data type and shape [101]"));
    }

    /** 101 elements of each type in its typed field, and the number of values there; two elements or four a value. */
    @ParameterizedTest
    @CsvSource({
        "1, 4, 101, 404",
        "2, 5, 101, 101",
        "3, 5, 101, 101",
        "4, 5, 101, 202",
        "5, 5, 101, 202",
        "6, 5, 101, 404",
        "7, 7, 101, 808",
        "9, 5, 101, 101",
        "10, 5, 101, 202",
        "11, 10, 101, 808",
        "12, 11, 101, 404",
        "13, 11, 101, 808",
        "14, 4, 202, 808",
        "15, 10, 202, 1616",
        "16, 5, 101, 202",
        "17, 5, 101, 101",
        "18, 5, 101, 101",
        "19, 5, 101, 101",
        "20, 5, 101, 101",
        "21, 5, 51, 51",
        "22, 5, 51, 51",
        "23, 5, 51, 51",
        "24, 5, 101, 101",
        "25, 5, 26, 26",
        "26, 5, 26, 26"
    })
    void typedDataOfEachTypePackedOrNot(int type, int field, int values, int bytes) throws IOException {
        for (boolean packed : new boolean[] {true, false}) {
            ModelRecord record = open(typed(type, field, values, packed));
            assertEquals(101, record.parameters());
            assertEquals(bytes, record.weightBytes());
            assertEquals(1, record.weightBytesByType().size());
            String expected = "values, expected " + values + " for the data type and shape [101]";
            for (int wrong : new int[] {values - 1, values + 1}) {
                String fault = fault(typed(type, field, wrong, packed));
                assertTrue(fault.contains("tensor 'w': data of " + wrong + " " + expected), fault);
            }
        }
    }

    /** A negative integer takes ten bytes as a varint, whatever it takes in memory: both figures are told. */
    @Test
    void codedValuesCountAsTheyAreLoadedAndAsTheyAreRead() throws IOException {
        Fixtures.Proto values = Fixtures.message();
        for (int i = 0; i < 2048; i++) {
            values.plainVarint(-1);
        }
        ModelRecord record = open(Fixtures.tensor("w", 22, 4096).bytes(INT32, values));
        assertEquals(4096, record.parameters());
        assertEquals(2048, record.weightBytes());
        assertEquals(20_480, record.storedBytes());
        assertEquals(Map.of("I4", 2048L), record.weightBytesByType());
        assertEquals(2048, record.components().get(0).weightBytes());
    }

    @Test
    void packedAndSingleValuesOfOneFieldAreOneList() throws IOException {
        Fixtures.Proto tensor = Fixtures.tensor("w", 6, 5)
                .bytes(INT32, new byte[] {1, 2})
                .varint(INT32, 300)
                .bytes(INT32, new byte[] {3, 4});
        assertEquals(20, open(tensor).weightBytes());
    }

    @Test
    void aValueThatPassesItsFieldsEndIsAFault() throws IOException {
        String fault = fault(Fixtures.tensor("w", 6, 1).bytes(INT32, new byte[] {(byte) 0x80}));
        assertTrue(fault.contains("a varint that passes its field's end"), fault);
        assertTrue(fault(Fixtures.tensor("w", 1, 1).bytes(FLOAT, new byte[5]))
                .contains("5 bytes of packed values, expected a multiple of 4"));
    }

    @Test
    void valuesInTheFieldOfAnotherTypeAreNoData() throws IOException {
        String fault = fault(typed(1, INT32, 101, true));
        assertTrue(fault.contains("data of 0 values, expected 101"), fault);
    }

    @Test
    void anEmptyTensorHasNoDataAndAScalarHasOneValue() throws IOException {
        ModelRecord record = open(
                Fixtures.tensor("e", 1, 0, 5),
                Fixtures.tensor("s", 7).varint(INT64, 3),
                Fixtures.tensor("r", 1, 0).bytes(RAW, new byte[0]));
        assertEquals(3, record.tensors());
        assertEquals(1, record.parameters());
        assertEquals(8, record.weightBytes());
    }

    @Test
    void valuesInTwoFieldsAreRefused() throws IOException {
        String fault = fault(Fixtures.tensor("w", 1, 1).bytes(RAW, new byte[4]).bytes(FLOAT, new byte[4]));
        assertTrue(fault.contains("tensor 'w': values in 2 fields, expected in one"), fault);
        assertTrue(fault(Fixtures.tensor("w", 1, 1).fixed(FLOAT, 4).varint(INT32, 1))
                .contains("values in 2 fields"));
        assertEquals(
                4,
                open(Fixtures.tensor("w", 1, 1).bytes(RAW, new byte[4]).bytes(FLOAT, new byte[0]))
                        .weightBytes());
    }

    @Test
    void anInitializerOfEachNameIsInAGraphOnce() throws IOException {
        Fixtures.Proto tensor = Fixtures.tensor("w", 1, 1).bytes(RAW, new byte[4]);
        String fault = fault(tensor, tensor);
        assertTrue(fault.contains("tensor 'w': a second initializer of that name in its graph, expected each"), fault);

        Fixtures.Proto branch = Fixtures.message()
                .bytes(
                        5,
                        Fixtures.message()
                                .text(1, "then_branch")
                                .bytes(6, Fixtures.message().bytes(5, tensor)));
        byte[] model = Fixtures.message()
                .bytes(7, Fixtures.message().bytes(5, tensor).bytes(1, branch))
                .array();
        assertEquals(
                2,
                ModelCatalog.open(Files.write(folder.resolve("m.onnx"), model))
                        .record()
                        .tensors());
    }

    @ParameterizedTest
    @CsvSource({"27, 'data type 27, unknown to this version of Berth'", "0, 'no data type, expected one of ONNX'"})
    void anUnknownTypeIsToldAsSuch(int type, String words) throws IOException {
        String fault = fault(Fixtures.tensor("w", type, 4).bytes(RAW, new byte[4]));
        assertTrue(fault.contains("tensor 'w': " + words), fault);
    }

    @Test
    void sumsThatOverflowAreAFaultOfTheFile() throws IOException {
        assertTrue(fault(Fixtures.tensor("w", 1, 1L << 40, 1L << 40)).contains("expected fewer than 2^63 elements"));
        assertTrue(fault(Fixtures.tensor("w", 1, 1L << 61)).contains("expected fewer than 2^63 bytes"));
        assertTrue(fault(Fixtures.tensor("w", 22, Long.MAX_VALUE)).contains("data of 0 values, expected"));
    }

    /** The tensors of Constant nodes count however they are given; other attributes are settings. */
    @Test
    void aConstantsListsAreTensors() throws IOException {
        byte[] model = Fixtures.message()
                .bytes(
                        7,
                        Fixtures.message()
                                .bytes(
                                        1,
                                        node("value_floats", Fixtures.message().bytes(7, new byte[4000])))
                                .bytes(
                                        1,
                                        node(
                                                "value_floats",
                                                Fixtures.message().fixed(7, 4).fixed(7, 4)))
                                .bytes(
                                        1,
                                        node(
                                                "value_ints",
                                                Fixtures.message()
                                                        .varint(8, 300)
                                                        .varint(8, -1)))
                                .bytes(1, node("value_float", Fixtures.message().fixed(2, 4)))
                                .bytes(1, node("value_int", Fixtures.message().varint(3, 7)))
                                .bytes(1, node("axes", Fixtures.message().bytes(8, new byte[] {1, 2, 3})))
                                .bytes(1, node("scales", Fixtures.message().bytes(7, new byte[16]))))
                .array();
        ModelRecord record =
                ModelCatalog.open(Files.write(folder.resolve("m.onnx"), model)).record();
        assertEquals(5, record.tensors());
        assertEquals(1000 + 2 + 2 + 1 + 1, record.parameters());
        assertEquals(Map.of("F32", 4012L, "I64", 24L), record.weightBytesByType());
        assertEquals(4036, record.weightBytes());
    }

    private static Fixtures.Proto node(String attribute, Fixtures.Proto value) {
        return Fixtures.message()
                .text(4, "Constant")
                .bytes(5, Fixtures.concat(Fixtures.message().text(1, attribute).array(), value.array()));
    }

    @Test
    void externalDataMayShareItsRangeAndLieBelow() throws IOException {
        Files.write(Files.createDirectory(folder.resolve("weights")).resolve("w.data"), new byte[900]);
        ModelRecord record = open(
                Fixtures.external(Fixtures.tensor("a", 1, 100), "weights/w.data", 0, 400),
                Fixtures.external(Fixtures.tensor("tied", 1, 100), "weights/w.data", 0, 400),
                Fixtures.external(Fixtures.tensor("part", 1, 50), "weights/w.data", 300, 200),
                Fixtures.external(Fixtures.tensor("other", 1, 100), "weights/w.data", 500, 0));
        assertEquals(4, record.tensors());
        assertEquals(225, record.parameters());
        assertEquals(900, record.weightBytes());
        assertEquals(Map.of("F32", 900L), record.weightBytesByType());
        assertEquals(225, record.components().get(0).parameters());
        assertEquals(900, record.components().get(0).weightBytes());
    }

    @Test
    void externalDataOfAnotherLengthOrBehindTheFilesEndIsAFault() throws IOException {
        Files.write(folder.resolve("w.data"), new byte[400]);
        assertTrue(fault(Fixtures.external(Fixtures.tensor("a", 1, 100), "w.data", 0, 396))
                .contains("external data of 396 bytes, expected 400"));
        assertTrue(fault(Fixtures.external(Fixtures.tensor("a", 1, 100), "w.data", 4, 0))
                .contains("400 bytes at 4 of 'w.data', expected a range inside its 400 bytes"));
    }

    private static Fixtures.Proto typed(int type, int field, int values, boolean packed) {
        Fixtures.Proto tensor = Fixtures.tensor("w", type, 101);
        Fixtures.Proto all = Fixtures.message();
        for (int i = 0; i < values; i++) {
            if (packed) {
                all.plainVarint(-(i % 2));
            } else if (field == FLOAT || field == DOUBLE) {
                tensor.fixed(field, field == FLOAT ? 4 : 8);
            } else {
                tensor.varint(field, i % 2 == 0 ? 200 : -1);
            }
        }
        if (packed) {
            int width = field == FLOAT ? 4 : field == DOUBLE ? 8 : 0;
            tensor.bytes(field, width > 0 ? new byte[values * width] : all.array());
        }
        assertTrue(field == FLOAT || field == INT32 || field == INT64 || field == DOUBLE || field == UINT64);
        return tensor;
    }

    private ModelRecord open(Fixtures.Proto... tensors) throws IOException {
        return ModelCatalog.open(write(tensors)).record();
    }

    private String fault(Fixtures.Proto... tensors) throws IOException {
        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(write(tensors)));
        assertEquals(1, scan.faults().size(), scan.toString());
        return scan.faults().get(0).message();
    }

    private Path write(Fixtures.Proto... tensors) throws IOException {
        Fixtures.Proto graph = Fixtures.message();
        for (Fixtures.Proto tensor : tensors) {
            graph.bytes(5, tensor);
        }
        return Files.write(
                folder.resolve("m.onnx"),
                Fixtures.message().varint(1, 8).bytes(7, graph).array());
    }
}
