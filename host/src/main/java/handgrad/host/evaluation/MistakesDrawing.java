package handgrad.host.evaluation;

import handgrad.dataset.Dataset;
import handgrad.host.UserError;
import handgrad.training.Model;
import java.nio.file.Path;

/** Draws the samples that a network answered wrong with the most confidence. */
public interface MistakesDrawing {
    /**
     * Where the picture goes.
     *
     * @return the PNG file to make or replace
     */
    Path file();

    /**
     * Demands that a model and its samples can be drawn.
     *
     * @param model the model
     * @param samples any of its data sets
     * @throws UserError if the model tells no classes apart, or the samples are no grey pictures
     */
    void check(Model model, Dataset samples);

    /**
     * Draws them.
     *
     * @param title heads the picture
     * @param model the model
     * @param test the samples, which {@link #check} accepts
     * @param outputs the network's, [samples × width], row-major
     * @return how many samples it shows; where it is none, no file is written
     * @throws UserError if the file cannot be written, or the system cannot draw
     */
    int draw(String title, Model model, Dataset test, float[] outputs);
}
