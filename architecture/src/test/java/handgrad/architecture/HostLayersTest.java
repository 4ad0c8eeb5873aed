package handgrad.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The architectural layers of the library, from the ground up. */
class HostLayersTest extends ArchitectureRules {
    /** Packages of a layer, as patterns below handgrad.host; each layer imports from its own and the lower ones. */
    private enum Layer {
        TEXT_AND_FILES("", ".files..", ".json.."),
        DATA_AND_DEVICES(".data..", ".devices..", ".safetensors.."),
        TRAINING(".training.."),
        RUNS(".run..", ".evaluation.."),
        TOOLS(
                ".bench..",
                ".chart..",
                ".check..",
                ".compare..",
                ".filter..",
                ".labs..",
                ".listing..",
                ".measure..",
                ".page..",
                ".predict..",
                ".profile..",
                ".report..",
                ".sweep..");

        private final List<PackageMatcher> packages;

        Layer(final String... packages) {
            this.packages = Arrays.stream(packages)
                    .map(below -> PackageMatcher.of("handgrad.host" + below))
                    .toList();
        }

        private static Optional<Layer> of(final JavaClass type) {
            final String name = type.getPackageName();
            return Arrays.stream(values())
                    .filter(layer -> layer.packages.stream().anyMatch(each -> each.matches(name)))
                    .findFirst();
        }
    }

    @Test
    void everyPackageIsInALayer() {
        assertHolds(
                classes()
                        .that(Module.in(Module.HOST))
                        .should(beInALayer())
                        .because("a package that is in none could import anything: add it to the enum Layer"),
                Example.of(Module.HOST, "package handgrad.host.magic; class Wand {}")
                        .and(Module.HOST, "package handgrad.host; class Version {}"),
                "handgrad.host.magic.Wand");
    }

    @Test
    void everyLayerNamesPackagesThatExist() {
        for (final Layer layer : Layer.values()) {
            for (final PackageMatcher each : layer.packages) {
                assertTrue(
                        Codebase.built().stream().anyMatch(type -> each.matches(type.getPackageName())),
                        () -> "Nothing is in a package of " + layer + ": " + each);
            }
        }
    }

    @Test
    void layersImportFromLowerOnesOnly() {
        assertHolds(
                classes()
                        .that(Module.in(Module.HOST))
                        .should(importFromLowerLayersOnly())
                        .because("whoever embeds training needs none of what is made of it"),
                Example.of(Module.HOST, """
                        package handgrad.host.training;
                        public class Trainer {
                            handgrad.host.data.Mnist data;
                            handgrad.host.sweep.Sweep sweep;
                        }
                        """)
                        .and(Module.HOST, """
                        package handgrad.host.sweep;
                        public class Sweep {
                            handgrad.host.training.Trainer trainer;
                        }
                        """)
                        .and(Module.HOST, "package handgrad.host.data; public class Mnist {}"),
                "Trainer.sweep");
    }

    @Test
    void trainingAndRunsDrawNeitherChartsNorPages() {
        assertHolds(
                noClasses()
                        .that(describe(
                                "are not among the tools",
                                type -> Layer.of(type)
                                        .filter(layer -> layer != Layer.TOOLS)
                                        .isPresent()))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.knowm.xchart..", "org.jsoup..", "javax.swing..")
                        .because("charts and pages are made of runs, and whoever embeds training needs neither"),
                Example.of(Module.HOST, """
                        package handgrad.host.run;
                        class Curve {
                            org.knowm.xchart.XYChart chart;
                        }
                        """)
                        .and(Module.HOST, """
                        package handgrad.host.chart;
                        class Png {
                            org.knowm.xchart.XYChart chart;
                        }
                        """)
                        .andLibrary("package org.knowm.xchart; public class XYChart {}"),
                "Curve.chart");
    }

    private static ArchCondition<JavaClass> beInALayer() {
        return new ArchCondition<>("be in a layer") {
            @Override
            public void check(final JavaClass type, final ConditionEvents events) {
                final boolean isIn = Layer.of(type).isPresent();
                events.add(new SimpleConditionEvent(type, isIn, type.getName() + " is in no layer"));
            }
        };
    }

    private static ArchCondition<JavaClass> importFromLowerLayersOnly() {
        return new ArchCondition<>("import from their own and lower layers only") {
            @Override
            public void check(final JavaClass type, final ConditionEvents events) {
                final Layer own = Layer.of(type).orElse(Layer.TOOLS);
                for (final Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    final Layer other = Layer.of(dependency.getTargetClass()).orElse(own);
                    final String message = other + " is above " + own + ": " + dependency.getDescription();
                    events.add(new SimpleConditionEvent(dependency, other.compareTo(own) <= 0, message));
                }
            }
        };
    }
}
