package dev.berth.profiler.model.torch;

import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.WeightFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The index of shards that PyTorch saved. */
public record TorchIndexFormat() implements WeightFormat {
    private static final Pattern NAME = Pattern.compile(".+\\.bin\\.index(\\.[^.]+)?\\.json");

    @Override
    public boolean isNamed(String name) {
        return NAME.matcher(name).matches();
    }

    @Override
    public Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        return TorchReader.readIndex(file, source);
    }

    @Override
    public WeightFormat container() {
        return new TorchFormat();
    }
}
