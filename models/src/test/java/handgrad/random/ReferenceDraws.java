package handgrad.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values drawn by PyTorch or NumPy, from a resource with the columns draw, index and value. */
public final class ReferenceDraws {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /** Reads the draws of a resource. */
    public ReferenceDraws(String resource) {
        try (InputStream stream = ReferenceDraws.class.getResourceAsStream("/random/" + resource)) {
            final String text = new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
            text.lines()
                    .skip(1)
                    .map(line -> line.split(","))
                    .forEach(fields -> values.computeIfAbsent(fields[0], name -> new ArrayList<>())
                            .add(fields[2]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The floats of a draw, each written as the double equal to it. */
    public float[] floats(String name) {
        final double[] doubles = doubles(name);
        final float[] floats = new float[doubles.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) doubles[i];
            assertEquals(doubles[i], floats[i], 0, "the fixture's value is no float");
        }
        return floats;
    }

    /** The doubles of a draw. */
    public double[] doubles(String name) {
        return draw(name).stream().mapToDouble(Double::parseDouble).toArray();
    }

    /** The integers of a draw. */
    public int[] integers(String name) {
        return draw(name).stream()
                .mapToInt(value -> (int) Double.parseDouble(value))
                .toArray();
    }

    /** 64-bit integers, written as signed or unsigned. */
    long[] longs(String name) {
        return draw(name).stream()
                .mapToLong(value -> value.startsWith("-") ? Long.parseLong(value) : Long.parseUnsignedLong(value))
                .toArray();
    }

    private List<String> draw(String name) {
        return values.get(name);
    }

    static float[] normalFloats(RandomStream stream, int count, double mean, double standardDeviation) {
        final float[] drawn = new float[count];
        stream.fillNormal(drawn, mean, standardDeviation);
        return drawn;
    }

    static double[] normalDoubles(RandomStream stream, int count, double mean, double standardDeviation) {
        final double[] drawn = new double[count];
        stream.fillNormal(drawn, mean, standardDeviation);
        return drawn;
    }

    static float[] uniformFloats(RandomStream stream, int count, double low, double high) {
        final float[] drawn = new float[count];
        stream.fillUniform(drawn, low, high);
        return drawn;
    }

    static double[] uniformDoubles(RandomStream stream, int count, double low, double high) {
        final double[] drawn = new double[count];
        stream.fillUniform(drawn, low, high);
        return drawn;
    }

    static int[] integers(RandomStream stream, int count, int bound) {
        final int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = stream.nextInt(bound);
        }
        return drawn;
    }

    static long[] longs(RandomStream stream, int count) {
        final long[] drawn = new long[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = stream.nextLong();
        }
        return drawn;
    }
}
