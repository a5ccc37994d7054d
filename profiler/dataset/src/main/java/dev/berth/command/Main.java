package dev.berth.command;

import dev.berth.text.VisibleText;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;

/** The program: every command of every module on the class path. */
public final class Main {
    private Main() {}

    /** Runs the command that the words name, and ends the process with its exit status. */
    public static void main(String[] words) {
        System.exit(run(new FileOutputStream(FileDescriptor.out), System.err, words));
    }

    /**
     * The same without ending the process.
     *
     * @param stdout where results go; what it does not take is told on {@code stderr}
     * @return exit status, {@link ExitCode#INTERNAL} where results were lost
     */
    static int run(OutputStream stdout, PrintStream stderr, String... words) {
        Told told = new Told(stdout);
        PrintStream before = System.out;
        PrintStream out = new PrintStream(new BufferedOutputStream(told), true, Charset.defaultCharset());
        System.setOut(out);
        int status = Commands.run(words);
        out.flush();
        System.setOut(before);
        if (told.fault.isEmpty() || told.isUnread()) {
            return status;
        }
        stderr.println("berth: stdout: cannot be written: "
                + VisibleText.of(String.valueOf(told.fault.get().getMessage())) + "; what was printed is not whole");
        return status == ExitCode.OK.status() ? ExitCode.INTERNAL.status() : status;
    }

    /** Remembers the first fault, which Java's streams for text keep to themselves. */
    private static final class Told extends FilterOutputStream {
        private Optional<IOException> fault = Optional.empty();

        Told(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int begin, int length) throws IOException {
            try {
                out.write(bytes, begin, length);
            } catch (IOException first) {
                fault = fault.or(() -> Optional.of(first));
                throw first;
            }
        }

        /** Whoever reads it, such as {@code head}, has enough. */
        boolean isUnread() {
            return fault.filter(first -> "Broken pipe".equals(first.getMessage()))
                    .isPresent();
        }
    }
}
