package dev.berth.command.shell;

import java.util.Locale;
import picocli.CommandLine;

/** Shells that complete words as they are typed. */
enum Shell {
    /** GNU's. */
    BASH("share/bash-completion/completions/berth") {
        @Override
        String script(CommandLine berth) {
            return BashCompletion.of(NAME, berth);
        }
    },
    /** By its own reading of completions for bash, which it brings. */
    ZSH("share/zsh/site-functions/_berth") {
        @Override
        String script(CommandLine berth) {
            // What bash alone has, and its completions call.
            return "#compdef " + NAME + "\n(( $+functions[compopt] )) || compopt() { : }\n"
                    + BashCompletion.of(NAME, berth)
                    + "\n# Called for the first completion it is only loaded by it: this one is to be answered too.\n"
                    + "_bash_complete -o default -F _complete_" + NAME + "\n";
        }
    },
    FISH("share/fish/vendor_completions.d/berth.fish") {
        @Override
        String script(CommandLine berth) {
            return FishCompletion.of(NAME, TypedWords.offeredBy(berth));
        }
    };

    private static final String NAME = "berth";

    private final String file;

    Shell(String file) {
        this.file = file;
    }

    /** As it is called. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where below {@code /usr} or {@code /usr/local} it looks for it. */
    String file() {
        return file;
    }

    /**
     * What the shell reads.
     *
     * @param berth all commands, made for this alone: {@link TypedWords} changes them
     */
    abstract String script(CommandLine berth);
}
