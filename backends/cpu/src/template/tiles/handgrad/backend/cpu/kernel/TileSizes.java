package handgrad.backend.cpu.kernel;

import handgrad.backend.cpu.kernel.Tiling.TileShape;
import java.util.List;

/** The sizes of the register tiles that there are: TileGenerator has the list. */
public final class TileSizes {
    /** The tiles of {@link Kernels#broadcast}. */
    public static final List<TileShape> BROADCAST = List.of(new TileShape[] {
    // each BROADCAST
        new TileShape({rows}, {positions}),
    // end
    });

    /** The tiles of {@link Kernels#update}: some of {@link #BROADCAST}. */
    public static final List<TileShape> UPDATE = List.of(new TileShape[] {
    // each UPDATE
        new TileShape({rows}, {positions}),
    // end
    });

    /** The tiles of {@link Kernels#lanewise}. */
    public static final List<TileShape> LANEWISE = List.of(new TileShape[] {
    // each LANEWISE
        new TileShape({rows}, {positions}),
    // end
    });

    private TileSizes() {}
}
