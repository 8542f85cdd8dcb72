package io.rolestream.stream.topology;

import static io.rolestream.stream.topology.Labelling.DEADLINE;
import static io.rolestream.stream.topology.Labelling.RETENTION;
import static io.rolestream.stream.topology.Labelling.RULES_ROLE;
import static io.rolestream.stream.topology.Outcomes.IgnoredBecause.EXPIRED_VOTE;
import static io.rolestream.stream.topology.Outcomes.IgnoredBecause.FOREIGN_VOTE;
import static io.rolestream.stream.topology.Outcomes.IgnoredBecause.REPEATED_CORRECTION;
import static io.rolestream.stream.topology.Outcomes.IgnoredBecause.REPEATED_RESUME;
import static io.rolestream.stream.topology.Outcomes.IgnoredBecause.SUPERSEDED_CORRECTION;
import static io.rolestream.stream.topology.Outcomes.IgnoredBecause.SUPERSEDED_RELABEL;
import static io.rolestream.stream.topology.Outcomes.IgnoredBecause.SUPERSEDED_VOTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.Decider;
import io.rolestream.events.DisagreementKind;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.TrainingExample;
import io.rolestream.events.Vote;
import io.rolestream.stream.testing.Votes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    private static final String MODEL_ROLE = "Cloud Engineer";
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Labelling labelling = Labelling.withModel();
    private final Outcome.Recorder outcomes = labelling.outcomes;

    @Nested
    class AVoteThatComesInTime {
        @Test
        void shouldCompleteTheContentThatAwaitsIt() {
            long offset = labelling.resume("r", "spark");
            assertThat(outcomes.labels()).isEmpty();

            labelling.pass(MOMENT);
            labelling.vote("r", "spark", offset, MODEL_ROLE);

            LabelledRole label = outcomes.lastLabel();
            assertThat(label.getRole()).isEqualTo(MODEL_ROLE);
            assertThat(label.getDecidedBy()).isEqualTo(Decider.MODEL);
            assertThat(label.getDegraded()).isFalse();
            assertThat(label.getRevision()).isEqualTo(1);
        }

        @Test
        void shouldBeWrittenDownWithEverythingThatTheDecisionCameFrom() {
            long offset = labelling.resume("r", "spark");
            labelling.pass(MOMENT);
            labelling.vote("r", "spark", offset, MODEL_ROLE);

            LabelledRole label = outcomes.lastLabel();
            assertThat(label.getResumeId()).isEqualTo("r");
            assertThat(label.getPolicy()).isEqualTo("model else Other");
            assertThat(label.getRuleVote().getRole()).isEqualTo(RULES_ROLE);
            assertThat(label.getModelVote().getRole()).isEqualTo(MODEL_ROLE);
            assertThat(label.getHumanVote()).isNull();
            assertThat(label.getContentHash()).isEqualTo(Labelling.hash("spark"));
            assertThat(label.getResumePartition()).isEqualTo(Labelling.PARTITION);
            assertThat(label.getResumeOffset()).isEqualTo(offset);
            assertThat(label.getSubmittedAt()).isEqualTo(Labelling.SUBMITTED);
            assertThat(label.getLabelledAt()).isEqualTo(labelling.now());
        }

        @Test
        void shouldLeaveNothingPending() {
            long offset = labelling.resume("r", "spark");
            labelling.vote("r", "spark", offset, MODEL_ROLE);

            assertThat(labelling.state.pendingCount()).isZero();
            assertThat(labelling.awaiting()).isZero();
            labelling.expireAfter(DEADLINE);
            assertThat(outcomes.labels()).hasSize(1);
        }

        @Test
        void shouldBeKeptUntilItsResumeComes() {
            labelling.vote("r", "spark", labelling.nextOffset(), MODEL_ROLE);
            assertThat(outcomes.labels()).isEmpty();

            labelling.resume("r", "spark");

            assertThat(outcomes.labels()).extracting(LabelledRole::getRole).containsExactly(MODEL_ROLE);
            assertThat(labelling.state.pendingCount()).isZero();
        }

        @Test
        void shouldDecideByTheRulesAtOnceWhereItAbstains() {
            long offset = labelling.resume("r", "spark");
            labelling.vote("r", "spark", offset, (String) null);

            LabelledRole label = outcomes.lastLabel();
            assertThat(label.getRole()).isEqualTo(RULES_ROLE);
            assertThat(label.getDecidedBy()).isEqualTo(Decider.RULE);
            assertThat(label.getDegraded()).isFalse();
            assertThat(label.getModelVote()).isNotNull();
        }

        @Test
        void shouldDecideByTheRulesAtOnceWhereItAbstainedBeforeItsResume() {
            labelling.vote("r", "spark", labelling.nextOffset(), (String) null);
            labelling.resume("r", "spark");

            assertThat(outcomes.lastLabel().getDecidedBy()).isEqualTo(Decider.RULE);
            assertThat(outcomes.lastLabel().getDegraded()).isFalse();
        }

        @Test
        void shouldCountOnceWhereItComesTwice() {
            long offset = labelling.resume("r", "spark");
            labelling.vote("r", "spark", offset, MODEL_ROLE);
            labelling.vote("r", "spark", offset, MODEL_ROLE);

            assertThat(outcomes.labels()).hasSize(1);
            assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_VOTE);
        }

        @Test
        void shouldNotBeTakenForAnotherTextsVote() {
            long first = labelling.resume("r", "spark");
            labelling.resume("r", "aws");
            outcomes.take();

            labelling.vote("r", "spark", first, MODEL_ROLE);

            assertThat(outcomes.labels()).isEmpty();
            assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_VOTE);
            assertThat(labelling.awaiting()).isEqualTo(1);
        }

        @Test
        void shouldBeDroppedWhereAnotherLabellerVoted() {
            long offset = labelling.resume("r", "spark");
            Vote foreign = Vote.newBuilder(Votes.model(MODEL_ROLE, 0.9f))
                    .setLabeller("nli")
                    .build();
            labelling.vote("r", "spark", offset, foreign);

            assertThat(outcomes.labels()).isEmpty();
            assertThat(outcomes.ignored()).containsExactly(FOREIGN_VOTE);
        }
    }

    @Nested
    class TheDeadline {
        @Test
        void shouldLetTheRulesDecideDegraded() {
            labelling.resume("r", "spark");
            labelling.expireAfter(DEADLINE);

            LabelledRole label = outcomes.lastLabel();
            assertThat(label.getRole()).isEqualTo(RULES_ROLE);
            assertThat(label.getDecidedBy()).isEqualTo(Decider.RULE);
            assertThat(label.getDegraded()).isTrue();
            assertThat(label.getModelVote()).isNull();
            assertThat(label.getLabelledAt()).isEqualTo(labelling.now());
        }

        @Test
        void shouldNotPassEarly() {
            labelling.resume("r", "spark");
            labelling.expireAfter(DEADLINE.minus(MOMENT));

            assertThat(outcomes.labels()).isEmpty();
        }

        @Test
        void shouldCountAnewForANewerContent() {
            labelling.resume("r", "spark");
            labelling.pass(DEADLINE.minus(MOMENT));
            labelling.resume("r", "aws");
            outcomes.take();

            labelling.expireAfter(DEADLINE.minus(MOMENT));
            assertThat(outcomes.labels()).isEmpty();

            labelling.expireAfter(MOMENT);
            assertThat(outcomes.labels()).hasSize(1);
        }

        @Test
        void shouldCountFromTheFirstArrivalOfARepeatedContent() {
            labelling.resume("r", "spark");
            labelling.pass(DEADLINE.minus(MOMENT));
            labelling.resume("r", "spark");

            labelling.expireAfter(MOMENT);

            assertThat(outcomes.labels()).hasSize(1);
        }

        @Test
        void shouldCountFromTheStartAfterARestart() {
            labelling.resume("r", "spark");
            labelling.pass(Duration.ofDays(1));
            labelling.restart();

            labelling.expireAfter(DEADLINE.minus(MOMENT));
            assertThat(outcomes.labels()).isEmpty();

            labelling.expireAfter(MOMENT);
            assertThat(outcomes.lastLabel().getDegraded()).isTrue();
        }

        @Test
        void shouldDecideNoMoreAtATimeThanAllowed() {
            for (int i = 0; i < 5; i++) {
                labelling.resume("r" + i, "spark");
            }
            labelling.pass(DEADLINE);

            labelling.expire(2);
            assertThat(outcomes.labels()).extracting(LabelledRole::getResumeId).containsExactly("r0", "r1");

            labelling.expire(2);
            labelling.expire(2);
            assertThat(outcomes.labels()).hasSize(5);
        }
    }

    @Nested
    class AVoteThatComesLate {
        @Test
        void shouldReplaceADegradedLabelWithTheNextRevision() {
            long offset = labelling.resume("r", "spark");
            labelling.expireAfter(DEADLINE);
            labelling.vote("r", "spark", offset, MODEL_ROLE);

            LabelledRole label = outcomes.lastLabel();
            assertThat(label.getRevision()).isEqualTo(2);
            assertThat(label.getRole()).isEqualTo(MODEL_ROLE);
            assertThat(label.getDegraded()).isFalse();
            assertThat(label.getRuleVote().getRole()).isEqualTo(RULES_ROLE);
            assertThat(label.getSubmittedAt()).isEqualTo(Labelling.SUBMITTED);
        }

        @Test
        void shouldReplaceItOnce() {
            long offset = labelling.resume("r", "spark");
            labelling.expireAfter(DEADLINE);
            labelling.vote("r", "spark", offset, MODEL_ROLE);
            labelling.vote("r", "spark", offset, "SOC Analyst");

            assertThat(outcomes.labels()).hasSize(2);
            assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_VOTE);
        }

        @Test
        void shouldChangeNothingWhereItAbstains() {
            long offset = labelling.resume("r", "spark");
            labelling.expireAfter(DEADLINE);
            labelling.vote("r", "spark", offset, (String) null);

            assertThat(outcomes.labels()).hasSize(1);
            assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_VOTE);
        }

        @Test
        void shouldBeDroppedWhereItsContentWasSuperseded() {
            long first = labelling.resume("r", "spark");
            labelling.expireAfter(DEADLINE);
            long second = labelling.resume("r", "aws");
            labelling.vote("r", "aws", second, MODEL_ROLE);
            outcomes.take();

            labelling.vote("r", "spark", first, MODEL_ROLE);

            assertThat(outcomes.labels()).isEmpty();
            assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_VOTE);
        }

        @Test
        void shouldCorrectAfterARestart() {
            long offset = labelling.resume("r", "spark");
            labelling.expireAfter(DEADLINE);
            labelling.restart();
            labelling.vote("r", "spark", offset, MODEL_ROLE);

            assertThat(outcomes.lastLabel().getRevision()).isEqualTo(2);
        }
    }

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
    class ARelabelling {
        @Test
        void shouldLabelTheSameContentAgain() {
            long first = labelling.resume("r", "spark");
            labelling.vote("r", "spark", first, MODEL_ROLE);
            long second = labelling.relabel("r", "spark");
            labelling.vote("r", "spark", second, "SOC Analyst");

            assertThat(outcomes.labels()).hasSize(2);
            assertThat(outcomes.lastLabel().getRole()).isEqualTo("SOC Analyst");
            assertThat(outcomes.lastLabel().getRevision()).isEqualTo(2);
        }

        @Test
        void shouldAwaitItsVote() {
            long first = labelling.resume("r", "spark");
            labelling.vote("r", "spark", first, MODEL_ROLE);
            labelling.relabel("r", "spark");
            assertThat(outcomes.labels()).hasSize(1);

            labelling.expireAfter(DEADLINE);

            assertThat(outcomes.lastLabel().getRevision()).isEqualTo(2);
            assertThat(outcomes.lastLabel().getDegraded()).isTrue();
        }

        @Test
        void shouldBeAnsweredByTheLabelThatIsAwaited() {
            labelling.resume("r", "spark");
            long second = labelling.relabel("r", "spark");
            labelling.vote("r", "spark", second, MODEL_ROLE);

            assertThat(outcomes.labels()).hasSize(1);
            assertThat(outcomes.ignored()).containsExactly(REPEATED_RESUME);
        }

        @Test
        void shouldKeepAPersonsAnswer() {
            labelling.resume("r", "spark");
            labelling.correct("r", "spark", "SOC Analyst");
            labelling.relabel("r", "spark");

            LabelledRole label = outcomes.lastLabel();
            assertThat(label.getRevision()).isEqualTo(2);
            assertThat(label.getDecidedBy()).isEqualTo(Decider.HUMAN);
            assertThat(label.getRole()).isEqualTo("SOC Analyst");
            assertThat(labelling.awaiting()).isZero();
        }

        @Test
        void shouldMakeNoSecondTrainingExample() {
            long first = labelling.resume("r", "spark");
            labelling.vote("r", "spark", first, MODEL_ROLE);
            labelling.relabel("r", "spark");

            assertThat(outcomes.examples()).hasSize(1);
        }
    }

    @Nested
    class ARelabellingUnlessChanged {
        @Test
        void shouldLabelTheCurrentContentAgain() {
            long first = labelling.resume("r", "spark");
            labelling.vote("r", "spark", first, MODEL_ROLE);
            long second = labelling.relabelUnlessChanged("r", "spark");
            labelling.vote("r", "spark", second, "SOC Analyst");

            assertThat(outcomes.labels()).extracting(LabelledRole::getRevision).containsExactly(1, 2);
            assertThat(outcomes.lastLabel().getRole()).isEqualTo("SOC Analyst");
            assertThat(outcomes.ignored()).isEmpty();
        }

        @Test
        void shouldBeAnsweredByTheLabelThatIsAwaited() {
            labelling.resume("r", "spark");
            long second = labelling.relabelUnlessChanged("r", "spark");
            labelling.vote("r", "spark", second, MODEL_ROLE);

            assertThat(outcomes.labels()).hasSize(1);
            assertThat(outcomes.ignored()).containsExactly(REPEATED_RESUME);
        }

        @Test
        void shouldBeIgnoredWhereAnotherContentIsCurrent() {
            long first = labelling.resume("r", "aws");
            labelling.vote("r", "aws", first, MODEL_ROLE);
            outcomes.take();

            long old = labelling.relabelUnlessChanged("r", "spark");
            labelling.vote("r", "spark", old, MODEL_ROLE);

            assertThat(outcomes.labels()).isEmpty();
            assertThat(outcomes.examples()).isEmpty();
            assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_RELABEL, SUPERSEDED_VOTE);
            assertThat(labelling.state.pendingCount()).isZero();
        }

        @Test
        void shouldBeIgnoredWhereAnotherContentAwaitsItsVote() {
            long first = labelling.resume("r", "aws");
            long old = labelling.relabelUnlessChanged("r", "spark");
            labelling.vote("r", "spark", old, MODEL_ROLE);
            assertThat(outcomes.labels()).isEmpty();

            labelling.vote("r", "aws", first, "SOC Analyst");

            assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_RELABEL, SUPERSEDED_VOTE);
            assertThat(outcomes.lastLabel().getRole()).isEqualTo("SOC Analyst");
            assertThat(outcomes.lastLabel().getResumeOffset()).isEqualTo(first);
            assertThat(labelling.state.pendingCount()).isZero();
        }

        @Test
        void shouldLeaveTheDeadlineOfWhatIsAwaited() {
            labelling.resume("r", "aws");
            labelling.pass(DEADLINE.minus(MOMENT));
            labelling.relabelUnlessChanged("r", "spark");
            assertThat(outcomes.labels()).isEmpty();

            labelling.expireAfter(MOMENT);

            assertThat(outcomes.lastLabel().getDegraded()).isTrue();
            assertThat(outcomes.lastLabel().getContentHash()).isEqualTo(Labelling.hash("aws"));
        }

        @Test
        void shouldTakeWithItAVoteThatCameBeforeIt() {
            labelling.resume("r", "aws");
            labelling.vote("r", "spark", labelling.nextOffset(), MODEL_ROLE);
            labelling.relabelUnlessChanged("r", "spark");
            labelling.expireAfter(DEADLINE);

            assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_RELABEL, SUPERSEDED_VOTE);
            assertThat(labelling.state.pendingCount()).isZero();
        }

        @Test
        void shouldStillKnowItsVoteOnceAnotherLabelIsMade() {
            labelling.resume("r", "aws");
            long old = labelling.relabelUnlessChanged("r", "spark");
            labelling.expireAfter(DEADLINE);
            labelling.vote("r", "spark", old, MODEL_ROLE);

            assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_RELABEL, SUPERSEDED_VOTE);
            assertThat(labelling.state.pendingCount()).isZero();
        }

        @Test
        void shouldNotKeepALateVoteFromADegradedLabel() {
            long first = labelling.resume("r", "aws");
            labelling.expireAfter(DEADLINE);
            labelling.relabelUnlessChanged("r", "spark");

            labelling.vote("r", "aws", first, MODEL_ROLE);

            assertThat(outcomes.lastLabel().getDegraded()).isFalse();
            assertThat(outcomes.lastLabel().getRole()).isEqualTo(MODEL_ROLE);
        }

        @Test
        void shouldNotBringAForgottenResumeBack() {
            labelling.resume("r", "spark");
            labelling.forget("r");
            outcomes.take();

            long old = labelling.relabelUnlessChanged("r", "spark");
            assertThat(outcomes.take()).containsExactly(new Outcome.Ignored(SUPERSEDED_RELABEL));

            labelling.vote("r", "spark", old, MODEL_ROLE);
            labelling.expireAfter(RETENTION);
            assertThat(outcomes.ignored()).containsExactly(EXPIRED_VOTE);
            assertThat(outcomes.labels()).isEmpty();
            assertThat(labelling.state.pendingCount()).isZero();
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
                    .hasMessageContaining("resume r is not known");
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

    @Nested
    class AnEarlyVote {
        @Test
        void shouldBeKeptForItsRetention() {
            long offset = labelling.nextOffset();
            labelling.vote("r", "spark", offset, MODEL_ROLE);
            labelling.expireAfter(RETENTION.minus(MOMENT));
            labelling.resume("r", "spark");

            assertThat(outcomes.lastLabel().getDecidedBy()).isEqualTo(Decider.MODEL);
        }

        @Test
        void shouldExpireAfterItsRetention() {
            labelling.vote("r", "spark", labelling.nextOffset(), MODEL_ROLE);
            labelling.expireAfter(RETENTION);

            assertThat(outcomes.ignored()).containsExactly(EXPIRED_VOTE);
            assertThat(labelling.state.pendingCount()).isZero();
        }

        @Test
        void shouldNotExpireBecauseTheProcessWasDown() {
            labelling.vote("r", "spark", labelling.nextOffset(), MODEL_ROLE);
            labelling.pass(RETENTION.multipliedBy(10));
            labelling.restart();
            labelling.expire(1_000);
            labelling.resume("r", "spark");

            assertThat(outcomes.ignored()).isEmpty();
            assertThat(outcomes.lastLabel().getDecidedBy()).isEqualTo(Decider.MODEL);
        }

        @Test
        void shouldExpireAfterARestartAsWell() {
            labelling.vote("r", "spark", labelling.nextOffset(), MODEL_ROLE);
            labelling.pass(MOMENT);
            labelling.restart();
            labelling.expireAfter(RETENTION);

            assertThat(labelling.state.pendingCount()).isZero();
        }

        @Test
        void shouldOutliveAnOlderOneOfTheSameResume() {
            labelling.vote("r", "spark", 0, MODEL_ROLE);
            labelling.pass(RETENTION.dividedBy(2));
            labelling.vote("r", "aws", 1, MODEL_ROLE);
            labelling.expireAfter(RETENTION.dividedBy(2));
            assertThat(outcomes.ignored()).containsExactly(EXPIRED_VOTE);

            labelling.resume("r", "spark");
            labelling.resume("r", "aws");

            assertThat(outcomes.lastLabel().getDecidedBy()).isEqualTo(Decider.MODEL);
        }

        @Test
        void shouldGoWithTheResumeThatItWaitedForWhereTheContentDiffers() {
            labelling.vote("r", "aws", labelling.nextOffset(), MODEL_ROLE);
            labelling.resume("r", "spark");

            assertThat(outcomes.labels()).isEmpty();
            assertThat(labelling.awaiting()).isEqualTo(1);
            labelling.expireAfter(DEADLINE);
            assertThat(labelling.state.pendingCount()).isZero();
        }
    }

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
            return new ReconcilerSettings(good.policy(), good.modelLabeller(), deadline, retention, 0);
        }
    }
}
