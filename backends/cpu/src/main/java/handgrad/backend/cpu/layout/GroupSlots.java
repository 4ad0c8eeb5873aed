package handgrad.backend.cpu.layout;

/**
 * For how many groups of samples an array has room: group g takes slot g mod 2ⁿ.
 *
 * @param mask the bits of a group's number that are its slot
 */
public record GroupSlots(int mask) {
    /** A slot for each group of a batch. */
    public static final GroupSlots ALL = new GroupSlots(-1);

    /**
     * Slots that later groups use again.
     *
     * @param groups how many, a power of two
     */
    public static GroupSlots of(int groups) {
        if (Integer.bitCount(groups) != 1) {
            throw new IllegalArgumentException(groups + " groups are no power of two");
        }
        return new GroupSlots(groups - 1);
    }

    /** A group's slot. */
    int slot(int group) {
        return group & mask;
    }
}
