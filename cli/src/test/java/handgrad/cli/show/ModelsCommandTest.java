package handgrad.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ModelsCommandTest {
    /** The figures of LeNet-5 as the course and LeCun et al. 1998 give them. */
    @Test
    void showsLeNet5() {
        final JsonNode modern =
                CommandLine.run("models", "lenet5-modern", "--json").json();
        final JsonNode original =
                CommandLine.run("models", "lenet5-original", "--json").json();

        assertEquals(61706, modern.get("parameters").asInt());
        assertEquals(60806, original.get("parameters").asInt());
        assertEquals("c3", modern.get("layers").get(4).get("layer").asString());
        assertEquals(2416, modern.get("layers").get(4).get("parameters").asInt());
        assertEquals(1516, original.get("layers").get(4).get("parameters").asInt());
        // C3: 10 × 10 places, 25 products for each of 6 × 16 pairs of maps, or of the 60 pairs of the table.
        assertEquals(240_000, modern.get("layers").get(4).get("multiplications").asInt());
        assertEquals(
                150_000, original.get("layers").get(4).get("multiplications").asInt());
    }

    @Test
    void showsATableToAPerson() {
        final String out =
                CommandLine.run("models", "lenet5-modern").succeeded().out();

        assertTrue(out.contains("61,706"), out);
        assertTrue(out.contains("16×10×10"), out);
        assertTrue(out.lines().anyMatch(line -> line.matches("\\s+learning rate\\s+0\\.1")), out);
    }

    @Test
    void listsEveryModel() {
        final JsonNode models = CommandLine.run("models", "--json").json().get("models");

        assertTrue(models.size() >= 3);
        assertTrue(CommandLine.run("models").succeeded().out().contains("lenet5-original"));
    }

    @Test
    void knowsChainsOfAnyWidths() {
        // 784·64 + 64 + 64·32 + 32 + 32·10 + 10
        assertEquals(
                52650,
                CommandLine.run("models", "mlp-relu-784-64-32-10", "--json")
                        .json()
                        .get("parameters")
                        .asInt());
    }
}
