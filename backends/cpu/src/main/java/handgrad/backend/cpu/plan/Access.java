package handgrad.backend.cpu.plan;

/**
 * That a node reads or writes a resource.
 *
 * @param resource what
 * @param write whether it writes
 * @param bySample whether its work on a group of samples touches only these samples' part
 */
public record Access(Resource resource, boolean write, boolean bySample) {
    /** Whether the two must keep their order: they touch the same thing, and one writes. */
    boolean conflictsWith(Access other) {
        return resource.equals(other.resource) && (write || other.write);
    }

    /** Whether the order is kept already if each group of samples goes through both in order. */
    boolean matchesBySample(Access other) {
        return bySample && other.bySample;
    }
}
