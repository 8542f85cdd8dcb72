package io.rolestream.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Confluent's Python client in a virtual environment under {@code target}, an independent reader of what we write. */
final class PythonClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REQUIREMENT = "confluent-kafka[avro]==2.16.0";
    private static final Path SCRIPT = Path.of("../tools/decode_with_confluent.py");
    private static final Path EXAMPLE = Path.of("../examples/consume_labels.py");

    private final Path python;

    private PythonClient(Path python) {
        this.python = python;
    }

    /** The client, installed first where it is not yet; the test is skipped where that cannot be done. */
    static PythonClient install(Path environment) throws Exception {
        Path python = environment.resolve("bin/python").toAbsolutePath();
        Path done = environment.resolve("installed");
        try {
            if (!Files.exists(done)) {
                run(List.of("python3", "-m", "venv", environment.toString()));
                run(List.of(python.toString(), "-m", "pip", "install", "--quiet", REQUIREMENT));
                Files.createFile(done);
            }
        } catch (IOException e) {
            Assumptions.abort("Confluent's Python client cannot be installed here: " + e.getMessage());
        }
        return new PythonClient(python);
    }

    /** Every record of a topic: partition, offset, key and decoded value. */
    List<JsonNode> read(String bootstrapServers, String registryUrl, String topic) throws Exception {
        var records = new ArrayList<JsonNode>();
        for (String line : run(List.of(python.toString(), SCRIPT.toString(), bootstrapServers, registryUrl, topic))) {
            records.add(JSON.readTree(line));
        }
        return records;
    }

    /** The lines that the example of reading labels prints for the first labels. */
    List<String> runExample(String bootstrapServers, String registryUrl, int labels) throws Exception {
        return run(List.of(
                python.toString(),
                EXAMPLE.toString(),
                "--bootstrap-servers",
                bootstrapServers,
                "--registry",
                registryUrl,
                "--max",
                Integer.toString(labels)));
    }

    private static List<String> run(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("python", ".err");
        try {
            var process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            List<String> lines;
            try (var output = process.inputReader(StandardCharsets.UTF_8)) {
                lines = output.lines().toList();
            }
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("%s failed: %s".formatted(command, Files.readString(errors)));
            }
            return lines;
        } finally {
            Files.delete(errors);
        }
    }
}
