package io.rolestream.stream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.LabelledRole;
import java.util.List;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** What holds in whatever order resumes, votes, answers, deadlines and restarts come. */
class ReconcilerPropertyTest {
    @Property(tries = 3_000)
    void shouldKeepItsPromisesInEveryWorld(@ForAll("worlds") World world) {
        Trace trace = world.run(World.SETTINGS);

        assertThat(TraceChecker.problems(trace, World.SETTINGS)).isEmpty();
        covers("a degraded label", trace, LabelledRole::getDegraded);
        covers("a late vote", trace, label -> label.getModelVote() != null && label.getRevision() > 1);
        covers(
                "an abstaining vote",
                trace,
                label -> label.getModelVote() != null && label.getModelVote().getRole() == null);
        covers("a person's answer", trace, label -> label.getHumanVote() != null);
        Statistics.label("another part of the same resume")
                .collect(trace.steps().stream().anyMatch(ReconcilerPropertyTest::isOfAnotherPart))
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
    }

    /** A copy of the newest record that has another content. */
    private static boolean isOfAnotherPart(Trace.Step step) {
        return step.input() instanceof Trace.Resume resume
                && resume.original().isPresent()
                && step.outcomes().stream().anyMatch(Outcome.Example.class::isInstance);
    }

    @Property(tries = 2_000)
    void shouldDecideAlikeWhicheverVotesItObservesAndLoseNone(@ForAll("worlds") World world) {
        Trace without = world.run(World.WITHOUT_EXPIRY);
        Trace observing = world.run(World.OBSERVING);

        assertThat(decisions(observing)).isEqualTo(decisions(without));
        assertThat(ObservedVotesChecker.problems(observing)).isEmpty();
        covers("a vote with its label", observing, label -> hasObserved(label) && !label.getRepeatsDecision());
        covers("a vote after its label", observing, label -> label.getRepeatsDecision());
    }

    private static boolean hasObserved(LabelledRole label) {
        return !label.getObservedVotes().isEmpty();
    }

    /** Labels without what observed votes add to them. */
    private static List<LabelledRole> decisions(Trace trace) {
        return trace.steps().stream()
                .flatMap(step -> step.outcomes().stream())
                .filter(Outcome.Label.class::isInstance)
                .map(outcome -> ((Outcome.Label) outcome).value())
                .filter(label -> !label.getRepeatsDecision())
                .map(label -> LabelledRole.newBuilder(label)
                        .setRevision(0)
                        .setObservedVotes(List.of())
                        .setObservedBefore(0)
                        .build())
                .toList();
    }

    /** Sees to it that a good share of the worlds has a label of a kind. */
    private static void covers(String kind, Trace trace, Predicate<LabelledRole> isOfKind) {
        boolean found = trace.steps().stream()
                .flatMap(step -> step.outcomes().stream())
                .anyMatch(outcome -> outcome instanceof Outcome.Label label && isOfKind.test(label.value()));
        Statistics.label(kind)
                .collect(found)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
    }

    @Provide
    Arbitrary<World> worlds() {
        return World.worlds();
    }
}
