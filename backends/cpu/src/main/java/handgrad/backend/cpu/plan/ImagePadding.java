package handgrad.backend.cpu.plan;

import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.program.ConvolutionOp;
import handgrad.program.Program;
import handgrad.program.Tensor;
import handgrad.program.Window;
import java.util.HashMap;
import java.util.Map;

/** How many columns of zeros lie beside each image, for the convolutions that read it. */
public final class ImagePadding {
    private final Map<Tensor, Integer> columns = new HashMap<>();

    /**
     * Looks at all convolutions of a program.
     *
     * @param program the program
     */
    public ImagePadding(Program program) {
        program.ops().forEach(op -> {
            if (op instanceof final ConvolutionOp convolution) {
                add(convolution);
            }
        });
    }

    private void add(ConvolutionOp op) {
        switch (op) {
            case ConvolutionOp.Conv2dForward f -> need(f.x(), f.window().padding());
            case ConvolutionOp.TableConv2dForward f -> need(f.x(), f.window().padding());
            case ConvolutionOp.Conv2dBackwardWeight g -> need(g.x(), g.window().padding());
            case ConvolutionOp.TableConv2dBackwardWeight g ->
                need(g.x(), g.window().padding());
            case ConvolutionOp.Conv2dBackwardInput b -> need(b.dy(), backward(b.window()));
            case ConvolutionOp.TableConv2dBackwardInput b -> need(b.dy(), backward(b.window()));
        }
    }

    /** One column lets two neighbours at the edge share a tile; more would cost more memory than they save work. */
    private static int backward(Window window) {
        return window.size() > 1 && window.stride() == 1 ? 1 : 0;
    }

    private void need(Tensor tensor, int count) {
        columns.merge(tensor, count, Math::max);
    }

    /** The grid of a tensor. */
    public GroupLayout grid(Tensor tensor) {
        return GroupLayout.of(tensor.shape(), columns.getOrDefault(tensor, 0));
    }
}
