package io.rolestream.engine.task;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Output;
import io.rolestream.engine.model.StoredParameters;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.precision.CalibrationTexts;
import io.rolestream.engine.precision.Fp32Agreement;
import io.rolestream.engine.tokenizer.LongText;
import io.rolestream.engine.tokenizer.PairCut;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizedPair;
import io.rolestream.engine.torch.TorchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Scores pairs of texts with a cross-encoder, a classifier that reads both texts as one sequence: a re-ranker with a
 * single label (a score), or an entailment model with several. Pairs are encoded as the model's tokenizer does, with
 * token types if the model has them.
 */
public final class PairScorer extends ModelTask {
    private final List<String> labels;
    private final boolean typed;
    private final PairCut cut;

    private PairScorer(List<String> labels, boolean typed, PairCut cut, ModelOpening.Opened opened) {
        super(opened);
        this.labels = labels;
        this.typed = typed;
        this.cut = cut;
    }

    /**
     * As {@link #open(CheckpointDirectory, InferenceOptions, PairCut, CalibrationMemory)}, without a memory; long pairs
     * are cut longest first, the default of Hugging Face's transformers.
     */
    public static PairScorer open(CheckpointDirectory checkpoint, InferenceOptions options) throws IOException {
        return open(checkpoint, options, PairCut.LONGEST_FIRST, null);
    }

    /**
     * Loads a checkpoint.
     *
     * @param options its long texts are cut; windows are refused
     * @param cut how pairs that are too long are cut
     * @param memory of calibrations: where the options name no precision, the one chosen when the model was last opened
     *     is used again; null calibrates
     * @throws IOException if it is no classifier, or something in it is missing or malformed
     * @throws TorchException if it cannot be computed here as the options ask
     * @throws IllegalArgumentException if the options ask for windows, or leave no room for two texts
     */
    public static PairScorer open(
            CheckpointDirectory checkpoint, InferenceOptions options, PairCut cut, @Nullable CalibrationMemory memory)
            throws IOException {
        if (!options.longText().equals(LongText.head())) {
            throw new IllegalArgumentException("pairs of texts are not read in windows; long pairs are cut");
        }
        List<String> labels = checkpoint.labels();
        boolean typed = checkpoint.config().tokenTypes() > 1;
        ModelOpening opening = new ModelOpening(
                "scorer",
                labels.size() == 1 ? Fp32Agreement.ORDER : Fp32Agreement.LABELS,
                tokenizer -> calibrationSequences(tokenizer, typed));
        try (StoredParameters parameters = StoredParameters.classifier(checkpoint)) {
            return new PairScorer(
                    labels, typed, cut, opening.open(checkpoint, options, parameters, Output.LOGITS, memory));
        }
    }

    /** Each of the calibration texts with the next. */
    private static List<TokenSequence> calibrationSequences(TextTokenizer tokenizer, boolean typed) {
        List<String> texts = CalibrationTexts.read();
        List<TokenSequence> sequences = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            sequences.add(sequence(tokenizer.encode(texts.get(i), texts.get((i + 1) % texts.size())), typed));
        }
        return sequences;
    }

    private static TokenSequence sequence(TokenizedPair pair, boolean typed) {
        return typed ? new TokenSequence(pair.ids(), pair.types()) : TokenSequence.of(pair.ids());
    }

    /** The model's labels; scores have a logit for each, in this order. A model with one label gives a score. */
    public List<String> labels() {
        return labels;
    }

    /** Scores a pair in the background; {@link ModelTask} says when this waits and how the result can fail. */
    public CompletableFuture<Prediction> submit(TextPair pair) throws InterruptedException {
        TokenizedPair tokenized = encode(tokenizer -> tokenizer.encode(pair.first(), List.of(pair.second()), cut))
                .get(0);
        return compute(List.of(sequence(tokenized, typed)), rows -> new Prediction(rows.get(0), tokenized.cut()));
    }

    /**
     * Scores a text with each of several others, in the background and as one request: pairs of equal length are
     * computed in the same batch. {@link ModelTask} says when this waits and how the result can fail.
     *
     * @param seconds at least one
     * @return a score for each of them, in their order
     */
    public CompletableFuture<List<Prediction>> submit(String first, List<String> seconds) throws InterruptedException {
        List<TokenizedPair> pairs = encode(tokenizer -> tokenizer.encode(first, seconds, cut));
        List<TokenSequence> sequences =
                pairs.stream().map(pair -> sequence(pair, typed)).toList();
        return compute(sequences, rows -> predictions(rows, pairs));
    }

    private static List<Prediction> predictions(List<float[]> rows, List<TokenizedPair> pairs) {
        List<Prediction> predictions = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            predictions.add(new Prediction(rows.get(i), pairs.get(i).cut()));
        }
        return predictions;
    }

    /** Scores pairs, and returns a score for each, in their order. Fails as {@link ModelTask} says. */
    public List<Prediction> score(List<TextPair> pairs) throws InterruptedException {
        return all(pairs, this::submit);
    }
}
