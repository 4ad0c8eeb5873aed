package handgrad.host.sweep.folder;

import handgrad.host.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of the sweep's JSON files, read with a message for each thing that can be wrong with it.
 *
 * @param file where it was read
 * @param root the object that it holds
 */
record JsonReader(Path file, JsonNode root) {
    /** Larger than the files of the largest possible sweep. */
    private static final long MOST_BYTES = 256L << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads a file.
     *
     * @throws UserError if it cannot be read, is too large, or holds no JSON object
     */
    static JsonReader of(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new UserError(file + " is larger than any file that handgrad writes there; remove it");
            }
            final JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            if (!root.isObject()) {
                throw malformed(file, "it holds no JSON object", null);
            }
            return new JsonReader(file, root);
        } catch (final IOException failure) {
            throw new UserError("cannot read " + file + ": " + failure, failure);
        } catch (final JacksonException malformed) {
            throw malformed(file, malformed.getOriginalMessage(), malformed);
        }
    }

    /** A text. */
    String text(String name) {
        final JsonNode node = node(name);
        if (!node.isString()) {
            throw malformed(file, "'" + name + "' is no text", null);
        }
        return node.stringValue();
    }

    /** A text of a list. */
    <V> V choice(String name, Function<String, V> parse) {
        try {
            return parse.apply(text(name));
        } catch (final IllegalArgumentException unknown) {
            throw malformed(file, unknown.getMessage(), unknown);
        }
    }

    /** Demands that a value is right. */
    <V> V demand(V value, boolean right, String problem) {
        if (!right) {
            throw malformed(file, problem, null);
        }
        return value;
    }

    /** A number; null stands for NaN. */
    double number(String name) {
        final JsonNode node = node(name);
        if (!node.isNumber() && !node.isNull()) {
            throw malformed(file, "'" + name + "' is no number", null);
        }
        return node.isNull() ? Double.NaN : node.doubleValue();
    }

    /** True or false. */
    boolean flag(String name) {
        final JsonNode node = node(name);
        if (!node.isBoolean()) {
            throw malformed(file, "'" + name + "' is neither true nor false", null);
        }
        return node.booleanValue();
    }

    /** A list of texts. */
    List<String> texts(String name) {
        final List<String> texts = new ArrayList<>();
        for (final JsonNode element : list(name)) {
            if (!element.isString()) {
                throw malformed(file, "'" + name + "' holds something else than texts", null);
            }
            texts.add(element.stringValue());
        }
        return texts;
    }

    /** A list of objects that hold texts, in their order. */
    List<Map<String, String>> objects(String name) {
        final List<Map<String, String>> objects = new ArrayList<>();
        for (final JsonNode element : list(name)) {
            final Map<String, String> object = new LinkedHashMap<>();
            element.properties().forEach(property -> {
                if (!property.getValue().isString()) {
                    throw malformed(file, "'" + name + "' holds something else than texts", null);
                }
                object.put(property.getKey(), property.getValue().stringValue());
            });
            objects.add(object);
        }
        return objects;
    }

    private JsonNode list(String name) {
        final JsonNode node = node(name);
        if (!node.isArray()) {
            throw malformed(file, "'" + name + "' is no list", null);
        }
        return node;
    }

    private JsonNode node(String name) {
        final JsonNode node = root.get(name);
        if (node == null) {
            throw malformed(file, "'" + name + "' is missing", null);
        }
        return node;
    }

    private static UserError malformed(Path file, String what, Throwable cause) {
        return new UserError(
                file + " is not as handgrad writes it: " + what + "; remove it, and run the sweep again", cause);
    }
}
