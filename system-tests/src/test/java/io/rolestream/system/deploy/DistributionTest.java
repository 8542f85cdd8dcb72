package io.rolestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.local.services.Configuration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The distribution as images have it, in a directory of its own: the start command, and a service in the environment of
 * the image. With the profile {@code dist} the archive is unpacked; otherwise the directory is that which the archive
 * is made of.
 */
@DisabledOnOs(OS.WINDOWS)
class DistributionTest {
    private static final Path BUILT = Path.of("..", "cli", "target", "dist").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final Path directory;
    private final Path home;

    DistributionTest(@TempDir Path directory) {
        this.directory = directory;
        this.home = directory.resolve("rolestream");
    }

    @BeforeEach
    void unpack() throws Exception {
        Files.createDirectories(home);
        String archive = System.getProperty("distribution.archive", "");
        if (archive.isBlank()) {
            execute(List.of("cp", "-R", BUILT.resolve("bin").toString(), home.toString()), Map.of());
            Files.createSymbolicLink(home.resolve("lib"), BUILT.resolve("lib"));
        } else {
            execute(List.of("tar", "-xzf", archive, "-C", home.toString(), "--strip-components=1"), Map.of());
        }
    }

    @Test
    void shouldTellItsVersion() throws Exception {
        Ended ended = execute(List.of(command("rolestream"), "--version"), Map.of());

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).startsWith("rolestream ").doesNotContain("unpackaged");
    }

    @Test
    @Tag("full")
    void shouldServeInTheImagesEnvironmentUntilItIsToldToStop() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.startTemporary()) {
            createTopics(kafka);
            int port = freePort();
            Map<String, String> environment = new HashMap<>(Dockerfile.read().environment("cpu"));
            environment.put("DJL_CACHE_DIR", directory.resolve("native").toString());
            environment.put("ROLESTREAM_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
            environment.put("ROLESTREAM_SCHEMA_REGISTRY_URL", kafka.schemaRegistryUrl());
            environment.put(
                    "ROLESTREAM_STATE_DIRECTORY", directory.resolve("state").toString());
            environment.put("ROLESTREAM_HEALTH_PORT", Integer.toString(port));
            Path log = directory.resolve("log");
            Process stream = start(List.of(command("rolestream"), "stream"), environment, log);
            try {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(300))
                        .failFast("the service ended, see " + log, () -> !stream.isAlive())
                        .until(() -> health("ready", port).exitCode() == 0);
                assertThat(health("live", port)).isEqualTo(new Ended(0, "running\n"));
                assertThat(health("nonsense", port).exitCode()).isNotZero();

                stream.toHandle().destroy();
                assertThat(stream.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(stream.exitValue()).as(read(log)).isZero();
                assertThat(health("live", port).exitCode()).isNotZero();
            } finally {
                stream.destroyForcibly().waitFor();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"stream, 0", "worker, 0", "demo, 0", "train, 0", "train --once, 143"})
    void shouldStopWhileItLooksForJava(String arguments, int exitCode) throws Exception {
        Path looking = directory.resolve("looking");
        writeJava("touch " + looking + "; sleep 1");
        List<String> command = new ArrayList<>(List.of(command("rolestream")));
        command.addAll(List.of(arguments.split(" ")));
        Process process =
                start(command, Map.of("JAVA_HOME", directory.resolve("java").toString()), directory.resolve("log"));
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(looking));
            process.toHandle().destroy();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(exitCode);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Puts a command in the place of Java, which does this before it tells its version. */
    private void writeJava(String before) throws IOException {
        Path java = Files.createDirectories(directory.resolve("java/bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                %s
                if [ "$1" = -version ]; then echo 'openjdk version "17.0.15" 2025-04-15'; else printf '%%s\\n' "$@"; fi
                """.formatted(before));
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void shouldAddTheUsersOptionsToItsOwn() throws Exception {
        String own = "-XX:+ExitOnOutOfMemoryError";
        assertThat(optionsOfTheJvm("-Xmx300m -Dx=y")).contains(own, "-XX:+UseSerialGC", "-Xmx300m", "-Dx=y");
        assertThat(optionsOfTheJvm("-XX:+UseZGC"))
                .contains(own, "-XX:+UseZGC")
                .doesNotContain("-XX:+UseSerialGC", "-Xmn48m");
    }

    /** What {@code rolestream stream} would start Java with. */
    private List<String> optionsOfTheJvm(String javaOpts) throws Exception {
        writeJava("");
        Map<String, String> environment = Map.of(
                "JAVA_HOME", directory.resolve("java").toString(),
                "JAVA_OPTS", javaOpts,
                "TMPDIR", directory.toString());
        return execute(List.of(command("rolestream"), "stream"), environment)
                .output()
                .lines()
                .toList();
    }

    private static void createTopics(EmbeddedKafka kafka) {
        Settings settings =
                Settings.of(Configuration.definitions(), Map.of("bootstrap.servers", kafka.bootstrapServers()));
        try (Admin admin = Clients.of(settings).admin()) {
            TopicAdmin.create(admin, Configuration.catalogue(settings), (short) 1);
        }
    }

    private Ended health(String what, int port) throws Exception {
        return execute(List.of(command("rolestream-health"), what, Integer.toString(port)), Map.of());
    }

    private String command(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /** How a command ended. */
    private record Ended(int exitCode, String output) {}

    private Ended execute(List<String> command, Map<String, String> environment) throws Exception {
        Path log = Files.createTempFile(directory, "command", ".log");
        Process process = start(command, environment, log);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end: " + read(log));
        }
        return new Ended(process.exitValue(), read(log));
    }

    private static Process start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String read(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
