package io.rolestream.matching.index;

import io.rolestream.matching.vectors.VectorBlocks;
import io.rolestream.matching.vectors.VectorMath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.IOUtils;

/**
 * Finds the nearest vectors: of all, or of the graph's and those that are not in it yet. A scan compares rounded
 * vectors, and keeps all documents that may be among the best; exact scores are computed of these.
 *
 * <p>The work is cut into parts. Other threads take some of them where processors are idle: as many as there are
 * processors without a search of vectors. The caller does the rest.
 */
final class VectorSearch implements AutoCloseable {
    /** The graph is asked for more than wanted, since the last of what it returns are the least certain. */
    private static final int MIN_EXPLORED = 100;
    /** With fewer vectors for each thread, starting it would cost more than it saves. */
    private static final int VECTORS_PER_HELPER = 8_000;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    /** The threads that search, callers and helpers. */
    private static final AtomicInteger RUNNING = new AtomicInteger();
    /** Without a queue: what no thread can begin at once is rejected, since the caller does it sooner. */
    private static final Executor IDLE_PROCESSORS = new ThreadPoolExecutor(
            0, Math.max(1, PROCESSORS - 1), 10, TimeUnit.SECONDS, new SynchronousQueue<>(), VectorSearch::daemon);

    /** A piece of work that does not depend on others. */
    @FunctionalInterface
    private interface Part {
        void addTo(TopHits top) throws IOException;
    }

    private final LiveSearcher searcher;
    private final Accepted accepted;
    private final float[] query;
    private final int depth;
    private final float tolerance;
    private final int mostHelpers;
    private final List<Part> parts = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final List<Helper> helpers = new ArrayList<>();

    /** Takes parts on another thread. */
    private final class Helper implements Runnable {
        private final AtomicBoolean isClaimed = new AtomicBoolean();
        private final CompletableFuture<TopHits> found = new CompletableFuture<>();

        /** True for the first call: by the other thread, which then works, or by the caller, so that it never does. */
        boolean claim() {
            return isClaimed.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (claim()) {
                RUNNING.incrementAndGet();
                try {
                    found.complete(work());
                } catch (IOException | RuntimeException | Error e) {
                    found.completeExceptionally(e);
                } finally {
                    RUNNING.decrementAndGet();
                }
            }
        }
    }

    /** @param isExact whether all vectors are compared */
    VectorSearch(LiveSearcher searcher, Accepted accepted, float[] query, int depth, boolean isExact)
            throws IOException {
        this.searcher = searcher;
        this.accepted = accepted;
        this.query = query;
        this.depth = depth;
        this.tolerance = VectorBlocks.tolerance(query.length);
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        if (isExact) {
            for (LeafReaderContext leaf : leaves) {
                addGraphOneByOne(leaf);
            }
        } else {
            parts.add(this::addFromGraph);
        }
        int largest = 0;
        int scanned = 0;
        for (Segment segment : searcher.segments()) {
            int vectors = segment.vectors() == null ? 0 : segment.vectors().size();
            largest = Math.max(largest, vectors);
            scanned += vectors;
        }
        this.mostHelpers = parts.size() + scanned / VECTORS_PER_HELPER;
        if (scanned > 0) {
            VectorBlocks.Query rounded = new VectorBlocks.Query(query, largest);
            for (LeafReaderContext leaf : leaves) {
                addBlocks(leaf, rounded);
            }
        }
        RUNNING.incrementAndGet();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "vector-search");
        thread.setDaemon(true);
        return thread;
    }

    /** Lets threads begin where processors are idle. */
    void start() {
        start(PROCESSORS - RUNNING.get(), IDLE_PROCESSORS);
    }

    void start(int idle, Executor executor) {
        try {
            while (helpers.size() < Math.min(idle, mostHelpers)) {
                Helper helper = new Helper();
                helpers.add(helper);
                executor.execute(helper);
            }
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // No thread is idle, or none can be made; the caller claims the last helper.
        }
    }

    /** The number of parts that no thread has taken yet. */
    int remaining() {
        return Math.max(0, parts.size() - next.get());
    }

    /** Does what is left, and waits for the parts that others have taken. */
    List<TopHits.Scored> best() throws IOException {
        TopHits top = work();
        helpers.removeIf(Helper::claim);
        try {
            helpers.forEach(helper -> top.addAll(helper.found.join()));
        } catch (CompletionException e) {
            throw IOUtils.rethrowAlways(e.getCause());
        }
        return exact(top.candidates()).best(searcher);
    }

    private TopHits exact(int[] candidates) throws IOException {
        TopHits top = new TopHits(depth, 0);
        searcher.visit(candidates, segment -> {
            SegmentIds.Vectors vectors = new SegmentIds.Vectors(segment);
            return (i, document) -> {
                float[] vector = vectors.of(document);
                if (vector == null) {
                    throw new IllegalStateException("document " + document + " has no vector");
                }
                top.add(candidates[i], VectorMath.dot(query, vector));
            };
        });
        return top;
    }

    /** Waits until no other thread uses the searcher, which may be closed afterwards. */
    @Override
    public void close() {
        RUNNING.decrementAndGet();
        next.set(parts.size());
        helpers.removeIf(Helper::claim);
        helpers.forEach(helper -> helper.found.handle((found, failure) -> found).join());
    }

    private TopHits work() throws IOException {
        TopHits top = new TopHits(depth, tolerance);
        for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
            parts.get(i).addTo(top);
        }
        return top;
    }

    private void addBlocks(LeafReaderContext leaf, VectorBlocks.Query rounded) throws IOException {
        VectorBlocks blocks = searcher.segments().get(leaf.ord).vectors();
        if (blocks == null) {
            return;
        }
        IntPredicate wanted = accepted.in(leaf);
        for (int i = 0; i < blocks.blocks(); i++) {
            int block = i;
            parts.add(top -> blocks.scan(block, rounded, (doc, score) -> {
                if (top.competes(score) && wanted.test(doc)) {
                    top.add(leaf.docBase + doc, score);
                }
            }));
        }
    }

    private void addGraphOneByOne(LeafReaderContext leaf) throws IOException {
        FloatVectorValues values = leaf.reader().getFloatVectorValues(IndexFields.GRAPH);
        if (values == null) {
            return;
        }
        IntPredicate wanted = accepted.in(leaf);
        parts.add(top -> {
            for (int doc = values.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = values.nextDoc()) {
                if (wanted.test(doc)) {
                    top.add(leaf.docBase + doc, VectorMath.dot(query, values.vectorValue()));
                }
            }
        });
    }

    private void addFromGraph(TopHits top) throws IOException {
        int explored = (int) Math.min(searcher.getIndexReader().maxDoc(), Math.max(MIN_EXPLORED, 2L * depth));
        KnnFloatVectorQuery nearest = new KnnFloatVectorQuery(IndexFields.GRAPH, query, explored, accepted.query());
        int[] found = Arrays.stream(searcher.search(nearest, explored).scoreDocs)
                .mapToInt((ScoreDoc hit) -> hit.doc)
                .sorted()
                .toArray();
        searcher.visit(found, segment -> {
            FloatVectorValues values = segment.getFloatVectorValues(IndexFields.GRAPH);
            return (i, document) -> {
                values.advance(document);
                top.add(found[i], VectorMath.dot(query, values.vectorValue()));
            };
        });
    }
}
