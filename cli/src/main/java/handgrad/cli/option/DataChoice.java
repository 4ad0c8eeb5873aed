package handgrad.cli.option;

import handgrad.cli.console.Figures;
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
import handgrad.host.run.settings.RunLog;
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
public record DataChoice(DataSource source, DataOptions options, Optional<Integer> limit) {
    /**
     * The loaded data.
     *
     * @param split the data
     * @param origin what the loader said of it
     */
    public record Loaded(Split split, String origin) {}

    /**
     * Reads the options of a command that trains or measures a model.
     *
     * @param arguments what was given
     * @param model the model, whose recipe names the default
     * @return the choice
     * @throws UsageError if a value is not allowed
     */
    public static DataChoice of(Arguments arguments, Model model) {
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

    /**
     * How many training samples to use.
     *
     * @param arguments what was given
     * @return the number, or empty for all
     */
    public static Optional<Integer> limit(Arguments arguments) {
        return arguments.count("limit", 1, Integer.MAX_VALUE);
    }

    /**
     * Where to find data, as the options of a command say.
     *
     * @param arguments what was given
     * @return folders and mirrors
     * @throws UsageError if a value is not allowed
     */
    public static DataOptions options(Arguments arguments) {
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
     * @param text the name
     * @return the data set
     * @throws UsageError if there is none
     */
    public static DatasetName parse(String text) {
        try {
            return DatasetName.parse(text);
        } catch (final UserError unknown) {
            final List<String> names =
                    Arrays.stream(DatasetName.values()).map(DatasetName::text).toList();
            throw new UsageError(unknown.getMessage() + Suggestions.didYouMean(text, names), unknown);
        }
    }

    /** MNIST falls back to generated digits if it is not available; other data sets have no substitute. */
    private static DataSource byDefault(DataSource source) {
        return switch (source) {
            case Named named when named.name().equals("mnist") -> named.withName(DatasetName.AUTO.text());
            case Named named when named.name().equals("mnist-4-9") -> named.withName(DatasetName.AUTO_4_9.text());
            default -> source;
        };
    }

    /**
     * Loads the data, unless the run generates them.
     *
     * @param log hears where they are found
     * @return both parts, cut to the limit, or empty if the run's random stream makes them
     * @throws handgrad.host.UserError if they cannot be had
     */
    public Optional<Loaded> load(RunLog log) {
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
    public Loaded load(Named named, RunLog log) {
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

    /** A digit does not depend on how many are drawn, so only those that are used are drawn. */
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
