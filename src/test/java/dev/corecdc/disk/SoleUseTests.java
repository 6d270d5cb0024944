package dev.corecdc.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoleUseTests {

    private final Path folder;

    SoleUseTests(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void isGivenToOneAtATime() throws Exception {
        SoleUse first = SoleUse.take(folder, "lock");
        assertThatThrownBy(() -> SoleUse.take(folder, "lock"))
                .isInstanceOf(InUseException.class)
                .hasMessageContaining(folder.toRealPath().resolve("lock").toString());
        SoleUse.take(folder, "another").close();
        first.close();
        first.close();

        SoleUse.take(folder, "lock").close();
    }

    @Test
    void keepsOtherProcessesOutAlsoAfterThisOneTriedTwice() throws Exception {
        assertThat(takeInAnotherProcess()).isEqualTo("taken");
        try (SoleUse ours = SoleUse.take(folder, "lock")) {
            assertThatThrownBy(() -> SoleUse.take(folder, "lock")).isInstanceOf(InUseException.class);
            assertThat(ours).isNotNull();
            assertThat(takeInAnotherProcess()).isEqualTo("refused");
        }
        assertThat(takeInAnotherProcess()).isEqualTo("taken");
    }

    @Test
    void saysWhenTheLockFileCannotBeMade() {
        assertThatThrownBy(() -> SoleUse.take(folder.resolve("missing"), "lock"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(InUseException.class);
    }

    private String takeInAnotherProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Path.of(SoleUse.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                + java.io.File.pathSeparator
                                + Path.of(SoleUseTests.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI()),
                        OtherProcess.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    static class OtherProcess {

        public static void main(String[] args) throws IOException {
            try (SoleUse use = SoleUse.take(Path.of(args[0]), "lock")) {
                System.out.print(use == null ? "" : "taken");
            } catch (InUseException e) {
                System.out.print("refused");
            }
        }
    }
}
