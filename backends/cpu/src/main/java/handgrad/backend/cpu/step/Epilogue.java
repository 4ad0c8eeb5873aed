package handgrad.backend.cpu.step;

import java.util.List;

/** What is done to elements of a gradient while they are still in the cache, such as the update of the weights. */
@FunctionalInterface
public interface Epilogue {
    /** Handles the elements of the gradient from {@code at} to {@code at + n - 1}. */
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
