package handgrad.program;

/** Temporary: the activations as backends knew them. */
public sealed interface LegacyActivation {
    record Tanh() implements LegacyActivation {}
    record Sigmoid() implements LegacyActivation {}
    record Relu() implements LegacyActivation {}
    record LeakyRelu(float slope) implements LegacyActivation {}

    static LegacyActivation of(Activation a) {
        return switch (a.name()) {
            case "tanh" -> new Tanh();
            case "sigmoid" -> new Sigmoid();
            case "relu" -> new Relu();
            case "leakyRelu" -> new LeakyRelu(a.derivative().operation().isSelect() ? (float) a.derivative().operand(3).value() : 1f);
            default -> throw new UnsupportedOperationException("not lowered yet: " + a);
        };
    }
}
