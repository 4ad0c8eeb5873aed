package handgrad.cli.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import handgrad.cli.console.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReportCommandTest {
    @TempDir
    private Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void aTrainingBecomesAPage() throws IOException {
        final JsonNode trained = CommandLine.run(CommandLine.smallTraining("oracle", path("run")), "--json")
                .json();

        final JsonNode made = CommandLine.run("report", path("run"), "-o", path("page.html"), "--json")
                .json();

        final Path file = folder.resolve("page.html");
        assertEquals(Files.size(file), made.get("bytes").asLong());
        final Document page = Jsoup.parse(Files.readString(file));
        assertEquals("softmax-linear on generated", page.expectFirst("h1").text());
        final String accuracy = Figures.percent(trained.get("testAccuracy").asDouble());
        assertTrue(page.expectFirst(".tiles dd").text().replace('\u00A0', ' ').equals(accuracy), accuracy);
        assertEquals(10, page.select(".confusion tbody tr").size());
        assertTrue(page.select(".digits img").size() > 0);
    }

    @Test
    void aRepeatedTrainingBecomesAPage() throws IOException {
        CommandLine.run(CommandLine.smallTraining("oracle", path("runs")), "--repeat", "2")
                .succeeded();

        CommandLine.run("report", path("runs"), "--output", path("page.html")).succeeded();

        final Document page = Jsoup.parse(Files.readString(folder.resolve("page.html")));
        assertEquals(
                "softmax-linear, 2 seeds on generated", page.expectFirst("h1").text());
        assertTrue(page.select(".chart-title").eachText().contains("Test accuracy by seed"));
        assertTrue(page.select(".chart-title").eachText().contains("Test accuracy by epoch"));
    }

    @Test
    void whatCannotBeReportedIsSaidInOneLine() throws IOException {
        assertTrue(CommandLine.run("report").error(2).contains("name what to report"));
        assertTrue(CommandLine.run("report", path("none")).error(1).contains("there is no " + path("none")));
        Files.createDirectory(folder.resolve("empty"));
        assertTrue(CommandLine.run("report", path("empty")).error(1).contains("it has none of config.json"));
        Files.writeString(folder.resolve("other.json"), "{\"kind\": \"recipe\"}");
        assertTrue(CommandLine.run("report", path("other.json")).error(1).contains("nothing that can be reported"));
    }
}
