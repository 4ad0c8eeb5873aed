package handgrad.cli;

import handgrad.dataset.Split;
import handgrad.host.Suggestions;
import handgrad.host.UsageError;
import handgrad.host.UserError;
import handgrad.host.data.DataEnvironment;
import handgrad.host.data.DataLibrary;
import handgrad.host.data.DataOptions;
import handgrad.host.data.DatasetName;
import handgrad.host.data.Mirrors;
import handgrad.host.data.digits.GeneratedDigits;
import handgrad.host.run.RunLog;
import handgrad.training.DataSource;
import handgrad.training.DataSource.Named;
import handgrad.training.DataSource.Synthetic;
import handgrad.training.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The data that a command was told to use.
 *
 * @param source the data set
 * @param options where to find it
 * @param limit how many training samples to use, or empty for all
 */
record DataChoice(DataSource source, DataOptions options, Optional<Integer> limit) {
    /**
     * What was loaded.
     *
     * @param split the data
     * @param origin what the loader said of it
     */
    record Loaded(Split split, String origin) {}

    /**
     * Reads the options of a command that trains or measures a model.
     *
     * @throws UsageError if a value is not allowed
     */
    static DataChoice of(Arguments arguments, Model model) {
        final DataSource own = model.recipe().data();
        final DataSource source = arguments
                .text("dataset")
                .map(text -> parse(text).text())
                .<DataSource>map(name -> own instanceof Named named ? named.withName(name) : Named.of(name))
                .orElseGet(() -> byDefault(own));
        final Optional<Integer> limit = limit(arguments);
        if (limit.isPresent() && source instanceof Synthetic) {
            throw new UsageError("--limit: the data of " + model.name() + " are made for it; leave the option out");
        }
        return new DataChoice(source, options(arguments), limit);
    }

    /** How many training samples to use. */
    static Optional<Integer> limit(Arguments arguments) {
        return arguments.count("limit", 1, Integer.MAX_VALUE);
    }

    /**
     * Where to find data, as the options of a command say.
     *
     * @throws UsageError if a value is not allowed
     */
    static DataOptions options(Arguments arguments) {
        try {
            final DataOptions options = DataOptions.DEFAULT.withMirrors(
                    arguments.texts("mirror").stream().map(Mirrors::parse).toList());
            return arguments.path("data").map(options::withFolder).orElse(options);
        } catch (final UserError noAddress) {
            throw new UsageError(noAddress.getMessage(), noAddress);
        }
    }

    /**
     * The data set of a name.
     *
     * @throws UsageError if there is none
     */
    static DatasetName parse(String text) {
        try {
            return DatasetName.parse(text);
        } catch (final UserError unknown) {
            final List<String> names =
                    Arrays.stream(DatasetName.values()).map(DatasetName::text).toList();
            throw new UsageError(unknown.getMessage() + Suggestions.didYouMean(text, names), unknown);
        }
    }

    /** MNIST is taken where it can be had, else generated digits; other data sets have no stand-in. */
    private static DataSource byDefault(DataSource source) {
        return switch (source) {
            case Named named when named.name().equals("mnist") -> named.withName(DatasetName.AUTO.text());
            case Named named when named.name().equals("mnist-4-9") -> named.withName(DatasetName.AUTO_4_9.text());
            default -> source;
        };
    }

    /**
     * Loads the data, or finds that they are to be made.
     *
     * @param log hears where they are found
     * @return both parts, cut to the limit, or empty if the run's random stream makes them
     * @throws handgrad.host.UserError if they cannot be had
     */
    Optional<Loaded> load(RunLog log) {
        return source instanceof Named named ? Optional.of(load(named, log)) : Optional.empty();
    }

    /**
     * Loads a data set by its name.
     *
     * @param named the name, and what is to be done to it
     * @param log hears where it is found
     * @return both parts, cut to the limit
     * @throws handgrad.host.UserError if it cannot be had
     */
    Loaded load(Named named, RunLog log) {
        final List<String> told = new ArrayList<>();
        final AtomicReference<String> last = new AtomicReference<>(named.name());
        final DataLibrary library = new DataLibrary(DataEnvironment.current(), line -> {
            if (line.contains("WARNING")) {
                told.add(line);
                log.warning("data    " + line);
            } else {
                last.set(line);
                log.note("data    " + line);
            }
        });
        final Split split = cut(library.load(named.name(), prepared(named)));
        told.add(last.get());
        log.note(Figures.format(
                "data    %s: %s + %s samples%s",
                split.name(),
                Figures.count(split.train().count()),
                Figures.count(split.test().count()),
                limit.isPresent() ? ", cut by --limit" : ""));
        return new Loaded(split, String.join("; ", told));
    }

    /** A digit does not depend on how many are drawn: only those that are used need to be. */
    private DataOptions prepared(Named named) {
        final DataOptions asked = options.withPixels(named.pixels()).withCoding(named.coding());
        final GeneratedDigits digits = options.digits();
        return limit.map(count -> asked.withDigits(digits.withCounts(
                        Math.min(count, digits.trainCount()), part(count, digits.trainCount(), digits.testCount()))))
                .orElse(asked);
    }

    private Split cut(Split whole) {
        final int train = whole.train().count();
        final int test = whole.test().count();
        return limit.filter(count -> count < train)
                .map(count -> new Split(
                        whole.name(), whole.train().first(count), whole.test().first(part(count, train, test))))
                .orElse(whole);
    }

    /** The same share of the test set as the limit is of the training set, at least one sample. */
    private static int part(int limit, int train, int test) {
        return limit >= train ? test : (int) Math.max(1, (long) limit * test / train);
    }
}
