package io.rolestream.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class InterruptsTest {
    private static final int AFTER_SIGINT = 130;

    @Test
    void shouldReachAChildWhoseParentIgnoresThem() throws Exception {
        assumeFalse(Interrupts.BY_DEFAULT.isEmpty(), "env has no --default-signal");
        List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        command.addAll(Interrupts.BY_DEFAULT);
        command.addAll(List.of("sh", "-c", "echo started; exec sleep 60"));
        Process process = new ProcessBuilder(command).start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("started");

            Interrupts.send(process);

            assertThat(process.waitFor()).isEqualTo(AFTER_SIGINT);
        } finally {
            process.destroyForcibly();
        }
    }
}
