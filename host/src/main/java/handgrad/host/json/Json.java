package handgrad.host.json;

import handgrad.host.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Records as JSON: components in order, floats with as few digits as read back the same, and null for values that are
 * not finite.
 */
public final class Json {
    private static final long MOST_BYTES = 1 << 26;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(numbersAndPaths())
            .build();

    private Json() {}

    /**
     * Writes a value.
     *
     * @param value a record, map or list of such
     * @return JSON over several lines, without a line break at the end
     */
    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /**
     * Writes a value without line breaks, for long lists that no person reads.
     *
     * @param value a record, map or list of such
     * @return JSON on one line
     */
    public static String compact(Object value) {
        return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    }

    /**
     * Reads what {@link #text} or {@link #compact} wrote.
     *
     * @param json the text
     * @param type the record that was written
     * @return an equal record, except that NaN and infinities are null or, where a component cannot be null, NaN
     * @param <T> the record's type
     * @throws IllegalArgumentException if the text is no JSON object of this kind
     */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (final JacksonException malformed) {
            throw new IllegalArgumentException(
                    "no " + type.getSimpleName() + " in JSON: " + malformed.getMessage(), malformed);
        }
    }

    /**
     * Reads a record that {@link #text} wrote. Unknown components are ignored; null for a number becomes NaN.
     *
     * @param <T> the record
     * @param file the file
     * @param type the record's class
     * @return the record
     * @throws UserError if the file cannot be read, or holds something else
     */
    public static <T> T read(Path file, Class<T> type) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new UserError("cannot read " + file + ": it has more than " + MOST_BYTES + " bytes");
            }
            return MAPPER.readValue(Files.readAllBytes(file), type);
        } catch (final NoSuchFileException missing) {
            throw new UserError("cannot read " + file + ": there is no such file", missing);
        } catch (final IOException failure) {
            throw new UserError("cannot read " + file + ": " + failure.getMessage(), failure);
        } catch (final JacksonException malformed) {
            throw new UserError(
                    "cannot read " + file + ": it is not what handgrad writes: " + malformed.getOriginalMessage(),
                    malformed);
        }
    }

    /** JSON has no NaN and no infinity. */
    private static JacksonModule numbersAndPaths() {
        final ValueSerializer<Double> ofDouble = new ValueSerializer<>() {
            @Override
            public void serialize(Double value, JsonGenerator json, SerializationContext context) {
                if (Double.isFinite(value)) {
                    json.writeNumber(value);
                } else {
                    json.writeNull();
                }
            }
        };
        final ValueSerializer<Float> ofFloat = new ValueSerializer<>() {
            @Override
            public void serialize(Float value, JsonGenerator json, SerializationContext context) {
                if (Float.isFinite(value)) {
                    json.writeNumber(value);
                } else {
                    json.writeNull();
                }
            }
        };
        // By default a path would be written as the address file:///….
        final ValueSerializer<Path> ofPath = new ValueSerializer<>() {
            @Override
            public void serialize(Path value, JsonGenerator json, SerializationContext context) {
                json.writeString(value.toString());
            }
        };
        final ValueDeserializer<Double> toDouble = new ValueDeserializer<>() {
            @Override
            public Double deserialize(JsonParser json, DeserializationContext context) {
                return json.getDoubleValue();
            }

            @Override
            public Object getNullValue(DeserializationContext context) {
                return Double.NaN;
            }
        };
        final ValueDeserializer<Path> toPath = new ValueDeserializer<>() {
            @Override
            public Path deserialize(JsonParser json, DeserializationContext context) {
                return Path.of(json.getString());
            }
        };
        return new SimpleModule()
                .addDeserializer(Double.TYPE, toDouble)
                .addDeserializer(Path.class, toPath)
                .addSerializer(Double.class, ofDouble)
                .addSerializer(Double.TYPE, ofDouble)
                .addSerializer(Float.class, ofFloat)
                .addSerializer(Float.TYPE, ofFloat)
                .addSerializer(Path.class, ofPath);
    }
}
