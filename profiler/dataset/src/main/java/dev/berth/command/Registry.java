package dev.berth.command;

import dev.berth.kind.FileKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The commands of all modules that are on the class path. */
final class Registry {
    private final List<CommandModule> modules = new ArrayList<>();
    private final Map<String, Class<? extends Callable<Integer>>> commands = new LinkedHashMap<>();

    private Registry(Iterable<CommandModule> found) {
        found.forEach(modules::add);
        modules.sort(Comparator.comparingInt(CommandModule::position));
        for (CommandModule module : modules) {
            for (Class<? extends Callable<Integer>> command : module.commands()) {
                if (commands.put(nameOf(command), command) != null) {
                    throw new IllegalStateException("two commands are called " + nameOf(command));
                }
            }
        }
    }

    static Registry ofClassPath() {
        return new Registry(ServiceLoader.load(CommandModule.class));
    }

    static String nameOf(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    static String headerOf(Class<?> command) {
        return String.join(" ", command.getAnnotation(Command.class).header());
    }

    List<CommandModule> modules() {
        return modules;
    }

    /** The commands by name, in the order of the help. */
    Map<String, Class<? extends Callable<Integer>>> commands() {
        return commands;
    }

    /** The kinds of file of all modules. */
    List<FileKind> kinds() {
        return modules.stream().flatMap(module -> module.kinds().stream()).toList();
    }

    /** Exit status of a fault; {@link ExitCode#INTERNAL} where no module knows it. */
    ExitCode statusOf(Exception fault) {
        return modules.stream()
                .map(module -> module.statusOf(fault))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(ExitCode.INTERNAL);
    }
}
