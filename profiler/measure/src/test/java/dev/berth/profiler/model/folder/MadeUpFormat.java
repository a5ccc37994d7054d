package dev.berth.profiler.model.folder;

import dev.berth.profiler.model.ElementType;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import dev.berth.profiler.model.WeightFormat;
import dev.berth.profiler.model.header.Extents;
import dev.berth.profiler.model.header.HeaderFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A format that only these tests know, added as any other: four bytes of count, then as many 32-bit floats. */
public record MadeUpFormat() implements WeightFormat {
    private static final ElementType FLOAT = ElementType.plain("F32", 4);

    @Override
    public boolean isNamed(String name) {
        return WeightFormat.extension(name).equals("made-up");
    }

    @Override
    public Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        try (HeaderFile in = HeaderFile.open(file, source)) {
            long count = in.at("count").u32();
            in.requireCount(count, 4);
            Tensor tensor =
                    new Tensor("w", FLOAT, List.of(count), count, Extents.of(file, in.position(), FLOAT.bytes(count)));
            return new Part("made-up", List.of(in.keep(tensor)), List.of(file), List.of());
        }
    }
}
