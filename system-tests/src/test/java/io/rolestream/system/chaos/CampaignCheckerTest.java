package io.rolestream.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelledRole;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.system.chaos.CampaignFindings.Kind;
import io.rolestream.system.checks.PlantedTopics;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The campaign's checker finds what is planted, and nothing else. */
@Tag("full")
class CampaignCheckerTest {
    private static final EmbeddedKafka KAFKA = EmbeddedKafka.builder().build();

    private final String prefix;
    private final PlantedTopics topics;
    private final Ledger ledger = new Ledger();

    public CampaignCheckerTest(TestInfo test) throws Exception {
        this.prefix = test.getTestMethod().orElseThrow().getName() + ".";
        this.topics = new PlantedTopics(KAFKA, prefix);
    }

    @BeforeAll
    static void start() {
        KAFKA.start();
    }

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void shouldFindNothingWhereAllIsRight() throws Exception {
        LabelledRole.Builder first = sent("a", "Java");
        LabelledRole.Builder changed = sent("a", "Python");
        LabelledRole.Builder other = sent("b", "Kafka");
        deadLetter();
        topics.label(first.setDegraded(true));
        topics.label(other);
        topics.label(changed.setDegraded(true).setRevision(2));
        topics.label(changed.setDegraded(false).setRevision(3));
        vote(first, changed, other);

        CampaignFindings findings = check(true);

        assertThat(findings).matches(CampaignFindings::isClean);
        assertThat(findings.countOf("labels")).isEqualTo(4);
    }

    @Test
    void shouldFindALostLabel() throws Exception {
        topics.label(sent("a", "Java"));
        sent("b", "Python");

        assertThat(check(false).of(Kind.LOST)).hasSize(1);
    }

    @Test
    void shouldFindALostResume() throws Exception {
        topics.label(sent("a", "Java"));
        ledger.add("b", 0, 1, true);

        assertThat(check(false).of(Kind.LOST)).hasSize(2);
    }

    @Test
    void shouldFindALostDeadLetter() throws Exception {
        ledger.add("no-resume", 0, topics.noResume(), false);

        assertThat(check(false).of(Kind.LOST)).hasSize(1);
    }

    @Test
    void shouldFindALostVote() throws Exception {
        topics.label(sent("a", "Java"));

        assertThat(check(true).of(Kind.LOST)).hasSize(1);
    }

    @Test
    void shouldFindALabelThatStaysDegraded() throws Exception {
        LabelledRole.Builder label = sent("a", "Java");
        topics.label(label.setDegraded(true));
        vote(label);

        assertThat(check(true).of(Kind.LOST)).hasSize(1);
    }

    @Test
    void shouldFindADuplicatedLabel() throws Exception {
        LabelledRole.Builder label = sent("a", "Java");
        topics.label(label);
        topics.label(label.setRevision(2));

        assertThat(check(false).of(Kind.DUPLICATED)).hasSize(1);
    }

    @Test
    void shouldFindASecondDegradedLabel() throws Exception {
        LabelledRole.Builder label = sent("a", "Java").setDegraded(true);
        topics.label(label);
        topics.label(label.setRevision(2));

        assertThat(check(false).of(Kind.DUPLICATED)).hasSize(1);
    }

    @Test
    void shouldFindADuplicatedVote() throws Exception {
        LabelledRole.Builder label = sent("a", "Java");
        topics.label(label);
        vote(label, label);

        assertThat(check(true).of(Kind.DUPLICATED)).hasSize(1);
    }

    @Test
    void shouldFindAResumeThatWasNotAcknowledged() throws Exception {
        topics.label(sent("a", "Java"));
        topics.resume("a", "Java");

        assertThat(check(false).of(Kind.DUPLICATED)).hasSize(1);
    }

    @Test
    void shouldFindLabelsInTheWrongOrder() throws Exception {
        LabelledRole.Builder first = sent("a", "Java");
        LabelledRole.Builder second = sent("a", "Python");
        topics.label(second);
        topics.label(first.setRevision(2));

        assertThat(check(false).of(Kind.REORDERED)).hasSize(1);
    }

    @Test
    void shouldFindARevisionThatIsMissing() throws Exception {
        topics.label(sent("a", "Java"));
        topics.label(sent("a", "Python").setRevision(3));

        assertThat(check(false).of(Kind.REORDERED)).hasSize(1);
    }

    @Test
    void shouldFindALabelOfAResumeThatWasNotSent() throws Exception {
        topics.label(sent("a", "Java"));
        topics.label(LabelledRole.newBuilder()
                .setResumeId("b")
                .setRole("Other")
                .setResumePartition(0)
                .setResumeOffset(7));

        assertThat(check(false).of(Kind.UNEXPECTED)).hasSize(1);
    }

    @Test
    void shouldFindALabelThatIsNotCommitted() throws Exception {
        LabelledRole label = sent("a", "Java").build();
        try (var producer = transactional()) {
            producer.initTransactions();
            producer.beginTransaction();
            var unused = producer.send(record(label)).get();

            CampaignFindings findings = check(false);

            assertThat(findings.of(Kind.UNCOMMITTED)).hasSize(1);
            assertThat(findings.of(Kind.LOST)).hasSize(1);
            producer.abortTransaction();
        }
        assertThat(check(false).of(Kind.LOST))
                .as("after the transaction was aborted")
                .hasSize(1);
    }

    private LabelledRole.Builder sent(String id, String skills) throws Exception {
        LabelledRole.Builder label = topics.resume(id, skills);
        ledger.add(id, 0, label.getResumeOffset(), true);
        return label;
    }

    private void deadLetter() throws Exception {
        long offset = topics.noResume();
        ledger.add("no-resume", 0, offset, false);
        topics.deadLetter(offset);
    }

    private void vote(LabelledRole.Builder... labels) throws Exception {
        for (LabelledRole.Builder label : Arrays.asList(labels)) {
            topics.vote(label, topics.scored("v1", "Other"));
        }
    }

    private CampaignFindings check(boolean voted) {
        return new CampaignChecker(KAFKA.bootstrapServers(), KAFKA.schemaRegistryUrl(), prefix, voted).check(ledger);
    }

    private KafkaProducer<String, byte[]> transactional() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "transactional.id", prefix),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private ProducerRecord<String, byte[]> record(LabelledRole label) {
        String topic = prefix + "labelled-roles";
        byte[] value = new AvroSerde<>(LabelledRole.class, KAFKA.registry())
                .serializer()
                .serialize(topic, label);
        return new ProducerRecord<>(topic, 0, label.getResumeId(), value);
    }
}
