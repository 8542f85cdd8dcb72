package io.rolestream.stream.reconcile;

import static io.rolestream.stream.reconcile.Labelling.DEADLINE;
import static io.rolestream.stream.reconcile.Labelling.MODEL_ROLE;
import static io.rolestream.stream.reconcile.Labelling.MOMENT;
import static io.rolestream.stream.reconcile.Labelling.RETENTION;
import static io.rolestream.stream.reconcile.Labelling.RULES_ROLE;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.FOREIGN_VOTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.Decider;
import io.rolestream.events.DisagreementKind;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.TrainingExample;
import io.rolestream.schemas.testing.Votes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is said of a content when it is decided, with a model and without. */
class ReconcilerTest {
    private final Labelling labelling = Labelling.withModel();
    private final Outcome.Recorder outcomes = labelling.outcomes;

    @Nested
    class RulesAlone {
        private final Labelling rulesOnly = Labelling.withRulesOnly();

        @Test
        void shouldDecideAtOnceWithoutBeingDegraded() {
            rulesOnly.resume("r", "spark");

            LabelledRole label = rulesOnly.outcomes.lastLabel();
            assertThat(label.getRole()).isEqualTo(RULES_ROLE);
            assertThat(label.getDecidedBy()).isEqualTo(Decider.RULE);
            assertThat(label.getDegraded()).isFalse();
            assertThat(rulesOnly.state.pendingCount()).isZero();
        }

        @Test
        void shouldIgnoreEveryVote() {
            long offset = rulesOnly.resume("r", "spark");
            rulesOnly.vote("r", "spark", offset, MODEL_ROLE);

            assertThat(rulesOnly.outcomes.labels()).hasSize(1);
            assertThat(rulesOnly.outcomes.ignored()).containsExactly(FOREIGN_VOTE);
        }

        @Test
        void shouldDropRepeatsAndCountRevisions() {
            rulesOnly.resume("r", "spark");
            rulesOnly.resume("r", "spark");
            rulesOnly.resume("r", "aws");

            assertThat(rulesOnly.outcomes.labels())
                    .extracting(LabelledRole::getRevision)
                    .containsExactly(1, 2);
        }
    }

    @Nested
    class WhatElseIsSaid {
        @Test
        void shouldBeATrainingExampleForEachNewContent() {
            labelling.resume("r", "spark");
            labelling.resume("r", "spark");
            labelling.resume("r", "aws");

            assertThat(outcomes.examples())
                    .extracting(TrainingExample::getJudgedText)
                    .containsExactly("spark", "aws");
            TrainingExample example = outcomes.examples().get(0);
            assertThat(example.getContentHash()).isEqualTo(Labelling.hash("spark"));
            assertThat(example.getRuleVote().getRole()).isEqualTo(RULES_ROLE);
            assertThat(example.getSubmittedAt()).isEqualTo(Labelling.SUBMITTED);
        }

        @Test
        void shouldBeADisagreementWhereRulesAndModelDiffer() {
            long offset = labelling.resume("r", "spark");
            labelling.vote("r", "spark", offset, MODEL_ROLE);

            assertThat(outcomes.disagreements()).hasSize(1);
            LabelDisagreement disagreement = outcomes.disagreements().get(0);
            assertThat(disagreement.getKind()).isEqualTo(DisagreementKind.ROLES_DIFFER);
            assertThat(disagreement.getRole()).isEqualTo(MODEL_ROLE);
            assertThat(disagreement.getExcerpt()).isEqualTo("spark");
            assertThat(disagreement.getResumePartition()).isEqualTo(Labelling.PARTITION);
            assertThat(disagreement.getResumeOffset()).isEqualTo(offset);
            assertThat(disagreement.getDetectedAt()).isEqualTo(labelling.now());
        }

        @Test
        void shouldBeNoDisagreementWhereBothAgree() {
            long offset = labelling.resume("r", "spark");
            labelling.vote("r", "spark", offset, RULES_ROLE);

            assertThat(outcomes.disagreements()).isEmpty();
        }

        @Test
        void shouldBeADisagreementWithoutExcerptAfterALateVote() {
            long offset = labelling.resume("r", "spark");
            labelling.expireAfter(DEADLINE);
            labelling.vote("r", "spark", offset, MODEL_ROLE);

            assertThat(outcomes.disagreements())
                    .extracting(LabelDisagreement::getExcerpt)
                    .containsOnlyNulls();
        }

        @Test
        void shouldBeAnUncertainLabelThatPeopleShouldSee() {
            ReconcilerSettings usual = Labelling.settings(Votes.MODEL, 20);
            Labelling careful = new Labelling(new ReconcilerSettings(
                    usual.policy(),
                    usual.modelLabeller(),
                    DEADLINE,
                    RETENTION,
                    Observing.NONE,
                    usual.excerptChars(),
                    0.7f));
            long offset = careful.resume("r", "spark");
            careful.vote("r", "spark", offset, Votes.model(RULES_ROLE, 0.65f));
            long sure = careful.resume("s", "spark");
            careful.vote("s", "spark", sure, Votes.model(RULES_ROLE, 0.7f));
            careful.correct("r", null, MODEL_ROLE);

            assertThat(careful.outcomes.disagreements()).hasSize(1);
            LabelDisagreement uncertain = careful.outcomes.disagreements().get(0);
            assertThat(uncertain.getResumeId()).isEqualTo("r");
            assertThat(uncertain.getKind()).isEqualTo(DisagreementKind.UNCERTAIN);
            assertThat(uncertain.getRole()).isEqualTo(RULES_ROLE);
            assertThat(uncertain.getReviewScore()).isEqualTo(1 - 0.65f);
            assertThat(uncertain.getExcerpt()).isEqualTo("spark");
        }

        @Test
        void shouldSendUncertainRulesToPeopleWithoutAModel() {
            Labelling careful = new Labelling(new ReconcilerSettings(
                    Labelling.settings(null, 20).policy(), null, DEADLINE, RETENTION, Observing.NONE, 20, 0.7f));
            careful.resume("r", "spark");

            assertThat(careful.outcomes.disagreements())
                    .extracting(LabelDisagreement::getKind)
                    .containsExactly(DisagreementKind.UNCERTAIN);
            assertThat(careful.outcomes.disagreements().get(0).getModelVote()).isNull();
        }

        @Test
        void shouldQuoteNoMoreThanAllowed() {
            assertThat(excerptOf("x".repeat(100), 20)).isEqualTo("x".repeat(20));
        }

        @Test
        void shouldNotHalveASurrogatePair() {
            assertThat(excerptOf("x".repeat(19) + "😀 and more", 20)).isEqualTo("x".repeat(19));
            assertThat(excerptOf("x".repeat(18) + "😀 and more", 20)).isEqualTo("x".repeat(18) + "😀");
        }

        @Test
        void shouldQuoteNothingWhereExcerptsAreOff() {
            Labelling silent = new Labelling(Labelling.settings(Votes.MODEL, 0));
            long offset = silent.resume("r", "spark");
            silent.vote("r", "spark", offset, MODEL_ROLE);

            assertThat(silent.outcomes.disagreements().get(0).getExcerpt()).isNull();
        }

        private String excerptOf(String text, int chars) {
            Labelling quoting = new Labelling(Labelling.settings(Votes.MODEL, chars));
            long offset = quoting.resume("r", text);
            quoting.vote("r", text, offset, MODEL_ROLE);
            List<LabelDisagreement> disagreements = quoting.outcomes.disagreements();
            return disagreements.get(disagreements.size() - 1).getExcerpt();
        }
    }

    @Nested
    class Settings {
        @Test
        void shouldRefuseADeadlineThatIsNotPositive() {
            assertThatThrownBy(() -> settings(Duration.ZERO, RETENTION)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void shouldRefuseToKeepEarlyVotesShorterThanTheDeadline() {
            assertThatThrownBy(() -> settings(DEADLINE, DEADLINE.minus(MOMENT)))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        private ReconcilerSettings settings(Duration deadline, Duration retention) {
            ReconcilerSettings good = Labelling.settings(Votes.MODEL, 0);
            return new ReconcilerSettings(
                    good.policy(), good.modelLabeller(), deadline, retention, Observing.NONE, 0, 0);
        }
    }
}
