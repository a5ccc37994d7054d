package dev.berth.profiler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.synthesize.catalogue.Catalogue;
import dev.berth.profiler.synthesize.format.ModelFormat;
import dev.berth.profiler.synthesize.layout.LayoutDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SynthesizeCommandTest {
    @TempDir
    Path folder;

    private Path model;
    private Path out;

    @BeforeEach
    void writeModel() throws Exception {
        model = Files.createDirectories(folder.resolve("models/mine"));
        byte[] header = "{\"w\":{\"dtype\":\"BF16\",\"shape\":[4,64],\"data_offsets\":[0,512]}}"
                .getBytes(StandardCharsets.UTF_8);
        Files.write(model.resolve("model.safetensors"), Fixtures.safetensors(header, new byte[512]));
        Files.writeString(model.resolve("config.json"), "{\"model_type\": \"mine\"}");
        out = folder.resolve("out");
    }

    @Test
    void listsTheCatalogue() {
        CommandRun people = CommandRun.of("synthesize", "--list");
        CommandRun machines = CommandRun.of("synthesize", "--list", "--json", "--quiet");

        assertEquals(0, people.status(), people.err());
        for (String name : Catalogue.names()) {
            assertTrue(people.out().contains("\n" + name + " "), name + " in " + people.out());
            assertTrue(machines.out().contains("\"name\": \"" + name + "\""), name);
        }
        assertTrue(machines.out().contains("\"parameters\": 6738415616"), machines.out());
    }

    @Test
    void copiesALayoutAndTellsThatItIsSynthetic() {
        CommandRun run = CommandRun.of("synthesize", "--like", model, "--out", out, "--json");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("\"writtenBytes\": "), run.out());

        CommandRun listed = CommandRun.of("models", out, "--json");
        assertEquals(0, listed.status(), listed.err());
        assertTrue(listed.out().contains("\"provenance\": \"synthetic\""), listed.out());
        assertTrue(listed.err().contains("mine†"), listed.err());
        assertTrue(CommandRun.of("models", model, "--json").out().contains("\"provenance\": \"real\""), "the original");
        CommandRun again = CommandRun.of("synthesize", "--like", model, "--out", out);
        assertTrue(again.out().contains("2 of them were there"), again.out());
    }

    @Test
    void anExportedLayoutGivesTheSameFiles() throws Exception {
        Path layout = folder.resolve("layout.json");
        assertEquals(0, CommandRun.of("models", "--layout", layout, model).status());
        assertEquals(0, CommandRun.of("validate", layout).status());
        assertEquals(2, LayoutDocument.read(layout).files().size());

        assertEquals(
                0, CommandRun.of("synthesize", "--layout", layout, "--out", out).status());
        Path direct = folder.resolve("direct");
        assertEquals(
                0, CommandRun.of("synthesize", "--like", model, "--out", direct).status());

        for (String name : new String[] {"mine/model.safetensors", "mine/config.json"}) {
            assertEquals(-1, Files.mismatch(out.resolve(name), direct.resolve(name)), name);
        }
        assertEquals(-1, Files.mismatch(model.resolve("config.json"), out.resolve("mine/config.json")));
    }

    @ParameterizedTest
    @EnumSource(ModelFormat.class)
    void everyFormatIsAskedForByItsWord(ModelFormat format) {
        CommandRun run = CommandRun.of("synthesize", "gpt3", "--out", "x", "--format", format.label());

        // The word was taken: what is wrong is the model.
        assertTrue(run.err().contains("no model 'gpt3'"), run.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "synthesize|nothing named, expected one of: NAME..., --like PATH, --layout FILE, --list",
                "synthesize gpt2 --list|several named, expected one of: NAME..., --like PATH, --layout FILE, --list",
                "synthesize gpt2|Missing required option: '--out=DIR'",
                "synthesize gpt3 --out x|no model 'gpt3' in the catalogue; did you mean gpt2?; --list names them",
                "synthesize --like x --out y --dtype f16|--format, --dtype and --shard-size are of catalogue models:"
                        + " a layout has its own",
                "synthesize gpt2 --out x --shard-size 5XB|'5XB' is no size, expected for example 2m or 2MiB, 5GB or 1000000",
                "synthesize gpt2 --out x --format saved|expected one of safetensors, gguf, torch, onnx, tfjs, savedmodel but",
                "synthesize gpt2 --out x --format tfjs --dtype bf16|name --dtype f32 or f16",
                "run --catalogue wide|no services to plan for; a run plan measures it",
                "synthesize gpt2 --out x --dtype q8|expected one of f32, f16, bf16",
                "synthesize gpt2 --out x --dtype q8_0|name --format gguf, or --dtype f32, f16 or bf16",
                "models a b --layout x|--layout is of the models of one PATH, not of 2"
            })
    void faultsOfUsageAreOneLine(String words, String expected) {
        CommandRun run = CommandRun.of((Object[]) words.split(" "));

        assertEquals(2, run.status(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(expected), run.err());
    }

    @Test
    void whatCannotBeReadIsBadInput() throws Exception {
        Files.writeString(folder.resolve("no.json"), "{\"schemaVersion\": 1}");
        assertEquals(
                3,
                CommandRun.of("synthesize", "--like", folder.resolve("none"), "--out", out)
                        .status());
        assertEquals(
                3,
                CommandRun.of("synthesize", "--layout", folder.resolve("none"), "--out", out)
                        .status());
        CommandRun keys = CommandRun.of("synthesize", "--layout", folder.resolve("no.json"), "--out", out);
        assertEquals(3, keys.status());
        assertEquals(1, keys.err().lines().count(), keys.err());
    }

    @Test
    void aRealModelInTheWayIsNotTouched() throws Exception {
        Path there = Files.createDirectories(out.resolve("mine"));
        Files.copy(model.resolve("model.safetensors"), there.resolve("model.safetensors"));

        CommandRun run = CommandRun.of("synthesize", "--like", model, "--out", out);

        assertEquals(3, run.status(), run.err());
        assertTrue(run.err().contains("is there, and is not what berth synthesize would write"), run.err());
        assertEquals(-1, Files.mismatch(model.resolve("model.safetensors"), there.resolve("model.safetensors")));
    }
}
