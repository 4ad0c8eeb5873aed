package handgrad.backend.cpu.step.wide;

import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import java.util.Arrays;

/**
 * How the columns of wide weights are cut into vectors of 16. Vectors begin with a cache line: where 16 divides the
 * row, the first does so at column {@link FloatStore#LEAD}. The columns before the first and after the last vector
 * are edges, for which a vector that reaches over others is summed, and only the edge's part of it is used.
 *
 * @param vectors how many vectors there are beside the edges
 * @param leftEdges 1 if there is an edge before the vectors, else 0
 * @param froms where each vector begins; after the vectors come the edges'
 * @param firsts the first column of each that is used
 * @param ends the column after the last that is used
 */
record WideColumns(int vectors, int leftEdges, int[] froms, int[] firsts, int[] ends) {
    /** The columns of rows with at least 16 inputs. */
    static WideColumns of(int inputs) {
        final int lanes = GroupLayout.LANES;
        final int lead = inputs % lanes == 0 && inputs >= 2 * lanes ? FloatStore.LEAD : 0;
        final int vectors = (inputs - lead) / lanes;
        final int end = lead + vectors * lanes;
        final int leftEdges = lead > 0 ? 1 : 0;
        final int rightEdges = end < inputs ? 1 : 0;
        final int[] froms = new int[vectors + leftEdges + rightEdges];
        Arrays.setAll(froms, v -> v < vectors ? lead + v * lanes : 0);
        final int[] firsts = froms.clone();
        final int[] ends = Arrays.stream(froms).map(from -> from + lanes).toArray();
        if (leftEdges > 0) {
            ends[vectors] = lead;
        }
        if (rightEdges > 0) {
            final int edge = froms.length - 1;
            froms[edge] = inputs - lanes;
            firsts[edge] = end;
            ends[edge] = inputs;
        }
        return new WideColumns(vectors, leftEdges, froms, firsts, ends);
    }

    /** The first column of a block that begins with a vector, with the edge beside it. */
    int column(int vector) {
        return vector == 0 ? 0 : vector == vectors ? ends[ends.length - 1] : froms[vector];
    }
}
