package io.rolestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs examples with the interpreters and client libraries that they need; skips the test where those are not to be
 * had.
 */
final class ExampleClients {
    static final Path EXAMPLES = Path.of("..", "examples");

    private static final Path INSTALLED = Path.of("target", "example-clients").toAbsolutePath();
    private static final String PYTHON_CLIENT = "confluent-kafka[avro]==2.16.0";
    private static final List<String> NODE_CLIENTS = List.of("kafkajs@2.2.4", "avsc@5.7.9");

    private ExampleClients() {}

    /** Runs an example in Java, with the jars of the distribution. */
    static List<String> java(Path directory, String example, String... arguments) throws Exception {
        return run(
                directory,
                Map.of(),
                command(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                example(example)),
                        arguments));
    }

    /** Runs an example in Bash that needs further programs. */
    static List<String> bash(Path directory, List<String> programs, String example, String... arguments)
            throws Exception {
        for (String program : programs) {
            requireProgram(program);
        }
        return run(directory, Map.of(), command(List.of("bash", example(example)), arguments));
    }

    /** Runs an example with Confluent's Python client, which is installed under {@code target} once. */
    static List<String> python(Path directory, String example, String... arguments) throws Exception {
        requireProgram("python3");
        Path environment = INSTALLED.resolve("python");
        String python = environment.resolve("bin").resolve("python").toString();
        install(
                environment,
                List.of("python3", "-m", "venv", environment.toString()),
                List.of(python, "-m", "pip", "install", "--quiet", PYTHON_CLIENT));
        return run(directory, Map.of(), command(List.of(python, example(example)), arguments));
    }

    /** Runs an example with Node's clients, which are installed under {@code target} once. */
    static List<String> node(Path directory, String example, String... arguments) throws Exception {
        requireProgram("node");
        Path environment = INSTALLED.resolve("node");
        List<String> npm =
                new ArrayList<>(List.of("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix"));
        npm.add(environment.toString());
        npm.addAll(NODE_CLIENTS);
        install(environment, npm);
        return run(
                directory,
                Map.of("NODE_PATH", environment.resolve("node_modules").toString()),
                command(List.of("node", example(example)), arguments));
    }

    private static String example(String name) {
        return EXAMPLES.resolve(name).toString();
    }

    private static List<String> command(List<String> beginning, String... arguments) {
        List<String> command = new ArrayList<>(beginning);
        command.addAll(List.of(arguments));
        return command;
    }

    private static void requireProgram(String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder("sh", "-c", "command -v " + program)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Assumptions.assumeTrue(process.waitFor() == 0, program + " is not installed");
        } catch (IOException e) {
            Assumptions.abort("there is no shell: " + e.getMessage());
        }
    }

    @SafeVarargs
    private static synchronized void install(Path environment, List<String>... commands) throws Exception {
        Path done = environment.resolve("installed");
        if (Files.exists(done)) {
            return;
        }
        Files.createDirectories(environment);
        for (List<String> command : commands) {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(environment.resolve("log").toFile())
                    .start();
            boolean ended = process.waitFor(300, TimeUnit.SECONDS);
            process.destroyForcibly();
            Assumptions.assumeTrue(
                    ended && process.exitValue() == 0,
                    () -> "the client cannot be installed here: " + String.join(" ", command));
        }
        Files.createFile(done);
    }

    /** Returns what a command prints, line by line. */
    private static List<String> run(Path directory, Map<String, String> environment, List<String> command)
            throws Exception {
        Path errors = directory.resolve("errors");
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(errors.toFile()).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(300, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
            return Files.readAllLines(output, StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
