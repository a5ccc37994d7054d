package dev.berth.profiler.cli;

import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.profiler.cli.option.KnownNames;
import dev.berth.profiler.engine.recipe.Recipe;
import dev.berth.profiler.engine.recipe.Recipes;
import dev.berth.record.BadOptionException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.text.TextTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the recipes that ship, or prints one. */
@Examples({"berth recipes # those that ship", "berth recipes tfjs > mine.yaml # one to change"})
@Answers(RecipesCommand.Listing.class)
@Command(
        name = "recipes",
        header = "how serving commands are started: recipes that ship",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the recipes that --engine exec knows by name; with NAME prints that one, comments and all:",
            "berth recipes llama-server > mine.yaml"
        })
final class RecipesCommand implements Callable<Integer> {
    @Mixin
    private ProfilerConsole console;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            completionCandidates = KnownNames.OfRecipe.class,
            description = "The recipe to print.")
    private String name;

    /**
     * The recipes, for machines.
     *
     * @param recipes all that ship, or the one asked for
     */
    record Listing(List<Recipe> recipes) {}

    @Override
    public Integer call() {
        if (name != null && !Recipes.SHIPPED.contains(name)) {
            throw new BadOptionException(
                    "NAME " + name + ": no such recipe, expected one of " + String.join(", ", Recipes.SHIPPED));
        }
        List<String> names = name == null ? Recipes.SHIPPED : List.of(name);
        Listing listing =
                new Listing(names.stream().map(one -> Recipes.of(one).recipe()).toList());
        if (name == null) {
            console.result(listing.recipes().stream()
                    .map(recipe -> recipe.name() + " (" + recipe.threads()
                            + (recipe.threads() == 1 ? " thread" : " threads") + "): " + recipe.about())
                    .flatMap(line -> TextTable.wrapped(line, console.width()).stream())
                    .toList());
        } else {
            console.result(Recipes.text(name).lines().toList());
        }
        if (console.json()) {
            console.document(Json.pretty(listing).stripTrailing());
        }
        return ExitCode.OK.status();
    }
}
