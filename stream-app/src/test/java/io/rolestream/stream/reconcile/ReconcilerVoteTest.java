package io.rolestream.stream.reconcile;

import static io.rolestream.stream.reconcile.Labelling.DEADLINE;
import static io.rolestream.stream.reconcile.Labelling.MODEL_ROLE;
import static io.rolestream.stream.reconcile.Labelling.MOMENT;
import static io.rolestream.stream.reconcile.Labelling.RETENTION;
import static io.rolestream.stream.reconcile.Labelling.RULES_ROLE;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.EXPIRED_VOTE;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.FOREIGN_VOTE;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.SUPERSEDED_VOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.schemas.testing.Votes;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of a model's votes, whenever they come. */
class ReconcilerVoteTest {
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
    class AVoteOnARecordOfANewTopic {
        @Test
        void shouldBeKeptWhereAnOldTextIsCurrent() {
            labelling.resume("other", "spark");
            labelling.vote("r", "spark", labelling.resume("r", "spark"), MODEL_ROLE);
            labelling.startOver();
            outcomes.take();

            labelling.vote("r", "aws", labelling.nextOffset(), MODEL_ROLE);
            labelling.resume("r", "aws");

            assertThat(outcomes.lastLabel().getDegraded()).isFalse();
            assertThat(outcomes.lastLabel().getContentHash()).isEqualTo(Labelling.hash("aws"));
            assertThat(outcomes.lastLabel().getModelVote()).isNotNull();
            assertThat(labelling.awaiting()).isEqualTo(1); // the other
        }

        @Test
        void shouldBeKeptWhereAnOldTextAwaitsItsVote() {
            labelling.resume("other", "spark");
            labelling.resume("r", "spark");
            labelling.startOver();

            labelling.vote("r", "aws", labelling.nextOffset(), MODEL_ROLE);
            labelling.resume("r", "aws");

            assertThat(outcomes.labels()).extracting(LabelledRole::getDegraded).containsExactly(true, false);
            assertThat(labelling.awaiting()).isEqualTo(1); // the other
        }
    }
}
