package io.rolestream.stream;

import static io.rolestream.stream.TopologyDriver.DEADLINE;
import static io.rolestream.stream.TopologyDriver.TOPICS;
import static io.rolestream.stream.TopologyDriver.headers;
import static io.rolestream.stream.testing.Resumes.DATA_ENGINEER;
import static io.rolestream.stream.testing.Resumes.DATA_SKILLS;
import static io.rolestream.stream.testing.Resumes.withSkills;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.Evidence;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.testing.Votes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With a model whose votes the topology awaits. */
class LabellingTopologyWithModelTest {
    private static final String MODEL_ROLE = "Cloud Engineer";
    private static final Duration PUNCTUATION = Duration.ofMillis(100);

    private TopologyDriver topology;
    private String hash = "";

    @BeforeEach
    void start(@TempDir Path directory) {
        topology = TopologyDriver.withModel(directory);
        topology.resume(withSkills("probe", DATA_SKILLS));
        hash = topology.examples().readValue().getContentHash();
        topology.pass(DEADLINE);
        topology.pass(PUNCTUATION);
        topology.labels().readValuesToList();
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void shouldAwaitTheVote() {
        long offset = topology.resume(withSkills("r", DATA_SKILLS));
        assertThat(topology.labels().isEmpty()).isTrue();

        topology.vote("r", hash, offset, Votes.model(MODEL_ROLE, 0.9f));

        LabelledRole label = topology.labels().readValue();
        assertThat(label.getRole()).isEqualTo(MODEL_ROLE);
        assertThat(label.getResumeOffset()).isEqualTo(offset);
    }

    @Test
    void shouldWriteDownADisagreement() {
        long offset = topology.resume(withSkills("r", DATA_SKILLS));
        topology.vote("r", hash, offset, Votes.model(MODEL_ROLE, 0.9f));

        LabelDisagreement disagreement = topology.disagreements().readValue();
        assertThat(disagreement.getRuleVote().getRole()).isEqualTo(DATA_ENGINEER);
        assertThat(disagreement.getModelVote().getRole()).isEqualTo(MODEL_ROLE);
        assertThat(disagreement.getExcerpt()).isEqualTo(DATA_SKILLS);
    }

    @Test
    void shouldLetTheRulesDecideWhenTheDeadlinePasses() {
        topology.resume(withSkills("r", DATA_SKILLS));
        topology.pass(DEADLINE.minus(PUNCTUATION));
        assertThat(topology.labels().isEmpty()).isTrue();

        topology.pass(PUNCTUATION);

        TestRecord<String, LabelledRole> label = topology.labels().readRecord();
        assertThat(label.value().getDegraded()).isTrue();
        assertThat(label.getRecordTime()).isEqualTo(label.value().getLabelledAt());
    }

    @Test
    void shouldCorrectADegradedLabelWhenItsVoteComesLate() {
        long offset = topology.resume(withSkills("r", DATA_SKILLS));
        topology.pass(DEADLINE);
        topology.vote("r", hash, offset, Votes.model(MODEL_ROLE, 0.9f));

        assertThat(topology.labels().readValuesToList())
                .extracting(LabelledRole::getRevision)
                .containsExactly(1, 2);
    }

    @Test
    void shouldGoOnAfterAVoteThatItCannotDecode() {
        long offset = topology.resume(withSkills("r", DATA_SKILLS));
        topology.vote("r", new byte[] {7, 7, 7});
        topology.vote("r", hash, offset, Votes.model(MODEL_ROLE, 0.9f));

        assertThat(topology.labels().readValue().getRole()).isEqualTo(MODEL_ROLE);
    }

    @ParameterizedTest
    @MethodSource("unusableVotes")
    void shouldDeadLetterAVoteThatMakesNoSense(String problem, Vote vote) {
        long offset = topology.resume(withSkills("r", DATA_SKILLS));
        topology.vote("r", hash, offset, vote);

        assertThat(headers(topology.deadLetters().readRecord()).get(DeadLetterHeaders.MESSAGE))
                .contains(problem);
        assertThat(topology.labels().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("unusableVotes")
    void shouldNotLoseAResumeWhoseEarlyVoteMakesNoSense(String problem, Vote vote) {
        topology.vote("r", hash, 1, vote);
        topology.resume(withSkills("r", DATA_SKILLS));
        topology.pass(DEADLINE);

        assertThat(topology.labels().readValue().getRole()).isEqualTo(DATA_ENGINEER);
        assertThat(headers(topology.deadLetters().readRecord()))
                .containsEntry(DeadLetterHeaders.TOPIC, TOPICS.labelVotes());
    }

    @Test
    void shouldDeadLetterAVoteUnderAnotherKey() {
        long offset = topology.resume(withSkills("r", DATA_SKILLS));
        topology.vote(
                "s",
                topology.bytes(
                        LabelVote.class,
                        TOPICS.labelVotes(),
                        Votes.on("r", hash, offset, Votes.model(MODEL_ROLE, 0.9f))));

        assertThat(topology.deadLetters().readRecordsToList()).hasSize(1);
        assertThat(topology.labels().isEmpty()).isTrue();
    }

    @Test
    void shouldFailRatherThanDeadLetterAVoteWhileTheRegistryIsAway() {
        byte[] value = topology.bytes(
                LabelVote.class, TOPICS.labelVotes(), Votes.on("r", hash, 0, Votes.model(MODEL_ROLE, 0.9f)));
        topology.registry.away = true;

        assertThatThrownBy(() -> topology.vote("r", value))
                .hasRootCauseInstanceOf(SchemaRegistryUnavailableException.class);
        assertThat(topology.deadLetters().isEmpty()).isTrue();
    }

    static Stream<Arguments> unusableVotes() {
        Vote good = Votes.weighted(1, MODEL_ROLE, 0.9f, Votes.score(MODEL_ROLE, -0.1));
        return Map.of(
                        "names a role that is not in the taxonomy: Astronaut",
                        Vote.newBuilder(good).setRole("Astronaut").build(),
                        "has no score for a role of the taxonomy, only for roles such as Astronaut",
                        Vote.newBuilder(good)
                                .setScores(List.of(Votes.score("Astronaut", -0.1)))
                                .build(),
                        "has a score that is not a finite number",
                        Vote.newBuilder(good)
                                .setScores(List.of(Votes.score(MODEL_ROLE, Double.NaN)))
                                .build(),
                        "has a rule coefficient that is not a finite number",
                        Vote.newBuilder(good)
                                .setRuleCoefficient(Float.POSITIVE_INFINITY)
                                .build(),
                        "a joint temperature that is not above 0, or a joint doubt outside 0..1: 0.0 and null",
                        Vote.newBuilder(good).setJointTemperature(0f).build(),
                        "has a confidence outside 0..1: 1.5",
                        Vote.newBuilder(good).setConfidence(1.5f).build(),
                        "its labellerVersion has more than 256 characters",
                        Vote.newBuilder(good)
                                .setLabellerVersion("v".repeat(257))
                                .build(),
                        "has 3501 scores; the most are 3500",
                        Vote.newBuilder(good)
                                .setScores(Collections.nCopies(3_501, Votes.score(MODEL_ROLE, -0.1)))
                                .build(),
                        "unknown and mapped roles have more than 100000 characters",
                        Vote.newBuilder(good)
                                .setUnknownRoles(Collections.nCopies(500, "u".repeat(256)))
                                .build(),
                        "lists more than 1000 keywords",
                        Vote.newBuilder(good)
                                .setEvidence(Collections.nCopies(1_001, new Evidence("k", 0, 1)))
                                .build())
                .entrySet()
                .stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }
}
