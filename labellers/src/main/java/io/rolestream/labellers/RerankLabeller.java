package io.rolestream.labellers;

import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.tokenizer.PairCut;
import io.rolestream.labellers.settings.RoleTemplate;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A re-ranker: a cross-encoder that scores the text, as the query, with each role's words, as the document. A softmax
 * over the scores makes them probabilities.
 */
final class RerankLabeller extends ScoringLabeller {
    private final List<String> documents;
    private final PairScorer scorer;

    private RerankLabeller(Opening opening, RoleTemplate template) throws IOException {
        super(opening, 1, false, template.of(opening.taxonomy()));
        documents = template.of(opening.taxonomy());
        scorer = opening.scorer(PairCut.LONGEST_FIRST);
    }

    static RerankLabeller open(Opening opening) throws IOException {
        int labels = opening.checkpoint().labels().size();
        if (labels != 1) {
            throw new CheckpointException(
                    opening.checkpoint().path(),
                    "is no re-ranker: it has " + labels + " labels, and a re-ranker has one, its score");
        }
        return new RerankLabeller(opening, RoleTemplate.read(opening.file(), RoleTemplate.DESCRIBED));
    }

    @Override
    public boolean isFull() {
        return WaitingTexts.isFull(scorer);
    }

    @Override
    CompletableFuture<Scores> scores(String text) throws InterruptedException {
        return scorer.submit(text, documents).thenApply(RerankLabeller::scores);
    }

    private static Scores scores(List<Prediction> predictions) {
        float[] scores = new float[predictions.size()];
        boolean cut = false;
        for (int role = 0; role < scores.length; role++) {
            scores[role] = predictions.get(role).score();
            cut |= predictions.get(role).cut();
        }
        return new Scores(scores, cut);
    }

    @Override
    public void close() {
        scorer.close();
    }
}
