package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.SharedStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That SIGTERM is a service's proper end at every moment of its life, the first ones included. */
@DisabledOnOs(OS.WINDOWS)
class SignalTest {
    /** The longest that a service may take to stop, the labelling service's 20 s, and what a busy machine adds. */
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final Path directory;

    SignalTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @ValueSource(longs = {200, 2_000})
    void shouldEndWellWhileThereIsNoBroker(long millis) throws Exception {
        terminateAllWithoutBrokerAfter(millis);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(longs = {500, 1_000, 4_000})
    void shouldEndWellAtOtherMomentsWhileThereIsNoBroker(long millis) throws Exception {
        terminateAllWithoutBrokerAfter(millis);
    }

    private void terminateAllWithoutBrokerAfter(long millis) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            terminateAllAfter(millis, List.of("-b", "127.0.0.1:" + silent.getLocalPort()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {200, 2_000})
    void shouldEndWellOnACluster(long millis) throws Exception {
        terminateAllAfter(millis, SharedStack.options());
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(longs = {500, 1_000, 4_000})
    void shouldEndWellAtOtherMomentsOnACluster(long millis) throws Exception {
        terminateAllAfter(millis, SharedStack.options());
    }

    private void terminateAllAfter(long millis, List<String> cluster) throws IOException, InterruptedException {
        List<ChildCommand> services = new ArrayList<>();
        try {
            for (String command : List.of("stream", "worker", "generator", "recommender", "train", "serve")) {
                services.add(service(command, cluster));
            }
            for (ChildCommand service : services) {
                service.awaitMain();
            }
            Thread.sleep(millis);
            for (ChildCommand service : services) {
                service.process().destroy();
            }
            for (ChildCommand service : services) {
                assertThat(service.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .as("whether it has stopped; it said " + service.err())
                        .isTrue();
                assertThat(service.process().exitValue()).as(service.err()).isEqualTo(ExitCode.DONE);
                assertThat(service.err().lines()).hasSizeLessThanOrEqualTo(1);
            }
        } finally {
            services.forEach(ChildCommand::close);
        }
    }

    private ChildCommand service(String command, List<String> cluster) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "-s",
                "serve.port=0",
                "-s",
                "application.id=signalled",
                "-s",
                "state.directory=" + directory.resolve("state"),
                "-s",
                "recommend.directory=" + directory.resolve("recommender"),
                "-s",
                "trainer.data.directory=" + directory.resolve("trainer"),
                "-s",
                "model.store=" + directory.resolve("models")));
        arguments.addAll(cluster);
        return new ChildCommand(directory.resolve(command), arguments.toArray(String[]::new));
    }
}
