package io.rolestream.trainer.alignment;

import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.alignment.AlignmentMetrics;
import io.rolestream.engine.training.alignment.AlignmentTask;
import io.rolestream.engine.training.alignment.BestOfSeveral;
import io.rolestream.engine.training.alignment.SampledAnswer;
import io.rolestream.engine.training.alignment.dpo.AnswerComparison;
import io.rolestream.engine.training.alignment.dpo.DpoSettings;
import io.rolestream.engine.training.alignment.dpo.DpoTraining;
import io.rolestream.engine.training.alignment.ppo.KlCoefficient;
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
import org.jspecify.annotations.Nullable;

/** Opens the training of each method. What validation prompts are answered with is measured, but not learnt. */
final class AlignmentTrainings {
    private static final double CLIP = 0.2;
    private static final long LEARNT = 3;
    private static final long HELD_OUT = 4;

    private final AlignmentSettings settings;
    private final AlignmentModels models;
    private final AnswerDrawing drawing;
    private final AlignmentLines lines;

    /** @param lines receive what was drawn */
    AlignmentTrainings(AlignmentSettings settings, AlignmentModels models, AnswerDrawing drawing, AlignmentLines lines) {
        this.settings = settings;
        this.models = models;
        this.drawing = drawing;
        this.lines = lines;
    }

    /**
     * @param state the file to resume from, or null to begin
     * @param scratch a directory that exists, for RLOO and PPO
     * @throws IllegalArgumentException if the drawn answers teach nothing
     */
    DecoderTraining open(@Nullable Path state, Path scratch) throws IOException {
        return switch (settings.method()) {
            case BEST_OF_N -> bestOfSeveral(state);
            case DPO -> dpo(state);
            case RLOO -> rloo(state, scratch);
            case PPO -> ppo(state, scratch);
        };
    }

    private AnswerTraining bestOfSeveral(@Nullable Path state) throws IOException {
        List<AnsweredPrompt> learnt = best(learnt());
        if (learnt.isEmpty()) {
            throw new IllegalArgumentException("no answer that was drawn has an end within "
                    + settings.sampling().maxTokens() + " tokens; raise --max-new-tokens");
        }
        return AnswerTraining.open(
                models.generator(),
                settings.adapters(),
                learnt,
                best(heldOut()),
                settings.training(),
                settings.evaluation(),
                state);
    }

    /** The best answers that have an end; others would teach the model to go on. */
    private List<AnsweredPrompt> best(AnswerSummary drawn) {
        return BestOfSeveral.best(drawn.answers(), drawn.rewards(), settings.samples()).stream()
                .filter(SampledAnswer::ended)
                .map(SampledAnswer::text)
                .toList();
    }

    private DpoTraining dpo(@Nullable Path state) throws IOException {
        List<AnswerComparison> learnt = compared(learnt());
        if (learnt.isEmpty()) {
            throw new IllegalArgumentException("all answers to a resume have the same score, so that nothing can be"
                    + " compared; raise --samples or --max-new-tokens");
        }
        return DpoTraining.open(
                new Start(models.generator(), settings.adapters()),
                models.generator(),
                new DpoTraining.Comparisons(learnt, compared(heldOut())),
                new DpoSettings(settings.beta(), DpoSettings.usual().supervised()),
                settings.training(),
                settings.evaluation(),
                state);
    }

    private List<AnswerComparison> compared(AnswerSummary drawn) {
        return AnswerComparison.bestWithWorst(drawn.answers(), drawn.rewards(), settings.samples());
    }

    private AnswerSummary learnt() throws IOException {
        AnswerSummary drawn = drawing.several(models.prompts().training(), LEARNT);
        lines.metrics().accept(drawn.toJson("drawn"));
        return drawn;
    }

    private AnswerSummary heldOut() throws IOException {
        return drawing.several(models.prompts().validation(), HELD_OUT);
    }

    private RlooTraining rloo(@Nullable Path state, Path scratch) throws IOException {
        return RlooTraining.open(
                new Start(models.generator(), settings.adapters()),
                models.generator(),
                task(),
                new RlooSettings(settings.samples(), settings.beta(), CLIP, settings.sampling()),
                settings.training(),
                settings.evaluation(),
                scratch,
                (AlignmentMetrics metrics) -> lines.metrics().accept(metrics.toJson()),
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
                task(),
                PpoSettings.usual(settings.samples(), new KlCoefficient.Fixed(settings.beta()), settings.sampling()),
                options,
                settings.evaluation(),
                scratch,
                new PpoTraining.Listeners(update -> lines.metrics().accept(update.toJson()), lines.rollouts()),
                state);
    }

    private AlignmentTask task() {
        PairReward judge = models.judge();
        return new AlignmentTask(
                models.prompts().training(),
                models.reward(),
                models.prompts().validation(),
                judge == null ? models.reward() : judge,
                models.fingerprints());
    }
}
