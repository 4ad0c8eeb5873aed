package handgrad.host.page.source;

import handgrad.host.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An object of a JSON file. A key that is missing or null has no value; a value of the wrong kind is an error.
 *
 * @param file where it was read, for messages
 * @param node the object
 */
public record JsonObject(Path file, JsonNode node) {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the object that it holds
     * @throws UserError if it cannot be read or holds no JSON object
     */
    public static JsonObject read(Path file) {
        try {
            final JsonNode node = MAPPER.readTree(SourceFile.text(file));
            if (!node.isObject()) {
                throw new UserError(file + " holds no JSON object; was it written by handgrad?");
            }
            return new JsonObject(file, node);
        } catch (final JacksonException malformed) {
            throw new UserError(file + " is malformed: " + malformed.getOriginalMessage(), malformed);
        }
    }

    /**
     * A text.
     *
     * @param key its key
     * @return the text, or empty if there is none
     * @throws UserError if the value is no text
     */
    public Optional<String> text(String key) {
        return value(key).map(value -> {
            if (!value.isString()) {
                throw wrong(key, "a text", value);
            }
            return value.asString();
        });
    }

    /**
     * A number.
     *
     * @param key its key
     * @return the number, or empty if there is none
     * @throws UserError if the value is no number
     */
    public OptionalDouble number(String key) {
        return value(key).map(value -> OptionalDouble.of(number(key, value))).orElse(OptionalDouble.empty());
    }

    /**
     * Numbers.
     *
     * @param key their key
     * @return the numbers, those that are null as NaN; none if the key is missing
     * @throws UserError if the value is no list of numbers
     */
    public List<Double> numbers(String key) {
        return list(key).stream()
                .map(value -> value.isNull() ? Double.NaN : number(key, value))
                .toList();
    }

    /**
     * Whether a value is true.
     *
     * @param key its key
     * @return the value, or empty if there is none
     * @throws UserError if the value is neither true nor false
     */
    public Optional<Boolean> truth(String key) {
        return value(key).map(value -> {
            if (!value.isBoolean()) {
                throw wrong(key, "true or false", value);
            }
            return value.asBoolean();
        });
    }

    /**
     * Texts.
     *
     * @param key their key
     * @return the texts; none if the key is missing
     * @throws UserError if the value is no list of texts
     */
    public List<String> texts(String key) {
        return list(key).stream()
                .map(value -> {
                    if (!value.isString()) {
                        throw wrong(key, "a list of texts", value);
                    }
                    return value.asString();
                })
                .toList();
    }

    /**
     * An object inside this one.
     *
     * @param key its key
     * @return the object, or empty if there is none
     * @throws UserError if the value is no object
     */
    public Optional<JsonObject> object(String key) {
        return value(key).map(value -> object(key, value));
    }

    /**
     * Objects inside this one.
     *
     * @param key their key
     * @return the objects; none if the key is missing
     * @throws UserError if the value is no list of objects
     */
    public List<JsonObject> objects(String key) {
        return list(key).stream().map(value -> object(key, value)).toList();
    }

    /**
     * The keys, in their order.
     *
     * @return none if the object is empty
     */
    public List<String> keys() {
        return List.copyOf(node.propertyNames());
    }

    /**
     * A text that must be there.
     *
     * @param key its key
     * @return the text
     * @throws UserError if there is none
     */
    public String required(String key) {
        return text(key)
                .orElseThrow(() ->
                        new UserError(file + " has no \"" + key + "\"; was it written by this handgrad's version?"));
    }

    /**
     * Any plain value as it should be shown.
     *
     * @param key its key
     * @return a text as it is, a number or a truth value as JSON writes it, or empty if there is none or it is a list
     *     or an object
     */
    public Optional<String> shown(String key) {
        return value(key).filter(JsonNode::isValueNode).map(JsonNode::asString);
    }

    private Optional<JsonNode> value(String key) {
        return Optional.ofNullable(node.get(key)).filter(value -> !value.isNull());
    }

    private List<JsonNode> list(String key) {
        final Optional<JsonNode> value = value(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray()) {
            throw wrong(key, "a list", value.get());
        }
        return new ArrayList<>(value.get().values());
    }

    private JsonObject object(String key, JsonNode value) {
        if (!value.isObject()) {
            throw wrong(key, "an object", value);
        }
        return new JsonObject(file, value);
    }

    private double number(String key, JsonNode value) {
        if (!value.isNumber()) {
            throw wrong(key, "a number", value);
        }
        return value.asDouble();
    }

    private UserError wrong(String key, String expected, JsonNode value) {
        final String text = value.toString();
        return new UserError(file + " is malformed: \"" + key + "\" should be " + expected + ", not "
                + (text.length() <= 40 ? text : text.substring(0, 40) + "…"));
    }
}
