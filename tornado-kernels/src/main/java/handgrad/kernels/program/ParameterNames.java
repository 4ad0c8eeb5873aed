package handgrad.kernels.program;

import handgrad.program.ElementType;
import java.util.ArrayList;
import java.util.List;

/** The names of a generated kernel's arrays. */
final class ParameterNames {
    private ParameterNames() {}

    /** A distinct name for each array, none of them a word of OpenCL. */
    static List<String> of(List<Argument.Array> arrays) {
        final List<String> names = new ArrayList<>();
        for (final Argument.Array array : arrays) {
            final String name = switch (array) {
                case Argument.Resident(var tensor) -> camelCase(tensor.name());
                case Argument.Scratch(ElementType type) -> type == ElementType.FLOAT32 ? "values" : "marks";
                case Argument.Tables tables -> "tables";
            };
            names.add(names.contains(name) ? name + names.size() : name);
        }
        return names;
    }

    /** c1.weight becomes c1Weight. A single word, such as step, might be an OpenCL function and gets a second one. */
    private static String camelCase(String tensor) {
        final StringBuilder name = new StringBuilder();
        boolean upper = false;
        boolean single = true;
        for (final char letter : tensor.toCharArray()) {
            if (letter < 128 && Character.isLetterOrDigit(letter)) {
                name.append(upper && !name.isEmpty() ? Character.toUpperCase(letter) : letter);
                upper = false;
            } else {
                upper = true;
                single &= name.isEmpty();
            }
        }
        return name.isEmpty() || Character.isDigit(name.charAt(0))
                ? "tensor" + name
                : single ? name + "State" : name.toString();
    }
}
