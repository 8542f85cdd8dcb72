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
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * A view of the index at one refresh, whose statistics count live documents alone. So its scores depend on the profiles
 * that it holds, not on how they came there.
 */
final class LiveSearcher extends IndexSearcher {
    private final List<Segment> segments;
    private final long documents;
    private final long length;

    /** @param segments in the order of the reader's leaves */
    LiveSearcher(IndexReader reader, List<Segment> segments, Similarity similarity) {
        super(reader);
        this.segments = List.copyOf(segments);
        this.documents = segments.stream().mapToLong(Segment::documents).sum();
        this.length = segments.stream().mapToLong(Segment::length).sum();
        setSimilarity(similarity);
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

    /**
     * Reads what documents are scored by.
     *
     * @param documents by id
     * @return by id
     */
    Map<String, ProfileFeatures> features(Map<String, Integer> documents) throws IOException {
        List<Map.Entry<String, Integer>> inOrder = new ArrayList<>(documents.entrySet());
        inOrder.sort(Map.Entry.comparingByValue());
        Map<String, ProfileFeatures> features = new HashMap<>();
        List<LeafReaderContext> leaves = getIndexReader().leaves();
        int i = 0;
        while (i < inOrder.size()) {
            LeafReaderContext leaf =
                    leaves.get(ReaderUtil.subIndex(inOrder.get(i).getValue(), leaves));
            BinaryDocValues values = DocValues.getBinary(leaf.reader(), IndexFields.FEATURES);
            int end = leaf.docBase + leaf.reader().maxDoc();
            for (; i < inOrder.size() && inOrder.get(i).getValue() < end; i++) {
                String id = inOrder.get(i).getKey();
                features.put(id, SegmentIds.features(id, values, inOrder.get(i).getValue() - leaf.docBase));
            }
        }
        return features;
    }

    /** @param docFreq of live documents alone, from {@link #find} */
    @Override
    public TermStatistics termStatistics(Term term, int docFreq, long totalTermFreq) {
        return new TermStatistics(term.bytes(), docFreq, docFreq);
    }

    @Override
    public @Nullable CollectionStatistics collectionStatistics(String field) throws IOException {
        return field.equals(IndexFields.TERMS) && documents > 0
                ? new CollectionStatistics(field, getIndexReader().maxDoc(), documents, length, documents)
                : super.collectionStatistics(field);
    }
}
