package handgrad.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that fit beside each other on a screen, and packages that a reader can take in. */
class SourceTreeTest {
    private static final String FITS = "x".repeat(118) + "ä" + "\uD835\uDF0E";

    @TempDir
    Path folder;

    @Test
    void noLineOfTextIsLongerThan120Columns() {
        Broken.assertNowhere(
                "lines end by column 120, because longer ones do not fit beside another window",
                SourceTree.below(Codebase.root()).longLines());
    }

    @Test
    void noPackageOfAModuleHasMoreThan30SourceFiles() {
        Broken.assertNowhere(
                "a package has at most 30 source files, because nobody finds a class among more by its name",
                SourceTree.below(Codebase.root()).largePackages());
    }

    @Test
    void everyKindOfTextIsLookedAt() {
        final List<Path> files = SourceTree.below(Codebase.root()).files();

        for (final String file : List.of(
                "pom.xml",
                "README.md",
                ".ci/run",
                "docs/architecture.md",
                "scripts/test",
                "scripts/lib/jvm.options",
                "scripts/pytorch/bench.py",
                "host/src/main/resources/handgrad/page/page.css",
                "architecture/src/test/java/handgrad/architecture/SourceTreeTest.java")) {
            assertTrue(files.contains(Path.of(file)), file);
        }
    }

    @Test
    void longLinesAreReportedWithTheirPlace() throws IOException {
        write("docs/page.md", "short\n" + FITS + "\n" + FITS + "x\nshort");
        write("scripts/run", "#!/bin/sh\n" + FITS + "xx\n");
        write("scripts/data", FITS + "xx\n");
        write("models/target/generated.java", FITS + "xx\n");
        write(".git/config", FITS + "xx\n");

        assertEquals(
                List.of(
                        "docs/page.md:3: 121 columns, at most 120: wrap the line",
                        "scripts/run:2: 122 columns, at most 120: wrap the line"),
                SourceTree.below(folder).longLines());
    }

    @Test
    void largePackagesAreReportedWithTheirSize() throws IOException {
        for (int i = 0; i < 31; i++) {
            write("host/src/main/java/handgrad/host/run/R" + i + ".java", "");
        }
        for (int i = 0; i < 30; i++) {
            write("host/src/test/java/handgrad/host/run/R" + i + "Test.java", "");
            write("cli/src/main/java/handgrad/host/run/R" + i + ".java", "");
        }

        assertEquals(
                List.of("host/src/main/java/handgrad/host/run: 31 source files, at most 30: give those that belong"
                        + " together a package of their own"),
                SourceTree.below(folder).largePackages());
    }

    private void write(final String file, final String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }
}
