package dev.berth.profiler.model.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.gguf.GgufFormat;
import dev.berth.profiler.model.header.JsonText;
import dev.berth.profiler.model.onnx.OnnxFormat;
import dev.berth.profiler.model.safetensors.SafetensorsFormat;
import dev.berth.profiler.model.tensorflow.SavedModelFormat;
import dev.berth.profiler.model.tensorflow.TfjsFormat;
import dev.berth.profiler.model.torch.TorchFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A format that a single file announces; which one is decided by name first, and by the first bytes where names are
 * shared.
 */
public enum WeightFormat {
    SAFETENSORS_INDEX {
        @Override
        Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
            return SafetensorsFormat.readIndex(file, source);
        }
    },
    SAFETENSORS {
        @Override
        Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
            return SafetensorsFormat.read(file, source);
        }
    },
    PYTORCH_INDEX {
        @Override
        Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
            return TorchFormat.readIndex(file, source);
        }
    },
    TFJS {
        @Override
        Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
            return TfjsFormat.read(file, source);
        }
    },
    SAVED_MODEL {
        @Override
        Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
            return SavedModelFormat.read(file, source);
        }
    },
    GGUF {
        @Override
        Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
            return GgufFormat.read(file, source);
        }
    },
    ONNX {
        @Override
        Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
            return OnnxFormat.read(file, source);
        }
    },
    PYTORCH {
        @Override
        Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
            return TorchFormat.read(file, source);
        }
    };

    private static final Pattern SAFETENSORS_INDEX_NAME = Pattern.compile(".+\\.safetensors\\.index(\\.[^.]+)?\\.json");
    private static final Pattern PYTORCH_INDEX_NAME = Pattern.compile(".+\\.bin\\.index(\\.[^.]+)?\\.json");
    private static final Pattern PYTORCH_BIN_NAME =
            Pattern.compile("(pytorch_|diffusion_pytorch_|adapter_)?model[.-].*");

    /** Opens and checks the headers, whose bytes come from a source; reads no weights. */
    abstract Part read(Path file, HeaderSource source) throws IOException, ModelFaultException;

    /** Whether it is the index of shards. */
    boolean isIndex() {
        return this == SAFETENSORS_INDEX || this == PYTORCH_INDEX;
    }

    /** The format of the files that hold the bytes. */
    WeightFormat container() {
        return switch (this) {
            case SAFETENSORS_INDEX -> SAFETENSORS;
            case PYTORCH_INDEX -> PYTORCH;
            default -> this;
        };
    }

    /** The format that a file's name announces by itself; {@code .bin} and {@code .json} do where loaders save so. */
    static Optional<WeightFormat> named(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (SAFETENSORS_INDEX_NAME.matcher(name).matches()) {
            return Optional.of(SAFETENSORS_INDEX);
        }
        if (PYTORCH_INDEX_NAME.matcher(name).matches()) {
            return Optional.of(PYTORCH_INDEX);
        }
        if (name.equals("saved_model.pb")) {
            return Optional.of(SAVED_MODEL);
        }
        return switch (ModelFiles.extension(name)) {
            case "safetensors" -> Optional.of(SAFETENSORS);
            case "gguf" -> ModelFiles.unread(name).isEmpty() ? Optional.of(GGUF) : Optional.empty();
            case "onnx" -> Optional.of(ONNX);
            case "pt", "pth", "ckpt" -> Optional.of(PYTORCH);
            case "bin" -> PYTORCH_BIN_NAME.matcher(name).matches() ? Optional.of(PYTORCH) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** The format of a regular file, empty where it announces none. */
    public static Optional<WeightFormat> of(Path file) throws IOException {
        return switch (ModelFiles.extension(file.getFileName().toString())) {
            case "bin" -> TorchFormat.announced(file) ? Optional.of(PYTORCH) : Optional.empty();
            case "pth" -> TorchFormat.isPathFile(file) ? Optional.empty() : Optional.of(PYTORCH);
            case "json" -> {
                Optional<WeightFormat> named = named(file);
                yield named.isEmpty() && tfjs(file) ? Optional.of(TFJS) : named;
            }
            default -> named(file);
        };
    }

    private static boolean tfjs(Path file) throws IOException {
        try {
            return TfjsFormat.recognises(JsonText.keys(file));
        } catch (JsonProcessingException otherJson) {
            // A broken model.json is TF.js gone wrong; any other JSON beside a model is not its business.
            return file.getFileName().toString().equals("model.json");
        }
    }
}
