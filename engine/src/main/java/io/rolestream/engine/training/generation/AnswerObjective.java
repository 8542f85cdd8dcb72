package io.rolestream.engine.training.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.training.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The loss of a language model on answers to prompts: the mean cross-entropy of the answers' tokens, each predicted
 * from all tokens before it. The tokens of prompts are read and not predicted. Every token of a batch counts the same,
 * so a long answer counts more than a short one.
 */
public final class AnswerObjective implements Objective {
    static final String LOSS = "answer_loss";
    static final String SCORES = "answer_scores";

    private final List<AnsweredPrompt> examples;

    public AnswerObjective(List<AnsweredPrompt> examples) {
        this.examples = List.copyOf(examples);
    }

    @Override
    public Head head() {
        return Head.LANGUAGE_MODEL;
    }

    @Override
    public int size() {
        return examples.size();
    }

    @Override
    public int tokens(int example) {
        return examples.get(example).length();
    }

    @Override
    public long fingerprint() {
        long hash = 1;
        for (AnsweredPrompt example : examples) {
            hash = hash * 31 + example.hash();
        }
        return hash;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("loss", "tokens of answers");
    }

    @Override
    public SummedBatch batch(int[] indexes, SplittableRandom random) {
        List<AnsweredPrompt> chosen = new ArrayList<>();
        for (int index : indexes) {
            chosen.add(examples.get(index));
        }
        return new AnswerBatch(chosen);
    }

    /** Some examples, whose loss is the mean over all tokens of their answers. */
    record AnswerBatch(List<AnsweredPrompt> examples) implements SummedBatch {
        @Override
        public List<int[]> sequences() {
            return examples.stream().map(AnsweredPrompt::read).toList();
        }

        @Override
        public String function() {
            return LOSS;
        }

        /** The number of all tokens to predict. */
        @Override
        public double divisor() {
            return examples.stream()
                    .mapToInt(example -> example.answer().length)
                    .sum();
        }

        @Override
        public List<NDArray> arguments(int[] part, PackedSequences pack, PtNDManager owner) {
            return AnswerTokens.of(examples, part, pack).arguments(owner);
        }
    }
}
