package io.rolestream.stream.reconcile;

import static io.rolestream.stream.reconcile.Labelling.DEADLINE;
import static io.rolestream.stream.reconcile.Labelling.MODEL_ROLE;
import static io.rolestream.stream.reconcile.Labelling.MOMENT;
import static io.rolestream.stream.reconcile.Labelling.OBSERVED_RETENTION;
import static io.rolestream.stream.reconcile.Labelling.RULES_ROLE;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.EXPIRED_VOTE;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.FOREIGN_VOTE;
import static io.rolestream.stream.reconcile.Outcomes.IgnoredBecause.SUPERSEDED_VOTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.Decider;
import io.rolestream.events.Evidence;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.schemas.testing.Votes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Votes of labellers that are observed: recorded with labels, never awaited, without a say. */
class ObservedVotesTest {
    private static final String NLI = "nli";
    private static final String PROMPTED = "prompted";
    private static final String ROLE = "Agile Analyst";

    private final Labelling labelling = Labelling.observing(Votes.MODEL, NLI, PROMPTED);
    private final Outcome.Recorder outcomes = labelling.outcomes;

    @Test
    void shouldGoWithTheLabelThatTheyPrecede() {
        long offset = labelling.resume("r", "spark");
        labelling.vote("r", "spark", offset, by(NLI, ROLE));
        assertThat(outcomes.labels()).isEmpty();

        labelling.vote("r", "spark", offset, MODEL_ROLE);

        assertThat(outcomes.labels()).singleElement().satisfies(label -> {
            assertThat(label.getRole()).isEqualTo(MODEL_ROLE);
            assertThat(roles(label)).containsExactly(NLI + " " + ROLE);
            assertThat(label.getRepeatsDecision()).isFalse();
        });
    }

    @Test
    void shouldGoWithTheLabelOfTheResumeThatTheyPrecede() {
        labelling.vote("r", "spark", labelling.nextOffset(), by(NLI, ROLE));
        labelling.vote("r", "spark", labelling.nextOffset(), by(PROMPTED, null));
        labelling.vote("r", "spark", labelling.nextOffset(), MODEL_ROLE);
        labelling.resume("r", "spark");

        assertThat(outcomes.labels()).singleElement().satisfies(label -> {
            assertThat(label.getRole()).isEqualTo(MODEL_ROLE);
            assertThat(roles(label)).containsExactly(NLI + " " + ROLE, PROMPTED + " null");
        });
    }

    @Test
    void shouldReviseTheLabelTheyFollowWithoutChangingItsDecision() {
        long offset = labelled("r", "spark");
        LabelledRole first = outcomes.lastLabel();
        labelling.pass(Duration.ofMinutes(5));

        labelling.vote("r", "spark", offset, by(NLI, ROLE));
        labelling.vote("r", "spark", offset, by(PROMPTED, ROLE));

        assertThat(outcomes.labels()).extracting(LabelledRole::getRevision).containsExactly(1, 2, 3);
        assertThat(outcomes.lastLabel())
                .isEqualTo(LabelledRole.newBuilder(first)
                        .setRevision(3)
                        .setRepeatsDecision(true)
                        .setObservedVotes(List.of(by(NLI, ROLE), by(PROMPTED, ROLE)))
                        .setObservedBefore(1)
                        .build());
    }

    @Test
    void shouldNotBeAwaited() {
        Labelling rulesOnly = Labelling.observing(null, NLI);
        long offset = rulesOnly.resume("r", "spark");
        assertThat(rulesOnly.outcomes.labels()).hasSize(1);
        assertThat(rulesOnly.awaiting()).isZero();

        rulesOnly.vote("r", "spark", offset, by(NLI, ROLE));

        assertThat(rulesOnly.outcomes.lastLabel().getRole()).isEqualTo(RULES_ROLE);
        assertThat(roles(rulesOnly.outcomes.lastLabel())).containsExactly(NLI + " " + ROLE);
    }

    @Test
    void shouldNotHoldLabelsUpWhereTheirLabellerIsDead() {
        labelling.resume("r", "spark");
        labelling.expireAfter(DEADLINE);

        assertThat(outcomes.lastLabel().getDegraded()).isTrue();
        assertThat(outcomes.lastLabel().getObservedVotes()).isEmpty();
    }

    @Test
    void shouldCountOnceForEachLabel() {
        long offset = labelled("r", "spark");
        labelling.vote("r", "spark", offset, by(NLI, ROLE));
        outcomes.take();

        labelling.vote("r", "spark", offset, by(NLI, "Other"));
        long repeated = labelling.resume("r", "spark");
        labelling.vote("r", "spark", repeated, by(NLI, "Other"));

        assertThat(outcomes.labels()).isEmpty();
        assertThat(outcomes.ignored()).contains(SUPERSEDED_VOTE, SUPERSEDED_VOTE);
    }

    @Test
    void shouldTakeTheLastOfALabellerWhileTheLabelIsAwaited() {
        long offset = labelling.resume("r", "spark");
        labelling.vote("r", "spark", offset, by(NLI, "Other"));
        labelling.vote("r", "spark", offset, by(NLI, ROLE));
        labelling.vote("r", "spark", offset, MODEL_ROLE);

        assertThat(roles(outcomes.lastLabel())).containsExactly(NLI + " " + ROLE);
    }

    @Test
    void shouldNotBeRecordedWithANewerContent() {
        long old = labelled("r", "spark");
        labelled("r", "aws");
        outcomes.take();

        labelling.vote("r", "spark", old, by(NLI, ROLE));

        assertThat(outcomes.labels()).isEmpty();
        assertThat(outcomes.ignored()).containsExactly(SUPERSEDED_VOTE);
    }

    @Test
    void shouldNotBeRecordedLongAfterTheLabel() {
        long offset = labelled("r", "spark");
        outcomes.take();
        labelling.pass(OBSERVED_RETENTION.plus(MOMENT));

        labelling.vote("r", "spark", offset, by(NLI, ROLE));

        assertThat(outcomes.labels()).isEmpty();
        assertThat(outcomes.ignored()).containsExactly(EXPIRED_VOTE);
    }

    @Test
    void shouldBeCarriedOverToTheCorrectionOfADegradedLabel() {
        Labelling one = Labelling.observing(Votes.MODEL, NLI);
        long offset = one.resume("r", "spark");
        one.vote("r", "spark", offset, by(NLI, ROLE));
        one.expireAfter(DEADLINE);
        assertThat(one.outcomes.lastLabel().getDegraded()).isTrue();
        assertThat(one.outcomes.lastLabel().getObservedBefore()).isZero();

        one.vote("r", "spark", offset, MODEL_ROLE);

        assertThat(one.outcomes.lastLabel().getDecidedBy()).isEqualTo(Decider.MODEL);
        assertThat(one.outcomes.lastLabel().getRepeatsDecision()).isFalse();
        assertThat(one.outcomes.lastLabel().getObservedBefore()).isOne(); // so that it is not counted twice
        assertThat(roles(one.outcomes.lastLabel())).containsExactly(NLI + " " + ROLE);
    }

    @Test
    void shouldBeRecordedWithAPersonsAnswer() {
        long offset = labelled("r", "spark");
        labelling.correct("r", "spark", ROLE);

        labelling.vote("r", "spark", offset, by(NLI, ROLE));

        assertThat(outcomes.lastLabel().getDecidedBy()).isEqualTo(Decider.HUMAN);
        assertThat(roles(outcomes.lastLabel())).containsExactly(NLI + " " + ROLE);
    }

    @Test
    void shouldStartAnewWithARelabelling() {
        long offset = labelled("r", "spark");
        labelling.vote("r", "spark", offset, by(NLI, "Other"));
        long again = labelling.relabel("r", "spark");
        labelling.vote("r", "spark", again, by(NLI, ROLE));
        labelling.vote("r", "spark", again, MODEL_ROLE);

        assertThat(roles(outcomes.lastLabel())).containsExactly(NLI + " " + ROLE);
    }

    @Test
    void shouldSurviveARestart() {
        long offset = labelling.resume("r", "spark");
        labelling.vote("r", "spark", offset, by(NLI, ROLE));
        labelling.restart();
        labelling.vote("r", "spark", offset, MODEL_ROLE);
        labelling.restart();
        labelling.vote("r", "spark", offset, by(PROMPTED, ROLE));

        assertThat(roles(outcomes.lastLabel())).containsExactly(NLI + " " + ROLE, PROMPTED + " " + ROLE);
    }

    @Test
    void shouldBeForgottenWithTheResume() {
        long offset = labelled("r", "spark");
        labelling.vote("r", "spark", labelling.nextOffset(), by(NLI, ROLE));
        labelling.forget("r");
        outcomes.take();
        labelling.vote("r", "spark", offset, by(NLI, ROLE));

        assertThat(outcomes.labels()).isEmpty();
        assertThat(labelling.state.current("r")).isNull();
    }

    @Test
    void shouldLeaveNothingInTheStateOnceAllAreThere() {
        long offset = labelled("r", "spark");
        assertThat(Objects.requireNonNull(labelling.state.current("r")).getObservedLabel())
                .isNotNull();
        labelling.vote("r", "spark", offset, by(NLI, ROLE));
        labelling.vote("r", "spark", offset, by(PROMPTED, ROLE));

        assertThat(Objects.requireNonNull(labelling.state.current("r")).getObservedLabel())
                .isNull();
        assertThat(labelling.state.pendingCount()).isZero();
    }

    @Test
    void shouldNotBeRecordedWhereThereWasNoModelToVote() {
        long offset = labelled("r", "spark");
        outcomes.take();
        Vote empty = Vote.newBuilder(by(NLI, null))
                .setLabellerVersion("")
                .setReason("no-model")
                .build();
        labelling.vote("r", "spark", offset, empty);

        assertThat(outcomes.labels()).isEmpty();
        assertThat(outcomes.ignored()).containsExactly(FOREIGN_VOTE);
    }

    @Test
    void shouldBeCutToTheirBest() {
        long offset = labelling.resume("r", "spark");
        List<RoleScore> scores = IntStream.range(0, 500)
                .mapToObj(i -> Votes.score("role " + i, -i))
                .toList();
        List<Evidence> evidence = new ArrayList<>();
        IntStream.range(0, 30).forEach(i -> evidence.add(new Evidence("k".repeat(i == 2 ? 5_000 : 1), 0, 1)));
        labelling.vote(
                "r",
                "spark",
                offset,
                Vote.newBuilder(by(NLI, ROLE))
                        .setScores(scores)
                        .setEvidence(evidence)
                        .build());
        labelling.vote("r", "spark", offset, MODEL_ROLE);

        assertThat(outcomes.lastLabel().getObservedVotes()).singleElement().satisfies(vote -> {
            assertThat(vote.getScores()).isEqualTo(scores.subList(0, Observing.MAX_SCORES));
            assertThat(vote.getEvidence()).isEqualTo(evidence.subList(0, 2));
        });
    }

    @Test
    void shouldBeKeptForEachLabellerHoweverManyAreEarly() {
        for (int i = 0; i < 200; i++) {
            labelling.vote("r", "text " + i, labelling.nextOffset() + i, by(NLI, ROLE));
        }
        labelling.vote("r", "text 180", labelling.nextOffset() + 180, MODEL_ROLE);
        for (int i = 0; i <= 180; i++) {
            labelling.resume("r", "text " + i);
        }

        assertThat(outcomes.lastLabel().getModelVote()).isNotNull();
        assertThat(roles(outcomes.lastLabel())).containsExactly(NLI + " " + ROLE);
    }

    @Test
    void shouldRefuseALabellerTwice() {
        assertThatThrownBy(() -> new Observing(List.of(NLI, NLI), Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("different");
    }

    /** Takes a resume in and labels it; returns its offset. */
    private long labelled(String resumeId, String text) {
        long offset = labelling.resume(resumeId, text);
        labelling.vote(resumeId, text, offset, MODEL_ROLE);
        return offset;
    }

    private static Vote by(String labeller, @Nullable String role) {
        return Vote.newBuilder(Votes.model(role, role == null ? 0f : 0.5f))
                .setLabeller(labeller)
                .build();
    }

    private static List<String> roles(LabelledRole label) {
        return label.getObservedVotes().stream()
                .map(vote -> vote.getLabeller() + " " + vote.getRole())
                .toList();
    }
}
