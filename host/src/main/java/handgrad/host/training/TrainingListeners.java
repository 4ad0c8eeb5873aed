package handgrad.host.training;

import handgrad.training.ParameterValues;
import java.util.List;

/**
 * Several listeners as one.
 *
 * @param listeners told in this order
 */
public record TrainingListeners(List<TrainingListener> listeners) implements TrainingListener {
    /** Copies the list. */
    public TrainingListeners {
        listeners = List.copyOf(listeners);
    }

    @Override
    public void started(int epochs, int samplesPerEpoch) {
        listeners.forEach(listener -> listener.started(epochs, samplesPerEpoch));
    }

    @Override
    public void progressed(Progress progress) {
        listeners.forEach(listener -> listener.progressed(progress));
    }

    @Override
    public void finishedEpoch(EpochResult epoch, ParameterValues parameters) {
        listeners.forEach(listener -> listener.finishedEpoch(epoch, parameters));
    }
}
