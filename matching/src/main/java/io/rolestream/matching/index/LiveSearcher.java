package io.rolestream.matching.index;

import io.rolestream.matching.profile.ProfileFeatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.search.similarities.Similarity.SimScorer;
import org.apache.lucene.util.BytesRef;

/**
 * A view of the index at one refresh. {@link #find} and {@link #scorer} count live documents alone, so scores depend on
 * the profiles that it holds, not on how they came there.
 */
final class LiveSearcher extends IndexSearcher {
    private final List<Segment> segments;
    private final Similarity similarity;
    private final long documents;
    private final long length;

    /** @param segments in the order of the reader's leaves */
    LiveSearcher(IndexReader reader, List<Segment> segments, Similarity similarity) {
        super(reader);
        this.segments = List.copyOf(segments);
        this.documents = segments.stream().mapToLong(Segment::documents).sum();
        this.length = segments.stream().mapToLong(Segment::length).sum();
        this.similarity = similarity;
        setQueryCache(null);
    }

    List<Segment> segments() {
        return segments;
    }

    /** The number of live documents with terms. */
    long documents() {
        return documents;
    }

    /**
     * Looks terms up, with where they are in each segment, so that a query need not do so again.
     *
     * @return by term, with the number of live documents as frequency; without those that no live document has
     */
    Map<String, TermStates> find(Collection<String> terms) throws IOException {
        Map<BytesRef, TermStates> found = new TreeMap<>(); // in the order of the dictionaries, which makes it fast
        terms.forEach(term -> found.put(new BytesRef(term), new TermStates(getTopReaderContext())));
        for (int ord = 0; ord < segments.size(); ord++) {
            segments.get(ord).find(found, ord);
        }
        Map<String, TermStates> live = new HashMap<>();
        for (String term : terms) {
            TermStates states = found.get(new BytesRef(term));
            if (states != null && states.docFreq() > 0) {
                live.put(term, states);
            }
        }
        return live;
    }

    /** BM25 of a word, by the statistics of live documents. */
    SimScorer scorer(BytesRef word, int frequency, float weight) {
        return similarity.scorer(
                weight,
                new CollectionStatistics(IndexFields.TERMS, getIndexReader().maxDoc(), documents, length, documents),
                new TermStatistics(word, frequency, frequency));
    }

    /** Takes documents of a segment. */
    @FunctionalInterface
    interface DocumentVisitor {
        /**
         * Called in the order of the documents.
         *
         * @param index position among the documents that are visited
         * @param document number within the segment
         */
        void visit(int index, int document) throws IOException;
    }

    /** Opens what is read of a segment. */
    @FunctionalInterface
    interface SegmentVisitor {
        DocumentVisitor open(LeafReader segment) throws IOException;
    }

    /**
     * Visits documents segment by segment.
     *
     * @param documents ascending
     */
    void visit(int[] documents, SegmentVisitor visitor) throws IOException {
        List<LeafReaderContext> leaves = getIndexReader().leaves();
        int i = 0;
        while (i < documents.length) {
            LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(documents[i], leaves));
            DocumentVisitor ofSegment = visitor.open(leaf.reader());
            int end = leaf.docBase + leaf.reader().maxDoc();
            for (; i < documents.length && documents[i] < end; i++) {
                ofSegment.visit(i, documents[i] - leaf.docBase);
            }
        }
    }

    /**
     * What documents are scored by.
     *
     * @param documents by id
     * @return by id
     */
    Map<String, ProfileFeatures> features(Map<String, Integer> documents) throws IOException {
        List<Map.Entry<String, Integer>> inOrder = new ArrayList<>(documents.entrySet());
        inOrder.sort(Map.Entry.comparingByValue());
        Map<String, ProfileFeatures> features = new HashMap<>();
        visit(inOrder.stream().mapToInt(Map.Entry::getValue).toArray(), segment -> {
            BinaryDocValues values = DocValues.getBinary(segment, IndexFields.FEATURES);
            return (i, document) -> {
                String id = inOrder.get(i).getKey();
                features.put(id, SegmentIds.features(id, values, document));
            };
        });
        return features;
    }
}
