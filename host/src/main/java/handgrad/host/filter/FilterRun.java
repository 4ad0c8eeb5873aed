package handgrad.host.filter;

import handgrad.backend.DeviceInfo;
import handgrad.backend.Session;
import handgrad.host.devices.ChosenDevice;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.ElementType;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a filter on a device as the convolution that networks use. A picture of any size is cut into tiles, which form
 * batches; each tile has a border as wide as the kernel reaches, filled with the neighbouring pixels, and with zeros
 * beyond the picture's edge. So the result has the picture's size and does not depend on the tiling.
 */
public final class FilterRun {
    /** Pixels along a tile: large enough that its border costs little, small enough for any device's memory. */
    private static final int TILE = 256;

    /** Tiles at a time. */
    private static final int BATCH = 16;

    private final PictureFilter filter;
    private final ValueMapping mapping;
    private final Picture picture;
    private final int rows;
    private final int columns;
    private final int batch;
    private final Tensor x;
    private final Tensor w;
    private final Tensor b = Tensor.parameter("bias", Shape.of(1));
    private final Tensor y;

    /**
     * Plans the run.
     *
     * @param filter what to do
     * @param mapping how results become samples
     * @param picture what to do it to; three channels where the filter takes three
     * @throws IllegalArgumentException if the filter takes three channels and the picture is grey
     */
    public FilterRun(PictureFilter filter, ValueMapping mapping, Picture picture) {
        if (filter.inputs() > picture.channels().size()) {
            throw new IllegalArgumentException(filter.name() + " takes a colour picture");
        }
        this.filter = filter;
        this.mapping = mapping;
        this.picture = picture;
        this.rows = Math.min(TILE, picture.height());
        this.columns = Math.min(TILE, picture.width());
        this.batch = (int) Math.min(BATCH, tiles().size() * (long) outputs());
        final int border = 2 * filter.reach();
        final Shape input = Shape.of(batch, filter.inputs(), rows + border, columns + border);
        this.x = new Tensor("tiles", input, ElementType.FLOAT32, Role.STATE);
        this.w = Tensor.parameter("kernel", Shape.of(1, filter.inputs(), filter.size(), filter.size()));
        this.y = Tensor.activation("filtered", Shape.of(batch, 1, rows, columns));
    }

    /**
     * A filtered picture.
     *
     * @param picture the result
     * @param device what did the work
     * @param seconds uploads, convolutions and downloads
     */
    public record Result(Picture picture, DeviceInfo device, double seconds) {}

    /** A place of the picture: which channel of the result, and the tile's upper left corner. */
    private record Place(int channel, int row, int column) {}

    /**
     * Filters.
     *
     * @param device what does the work
     * @return the picture
     * @throws handgrad.backend.DeviceException if the device cannot be used or fails
     */
    public Result run(ChosenDevice device) {
        final ProgramBuilder builder = new ProgramBuilder(filter.name());
        builder.keep(builder.add(new Conv2dForward(x, w, b, y, new Window(filter.size(), 1, 0))));
        final Program program = builder.build();
        final List<char[]> results = new ArrayList<>();
        for (int channel = 0; channel < outputs(); channel++) {
            results.add(new char[picture.width() * picture.height()]);
        }
        final float[] weights = new float[w.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = filter.weights().get(i);
        }
        final List<Place> places = new ArrayList<>();
        for (int channel = 0; channel < outputs(); channel++) {
            for (final int[] corner : tiles()) {
                places.add(new Place(channel, corner[0], corner[1]));
            }
        }
        try (Session session = device.open(List.of(program))) {
            final long start = System.nanoTime();
            session.upload(w, weights);
            session.upload(b, new float[1]);
            final float[] input = new float[x.size()];
            final float[] output = new float[y.size()];
            for (int first = 0; first < places.size(); first += batch) {
                final List<Place> group = places.subList(first, Math.min(places.size(), first + batch));
                Arrays.fill(input, 0);
                for (int n = 0; n < group.size(); n++) {
                    cut(group.get(n), input, n);
                }
                session.upload(x, input);
                session.run(program, 1);
                session.download(y, output);
                for (int n = 0; n < group.size(); n++) {
                    paste(group.get(n), output, n, results.get(group.get(n).channel()));
                }
            }
            final double seconds = (System.nanoTime() - start) / 1e9;
            return new Result(
                    new Picture(picture.width(), picture.height(), picture.maximum(), results),
                    session.device(),
                    seconds);
        }
    }

    /** How many channels the result has. */
    private int outputs() {
        return picture.channels().size() / filter.inputs();
    }

    /** The tiles' upper left corners, row and column. */
    private List<int[]> tiles() {
        final List<int[]> corners = new ArrayList<>();
        for (int row = 0; row < picture.height(); row += rows) {
            for (int column = 0; column < picture.width(); column += columns) {
                corners.add(new int[] {row, column});
            }
        }
        return corners;
    }

    /** Copies a tile with its border, as far as the picture reaches. */
    private void cut(Place place, float[] input, int n) {
        final int height = x.shape().dimension(2);
        final int width = x.shape().dimension(3);
        final int top = place.row() - filter.reach();
        final int left = place.column() - filter.reach();
        final int firstColumn = Math.max(0, -left);
        final int lastColumn = Math.min(width, picture.width() - left);
        for (int channel = 0; channel < filter.inputs(); channel++) {
            final char[] samples = picture.channels().get(place.channel() + channel);
            for (int i = Math.max(0, -top); i < Math.min(height, picture.height() - top); i++) {
                final int target = ((n * filter.inputs() + channel) * height + i) * width;
                final int source = (top + i) * picture.width() + left;
                for (int j = firstColumn; j < lastColumn; j++) {
                    input[target + j] = samples[source + j];
                }
            }
        }
    }

    private void paste(Place place, float[] output, int n, char[] result) {
        final int lastColumn = Math.min(columns, picture.width() - place.column());
        for (int i = 0; i < Math.min(rows, picture.height() - place.row()); i++) {
            final int source = (n * rows + i) * columns;
            final int target = (place.row() + i) * picture.width() + place.column();
            for (int j = 0; j < lastColumn; j++) {
                result[target + j] = mapping.sample(output[source + j], picture.maximum());
            }
        }
    }
}
