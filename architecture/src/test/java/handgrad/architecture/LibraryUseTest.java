package handgrad.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Libraries and streams that have one place each. */
class LibraryUseTest extends ArchitectureRules {
    private static final String VECTOR_API = "jdk.incubator.vector..";
    private static final String TORNADO_API = "uk.ac.manchester.tornado..";
    private static final String TORNADO_ANNOTATIONS = "uk.ac.manchester.tornado.api.annotations";

    @Test
    void theVectorApiIsUsedInOnePackage() {
        assertHolds(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("handgrad.backend.cpu.kernel.vector..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(VECTOR_API)
                        .because("the Vector API is an incubator, which changes and may be missing:"
                                + " all other classes load without it"),
                Example.of(Module.CPU, vectorUser("handgrad.backend.cpu.kernel.vector", "Sums"))
                        .and(Module.CPU, vectorUser("handgrad.backend.cpu.plan", "Layout")),
                "handgrad.backend.cpu.plan.Layout");
    }

    @Test
    void classesThatScheduleLeaveTheVectorApiAlone() {
        assertHolds(
                noClasses()
                        .that()
                        .resideInAPackage("handgrad.backend.cpu.execution..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(VECTOR_API)
                        .because(
                                "threads and waiting are the same with plain kernels, where the Vector API is missing"),
                Example.of(Module.CPU, vectorUser("handgrad.backend.cpu.execution", "WorkerPool")),
                "WorkerPool");
    }

    @Test
    void joclIsUsedByTheOpenClBackendOnly() {
        assertHolds(
                noClasses()
                        .that(Module.outside(Module.OPENCL))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.jocl..")
                        .because("JOCL loads a native library, which all other modules do without"),
                Example.of(Module.OPENCL, "package handgrad.backend.opencl; class Queue { org.jocl.CL cl; }")
                        .and(Module.HOST, "package handgrad.host.devices; class Devices { org.jocl.CL cl; }")
                        .andLibrary("package org.jocl; public class CL {}"),
                "Devices.cl");
    }

    @Test
    void theTornadoVmApiIsUsedByItsBackendOnly() {
        assertHolds(
                noClasses()
                        .that(Module.outside(Module.TORNADO, Module.TORNADO_KERNELS, Module.TORNADO_ANNOTATION))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(TORNADO_API)
                        .because("everything but this backend is built and run without a TornadoVM SDK"),
                Example.of(Module.HOST, """
                        package handgrad.host.devices;
                        class Devices {
                            uk.ac.manchester.tornado.api.TaskGraph graph;
                        }
                        """)
                        .and(Module.TORNADO, """
                        package handgrad.backend.tornado;
                        class Graphs {
                            uk.ac.manchester.tornado.api.TaskGraph graph;
                        }
                        """)
                        .andLibrary("package uk.ac.manchester.tornado.api; public class TaskGraph {}"),
                "Devices.graph");
    }

    @Test
    void kernelsUseNothingOfTornadoVmButAnnotations() {
        assertHolds(
                noClasses()
                        .that(Module.in(Module.TORNADO_KERNELS))
                        .should()
                        .dependOnClassesThat(DescribedPredicate.<JavaClass>describe(
                                "belong to TornadoVM and are no annotations",
                                type -> type.getPackageName().startsWith("uk.ac.manchester.tornado")
                                        && !type.getPackageName().equals(TORNADO_ANNOTATIONS)))
                        .because("the kernels compile against a stand-in of one annotation"),
                Example.of(Module.TORNADO_KERNELS, """
                        package handgrad.kernels;
                        class Linear {
                            uk.ac.manchester.tornado.api.KernelContext context;
                        }
                        """)
                        .and(Module.TORNADO_KERNELS, """
                        package handgrad.kernels;
                        class Pooling {
                            @uk.ac.manchester.tornado.api.annotations.Parallel int i;
                        }
                        """)
                        .andLibrary("package uk.ac.manchester.tornado.api; public class KernelContext {}")
                        .andLibrary("""
                        package uk.ac.manchester.tornado.api.annotations;
                        import java.lang.annotation.*;
                        @Retention(RetentionPolicy.RUNTIME)
                        public @interface Parallel {}
                        """),
                "Linear.context");
    }

    @Test
    void onlyTheCommandLinePrintsAndEndsTheJvm() {
        assertHolds(
                noClasses()
                        .that(Module.outside(Module.CLI))
                        .should()
                        .accessTargetWhere(printsOrEndsTheJvm())
                        .because("whoever embeds Handgrad decides what is printed and when the JVM ends: here, throw,"
                                + " return a value, or log"),
                Example.of(Module.HOST, """
                        package handgrad.host.run;
                        class Out {
                            void run() { System.out.println(1); }
                        }
                        """)
                        .and(Module.HOST, """
                        package handgrad.host.run;
                        class Err {
                            java.util.function.Consumer<String> sink = System.err::println;
                        }
                        """)
                        .and(Module.HOST, "package handgrad.host.run; class Io { void run() { IO.println(1); } }")
                        .and(Module.MODELS, """
                        package handgrad.program;
                        class Trace {
                            void run(RuntimeException e) { e.printStackTrace(); }
                        }
                        """)
                        .and(Module.CPU, """
                        package handgrad.backend.cpu;
                        class Exit {
                            java.util.function.IntConsumer exit = System::exit;
                        }
                        """)
                        .and(Module.CPU, """
                        package handgrad.backend.cpu;
                        class Halt {
                            void run() { Runtime.getRuntime().halt(1); }
                        }
                        """)
                        .and(Module.CPU, """
                        package handgrad.backend.cpu;
                        class Cores {
                            int cores = Runtime.getRuntime().availableProcessors();
                            long now = System.nanoTime();
                        }
                        """)
                        .and(Module.CLI, """
                        package handgrad.cli;
                        class Main {
                            void run() { System.out.println(1); }
                        }
                        """),
                "handgrad.host.run.Out.run",
                "handgrad.host.run.Err.<init>",
                "handgrad.host.run.Io.run",
                "handgrad.program.Trace.run",
                "handgrad.backend.cpu.Exit.<init>",
                "handgrad.backend.cpu.Halt.run");
    }

    private static DescribedPredicate<JavaAccess<?>> printsOrEndsTheJvm() {
        return describe("prints or ends the JVM", access -> {
            final String name = access.getTarget().getName();
            return name.equals("printStackTrace")
                    || switch (access.getTargetOwner().getName()) {
                        case "java.lang.System" -> Set.of("out", "err", "exit").contains(name);
                        case "java.lang.Runtime" -> Set.of("exit", "halt").contains(name);
                        case "java.lang.IO" -> true;
                        default -> false;
                    };
        });
    }

    private static String vectorUser(final String packageName, final String className) {
        return "package %s; class %s { jdk.incubator.vector.FloatVector vector; }".formatted(packageName, className);
    }
}
