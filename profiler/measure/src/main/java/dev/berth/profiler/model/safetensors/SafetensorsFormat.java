package dev.berth.profiler.model.safetensors;

import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.WeightFormat;
import java.io.IOException;
import java.nio.file.Path;

/** Safetensors, one file. */
public record SafetensorsFormat() implements WeightFormat {
    @Override
    public boolean isNamed(String name) {
        return WeightFormat.extension(name).equals("safetensors");
    }

    @Override
    public Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        return SafetensorsReader.read(file, source);
    }
}
