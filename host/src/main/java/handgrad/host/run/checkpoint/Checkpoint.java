package handgrad.host.run.checkpoint;

import handgrad.host.UserError;
import handgrad.host.safetensors.NonFinitePolicy;
import handgrad.host.safetensors.SafetensorsFile;
import handgrad.host.safetensors.SafetensorsReader;
import handgrad.host.safetensors.SafetensorsWriter;
import handgrad.host.safetensors.StoredTensor;
import handgrad.network.Network;
import handgrad.network.Parameter;
import handgrad.training.ParameterValues;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A network's parameters in a safetensors file, with PyTorch's names and shapes, so that {@code load_state_dict} takes
 * them as they are.
 *
 * @param parameters the numbers
 * @param metadata where they come from, as texts
 */
public record Checkpoint(ParameterValues parameters, Map<String, String> metadata) {
    /** Metadata that mark names and shapes as PyTorch's, as PyTorch's own exports do. */
    static final Map<String, String> FORMAT = Map.of("format", "pt");

    /** The prefix of tensors that only Handgrad uses, such as the histories in a run's checkpoint. */
    public static final String OWN = "handgrad.";

    /** Copies the metadata and keeps their order. */
    public Checkpoint {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Writes the file, atomically. The same numbers and metadata give the same bytes.
     *
     * @param file the file to make or replace
     * @throws UserError if it cannot be written; an earlier file is then unchanged
     */
    public void write(Path file) {
        final Map<String, String> all = new LinkedHashMap<>(FORMAT);
        all.putAll(metadata);
        SafetensorsWriter.write(file, all, tensors(parameters));
    }

    /** Parameters as a file has them. */
    static List<StoredTensor> tensors(ParameterValues parameters) {
        return parameters.network().parameters().stream()
                .<StoredTensor>map(parameter ->
                        new StoredTensor.Floats(parameter.name(), parameter.shape(), parameters.elements(parameter)))
                .toList();
    }

    /**
     * Reads a file for a network.
     *
     * @param file the file
     * @param network what the numbers are for
     * @param policy whether NaN and infinities are refused
     * @return the checkpoint
     * @throws UserError if the file cannot be read or is malformed, or its names or shapes are not this network's
     */
    public static Checkpoint read(Path file, Network network, NonFinitePolicy policy) {
        return of(SafetensorsReader.read(file, policy), network);
    }

    /** Takes what a file holds for a network. */
    static Checkpoint of(SafetensorsFile stored, Network network) {
        final Set<String> known =
                network.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
        final List<String> unknown = stored.tensors().keySet().stream()
                .filter(name -> !known.contains(name) && !name.startsWith(OWN))
                .toList();
        final ParameterValues parameters =
                ParameterValues.of(network, parameter -> stored.floats(parameter.name(), parameter.shape()));
        if (!unknown.isEmpty()) {
            throw new UserError(stored.path() + " has a tensor '" + unknown.getFirst()
                    + "' that this model has not; it is another model's checkpoint");
        }
        return new Checkpoint(parameters, stored.metadata());
    }
}
