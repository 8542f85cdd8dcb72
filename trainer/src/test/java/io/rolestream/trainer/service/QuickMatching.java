package io.rolestream.trainer.service;

import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.models.task.VersionTask;
import io.rolestream.trainer.matching.MatchCandidate;
import io.rolestream.trainer.matching.MatchRequest;
import io.rolestream.trainer.matching.MatchTraining;
import io.rolestream.trainer.matching.MatchVerdict;
import io.rolestream.trainer.matching.service.MatchProcedure;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingMonitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Trains as the trainer does, and lets a model pass that has learnt too little for the gate. */
final class QuickMatching implements MatchProcedure {
    /** What was asked for. */
    record Asked(MatchRequest request, VersionTask task) {}

    /** Something that happens with a candidate before it is returned. */
    @FunctionalInterface
    interface Afterwards {
        void accept(MatchCandidate candidate) throws IOException, InterruptedException;
    }

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    volatile boolean passes = true;
    volatile boolean holds;
    volatile Afterwards afterwards = candidate -> {};

    @Override
    public Optional<MatchCandidate> run(
            MatchRequest request, VersionTask task, Path work, TrainingMonitor monitor, BooleanSupplier stop)
            throws IOException, InterruptedException, TrainingImpossibleException {
        asked.add(new Asked(request, task));
        while (holds) {
            if (stop.getAsBoolean()) {
                return Optional.empty();
            }
            Thread.sleep(20);
        }
        Optional<MatchCandidate> made = MatchTraining.run(request, task, work, monitor, stop);
        if (made.isPresent() && passes) {
            made = made.map(QuickMatching::passed);
        }
        if (made.isPresent()) {
            afterwards.accept(made.get());
        }
        return made;
    }

    private static MatchCandidate passed(MatchCandidate made) {
        MatchVerdict verdict = made.verdict();
        return new MatchCandidate(
                made.checkpoint(),
                made.details(),
                made.smokeTest(),
                new MatchVerdict(
                        verdict.forward(),
                        verdict.backward(),
                        verdict.rivals(),
                        VerdictKind.PASSED,
                        List.of(),
                        verdict.reward()));
    }

    /** The versions that were asked for, of one task. */
    List<String> versions(VersionTask task) {
        return asked.stream()
                .filter(one -> one.task() == task)
                .map(one -> one.request().version())
                .toList();
    }
}
