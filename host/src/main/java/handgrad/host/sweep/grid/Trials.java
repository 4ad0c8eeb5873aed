package handgrad.host.sweep.grid;

import handgrad.host.UsageError;
import handgrad.host.sweep.grid.Dimension.Listed;
import handgrad.random.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The trials that dimensions make. */
public final class Trials {
    /** More are surely a slip. */
    private static final int MOST = 100_000;

    /** The limit of draws in a row that repeat earlier settings: after these, no others seem to exist. */
    private static final int MOST_REPEATED_DRAWS = 10_000;

    private Trials() {}

    /**
     * Every combination of the dimensions' values.
     *
     * @param dimensions the first changes slowest
     * @param seeds each combination's seeds
     * @return the trials, the seeds of a combination next to each other
     * @throws UsageError if there are too many
     */
    public static List<Trial> grid(List<Dimension> dimensions, List<String> seeds) {
        List<Map<String, String>> settings = List.of(Map.of());
        long count = seeds.size();
        for (final Dimension dimension : dimensions) {
            final List<String> points = dimension.points();
            count *= points.size();
            checkCount(count);
            final List<Map<String, String>> more = new ArrayList<>();
            for (final Map<String, String> setting : settings) {
                points.forEach(
                        point -> more.add(with(setting, dimension.option().name(), point)));
            }
            settings = more;
        }
        return repeated(settings, seeds);
    }

    /**
     * Random combinations: uniform over the values of a list, and over a range or its logarithm.
     *
     * @param dimensions what to draw from
     * @param draws how many combinations
     * @param randomSeed where the random numbers start
     * @param seeds each combination's seeds
     * @return the trials; the first draws are the same however many follow
     * @throws UsageError if there are too many, or not so many different ones
     */
    public static List<Trial> random(List<Dimension> dimensions, int draws, long randomSeed, List<String> seeds) {
        checkCount((long) draws * seeds.size());
        final RandomStream stream =
                RandomStream.of(RandomStream.Kind.HANDGRAD, randomSeed).derive("sweep", 0);
        final Set<Map<String, String>> settings = new LinkedHashSet<>();
        int repeatedDraws = 0;
        while (settings.size() < draws) {
            Map<String, String> setting = Map.of();
            for (final Dimension dimension : dimensions) {
                setting = with(setting, dimension.option().name(), draw(dimension, stream));
            }
            repeatedDraws = settings.add(setting) ? 0 : repeatedDraws + 1;
            if (repeatedDraws > MOST_REPEATED_DRAWS) {
                throw new UsageError("--random " + draws + ": the dimensions have only " + settings.size()
                        + " different combinations; ask for fewer, or leave --random out");
            }
        }
        return repeated(new ArrayList<>(settings), seeds);
    }

    private static String draw(Dimension dimension, RandomStream stream) {
        return switch (dimension.values()) {
            case Listed listed ->
                dimension.points().get(stream.nextInt(listed.texts().size()));
            case Range range -> range.at(stream.nextDouble(), dimension.option());
        };
    }

    private static void checkCount(long trials) {
        if (trials > MOST) {
            throw new UsageError("these are more than " + MOST + " trials; sweep fewer values");
        }
    }

    private static List<Trial> repeated(List<Map<String, String>> settings, List<String> seeds) {
        return settings.stream()
                .flatMap(setting -> seeds.stream().map(seed -> new Trial(with(setting, Trial.SEED, seed))))
                .toList();
    }

    private static Map<String, String> with(Map<String, String> setting, String option, String value) {
        final Map<String, String> more = new LinkedHashMap<>(setting);
        more.put(option, value);
        return more;
    }
}
