package io.rolestream.trainer.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.hub.BaseModels;
import io.rolestream.engine.hub.HubSettings;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.StartingPoint;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.classification.ClassWeights;
import io.rolestream.engine.training.classification.FineTuning;
import io.rolestream.engine.training.classification.FineTuningOptions;
import io.rolestream.engine.training.classification.TokenizedExample;
import io.rolestream.evaluation.scores.Scores;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the compact base is worth on made-up resumes that it was not pre-trained on, as a demo has them: a classifier
 * learns from the votes of the rules, from the base and from random parameters, by the same recipe, and is measured by
 * the roles that the resumes were made up for.
 */
@Tag("comparison")
class CompactBaseTest {
    private static final String BASE = System.getProperty("rolestream.comparison.base", "compact");
    private static final long SEED = 99;
    private static final long TRAINING = 2000;
    private static final long VALIDATION = 200;
    private static final long TEST = 1000;
    private static final Taxonomy ROLES = Taxonomy.standard();

    @Test
    void shouldLearnAFewResumesBetterThanRandomParameters() throws IOException {
        CheckpointDirectory base = CheckpointDirectory.open(BaseModels.resolve(BASE, HubSettings.fromEnvironment()));
        double pretrained = train("from the base", base, StartingPoint.of(base));
        double random = train("from random parameters", base, StartingPoint.of(base.config(), base.tokenizer()));
        assertThat(pretrained).isGreaterThan(random);
    }

    private static double train(String name, CheckpointDirectory base, StartingPoint from) throws IOException {
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, ROLES);
        Function<SampleResume, String> voted =
                resume -> rules.vote(text(resume)).role().name();
        TrainingOptions steps = new TrainingOptions(
                TrainingOptions.Batching.of(32, 1),
                TrainingOptions.Schedule.of(3, 5e-4),
                TrainingOptions.Optimizer.usual(),
                null,
                null,
                Runtime.getRuntime().availableProcessors(),
                1);
        try (TextTokenizer tokenizer = TextTokenizer.open(base.path(), TokenizerOptions.head(96))) {
            List<TokenizedExample> test = examples(tokenizer, TRAINING + VALIDATION + 1, TEST, SampleResume::trueRole);
            long start = System.nanoTime();
            try (FineTuning tuning = FineTuning.open(
                    from,
                    ROLES.names(),
                    examples(tokenizer, 1, TRAINING, voted),
                    examples(tokenizer, TRAINING + 1, VALIDATION, voted),
                    new FineTuningOptions(steps, 0, ClassWeights.none(), new EvaluationPlan(2, 0)),
                    null)) {
                tuning.run();
                double seconds = (System.nanoTime() - start) / 1e9;
                Scores scores = tuning.scores(test);
                System.out.printf(
                        Locale.ROOT,
                        "%s: accuracy %.3f, macro-F1 %.3f (majority %.3f, %.3f), %d steps, %.0f s%n",
                        name,
                        scores.accuracy(),
                        scores.macroF1(),
                        scores.majority().accuracy(),
                        scores.majority().macroF1(),
                        tuning.stepsDone(),
                        seconds);
                return scores.accuracy();
            }
        }
    }

    private static List<TokenizedExample> examples(
            TextTokenizer tokenizer, long first, long count, Function<SampleResume, String> role) {
        ResumeGenerator generator = new ResumeGenerator(SEED, GeneratorOptions.DEFAULT);
        return LongStream.range(first, first + count)
                .mapToObj(generator::resume)
                .map(resume -> TokenizedExample.of(
                        tokenizer.encode(text(resume)).first(), ROLES.indexOf(role.apply(resume)), ROLES.size()))
                .toList();
    }

    private static String text(SampleResume resume) {
        return String.valueOf(resume.skills() == null ? resume.text() : resume.skills());
    }
}
