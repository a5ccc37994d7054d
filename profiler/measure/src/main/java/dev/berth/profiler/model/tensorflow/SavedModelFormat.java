package dev.berth.profiler.model.tensorflow;

import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.WeightFormat;
import java.io.IOException;
import java.nio.file.Path;

/** TensorFlow's SavedModel. */
public record SavedModelFormat() implements WeightFormat {
    @Override
    public boolean isNamed(String name) {
        return name.equals("saved_model.pb");
    }

    @Override
    public Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        return SavedModelReader.read(file, source);
    }
}
