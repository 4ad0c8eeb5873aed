package handgrad.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which module may import which. */
class ModuleImportsTest extends ArchitectureRules {
    private static final String TENSOR = "package handgrad.program; public class Tensor {}";
    private static final String LOOPS = "package handgrad.kernels; public class Linear {}";
    private static final String OPENCL_SESSION = "package handgrad.backend.opencl; public class OpenClSession {}";
    private static final String TRAINER = "package handgrad.host.training; public class Trainer {}";
    private static final String MAIN = "package handgrad.cli; public class Main {}";

    /** Modules without classes of the product: these rules themselves, and benchmarks, which a profile builds. */
    private static final Set<String> NOT_UNDER_RULES = Set.of("architecture", "benchmarks");

    @Test
    void everyModuleOfTheBuildIsUnderTheRules() throws IOException {
        final String pom = Files.readString(Codebase.root().resolve("pom.xml"));
        final Set<String> built = Pattern.compile("<module>(.+?)</module>")
                .matcher(pom)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        final Set<String> known = Stream.concat(
                        Arrays.stream(Module.values()).map(Module::folder), NOT_UNDER_RULES.stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(known, built, "Each <module> of pom.xml has a constant in the enum Module");
    }

    @Test
    void packagesBelongToOneModule() {
        assertHolds(
                classes()
                        .that(Module.in(Module.values()))
                        .should(lieInAPackageOfTheirModule())
                        .because("a package that two modules share hides what depends on what"),
                Example.of(Module.HOST, "package handgrad.backend.cpu; class Plan {}")
                        .and(Module.MODELS, TENSOR),
                "handgrad.backend.cpu.Plan");
    }

    @Test
    void modelsImportNoOtherModule() {
        assertHolds(
                classes()
                        .that(Module.in(Module.MODELS))
                        .should(importNothingBut())
                        .because("models say what is computed, and know nothing of where and by whom"),
                Example.of(Module.MODELS, """
                        package handgrad.network;
                        class Layer {
                            handgrad.kernels.Linear kernel;
                        }
                        """).and(Module.TORNADO_KERNELS, LOOPS),
                "handgrad.network.Layer.kernel");
    }

    @Test
    void kernelsImportOnlyModelsAndTheAnnotation() {
        assertHolds(
                classes()
                        .that(Module.in(Module.TORNADO_KERNELS))
                        .should(importNothingBut(Module.MODELS, Module.TORNADO_ANNOTATION))
                        .because("several backends run these loops, each in its own way"),
                Example.of(Module.TORNADO_KERNELS, """
                        package handgrad.kernels.formula;
                        class FormulaClass {
                            handgrad.program.Tensor tensor;
                            handgrad.host.training.Trainer trainer;
                        }
                        """)
                        .and(Module.MODELS, TENSOR)
                        .and(Module.HOST, TRAINER),
                "FormulaClass.trainer");
    }

    @Test
    void annotatedLoopsImportOnlyTheAnnotation() {
        assertHolds(
                classes()
                        .that()
                        .resideInAPackage("handgrad.kernels")
                        .should(importNothingBut(Module.TORNADO_ANNOTATION))
                        .because("TornadoVM compiles arrays and numbers only; formulas are put in by"
                                + " handgrad.kernels.formula"),
                Example.of(Module.TORNADO_KERNELS, """
                        package handgrad.kernels;
                        class Linear {
                            handgrad.program.Tensor weight;
                        }
                        """).and(Module.MODELS, TENSOR),
                "Linear.weight");
    }

    @Test
    void backendsImportModelsAndKernelsAndNoOtherBackend() {
        assertHolds(
                classes()
                        .that(Module.in(Module.backends()))
                        .should(importNothingBut(Module.MODELS, Module.TORNADO_KERNELS))
                        .because("a backend is found by ServiceLoader, and can be left out or replaced"),
                Example.of(Module.CPU, """
                        package handgrad.backend.cpu;
                        class Plan {
                            handgrad.program.Tensor tensor;
                            handgrad.kernels.Linear kernel;
                            handgrad.backend.opencl.OpenClSession session;
                            handgrad.host.training.Trainer trainer;
                            handgrad.cli.Main main;
                        }
                        """)
                        .and(Module.MODELS, TENSOR)
                        .and(Module.TORNADO_KERNELS, LOOPS)
                        .and(Module.OPENCL, OPENCL_SESSION)
                        .and(Module.HOST, TRAINER)
                        .and(Module.CLI, MAIN),
                "Plan.session",
                "Plan.trainer",
                "Plan.main");
    }

    @Test
    void hostImportsOnlyModels() {
        assertHolds(
                classes()
                        .that(Module.in(Module.HOST))
                        .should(importNothingBut(Module.MODELS))
                        .because("training is a library that runs on any backend and under any command line"),
                Example.of(Module.HOST, """
                        package handgrad.host.run;
                        class Run {
                            handgrad.program.Tensor tensor;
                            handgrad.backend.opencl.OpenClSession session;
                            handgrad.cli.Main main;
                        }
                        """)
                        .and(Module.MODELS, TENSOR)
                        .and(Module.OPENCL, OPENCL_SESSION)
                        .and(Module.CLI, MAIN),
                "Run.session",
                "Run.main");
    }

    @Test
    void commandLineImportsOnlyHostAndModels() {
        assertHolds(
                classes()
                        .that(Module.in(Module.CLI))
                        .should(importNothingBut(Module.HOST, Module.MODELS))
                        .because("the command line treats all backends alike: a device is a name"),
                Example.of(Module.CLI, """
                        package handgrad.cli;
                        class Train {
                            handgrad.program.Tensor tensor;
                            handgrad.host.training.Trainer trainer;
                            handgrad.backend.opencl.OpenClSession session;
                        }
                        """)
                        .and(Module.MODELS, TENSOR)
                        .and(Module.OPENCL, OPENCL_SESSION)
                        .and(Module.HOST, TRAINER),
                "Train.session");
    }

    private static ArchCondition<JavaClass> lieInAPackageOfTheirModule() {
        return new ArchCondition<>("lie in a package of their module") {
            @Override
            public void check(final JavaClass type, final ConditionEvents events) {
                final Optional<Module> module = Module.of(type);
                final Optional<Module> owner = Module.owning(type.getPackageName());
                final String message = "%s is in module %s, but its package belongs to %s"
                        .formatted(
                                type.getName(),
                                module.orElseThrow().folder(),
                                owner.map(Module::folder).orElse("none"));
                events.add(new SimpleConditionEvent(type, module.equals(owner), message));
            }
        };
    }

    private static ArchCondition<JavaClass> importNothingBut(final Module... others) {
        final List<Module> allowed = List.of(others);
        return new ArchCondition<>("import no module" + (allowed.isEmpty() ? "" : " but " + Module.names(others))) {
            @Override
            public void check(final JavaClass type, final ConditionEvents events) {
                final Optional<Module> own = Module.of(type);
                for (final Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    final Optional<Module> imported = Module.of(dependency.getTargetClass());
                    final boolean fine = imported.isEmpty() || imported.equals(own) || allowed.contains(imported.get());
                    events.add(new SimpleConditionEvent(dependency, fine, dependency.getDescription()));
                }
            }
        };
    }
}
