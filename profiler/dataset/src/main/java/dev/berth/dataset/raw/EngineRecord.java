package dev.berth.dataset.raw;

import dev.berth.dataset.Vocabulary;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.OneOf;
import dev.berth.schema.Text;

@Description("An engine that served models in a session.")
public record EngineRecord(
        @Description("what kind of engine it is") @OneOf(Vocabulary.ENGINES)
        String engine,

        @Description("which of them: name of a recipe, or of an execution provider") @Text
        String variant,

        @Description("SHA-256 of its settings: rows with it were made with them") @Text(Vocabulary.DIGEST)
        String digest,

        @Description("all that it was told, as JSON") @Text String settings) {
    public EngineRecord {
        Vocabulary.engine("engine", engine);
        Require.text("variant", variant);
        Vocabulary.digest("digest", digest);
        Require.text("settings", settings);
    }
}
