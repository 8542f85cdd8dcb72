package io.rolestream.stream.labelling;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.metrics.Metric;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.schemas.topics.Topics;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ManyRolesMetersTest {
    private static final int ROLES = 3_500;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeAll
    static void trust() {
        GeneratedRecords.trust();
    }

    @Test
    void shouldCountTheRolesBeyondTheFirstOnesTogether() {
        LabellingMeters meters = new LabellingMeters(registry, Topics.unprefixed(), taxonomy(ROLES));
        assertThat(counters()).as("no series before a role is labelled").hasSize(3);

        for (int round = 0; round < 2; round++) {
            IntStream.range(0, ROLES).forEach(role -> meters.labelled(label("R" + role), 0));
        }

        assertThat(counters()).hasSize(LabellingMeters.MOST_ROLES + 3);
        assertThat(count("R5")).isEqualTo(2);
        assertThat(count("(others)")).isEqualTo(2.0 * (ROLES - LabellingMeters.MOST_ROLES));
    }

    @Test
    void shouldHaveACounterForEachOfFewRolesFromTheStart() {
        new LabellingMeters(registry, Topics.unprefixed(), taxonomy(LabellingMeters.MOST_ROLES));

        assertThat(counters()).hasSize(3 * LabellingMeters.MOST_ROLES);
    }

    private static Taxonomy taxonomy(int size) {
        List<Role> roles = IntStream.range(0, size)
                .mapToObj(i -> new Role("R" + i, "Does " + i + "."))
                .toList();
        return new Taxonomy(roles, "R0");
    }

    private static LabelledRole label(String role) {
        return LabelledRole.newBuilder()
                .setResumeId("a")
                .setRole(role)
                .setDecidedBy(Decider.RULE)
                .setRevision(1)
                .build();
    }

    private double count(String role) {
        return counters().stream()
                .filter(counter -> counter.getId().getTags().contains(Tag.of("role", role))
                        && counter.getId().getTags().contains(Tag.of("decider", "rule")))
                .mapToDouble(Counter::count)
                .sum();
    }

    private Collection<Counter> counters() {
        return registry.find(Metric.LABELS.meter()).counters();
    }
}
