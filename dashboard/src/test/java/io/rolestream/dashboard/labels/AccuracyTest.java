package io.rolestream.dashboard.labels;

import static io.rolestream.dashboard.labels.SampleLabels.MODEL;
import static io.rolestream.dashboard.labels.SampleLabels.NOW;
import static io.rolestream.dashboard.labels.SampleLabels.RULES;
import static io.rolestream.dashboard.labels.SampleLabels.answer;
import static io.rolestream.dashboard.labels.SampleLabels.label;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.dashboard.labels.Accuracy.Judge;
import io.rolestream.dashboard.labels.Accuracy.Judgement;
import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.events.Decider;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Selection;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccuracyTest {
    private final LabelNews news = new LabelNews("Other");

    @BeforeAll
    static void trust() {
        GeneratedRecords.trust();
    }

    @Test
    void shouldCountLabelsThatPeopleFoundRightOfThoseDrawnAtRandom() {
        for (int i = 0; i < 10; i++) {
            news.label(label("a" + i, "Data Engineer", null).build(), NOW);
            news.correction("a" + i, answer("a" + i, i < 8 ? "Data Engineer" : "Cloud Engineer", Selection.RANDOM));
        }
        news.label(label("doubtful", "Data Engineer", null).build(), NOW);
        news.correction("doubtful", answer("doubtful", "Cloud Engineer", Selection.REVIEW_SCORE));

        assertThat(judgements(null)).singleElement().satisfies(judged -> {
            assertThat(judged.judge()).isEqualTo(Judge.PEOPLE_ON_LABELS);
            assertThat(judged.items()).isEqualTo(10);
            assertThat(judged.share()).isEqualTo(0.8);
            assertThat(judged.lower()).isBetween(0.48, 0.5);
            assertThat(judged.upper()).isBetween(0.94, 0.95);
            assertThat(judged.reviewers()).containsExactly("Ada");
        });
    }

    @Test
    void shouldJudgeTheLabelBeforeTheAnswerInAnyOrderOfReading() {
        news.correction("early", answer("early", "Cloud Engineer", Selection.RANDOM));
        news.label(label("early", "Data Engineer", null).build(), NOW);
        news.label(
                label("early", "Data Engineer", null)
                        .setRole("Cloud Engineer")
                        .setDecidedBy(Decider.HUMAN)
                        .setRevision(2)
                        .build(),
                NOW);

        assertThat(judgements(null)).extracting(Judgement::share).containsExactly(0.0);

        news.correction("early", answer("early", "Data Engineer", Selection.REVIEW_SCORE));
        assertThat(judgements(null))
                .as("a later answer on a text that was drawn")
                .extracting(Judgement::share)
                .containsExactly(1.0);
        news.correction("early", null);
        assertThat(judgements(null)).isEmpty();
    }

    @Test
    void shouldJudgeWhatWouldHaveBeenDecidedWhereOnlyThePersonsLabelWasRead() {
        news.label(
                label("a", "Data Engineer", null)
                        .setRole("Cloud Engineer")
                        .setDecidedBy(Decider.HUMAN)
                        .setRevision(2)
                        .build(),
                NOW);
        news.correction("a", answer("a", "Cloud Engineer", Selection.RANDOM));

        assertThat(judgements(null)).singleElement().satisfies(judged -> {
            assertThat(judged.items()).isEqualTo(1);
            assertThat(judged.share()).isZero();
        });
    }

    @Test
    void shouldJudgeTheNewLabelWhereAChangedTextIsDrawnAgain() {
        String changed = "0000005b".repeat(4);
        assertThat(ExampleSplit.of(changed)).isEqualTo(ExampleSplit.TEST);
        news.label(label("a", "Data Engineer", null).build(), NOW);
        news.correction("a", answer("a", "Data Engineer", Selection.RANDOM));
        news.label(label("a", "Other", null).setContentHash(changed).build(), NOW);
        news.correction(
                "a",
                RoleCorrection.newBuilder(answer("a", "Cloud Engineer", Selection.RANDOM))
                        .setContentHash(changed)
                        .build());

        assertThat(judgements(null)).extracting(Judgement::share).containsExactly(0.0);
    }

    @Test
    void shouldLeaveOutAnswersOnOtherTextsAndForgottenResumes() {
        news.label(label("a", "Data Engineer", null).build(), NOW);
        news.label(
                label("changed", "Data Engineer", null)
                        .setContentHash("0000005b".repeat(4))
                        .build(),
                NOW);
        news.correction("a", answer("a", "Data Engineer", Selection.RANDOM));
        news.correction("changed", answer("changed", "Data Engineer", Selection.RANDOM));
        assertThat(judgements(null)).extracting(Judgement::items).containsExactly(1L);

        news.forget("a");

        assertThat(judgements(null)).isEmpty();
    }

    @Test
    void shouldJudgeOnlyTheVersionsInUse() {
        news.label(label("old", "Data Engineer", "Cloud Engineer").build(), NOW);
        news.label(label("late", "Data Engineer", null).setDegraded(true).build(), NOW);
        news.correction("old", answer("old", "Data Engineer", Selection.RANDOM));
        news.correction("late", answer("late", "Data Engineer", Selection.RANDOM));

        assertThat(judgements(champion(MODEL, NOW - 1, Map.of())))
                .as("also those that the champion was too late for")
                .extracting(Judgement::items)
                .containsExactly(2L);
        assertThat(judgements(champion("another", NOW + 1, Map.of()))).isEmpty();
        assertThat(news.accuracy("default@2", null).judgements()).isEmpty();
    }

    @Test
    void shouldPreferPeopleAtRandomToPickedTextsAndThoseToTheRules() {
        Map<String, Double> metrics = new HashMap<>();
        for (String set : List.of("silver.", "gold.", "gold-random-slice.")) {
            metrics.put(set + "items", set.startsWith("silver") ? 900.0 : 60.0);
            metrics.put(set + "accuracy", 0.7);
            metrics.put(set + "joint.accuracy", 0.8);
            metrics.put(set + "joint.accuracy.lower", 0.75);
            metrics.put(set + "joint.accuracy.upper", 0.85);
        }
        news.label(label("a", "Data Engineer", MODEL).build(), NOW);
        news.correction("a", answer("a", "Other", Selection.RANDOM));

        List<Judgement> judged = judgements(champion(MODEL, NOW - 1, metrics));

        assertThat(judged)
                .extracting(Judgement::judge)
                .containsExactly(Judge.PEOPLE_AT_RANDOM, Judge.PEOPLE_ON_LABELS, Judge.PEOPLE_ON_PICKED, Judge.RULES);
        assertThat(judged.get(0).share()).isEqualTo(0.8);
        assertThat(judged.get(0).joint()).isTrue();
        assertThat(judged.get(3).share())
                .as("how well the model repeats the rules")
                .isEqualTo(0.7);
        assertThat(judged.get(3).joint()).isFalse();

        metrics.put("gold-random-slice.items", 0.0);
        assertThat(judgements(champion(MODEL, NOW - 1, metrics)).get(0).judge())
                .as("more answers tell more")
                .isEqualTo(Judge.PEOPLE_ON_LABELS);
    }

    @Test
    void shouldJudgeTheModelAloneWhereItDecidesAlone() {
        news.label(
                label("a", "Data Engineer", MODEL).setPolicy("model else Other").build(), NOW);

        assertThat(judgements(champion(MODEL, NOW, Map.of("gold.accuracy", 0.6, "gold.joint.accuracy", 0.9))))
                .singleElement()
                .satisfies(judged -> {
                    assertThat(judged.share()).isEqualTo(0.6);
                    assertThat(judged.lower()).as("not measured").isNull();
                });
    }

    private List<Judgement> judgements(@Nullable ModelVersion champion) {
        return news.accuracy(RULES, champion).judgements();
    }

    private static ModelVersion champion(String version, long since, Map<String, Double> metrics) {
        return ModelVersion.newBuilder()
                .setName("roberta")
                .setVersion(version)
                .setChampionAt(Instant.ofEpochMilli(since))
                .setMetrics(metrics)
                .build();
    }
}
