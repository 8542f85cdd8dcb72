package io.rolestream.stream.reconcile;

import static io.rolestream.stream.reconcile.Labelling.DEADLINE;
import static io.rolestream.stream.reconcile.Labelling.MODEL_ROLE;
import static io.rolestream.stream.reconcile.Labelling.MOMENT;
import static io.rolestream.stream.reconcile.Labelling.RETENTION;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.EXPIRED_VOTE;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.REPEATED_RESUME;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.SUPERSEDED_RELABEL;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.SUPERSEDED_VOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.TrainingExample;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of a resume that is to be labelled again. */
class ReconcilerRelabellingTest {
    private final Labelling labelling = Labelling.withModel();
    private final Outcome.Recorder outcomes = labelling.outcomes;

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

    /** The resume's skills are "spark", its text is "I wrote pipelines"; the text is judged by now. */
    @Nested
    class ACopyOfWhichAnotherPartIsJudged {
        private static final String TEXT = "I wrote pipelines";

        @Test
        void shouldBeLabelledAsANewContentOfTheSameResume() {
            long first = labelling.resume("r", "spark");
            labelling.vote("r", "spark", first, MODEL_ROLE);
            labelling.restart();
            long second = labelling.copy("r", TEXT, first);
            labelling.vote("r", TEXT, second, "SOC Analyst");

            assertThat(outcomes.ignored()).isEmpty();
            assertThat(outcomes.examples())
                    .extracting(TrainingExample::getJudgedText)
                    .containsExactly("spark", TEXT);
            LabelledRole label = outcomes.lastLabel();
            assertThat(label.getRole()).isEqualTo("SOC Analyst");
            assertThat(label.getRevision()).isEqualTo(2);
            assertThat(label.getContentHash()).isEqualTo(Labelling.hash(TEXT));
            assertThat(label.getResumeOffset()).isEqualTo(second);
            assertThat(labelling.state.pendingCount()).isZero();
        }

        @Test
        void shouldKeepAPersonsAnswer() {
            long first = labelling.resume("r", "spark");
            labelling.correct("r", "spark", "SOC Analyst");
            labelling.copy("r", TEXT, first);

            LabelledRole label = outcomes.lastLabel();
            assertThat(label.getRevision()).isEqualTo(2);
            assertThat(label.getDecidedBy()).isEqualTo(Decider.HUMAN);
            assertThat(label.getRole()).isEqualTo("SOC Analyst");
            assertThat(label.getContentHash()).isEqualTo(Labelling.hash(TEXT));
            assertThat(labelling.awaiting()).isZero();
        }

        @Test
        void shouldLoseAPersonsAnswerToANewerText() {
            labelling.resume("r", "spark");
            labelling.correct("r", "spark", "SOC Analyst");
            long second = labelling.resume("r", "aws");
            labelling.vote("r", "aws", second, MODEL_ROLE);
            long third = labelling.copy("r", TEXT, second);
            labelling.vote("r", TEXT, third, MODEL_ROLE);

            assertThat(outcomes.lastLabel().getRevision()).isEqualTo(3);
            assertThat(outcomes.lastLabel().getHumanVote()).isNull();
        }

        @Test
        void shouldCloseWhatAwaitsItsVote() {
            long first = labelling.resume("r", "spark");
            labelling.restart();
            long second = labelling.copy("r", TEXT, first);
            assertThat(outcomes.lastLabel().getDegraded()).isTrue();
            assertThat(outcomes.lastLabel().getContentHash()).isEqualTo(Labelling.hash("spark"));

            labelling.vote("r", TEXT, second, MODEL_ROLE);
            labelling.vote("r", "spark", first, MODEL_ROLE);

            assertThat(outcomes.labels()).extracting(LabelledRole::getDegraded).containsExactly(true, false);
            assertThat(outcomes.lastLabel().getContentHash()).isEqualTo(Labelling.hash(TEXT));
            assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_VOTE);
        }

        @Test
        void shouldReplaceADegradedLabelThatALateVoteNoLongerCorrects() {
            long first = labelling.resume("r", "spark");
            labelling.expireAfter(DEADLINE);
            labelling.copy("r", TEXT, first);
            labelling.vote("r", "spark", first, MODEL_ROLE);
            assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_VOTE);

            labelling.expireAfter(DEADLINE);

            assertThat(outcomes.labels())
                    .extracting(LabelledRole::getContentHash)
                    .containsExactly(Labelling.hash("spark"), Labelling.hash(TEXT));
        }

        @Test
        void shouldBeLabelledAgainByTwoRunsThatBothKnewTheOriginal() {
            long first = labelling.resume("r", "spark");
            labelling.vote("r", "spark", first, MODEL_ROLE);
            long second = labelling.copy("r", TEXT, first);
            labelling.vote("r", TEXT, second, MODEL_ROLE);
            long third = labelling.copy("r", "spark\n" + TEXT, first); // both are judged by now
            labelling.vote("r", "spark\n" + TEXT, third, MODEL_ROLE);

            assertThat(outcomes.ignored()).isEmpty();
            assertThat(outcomes.labels()).extracting(LabelledRole::getRevision).containsExactly(1, 2, 3);
        }

        @Test
        void shouldBeIgnoredWhereANewerTextCame() {
            long first = labelling.resume("r", "spark");
            long second = labelling.resume("r", "aws");
            labelling.vote("r", "aws", second, MODEL_ROLE);
            outcomes.take();

            long old = labelling.copy("r", TEXT, first);
            labelling.vote("r", TEXT, old, MODEL_ROLE);
            assertThat(outcomes.take())
                    .containsExactly(new Outcome.Ignored(SUPERSEDED_RELABEL), new Outcome.Ignored(SUPERSEDED_VOTE));

            labelling.copy("r", "I ran servers", second);
            assertThat(outcomes.ignored()).isEmpty();
            assertThat(labelling.awaiting()).isEqualTo(1);
        }

        @Test
        void shouldBeIgnoredWhereANewerTextAwaitsItsVote() {
            long first = labelling.resume("r", "spark");
            labelling.resume("r", "aws");
            outcomes.take();

            labelling.copy("r", TEXT, first);

            assertThat(outcomes.take()).containsExactly(new Outcome.Ignored(SUPERSEDED_RELABEL));
        }

        @Test
        void shouldBeIgnoredWhereOnlyThePartThatWasNotJudgedChanged() {
            long first = labelling.resume("r", "spark");
            labelling.vote("r", "spark", first, MODEL_ROLE);
            labelling.resume("r", "spark"); // with another text
            long old = labelling.copy("r", "spark", first);
            labelling.vote("r", "spark", old, MODEL_ROLE);
            outcomes.take();

            labelling.copy("r", TEXT, first);

            assertThat(outcomes.take()).containsExactly(new Outcome.Ignored(SUPERSEDED_RELABEL));
        }

        @Test
        void shouldBeIgnoredWhereItIsACopyOfAnIgnoredOne() {
            long first = labelling.resume("r", "spark");
            labelling.resume("r", "aws");
            long ignored = labelling.relabelUnlessChanged("r", "spark");
            outcomes.take();

            labelling.copy("r", TEXT, first);
            labelling.copy("r", TEXT, ignored);

            assertThat(outcomes.take())
                    .containsExactly(new Outcome.Ignored(SUPERSEDED_RELABEL), new Outcome.Ignored(SUPERSEDED_RELABEL));
        }

        @Test
        void shouldNotBringAForgottenResumeBack() {
            long first = labelling.resume("r", "spark");
            labelling.vote("r", "spark", first, MODEL_ROLE);
            labelling.forget("r");
            outcomes.take();

            labelling.copy("r", TEXT, first);
            labelling.resume("r", "aws");
            labelling.copy("r", TEXT, first);

            assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_RELABEL, SUPERSEDED_RELABEL);
            assertThat(outcomes.labels()).isEmpty();
        }

        @Test
        void shouldBeIgnoredWhereTheResumeIsUnknown() {
            labelling.copy("r", TEXT, 0);

            assertThat(outcomes.take()).containsExactly(new Outcome.Ignored(SUPERSEDED_RELABEL));
        }

        @Test
        void shouldBeIgnoredWhereTheStateIsOfATopicThatWasCreatedAgain() {
            labelling.resume("other", "spark");
            long first = labelling.resume("r", "spark");
            labelling.vote("r", "spark", first, MODEL_ROLE);
            labelling.startOver();
            long unreadable = labelling.resume("another", "spark"); // as if it could not be read, and were of r
            outcomes.take();

            labelling.copy("r", TEXT, unreadable);

            assertThat(outcomes.take()).containsExactly(new Outcome.Ignored(SUPERSEDED_RELABEL));
        }
    }
}
