package io.rolestream.stream.reconcile;

import static io.rolestream.stream.reconcile.Labelling.DEADLINE;
import static io.rolestream.stream.reconcile.Labelling.MODEL_ROLE;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.REPEATED_RESUME;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of a resume that changes, comes again or is forgotten. */
class ReconcilerContentsTest {
    private final Labelling labelling = Labelling.withModel();
    private final Outcome.Recorder outcomes = labelling.outcomes;

    @Nested
    class ContentsOfOneResume {
        @Test
        void shouldCloseAnAwaitingOneDegradedWhenANewerComes() {
            labelling.resume("r", "spark");
            labelling.resume("r", "aws");

            LabelledRole label = outcomes.lastLabel();
            assertThat(outcomes.labels()).hasSize(1);
            assertThat(label.getContentHash()).isEqualTo(Labelling.hash("spark"));
            assertThat(label.getDegraded()).isTrue();
            assertThat(labelling.awaiting()).isEqualTo(1);
        }

        @Test
        void shouldBeLabelledInTheirOrderWithCountedRevisions() {
            labelling.resume("r", "spark");
            long second = labelling.resume("r", "aws");
            labelling.vote("r", "aws", second, MODEL_ROLE);

            assertThat(outcomes.labels())
                    .extracting(LabelledRole::getContentHash)
                    .containsExactly(Labelling.hash("spark"), Labelling.hash("aws"));
            assertThat(outcomes.labels()).extracting(LabelledRole::getRevision).containsExactly(1, 2);
        }

        @Test
        void shouldKeepTheVoteThatIsAheadForTheNewerContent() {
            labelling.resume("r", "spark");
            labelling.vote("r", "aws", labelling.nextOffset(), MODEL_ROLE);
            labelling.resume("r", "aws");

            assertThat(outcomes.labels()).extracting(LabelledRole::getDegraded).containsExactly(true, false);
        }

        @Test
        void shouldBeLabelledAgainWhenAnOlderOneComesBack() {
            long first = labelling.resume("r", "spark");
            labelling.vote("r", "spark", first, MODEL_ROLE);
            long second = labelling.resume("r", "aws");
            labelling.vote("r", "aws", second, MODEL_ROLE);
            long third = labelling.resume("r", "spark");
            labelling.vote("r", "spark", third, MODEL_ROLE);

            assertThat(outcomes.labels()).extracting(LabelledRole::getRevision).containsExactly(1, 2, 3);
        }

        @Test
        void shouldBeDroppedWhereTheCurrentOneIsRepeated() {
            long offset = labelling.resume("r", "spark");
            labelling.vote("r", "spark", offset, MODEL_ROLE);
            labelling.resume("r", "spark");

            assertThat(outcomes.labels()).hasSize(1);
            assertThat(outcomes.ignored()).containsExactly(REPEATED_RESUME);
            assertThat(labelling.awaiting()).isZero();
        }

        @Test
        void shouldBeDroppedWhereTheAwaitedOneIsRepeated() {
            labelling.resume("r", "spark");
            labelling.resume("r", "spark");

            assertThat(outcomes.labels()).isEmpty();
            assertThat(outcomes.ignored()).containsExactly(REPEATED_RESUME);
            assertThat(labelling.awaiting()).isEqualTo(1);
        }

        @Test
        void shouldBeCompletedByTheVoteOnTheFirstOfTwoEqualRecords() {
            long first = labelling.resume("r", "spark");
            labelling.resume("r", "spark");
            labelling.vote("r", "spark", first, MODEL_ROLE);

            assertThat(outcomes.labels()).hasSize(1);
        }

        @Test
        void shouldBeCompletedByTheVoteOnTheSecondOfTwoEqualRecords() {
            labelling.resume("r", "spark");
            long second = labelling.resume("r", "spark");
            labelling.vote("r", "spark", second, MODEL_ROLE);

            assertThat(outcomes.labels()).hasSize(1);
        }

        @Test
        void shouldBeCompletedByTheEarlyVoteOnARepetition() {
            labelling.resume("r", "spark");
            labelling.vote("r", "spark", labelling.nextOffset(), MODEL_ROLE);
            assertThat(outcomes.labels()).isEmpty();

            labelling.resume("r", "spark");

            assertThat(outcomes.labels()).hasSize(1);
            assertThat(labelling.awaiting()).isZero();
        }

        @Test
        void shouldCorrectADegradedLabelByTheLateVoteOnARepetition() {
            labelling.resume("r", "spark");
            labelling.expireAfter(DEADLINE);
            long second = labelling.resume("r", "spark");
            labelling.vote("r", "spark", second, MODEL_ROLE);

            assertThat(outcomes.lastLabel().getRevision()).isEqualTo(2);
            assertThat(outcomes.lastLabel().getResumeOffset()).isEqualTo(second);
        }

        @Test
        void shouldCorrectADegradedLabelByTheEarlyVoteOnARepetition() {
            labelling.resume("r", "spark");
            labelling.expireAfter(DEADLINE);
            labelling.vote("r", "spark", labelling.nextOffset(), MODEL_ROLE);
            long second = labelling.resume("r", "spark");

            assertThat(outcomes.lastLabel().getRevision()).isEqualTo(2);
            assertThat(outcomes.lastLabel().getResumeOffset()).isEqualTo(second);
        }

        @Test
        void shouldKeepNoDuplicateOfTheVoteOnARepetition() {
            labelling.resume("r", "spark");
            labelling.expireAfter(DEADLINE);
            labelling.vote("r", "spark", labelling.nextOffset(), MODEL_ROLE);
            long second = labelling.resume("r", "spark");
            labelling.vote("r", "spark", second, MODEL_ROLE);

            assertThat(labelling.state.pendingCount()).isZero();
        }

        @Test
        void shouldBelongToTheirResumeAlone() {
            long first = labelling.resume("r", "spark");
            labelling.resume("s", "spark");
            labelling.vote("r", "spark", first, MODEL_ROLE);

            assertThat(outcomes.labels()).extracting(LabelledRole::getResumeId).containsExactly("r");
        }

        @Test
        void shouldLoseNoLabelHoweverManyVotesAreAhead() {
            int contents = 100;
            for (int i = 0; i < contents; i++) {
                labelling.vote("r", "text " + i, i, MODEL_ROLE);
            }
            for (int i = 0; i < contents; i++) {
                labelling.resume("r", "text " + i);
            }

            assertThat(outcomes.labels()).hasSize(contents);
            assertThat(outcomes.lastLabel().getDecidedBy()).isEqualTo(Decider.MODEL);
        }
    }

    @Nested
    class AForgottenResume {
        @Test
        void shouldBeAnnouncedAsForgotten() {
            labelling.resume("r", "spark");
            labelling.forget("r");

            assertThat(outcomes.forgotten()).containsExactly("r");
            assertThat(labelling.state.pendingCount()).isZero();
            assertThat(labelling.state.current("r")).isNull();
        }

        @Test
        void shouldNotBeLabelledByTheDeadline() {
            labelling.resume("r", "spark");
            labelling.forget("r");
            labelling.expireAfter(DEADLINE);

            assertThat(outcomes.labels()).isEmpty();
            assertThat(labelling.awaiting()).isZero();
        }

        @Test
        void shouldNotBeLabelledByAStaleVote() {
            long offset = labelling.resume("r", "spark");
            labelling.forget("r");
            labelling.vote("r", "spark", offset, MODEL_ROLE);

            assertThat(outcomes.labels()).isEmpty();
        }

        @Test
        void shouldNotBeLabelledByAStaleVoteWhenItComesAgain() {
            long offset = labelling.resume("r", "spark");
            labelling.forget("r");
            labelling.vote("r", "spark", offset, MODEL_ROLE);
            labelling.resume("r", "spark");

            assertThat(outcomes.labels()).isEmpty();
            assertThat(labelling.awaiting()).isEqualTo(1);
        }

        @Test
        void shouldStartAgainWithTheFirstRevision() {
            long first = labelling.resume("r", "spark");
            labelling.vote("r", "spark", first, MODEL_ROLE);
            labelling.forget("r");
            long second = labelling.resume("r", "spark");
            labelling.vote("r", "spark", second, MODEL_ROLE);

            assertThat(outcomes.lastLabel().getRevision()).isEqualTo(1);
            assertThat(outcomes.examples()).hasSize(2);
        }

        @Test
        void shouldKeepTheEarlyVoteOnARecordThatFollows() {
            long tombstone = labelling.nextOffset();
            labelling.vote("r", "spark", tombstone + 1, MODEL_ROLE);
            labelling.forget("r");
            labelling.resume("r", "spark");

            assertThat(outcomes.lastLabel().getDecidedBy()).isEqualTo(Decider.MODEL);
        }
    }
}
