package handgrad.host.report;

import handgrad.backend.Session;
import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.training.Evaluator;
import handgrad.program.Shape;
import handgrad.training.Model;
import handgrad.training.ParameterValues;
import java.util.ArrayList;
import java.util.List;

/** The outputs of a network for any inputs, computed on the device that trained it. */
final class NetworkOutputs {
    private NetworkOutputs() {}

    /**
     * Computes the outputs for each of several sets of parameters.
     *
     * @return for each set the outputs [samples × width], row-major
     */
    static List<float[]> of(ChosenDevice device, Model model, Dataset dataset, List<ParameterValues> parameters) {
        final Evaluator evaluator = Evaluator.of(model, dataset, "inputs");
        final int width = model.network().output().size();
        final List<float[]> all = new ArrayList<>();
        try (Session session = device.open(evaluator.programs())) {
            evaluator.upload(session);
            for (final ParameterValues values : parameters) {
                values.upload(session);
                all.add(evaluator.outputs(session, width));
            }
        }
        return all;
    }

    /** Inputs without an answer, for a network with one output. */
    static Dataset inputs(String name, Shape sample, float[] values) {
        return new Dataset(name, sample, values, new Targets.Reals(new float[values.length / sample.size()], 1));
    }

    /** The real targets of a data set of width 1. */
    static float[] targets(Dataset dataset) {
        return switch (dataset.targets()) {
            case Targets.Reals reals -> reals.values();
            case Targets.Classes classes -> throw new IllegalArgumentException(dataset.name() + " has classes");
        };
    }
}
