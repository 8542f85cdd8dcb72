package io.rolestream.matching.index;

import io.rolestream.matching.vectors.VectorBlocks;
import io.rolestream.matching.vectors.VectorMath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.Bits;

/** Finds the nearest vectors: by comparing all, or by the graph and those that are not in it yet. */
final class VectorSearch {
    /** The graph is asked for more than wanted, since the last of what it returns are the least certain. */
    private static final int MIN_EXPLORED = 100;

    private final LiveSearcher searcher;
    private final Accepted accepted;
    private final float[] query;
    private final TopHits top;

    VectorSearch(LiveSearcher searcher, Accepted accepted, float[] query, TopHits top) {
        this.searcher = searcher;
        this.accepted = accepted;
        this.query = query;
        this.top = top;
    }

    void exact() throws IOException {
        scan();
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            FloatVectorValues values = leaf.reader().getFloatVectorValues(IndexFields.GRAPH);
            if (values == null) {
                continue;
            }
            IntPredicate wanted = wanted(leaf);
            SegmentIds ids = new SegmentIds(leaf.reader());
            for (int doc = values.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = values.nextDoc()) {
                if (wanted.test(doc)) {
                    offer(ids, leaf.docBase, doc, VectorMath.dot(query, values.vectorValue()));
                }
            }
        }
    }

    void graph(int depth) throws IOException {
        scan();
        int explored = Math.max(MIN_EXPLORED, 2 * depth);
        KnnFloatVectorQuery nearest = new KnnFloatVectorQuery(IndexFields.GRAPH, query, explored, accepted.query());
        ScoreDoc[] found = searcher.search(nearest, explored).scoreDocs;
        Arrays.sort(found, Comparator.comparingInt(hit -> hit.doc));
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        int i = 0;
        while (i < found.length) {
            LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(found[i].doc, leaves));
            FloatVectorValues values = leaf.reader().getFloatVectorValues(IndexFields.GRAPH);
            SegmentIds ids = new SegmentIds(leaf.reader());
            int end = leaf.docBase + leaf.reader().maxDoc();
            for (; i < found.length && found[i].doc < end; i++) {
                int doc = found[i].doc - leaf.docBase;
                values.advance(doc);
                offer(ids, leaf.docBase, doc, VectorMath.dot(query, values.vectorValue()));
            }
        }
    }

    private void scan() throws IOException {
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            VectorBlocks blocks = searcher.segments().get(leaf.ord).vectors();
            if (blocks != null) {
                SegmentIds ids = new SegmentIds(leaf.reader());
                blocks.scan(query, wanted(leaf), (doc, score) -> {
                    if (top.competes(score)) {
                        offer(ids, leaf.docBase, doc, score);
                    }
                });
            }
        }
    }

    private IntPredicate wanted(LeafReaderContext leaf) throws IOException {
        Bits live = leaf.reader().getLiveDocs();
        Bits bits = accepted.of(leaf);
        if (live == null) {
            return bits == null ? doc -> true : bits::get;
        }
        return bits == null ? live::get : doc -> live.get(doc) && bits.get(doc);
    }

    private void offer(SegmentIds ids, int docBase, int doc, float score) {
        if (!top.competes(score)) {
            return;
        }
        try {
            top.add(ids.id(doc), score, docBase + doc);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
