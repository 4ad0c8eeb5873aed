package handgrad.host.safetensors;

import static handgrad.host.safetensors.HeaderParser.found;
import static handgrad.host.safetensors.MalformedFile.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads what a header says of one tensor: exactly the three fields, each once, in any order. */
final class TensorParser {
    /** The largest number of dimensions that a PyTorch tensor has. */
    private static final int MAX_RANK = 64;

    private final JsonParser json;
    private final String name;

    private TensorParser(JsonParser json, String name) {
        this.json = json;
        this.name = name;
    }

    /**
     * Reads one tensor's object.
     *
     * @param json at the value of the tensor's name; afterwards at its closing brace
     * @param name the tensor's name
     * @return what the object says, each field in itself as it should be
     * @throws MalformedFile if it is not what the format allows
     */
    static TensorEntry parse(JsonParser json, String name) {
        return new TensorParser(json, name).entry();
    }

    private TensorEntry entry() {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedFile(tensor() + " must be an object, not " + found(json));
        }
        Optional<ElementType> type = Optional.empty();
        Optional<List<Long>> shape = Optional.empty();
        Optional<List<Long>> offsets = Optional.empty();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            final String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "dtype" -> {
                    requireFirst(field, type);
                    type = Optional.of(type());
                }
                case "shape" -> {
                    requireFirst(field, shape);
                    shape = Optional.of(numbers(field, MAX_RANK));
                }
                case "data_offsets" -> {
                    requireFirst(field, offsets);
                    offsets = Optional.of(offsets(field));
                }
                default -> throw new MalformedFile(tensor() + " has the unknown field " + quoted(field));
            }
        }
        final List<Long> range = offsets.orElseThrow(() -> missing("data_offsets"));
        return new TensorEntry(
                name,
                type.orElseThrow(() -> missing("dtype")),
                shape.orElseThrow(() -> missing("shape")),
                range.get(0),
                range.get(1));
    }

    private void requireFirst(String field, Optional<?> earlier) {
        if (earlier.isPresent()) {
            throw new MalformedFile(tensor() + " has the field " + quoted(field) + " twice");
        }
    }

    private ElementType type() {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedFile("the dtype of " + tensor() + " must be a text, not " + found(json));
        }
        final String found = json.getString();
        return ElementType.named(found)
                .orElseThrow(() -> new MalformedFile("%s has the type %s, which is not supported; these are: %s"
                        .formatted(tensor(), quoted(found), ElementType.supported())));
    }

    private List<Long> offsets(String field) {
        final List<Long> offsets = numbers(field, 2);
        if (offsets.size() < 2) {
            throw malformed(field, "must be two numbers, not " + offsets.size());
        }
        return offsets;
    }

    private List<Long> numbers(String field, int limit) {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw malformed(field, "must be a list of whole numbers, not " + found(json));
        }
        final List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (numbers.size() == limit) {
                throw malformed(field, "has more than " + limit + " numbers");
            }
            numbers.add(number(field));
        }
        return List.copyOf(numbers);
    }

    private long number(String field) {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw malformed(field, "must hold only whole numbers, not " + found(json));
        }
        final String digits = json.getString();
        if (digits.startsWith("-")) {
            throw malformed(field, "must not be negative: " + digits);
        }
        return parse(digits).orElseThrow(() -> malformed(field, "has a number beyond 63 bits: " + digits));
    }

    private static OptionalLong parse(String digits) {
        try {
            return OptionalLong.of(Long.parseLong(digits));
        } catch (final NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    private MalformedFile malformed(String field, String what) {
        return new MalformedFile("the " + field + " of " + tensor() + " " + what);
    }

    private MalformedFile missing(String field) {
        return new MalformedFile(tensor() + " lacks the field " + quoted(field));
    }

    private String tensor() {
        return "tensor " + quoted(name);
    }
}
