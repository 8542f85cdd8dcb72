package io.rolestream.trainer.alignment;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.alignment.AlignmentMetrics;
import io.rolestream.engine.training.alignment.AlignmentTask;
import io.rolestream.engine.training.alignment.BestOfSeveral;
import io.rolestream.engine.training.alignment.LivePolicy;
import io.rolestream.engine.training.alignment.SampledAnswer;
import io.rolestream.engine.training.alignment.dpo.AnswerComparison;
import io.rolestream.engine.training.alignment.dpo.DpoSettings;
import io.rolestream.engine.training.alignment.dpo.DpoTraining;
import io.rolestream.engine.training.alignment.ppo.PpoSettings;
import io.rolestream.engine.training.alignment.ppo.PpoTraining;
import io.rolestream.engine.training.alignment.rloo.RlooSettings;
import io.rolestream.engine.training.alignment.rloo.RlooTraining;
import io.rolestream.engine.training.generation.AnswerTraining;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import io.rolestream.engine.training.generation.DecoderTraining;
import io.rolestream.engine.training.generation.DecoderTraining.Start;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens the training of each method. What validation prompts are answered with is measured, but not learnt. */
final class AlignmentTrainings {
    private static final double CLIP = 0.2;
    private static final long LEARNT = 3;
    private static final long HELD_OUT = 4;
    private static final long ROUND = 10;

    private final AlignmentSettings settings;
    private final AlignmentModels models;
    private final AnswerDrawing drawing;
    private final AlignmentLog log;
    private final Consumer<String> rollouts;

    /** @param rollouts receives lines of JSON, from which PPO's steps can be recomputed */
    AlignmentTrainings(
            AlignmentSettings settings,
            AlignmentModels models,
            AnswerDrawing drawing,
            AlignmentLog log,
            Consumer<String> rollouts) {
        this.settings = settings;
        this.models = models;
        this.drawing = drawing;
        this.log = log;
        this.rollouts = rollouts;
    }

    /**
     * @param from what is trained: the generator, or the result of the round before
     * @param round from 1
     * @param state the file to resume from, or null to begin
     * @param scratch a directory that exists, for the model while it is measured
     * @throws IllegalArgumentException if the drawn answers teach nothing
     */
    DecoderTraining open(CheckpointDirectory from, int round, @Nullable Path state, Path scratch) throws IOException {
        return switch (settings.method()) {
            case BEST_OF_N, DPO -> fromDrawn(from, round, state, scratch);
            case RLOO -> rloo(state, scratch);
            case PPO -> ppo(state, scratch);
        };
    }

    private DecoderTraining fromDrawn(CheckpointDirectory from, int round, @Nullable Path state, Path scratch)
            throws IOException {
        long seeds = ROUND * (round - 1);
        AnswerSummary learnt = drawing.several(from, models.prompts().training(), LEARNT + seeds);
        log.add(learnt.toJson(round == 1 ? "drawn" : "drawn in round " + round));
        AnswerSummary heldOut = drawing.several(from, models.prompts().validation(), HELD_OUT + seeds);
        DecoderTraining.Judge judge = models.judge() == null
                ? null
                : LivePolicy.open(
                                from,
                                models.generator(),
                                settings.sampling(),
                                settings.precision(),
                                settings.training(),
                                scratch)
                        .judge(task(round), settings.training().seed());
        try {
            return settings.method() == AlignmentMethod.DPO
                    ? dpo(from, learnt, heldOut, judge, state)
                    : bestOfSeveral(from, learnt, heldOut, judge, state);
        } catch (IOException | RuntimeException | Error e) {
            if (judge != null) {
                judge.close();
            }
            throw e;
        }
    }

    private AnswerTraining bestOfSeveral(
            CheckpointDirectory from,
            AnswerSummary drawn,
            AnswerSummary heldOut,
            DecoderTraining.@Nullable Judge judge,
            @Nullable Path state)
            throws IOException {
        List<AnsweredPrompt> learnt = best(drawn);
        if (learnt.isEmpty()) {
            throw new IllegalArgumentException("no answer that was drawn has an end within "
                    + settings.sampling().maxTokens() + " tokens; raise --max-new-tokens");
        }
        return AnswerTraining.open(
                from,
                settings.adapters(),
                learnt,
                best(heldOut),
                settings.training(),
                settings.evaluation(),
                judge,
                state);
    }

    /** The best answers that have an end; others would teach the model not to end. */
    private List<AnsweredPrompt> best(AnswerSummary drawn) {
        return BestOfSeveral.best(drawn.answers(), drawn.rewards(), settings.samples()).stream()
                .filter(SampledAnswer::ended)
                .map(SampledAnswer::text)
                .toList();
    }

    private DpoTraining dpo(
            CheckpointDirectory from,
            AnswerSummary drawn,
            AnswerSummary heldOut,
            DecoderTraining.@Nullable Judge judge,
            @Nullable Path state)
            throws IOException {
        List<AnswerComparison> learnt = compared(drawn);
        if (learnt.isEmpty()) {
            throw new IllegalArgumentException("all answers to a resume have the same score, so that nothing can be"
                    + " compared; raise --samples or --max-new-tokens");
        }
        return DpoTraining.open(
                new Start(from, settings.adapters()),
                models.generator(),
                new DpoTraining.Comparisons(learnt, compared(heldOut)),
                new DpoSettings(settings.beta(), DpoSettings.usual().supervised()),
                settings.training(),
                settings.evaluation(),
                judge,
                state);
    }

    private List<AnswerComparison> compared(AnswerSummary drawn) {
        return AnswerComparison.bestWithWorst(drawn.answers(), drawn.rewards(), settings.samples());
    }

    private RlooTraining rloo(@Nullable Path state, Path scratch) throws IOException {
        return RlooTraining.open(
                new Start(models.generator(), settings.adapters()),
                models.generator(),
                task(1),
                new RlooSettings(settings.samples(), settings.beta(), CLIP, settings.sampling()),
                settings.training(),
                settings.evaluation(),
                scratch,
                (AlignmentMetrics metrics) -> log.add(metrics.toJson()),
                state);
    }

    private PpoTraining ppo(@Nullable Path state, Path scratch) throws IOException {
        TrainingOptions usual = settings.training();
        TrainingOptions options = new TrainingOptions(
                usual.batching(),
                new TrainingOptions.Schedule(
                        usual.schedule().epochs(), usual.schedule().learningRate(), 0),
                PpoSettings.optimizer(),
                usual.dropout(),
                usual.precision(),
                usual.threads(),
                usual.seed());
        return PpoTraining.open(
                new Start(models.generator(), settings.adapters()),
                models.generator(),
                task(1),
                PpoSettings.usual(settings.samples(), settings.coefficient(), settings.sampling()),
                options,
                settings.evaluation(),
                scratch,
                new PpoTraining.Listeners(update -> log.add(update.toJson()), rollouts),
                state);
    }

    private AlignmentTask task(int round) {
        PairReward judge = models.judge();
        return new AlignmentTask(
                models.prompts().training(),
                models.reward(),
                models.prompts().validation(),
                judge == null ? models.reward() : judge,
                evaluation -> log.evaluation(round, evaluation),
                models.fingerprints());
    }
}
