package dev.berth.profiler.model.count;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.dataset.ModelRecord;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import dev.berth.profiler.model.header.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Weights of a few bits that a quantizer packed into wider integers, known by the names it gives them. How many lie in
 * one stored element the configuration beside them says. Parameters are the weights unpacked: scales, zeros and indices
 * are none, as mlx-lm's {@code get_total_parameters} and Transformers' {@code num_parameters} count.
 */
public final class PackedWeights {
    /** Bits of a packed weight, at most: with more there is nothing to pack; with as many scales alone are left. */
    private static final int MAX_BITS = 8;

    private static final PackedWeights NONE = new PackedWeights(Scheme.values()[0], Set.of(), null, null);

    private final Scheme scheme;
    /** Names of the packed tensors without the scheme's ending. */
    private final Set<String> modules;

    private final JsonNode quantization;
    private final String configuration;

    private PackedWeights(Scheme scheme, Set<String> modules, JsonNode quantization, String configuration) {
        this.scheme = scheme;
        this.modules = modules;
        this.quantization = quantization;
        this.configuration = configuration;
    }

    /** A quantizer's way of packing. */
    private enum Scheme {
        GPTQ_OR_AWQ("GPTQ or AWQ", ".qweight", 32, ".scales", "\\.(scales|qzeros|g_idx)") {
            @Override
            int bits(JsonNode quantization, String module) {
                // Rules by module are regular expressions of GPTQModel's, not read here.
                boolean byModule = !quantization.path("dynamic").isEmpty();
                return byModule
                        ? 0
                        : quantization
                                .path("bits")
                                .asInt(quantization.path("w_bit").asInt());
            }
        },
        MLX("MLX", ".weight", 32, ".scales", "\\.(scales|biases)") {
            @Override
            int bits(JsonNode quantization, String module) {
                return quantization
                        .path(module)
                        .path("bits")
                        .asInt(quantization.path("bits").asInt());
            }
        },
        BITSANDBYTES(
                "bitsandbytes",
                ".weight",
                8,
                ".weight.absmax",
                "\\.weight\\.(absmax|quant_map|nested_absmax|nested_quant_map|quant_state\\..+)") {
            @Override
            int bits(JsonNode quantization, String module) {
                return quantization.path("load_in_4bit").asBoolean() ? 4 : 0;
            }
        },
        COMPRESSED_TENSORS(
                "compressed-tensors",
                ".weight_packed",
                32,
                ".weight_scale",
                "\\.weight_(scale|zero_point|shape|g_idx)") {
            @Override
            int bits(JsonNode quantization, String module) {
                Set<Integer> bits = new HashSet<>();
                quantization
                        .path("config_groups")
                        .forEach(group ->
                                bits.add(group.path("weights").path("num_bits").asInt()));
                return bits.size() == 1 ? bits.iterator().next() : 0;
            }
        },
        COMPRESSED_TENSORS_NVFP4(
                "compressed-tensors NVFP4",
                ".weight_packed",
                8,
                ".weight_scale",
                "\\.(weight_scale|weight_global_scale|input_global_scale)") {
            @Override
            int bits(JsonNode quantization, String module) {
                return COMPRESSED_TENSORS.bits(quantization, module);
            }
        },
        MODELOPT(
                "ModelOpt",
                ".weight",
                8,
                ".weight_scale_2",
                "\\.(weight_scale|weight_scale_2|input_scale|k_scale|v_scale)") {
            @Override
            int bits(JsonNode quantization, String module) {
                JsonNode ofModule =
                        quantization.path("quantized_layers").path(module).path("quant_algo");
                String algorithm =
                        ofModule.asText(quantization.path("quant_algo").asText());
                return algorithm.contains("NVFP4") ? 4 : 0;
            }
        },
        BITSANDBYTES_8("bitsandbytes", ".weight", 8, ".SCB", "\\.(SCB|weight_format)") {
            @Override
            int bits(JsonNode quantization, String module) {
                return quantization.path("load_in_8bit").asBoolean() ? 8 : 0;
            }

            @Override
            boolean packs(Tensor tensor) {
                return tensor.name().endsWith(".weight") && tensor.type().name().equals("I8");
            }
        },
        MXFP4("MXFP4", "_blocks", 8, "_scales", "_scales") {
            @Override
            int bits(JsonNode quantization, String module) {
                return quantization.path("quant_method").asText().equals("mxfp4") ? 4 : 0;
            }
        };

        private final String label;
        private final String packed;
        private final int elementBits;
        /** Ending of what stands beside every packed tensor. */
        private final String proof;
        /** Module, then the endings of what are no parameters. */
        private final Pattern others;

        Scheme(String label, String packed, int elementBits, String proof, String others) {
            this.label = label;
            this.packed = packed;
            this.elementBits = elementBits;
            this.proof = proof;
            this.others = Pattern.compile("(.+?)" + others);
        }

        /** Bits of one weight of a module; 0 where the configuration does not say. */
        abstract int bits(JsonNode quantization, String module);

        boolean packs(Tensor tensor) {
            String type = tensor.type().name();
            return tensor.name().endsWith(packed)
                    && (elementBits == 8 ? type.equals("U8") : type.equals("I32") || type.equals("U32"));
        }
    }

    /**
     * Looks for packed tensors in a part.
     *
     * @param folder where its configuration would lie
     */
    public static PackedWeights of(Part part, Path folder, HeaderSource source)
            throws IOException, ModelFaultException {
        for (Scheme scheme : Scheme.values()) {
            Set<String> modules = modules(scheme, part.tensors());
            if (!modules.isEmpty()) {
                return configured(scheme, modules, folder, source);
            }
        }
        return NONE;
    }

    private static Set<String> modules(Scheme scheme, List<Tensor> tensors) {
        Set<String> candidates = new HashSet<>();
        for (Tensor tensor : tensors) {
            if (scheme.packs(tensor)) {
                candidates.add(without(tensor.name(), scheme.packed));
            }
        }
        if (candidates.isEmpty()) {
            return candidates;
        }
        return tensors.stream()
                .filter(tensor -> tensor.name().endsWith(scheme.proof))
                .map(tensor -> without(tensor.name(), scheme.proof))
                .filter(candidates::contains)
                .collect(Collectors.toSet());
    }

    /** The configuration that Transformers, mlx-lm or the quantizer itself reads. */
    private static PackedWeights configured(Scheme scheme, Set<String> modules, Path folder, HeaderSource source)
            throws IOException, ModelFaultException {
        for (String name :
                List.of("config.json", "quantize_config.json", "quant_config.json", "hf_quant_config.json")) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                JsonNode json = JsonText.file(file, source);
                for (JsonNode quantization :
                        List.of(json.path("quantization"), json.path("quantization_config"), json)) {
                    PackedWeights packed = new PackedWeights(scheme, modules, quantization, name);
                    if (modules.stream().allMatch(module -> packed.bits(module) > 0)) {
                        return packed;
                    }
                }
            }
        }
        return new PackedWeights(scheme, modules, null, null);
    }

    private int bits(String module) {
        int bits = scheme.bits(quantization, module);
        return bits > 0 && bits <= MAX_BITS && bits <= scheme.elementBits ? bits : 0;
    }

    /**
     * Parameters in stored elements of a tensor of the part.
     *
     * @throws ArithmeticException where they exceed 2^63-1
     */
    public long parameters(Tensor tensor, long elements) {
        if (quantization == null) {
            return elements;
        }
        if (scheme.packs(tensor)) {
            String module = without(tensor.name(), scheme.packed);
            return modules.contains(module)
                    ? Math.multiplyExact(elements, scheme.elementBits) / bits(module)
                    : elements;
        }
        Matcher other = scheme.others.matcher(tensor.name());
        return other.matches() && modules.contains(other.group(1)) ? 0 : elements;
    }

    /** What the parts' packing is, for {@link ModelRecord#packing}. */
    public static String words(List<PackedWeights> parts) {
        String words = parts.stream()
                .filter(packed -> !packed.modules.isEmpty())
                .map(PackedWeights::words)
                .distinct()
                .collect(Collectors.joining("; "));
        return words.isEmpty() ? ModelRecord.NOT_PACKED : words;
    }

    private String words() {
        if (quantization == null) {
            return scheme.label + ": weights packed in integers of " + scheme.elementBits
                    + " bits, and nothing read beside them says how many in each: parameters are stored elements";
        }
        String bits = modules.stream()
                .map(this::bits)
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(" and "));
        String how = bits.equals(String.valueOf(scheme.elementBits))
                ? ", one in each integer"
                : " packed in integers of " + scheme.elementBits;
        return scheme.label + ": weights of " + bits + " bits" + how + ", by " + configuration;
    }

    private static String without(String name, String ending) {
        return name.substring(0, name.length() - ending.length());
    }
}
