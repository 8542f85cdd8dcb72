package io.rolestream.matching.index;

import io.rolestream.matching.vectors.VectorBlocks;
import io.rolestream.matching.vectors.VectorMath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.Bits;

/**
 * Finds the nearest vectors: by comparing all, or by the graph and those that are not in it yet. The work is cut into
 * parts. Threads of the common pool that are free help with them, so a search takes the shorter the more processors are
 * idle, and where none is, the caller does it all and waits for no one.
 */
final class VectorSearch implements AutoCloseable {
    /** The graph is asked for more than wanted, since the last of what it returns are the least certain. */
    private static final int MIN_EXPLORED = 100;
    /** With fewer parts for each thread, telling another to help would not pay. */
    private static final int PARTS_PER_HELPER = 8;

    /** A piece of work that does not depend on others. */
    @FunctionalInterface
    private interface Part {
        void addTo(TopHits top) throws IOException;
    }

    /** Does parts on another thread, if one comes to it before the caller is done. */
    private final class Helper extends RecursiveTask<TopHits> {
        private static final long serialVersionUID = 1L;
        private final transient AtomicBoolean isTaken = new AtomicBoolean();

        /** Whether the caller was the first, so that this never does anything. */
        boolean withdraw() {
            return isTaken.compareAndSet(false, true);
        }

        @Override
        protected TopHits compute() {
            TopHits top = new TopHits(depth);
            if (withdraw()) {
                work(top);
            }
            return top;
        }
    }

    private final LiveSearcher searcher;
    private final Accepted accepted;
    private final float[] query;
    private final int depth;
    private final List<Part> parts = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final List<Helper> helpers = new ArrayList<>();

    /** @param isExact whether all vectors are compared */
    VectorSearch(LiveSearcher searcher, Accepted accepted, float[] query, int depth, boolean isExact)
            throws IOException {
        this.searcher = searcher;
        this.accepted = accepted;
        this.query = query;
        this.depth = depth;
        if (!isExact) {
            parts.add(this::addFromGraph);
        }
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            IntPredicate wanted = wanted(leaf);
            VectorBlocks blocks = searcher.segments().get(leaf.ord).vectors();
            for (int i = 0; blocks != null && i < blocks.blocks(); i++) {
                int block = i;
                parts.add(top -> blocks.scan(block, query, wanted, (doc, score) -> top.add(leaf.docBase + doc, score)));
            }
            if (isExact) {
                parts.add(top -> addAllOfGraph(leaf, wanted, top));
            }
        }
    }

    /** Lets other threads begin. */
    void start() {
        ForkJoinPool pool = ForkJoinPool.commonPool();
        int most = Math.max(1, parts.size() / PARTS_PER_HELPER);
        for (int i = Math.min(pool.getParallelism(), most); i > 0; i--) {
            Helper helper = new Helper();
            helpers.add(helper);
            pool.submit(helper);
        }
    }

    /** Does what is left. */
    List<TopHits.Scored> best() throws IOException {
        TopHits top = new TopHits(depth);
        try {
            work(top);
            helpers.removeIf(Helper::withdraw);
            helpers.forEach(helper -> top.addAll(helper.join()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return top.best(searcher);
    }

    /** Waits until no other thread uses the searcher, which may be closed afterwards. */
    @Override
    public void close() {
        next.set(parts.size());
        helpers.removeIf(Helper::withdraw);
        helpers.forEach(Helper::quietlyJoin);
    }

    private void work(TopHits top) {
        try {
            for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
                parts.get(i).addTo(top);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addAllOfGraph(LeafReaderContext leaf, IntPredicate wanted, TopHits top) throws IOException {
        FloatVectorValues values = leaf.reader().getFloatVectorValues(IndexFields.GRAPH);
        if (values == null) {
            return;
        }
        for (int doc = values.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = values.nextDoc()) {
            if (wanted.test(doc)) {
                top.add(leaf.docBase + doc, VectorMath.dot(query, values.vectorValue()));
            }
        }
    }

    private void addFromGraph(TopHits top) throws IOException {
        int explored = Math.max(MIN_EXPLORED, 2 * depth);
        KnnFloatVectorQuery nearest = new KnnFloatVectorQuery(IndexFields.GRAPH, query, explored, accepted.query());
        int[] found = Arrays.stream(searcher.search(nearest, explored).scoreDocs)
                .mapToInt((ScoreDoc hit) -> hit.doc)
                .sorted()
                .toArray();
        searcher.read(found, segment -> {
            FloatVectorValues values = segment.getFloatVectorValues(IndexFields.GRAPH);
            return (i, document) -> {
                values.advance(document);
                top.add(found[i], VectorMath.dot(query, values.vectorValue()));
            };
        });
    }

    private IntPredicate wanted(LeafReaderContext leaf) throws IOException {
        LeafReader reader = leaf.reader();
        Bits live = reader.getLiveDocs();
        Bits bits = accepted.of(leaf);
        if (live == null) {
            return bits == null ? doc -> true : bits::get;
        }
        return bits == null ? live::get : doc -> live.get(doc) && bits.get(doc);
    }
}
