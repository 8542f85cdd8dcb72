package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Selection;
import io.rolestream.local.LocalStack;
import io.rolestream.local.services.Configuration;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.examples.Change;
import io.rolestream.trainer.examples.Example;
import io.rolestream.trainer.examples.ExampleStore;
import io.rolestream.trainer.examples.SourceRecord;
import io.rolestream.trainer.examples.StoredRuleVote;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a labelling service of each test's own: what one test answers, another would not be asked. */
class ReviewCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Topics TOPICS = Topics.unprefixed();
    private static final int RESUMES = 60;

    private @Nullable LocalStack stack;
    private @Nullable KafkaProducer<String, byte[]> producer;
    private final Map<String, LabelledRole> labels = new LinkedHashMap<>();

    /** Sixty resumes of different texts, each labelled by the rules. */
    @BeforeEach
    void start() throws Exception {
        stack = LocalStack.start(
                EmbeddedKafka.builder().build(),
                broker -> Settings.of(Configuration.definitions(), broker),
                null,
                null);
        producer = new KafkaProducer<>(
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object)
                        stack().settings().string(ConnectionConfig.BOOTSTRAP_SERVERS)),
                new StringSerializer(),
                new ByteArraySerializer());
        for (int i = 0; i < RESUMES; i++) {
            send(
                    TOPICS.resumes(),
                    Resume.class,
                    "r-" + i,
                    Resume.newBuilder()
                            .setResumeId("r-" + i)
                            .setSkills("Java, hobby " + i)
                            .build());
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> read(TOPICS.labelledRoles(), LabelledRole.class).size() == RESUMES);
        read(TOPICS.labelledRoles(), LabelledRole.class)
                .forEach(record -> labels.put(record.value().getResumeId(), record.value()));
    }

    @AfterEach
    void stop() {
        Objects.requireNonNull(producer).close();
        stack().close();
    }

    @Test
    @Tag("full")
    void shouldAskForTheHighestScoresFirstAndHaveTheLabelsFollowTheAnswers() throws Exception {
        disagree("r-1", 0.2f);
        disagree("r-2", 0.9f);
        disagree("r-3", 0.5f);

        Result result = review("database # two jobs\n3\n", "--random-share", "0", "--count", "2", "--reviewer", "ann");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("1 of 2: resume r-2", "2 of 2: resume r-3", "Excerpt of r-2");
        assertThat(result.err()).isEqualToIgnoringNewLines("reading disagreements and labels ...2 answers sent");
        assertThat(corrections()).hasSize(2);
        assertThat(corrections().get("r-2")).satisfies(correction -> {
            assertThat(correction.getRole()).isEqualTo("Database Developer");
            assertThat(correction.getNote()).isEqualTo("two jobs");
            assertThat(correction.getReviewer()).isEqualTo("ann");
            assertThat(correction.getSelection()).isEqualTo(Selection.REVIEW_SCORE);
            assertThat(correction.getContentHash()).isEqualTo(label("r-2").getContentHash());
        });
        assertThat(corrections().get("r-3")).returns(".NET Developer", RoleCorrection::getRole);
        awaitHumanLabels("r-2", "r-3");

        assertThat(review("", "--random-share", "0").out())
                .contains("1 of 1: resume r-1")
                .doesNotContain("r-2");
        assertThat(review("", "--random-share", "0", "--min-score", "0.3").err())
                .contains("nothing to ask");
    }

    @Test
    @Tag("full")
    void shouldTakeBackAndSkip() throws Exception {
        disagree("r-1", 0.9f);
        disagree("r-2", 0.8f);
        disagree("r-3", 0.7f);

        Result result = review("1\nu\n2\ns\nu\ns\nc\nsoftware\nu\nq\n", "--random-share", "0");

        assertThat(result.out()).contains("\"c\" could be Cybersecurity Analyst or Cloud Engineer.");
        assertThat(result.err()).isEqualToIgnoringNewLines("reading disagreements and labels ...1 answer sent");
        assertThat(corrections().values())
                .singleElement()
                .returns("r-1", RoleCorrection::getResumeId)
                .returns("Cybersecurity Analyst", RoleCorrection::getRole);
    }

    @Test
    @Tag("full")
    void shouldDrawTheSameResumesOfTheTestSideUntilTheyAreAnswered() throws Exception {
        List<String> test = labels.values().stream()
                .filter(label -> ExampleSplit.of(label.getContentHash()) == ExampleSplit.TEST)
                .map(LabelledRole::getResumeId)
                .toList();
        assertThat(test).as("resumes on the test side").hasSizeGreaterThan(3);
        disagree(test.get(0), 0.9f);

        List<String> asked = asked(review("s\ns\n", "--random-share", "1", "--count", "2"));
        Result result = review("other\nother\n", "--random-share", "1", "--count", "2");

        assertThat(asked(result)).isEqualTo(asked).hasSize(2);
        assertThat(result.out()).contains("Java, hobby ");
        assertThat(corrections().keySet()).isSubsetOf(test).hasSize(2);
        assertThat(corrections().values())
                .allSatisfy(correction -> assertThat(correction.getSelection()).isEqualTo(Selection.RANDOM));
        review("other\n".repeat(RESUMES), "--random-share", "1", "--count", "" + RESUMES);
        assertThat(corrections().keySet()).containsExactlyInAnyOrderElementsOf(test);
    }

    @Test
    @Tag("full")
    void shouldMixDisagreementsWithResumesDrawnAtRandom() throws Exception {
        for (int i = 0; i < RESUMES; i++) {
            disagree("r-" + i, i / 100f);
        }

        review("other\n".repeat(10), "--random-share", "0.3", "--count", "10");

        assertThat(corrections().values().stream().map(RoleCorrection::getSelection))
                .hasSize(10)
                .filteredOn(Selection.RANDOM::equals)
                .hasSize(3);
    }

    @Test
    @Tag("full")
    void shouldSendTheAnswersOfAFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("answers.csv"), """
                resumeId,role,reviewer,selection
                r-5,data engineer,bob,random
                r-6,Dta Engineer,bob,
                r-99,Other,,
                r-7,Other,,
                """);

        Result result = review("", "--answers", file.toString(), "--reviewer", "ann", "--strict");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.NOT_ALL_LABELLED);
        assertThat(result.err().lines())
                .containsExactly(
                        file + ": line 3: \"Dta Engineer\" is not a role; did you mean \"Data Engineer\"?",
                        "r-99 has no label: it was never labelled, or has been deleted",
                        "2 answers sent, 1 resume without a label, 1 bad row");
        assertThat(corrections()).hasSize(2);
        assertThat(corrections().get("r-5"))
                .returns("bob", RoleCorrection::getReviewer)
                .returns(Selection.RANDOM, RoleCorrection::getSelection)
                .returns(label("r-5").getContentHash(), RoleCorrection::getContentHash);
        assertThat(corrections().get("r-7")).returns("ann", RoleCorrection::getReviewer);
        awaitHumanLabels("r-5", "r-7");
    }

    @Test
    @Tag("full")
    void shouldSendWhatWasAnsweredAtCtrlC(@TempDir Path directory) throws Exception {
        disagree("r-1", 0.9f);
        disagree("r-2", 0.8f);
        String[] arguments = Stream.concat(Stream.of("review", "--random-share", "0"), options().stream())
                .toArray(String[]::new);
        try (ChildCommand child = new ChildCommand(directory, arguments)) {
            child.awaitOut("1 of 2");
            child.process().getOutputStream().write("other\n".getBytes(StandardCharsets.UTF_8));
            child.process().getOutputStream().flush();
            child.awaitOut("2 of 2");
            assertThat(corrections()).isEmpty();
            child.interrupt();

            assertThat(child.err()).isEqualToIgnoringNewLines("reading disagreements and labels ...1 answer sent");
        }
        assertThat(corrections()).containsOnlyKeys("r-1");
    }

    @Test
    @Tag("full")
    void shouldTellOfKeywordsHowOftenTheModelContradictsThem(@TempDir Path directory) throws Exception {
        disagree("r-1", 0.9f);
        disagree("r-1", 0.8f);
        disagree("r-2", 0.9f);
        TopicPartition partition = new TopicPartition(TOPICS.trainingExamples(), 0);
        try (ExampleStore store = ExampleStore.open(directory)) {
            StoredRuleVote vote =
                    StoredRuleVote.of(Objects.requireNonNull(label("r-1").getRuleVote()));
            Change change =
                    new Change.Judged("r-1", Example.of(label("r-1").getContentHash(), "Java", vote, Instant.EPOCH));
            store.apply(List.of(new SourceRecord(partition, 0, change)), Map.of(partition, 1L));
        }

        Result result = Cli.run(Stream.concat(
                        Stream.of("examples", "keywords", "-s", "trainer.data.directory=" + directory),
                        options().stream())
                .toArray(String[]::new));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out().lines())
                .anySatisfy(line -> assertThat(line).matches("java +1  .* 0/0 +2  r-1"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    @Tag("full")
    void shouldRefuseARoleThatIsNone() {
        Result result = review("", "--role", "Cloud Enginer");

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("no role Cloud Enginer; did you mean \"Cloud Engineer\"?");
    }

    private Result review(String typed, String... arguments) {
        InputStream former = System.in;
        System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        try {
            return Cli.run(Stream.of(Stream.of("review"), Stream.of(arguments), options().stream())
                    .flatMap(each -> each)
                    .toArray(String[]::new));
        } finally {
            System.setIn(former);
        }
    }

    private static List<String> asked(Result result) {
        return result.out()
                .lines()
                .filter(line -> line.contains(": resume "))
                .map(line -> line.substring(line.indexOf(": resume ")))
                .toList();
    }

    private void disagree(String id, float score) throws ExecutionException, InterruptedException {
        LabelledRole label = label(id);
        send(
                TOPICS.labelDisagreements(),
                LabelDisagreement.class,
                id,
                LabelDisagreement.newBuilder()
                        .setResumeId(id)
                        .setContentHash(label.getContentHash())
                        .setReviewScore(score)
                        .setRole(label.getRole())
                        .setDecidedBy(Decider.RULE)
                        .setRuleVote(label.getRuleVote())
                        .setExcerpt("Excerpt of " + id)
                        .setResumePartition(label.getResumePartition())
                        .setResumeOffset(label.getResumeOffset())
                        .build());
    }

    private void awaitHumanLabels(String... ids) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(read(TOPICS.labelledRoles(), LabelledRole.class).stream()
                                .filter(record -> record.value().getDecidedBy() == Decider.HUMAN)
                                .map(ConsumerRecord::key))
                        .containsExactlyInAnyOrder(ids));
    }

    /** By resume id; each in the partition of its resume, or the test fails. */
    private Map<String, RoleCorrection> corrections() {
        Map<String, RoleCorrection> corrections = new LinkedHashMap<>();
        for (var record : read(TOPICS.roleCorrections(), RoleCorrection.class)) {
            assertThat(record.partition()).isEqualTo(label(record.key()).getResumePartition());
            corrections.put(record.key(), record.value());
        }
        return corrections;
    }

    private LabelledRole label(String id) {
        return Objects.requireNonNull(labels.get(id));
    }

    private <T extends SpecificRecord> void send(String topic, Class<T> type, String id, T value)
            throws ExecutionException, InterruptedException {
        byte[] bytes = new AvroSerde<>(type, stack().cluster().registry())
                .prepare(topic)
                .serializer()
                .serialize(topic, value);
        Objects.requireNonNull(producer)
                .send(new ProducerRecord<>(topic, id, bytes))
                .get();
    }

    private <T extends SpecificRecord> List<ConsumerRecord<String, T>> read(String topic, Class<T> type) {
        var deserializer = new AvroSerde<>(type, stack().cluster().registry()).deserializer();
        List<ConsumerRecord<String, T>> records = new ArrayList<>();
        new CommittedReader(Clients.of(stack().settings()), List.of(topic), From.BEGINNING, true, record -> {
                    records.add(new ConsumerRecord<>(
                            topic,
                            record.partition(),
                            record.offset(),
                            new String(record.key(), StandardCharsets.UTF_8),
                            deserializer.deserialize(topic, record.value())));
                    return true;
                })
                .run();
        return records;
    }

    private List<String> options() {
        EmbeddedKafka kafka = stack().kafka();
        return List.of(
                "--bootstrap-servers", kafka.bootstrapServers(), "--schema-registry-url", kafka.schemaRegistryUrl());
    }

    private LocalStack stack() {
        return Objects.requireNonNull(stack);
    }
}
