package handgrad.backend.cpu.step;

import java.util.List;

/** What is done to elements of a gradient as soon as they are known, such as the update of the weights, while they are in the cache. */
@FunctionalInterface
public interface Epilogue {
    /**
     * Handles some elements.
     *
     * @param at the first, counted in the gradient
     * @param n how many
     */
    void apply(int at, int n);

    /** All of these in order. */
    static Epilogue of(List<Epilogue> parts) {
        return switch (parts.size()) {
            case 0 -> (_, _) -> {};
            case 1 -> parts.getFirst();
            default ->
                (at, n) -> {
                    for (final Epilogue part : parts) {
                        part.apply(at, n);
                    }
                };
        };
    }
}
