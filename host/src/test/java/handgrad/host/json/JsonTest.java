package handgrad.host.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {
    private record Sample(double zulu, Double boxed, float alpha, Path path, List<Double> list, String nothing) {}

    @Test
    void writesWhatIsNoNumberAsNull() {
        final JsonNode json = read(new Sample(
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                Float.POSITIVE_INFINITY,
                Path.of("a", "b"),
                List.of(1.5, Double.NaN),
                null));

        assertEquals("null", json.get("zulu").toString());
        assertEquals("null", json.get("boxed").toString());
        assertEquals("null", json.get("alpha").toString());
        assertEquals("[1.5,null]", json.get("list").toString());
        assertEquals("null", json.get("nothing").toString());
        assertEquals(Path.of("a", "b").toString(), json.get("path").asString());
    }

    @Test
    void keepsTheOrderAndWritesFloatsShort() {
        final String text = Json.text(new Sample(1e-7, 2.0, 0.1f, Path.of("x"), List.of(), "é"));

        assertEquals("[\"zulu\",\"boxed\",\"alpha\",\"path\",\"list\",\"nothing\"]", names(text));
        assertEquals(
                "0.1",
                read(new Sample(0, 0.0, 0.1f, Path.of("x"), List.of(), ""))
                        .get("alpha")
                        .toString());
    }

    private static String names(String text) {
        return JsonMapper.shared()
                .writeValueAsString(JsonMapper.shared().readTree(text).propertyNames());
    }

    private static JsonNode read(Object value) {
        return JsonMapper.shared().readTree(Json.text(value));
    }
}
