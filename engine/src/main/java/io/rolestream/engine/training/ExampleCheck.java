package io.rolestream.engine.training;

import io.rolestream.engine.checkpoint.ModelConfig;
import java.util.List;

/** Finds before the first step what would fail in the middle of a training. */
final class ExampleCheck {
    private ExampleCheck() {}

    /** @throws IllegalArgumentException if an example fits neither the labels nor the model; it is named by its set and its place */
    static void check(ModelConfig config, String set, List<TokenizedExample> examples) {
        int labels = config.labels().size();
        for (int i = 0; i < examples.size(); i++) {
            String name = set + " example " + i;
            int targets = examples.get(i).target().length;
            if (targets != labels) {
                throw new IllegalArgumentException(
                        name + " has " + targets + " targets, but the model has " + labels + " labels");
            }
            tokens(config, name, examples.get(i).ids());
        }
    }

    /** @throws IllegalArgumentException if the model cannot read a text */
    static void tokens(ModelConfig config, String name, int[] ids) {
        if (ids.length > config.maxTokens()) {
            throw new IllegalArgumentException(name + " has " + ids.length + " tokens, but the model takes "
                    + config.maxTokens() + "; encode it with that limit");
        }
        for (int id : ids) {
            if (id < 0 || id >= config.vocabSize()) {
                throw new IllegalArgumentException(name + " has the token " + id
                        + ", which is not in the model's vocabulary of " + config.vocabSize()
                        + "; encode it with the model's own tokenizer");
            }
        }
    }

    static void requireTwoLabels(ModelConfig config, List<TokenizedExample> training) {
        if (training.isEmpty()) {
            throw new IllegalArgumentException("there are no examples to train on");
        }
        int first = training.get(0).label();
        if (training.stream().allMatch(example -> example.label() == first)) {
            throw new IllegalArgumentException("all " + training.size() + " training examples have the label \""
                    + config.labels().get(first) + "\"; a classifier learns from two labels or more");
        }
    }
}
