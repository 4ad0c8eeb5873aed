package handgrad.host.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A second parser, written from the format's description and without the code under test: a JSON tree, and slices of
 * the data. It fails the test where the bytes are not as the format says.
 */
record StrictParser(Map<String, String> metadata, Map<String, Slice> tensors) {
    /** One tensor's type, shape and bytes. */
    record Slice(String type, List<Long> shape, ByteBuffer data) {
        /** The values' bits, which of floats too are 32. */
        int[] integers() {
            final int[] values = new int[data.remaining() / Integer.BYTES];
            data.asIntBuffer().get(values);
            return values;
        }
    }

    static StrictParser parse(byte[] file) {
        final int length = Math.toIntExact(
                ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong());
        final byte[] data = Arrays.copyOfRange(file, Long.BYTES + length, file.length);
        final JsonNode header = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readTree(new String(file, Long.BYTES, length, StandardCharsets.UTF_8));
        final Map<String, String> metadata = new LinkedHashMap<>();
        final Map<String, Slice> tensors = new LinkedHashMap<>();
        long covered = 0;
        for (final Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals("__metadata__")) {
                entry.getValue().properties().forEach(text -> {
                    assertTrue(text.getValue().isString());
                    metadata.put(text.getKey(), text.getValue().stringValue());
                });
                continue;
            }
            final JsonNode tensor = entry.getValue();
            assertEquals(Set.of("dtype", "shape", "data_offsets"), Set.copyOf(tensor.propertyNames()));
            assertEquals(2, tensor.get("data_offsets").size());
            final long begin = tensor.get("data_offsets").get(0).longValue();
            final long end = tensor.get("data_offsets").get(1).longValue();
            final String type = tensor.get("dtype").stringValue();
            assertTrue(type.equals("F32") || type.equals("I32"), type);
            final List<Long> shape = StreamSupport.stream(tensor.get("shape").spliterator(), false)
                    .map(JsonNode::longValue)
                    .toList();
            assertEquals(covered, begin, "the files here hold their tensors in the header's order");
            assertEquals(
                    end - begin,
                    LongStream.concat(LongStream.of(4), shape.stream().mapToLong(Long::longValue))
                            .reduce(1, Math::multiplyExact));
            covered = end;
            tensors.put(
                    entry.getKey(),
                    new Slice(
                            type,
                            shape,
                            ByteBuffer.wrap(data, Math.toIntExact(begin), Math.toIntExact(end - begin))
                                    .slice()
                                    .order(ByteOrder.LITTLE_ENDIAN)));
        }
        assertEquals(data.length, covered, "all data belongs to a tensor");
        return new StrictParser(metadata, tensors);
    }
}
