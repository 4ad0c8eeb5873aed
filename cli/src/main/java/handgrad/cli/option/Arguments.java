package handgrad.cli.option;

import handgrad.host.Suggestions;
import handgrad.host.UsageError;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/**
 * A command's arguments. Each getter checks the value and names option, value and what is allowed where it is wrong.
 */
public final class Arguments {
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,40}");
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,6})?");

    /** Marks an option that may be given several times. */
    private static final Class<?> REPEATED = List.class;

    private final List<String> words;
    private final CommandLine line;

    private Arguments(List<String> words, CommandLine line) {
        this.words = words;
        this.line = line;
    }

    /**
     * Parses what follows the command.
     *
     * @param command its name, for messages
     * @param options what it takes
     * @param words what it was given
     * @return the arguments
     * @throws UsageError if an option is unknown, lacks its value, or is given twice though it has one value
     */
    public static Arguments parse(String command, Options options, List<String> words) {
        final String help = "; 'handgrad " + command + " --help' lists the options";
        try {
            final CommandLine line = DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(options, words.toArray(String[]::new));
            rejectRepeated(line);
            return new Arguments(List.copyOf(words), line);
        } catch (final UnrecognizedOptionException unknown) {
            final List<String> names = options.getOptions().stream()
                    .map(option -> "--" + option.getLongOpt())
                    .toList();
            final String near = Suggestions.didYouMean(nameOf(unknown.getOption()), names);
            throw new UsageError("unknown option " + unknown.getOption() + (near.isEmpty() ? help : near), unknown);
        } catch (final MissingArgumentException missing) {
            final Option option = missing.getOption();
            throw new UsageError(
                    "--" + option.getLongOpt() + " needs a value: --" + option.getLongOpt() + " " + option.getArgName(),
                    missing);
        } catch (final ParseException other) {
            throw new UsageError(other.getMessage() + help, other);
        }
    }

    private static String nameOf(String typed) {
        return typed.split("=", 2)[0];
    }

    /** Commons CLI would take the first value and say nothing of the second. */
    private static void rejectRepeated(CommandLine line) {
        for (final Option option : line.getOptions()) {
            final String[] values = line.getOptionValues(option);
            if (!REPEATED.equals(option.getType()) && values != null && values.length > 1) {
                throw new UsageError("--" + option.getLongOpt() + " is given " + values.length + " times ("
                        + String.join(", ", values) + "); give it once");
            }
        }
    }

    /** The words as they were given, the command not among them. */
    List<String> words() {
        return words;
    }

    /**
     * The options that are given, each with its values, in the order in which they are first given.
     *
     * @return long names and values
     */
    public Map<String, List<String>> given() {
        final Map<String, List<String>> given = new LinkedHashMap<>();
        for (final Option option : line.getOptions()) {
            final String[] values = line.getOptionValues(option);
            given.put(option.getLongOpt(), values == null ? List.of() : List.of(values));
        }
        return given;
    }

    /**
     * The words that belong to no option.
     *
     * @param most how many the command takes
     * @return the operands
     * @throws UsageError if there are more
     */
    public List<String> operands(int most) {
        final List<String> operands = line.getArgList();
        if (operands.size() > most) {
            throw new UsageError("'" + operands.get(most) + "' is one word too many; options begin with --");
        }
        return operands;
    }

    /**
     * Whether an option is given.
     *
     * @param option its long name
     * @return true if it is
     */
    public boolean has(String option) {
        return line.hasOption(option);
    }

    /**
     * An option's value as it was typed.
     *
     * @param option its long name
     * @return the value, or empty
     */
    public Optional<String> text(String option) {
        return Optional.ofNullable(line.getOptionValue(option));
    }

    /**
     * All values of an option that may be given several times.
     *
     * @param option its long name
     * @return the values, in order
     */
    public List<String> texts(String option) {
        return Optional.ofNullable(line.getOptionValues(option)).map(List::of).orElse(List.of());
    }

    /**
     * A value of a list.
     *
     * @param option its long name
     * @param choices the list
     * @return the value, or empty
     * @throws UsageError if it is not one of them
     */
    public Optional<String> choice(String option, Collection<String> choices) {
        final Optional<String> value = text(option);
        value.filter(typed -> !choices.contains(typed)).ifPresent(typed -> {
            throw new UsageError("--" + option + " " + typed + ": choose one of " + String.join(", ", choices)
                    + Suggestions.didYouMean(typed, choices));
        });
        return value;
    }

    /**
     * A file or folder.
     *
     * @param option its long name
     * @return the path, or empty
     * @throws UsageError if it is no path on this system
     */
    public Optional<Path> path(String option) {
        return text(option).map(typed -> {
            if (typed.isEmpty()) {
                throw new UsageError("--" + option + " needs a path, not an empty text");
            }
            try {
                return Path.of(typed);
            } catch (final InvalidPathException invalid) {
                throw new UsageError("--" + option + " " + typed + ": no path here: " + invalid.getReason(), invalid);
            }
        });
    }

    /**
     * A whole number.
     *
     * @param option its long name
     * @param least the smallest allowed
     * @param most the largest allowed
     * @return the number, or empty
     * @throws UsageError if it is none, or outside least … most
     */
    public Optional<Long> integer(String option, long least, long most) {
        return text(option).map(typed -> {
            final Optional<BigInteger> value = Optional.of(typed)
                    .filter(text -> INTEGER.matcher(text).matches())
                    .map(BigInteger::new)
                    .filter(number -> number.compareTo(BigInteger.valueOf(least)) >= 0)
                    .filter(number -> number.compareTo(BigInteger.valueOf(most)) <= 0);
            return value.orElseThrow(() -> new UsageError(
                            "--" + option + " " + typed + ": write a whole number from " + least + " to " + most))
                    .longValueExact();
        });
    }

    /**
     * A whole number that fits an int, as {@link #integer}.
     *
     * @param option its long name
     * @param least the smallest allowed
     * @param most the largest allowed
     * @return the number, or empty
     */
    public Optional<Integer> count(String option, int least, int most) {
        return integer(option, least, most).map(Math::toIntExact);
    }

    /**
     * A float32 of at least 0.
     *
     * @param option its long name
     * @return the number, or empty
     * @throws UsageError if it is no finite number, is negative, or is not 0 but so small that float32 makes it 0
     */
    public Optional<Float> nonNegative(String option) {
        return text(option).map(typed -> {
            if (!NUMBER.matcher(typed).matches()) {
                throw new UsageError("--" + option + " " + typed + ": write a number such as 0.1 or 1e-4");
            }
            final double value = Double.parseDouble(typed);
            final float rounded = (float) value;
            if (!(value >= 0) || Float.isInfinite(rounded) || (rounded == 0 && value != 0)) {
                throw new UsageError("--" + option + " " + typed
                        + ": write 0 or a number from 1.4e-45 to 3.4e38, as float32 can hold it");
            }
            return rounded;
        });
    }

    /**
     * Options in the order in which they are written, as the help shows them.
     *
     * @param options the options
     * @return all of them
     */
    public static Options options(Option... options) {
        final Options all = new Options();
        Arrays.stream(options).forEach(all::addOption);
        return all;
    }

    /**
     * An option without a value.
     *
     * @param name its long name
     * @param description what the help says
     * @return the option
     */
    public static Option flag(String name, String description) {
        return Option.builder().longOpt(name).desc(description).get();
    }

    /**
     * An option with one value.
     *
     * @param name its long name
     * @param argument what the help calls the value
     * @param description what the help says
     * @return the option
     */
    public static Option valued(String name, String argument, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(argument)
                .desc(description)
                .get();
    }

    /**
     * An option that may be given several times, with one value each time.
     *
     * @param name its long name
     * @param argument what the help calls the value
     * @param description what the help says
     * @return the option
     */
    public static Option repeated(String name, String argument, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .type(REPEATED)
                .argName(argument)
                .desc(description)
                .get();
    }
}
