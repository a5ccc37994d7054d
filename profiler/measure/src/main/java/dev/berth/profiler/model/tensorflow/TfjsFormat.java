package dev.berth.profiler.model.tensorflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.WeightFormat;
import dev.berth.profiler.model.header.JsonText;
import java.io.IOException;
import java.nio.file.Path;

/** TensorFlow.js, told from other JSON by its keys. */
public record TfjsFormat() implements WeightFormat {
    @Override
    public boolean isNamed(String name) {
        return false;
    }

    @Override
    public boolean holds(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!WeightFormat.extension(name).equals("json")) {
            return false;
        }
        try {
            return TfjsReader.recognises(JsonText.keys(file));
        } catch (JsonProcessingException otherJson) {
            // A broken model.json is TF.js gone wrong; any other JSON beside a model is not its business.
            return name.equals("model.json");
        }
    }

    @Override
    public Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        return TfjsReader.read(file, source);
    }

    @Override
    public boolean isComplete() {
        return true;
    }
}
