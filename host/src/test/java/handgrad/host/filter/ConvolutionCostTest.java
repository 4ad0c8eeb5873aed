package handgrad.host.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.network.Layers;
import handgrad.program.Shape;
import org.junit.jupiter.api.Test;

class ConvolutionCostTest {
    @Test
    void isWhatTheCoursePublished() {
        final ConvolutionCost cost = new ConvolutionCost(5, 192, 32, 28, 28, 16);

        assertEquals(120_422_400, cost.direct().multiplications());
        assertEquals(2_408_448, cost.bottleneck().get(0).multiplications());
        assertEquals(10_035_200, cost.bottleneck().get(1).multiplications());
        assertEquals(120_422_400.0 / 12_443_648, cost.saving());
    }

    @Test
    void isWhatALayerSaysOfItself() {
        final ConvolutionCost cost = new ConvolutionCost(3, 7, 5, 11, 13, 2);

        assertEquals(
                Layers.convolution("c", 5, 3).padding(1).multiplications(Shape.of(7, 11, 13)),
                cost.direct().multiplications());
        assertEquals(5 * 7 * 9, cost.direct().weights());
    }
}
