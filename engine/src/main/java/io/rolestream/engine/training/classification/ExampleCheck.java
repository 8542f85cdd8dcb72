package io.rolestream.engine.training.classification;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.training.TokenCheck;
import java.util.List;

/** Finds before the first step what would fail in the middle of a training. */
final class ExampleCheck {
    private ExampleCheck() {}

    /**
     * @throws IllegalArgumentException if an example fits neither the labels nor the model; it is named by its set and
     *     its place
     */
    static void check(ModelConfig config, String set, List<TokenizedExample> examples) {
        int labels = config.labels().size();
        for (int i = 0; i < examples.size(); i++) {
            String name = set + " example " + i;
            int targets = examples.get(i).target().length;
            if (targets != labels) {
                throw new IllegalArgumentException(
                        name + " has " + targets + " targets, but the model has " + labels + " labels");
            }
            TokenCheck.check(config, name, examples.get(i).ids());
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
