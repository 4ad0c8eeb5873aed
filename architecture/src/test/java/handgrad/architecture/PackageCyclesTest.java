package handgrad.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import org.junit.jupiter.api.Test;

/** Packages depend on each other one way. */
class PackageCyclesTest extends ArchitectureRules {
    @Test
    void packagesAreFreeOfCycles() {
        assertHolds(
                slices().matching("handgrad.(**)")
                        .should()
                        .beFreeOfCycles()
                        .because("packages in a circle can only be read, tested and changed together"),
                Example.of(Module.HOST, """
                        package handgrad.host.run;
                        public class Run {
                            handgrad.host.page.Page page;
                        }
                        """).and(Module.HOST, """
                        package handgrad.host.page;
                        public class Page {
                            handgrad.host.page.source.Source source;
                        }
                        """).and(Module.HOST, """
                        package handgrad.host.page.source;
                        public class Source {
                            handgrad.host.run.Run run;
                        }
                        """),
                "Cycle detected: Slice host.page");
    }
}
