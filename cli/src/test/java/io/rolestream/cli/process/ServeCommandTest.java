package io.rolestream.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.models.testing.TinyModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code rolestream serve} beside the commands whose answers it gives. */
@DisabledOnOs(OS.WINDOWS)
class ServeCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("serving at (http://\\S+/):");
    private static final double SMALL = 1e-4;
    private static final String[] FP32 = {"-s", "model.precision=fp32"};

    private final Path directory;

    ServeCommandTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldSayThatThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Result result = Cli.run("serve", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(result.err().lines()).hasSize(1);
            assertThat(result.err()).contains("serve.port", Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void shouldRefuseToServeOtherMachinesWithoutAToken() {
        Result result = Cli.run("serve", "--host", "0.0.0.0", "--port", "0");

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("serve.token");
    }

    @Test
    @Tag("full")
    void shouldAnswerWhatLabelAndRecommendPrint() throws Exception {
        Path model = directory.resolve("model");
        TinyModel.write(model, 3);
        Path resumes = directory.resolve("resumes.json");
        Files.writeString(
                resumes,
                "[{\"id\":\"a\",\"skills\":\"Java, Spring\"},{\"id\":\"b\",\"skills\":\"Airflow, Spark, ETL\"},"
                        + "{\"id\":\"c\",\"text\":\"I cook. I bake.\"},{\"skills\":[\"AWS\",\"Docker\"]},"
                        + "{\"id\":\"d\",\"skills\":\" \"},{\"id\":\"e\",\"skills\":\"Java \\u0000 \\u00e9\"}]");
        Path jobs = Files.writeString(
                directory.resolve("jobs.csv"), "id,title,skills\nj1,Java Developer,\"Java, SQL\"\nj2,Cook,baking\n");
        try (ChildCommand serve = new ChildCommand(
                directory.resolve("serve"),
                "serve",
                "--port",
                "0",
                "--model",
                model.toString(),
                "--jobs",
                jobs.toString(),
                FP32[0],
                FP32[1])) {
            serve.awaitErr("serving at http");
            Matcher address = ADDRESS.matcher(serve.err());
            assertThat(address.find()).as(serve.err()).isTrue();

            assertSame(
                    post(address.group(1) + "v1/label", resumes),
                    printed("label", resumes.toString(), "--model", model.toString()));
            assertSame(
                    post(address.group(1) + "v1/recommend", resumes),
                    printed(
                            "recommend",
                            "--resumes",
                            resumes.toString(),
                            "--jobs",
                            jobs.toString(),
                            "--model",
                            model.toString()));

            serve.process().destroy();
            assertThat(serve.awaitEnd()).isEqualTo(ExitCode.DONE);
        }
    }

    /** The same, but for the last digits of what a model computed in other batches. */
    private static void assertSame(List<Object> served, List<Object> printed) {
        assertThat(served)
                .usingRecursiveComparison()
                .withComparatorForType((a, b) -> Math.abs(a - b) < SMALL ? 0 : Double.compare(a, b), Double.class)
                .isEqualTo(printed);
    }

    /** What a command writes about each of the six resumes. */
    private List<Object> printed(String... command) throws IOException {
        Path out = directory.resolve(command[0] + ".jsonl");
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--out", out.toString(), FP32[0], FP32[1]));
        Result result = Cli.run(arguments.toArray(String[]::new));
        List<Object> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out)) {
            // The command says that a resume was dead-lettered, before the reason.
            lines.add(JSON.readValue(line.replace("dead-lettered: ", ""), Object.class));
        }
        assertThat(lines).as(result.err()).hasSize(6);
        return lines;
    }

    private static List<Object> post(String url, Path file) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofFile(file))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return JSON.readValue(response.body(), new TypeReference<>() {});
    }
}
