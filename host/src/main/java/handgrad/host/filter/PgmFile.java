package handgrad.host.filter;

import handgrad.host.UserError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Portable greymaps, as Netpbm defines them: {@code P2} or {@code P5}, width, height, the value of white, separated by
 * white space and comments from # to the end of the line; then the samples, as numbers (P2), or after a single white
 * space as bytes (P5), two each, the high one first, where white is above 255.
 */
final class PgmFile {
    private static final int MOST_DIGITS = 9;
    private static final int ONE_BYTE = 255;

    private final Path file;
    private final InputStream input;
    private long position;

    private PgmFile(Path file, InputStream input) {
        this.file = file;
        this.input = input;
    }

    /**
     * Reads a picture; of several in one file the first.
     *
     * @throws UserError if it is malformed or cut off
     * @throws IOException if the file cannot be read
     */
    static Picture read(Path file) throws IOException {
        try (InputStream input = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return new PgmFile(file, input).picture(Files.size(file));
        }
    }

    private Picture picture(long size) throws IOException {
        next();
        final boolean binary = next() == '5';
        final int width = number("the width");
        final int height = number("the height");
        final int maximum = number("the value of white");
        if (maximum < 1 || maximum > Character.MAX_VALUE) {
            throw corrupt("white is " + maximum + ", but must be from 1 to 65535");
        }
        PictureSize.check(file, width, height);
        final int pixels = width * height;
        final int bytes = maximum > ONE_BYTE ? 2 : 1;
        // The last number of a P2 file needs no space behind it.
        final long least = binary ? (long) pixels * bytes : 2L * pixels - 1;
        if (size - position < least) {
            throw corrupt(width + "×" + height + " samples need at least " + least + " bytes, but only "
                    + (size - position) + " follow the header; it is cut off");
        }
        final char[] samples = new char[pixels];
        for (int i = 0; i < pixels; i++) {
            final int sample = !binary ? number("sample " + i) : bytes == 1 ? next() : next() << 8 | next();
            if (sample > maximum) {
                throw corrupt("sample " + i + " is " + sample + ", above white, which is " + maximum);
            }
            samples[i] = (char) sample;
        }
        return new Picture(width, height, maximum, List.of(samples));
    }

    /** Skips white space and comments, reads digits, and takes the one character after them. */
    private int number(String what) throws IOException {
        int c = next();
        while (isSpace(c) || c == '#') {
            c = c == '#' ? afterComment() : next();
        }
        int value = 0;
        int digits = 0;
        while (c >= '0' && c <= '9' && digits <= MOST_DIGITS) {
            value = 10 * value + c - '0';
            digits++;
            c = nextOrEnd();
        }
        if (digits == 0 || digits > MOST_DIGITS || !(isSpace(c) || c < 0)) {
            throw corrupt(what + " is no number of at most " + MOST_DIGITS + " digits, near byte " + position);
        }
        return value;
    }

    private int afterComment() throws IOException {
        int c = next();
        while (c != '\n' && c != '\r') {
            c = next();
        }
        return c;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private int next() throws IOException {
        final int c = nextOrEnd();
        if (c < 0) {
            throw corrupt("it is cut off after " + position + " bytes");
        }
        return c;
    }

    private int nextOrEnd() throws IOException {
        final int c = input.read();
        position += c < 0 ? 0 : 1;
        return c;
    }

    private UserError corrupt(String why) {
        return new UserError(file + ": no proper PGM file: " + why);
    }

    /** Writes a grey picture as P5. */
    static void write(Picture picture, OutputStream output) throws IOException {
        output.write("P5\n%d %d\n%d\n"
                .formatted(picture.width(), picture.height(), picture.maximum())
                .getBytes(StandardCharsets.US_ASCII));
        for (final char sample : picture.channels().getFirst()) {
            if (picture.maximum() > ONE_BYTE) {
                output.write(sample >> 8);
            }
            output.write(sample);
        }
    }
}
