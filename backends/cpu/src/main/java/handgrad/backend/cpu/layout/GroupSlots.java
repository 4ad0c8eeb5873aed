package handgrad.backend.cpu.layout;

/**
 * For how many groups of samples an array has room.
 *
 * @param mask the bits of a group's number that tell its place in the array
 */
public record GroupSlots(int mask) {
    /** For all groups of a batch. */
    public static final GroupSlots ALL = new GroupSlots(-1);

    /**
     * For some groups, which give their room to those that follow.
     *
     * @param groups how many, a power of two
     * @return room for them
     */
    public static GroupSlots of(int groups) {
        if (Integer.bitCount(groups) != 1) {
            throw new IllegalArgumentException(groups + " groups are no power of two");
        }
        return new GroupSlots(groups - 1);
    }

    /** A group's place among those that have room. */
    int place(int group) {
        return group & mask;
    }
}
