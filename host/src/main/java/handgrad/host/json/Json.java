package handgrad.host.json;

import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Records as JSON: components in their order, floats as short as they can be read back, what is no number as null. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
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
     * Writes a value that is for machines alone, such as a long list of small objects.
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
     * @return an equal record, except that NaN and infinities are null or, where a component cannot be null, 0
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
        return new SimpleModule()
                .addSerializer(Double.class, ofDouble)
                .addSerializer(Double.TYPE, ofDouble)
                .addSerializer(Float.class, ofFloat)
                .addSerializer(Float.TYPE, ofFloat)
                .addSerializer(Path.class, ofPath);
    }
}
