package io.rolestream.matching.index;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.vectors.VectorMath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReaderContext;

/**
 * The candidates for one query, by words and by vectors. Both are searched at once where a processor is free, since
 * each takes about half of the time of a list; otherwise one after the other.
 */
final class Retrieval {
    private final LiveSearcher searcher;
    private final IndexSettings settings;
    private final Profile query;
    private final Accepted accepted;
    private final TopHits words;
    private final TopHits vectors;

    private Retrieval(LiveSearcher searcher, IndexSettings settings, Profile query, int depth, Accepted accepted) {
        this.searcher = searcher;
        this.settings = settings;
        this.query = query;
        this.accepted = accepted;
        this.words = new TopHits(depth);
        this.vectors = new TopHits(depth);
    }

    /**
     * Searches.
     *
     * @param depth how many each way may retrieve
     * @throws IllegalArgumentException if the query's vector has other dimensions than the index, or the depth is below
     *     1
     */
    static Retrieval of(LiveSearcher searcher, IndexSettings settings, Profile query, int depth, MatchFilter filter)
            throws IOException {
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be at least 1, not " + depth);
        }
        Retrieval retrieval = new Retrieval(searcher, settings, query, depth, new Accepted(searcher, filter));
        retrieval.run();
        return retrieval;
    }

    private void run() throws IOException {
        float[] vector = query.vector();
        int indexed = dimensions(searcher);
        if (vector == null || indexed == 0) {
            byWords();
            return;
        }
        VectorMath.check(vector, query.id(), indexed);
        ForkJoinTask<?> nearest = ForkJoinPool.commonPool().submit(() -> byVector(vector));
        try {
            byWords();
        } finally {
            nearest.quietlyJoin(); // the searcher may be closed afterwards; runs here what no thread has begun
        }
        join(nearest);
    }

    private static void join(ForkJoinTask<?> task) throws IOException {
        try {
            task.join();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void byWords() throws IOException {
        new WordSearch(searcher, accepted, settings, words).run(query);
    }

    private void byVector(float[] vector) {
        VectorSearch search = new VectorSearch(searcher, accepted, vector, vectors);
        try {
            if (searcher.getIndexReader().numDocs() <= settings.exactVectors()) {
                search.exact();
            } else {
                search.graph(vectors.depth());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Hits hits() {
        return new Hits(words.hits(), vectors.hits());
    }

    MatchIndex.Found found() throws IOException {
        Map<String, Integer> documents = words.documents();
        documents.putAll(vectors.documents());
        return new MatchIndex.Found(hits(), searcher.features(documents));
    }

    /** The dimensions of the vectors of an index; 0 if it has none. */
    static int dimensions(LiveSearcher searcher) {
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Segment segment = searcher.segments().get(leaf.ord);
            if (segment.vectors() != null) {
                return segment.vectors().dimensions();
            }
            FieldInfo graph = leaf.reader().getFieldInfos().fieldInfo(IndexFields.GRAPH);
            if (graph != null && graph.getVectorDimension() > 0) {
                return graph.getVectorDimension();
            }
        }
        return 0;
    }
}
