package dev.berth.command;

import java.util.List;
import picocli.CommandLine.Option;

/** How much of its tables a command shows, and which columns; mixed into commands with tables of known columns. */
public final class TableOptions extends WideOption {
    @Option(
            names = "--columns",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "NAME,...",
            description = "These columns of the first table, by their headings, for example model,p50,max.")
    private List<String> columns = List.of();

    @Override
    protected List<String> columns() {
        return columns;
    }
}
