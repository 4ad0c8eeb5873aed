package handgrad.host.page;

import handgrad.host.Version;
import handgrad.host.page.content.BenchContent;
import handgrad.host.page.content.ComparisonContent;
import handgrad.host.page.content.Content;
import handgrad.host.page.content.OpsContent;
import handgrad.host.page.content.ProfileContent;
import handgrad.host.page.content.RepeatContent;
import handgrad.host.page.content.RunContent;
import handgrad.host.page.content.RunsContent;
import handgrad.host.page.content.SeveralContents;
import handgrad.host.page.content.SweepContent;
import handgrad.host.page.part.Part;
import handgrad.host.page.part.Resources;
import handgrad.host.page.source.Measurement;
import handgrad.host.page.source.Source;
import handgrad.host.page.source.StoredRepeat;
import handgrad.host.page.source.StoredRun;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** One HTML file with the results of runs and measurements. */
public final class ReportPage {
    /** The page's scripts, each after those that it uses. */
    private static final List<String> SCRIPTS = List.of(
            "theme.js",
            "format.js",
            "palette.js",
            "whiskers.js",
            "chart-options.js",
            "chart-legend.js",
            "chart-table.js",
            "chart-figure.js",
            "print.js",
            "copy.js",
            "start.js");

    private ReportPage() {}

    /**
     * Makes the page.
     *
     * @param sources what it shows, at least one, in their order
     * @param made the time that the page names
     * @return HTML
     * @throws handgrad.host.UserError if a file of a source is malformed
     */
    public static String of(List<Source> sources, ZonedDateTime made) {
        final Document page = Jsoup.parse(Resources.ofPage("page.html"));
        page.outputSettings().prettyPrint(false);
        final Content content = content(sources);
        page.title(content.title() + " – Handgrad");
        page.expectFirst("h1").text(content.title());
        page.expectFirst(".lead").text(content.lead());
        content.write(Part.main(page.expectFirst("main")));
        listParts(page);
        page.expectFirst(".made")
                .text("Made by Handgrad " + Version.text() + " on "
                        + DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ROOT)
                                .format(made.withZoneSameInstant(ZoneOffset.UTC))
                        + ".");
        addScriptsAndStyles(page);
        return page.outerHtml() + "\n";
    }

    private static Content content(List<Source> sources) {
        final List<StoredRun> runs = sources.stream()
                .filter(StoredRun.class::isInstance)
                .map(StoredRun.class::cast)
                .toList();
        final List<Content> all = new ArrayList<>();
        if (runs.size() > 1) {
            all.add(new RunsContent(runs));
        }
        for (final Source source : sources) {
            all.add(content(source));
        }
        return all.size() == 1 ? all.getFirst() : new SeveralContents(all, sources.size());
    }

    private static Content content(Source source) {
        return switch (source) {
            case StoredRun run -> new RunContent(run);
            case StoredRepeat repeat -> new RepeatContent(repeat);
            case Measurement measurement -> content(measurement);
        };
    }

    private static Content content(Measurement measurement) {
        return switch (measurement.kind()) {
            case COMPARISON -> new ComparisonContent(measurement.figures());
            case OPS -> new OpsContent(measurement.figures());
            case BENCH -> new BenchContent(measurement.figures());
            case PROFILE -> new ProfileContent(measurement.figures());
            case SWEEP -> new SweepContent(measurement.figures());
        };
    }

    private static void listParts(Document page) {
        final Element list = page.expectFirst("nav.contents ol");
        for (final Element heading : page.select("main h2")) {
            list.appendElement("li")
                    .appendElement("a")
                    .attr("href", "#" + heading.id())
                    .text(heading.text());
        }
    }

    /**
     * Styles and scripts are inlined, and the page's content security policy allows nothing else: no other script runs,
     * and nothing is requested from anywhere.
     */
    private static void addScriptsAndStyles(Document page) {
        final List<Library> libraries = List.of(
                Library.load("chart.js", "dist/chart.umd.min.js"),
                Library.load("chartjs-plugin-zoom", "dist/chartjs-plugin-zoom.min.js"));
        final Element licences = page.expectFirst(".licences");
        for (final Library library : libraries) {
            licences.appendElement("h3").text(library.name() + " " + library.version());
            licences.appendElement("pre").text(library.licence());
        }
        final String style =
                Resources.ofPage("page.css") + Resources.ofPage("chart.css") + Resources.ofPage("print.css");
        page.head().appendElement("style").appendChild(new DataNode(style));
        final List<String> scripts = Stream.concat(libraries.stream().map(Library::script), Stream.of(ownScript()))
                .toList();
        scripts.forEach(script -> page.body().appendElement("script").appendChild(new DataNode(script)));
        page.expectFirst("meta[http-equiv]")
                .attr(
                        "content",
                        "default-src 'none'; img-src data:; style-src " + hash(style) + "; script-src "
                                + scripts.stream().map(ReportPage::hash).collect(Collectors.joining(" "))
                                + "; base-uri 'none'; form-action 'none'");
    }

    private static String ownScript() {
        return SCRIPTS.stream()
                .map(Resources::ofPage)
                .collect(Collectors.joining("\n", "(() => {\n\"use strict\";\n", "})();\n"));
    }

    private static String hash(String text) {
        try {
            final byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (final NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
