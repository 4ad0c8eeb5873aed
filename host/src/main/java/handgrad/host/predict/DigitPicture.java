package handgrad.host.predict;

import handgrad.host.UserError;
import handgrad.host.filter.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A picture made into what MNIST holds: 28×28 pixels, ink light on dark. A picture of that size is taken as it is,
 * inverted where its border is light. Any other is treated as MNIST's makers treated theirs (LeCun et al. 1998): the
 * ink is cut out, scaled to fit 20×20 with its proportions kept, and laid with its centre of mass in the middle of
 * 28×28.
 *
 * @param ink [28 × 28] from 0, the paper, to 1
 * @param steps what was done, in words
 */
record DigitPicture(float[] ink, List<String> steps) {
    /** The side of the picture. */
    public static final int SIDE = 28;

    private static final int BOX = 20;

    /**
     * Pixels that differ from the paper by less than this share of the darkest ink count as paper: shades of a
     * photograph, JPEG artefacts.
     */
    private static final float LEAST_INK = 0.2f;

    /** A picture with less contrast than this is empty. */
    private static final float LEAST_CONTRAST = 0.05f;

    /** Copies the list. */
    public DigitPicture {
        steps = List.copyOf(steps);
    }

    /**
     * Prepares a picture.
     *
     * @param picture any picture
     * @param name its name, for messages
     * @return the digit
     * @throws UserError if there is nothing on it
     */
    public static DigitPicture of(Picture picture, String name) {
        final List<String> steps = new ArrayList<>();
        float[] grey = grey(picture);
        if (!picture.isGrey()) {
            steps.add("colours made grey");
        }
        final float paper = border(grey, picture.width(), picture.height());
        if (paper > 0.5f) {
            steps.add("inverted: its border is light, MNIST's ink is light on dark");
            for (int i = 0; i < grey.length; i++) {
                grey[i] = 1 - grey[i];
            }
        }
        if (picture.width() == SIDE && picture.height() == SIDE) {
            steps.addFirst("28×28 already");
            return new DigitPicture(grey, steps);
        }
        final Box ink = ink(grey, picture.width(), picture.height(), paper > 0.5f ? 1 - paper : paper, name);
        steps.add(String.format(
                Locale.ROOT,
                "%d×%d, of which %d×%d have ink, scaled to fit 20×20 and centred by mass",
                picture.width(),
                picture.height(),
                ink.width(),
                ink.height()));
        grey = centred(ink);
        return new DigitPicture(grey, steps);
    }

    /** Rec. 601 luma of colours, 0 … 1. */
    private static float[] grey(Picture picture) {
        final float[] grey = new float[picture.width() * picture.height()];
        final float[] weights = picture.isGrey() ? new float[] {1} : new float[] {0.299f, 0.587f, 0.114f};
        for (int c = 0; c < weights.length; c++) {
            final char[] channel = picture.channels().get(c);
            for (int i = 0; i < grey.length; i++) {
                grey[i] += weights[c] * channel[i] / picture.maximum();
            }
        }
        return grey;
    }

    /** The median along the border: the digit may touch the border, but covers less than half of it. */
    private static float border(float[] grey, int width, int height) {
        final float[] values = new float[2 * (width + height)];
        int next = 0;
        for (int x = 0; x < width; x++) {
            values[next++] = grey[x];
            values[next++] = grey[(height - 1) * width + x];
        }
        for (int y = 0; y < height; y++) {
            values[next++] = grey[y * width];
            values[next++] = grey[y * width + width - 1];
        }
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /**
     * A part of a picture.
     *
     * @param width columns
     * @param height rows
     * @param values [height × width]
     */
    private record Box(int width, int height, float[] values) {}

    /** The ink alone, from 0 at the paper's shade to 1 at the strongest. */
    private static Box ink(float[] light, int width, int height, float paper, String name) {
        float strongest = 0;
        for (final float value : light) {
            strongest = Math.max(strongest, value - paper);
        }
        if (strongest < LEAST_CONTRAST) {
            throw new UserError("there is nothing on " + name + ": all its pixels are about as light as its border");
        }
        int left = width;
        int right = -1;
        int top = height;
        int bottom = -1;
        for (int i = 0; i < light.length; i++) {
            light[i] = Math.max(0, (light[i] - paper) / strongest);
            if (light[i] >= LEAST_INK) {
                left = Math.min(left, i % width);
                right = Math.max(right, i % width);
                top = Math.min(top, i / width);
                bottom = i / width;
            } else {
                light[i] = 0;
            }
        }
        final int columns = right - left + 1;
        final int rows = bottom - top + 1;
        final float[] values = new float[columns * rows];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(light, (top + row) * width + left, values, row * columns, columns);
        }
        return new Box(columns, rows, values);
    }

    /** The box, its longer side made 20, with its centre of mass on the point between the four middle pixels. */
    private static float[] centred(Box box) {
        final double scale = (double) Math.max(box.width(), box.height()) / BOX;
        double mass = 0;
        double massX = 0;
        double massY = 0;
        for (int i = 0; i < box.values().length; i++) {
            mass += box.values()[i];
            massX += box.values()[i] * (i % box.width() + 0.5);
            massY += box.values()[i] * (i / box.width() + 0.5);
        }
        final double left = massX / mass - scale * Math.round(SIDE / 2.0);
        final double top = massY / mass - scale * Math.round(SIDE / 2.0);
        final float[] digit = new float[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                digit[y * SIDE + x] = mean(box, left + scale * x, top + scale * y, scale);
            }
        }
        return digit;
    }

    /** The mean over a square of the box, pixels weighted by their area in it; there is no ink outside. */
    private static float mean(Box box, double left, double top, double side) {
        double sum = 0;
        for (int row = Math.max(0, (int) Math.floor(top)); row < Math.min(box.height(), top + side); row++) {
            final double high = Math.min(row + 1, top + side) - Math.max(row, top);
            for (int column = Math.max(0, (int) Math.floor(left));
                    column < Math.min(box.width(), left + side);
                    column++) {
                final double wide = Math.min(column + 1, left + side) - Math.max(column, left);
                sum += Math.max(0, high) * Math.max(0, wide) * box.values()[row * box.width() + column];
            }
        }
        return (float) (sum / (side * side));
    }
}
