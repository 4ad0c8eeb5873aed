package handgrad.cli.show;

import handgrad.cli.console.Console;
import handgrad.cli.console.ExitCode;
import handgrad.cli.console.Figures;
import handgrad.cli.console.TextTable;
import handgrad.cli.console.TextTable.Side;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.Command;
import handgrad.cli.option.CommonOptions;
import handgrad.host.filter.ConvolutionCost;
import handgrad.host.json.Json;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code cost}: what a convolution costs, directly and through a bottleneck. */
public final class CostCommand implements Command {
    /** Keeps every product of the sizes within 63 bits: (2¹²)² · (2¹⁰)² · (2⁹)² = 2⁶². */
    private static final int MOST_PIXELS = 1 << 12;

    private static final int MOST_CHANNELS = 1 << 10;
    private static final int MOST_KERNEL = 1 << 9;

    /**
     * The object of {@code --json}.
     *
     * @param direct the convolution as it is
     * @param bottleneck the two in its place
     * @param multiplications the sum of the two
     * @param saving the direct convolution's multiplications divided by those
     */
    record Result(
            ConvolutionCost.Step direct, List<ConvolutionCost.Step> bottleneck, long multiplications, double saving) {}

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public String summary() {
        return "counts the multiplications of a convolution, directly and through a 1×1 bottleneck";
    }

    @Override
    public String operands() {
        return "";
    }

    @Override
    public Options options() {
        return Arguments.options(
                Arguments.valued("kernel", "K", "the kernel's edge; default 5"),
                Arguments.valued("inputs", "N", "input channels; default 192"),
                Arguments.valued("outputs", "N", "output channels; default 32"),
                Arguments.valued("height", "N", "rows of the image; default 28"),
                Arguments.valued("width", "N", "columns of the image; default 28"),
                Arguments.valued("through", "N", "channels of the bottleneck; default 16"),
                CommonOptions.json());
    }

    @Override
    public List<String> examples() {
        return List.of("handgrad cost", "handgrad cost --kernel 3 --inputs 256 --outputs 256 --through 64 --json");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        arguments.operands(0);
        final ConvolutionCost cost = new ConvolutionCost(
                arguments.count("kernel", 1, MOST_KERNEL).orElse(5),
                arguments.count("inputs", 1, MOST_CHANNELS).orElse(192),
                arguments.count("outputs", 1, MOST_CHANNELS).orElse(32),
                arguments.count("height", 1, MOST_PIXELS).orElse(28),
                arguments.count("width", 1, MOST_PIXELS).orElse(28),
                arguments.count("through", 1, MOST_CHANNELS).orElse(16));
        final long sum = cost.bottleneck().stream()
                .mapToLong(ConvolutionCost.Step::multiplications)
                .sum();
        if (arguments.has("json")) {
            console.out().println(Json.text(new Result(cost.direct(), cost.bottleneck(), sum, cost.saving())));
        } else {
            console.out().println(text(cost, sum));
        }
        return ExitCode.DONE;
    }

    private static String text(ConvolutionCost cost, long sum) {
        final TextTable table = new TextTable("  ", Side.LEFT, Side.RIGHT, Side.RIGHT);
        table.row("convolution", "multiplications", "weights");
        row(table, cost.direct());
        table.row("", "", "");
        cost.bottleneck().forEach(step -> row(table, step));
        table.row(
                "together",
                Figures.count(sum),
                Figures.count(cost.bottleneck().stream()
                        .mapToLong(ConvolutionCost.Step::weights)
                        .sum()));
        return Figures.format(
                "on %d×%d pixels, zero padding; biases not counted\n%s\nthe bottleneck takes %s",
                cost.height(),
                cost.width(),
                table.text(),
                cost.saving() >= 1
                        ? Figures.format("1/%.1f of the multiplications", cost.saving())
                        : Figures.format("%.1f times the multiplications", 1 / cost.saving()));
    }

    private static void row(TextTable table, ConvolutionCost.Step step) {
        table.row(step.name(), Figures.count(step.multiplications()), Figures.count(step.weights()));
    }
}
