package io.rolestream.matching.index;

import io.rolestream.matching.vectors.VectorBlocks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.similarities.Similarity;
import org.jspecify.annotations.Nullable;

/**
 * Makes the searcher of each refresh. What it needs of a segment is kept from one to the next for as long as the
 * segment is in use: its content as long as the segment exists, the statistics until a document of it is deleted.
 */
final class Segments extends SearcherFactory {
    private final Similarity similarity;
    private final ConcurrentMap<IndexReader.CacheKey, Segment> segments = new ConcurrentHashMap<>();
    private final ConcurrentMap<IndexReader.CacheKey, Segment.Content> contents = new ConcurrentHashMap<>();

    Segments(Similarity similarity) {
        this.similarity = similarity;
    }

    @Override
    public LiveSearcher newSearcher(IndexReader reader, IndexReader previousReader) throws IOException {
        List<Segment> all = new ArrayList<>();
        for (LeafReaderContext leaf : reader.leaves()) {
            all.add(segment(leaf.reader()));
        }
        return new LiveSearcher(reader, all, similarity);
    }

    private Segment segment(LeafReader reader) throws IOException {
        IndexReader.CacheHelper helper = reader.getReaderCacheHelper();
        Segment segment = segments.get(helper.getKey());
        if (segment == null) {
            segment = new Segment(reader, content(reader));
            segments.put(helper.getKey(), segment);
            helper.addClosedListener(segments::remove);
        }
        return segment;
    }

    private Segment.Content content(LeafReader reader) throws IOException {
        IndexReader.CacheHelper helper = reader.getCoreCacheHelper();
        Segment.Content content = contents.get(helper.getKey());
        if (content == null) {
            content = new Segment.Content(vectors(reader), norms(reader));
            contents.put(helper.getKey(), content);
            helper.addClosedListener(contents::remove);
        }
        return content;
    }

    private static @Nullable VectorBlocks vectors(LeafReader reader) throws IOException {
        BinaryDocValues values = reader.getBinaryDocValues(IndexFields.VECTOR);
        if (values == null) {
            return null;
        }
        VectorBlocks.Builder blocks = null;
        while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            float[] vector = IndexFields.vector(values.binaryValue());
            if (blocks == null) {
                blocks = new VectorBlocks.Builder(vector.length, reader.maxDoc() - values.docID());
            }
            blocks.add(values.docID(), vector);
        }
        return blocks == null ? null : blocks.build();
    }

    private static byte[] norms(LeafReader reader) throws IOException {
        byte[] norms = new byte[reader.maxDoc()];
        NumericDocValues values = reader.getNormValues(IndexFields.TERMS);
        while (values != null && values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            norms[values.docID()] = (byte) values.longValue();
        }
        return norms;
    }
}
