package handgrad.host.run.checkpoint;

import handgrad.dataset.Dataset;
import handgrad.dataset.Inputs;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Tells apart two data sets with the same name. */
final class DataChecksum {
    private static final int CHUNK = 1 << 14;

    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private DataChecksum() {}

    /** The CRC-32C of all inputs and targets, in hexadecimal. */
    static String of(Split split) {
        final DataChecksum sum = new DataChecksum();
        sum.add(split.train());
        sum.add(split.test());
        return "crc32c:%08x".formatted(sum.checksum.getValue());
    }

    private void add(Dataset dataset) {
        add(dataset.inputs());
        switch (dataset.targets()) {
            case Targets.Classes classes -> add(classes.labels());
            case Targets.Reals reals -> add(reals.values());
        }
    }

    /** The checksum of the floats, however they are stored. */
    private void add(Inputs inputs) {
        switch (inputs) {
            case Inputs.Reals(float[] values) -> add(values);
            case final Inputs.Pixels pixels -> {
                for (int from = 0; from < pixels.size(); from += CHUNK) {
                    final byte[] some = Arrays.copyOfRange(pixels.bytes(), from, Math.min(pixels.size(), from + CHUNK));
                    add(pixels.scale().toFloats(some));
                }
            }
        }
    }

    private void add(float[] values) {
        for (int from = 0; from < values.length; from += CHUNK) {
            final int count = Math.min(CHUNK, values.length - from);
            bytes.asFloatBuffer().put(values, from, count);
            checksum.update(bytes.array(), 0, count * Float.BYTES);
        }
    }

    private void add(int[] values) {
        for (int from = 0; from < values.length; from += CHUNK) {
            final int count = Math.min(CHUNK, values.length - from);
            bytes.asIntBuffer().put(values, from, count);
            checksum.update(bytes.array(), 0, count * Integer.BYTES);
        }
    }
}
