package io.rolestream.matching.index;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.vectors.VectorMath;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReaderContext;

/** The candidates for one query, by words and by vectors. */
final class Retrieval {
    private final LiveSearcher searcher;
    private final List<TopHits.Scored> words;
    private final List<TopHits.Scored> vectors;

    private Retrieval(LiveSearcher searcher, List<TopHits.Scored> words, List<TopHits.Scored> vectors) {
        this.searcher = searcher;
        this.words = words;
        this.vectors = vectors;
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
        Accepted accepted = new Accepted(searcher, filter);
        WordSearch byWords = new WordSearch(searcher, accepted, settings);
        float[] vector = query.vector();
        int indexed = dimensions(searcher);
        if (vector == null || indexed == 0) {
            return new Retrieval(searcher, byWords.best(query, depth), List.of());
        }
        VectorMath.check(vector, query.id(), indexed);
        boolean isExact = searcher.getIndexReader().numDocs() <= settings.exactVectors();
        try (VectorSearch byVector = new VectorSearch(searcher, accepted, vector, depth, isExact)) {
            byVector.start();
            List<TopHits.Scored> words = byWords.best(query, depth);
            return new Retrieval(searcher, words, byVector.best());
        }
    }

    Hits hits() {
        return new Hits(TopHits.hits(words), TopHits.hits(vectors));
    }

    MatchIndex.Found found() throws IOException {
        Map<String, Integer> documents = new HashMap<>();
        words.forEach(hit -> documents.put(hit.id(), hit.document()));
        vectors.forEach(hit -> documents.put(hit.id(), hit.document()));
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
