package io.rolestream.labellers.comparison;

import io.rolestream.labellers.Answer;
import io.rolestream.labellers.Labeller;
import io.rolestream.labellers.LabellerFacts;
import io.rolestream.labellers.scoring.RoleScale;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Another labeller with other probabilities. Its abstentions stay. */
final class TunedLabeller implements Labeller {
    /** Instead of the logarithm of 0. */
    private static final float LEAST = -100;

    private final Labeller labeller;
    private final RoleScale scale;

    TunedLabeller(Labeller labeller, RoleScale scale) {
        this.labeller = labeller;
        this.scale = scale;
    }

    static float[] finite(float[] logProbabilities) {
        float[] finite = logProbabilities.clone();
        for (int i = 0; i < finite.length; i++) {
            finite[i] = Math.max(LEAST, finite[i]);
        }
        return finite;
    }

    @Override
    public LabellerFacts facts() {
        LabellerFacts facts = labeller.facts();
        int hash = 31 * Arrays.hashCode(scale.biases()) + Double.hashCode(scale.temperature());
        return new LabellerFacts(
                facts.name(),
                facts.version() + String.format(Locale.ROOT, "+tuned-%08x", hash),
                facts.parameters() + scale.biases().length + 1);
    }

    @Override
    public boolean isFull() {
        return labeller.isFull();
    }

    @Override
    public CompletableFuture<Answer> label(String text) throws InterruptedException {
        return labeller.label(text).thenApply(this::tuned);
    }

    private Answer tuned(Answer answer) {
        if (answer.logProbabilities().length == 0 || answer.abstained()) {
            return answer;
        }
        Answer tuned = Answer.of(scale.logProbabilities(finite(answer.logProbabilities())), answer.cut());
        return new Answer(
                tuned.role(),
                false,
                tuned.confidence(),
                tuned.logProbabilities(),
                answer.evidence(),
                answer.generated(),
                answer.cut());
    }

    @Override
    public void close() {
        labeller.close();
    }
}
