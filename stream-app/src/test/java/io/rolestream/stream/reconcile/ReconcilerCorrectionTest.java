package io.rolestream.stream.reconcile;

import static io.rolestream.stream.reconcile.Labelling.DEADLINE;
import static io.rolestream.stream.reconcile.Labelling.MODEL_ROLE;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.REPEATED_CORRECTION;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.SUPERSEDED_CORRECTION;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.SUPERSEDED_VOTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of the answers of people. */
class ReconcilerCorrectionTest {
    private final Labelling labelling = Labelling.withModel();
    private final Outcome.Recorder outcomes = labelling.outcomes;

    @Nested
    class ACorrection {
        @Test
        void shouldReplaceTheLabel() {
            long offset = labelling.resume("r", "spark");
            labelling.vote("r", "spark", offset, MODEL_ROLE);
            labelling.correct("r", "spark", "SOC Analyst");

            LabelledRole label = outcomes.lastLabel();
            assertThat(label.getRole()).isEqualTo("SOC Analyst");
            assertThat(label.getDecidedBy()).isEqualTo(Decider.HUMAN);
            assertThat(label.getConfidence()).isEqualTo(1f);
            assertThat(label.getRevision()).isEqualTo(2);
            assertThat(label.getHumanVote().getLabellerVersion()).isEqualTo("ada");
            assertThat(label.getResumeOffset()).isEqualTo(offset);
        }

        @Test
        void shouldDecideOnAContentThatAwaitsItsVote() {
            long offset = labelling.resume("r", "spark");
            labelling.correct("r", "spark", "SOC Analyst");

            LabelledRole label = outcomes.lastLabel();
            assertThat(label.getRevision()).isEqualTo(1);
            assertThat(label.getDecidedBy()).isEqualTo(Decider.HUMAN);
            assertThat(label.getDegraded()).isFalse();
            labelling.vote("r", "spark", offset, MODEL_ROLE);
            labelling.expireAfter(DEADLINE);
            assertThat(outcomes.labels()).hasSize(1);
        }

        @Test
        void shouldMeanTheCurrentTextWhereItNamesNone() {
            labelling.resume("r", "spark");
            labelling.correct("r", null, "SOC Analyst");

            assertThat(outcomes.lastLabel().getDecidedBy()).isEqualTo(Decider.HUMAN);
        }

        @Test
        void shouldStandAgainstALateVote() {
            long offset = labelling.resume("r", "spark");
            labelling.expireAfter(DEADLINE);
            labelling.correct("r", "spark", "SOC Analyst");
            labelling.vote("r", "spark", offset, MODEL_ROLE);

            assertThat(outcomes.lastLabel().getRole()).isEqualTo("SOC Analyst");
            assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_VOTE);
        }

        @Test
        void shouldBeDroppedWhereItsTextIsNotCurrent() {
            labelling.resume("r", "spark");
            labelling.resume("r", "aws");
            outcomes.take();
            labelling.correct("r", "spark", "SOC Analyst");

            assertThat(outcomes.labels()).isEmpty();
            assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_CORRECTION);
            assertThat(labelling.awaiting()).isEqualTo(1);
        }

        @Test
        void shouldBeDroppedWhereItIsRepeated() {
            labelling.resume("r", "spark");
            labelling.correct("r", "spark", "SOC Analyst");
            labelling.correct("r", "spark", "SOC Analyst");

            assertThat(outcomes.labels()).hasSize(1);
            assertThat(outcomes.ignored()).containsExactly(REPEATED_CORRECTION);
        }

        @Test
        void shouldBeReplacedByAnotherAnswer() {
            labelling.resume("r", "spark");
            labelling.correct("r", "spark", "SOC Analyst");
            labelling.correct("r", "spark", "Agile Analyst");

            assertThat(outcomes.lastLabel().getRole()).isEqualTo("Agile Analyst");
            assertThat(outcomes.lastLabel().getRevision()).isEqualTo(2);
        }

        @Test
        void shouldBeRefusedForAnUnknownResume() {
            assertThatThrownBy(() -> labelling.correct("r", "spark", "SOC Analyst"))
                    .isInstanceOf(UnusableRecordException.class)
                    .hasMessageContaining("resume r has no label");
            assertThat(labelling.state.pendingCount()).isZero();
            assertThat(outcomes.take()).isEmpty();
        }

        @Test
        void shouldBeRefusedForAResumeThatOnlyItsVoteAnnounced() {
            labelling.vote("r", "spark", labelling.nextOffset(), MODEL_ROLE);

            assertThatThrownBy(() -> labelling.correct("r", "spark", "SOC Analyst"))
                    .isInstanceOf(UnusableRecordException.class);
        }

        @Test
        void shouldEndWithItsContent() {
            labelling.resume("r", "spark");
            labelling.correct("r", "spark", "SOC Analyst");
            long offset = labelling.resume("r", "aws");
            labelling.vote("r", "aws", offset, MODEL_ROLE);

            assertThat(outcomes.lastLabel().getDecidedBy()).isEqualTo(Decider.MODEL);
            assertThat(outcomes.lastLabel().getHumanVote()).isNull();
        }
    }
}
