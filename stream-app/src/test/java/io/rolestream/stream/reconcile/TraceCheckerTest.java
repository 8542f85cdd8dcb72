package io.rolestream.stream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.LabelledRole;
import io.rolestream.schemas.resume.Relabel;
import io.rolestream.stream.reconcile.Trace.Step;
import io.rolestream.stream.reconcile.World.Arrival;
import io.rolestream.stream.reconcile.World.Expire;
import io.rolestream.stream.reconcile.World.Fate;
import io.rolestream.stream.reconcile.World.NextResume;
import io.rolestream.stream.reconcile.World.NextVote;
import io.rolestream.stream.reconcile.World.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The checker finds what it is there for: plants faults into good traces. */
class TraceCheckerTest {
    /** A label in time, one that is degraded and then corrected, and one that stays degraded. */
    private static final World GOOD = new World(
            List.of(
                    new Arrival("r", "spark", Relabel.NO, Fate.ONE_VOTE),
                    new Arrival("s", "spark", Relabel.NO, Fate.ONE_VOTE),
                    new Arrival("s", "aws", Relabel.NO, Fate.NO_VOTE)),
            List.of(
                    new NextResume(),
                    new NextVote(),
                    new NextResume(),
                    new Wait(30_000),
                    new Expire(1),
                    new NextVote(),
                    new NextResume()));

    @Example
    void shouldFindNothingInAGoodTrace() {
        Trace trace = GOOD.run(World.WITHOUT_EXPIRY);

        assertThat(problems(trace)).isEmpty();
        assertThat(labels(trace)).isEqualTo(4);
    }

    @Example
    void shouldFindALoss() {
        Trace trace = GOOD.run(World.WITHOUT_EXPIRY);
        for (int i = 0; i < labels(trace); i++) {
            assertThat(problems(without(trace, i))).isNotEmpty();
        }
    }

    @Example
    void shouldFindADuplicate() {
        Trace trace = GOOD.run(World.WITHOUT_EXPIRY);
        for (int i = 0; i < labels(trace); i++) {
            assertThat(problems(twice(trace, i))).isNotEmpty();
        }
    }

    @Example
    void shouldFindADuplicateWithARevisionOfItsOwn() {
        Trace trace = GOOD.run(World.WITHOUT_EXPIRY);
        Trace doubled = edit(
                trace,
                3,
                label -> List.of(
                        label,
                        LabelledRole.newBuilder(label)
                                .setRevision(label.getRevision() + 1)
                                .build()));

        assertThat(problems(doubled))
                .anyMatch(problem ->
                        problem.contains("a second decision") || problem.contains("a correction without a model vote"));
    }

    @Example
    void shouldFindAnotherContentsVote() {
        Trace changed = edit(
                GOOD.run(World.WITHOUT_EXPIRY),
                0,
                label -> List.of(LabelledRole.newBuilder(label)
                        .setContentHash(World.hash("aws"))
                        .build()));

        assertThat(problems(changed)).anyMatch(problem -> problem.contains("a model vote that is not on this text"));
    }

    @Example
    void shouldFindADecisionThatTheVotesDoNotGive() {
        Trace changed = edit(
                GOOD.run(World.WITHOUT_EXPIRY),
                0,
                label -> List.of(LabelledRole.newBuilder(label).setRole("C").build()));

        assertThat(problems(changed)).anyMatch(problem -> problem.contains("a decision that its votes do not give"));
    }

    @Example
    void shouldFindARelabellingOfASupersededContent() {
        assertThat(problems(sentAgain(GOOD.run(World.WITHOUT_EXPIRY), OptionalLong.empty())))
                .isNotEmpty();
        assertThat(problems(sentAgain(GOOD.run(World.WITHOUT_EXPIRY), OptionalLong.of(0))))
                .isNotEmpty();
    }

    @Example
    void shouldFindNothingInARelabellingOfTheNewestRecord() {
        assertThat(problems(sentAgain(GOOD.run(World.WITHOUT_EXPIRY), OptionalLong.of(1))))
                .isEmpty();
    }

    @Example
    void shouldFindAVoteThatIsPutByThoughItsRecordWasSeen() {
        Trace trace = GOOD.run(World.WITHOUT_EXPIRY);
        List<Step> steps = new ArrayList<>(trace.steps());
        Step voted = steps.stream()
                .filter(step -> step.input() instanceof Trace.Vote)
                .findFirst()
                .orElseThrow();
        steps.add(new Step(voted.input(), steps.get(steps.size() - 1).at(), false, List.of()));

        assertThat(problems(new Trace(steps)))
                .anyMatch(problem -> problem.contains("a vote on a record that was seen was put by"));
    }

    @Property(tries = 1_000)
    void shouldFindALossInAnyWorld(@ForAll("worlds") World world, @ForAll @IntRange(max = 100) int which) {
        Trace trace = world.run(World.WITHOUT_EXPIRY);
        Assume.that(labels(trace) > 0);

        assertThat(problems(without(trace, which % labels(trace)))).isNotEmpty();
    }

    @Property(tries = 1_000)
    void shouldFindADuplicateInAnyWorld(@ForAll("worlds") World world, @ForAll @IntRange(max = 100) int which) {
        Trace trace = world.run(World.WITHOUT_EXPIRY);
        Assume.that(labels(trace) > 0);

        assertThat(problems(twice(trace, which % labels(trace)))).isNotEmpty();
    }

    @Provide
    Arbitrary<World> worlds() {
        return World.worlds();
    }

    /** The last record is one that was sent again, a copy of another. */
    private static Trace sentAgain(Trace trace, OptionalLong original) {
        return new Trace(trace.steps().stream()
                .map(step -> step.input() instanceof Trace.Resume resume && resume.offset() == 2
                        ? new Step(
                                new Trace.Resume(
                                        resume.resumeId(),
                                        resume.hash(),
                                        resume.offset(),
                                        Relabel.UNLESS_CHANGED,
                                        original),
                                step.at(),
                                step.refused(),
                                step.outcomes())
                        : step)
                .toList());
    }

    private static List<String> problems(Trace trace) {
        return TraceChecker.problems(trace, World.WITHOUT_EXPIRY);
    }

    private static int labels(Trace trace) {
        return (int) trace.steps().stream()
                .flatMap(step -> step.outcomes().stream())
                .filter(Outcome.Label.class::isInstance)
                .count();
    }

    private static Trace without(Trace trace, int which) {
        return edit(trace, which, label -> List.of());
    }

    private static Trace twice(Trace trace, int which) {
        return edit(trace, which, label -> List.of(label, label));
    }

    /** Replaces the label with a number, from 0, by others. */
    private static Trace edit(Trace trace, int which, Function<LabelledRole, List<LabelledRole>> change) {
        List<Step> steps = new ArrayList<>();
        int number = 0;
        for (Step step : trace.steps()) {
            List<Outcome> outcomes = new ArrayList<>();
            for (Outcome outcome : step.outcomes()) {
                if (outcome instanceof Outcome.Label label && number++ == which) {
                    change.apply(label.value()).forEach(each -> outcomes.add(new Outcome.Label(each)));
                } else {
                    outcomes.add(outcome);
                }
            }
            steps.add(new Step(step.input(), step.at(), step.refused(), outcomes));
        }
        return new Trace(steps);
    }
}
