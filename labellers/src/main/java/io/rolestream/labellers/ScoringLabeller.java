package io.rolestream.labellers;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.tokenizer.LongText;
import io.rolestream.engine.tokenizer.PairCut;
import io.rolestream.labellers.checkpoint.CheckpointFacts;
import io.rolestream.labellers.scoring.PriorMatching;
import io.rolestream.labellers.scoring.RoleScale;
import io.rolestream.labellers.settings.LabellerFile;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A labeller that gives every role a score, without having learnt the roles from examples: its {@link RoleScale} makes
 * them probabilities. The scale can be fitted to unlabelled texts ({@link #matchPriors}).
 */
public abstract sealed class ScoringLabeller implements Labeller
        permits ZeroShotLabeller, NearestLabeller, RerankLabeller, PromptedLabeller {
    private final LabellerFile file;
    private final Taxonomy taxonomy;
    private final RoleScale scale;
    private final LabellerFacts facts;

    /** What a labeller is opened with. */
    record Opening(
            String name,
            LabellerFile file,
            CheckpointDirectory checkpoint,
            Taxonomy taxonomy,
            LabellerOptions options) {
        /** The options of inference, for tasks that read no windows. */
        InferenceOptions cuttingLongTexts() {
            return options.inference().withLongText(options.inference().maxTokens(), LongText.head());
        }

        PairScorer scorer(PairCut cut) throws IOException {
            return PairScorer.open(checkpoint, cuttingLongTexts(), cut, options.calibrations());
        }

        /**
         * Of the labeller, whose version is that of the model, the file, the roles, and what is given.
         *
         * @param effective what it asks with and scales by, whether that is set or a default
         */
        LabellerFacts facts(List<String> effective) throws IOException {
            List<String> settings = new ArrayList<>(List.of(name, file.toString()));
            settings.add(String.valueOf(options.inference().maxTokens()));
            settings.addAll(effective);
            return new LabellerFacts(
                    name,
                    CheckpointFacts.version(checkpoint, taxonomy, settings),
                    CheckpointFacts.parameters(checkpoint));
        }
    }

    /**
     * A text's scores.
     *
     * @param values of the roles, finite
     * @param cut whether part of the text was not read
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Scores(float[] values, boolean cut) {}

    /**
     * @param temperature unless the file has one
     * @param words that the model is asked with, and all else that answers depend on
     */
    ScoringLabeller(Opening opening, double temperature, boolean independent, List<String> words) throws IOException {
        file = opening.file();
        taxonomy = opening.taxonomy();
        scale = new RoleScale(file.positive("temperature", temperature), file.biases(taxonomy), independent);
        file.refuseOthers();
        facts = opening.facts(words);
    }

    abstract CompletableFuture<Scores> scores(String text) throws InterruptedException;

    @Override
    public final LabellerFacts facts() {
        return facts;
    }

    @Override
    public final CompletableFuture<Answer> label(String text) throws InterruptedException {
        return scores(text).thenApply(scores -> Answer.of(scale.logProbabilities(scores.values()), scores.cut()));
    }

    /**
     * Matches priors on texts without labels, and writes the biases to the labeller's file. They apply, and the version
     * changes, once the labeller is opened again.
     *
     * @param texts at least one; not those that the labeller is judged by
     * @param prior how probable each role is, above 0, with the sum 1
     * @return the biases by role
     */
    public final float[] matchPriors(List<String> texts, double[] prior) throws IOException, InterruptedException {
        List<CompletableFuture<Scores>> all = new ArrayList<>(texts.size());
        for (String text : texts) {
            all.add(scores(text));
        }
        List<float[]> values =
                all.stream().map(scores -> scores.join().values()).toList();
        float[] biases = PriorMatching.biases(values, prior, scale);
        file.saveBiases(taxonomy, biases);
        return biases;
    }
}
