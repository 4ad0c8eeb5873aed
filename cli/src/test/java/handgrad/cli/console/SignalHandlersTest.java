package handgrad.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.opencl.OpenClHere;
import handgrad.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * PoCL's compiler must not take over the signals that the JVM needs. Two SIGSEGVs at the same time, of which the first
 * runs LLVM's handler, which uninstalls itself, used to end the process without a message.
 */
@EnabledOnOs(OS.LINUX)
class SignalHandlersTest {
    @Test
    void areTheVirtualMachinesOwn() throws IOException, InterruptedException {
        OpenClHere.require();
        final String root = Path.of("").toAbsolutePath().getParent().toString();
        final ProcessBuilder builder = new ProcessBuilder(
                "bash",
                "-c",
                "source scripts/lib/jdk.sh; JAVA_HOME=$1 && handgrad_chain_signals && exec \"$1/bin/java\""
                        + " -Xcheck:jni -cp \"$2\" \"$3\" devices",
                "bash",
                System.getProperty("java.home"),
                System.getProperty("java.class.path"),
                Main.class.getName());
        builder.environment().remove("LD_PRELOAD");
        final Process process = builder.directory(Path.of(root).toFile())
                .redirectErrorStream(true)
                .start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), said);
        assertTrue(said.contains("opencl"), said);
        assertFalse(said.contains("handler modified"), said);
    }
}
