package dev.berth.command.shell;

import java.util.Set;
import java.util.TreeSet;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Picocli's completions for bash, which know no lists, with words after a comma too. */
final class BashCompletion {
    private static final String ARRAY = "compReplyArray";
    private static final String LIST = "compReplyList";

    /** Before the first function of picocli's script; what is in the list already is not offered again. */
    private static final String OF_A_LIST = """
            # Words of a list, behind those that stand in it already.
            function compReplyList() {
              local before="" word
              local rest=()
              [[ ${COMP_WORDS[COMP_CWORD]} == *,* ]] && before="${COMP_WORDS[COMP_CWORD]%,*},"
              for word in "$@"; do
                [[ ",$before" == *",$word,"* ]] || rest+=("$before$word")
              done
              local IFS=$'\\n'
              compgen -W "${rest[*]}" -- "${COMP_WORDS[COMP_CWORD]}"
            }

            """;

    private BashCompletion() {}

    /**
     * The script.
     *
     * @param name of the program
     * @param berth all commands, made for this alone: {@link TypedWords} changes them
     */
    static String of(String name, CommandLine berth) {
        String script = AutoComplete.bash(name, TypedWords.offeredBy(berth));
        for (String option : lists(berth)) {
            String words = " \"${" + option + "_option_args[@]}\"";
            script = script.replace(ARRAY + words, LIST + words);
        }
        String first = "function " + ARRAY + "()";
        int place = script.lastIndexOf("\n\n", script.indexOf(first)) + 2;
        return script.substring(0, place) + OF_A_LIST + script.substring(place);
    }

    /** Options that take several words with commas in between, as the script names them. */
    private static Set<String> lists(CommandLine berth) {
        Set<String> lists = new TreeSet<>();
        for (CommandLine command : berth.getSubcommands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (TypedWords.isList(option)) {
                    lists.add(option.longestName().replaceFirst("^-+", "").replace('-', '_'));
                }
            }
        }
        return lists;
    }
}
