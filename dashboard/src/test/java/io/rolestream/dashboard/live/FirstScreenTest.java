package io.rolestream.dashboard.live;

import static io.rolestream.dashboard.labels.SampleLabels.NOW;
import static io.rolestream.dashboard.labels.SampleLabels.answer;
import static io.rolestream.dashboard.labels.SampleLabels.label;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.dashboard.labels.LabelFilter;
import io.rolestream.dashboard.labels.SampleLabels;
import io.rolestream.dashboard.live.LiveState.Read;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Selection;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@link LiveState} tells the first screen. */
class FirstScreenTest {
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Read LIVE = new Read(NOW, true);

    private final LiveState state = new LiveState(Taxonomy.standard(), () -> RULES, "roberta", List.of(), null, false);

    @BeforeAll
    static void trust() {
        GeneratedRecords.trust();
    }

    @Test
    void shouldListTheLatestLabels() {
        LabelledRole label = label("a", "Data Engineer", "Cloud Engineer").build();
        state.label("a", label, LIVE);
        state.label("a", LabelledRole.newBuilder(label).setRepeatsDecision(true).build(), LIVE);

        JsonNode part = JSON.valueToTree(state.everySecond(NOW + 1_000, "running", true));

        JsonNode rows = part.path("labels").path("rows");
        assertThat(rows).as("a repeated decision is no label").hasSize(1);
        assertThat(rows.path(0).path("keywords").path(1).asText()).isEqualTo("keyword 1");
        assertThat(rows.path(0).path("model").path("role").asText()).isEqualTo("Cloud Engineer");
        assertThat(rows.path(0).path("differ").asBoolean()).isTrue();
        assertThat(part.path("status").path("health").path("doing").asText()).isNotEmpty();
        assertThat(state.labels(new LabelFilter("Other", 0, false), NOW + 1_000).rows())
                .isEmpty();
    }

    @Test
    void shouldSayHowManyLabelsPeopleFoundRight() {
        LabelledRole label = label("a", "Data Engineer", null)
                .setRuleVote(Vote.newBuilder(SampleLabels.rules("Data Engineer", 1))
                        .setLabellerVersion(RULES.version())
                        .build())
                .build();
        state.label("a", label, LIVE);
        state.correction("a", answer("a", "Data Engineer", Selection.RANDOM));

        JsonNode best = JSON.valueToTree(state.everyFewSeconds(NOW + 1_000))
                .path("accuracy")
                .path("judgements")
                .path(0);

        assertThat(best.path("judge").asText()).isEqualTo("PEOPLE_ON_LABELS");
        assertThat(best.path("share").asDouble()).isEqualTo(1);
        assertThat(best.path("lower").asDouble()).as("one answer tells little").isLessThan(0.3);
    }
}
