package handgrad.backend.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ArenaTest {
    @Test
    void livesThatOverlapLieApart() {
        final Arena arena = new Arena();
        assertEquals(0, arena.allocate(10, 0, 1));
        assertEquals(16, arena.allocate(32, 1, 2));
        assertEquals(48, arena.size());
    }

    @Test
    void roomIsUsedAgain() {
        final Arena arena = new Arena();
        arena.allocate(48, 0, 1);
        arena.allocate(16, 0, 9);
        assertEquals(0, arena.allocate(32, 2, 3));
        assertEquals(32, arena.allocate(16, 2, 3));
        assertEquals(64, arena.allocate(16, 3, 3));
    }
}
