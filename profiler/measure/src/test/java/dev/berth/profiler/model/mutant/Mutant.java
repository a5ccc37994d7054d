package dev.berth.profiler.model.mutant;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Small models of one format, put together from the parts of its grammar and changed at these parts: what comes out is
 * still made of whole opcodes, fields, entries and blocks, in an order or with values that no writer gives them.
 */
@FunctionalInterface
public interface Mutant {
    /** A grammar and how its models are written. */
    enum Grammar {
        PICKLE(PickleMutant::write),
        ONNX(OnnxMutant::write),
        GGUF(GgufMutant::write),
        SAVED_MODEL(SavedModelMutant::write),
        TFJS(TfjsMutant::write);

        @SuppressWarnings("ImmutableEnumChecker") // a method without a state
        private final Mutant mutant;

        Grammar(Mutant mutant) {
            this.mutant = mutant;
        }

        /**
         * Writes a model beside what lies in a folder.
         *
         * @param seed the same model for the same seed
         * @param changes how many parts are changed, >= 0; 0 writes a sound model
         */
        public void write(Path folder, long seed, int changes) throws IOException {
            mutant.write(folder, new Dice(seed), changes);
        }
    }

    /** Writes a model. */
    void write(Path folder, Dice dice, int changes) throws IOException;
}
