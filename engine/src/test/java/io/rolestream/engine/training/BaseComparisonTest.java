package io.rolestream.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.hub.BaseModels;
import io.rolestream.engine.hub.HubSettings;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import io.rolestream.engine.training.classification.ClassWeights;
import io.rolestream.engine.training.classification.FineTuning;
import io.rolestream.engine.training.classification.FineTuningOptions;
import io.rolestream.engine.training.classification.TokenizedExample;
import io.rolestream.evaluation.scores.Scores;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RuleVote;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What pre-training is worth on real skill lists: the same recipe from a base and from random parameters, measured on
 * the development data. The README of the compact base has its figures. System properties that begin with
 * {@code rolestream.comparison.} choose another base and recipe.
 */
@Tag("comparison")
class BaseComparisonTest {
    private static final String BASE = System.getProperty("rolestream.comparison.base", "compact");
    private static final int SEEDS = Integer.getInteger("rolestream.comparison.seeds", 2);
    private static final int EPOCHS = Integer.getInteger("rolestream.comparison.epochs", 8);
    private static final int ROWS = Integer.getInteger("rolestream.comparison.rows", 2000);
    private static final int ANSWERS = Integer.getInteger("rolestream.comparison.answers", 1500);
    private static final double RATE = Double.parseDouble(System.getProperty("rolestream.comparison.rate", "5e-4"));
    private static final int MAX_TOKENS = 96;
    private static final int VALIDATION_EVERY = 10;
    private static final double LEAST_ACCURACY = 0.45;

    /** Half of what was measured with answers; two standard errors of an accuracy on the 1,700 rows. */
    private static final double LEAST_GAIN = 0.022;

    @Test
    void shouldBeatRandomParametersWithAnswers() throws IOException {
        List<DevelopmentData.Labelled> answers = DevelopmentData.answers();
        compare("answers", answers.subList(0, Math.min(ANSWERS, answers.size())), EPOCHS);
    }

    @Test
    void shouldBeatRandomParametersWithTheVotesOfTheRules() throws IOException {
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, DevelopmentData.ROLES);
        List<DevelopmentData.Labelled> votes = new ArrayList<>();
        for (String skills : DevelopmentData.stream()) {
            RuleVote vote = rules.vote(skills);
            votes.add(new DevelopmentData.Labelled(
                    skills, DevelopmentData.ROLES.indexOf(vote.role().name())));
        }
        compare("rule votes", votes.subList(0, Math.min(ROWS, votes.size())), Math.max(1, EPOCHS / 2));
    }

    private static void compare(String name, List<DevelopmentData.Labelled> rows, int epochs) throws IOException {
        CheckpointDirectory base = CheckpointDirectory.open(BaseModels.resolve(BASE, HubSettings.fromEnvironment()));
        List<DevelopmentData.Labelled> dev = DevelopmentData.dev();
        double gain = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            double pretrained = train(name, "from the base", base, StartingPoint.of(base), rows, dev, epochs, seed);
            double random = train(
                    name,
                    "from random parameters",
                    base,
                    StartingPoint.of(base.config(), base.tokenizer()),
                    rows,
                    dev,
                    epochs,
                    seed);
            gain += (pretrained - random) / SEEDS;
        }
        System.out.printf(Locale.ROOT, "%s: mean gain in accuracy %.3f%n", name, gain);
        assertThat(gain).isGreaterThan(LEAST_GAIN);
    }

    private static double train(
            String name,
            String what,
            CheckpointDirectory base,
            StartingPoint from,
            List<DevelopmentData.Labelled> rows,
            List<DevelopmentData.Labelled> dev,
            int epochs,
            int seed)
            throws IOException {
        long start = System.nanoTime();
        try (TextTokenizer tokenizer = TextTokenizer.open(base.path(), TokenizerOptions.head(MAX_TOKENS))) {
            List<TokenizedExample> all = encode(tokenizer, rows.stream());
            List<TokenizedExample> training = new ArrayList<>();
            List<TokenizedExample> validation = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                (i % VALIDATION_EVERY == 0 ? validation : training).add(all.get(i));
            }
            TrainingOptions options = new TrainingOptions(
                    TrainingOptions.Batching.of(16, 1),
                    TrainingOptions.Schedule.of(epochs, RATE),
                    TrainingOptions.Optimizer.usual(),
                    null,
                    null,
                    Runtime.getRuntime().availableProcessors(),
                    seed);
            try (FineTuning tuning = FineTuning.open(
                    from,
                    DevelopmentData.ROLES.names(),
                    training,
                    validation,
                    new FineTuningOptions(options, 0, ClassWeights.none(), new EvaluationPlan(1, 4)),
                    null)) {
                tuning.run();
                double seconds = (System.nanoTime() - start) / 1e9;
                Scores scores = tuning.scores(encode(tokenizer, dev.stream()));
                System.out.printf(
                        Locale.ROOT,
                        "%s, %s, seed %d: %d examples, accuracy %.3f, macro-F1 %.3f (majority %.3f, %.3f), %d steps, %.0f s%n",
                        name,
                        what,
                        seed,
                        training.size(),
                        scores.accuracy(),
                        scores.macroF1(),
                        scores.majority().accuracy(),
                        scores.majority().macroF1(),
                        tuning.stepsDone(),
                        seconds);
                assertThat(scores.accuracy()).isGreaterThan(LEAST_ACCURACY);
                return scores.accuracy();
            }
        }
    }

    private static List<TokenizedExample> encode(TextTokenizer tokenizer, Stream<DevelopmentData.Labelled> rows) {
        return rows.map(row -> TokenizedExample.of(
                        tokenizer.encode(row.skills()).first(), row.role(), DevelopmentData.ROLES.size()))
                .toList();
    }
}
