package handgrad.backend;

import handgrad.program.Program;
import java.util.List;

/** A backend that computes in float64: what the others are checked against. */
public interface Float64Backend extends Backend {
    @Override
    Float64Session open(DeviceOptions options, List<Program> programs);
}
