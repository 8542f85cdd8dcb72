package io.rolestream.trainer.service;

import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.testing.Simulation;
import io.rolestream.evaluation.verdict.Check;
import io.rolestream.evaluation.verdict.CheckResult;
import io.rolestream.evaluation.verdict.CheckResult.Outcome;
import io.rolestream.evaluation.verdict.GateLimits;
import io.rolestream.evaluation.verdict.GateVerdict;
import io.rolestream.models.artifact.TrainingData;
import io.rolestream.models.artifact.TrainingSetup;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.models.testing.Published;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.trainer.gate.Gate;
import io.rolestream.trainer.recipe.Candidate;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingMonitor;
import io.rolestream.trainer.recipe.TrainingRequest;
import io.rolestream.trainer.run.TrainingProcedure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Trains in no time: a model of random weights, with whatever verdict a test wants. */
final class QuickTraining implements TrainingProcedure {
    /** What was asked for, with the hashes of its texts. */
    record Asked(TrainingRequest request, List<String> texts) {}

    /** Something that happens with a candidate before it is returned. */
    @FunctionalInterface
    interface Afterwards {
        void accept(Candidate candidate) throws IOException, InterruptedException;
    }

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    volatile boolean passes = true;
    volatile boolean compared = true;
    volatile boolean holds;
    volatile boolean impossible;
    volatile Afterwards afterwards = candidate -> {};

    @Override
    public Optional<Candidate> run(TrainingRequest request, Path work, TrainingMonitor monitor, BooleanSupplier stop)
            throws IOException, InterruptedException, TrainingImpossibleException {
        List<String> texts = new ArrayList<>();
        request.texts().forEach(text -> texts.add(text.contentHash()));
        asked.add(new Asked(request, texts));
        monitor.stage(TrainingMonitor.Stage.FINE_TUNING, texts.size());
        if (impossible) {
            throw new TrainingImpossibleException("Too few texts.");
        }
        while (holds) {
            if (stop.getAsBoolean()) {
                return Optional.empty();
            }
            Thread.sleep(20);
        }
        Path directory = work.resolve("model");
        CheckpointDirectory checkpoint = Files.exists(directory)
                ? CheckpointDirectory.open(directory)
                : TinyModel.write(directory, request.version().hashCode());
        Candidate candidate = new Candidate(
                checkpoint,
                details(request, texts.size()),
                Published.smokeTest(checkpoint),
                request.rules(),
                evaluation(),
                verdict());
        afterwards.accept(candidate);
        return Optional.of(candidate);
    }

    private static VersionDetails details(TrainingRequest request, int texts) {
        var champion = request.champion();
        return new VersionDetails(
                request.name(),
                request.version(),
                champion == null ? null : champion.version(),
                "tiny",
                new TrainingData(request.rules().version(), texts, 0, request.offsets()),
                new TrainingSetup(JsonFiles.newObject(), request.settings().seed(), "test"),
                VoteParameters.DEFAULT,
                Map.of(DisagreementRate.AGREEMENT, 0.9));
    }

    private static Evaluation evaluation() {
        Simulation simulation = new Simulation(Simulation.taxonomy(3), 1);
        return simulation.evaluate(
                simulation.set(SetName.SILVER, 30, Simulation.rightIn(0.9, 3), Simulation.rightIn(0.9, 3)));
    }

    private GateVerdict verdict() {
        return new GateVerdict(
                Gate.NAME,
                GateLimits.defaults(),
                SetName.SILVER,
                List.of(
                        new CheckResult(
                                Check.ENOUGH_ITEMS,
                                passes ? Outcome.PASS : Outcome.FAIL,
                                false,
                                passes ? "Enough." : "There are too few items."),
                        new CheckResult(
                                Check.NOT_BELOW_CHAMPION,
                                compared ? Outcome.PASS : Outcome.NOT_APPLICABLE,
                                !compared,
                                compared ? "Not worse." : "Nothing to compare on.")));
    }
}
