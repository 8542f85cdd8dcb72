package io.rolestream.cli.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.cli.testing.SharedStack;
import io.rolestream.common.clients.Cluster;
import io.rolestream.events.JobRecommendations;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands for jobs, recommendations and feedback, on a cluster without a recommender; ids differ between the
 * tests.
 */
class JobCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Topics TOPICS = Topics.unprefixed();

    private final Path directory;
    private final Cluster cluster = SharedStack.get().cluster();

    JobCommandsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldProduceJobsAndShowThem() throws IOException {
        Result produced = Cli.onCluster(
                "produce",
                "--jobs",
                file("jobs.csv", "id,what,needs,remote\nshow-1,DBA,sql,yes\nshow-2,Cook,,\nshow-3,Nurse,care,maybe\n"),
                "--title-column",
                "what",
                "--skills-column",
                "needs",
                "--strict");

        assertThat(produced.exitCode()).as(produced.err()).isEqualTo(ExitCode.NOT_ALL_LABELLED);
        assertThat(produced.err())
                .contains("line 4: remote is \"maybe\", expected true or false")
                .endsWith("2 sent, 1 failed" + System.lineSeparator());
        JsonNode job = lastLine("jobs", "show-1");
        assertThat(job.path("title").asText()).isEqualTo("DBA");
        assertThat(job.path("skills").asText()).isEqualTo("sql");
        assertThat(job.path("remote").asBoolean()).isTrue();
    }

    @Test
    void shouldProduceFeedbackAndShowIt() throws IOException {
        Result produced = Cli.onCluster(
                "produce",
                "--feedback",
                file("feedback.csv", "resumeId,jobId,action,position\nfeedback-1,j-1,clicked,3\n"));

        assertThat(produced.exitCode()).as(produced.err()).isEqualTo(ExitCode.DONE);
        JsonNode feedback = lastLine("feedback", "feedback-1");
        assertThat(feedback.path("action").asText()).isEqualTo("OPENED");
        assertThat(feedback.path("position").asInt()).isEqualTo(3);
    }

    @Test
    void shouldSayWhichColumnOfFeedbackIsMissing() throws IOException {
        Result result = Cli.onCluster("produce", "--feedback", file("f.csv", "resumeId,jobId\nr,j\n"));
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("f.csv: no column for action; columns found: resumeId, jobId");
    }

    @Test
    void shouldGenerateJobsThatCanBeProduced() throws IOException {
        Result generated = Cli.run("generate", "--jobs", "-n", "20", "--seed", "5", "--from", "2026-03-04");
        assertThat(generated.out().lines()).hasSize(20).allMatch(line -> line.contains("\"trueRole\":\""));
        assertThat(generated.out()).contains("\"openUntil\":\"2026-0").doesNotContain("2025-");

        Result produced = Cli.onCluster("produce", "--jobs", file("generated.jsonl", generated.out()), "--strict");
        assertThat(produced.err()).isEqualTo("20 sent, 0 failed" + System.lineSeparator());
        assertThat(lastLine("jobs", "genjob-5-7").path("title").asText()).isNotBlank();
    }

    @Test
    void shouldGenerateGradedPairsOfTheSameResumesAndJobs() throws IOException {
        List<String> lines = Cli.run("generate", "--pairs", "-n", "60", "--seed", "5")
                .out()
                .lines()
                .toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            JsonNode pair = JSON.readTree(line);
            assertThat(pair.path("resumeId").asText()).startsWith("gen-5-");
            assertThat(pair.path("jobId").asText()).startsWith("genjob-5-");
            assertThat(pair.path("grade").asInt()).isBetween(1, 3);
        });
    }

    @Test
    void shouldGenerateFeedbackThatCanBeProduced() throws IOException {
        Result generated = Cli.run("generate", "--feedback", "-n", "30", "--seed", "6");
        assertThat(generated.out())
                .isEqualTo(Cli.run("generate", "--feedback", "-n", "30", "--seed", "6")
                        .out());
        long lines = generated.out().lines().count();
        assertThat(lines).isGreaterThan(30 * 2 * 10);

        Result produced = Cli.onCluster("produce", "--feedback", file("feedback.jsonl", generated.out()), "--strict");
        assertThat(produced.err()).isEqualTo(String.format(Locale.ROOT, "%,d sent, 0 failed%n", lines));
        JsonNode feedback = lastLine("feedback", "gen-6-7");
        assertThat(feedback.path("position").asInt()).isBetween(1, 10);
        assertThat(feedback.path("revision").asInt()).isEqualTo(2);
        assertThat(feedback.path("jobId").asText()).startsWith("genjob-6-");
        assertThat(feedback.path("happenedAt").asText()).startsWith("2026-01-07");
    }

    @Test
    void shouldRefuseOptionsWithoutEffect() throws IOException {
        String file = file("unread.csv", "resumeId,jobId,action\n");
        requireUsage("--from needs --jobs", "generate", "--from", "2026-03-04");
        requireUsage("--broken is of resumes", "generate", "--pairs", "--broken", "0.5");
        requireUsage("are mutually exclusive", "generate", "--pairs", "--feedback");
        requireUsage("--title-column needs --jobs", "produce", file, "--title-column", "what");
        requireUsage("--feedback finds its columns by name", "produce", "--feedback", file, "--id-column", "id");
    }

    private static void requireUsage(String message, String... arguments) {
        Result result = Cli.run(arguments);
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains(message);
    }

    @Test
    void shouldRefuseToGenerateFromATimeThatIsNone() {
        Result result = Cli.run("generate", "--jobs", "--from", "soon");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("--from expects a time such as 2026-03-04T12:00:00Z: soon");
    }

    @Test
    void shouldShowRecommendationsAndTheirDeletion() throws Exception {
        recommend("recommended", 0);
        assertThat(lastLine("recommendations", "recommended").path("revision").asInt())
                .isEqualTo(1);
        send(TOPICS.jobRecommendations(), 0, "recommended", null);
        assertThat(lastLine("recommendations", "recommended").path("forgotten").asBoolean())
                .isTrue();
    }

    @Test
    void shouldDeleteAJobInEveryPartition() throws Exception {
        byte[] value = "{\"skills\": \"sql\"}".getBytes(StandardCharsets.UTF_8);
        send(TOPICS.jobs(), 0, "gone", value);
        send(TOPICS.jobs(), 3, "gone", value);

        Result result = Cli.onCluster("forget", "--job", "gone", "--wait", "30s", "--json");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out().strip())
                .isEqualTo("{\"jobId\":\"gone\",\"known\":true,\"partitions\":{\"jobs\":[0,3]}}");
        assertThat(result.err()).isEqualTo("1 job erased" + System.lineSeparator());
        assertThat(Cli.onCluster("forget", "--job", "gone", "--dry-run").out())
                .isEqualTo("gone: only null values" + System.lineSeparator());
        assertThat(lastLine("jobs", "gone").path("forgotten").asBoolean()).isTrue();
    }

    @Test
    void shouldAwaitTheRecommenderWhereItHoldsAList() throws Exception {
        recommend("listed", 1);
        send(
                TOPICS.jobFeedback(),
                2,
                "listed",
                "{\"jobId\": \"j\", \"action\": \"OPENED\"}".getBytes(StandardCharsets.UTF_8));

        Result result = Cli.onCluster("forget", "listed", "--wait", "2s");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).isEqualTo("listed: job-recommendations 1; job-feedback 2" + System.lineSeparator());
        assertThat(result.err())
                .contains(
                        "the recommender has not deleted what it holds of 1 resume within 2 s",
                        "rolestream recommender");
        assertThat(lastLine("feedback", "listed").path("forgotten").asBoolean()).isTrue();

        send(TOPICS.jobRecommendations(), 1, "listed", null); // as the recommender does
        assertThat(Cli.onCluster("forget", "listed", "--wait", "30s").err())
                .isEqualTo("1 resume erased" + System.lineSeparator());
    }

    private void recommend(String id, int partition) throws Exception {
        byte[] value = new AvroSerde<>(JobRecommendations.class, cluster.registry())
                .serializer()
                .serialize(
                        TOPICS.jobRecommendations(),
                        JobRecommendations.newBuilder().setResumeId(id).build());
        send(TOPICS.jobRecommendations(), partition, id, value);
    }

    private void send(String topic, int partition, String id, byte @Nullable [] value) throws Exception {
        try (Producer<byte[], byte[]> producer = cluster.clients().producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, partition, id.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    /** The last line that `consume` prints on an id. */
    private static JsonNode lastLine(String what, String id) throws IOException {
        List<String> lines = Cli.onCluster("consume", what, "--until-end")
                .out()
                .lines()
                .filter(line -> line.contains("\"" + id + "\""))
                .toList();
        assertThat(lines).as("%s of %s", what, id).isNotEmpty();
        return JSON.readTree(lines.get(lines.size() - 1));
    }
}
