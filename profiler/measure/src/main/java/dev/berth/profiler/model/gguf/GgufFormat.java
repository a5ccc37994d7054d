package dev.berth.profiler.model.gguf;

import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.WeightFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** GGUF, one file or several that name their count. */
public record GgufFormat() implements WeightFormat {
    /** llama.cpp's names of quantisations, as its quantize tool and the hub's publishers write them. */
    private static final Pattern VARIANT = Pattern.compile(
            "(.+)[._-]((?:UD-)?(?:I?Q\\d[A-Z0-9_]*|TQ\\d_\\d|BF16|F16|F32|FP16|FP32|MXFP4[A-Z_]*|NVFP4))",
            Pattern.CASE_INSENSITIVE);

    @Override
    public boolean isNamed(String name) {
        return WeightFormat.extension(name).equals("gguf") && !name.contains(GgufReader.IMATRIX);
    }

    @Override
    public Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        return GgufReader.read(file, source);
    }

    @Override
    public boolean readsShards() {
        return true;
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public Optional<Pattern> variants() {
        return Optional.of(VARIANT);
    }
}
