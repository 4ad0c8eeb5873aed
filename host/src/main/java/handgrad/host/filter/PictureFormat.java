package handgrad.host.filter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of picture files. */
enum PictureFormat {
    /** Lossless, 8 or 16 bits a sample. */
    PNG(List.of("png")),
    /** Lossy, 8 bits a sample. */
    JPEG(List.of("jpg", "jpeg")),
    /** Grey, 1 to 65,535 for white; P2 writes numbers, P5 bytes. */
    PGM(List.of("pgm"));

    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG_START = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

    private final List<String> endings;

    PictureFormat(List<String> endings) {
        this.endings = endings;
    }

    /** The format that a file's first bytes are of, whatever its name says. */
    static Optional<PictureFormat> ofContent(byte[] start) {
        if (startsWith(start, PNG_SIGNATURE)) {
            return Optional.of(PNG);
        }
        if (startsWith(start, JPEG_START)) {
            return Optional.of(JPEG);
        }
        final boolean isPgm = start.length >= 2 && start[0] == 'P' && (start[1] == '2' || start[1] == '5');
        return isPgm ? Optional.of(PGM) : Optional.empty();
    }

    /** The format that a file's name asks for. */
    static Optional<PictureFormat> ofName(String name) {
        final String lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.endings.stream().anyMatch(ending -> lower.endsWith("." + ending)))
                .findFirst();
    }

    /** Every ending, for a message. */
    static String allEndings() {
        return Arrays.stream(values())
                .flatMap(format -> format.endings.stream())
                .map(ending -> "." + ending)
                .collect(Collectors.joining(", "));
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
