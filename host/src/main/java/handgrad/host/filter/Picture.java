package handgrad.host.filter;

import java.util.List;

/**
 * A grey or colour picture.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param maximum the sample value of white, 1 … 65,535
 * @param channels one for a grey picture, red, green and blue for a colour one; each [height × width], row-major, from
 *     0 to {@code maximum}; not to be changed afterwards
 */
public record Picture(int width, int height, int maximum, List<char[]> channels) {
    /**
     * Copies the list and checks the sizes.
     *
     * @throws IllegalArgumentException if a channel has another size, or there are neither one nor three
     */
    public Picture {
        channels = List.copyOf(channels);
        if (channels.size() != 1 && channels.size() != 3) {
            throw new IllegalArgumentException("a picture has one channel or three, not " + channels.size());
        }
        for (final char[] channel : channels) {
            if (width < 1 || height < 1 || channel.length != (long) width * height) {
                throw new IllegalArgumentException(
                        channel.length + " samples are no picture of " + width + "×" + height);
            }
        }
        if (maximum < 1 || maximum > Character.MAX_VALUE) {
            throw new IllegalArgumentException("white must be from 1 to 65535, not " + maximum);
        }
    }

    /**
     * Whether there is one channel only.
     *
     * @return false for red, green and blue
     */
    public boolean isGrey() {
        return channels.size() == 1;
    }

    /**
     * The same picture with another white, each sample rounded.
     *
     * @param white 1 … 65,535
     * @return this picture if that is its white already
     */
    Picture withMaximum(int white) {
        if (white == maximum) {
            return this;
        }
        final List<char[]> scaled = channels.stream()
                .map(channel -> {
                    final char[] samples = new char[channel.length];
                    for (int i = 0; i < samples.length; i++) {
                        samples[i] = (char) ((2L * channel[i] * white + maximum) / (2L * maximum));
                    }
                    return samples;
                })
                .toList();
        return new Picture(width, height, white, scaled);
    }
}
