package handgrad.random;

import java.util.Arrays;

/**
 * MT19937 (Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998): 624 words of state, period 2¹⁹⁹³⁷ − 1.
 * All constants are from the paper; seeding is {@code init_genrand} of the authors' 2002 revision.
 */
final class MersenneTwister {
    /** The fields of {@link #text}, for error messages. */
    static final String FORM = "POSITION WORDS";

    private static final int SIZE = 624;
    private static final int SHIFT_SIZE = 397;
    private static final int TWIST = 0x9908b0df;
    private static final int UPPER_BIT = 0x80000000;
    private static final int LOWER_BITS = 0x7fffffff;

    private final int[] words;
    private int position;

    private MersenneTwister(int[] words, int position) {
        this.words = words;
        this.position = position;
    }

    /** {@code init_genrand}: wᵢ = 1812433253·(wᵢ₋₁ ⊕ (wᵢ₋₁ ≫ 30)) + i, from w₀ = seed. */
    static MersenneTwister seeded(int seed) {
        final int[] words = new int[SIZE];
        words[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            words[i] = 1812433253 * (words[i - 1] ^ (words[i - 1] >>> 30)) + i;
        }
        return new MersenneTwister(words, SIZE);
    }

    /** The next 32 uniform bits. */
    int next() {
        if (position == SIZE) {
            twist();
            position = 0;
        }
        int y = words[position++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /** 64 bits from two outputs, the first in the upper half, as in PyTorch and NumPy. */
    long next64() {
        final long high = (long) next() << Integer.SIZE;
        return high | Integer.toUnsignedLong(next());
    }

    String text() {
        return position + " " + StateText.hexadecimal(words);
    }

    static MersenneTwister parse(String position, String words) {
        // From 1 to 624: the position is after the last output drawn, and a new stream is at the end.
        if (!position.matches("[1-9]\\d{0,2}") || Integer.parseInt(position) > SIZE) {
            throw StateText.malformed("the position must be from 1 to " + SIZE, position);
        }
        final int[] parsed = StateText.parseInts(words, SIZE, "the words");
        // The recurrence ignores the low bits of word 0; with no other bit set, it would give zeros forever.
        if ((parsed[0] & UPPER_BIT) == 0 && Arrays.stream(parsed).skip(1).allMatch(word -> word == 0)) {
            throw StateText.malformed("the words must not all be zero", words);
        }
        return new MersenneTwister(parsed, Integer.parseInt(position));
    }

    private void twist() {
        for (int i = 0; i < SIZE; i++) {
            final int y = (words[i] & UPPER_BIT) | (words[(i + 1) % SIZE] & LOWER_BITS);
            words[i] = words[(i + SHIFT_SIZE) % SIZE] ^ (y >>> 1) ^ ((y & 1) * TWIST);
        }
    }
}
