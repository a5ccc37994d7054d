package dev.berth.profiler.model.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ModelRecord;
import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.folder.ModelCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One linear layer of 64 × 128 weights and a norm of 64, as each quantizer lays it out. */
class PackedWeightsTest {
    private static final long LINEAR = 64 * 128;
    private static final long NORM = 64;

    private static final Map<String, Integer> BYTES =
            Map.of("U32", 4, "I32", 4, "F16", 2, "BF16", 2, "F32", 4, "U8", 1, "I64", 8, "I8", 1, "F8_E4M3", 1);

    private static final String[] MLX = {
        "l.weight U32 64,16", "l.scales F16 64,2", "l.biases F16 64,2", "norm.weight F16 64"
    };
    private static final String[] GPTQ = {
        "l.qweight I32 16,64", "l.qzeros I32 1,8", "l.scales F16 1,64", "l.g_idx I32 128", "norm.weight F16 64"
    };

    private static final String[] NVFP4 = {
        "l.weight U8 64,64",
        "l.weight_scale F8_E4M3 64,8",
        "l.weight_scale_2 F32 1",
        "l.input_scale F32 1",
        "norm.weight BF16 64"
    };

    @TempDir
    private Path folder;

    private final StringJoiner header = new StringJoiner(",", "{", "}");
    private int end;

    @Test
    void mlxSaysBitsInItsConfiguration() throws IOException {
        ModelRecord record = open("config.json", "{\"quantization\":{\"group_size\":64,\"bits\":4}}", MLX);
        assertEquals(LINEAR + NORM, record.parameters());
        assertEquals(64 * 16 + 128 + 128 + 64, record.storedElements());
        assertEquals(record.parameters(), record.components().get(0).parameters());
        assertEquals(64 * 16 * 4 + 256 + 256 + 128, record.weightBytes());
        assertEquals("MLX: weights of 4 bits packed in integers of 32, by config.json", record.packing());
    }

    @Test
    void mlxLayersMayHaveBitsOfTheirOwn() throws IOException {
        String configuration = "{\"quantization\":{\"bits\":4,\"l\":{\"group_size\":32,\"bits\":8},\"other\":false}}";
        ModelRecord record = open(
                "config.json",
                configuration,
                "l.weight U32 64,32",
                "l.scales F16 64,4",
                "l.biases F16 64,4",
                "k.weight U32 64,16",
                "k.scales F16 64,2",
                "k.biases F16 64,2");
        assertEquals(2 * LINEAR, record.parameters());
        assertEquals("MLX: weights of 4 and 8 bits packed in integers of 32, by config.json", record.packing());
    }

    @Test
    void threeBitsFillIntegersWithoutRest() throws IOException {
        ModelRecord record = open(
                "config.json",
                "{\"quantization\":{\"group_size\":64,\"bits\":3}}",
                "l.weight U32 64,12",
                "l.scales F16 64,2",
                "l.biases F16 64,2");
        assertEquals(LINEAR, record.parameters());
    }

    @Test
    void gptqAndAwqSayBitsInEitherOfTheirFiles() throws IOException {
        ModelRecord record =
                open("config.json", "{\"quantization_config\":{\"quant_method\":\"gptq\",\"bits\":4}}", GPTQ);
        assertEquals(LINEAR + NORM, record.parameters());
        assertEquals(16 * 64 + 8 + 64 + 128 + 64, record.storedElements());
        assertEquals("GPTQ or AWQ: weights of 4 bits packed in integers of 32, by config.json", record.packing());
    }

    @Test
    void olderAwqWritesAFileOfItsOwn() throws IOException {
        ModelRecord record = open(
                "quant_config.json",
                "{\"zero_point\":true,\"q_group_size\":128,\"w_bit\":4,\"version\":\"GEMM\"}",
                "l.qweight I32 128,8",
                "l.qzeros I32 1,8",
                "l.scales F16 1,64");
        assertEquals(LINEAR, record.parameters());
        assertTrue(record.packing().endsWith("by quant_config.json"), record.packing());
    }

    @Test
    void bitsandbytesPacksTwoInAByte() throws IOException {
        String[] tensors = {
            "l.weight U8 4096,1",
            "l.weight.absmax F32 128",
            "l.weight.quant_map F32 16",
            "l.weight.quant_state.bitsandbytes__nf4 U8 80",
            "norm.weight F16 64"
        };
        ModelRecord record = open(
                "config.json",
                "{\"quantization_config\":{\"quant_method\":\"bitsandbytes\",\"load_in_4bit\":true}}",
                tensors);
        assertEquals(LINEAR + NORM, record.parameters());
        assertEquals(4096 + 128 + 16 + 80 + 64, record.storedElements());
    }

    @Test
    void compressedTensorsAndMxfp4SayTheirsToo() throws IOException {
        ModelRecord compressed = open(
                "config.json",
                "{\"quantization_config\":{\"quant_method\":\"compressed-tensors\","
                        + "\"config_groups\":{\"group_0\":{\"weights\":{\"num_bits\":4}}}}}",
                "l.weight_packed I32 64,16",
                "l.weight_scale BF16 64,1",
                "l.weight_shape I64 2");
        assertEquals(LINEAR, compressed.parameters());
    }

    @Test
    void mxfp4BlocksHoldTwoInAByte() throws IOException {
        ModelRecord record = open(
                "config.json",
                "{\"quantization_config\":{\"quant_method\":\"mxfp4\"}}",
                "experts.up_blocks U8 64,4,16",
                "experts.up_scales U8 64,4",
                "experts.up_bias BF16 64");
        assertEquals(LINEAR + 64, record.parameters());
        assertEquals("MXFP4: weights of 4 bits packed in integers of 8, by config.json", record.packing());
    }

    @Test
    void modelOptPacksTwoInAByteWhicheverFileSaysSo() throws IOException {
        ModelRecord record = open(
                "config.json",
                "{\"quantization_config\":{\"quant_method\":\"modelopt\",\"quant_algo\":\"NVFP4\"}}",
                NVFP4);
        assertEquals(LINEAR + NORM, record.parameters());
        assertEquals(64 * 64 + 64 * 8 + 1 + 1 + 64, record.storedElements());
        assertEquals("ModelOpt: weights of 4 bits packed in integers of 8, by config.json", record.packing());
    }

    @Test
    void modelOptsOwnFileMaySayItByLayer() throws IOException {
        ModelRecord record = open(
                "hf_quant_config.json",
                "{\"producer\":{\"name\":\"modelopt\"},\"quantization\":{\"quant_algo\":\"MIXED_PRECISION\","
                        + "\"quantized_layers\":{\"l\":{\"quant_algo\":\"NVFP4\"}}}}",
                NVFP4);
        assertEquals(LINEAR + NORM, record.parameters());
    }

    @Test
    void compressedTensorsPacksItsFloatsOfFourBitsInBytes() throws IOException {
        ModelRecord record = open(
                "config.json",
                "{\"quantization_config\":{\"quant_method\":\"compressed-tensors\","
                        + "\"config_groups\":{\"group_0\":{\"weights\":{\"num_bits\":4,\"type\":\"float\"}}}}}",
                "l.weight_packed U8 64,64",
                "l.weight_scale F8_E4M3 64,8",
                "l.weight_global_scale F32 1",
                "l.input_global_scale F32 1");
        assertEquals(LINEAR, record.parameters());
    }

    @Test
    void bitsandbytesLeavesTheScalesOfItsEightBits() throws IOException {
        ModelRecord record = open(
                "config.json",
                "{\"quantization_config\":{\"quant_method\":\"bitsandbytes\",\"load_in_8bit\":true,\"load_in_4bit\":false}}",
                "l.weight I8 64,128",
                "l.SCB F32 64",
                "l.weight_format U8 1",
                "norm.weight F16 64");
        assertEquals(LINEAR + NORM, record.parameters());
        assertEquals(LINEAR + 64 + 1 + NORM, record.storedElements());
        assertEquals("bitsandbytes: weights of 8 bits, one in each integer, by config.json", record.packing());
    }

    @Test
    void withoutConfigurationStoredElementsStandAndItIsSaid() throws IOException {
        ModelRecord record = open("notes.json", "{}", GPTQ);
        assertEquals(record.storedElements(), record.parameters());
        assertEquals(
                "GPTQ or AWQ: weights packed in integers of 32 bits, and nothing read beside them says how many in"
                        + " each: parameters are stored elements",
                record.packing());
    }

    @Test
    void bitsThatCannotBeSayNothing() throws IOException {
        ModelRecord record =
                open("config.json", "{\"quantization_config\":{\"quant_method\":\"gptq\",\"bits\":-4}}", GPTQ);
        assertEquals(record.storedElements(), record.parameters());
    }

    @Test
    void whatIsNotPackedIsNotTouched() throws IOException {
        ModelRecord record = open(
                "config.json",
                "{\"quantization\":{\"bits\":4},\"quantization_config\":{\"bits\":4,\"load_in_4bit\":true}}",
                "l.weight F16 64,128",
                "table.weight U8 100",
                "l.scales F16 64");
        assertEquals(LINEAR + 100 + 64, record.parameters());
        assertEquals(record.parameters(), record.storedElements());
        assertEquals(ModelRecord.NOT_PACKED, record.packing());
    }

    private ModelRecord open(String name, String configuration, String... tensors) throws IOException {
        for (String tensor : tensors) {
            String[] words = tensor.split(" ");
            int bytes = BYTES.get(words[1]);
            for (String length : words[2].split(",")) {
                bytes *= Integer.parseInt(length);
            }
            header.add("\"" + words[0] + "\":{\"dtype\":\"" + words[1] + "\",\"shape\":[" + words[2]
                    + "],\"data_offsets\":[" + end + "," + (end + bytes) + "]}");
            end += bytes;
        }
        Files.writeString(folder.resolve(name), configuration);
        return ModelCatalog.open(Files.write(
                        folder.resolve("model.safetensors"),
                        Fixtures.safetensors(header.toString().getBytes(StandardCharsets.UTF_8), new byte[end])))
                .record();
    }
}
