package dev.berth.profiler.model.torch;

import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.WeightFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What PyTorch saves; {@code .bin} is told by name where loaders save so. */
public record TorchFormat() implements WeightFormat {
    private static final Pattern SAVED = Pattern.compile("(pytorch_|diffusion_pytorch_|adapter_)?model[.-].*");

    @Override
    public boolean isNamed(String name) {
        return switch (WeightFormat.extension(name)) {
            case "pt", "pth", "ckpt" -> true;
            case "bin" -> SAVED.matcher(name).matches();
            default -> false;
        };
    }

    @Override
    public boolean holds(Path file) throws IOException {
        return switch (WeightFormat.extension(file.getFileName().toString())) {
            case "bin" -> TorchReader.announced(file);
            case "pth" -> !TorchReader.isPathFile(file);
            default -> WeightFormat.super.holds(file);
        };
    }

    @Override
    public Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        return TorchReader.read(file, source);
    }
}
