import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes the cpu backend's register tiles, and lists their sizes, while Maven builds.
 *
 * <p>A tile of R × P keeps R rows of P sums, one for each position, in vector registers while a loop runs over the
 * taps, the terms of the sums. Each size needs code of its own: C2 keeps a vector in a register only if it is a local
 * variable, in a method with one level of loop and at most about 24 fused multiply-adds. So the sources in
 * src/template/tiles are written out for the {@link #SIZES}:
 *
 * <ul>
 *   <li>What stands between {@code // each NAME} and {@code // end} is repeated for each size of that name, in which
 *       {@code {rows}} and {@code {positions}} are R and P.
 *   <li>There a line with {@code {p}} is repeated for each position, p = 0 … P − 1.
 *   <li>Neighbouring lines with {@code {r}} are repeated together, for row 0, then for row 1, up to R − 1.
 * </ul>
 */
final class TileGenerator {
    /** To have a tile of another size, add it here: products are cut into it where it pays, and tests find it. */
    private static final Map<String, String> SIZES = Map.of(
            // Scalars times lanes.
            "BROADCAST", "4x6 5x5 6x4 4x4 1x4 6x2 4x2 1x2 12x1 4x1 1x1",
            // The same, added to weights: sizes of BROADCAST, too.
            "UPDATE", "6x4",
            // Lanes times lanes.
            "LANEWISE", "4x6 4x5 3x5 4x3 1x5 4x1 1x1",
            // Ten outputs times two vectors of pixels: one size.
            "PIXELS", "10x2");

    private static final String NOTE = "// Generated from src/template/tiles by TileGenerator.";
    private static final String EACH = "// each ";
    private static final String END = "// end";

    private TileGenerator() {}

    /** Makes the folder args[1] hold the sources from args[0] and nothing else. Files that need no change are left. */
    public static void main(String[] args) throws IOException {
        final Path templates = Path.of(args[0]);
        final Path folder = Path.of(args[1]);
        final Map<Path, String> sources = new TreeMap<>();
        for (final Path template : files(templates)) {
            final List<String> source = new ArrayList<>(List.of(NOTE));
            expand(Files.readAllLines(template).iterator(), source);
            sources.put(folder.resolve(templates.relativize(template)), String.join("\n", source) + "\n");
        }
        Files.createDirectories(folder);
        for (final Path file : files(folder)) {
            if (Files.readString(file).equals(sources.get(file))) {
                sources.remove(file);
            } else {
                Files.delete(file);
            }
        }
        for (final Map.Entry<Path, String> source : sources.entrySet()) {
            Files.createDirectories(source.getKey().getParent());
            Files.writeString(source.getKey(), source.getValue());
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }

    private static void expand(Iterator<String> template, List<String> source) {
        while (template.hasNext()) {
            final String line = template.next();
            if (!line.strip().startsWith(EACH)) {
                source.add(line);
                continue;
            }
            final List<String> block = new ArrayList<>();
            for (String next = template.next(); !next.strip().equals(END); next = template.next()) {
                block.add(next);
            }
            for (final String size :
                    SIZES.get(line.strip().substring(EACH.length())).split(" ")) {
                final String[] numbers = size.split("x");
                addRows(block, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), source);
            }
        }
    }

    private static void addRows(List<String> block, int rows, int positions, List<String> source) {
        int next = 0;
        while (next < block.size()) {
            final int first = next++;
            final boolean isByRow = block.get(first).contains("{r}");
            while (isByRow && next < block.size() && block.get(next).contains("{r}")) {
                next++;
            }
            for (int r = 0; r < (isByRow ? rows : 1); r++) {
                for (final String line : block.subList(first, next)) {
                    addPositions(line.replace("{r}", "" + r), rows, positions, source);
                }
            }
        }
    }

    private static void addPositions(String line, int rows, int positions, List<String> source) {
        final String sized = line.replace("{rows}", "" + rows).replace("{positions}", "" + positions);
        for (int p = 0; p < (sized.contains("{p}") ? positions : 1); p++) {
            source.add(sized.replace("{p}", "" + p));
        }
    }
}
