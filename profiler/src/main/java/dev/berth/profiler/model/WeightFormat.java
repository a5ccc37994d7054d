package dev.berth.profiler.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A format that a single file announces; which one is decided by name first, and by the first bytes where names are
 * shared.
 */
enum WeightFormat {
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

    /** Opens and checks the headers, whose bytes come from a source; reads no weights. */
    abstract Part read(Path file, HeaderSource source) throws IOException, ModelFaultException;

    /** The format of a regular file, empty where it announces none. */
    static Optional<WeightFormat> of(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".safetensors.index.json")) {
            return Optional.of(SAFETENSORS_INDEX);
        }
        if (name.endsWith(".bin.index.json")) {
            return Optional.of(PYTORCH_INDEX);
        }
        if (name.equals("saved_model.pb")) {
            return Optional.of(SAVED_MODEL);
        }
        return switch (ModelFiles.extension(name)) {
            case "safetensors" -> Optional.of(SAFETENSORS);
            case "gguf" -> Optional.of(GGUF);
            case "onnx" -> Optional.of(ONNX);
            case "pt", "pth", "ckpt" -> Optional.of(PYTORCH);
            case "bin" -> TorchFormat.announced(file) ? Optional.of(PYTORCH) : Optional.empty();
            case "json" -> tfjs(file) ? Optional.of(TFJS) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean tfjs(Path file) throws IOException {
        if (Files.size(file) > HeaderFile.MAX_PIECE_BYTES) {
            return false;
        }
        try {
            return TfjsFormat.recognises(JsonText.keys(file));
        } catch (JsonProcessingException otherJson) {
            // A broken model.json is TF.js gone wrong; any other JSON beside a model is not its business.
            return file.getFileName().toString().equals("model.json");
        }
    }
}
