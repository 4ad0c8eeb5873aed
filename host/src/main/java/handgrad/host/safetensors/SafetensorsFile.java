package handgrad.host.safetensors;

import handgrad.host.UserError;
import handgrad.program.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a safetensors file held.
 *
 * @param path where it was read from, for messages
 * @param metadata its texts, in the file's order; empty if it had none
 * @param tensors its tensors by name, in the order of the file's header
 */
public record SafetensorsFile(Path path, Map<String, String> metadata, Map<String, StoredTensor> tensors) {
    /** Copies the maps and keeps their order. */
    public SafetensorsFile {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * One tensor.
     *
     * @param name its name in the file
     * @return the tensor
     * @throws UserError if the file has none of that name
     */
    public StoredTensor tensor(String name) {
        final StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            final int shown = 8;
            final String held = tensors.keySet().stream()
                    .limit(shown)
                    .map(MalformedFile::quoted)
                    .collect(Collectors.joining(", "));
            throw new UserError("%s has no tensor %s; it has %s%s"
                    .formatted(
                            path,
                            MalformedFile.quoted(name),
                            held.isEmpty() ? "no tensor at all" : held,
                            tensors.size() > shown ? " and " + (tensors.size() - shown) + " more" : ""));
        }
        return tensor;
    }

    /**
     * The values of a float tensor of any shape.
     *
     * @param name its name in the file
     * @return row-major, not copied
     * @throws UserError if the file has none of that name, or it holds integers
     */
    public float[] floats(String name) {
        return switch (tensor(name)) {
            case StoredTensor.Floats floats -> floats.values();
            case StoredTensor.Integers _ -> throw wrongType(name, "integers", "floating-point numbers");
        };
    }

    /**
     * The values of a float tensor of a known shape.
     *
     * @param name its name in the file
     * @param expected the shape that it must have
     * @return row-major, not copied
     * @throws UserError if the file has none of that name, it holds integers, or its shape is another
     */
    public float[] floats(String name, Shape expected) {
        requireShape(name, expected);
        return floats(name);
    }

    /**
     * The values of an integer tensor of any shape.
     *
     * @param name its name in the file
     * @return row-major, not copied
     * @throws UserError if the file has none of that name, or it holds floats
     */
    public int[] integers(String name) {
        return switch (tensor(name)) {
            case StoredTensor.Integers integers -> integers.values();
            case StoredTensor.Floats _ -> throw wrongType(name, "floating-point numbers", "integers");
        };
    }

    /**
     * The values of an integer tensor of a known shape.
     *
     * @param name its name in the file
     * @param expected the shape that it must have
     * @return row-major, not copied
     * @throws UserError if the file has none of that name, it holds floats, or its shape is another
     */
    public int[] integers(String name, Shape expected) {
        requireShape(name, expected);
        return integers(name);
    }

    private void requireShape(String name, Shape expected) {
        final List<Long> found = tensor(name).dimensions();
        if (!found.equals(expected.dimensions().stream().map(Integer::longValue).toList())) {
            throw new UserError("%s: tensor %s has shape %s, but %s is needed"
                    .formatted(path, MalformedFile.quoted(name), found, expected.dimensions()));
        }
    }

    private UserError wrongType(String name, String found, String needed) {
        return new UserError(
                "%s: tensor %s holds %s, but %s are needed".formatted(path, MalformedFile.quoted(name), found, needed));
    }
}
