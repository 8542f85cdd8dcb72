package io.rolestream.matching.index;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/** Collects the best documents by score, then by id; lets Lucene skip those that cannot be among them. */
final class WordHits extends SimpleCollector {
    private final TopHits top;
    private final Accepted accepted;
    private @Nullable Bits bits;
    private @Nullable SegmentIds ids;
    private @Nullable Scorable scorer;
    private int docBase;

    WordHits(TopHits top, Accepted accepted) {
        this.top = top;
        this.accepted = accepted;
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.TOP_SCORES;
    }

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws IOException {
        bits = accepted.of(context);
        ids = new SegmentIds(context.reader());
        docBase = context.docBase;
    }

    @Override
    public void setScorer(Scorable scorable) throws IOException {
        scorer = scorable;
        raise();
    }

    @Override
    public void collect(int document) throws IOException {
        if (scorer == null || ids == null || (bits != null && !bits.get(document))) {
            return;
        }
        float score = scorer.score();
        if (top.competes(score)) {
            top.add(ids.id(document), score, docBase + document);
            raise();
        }
    }

    /** Equal scores still compete by their ids, so the least competitive score is the worst of those kept. */
    private void raise() throws IOException {
        if (scorer != null && top.isFull() && top.worst() > 0) {
            scorer.setMinCompetitiveScore(top.worst());
        }
    }
}
