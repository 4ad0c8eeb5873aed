package handgrad.backend.cpu.step;

/**
 * An update that no gradient could take along, in blocks of elements.
 *
 * @param size how many elements
 * @param work what is done to them
 */
public record ElementwiseBlocks(int size, Epilogue work) implements BlockStep {
    private static final int BLOCK = 8192;

    @Override
    public int blocks() {
        return (size + BLOCK - 1) / BLOCK;
    }

    @Override
    public void run(int worker, int block) {
        work.apply(block * BLOCK, Math.min(BLOCK, size - block * BLOCK));
    }
}
