package io.rolestream.stream;

import static io.rolestream.stream.TopologyDriver.OBSERVED;
import static io.rolestream.stream.TopologyDriver.OBSERVED_RETENTION;
import static io.rolestream.stream.testing.Resumes.DATA_ENGINEER;
import static io.rolestream.stream.testing.Resumes.DATA_SKILLS;
import static io.rolestream.stream.testing.Resumes.withSkills;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.rolestream.common.metrics.Metric;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.schemas.testing.Votes;
import io.rolestream.state.CurrentLabel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With rules that decide and a labeller that is observed. */
class ObservedVotesTopologyTest {
    private TopologyDriver topology;
    private long offset;
    private String hash = "";

    @BeforeEach
    void label(@TempDir Path directory) {
        topology = TopologyDriver.observing(directory);
        offset = topology.resume(withSkills("r", DATA_SKILLS));
        hash = topology.labels().readValue().getContentHash();
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void shouldRecordAndCountAVoteAfterItsLabel() {
        topology.vote("r", hash, offset, by("Cloud Engineer"));
        topology.vote("r", hash, offset, by("Cloud Engineer"));

        LabelledRole label = topology.labels().readValue();
        assertThat(topology.labels().isEmpty()).isTrue();
        assertThat(label.getRole()).isEqualTo(DATA_ENGINEER);
        assertThat(label.getRepeatsDecision()).isTrue();
        assertThat(label.getObservedVotes()).containsExactly(by("Cloud Engineer"));
        assertThat(count("differs")).isEqualTo(1);
        assertThat(topology.meters
                        .get("rolestream.labels")
                        .tag("role", DATA_ENGINEER)
                        .tag("decider", "rule")
                        .counter()
                        .count())
                .as("decisions")
                .isEqualTo(1);
    }

    @Test
    void shouldCountVotesThatGoWithTheirLabel() {
        topology.vote("s", hash, offset + 1, by(DATA_ENGINEER));
        topology.vote("t", hash, offset + 2, by(null));
        topology.resume(withSkills("s", DATA_SKILLS));
        topology.resume(withSkills("t", DATA_SKILLS));

        assertThat(topology.labels().readValuesToList())
                .extracting(LabelledRole::getRepeatsDecision)
                .containsExactly(false, false);
        assertThat(count("agrees")).isEqualTo(1);
        assertThat(count("abstains")).isEqualTo(1);
    }

    @Test
    void shouldKeepNothingOfALabelBeyondTheRetention() {
        topology.pass(OBSERVED_RETENTION.minusMinutes(1));
        assertThat(stored().getObservedLabel()).isNotNull();
        topology.pass(Duration.ofHours(3));

        assertThat(stored().getObservedLabel()).isNull();
        assertThat(stored().getRole()).isEqualTo(DATA_ENGINEER);
        topology.vote("r", hash, offset, by("Cloud Engineer"));
        assertThat(topology.labels().isEmpty()).isTrue();
    }

    @Test
    void shouldDeadLetterAVoteForAnUnknownRole() {
        topology.vote("r", hash, offset, by("Gardener"));

        assertThat(topology.labels().isEmpty()).isTrue();
        assertThat(topology.deadLetters().readValuesToList()).hasSize(1);
    }

    private CurrentLabel stored() {
        return Objects.requireNonNull(topology.stored("r"));
    }

    private double count(String outcome) {
        Counter counter = Metric.OBSERVED_VOTES.counter(topology.meters, OBSERVED, outcome);
        return counter.count();
    }

    private static Vote by(@Nullable String role) {
        return Vote.newBuilder(Votes.model(role, role == null ? 0f : 0.5f))
                .setLabeller(OBSERVED)
                .build();
    }
}
