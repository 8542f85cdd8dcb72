package io.rolestream.common.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the source of all modules. */
class OnePlaceForClientsTest {
    private static final Pattern CREATES = Pattern.compile(
            "new\\s+(Kafka|Robust|Counting)(Consumer|Producer|ShareConsumer)\\b|\\b(Admin|AdminClient|KafkaAdminClient)\\s*\\.\\s*create\\(");

    /** The embedded broker's own controller connection, and the raw clients that benchmarks compare Rolestream with. */
    private static final List<String> OUTSIDE = List.of("embedded-kafka", "benchmarks");

    @Test
    void shouldCreateKafkaClientsInOneClass() throws IOException {
        assertThat(sources(OUTSIDE)
                        .filter(OnePlaceForClientsTest::createsAClient)
                        .map(file -> file.getFileName().toString()))
                .containsExactly("Clients.java");
    }

    @Test
    void shouldStartKafkaStreamsInOneClass() throws IOException {
        assertThat(sources(OUTSIDE)
                        .filter(file -> read(file).contains("new KafkaStreams("))
                        .map(file -> file.getFileName().toString()))
                .containsExactly("StreamApp.java");
    }

    @Test
    void shouldCreateTheJdksHttpServersInOneClass() throws IOException {
        assertThat(sources(List.of())
                        .filter(file -> read(file).contains("HttpServer.create("))
                        .map(file -> file.getFileName().toString()))
                .containsExactly("HttpServers.java");
    }

    private static boolean createsAClient(Path file) {
        return CREATES.matcher(read(file)).find();
    }

    private static Stream<Path> sources(List<String> outside) throws IOException {
        List<Path> files;
        try (Stream<Path> modules = Files.list(Path.of("..")); ) {
            files = modules.filter(
                            module -> !outside.contains(module.getFileName().toString()))
                    .map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(OnePlaceForClientsTest::walk)
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(300);
        return files.stream();
    }

    private static Stream<Path> walk(Path directory) {
        try {
            return Files.walk(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
