package handgrad.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md and docs/ name exists: files, headings, classes, members, packages, variables, commands, options. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final PageCheck CHECK = new PageCheck(ROOT, SourceNames.of(ROOT));

    @TempDir
    Path folder;

    @Test
    void whatThePagesNameExists() throws IOException {
        final List<String> problems =
                pages().stream().flatMap(page -> CHECK.problems(page).stream()).toList();

        assertEquals("", String.join("\n", problems));
    }

    @Test
    void whatDoesNotExistIsReported() throws IOException {
        Files.writeString(folder.resolve("other.md"), "# Other\n## Two words: here\n");
        final Page page = Page.of(folder.resolve("page.md"), """
                # Page
                `handgrad.training` and `handgrad.nowhere`, `handgrad.training.Recipe` and `handgrad.training.Recipy`,
                `Recipe.withBatch`, `Recipe.withoutBatch`, `Recipy`, `new Recipe(data)`, `List.of(1)`, `StrictMath`,
                `scripts/test`, `scripts/tests`, `scripts/sweep-*`, `scripts/swept-*`, `runs/first`,
                `docs/images/report.png`, `HANDGRAD_DATA`, `HANDGRAD_DATE`, `handgrad lab --all`, `handgrad labs`,
                `lab --every`,
                [a](other.md#two-words-here) [b](other.md#three) [c](another.md) [d](https://example.org/x.md#y)
                ```
                scripts/handgrad train lenet5-modern --device cpu --devices cpu   # --not-read
                ```
                ```java
                record Mine(Recipe recipe) implements Layer {} // Nothing
                Mine mine = new Mine(Recipe.withNothing(new Yours()));
                ```
                """);

        assertEquals(
                List.of(
                        "page.md: no heading for the link other.md#three",
                        "page.md: no file for the link another.md",
                        "page.md: no package or class handgrad.nowhere",
                        "page.md: no package or class handgrad.training.Recipy",
                        "page.md: no withoutBatch in Recipe",
                        "page.md: no class Recipy",
                        "page.md: no file scripts/tests",
                        "page.md: no file scripts/swept-*",
                        "page.md: nobody reads the variable HANDGRAD_DATE",
                        "page.md: no withNothing in Recipe",
                        "page.md: no class Yours",
                        "page.md: no option --every of lab",
                        "page.md: no option --devices of train",
                        "page.md: no command labs"),
                CHECK.problems(page));
    }

    @Test
    void everyPageSaysForWhomItIs() throws IOException {
        assertEquals(
                List.of(),
                pages().stream()
                        .filter(page -> !page.file().endsWith("README.md"))
                        .filter(page -> !page.firstLine().startsWith("*For "))
                        .map(page -> page.file().getFileName().toString())
                        .toList());
    }

    @Test
    void everyPageIsInTheTableOfPages() throws IOException {
        final List<String> listed = Page.read(ROOT.resolve("docs/README.md")).links();

        assertEquals(
                List.of(),
                pages().stream()
                        .map(page -> page.file().getFileName().toString())
                        .filter(name -> !name.equals("README.md") && !listed.contains(name))
                        .toList());
    }

    @Test
    void architectureHasEveryPackage() throws IOException {
        final String page = Files.readString(ROOT.resolve("docs/architecture.md"))
                + Files.readString(ROOT.resolve("docs/cpu-backend.md"))
                + Files.readString(ROOT.resolve("docs/opencl-backend.md"));

        assertEquals(
                List.of(),
                CHECK.names().mainPackages().stream()
                        .filter(name -> !page.contains("`" + name + "`") && !isBelow(name, page))
                        .toList());
    }

    /** Whether a package is named by one above it, as in "`handgrad.host.labs` and below". */
    private static boolean isBelow(String name, String page) {
        return name.contains(".") && page.contains("`" + name.substring(0, name.lastIndexOf('.')) + "` and below");
    }

    /** Comments of sources cite pages as docs/page.md or docs/page.md, "Heading". */
    @Test
    void pagesThatSourcesCiteExist() throws IOException {
        final String sources = CHECK.names().text().replaceAll("\\s*\\n\\s*(?:\\*|//|#)?\\s*", " ");
        final Set<String> missing = new TreeSet<>();
        for (final MatchResult cited : found("(?<!\")docs/([a-z-]+)\\.md(?:,? \"([A-Z][^\"]*)\")?", sources)
                .toList()) {
            final Path file = ROOT.resolve("docs/" + cited.group(1) + ".md");
            if (!Files.exists(file)
                    || cited.group(2) != null
                            && !Files.readString(file)
                                    .contains("# " + cited.group(2).replaceFirst("[,.]$", "") + "\n")) {
                missing.add(cited.group());
            }
        }

        assertEquals(Set.of(), missing);
    }

    /** The arrows of docs/images/modules.svg are the dependencies of the poms, tests left out. */
    @Test
    void thePictureShowsTheModulesAndWhatTheyDependOn() throws IOException {
        final String picture = Files.readString(ROOT.resolve("docs/images/modules.svg"));
        final Set<String> drawn = found("data-from=\"([\\w-]+)\" data-to=\"([\\w-]+)\"", picture)
                .map(arrow -> arrow.group(1) + " → " + arrow.group(2))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(dependencies(), drawn);
    }

    private static Set<String> dependencies() throws IOException {
        final Set<String> all = new TreeSet<>();
        for (final String module : found("<module>(.+?)</module>", Files.readString(ROOT.resolve("pom.xml")))
                .map(match -> match.group(1))
                .filter(module -> Files.isDirectory(ROOT.resolve(module).resolve("src/main")))
                .toList()) {
            final String pom = Files.readString(ROOT.resolve(module).resolve("pom.xml"));
            final String name = found("</parent>\\s*<artifactId>([\\w-]+)<", pom)
                    .findFirst()
                    .orElseThrow()
                    .group(1);
            found("(?s)<dependency>.*?</dependency>", pom)
                    .map(MatchResult::group)
                    .filter(dependency -> dependency.contains("<groupId>handgrad<"))
                    .filter(dependency -> !dependency.contains("<scope>test<"))
                    .flatMap(dependency -> found("<artifactId>([\\w-]+)<", dependency))
                    .forEach(to -> all.add(name + " → " + to.group(1)));
        }
        assertTrue(all.contains("host → models"), all::toString);
        return all;
    }

    private static Stream<MatchResult> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results();
    }

    private static List<Page> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .map(Page::read)
                    .toList();
        }
    }
}
