package io.rolestream.matching.ranking;

import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.task.TextPair;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A cross-encoder with one label that reads a resume and a job, in this order whichever side asks. */
public final class PairReranker implements Ranker.Reranker {
    private final PairScorer scorer;

    /** @throws IllegalArgumentException unless the model has one label */
    public PairReranker(PairScorer scorer) {
        if (scorer.labels().size() != 1) {
            throw new IllegalArgumentException(
                    "a re-ranker has one label, a score, not " + scorer.labels().size());
        }
        this.scorer = scorer;
    }

    @Override
    public List<Float> rewards(Profile query, List<Profile> results) throws InterruptedException {
        String text = EmbeddedText.of(query);
        List<CompletableFuture<Prediction>> predictions = new ArrayList<>(results.size());
        for (Profile result : results) {
            String other = EmbeddedText.of(result);
            predictions.add(
                    scorer.submit(query.side() == Side.RESUME ? new TextPair(text, other) : new TextPair(other, text)));
        }
        return predictions.stream().map(prediction -> prediction.join().score()).toList();
    }
}
