package io.rolestream.matching.index;

import io.rolestream.matching.vectors.VectorBlocks;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a segment with its deletions. Lucene's own statistics count deleted documents until they are merged
 * away, so that scores would depend on when that happens. These count the live ones. Thread-safe.
 */
final class Segment {
    /**
     * What deletions do not change.
     *
     * @param vectors of the documents by their numbers, deleted ones included; null without vectors
     * @param norms how long each document is, as Lucene rounds it for BM25, by the documents' numbers
     */
    record Content(@Nullable VectorBlocks vectors, byte[] norms) {}

    private final LeafReader reader;
    private final Content content;
    private final ConcurrentMap<BytesRef, Integer> frequencies = new ConcurrentHashMap<>();
    private long documents;
    private long length;

    Segment(LeafReader reader, Content content) throws IOException {
        this.reader = reader;
        this.content = content;
        Bits live = reader.getLiveDocs();
        NumericDocValues lengths = DocValues.getNumeric(reader, IndexFields.LENGTH);
        while (lengths.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            if (live == null || live.get(lengths.docID())) {
                documents++;
                length += lengths.longValue();
            }
        }
    }

    LeafReader reader() {
        return reader;
    }

    @Nullable
    VectorBlocks vectors() {
        return content.vectors;
    }

    byte[] norms() {
        return content.norms;
    }

    /** The number of live documents with terms. */
    long documents() {
        return documents;
    }

    /** The sum of the lengths of live documents. */
    long length() {
        return length;
    }

    /**
     * Looks terms up.
     *
     * @param terms ascending; what is here is added to the states of each
     * @param ord of this segment
     */
    void find(Map<BytesRef, TermStates> terms, int ord) throws IOException {
        Terms dictionary = reader.terms(IndexFields.TERMS);
        if (dictionary == null) {
            return;
        }
        TermsEnum found = dictionary.iterator();
        for (Map.Entry<BytesRef, TermStates> term : terms.entrySet()) {
            if (found.seekExact(term.getKey())) {
                int frequency = documentFrequency(term.getKey(), found);
                term.getValue().register(found.termState(), ord, frequency, frequency);
            }
        }
    }

    /** The number of live documents with a term. */
    private int documentFrequency(BytesRef term, TermsEnum found) throws IOException {
        Bits live = reader.getLiveDocs();
        if (live == null) {
            return found.docFreq();
        }
        Integer known = frequencies.get(term);
        if (known == null) {
            known = count(found, live);
            frequencies.put(term, known);
        }
        return known;
    }

    private static int count(TermsEnum found, Bits live) throws IOException {
        PostingsEnum postings = found.postings(null, PostingsEnum.NONE);
        int count = 0;
        for (int doc = postings.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = postings.nextDoc()) {
            count += live.get(doc) ? 1 : 0;
        }
        return count;
    }
}
