package handgrad.backend.cpu.loop;

import handgrad.activation.Activations;
import handgrad.formula.Formula;
import handgrad.loss.SampleLosses;
import handgrad.optimiser.Optimisers;
import handgrad.program.PenaltyFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** Writes the loops of the formulas that come with Handgrad, while it is built: the build runs this. */
final class BuildTimeLoops {
    private BuildTimeLoops() {}

    /**
     * Writes the class files.
     *
     * @param arguments the folder of the compiled classes
     * @throws IOException if one cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        final Path folder = Path.of(arguments[0]);
        for (final Formula formula : formulas()) {
            for (final LoopKind kind : LoopKind.values()) {
                final String name = Loops.className(kind, formula);
                Files.write(folder.resolve(name.replace('.', '/') + ".class"), LoopWriter.write(name, kind, formula));
            }
        }
    }

    /** The formulas that come with Handgrad, as the backend's steps use them. */
    static Set<Formula> formulas() {
        final Set<Formula> formulas = new LinkedHashSet<>();
        formulas.add(StepFormulas.ADD);
        Activations.all().forEach(activation -> {
            formulas.add(activation.forward());
            formulas.add(activation.backward());
        });
        SampleLosses.all().forEach(loss -> {
            formulas.add(loss.forward());
            formulas.add(StepFormulas.lossAdded(loss));
            formulas.add(loss.backward());
        });
        formulas.add(StepFormulas.penaltyAdded(PenaltyFunction.L2));
        formulas.add(PenaltyFunction.L2.backward());
        Optimisers.all().forEach(optimiser -> formulas.add(StepFormulas.update(optimiser.rule())));
        return formulas;
    }
}
