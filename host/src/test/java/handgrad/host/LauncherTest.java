package handgrad.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LauncherTest {
    @Test
    void aCommandIsTypedWhereItsScriptLies() {
        assertEquals("scripts/handgrad", Launcher.typed(Optional.of("/home/ada/handgrad/scripts/handgrad")));
        assertEquals("./handgrad", Launcher.typed(Optional.of("/opt/bundle/handgrad")));
        assertEquals("scripts/handgrad", Launcher.typed(Optional.empty()));
    }

    @Test
    void wordsAreQuotedWhereAShellWouldSplitThem() {
        assertEquals(
                "scripts/handgrad train m --output 'my runs/it'\\''s'",
                Launcher.typed(List.of("train", "m", "--output", "my runs/it's")));
    }
}
