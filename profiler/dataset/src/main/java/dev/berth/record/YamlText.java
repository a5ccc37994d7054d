package dev.berth.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Text of YAML files, no more of it than the parser can be trusted with. */
public final class YamlText {
    /** The parser's time grows with the square of a text without a space. */
    private static final int MOST_UNBROKEN_CHARACTERS = 1 << 17;

    /** What the parser reads at most, in characters. */
    private static final int MAX_BYTES = 3 << 20;

    private YamlText() {}

    /**
     * Reads a file.
     *
     * @param what it should hold, for messages
     * @param remedy of a file that is too long, for messages
     * @throws BadInputException where it cannot be read, is no UTF-8, or is more than the parser should see
     */
    public static String read(Path file, String what, String remedy) {
        try {
            byte[] bytes;
            // A pipe or device has no size to ask for.
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
            if (bytes.length > MAX_BYTES) {
                throw new BadInputException(
                        file + ": longer than the " + MAX_BYTES + " bytes of " + what + " that are read; " + remedy);
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            requireBroken(file, text, remedy);
            return text;
        } catch (NoSuchFileException e) {
            throw new BadInputException(file + ": no such file", e);
        } catch (CharacterCodingException e) {
            throw new BadInputException(file + ": no UTF-8 text, expected " + what + " in YAML", e);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireBroken(Path file, String text, String remedy) {
        int line = 1;
        int run = 0;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            line += character == '\n' ? 1 : 0;
            run = Character.isWhitespace(character) ? 0 : run + 1;
            if (run > MOST_UNBROKEN_CHARACTERS) {
                throw new BadInputException(file + ":" + line + ": more than " + MOST_UNBROKEN_CHARACTERS
                        + " characters without a space, expected less; part the values by spaces, or " + remedy);
            }
        }
    }
}
