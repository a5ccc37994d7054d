package dev.berth.command;

/** The program: every command of every module on the class path. */
public final class Main {
    private Main() {}

    /** Runs the command that the words name, and ends the process with its exit status. */
    public static void main(String[] words) {
        System.exit(Commands.run(words));
    }
}
