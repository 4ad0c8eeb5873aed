package handgrad.host.safetensors;

import static handgrad.host.safetensors.MalformedFile.quoted;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a header token by token. The first token out of place ends it, so memory is a small multiple of the header's
 * bytes and nesting is bounded.
 */
final class HeaderParser {
    /**
     * The most tensors, and the most metadata entries: more than any network has, and few enough to bound the memory
     * for a header of names only.
     */
    private static final int MAX_ENTRIES = 65_536;
    /** The digits of the largest unsigned 64-bit number. */
    private static final int MAX_DIGITS = 20;

    private static final String METADATA = "__metadata__";

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(MAX_DIGITS)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            // Names of an untrusted file must not stay in a process-wide table.
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .build();

    private final JsonParser json;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, TensorEntry> entries = new LinkedHashMap<>();
    private boolean metadataSeen;

    private HeaderParser(JsonParser json) {
        this.json = json;
    }

    /**
     * Reads a header.
     *
     * @param header its bytes, padding included
     * @return what it says; how the tensors lie is not yet checked
     * @throws MalformedFile if it is not what the format allows
     */
    static Header parse(byte[] header) {
        checkEnds(header);
        // A strict UTF-8 decoder: from bytes, Jackson would guess UTF-16 or UTF-32 by their zeros.
        final Reader text =
                new InputStreamReader(new ByteArrayInputStream(header), StandardCharsets.UTF_8.newDecoder());
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            return new HeaderParser(json).header();
        } catch (final JacksonIOException notText) {
            throw new MalformedFile("its header is not valid UTF-8");
        } catch (final StreamConstraintsException tooLong) {
            throw new MalformedFile("its header has a number of more than " + MAX_DIGITS + " digits");
        } catch (final JacksonException notJson) {
            throw new MalformedFile("its header is not valid JSON at character %d: %s"
                    .formatted(
                            notJson.getLocation().getCharOffset(),
                            MalformedFile.printable(notJson.getOriginalMessage(), 200)));
        }
    }

    private static void checkEnds(byte[] header) {
        if (header.length == 0) {
            throw new MalformedFile("its header is empty");
        }
        if (header[0] != '{') {
            throw new MalformedFile("its header does not begin with '{'");
        }
        int last = header.length - 1;
        while (header[last] == ' ') {
            last--;
        }
        if (header[last] != '}') {
            throw new MalformedFile("its header does not end with '}' and spaces");
        }
    }

    private Header header() {
        json.nextToken();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            final String name = json.currentName();
            json.nextToken();
            if (name.equals(METADATA)) {
                metadata();
            } else {
                tensor(name);
            }
        }
        if (json.nextToken() != null) {
            throw new MalformedFile("its header goes on after the closing brace");
        }
        return new Header(metadata, List.copyOf(entries.values()));
    }

    private void metadata() {
        if (metadataSeen) {
            throw new MalformedFile("its header has " + METADATA + " twice");
        }
        metadataSeen = true;
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedFile(METADATA + " must be an object of texts, not " + found(json));
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            final String key = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw new MalformedFile(METADATA + " must hold only texts, but " + quoted(key) + " is " + found(json));
            }
            final String text = json.getString();
            // Half of a surrogate pair, which JSON can escape and UTF-8 cannot write; Jackson refuses it in names only.
            if (text.codePoints().anyMatch(character -> Character.getType(character) == Character.SURROGATE)) {
                throw new MalformedFile("the metadata of " + quoted(key) + " is not valid Unicode: " + quoted(text));
            }
            if (metadata.putIfAbsent(key, text) != null) {
                throw new MalformedFile(METADATA + " has the key " + quoted(key) + " twice");
            }
            if (metadata.size() > MAX_ENTRIES) {
                throw new MalformedFile(METADATA + " has more than " + MAX_ENTRIES + " texts");
            }
        }
    }

    private void tensor(String name) {
        if (entries.putIfAbsent(name, TensorParser.parse(json, name)) != null) {
            throw new MalformedFile("its header has tensor " + quoted(name) + " twice");
        }
        if (entries.size() > MAX_ENTRIES) {
            throw new MalformedFile("its header has more than " + MAX_ENTRIES + " tensors");
        }
    }

    /** The current token in words, for "must be …, not …". */
    static String found(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + json.getString();
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            default -> "null";
        };
    }
}
