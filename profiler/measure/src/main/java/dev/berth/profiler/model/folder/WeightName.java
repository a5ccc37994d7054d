package dev.berth.profiler.model.folder;

import dev.berth.profiler.model.WeightFormat;
import dev.berth.profiler.model.header.NumberedShard;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a weights file tells.
 *
 * @param stem without variant, number and extension
 * @param variant precision or quantisation, where the name has one
 * @param label stem with variant as the name has them
 * @param index whether it is the index of shards
 */
record WeightName(String stem, Optional<String> variant, String label, boolean index) {
    /** {@code model.safetensors.index.json}, {@code model.safetensors.index.fp16.json}. */
    private static final Pattern INDEX =
            Pattern.compile("(.+)\\.(safetensors|bin)\\.index(?:\\.([^.]+))?\\.json", Pattern.CASE_INSENSITIVE);

    /** Names under which Transformers, Diffusers and PEFT save; what follows the first dot is a variant. */
    private static final Pattern SAVED =
            Pattern.compile("(model|pytorch_model|diffusion_pytorch_model|adapter_model)\\.(.+)");

    private static final Pattern PRECISION = Pattern.compile(
            "(.+)[._-](fp16|bf16|fp32|f16|f32|fp8[^.]*|fp4|int8|int4|nf4|non_ema|ema|e4m3fn|e5m2)",
            Pattern.CASE_INSENSITIVE);

    static WeightName of(Path file) {
        String name = file.getFileName().toString();
        Matcher index = INDEX.matcher(name);
        if (index.matches()) {
            WeightName inner = split(index.group(1), name);
            Optional<String> variant = Optional.ofNullable(index.group(3)).or(inner::variant);
            return new WeightName(
                    inner.stem,
                    variant,
                    inner.variant.isPresent() || variant.isEmpty() ? inner.label : inner.stem + "." + variant.get(),
                    true);
        }
        return split(
                NumberedShard.of(file).map(NumberedShard::stem).orElseGet(() -> ModelFiles.withoutExtension(name)),
                name);
    }

    /** Takes a label apart as the format of a name does, else as most loaders save. */
    private static WeightName split(String label, String name) {
        Pattern types = WeightFormats.named(name)
                .flatMap(WeightFormat::variants)
                .orElse(SAVED.matcher(label).matches() ? SAVED : PRECISION);
        Matcher type = types.matcher(label);
        return type.matches()
                ? new WeightName(type.group(1), Optional.of(type.group(2)), label, false)
                : new WeightName(label, Optional.empty(), label, false);
    }
}
