package io.rolestream.stream.recommending.index;

import static io.rolestream.schemas.testing.Votes.model;
import static io.rolestream.schemas.testing.Votes.rules;
import static io.rolestream.schemas.testing.Votes.score;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class LabelBeliefsTest {
    static {
        GeneratedRecords.trust();
    }

    private static final Taxonomy ROLES = new Taxonomy(
            List.of(new Role("Nurse", "Cares."), new Role("Cook", "Cooks."), new Role("Other", "Other work.")),
            "Other",
            Map.of("Nurse", List.of("Ward Nurse", "Staff Nurse")));

    private final LabelBeliefs beliefs = new LabelBeliefs(ROLES, new NoRegistry());

    @Test
    void shouldHaveOneProbabilityForEachCurrentRole() {
        LabelledRole.Builder label = LabelledRole.newBuilder()
                .setRole("Ward Nurse")
                .setConfidence(0.8f)
                .setDecidedBy(Decider.RULE)
                .setPolicy("joint else Other")
                .setLabelledAt(Instant.EPOCH)
                .setRuleVote(rules("Ward Nurse", 0.8f, score("Ward Nurse", 1)));
        assertThat(beliefs.of(label.build()).belief().probabilities())
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(0.8f, 0.1f, 0.1f);

        label.setDecidedBy(Decider.MODEL)
                .setModelVote(model(
                        "Cook",
                        0.5f,
                        score("Cook", Math.log(0.5)),
                        score("Ward Nurse", Math.log(0.2)),
                        score("Staff Nurse", Math.log(0.2)),
                        score("Other", Math.log(0.1))))
                .setRuleVote(rules(null, 0.3f));
        assertThat(beliefs.of(label.build()).belief().probabilities())
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(0.4f, 0.5f, 0.1f);
    }

    /** The labels are not read from records. */
    private static final class NoRegistry implements SchemaRegistry {
        @Override
        public int register(String subject, Schema schema) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Schema byId(String subject, int id) {
            throw new UnsupportedOperationException();
        }
    }
}
