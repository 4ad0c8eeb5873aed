package handgrad.cli.filter;

import handgrad.cli.console.Console;
import handgrad.cli.console.ExitCode;
import handgrad.cli.console.Figures;
import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.host.Suggestions;
import handgrad.host.UsageError;
import handgrad.host.UserError;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.Devices;
import handgrad.host.filter.FilterRun;
import handgrad.host.filter.Picture;
import handgrad.host.filter.PictureFilter;
import handgrad.host.filter.PictureReader;
import handgrad.host.filter.PictureWriter;
import handgrad.host.filter.ValueMapping;
import handgrad.host.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/** {@code filter}: a fixed convolution on a picture. */
public final class FilterCommand implements Command {
    /** Stands for a network of convolutions, so that {@code --device auto} takes what is fastest for one. */
    private static final String LIKE_A_FILTER = "lenet5-modern";

    private static final List<Description> FILTERS = List.of(
            new Description("vertical-difference", "Y[i,j] = X[i+1,j] − X[i,j]: horizontal edges"),
            new Description("horizontal-difference", "Y[i,j] = X[i,j+1] − X[i,j]: vertical edges"),
            new Description(
                    "mean-K",
                    "the mean over K×K pixels, K from 1 to 255, as in mean-5; an even K reaches one further up and"
                            + " left"),
            new Description("grayscale", "0.299 R + 0.587 G + 0.114 B, a 1×1 convolution over the three channels"));

    /**
     * A filter for {@code --list}.
     *
     * @param name its name
     * @param formula what it computes
     */
    record Description(String name, String formula) {}

    /**
     * The object of {@code --json}.
     *
     * @param filter the filter's name
     * @param image the picture that was filtered
     * @param out the picture that was written
     * @param width columns of both
     * @param height rows of both
     * @param channels of the result
     * @param white the sample value of white
     * @param values how results became samples
     * @param device what {@code --device} takes to choose the device
     * @param deviceName the device's own name
     * @param seconds uploads, convolutions and downloads
     */
    record Result(
            String filter,
            Path image,
            Path out,
            int width,
            int height,
            int channels,
            int white,
            String values,
            String device,
            String deviceName,
            double seconds) {}

    @Override
    public String name() {
        return "filter";
    }

    @Override
    public String summary() {
        return "runs a fixed convolution on a picture: PNG, JPEG or PGM, grey or colour, of any size";
    }

    @Override
    public String operands() {
        return "NAME";
    }

    @Override
    public Options options() {
        return Arguments.options(
                Arguments.valued("image", "FILE", "the picture; a colour picture's channels are filtered one by one"),
                Arguments.valued(
                        "out", "FILE", "the result, as .png, .jpg or .pgm; default: IMAGE-NAME.png in this folder"),
                Arguments.valued(
                        "values",
                        "V",
                        "how results become samples: clamp (to 0 … white; the default of mean and grayscale), absolute"
                                + " (|Y|; the default of the differences) or offset (Y/2 + middle grey, to see the"
                                + " sign)"),
                Arguments.flag("list", "the filters"),
                CommonOptions.device(),
                CommonOptions.threads(),
                CommonOptions.json());
    }

    @Override
    public List<String> examples() {
        return List.of(
                "handgrad filter --list",
                "handgrad filter vertical-difference --image photo.jpg",
                "handgrad filter horizontal-difference --image photo.jpg --values offset --out edges.png",
                "handgrad filter mean-9 --image scan.pgm --out smooth.pgm --device cpu");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        final List<String> operands = arguments.operands(1);
        if (arguments.has("list")) {
            console.out().println(arguments.has("json") ? Json.text(Map.of("filters", FILTERS)) : list());
            return ExitCode.DONE;
        }
        if (operands.isEmpty()) {
            throw new UsageError(
                    "name a filter: handgrad filter NAME --image FILE; 'handgrad filter --list' lists them");
        }
        final PictureFilter filter = find(operands.getFirst());
        final Path image = arguments
                .path("image")
                .orElseThrow(
                        () -> new UsageError("name a picture: handgrad filter " + filter.name() + " --image FILE"));
        final ValueMapping mapping = mapping(arguments, filter);
        final Path out = arguments.path("out").orElseGet(() -> automatic(image, filter));
        final PictureWriter writer = PictureWriter.to(out);
        rejectSame(image, out);
        final ChosenDevice device = Devices.installed()
                .choose(
                        CommonOptions.device(arguments),
                        CommonOptions.model(LIKE_A_FILTER),
                        CommonOptions.threads(arguments));
        final PictureReader.Read read = PictureReader.read(image);
        final Picture picture = read.picture();
        if (filter.inputs() > picture.channels().size()) {
            throw new UserError(filter.name() + ": " + image + " is grey already; it takes a colour picture");
        }
        writer.checkHolds(picture.channels().size() == filter.inputs());
        final FilterRun.Result result = new FilterRun(filter, mapping, picture).run(device);
        writer.write(result.picture());
        if (read.hadTransparency()) {
            console.err().println(image + ": its transparency is left out; only the colours are filtered");
        }
        final Result report = new Result(
                filter.name(),
                image,
                out,
                picture.width(),
                picture.height(),
                result.picture().channels().size(),
                picture.maximum(),
                mapping.toString(),
                result.device().selector(),
                result.device().name(),
                result.seconds());
        console.out().println(arguments.has("json") ? Json.text(report) : text(report));
        return ExitCode.DONE;
    }

    private static PictureFilter find(String name) {
        final List<String> names = FILTERS.stream().map(Description::name).toList();
        return PictureFilter.find(name)
                .orElseThrow(() -> new UsageError("there is no filter '" + name + "'; choose one of "
                        + String.join(", ", names) + " (K from 1 to " + PictureFilter.LARGEST_MEAN + ")"
                        + Suggestions.didYouMean(name, names)));
    }

    private static ValueMapping mapping(Arguments arguments, PictureFilter filter) {
        final List<String> names =
                Arrays.stream(ValueMapping.values()).map(ValueMapping::toString).toList();
        return arguments
                .choice("values", names)
                .flatMap(name -> Stream.of(ValueMapping.values())
                        .filter(mapping -> mapping.toString().equals(name))
                        .findFirst())
                .orElse(filter.signed() ? ValueMapping.ABSOLUTE : ValueMapping.CLAMP);
    }

    private static Path automatic(Path image, PictureFilter filter) {
        final String name =
                image.getFileName() == null ? "picture" : image.getFileName().toString();
        final int dot = name.lastIndexOf('.');
        return Path.of((dot > 0 ? name.substring(0, dot) : name) + "-" + filter.name() + ".png");
    }

    private static void rejectSame(Path image, Path out) {
        try {
            if (Files.exists(image) && Files.exists(out) && Files.isSameFile(image, out)) {
                throw new UserError("--out " + out + " would replace the picture itself; name another file");
            }
        } catch (final IOException failure) {
            throw new UserError("cannot compare " + image + " with " + out + ": " + failure.getMessage(), failure);
        }
    }

    private static String list() {
        final TextTable table = new TextTable("", Side.LEFT, Side.LEFT);
        FILTERS.forEach(filter -> table.row(filter.name(), filter.formula()));
        return table.text();
    }

    private static String text(Result result) {
        return new TextTable("", Side.LEFT, Side.LEFT)
                .row("filter", result.filter() + ", values " + result.values() + ", zeros around the picture")
                .row(
                        "picture",
                        Figures.format(
                                "%s, %s×%s pixels, white is %s",
                                result.image(),
                                Figures.count(result.width()),
                                Figures.count(result.height()),
                                Figures.count(result.white())))
                .row("device", result.device() + " (" + result.deviceName() + "), " + Figures.seconds(result.seconds()))
                .row("written", result.out() + (result.channels() == 1 ? ", grey" : ", colour"))
                .text();
    }
}
