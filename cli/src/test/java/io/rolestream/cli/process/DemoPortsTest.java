package io.rolestream.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoPortsTest {
    @ParameterizedTest
    @ValueSource(strings = {"--port", "--registry-port", "--dashboard-port"})
    void shouldSayWhichPortIsTakenBeforeAnythingStarts(String option) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Result result = Cli.run("demo", option, Integer.toString(taken.getLocalPort()));

            assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .startsWith("rolestream: cannot listen on port " + taken.getLocalPort() + " of 127.0.0.1 (")
                    .contains("choose another port with " + option);
        }
    }
}
