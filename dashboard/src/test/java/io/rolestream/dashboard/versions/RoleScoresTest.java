package io.rolestream.dashboard.versions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleScoresTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldTakeBothFromTheEvaluationThatComparedThem() {
        JsonNode newer = evaluation(
                Map.of("version", "v1"),
                Map.of("gold", set(40, Map.of("joint", f1(0.8, 0.5), "championJoint", f1(0.6, 0.55)))));
        JsonNode older = evaluation(Map.of(), Map.of("gold", set(20, Map.of("joint", f1(0.1, 0.1)))));

        RoleScores scores = RoleScores.of("v2", newer, "v1", older).orElseThrow();

        assertThat(scores.sameTexts()).isTrue();
        assertThat(scores.itemsWith()).isEqualTo(40);
        assertThat(scores.roles().get(0)).isEqualTo(new RoleScores.Row("A", 0.8, 0.6, 20, 20));
        assertThat(scores.macroF1()).isEqualTo(new RoleScores.Range(0.05, -0.01, 0.11));
    }

    @Test
    void shouldTurnTheDifferenceWhereTheFormerChampionComesFirst() {
        JsonNode newer = evaluation(
                Map.of("version", "v1"),
                Map.of("gold", set(40, Map.of("joint", f1(0.8, 0.5), "championJoint", f1(0.6, 0.55)))));

        RoleScores scores = RoleScores.of("v1", null, "v2", newer).orElseThrow();

        assertThat(scores.macroF1()).isEqualTo(new RoleScores.Range(-0.05, -0.11, 0.01));
        assertThat(scores.roles().get(0).of()).isEqualTo(0.6);
    }

    @Test
    void shouldSayThatSeparateEvaluationsAreOnDifferentTexts() {
        JsonNode first = evaluation(
                Map.of(),
                Map.of(
                        "silver",
                        set(90, Map.of("joint", f1(0.9, 0.9))),
                        "gold",
                        set(40, Map.of("joint", f1(0.8, 0.5)))));
        JsonNode second = evaluation(Map.of(), Map.of("silver", set(50, Map.of("joint", f1(0.7, 0.9)))));

        RoleScores scores = RoleScores.of("v2", first, "v1", second).orElseThrow();

        assertThat(scores.set()).isEqualTo("silver");
        assertThat(scores.sameTexts()).isFalse();
        assertThat(scores.macroF1()).isNull();
    }

    @Test
    void shouldCompareSeparateEvaluationsWhereTheChampionWasNotScored() {
        JsonNode newer = evaluation(Map.of("version", "v1"), Map.of("gold", set(40, Map.of("joint", f1(0.8, 0.5)))));
        JsonNode older = evaluation(Map.of(), Map.of("gold", set(20, Map.of("joint", f1(0.1, 0.1)))));

        assertThat(RoleScores.of("v2", newer, "v1", older))
                .hasValueSatisfying(scores -> assertThat(scores.sameTexts()).isFalse());
        assertThat(RoleScores.of("v1", older, "v2", newer)).isPresent();
    }

    @Test
    void shouldBeEmptyWithoutACommonSet() {
        JsonNode gold = evaluation(Map.of(), Map.of("gold", set(40, Map.of("joint", f1(0.8, 0.5)))));
        JsonNode silver = evaluation(Map.of(), Map.of("silver", set(40, Map.of("joint", f1(0.8, 0.5)))));

        assertThat(RoleScores.of("v2", gold, "v1", silver)).isEmpty();
        assertThat(RoleScores.of("v2", gold, "v1", null)).isEmpty();
    }

    private static JsonNode evaluation(Map<String, ?> champion, Map<String, ?> sets) {
        return JSON.valueToTree(Map.of("roles", List.of("A", "B"), "champion", champion, "sets", sets));
    }

    private static Map<String, ?> set(int items, Map<String, ?> scores) {
        Map<String, Object> range = Map.of("value", 0.05, "lower", -0.01, "upper", 0.11);
        return Map.of(
                "items",
                items,
                "scores",
                scores,
                "differences",
                List.of(Map.of("of", "joint", "against", "championJoint", "accuracy", range, "macroF1", range)));
    }

    private static Map<String, ?> f1(double first, double second) {
        return Map.of(
                "roles",
                List.of(
                        Map.of("support", 20, "predicted", 20, "f1", first),
                        Map.of("support", 20, "predicted", 20, "f1", second)));
    }
}
