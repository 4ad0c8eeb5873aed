package handgrad.cli.docs;

import handgrad.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds what a page names and nobody has.
 *
 * @param root the folder of the checkout
 * @param names what its sources declare
 */
record PageCheck(Path root, SourceNames names) {
    /** Capitalised words in code that are no type of ours or the JDK's. */
    private static final Set<String> OTHER_WORDS = Set.of(
            // TornadoVM's
            "KernelContext",
            "Reduce",
            "TaskGraph",
            "TornadoExecutionPlan",
            // settings and values
            "AOTCache",
            "False",
            "InfinityF",
            "NaN",
            "NaNF",
            "ProfileMaturityPercentage",
            "True",
            "UseTransparentHugePages",
            "VmHWM",
            // names of things, words of formulas, arguments
            "Correlate",
            "OpenCL",
            "Product",
            "ReLU",
            "TornadoVM",
            "Using",
            "Wx");

    /** Names in a checkpoint, and files, that begin like a package. */
    private static final Pattern NO_PACKAGE = Pattern.compile(
            "handgrad\\.(jar|stepLosses|lossSums|hits|kinkDistances|optimiser\\.STATE|snapshots|commit|launcher)\\b.*");

    private static final Pattern TYPE =
            Pattern.compile("(?<![\\w.$-])([A-Z]\\w*[a-z]\\w*)\\b(?!…)(?:[.#:]{1,2}([a-z]\\w*))?");
    private static final Pattern QUALIFIED = Pattern.compile("\\bhandgrad((?:\\.[a-z]\\w*)+)(?:\\.([A-Z]\\w*))?");
    private static final Pattern COMMENT_OR_TEXT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*|\"[^\"\n]*\"");
    private static final Pattern IMPORT = Pattern.compile("(?m)^(?:import|package) .*$");
    private static final Pattern PATH = Pattern.compile("\\.?[\\w-]+(?:/[\\w.*-]+)+/?");
    private static final Pattern VARIABLE = Pattern.compile("\\bHANDGRAD_[A-Z_]+\\b");
    private static final Pattern COMMAND = Pattern.compile("(?:^|[\\s/])handgrad ([a-z][a-z-]*)((?: .*)?)$");
    private static final Pattern SHORT_COMMAND =
            Pattern.compile("(train|evaluate|sweep|check|compare|bench|profile|report|lab|filter|data)( .*)");
    private static final Pattern OPTION = Pattern.compile("(?<= )--[a-z][a-z0-9-]*");

    /** Everything that is wrong with a page, each with the page's name. */
    List<String> problems(Page page) {
        final List<String> problems = new ArrayList<>();
        page.links().forEach(link -> addLink(page, link, problems));
        page.spans().forEach(span -> addSpan(span, problems));
        addJava(page.java(), problems);
        page.spans().forEach(span -> addShortCommand(span, problems));
        page.commandLines().forEach(line -> addCommand(line, problems));
        return problems.stream()
                .distinct()
                .map(problem -> page.file().getFileName() + ": " + problem)
                .toList();
    }

    private static void addLink(Page page, String link, List<String> problems) {
        if (link.contains("://")) {
            return;
        }
        final String[] parts = link.split("#", 2);
        final Path target = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]);
        if (!Files.exists(target)) {
            problems.add("no file for the link " + link);
        } else if (parts.length > 1 && !Page.read(target).anchors().contains(parts[1])) {
            problems.add("no heading for the link " + link);
        }
    }

    private void addSpan(String span, List<String> problems) {
        addPaths(span, problems);
        VARIABLE.matcher(span)
                .results()
                .map(match -> match.group())
                .filter(name -> !names.text().contains(name) && !name.startsWith("HANDGRAD_REQUIRE_"))
                .forEach(name -> problems.add("nobody reads the variable " + name));
        if (PATH.matcher(span).matches() || NO_PACKAGE.matcher(span).matches()) {
            return;
        }
        QUALIFIED.matcher(span).results().forEach(match -> {
            final String type = match.group(2);
            if (!names.packages().contains("handgrad" + match.group(1)) || type != null && !names.hasType(type)) {
                problems.add("no package or class " + match.group());
            }
        });
        addTypes(QUALIFIED.matcher(span).replaceAll(" "), OTHER_WORDS, problems);
    }

    /** Types that the page's Java uses; it may declare some itself. */
    private void addJava(List<String> lines, List<String> problems) {
        final String code = COMMENT_OR_TEXT.matcher(String.join("\n", lines)).replaceAll(" ");
        final Set<String> declared = SourceNames.types(code).collect(Collectors.toSet());
        addTypes(IMPORT.matcher(code).replaceAll(" "), declared, problems);
    }

    private void addTypes(String code, Set<String> known, List<String> problems) {
        final Matcher types = TYPE.matcher(code);
        while (types.find()) {
            final String type = types.group(1);
            final String member = types.group(2);
            if (!names.hasType(type) && !known.contains(type)) {
                problems.add("no class " + type);
            } else if (member != null && names.sourceOf().containsKey(type) && !names.hasMember(type, member)) {
                problems.add("no " + member + " in " + type);
            }
        }
    }

    /** A path that begins with a file or folder of the checkout's root is one of the checkout; NAME stands for any. */
    private void addPaths(String span, List<String> problems) {
        for (final String word : span.split(" ")) {
            final boolean isOurs = PATH.matcher(word).matches()
                    && Files.exists(root.resolve(word.substring(0, word.indexOf('/'))))
                    && !word.contains("/target/")
                    && !word.contains("/NAME/");
            if (isOurs && !exists(word)) {
                problems.add("no file " + word);
            }
        }
    }

    private boolean exists(String path) {
        if (!path.contains("*")) {
            return Files.exists(root.resolve(path));
        }
        final int slash = path.lastIndexOf('/');
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(root.resolve(path.substring(0, slash)), path.substring(slash + 1))) {
            return found.iterator().hasNext();
        } catch (final IOException _) {
            return false;
        }
    }

    private static void addCommand(String line, List<String> problems) {
        final Matcher command = COMMAND.matcher(line.replaceFirst("(?<!\\()#.*$", ""));
        if (command.find() && !command.group(1).equals("help")) {
            final String help = help(command.group(1));
            if (help.isEmpty()) {
                problems.add("no command " + command.group(1));
            } else {
                addOptions(command, help, problems);
            }
        }
    }

    /** Prose may leave the program's name out. */
    private static void addShortCommand(String span, List<String> problems) {
        final Matcher command = SHORT_COMMAND.matcher(span);
        if (command.matches()) {
            addOptions(command, help(command.group(1)), problems);
        }
    }

    private static void addOptions(Matcher command, String help, List<String> problems) {
        OPTION.matcher(command.group(2))
                .results()
                .map(MatchResult::group)
                .filter(option -> !option.equals("--help"))
                .filter(option ->
                        !Pattern.compile(option + "\\b(?!-)").matcher(help).find())
                .forEach(option -> problems.add("no option " + option + " of " + command.group(1)));
    }

    private static String help(String command) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final int code;
        try (PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            code = Main.run(new String[] {command, "--help"}, stream, stream);
        }
        return code == 0 ? out.toString(StandardCharsets.UTF_8) : "";
    }
}
