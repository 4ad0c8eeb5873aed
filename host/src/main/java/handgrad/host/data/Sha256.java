package handgrad.host.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 sums in lower-case hexadecimal. */
final class Sha256 {
    private Sha256() {}

    /**
     * The SHA-256 of some pieces, one after the other.
     *
     * @param pieces what to sum
     * @return 64 hexadecimal digits
     */
    static String of(byte[]... pieces) {
        final MessageDigest digest = digest();
        for (final byte[] piece : pieces) {
            digest.update(piece);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * The SHA-256 of a file as it is stored, compressed or not.
     *
     * @param file what to sum
     * @return 64 hexadecimal digits
     * @throws IOException if the file cannot be read
     */
    static String ofFile(Path file) throws IOException {
        final MessageDigest digest = digest();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
