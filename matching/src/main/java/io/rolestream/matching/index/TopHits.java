package io.rolestream.matching.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.apache.lucene.util.IntroSelector;

/**
 * The best documents so far, by score and, where scores are equal, by id, so what is kept does not depend on the order
 * of arrival. Ids are read at the end, of documents that may be among the best, since reading an id costs more than a
 * score. One thread.
 */
final class TopHits {
    /** A document that is among the best, by its number in the searcher. */
    record Scored(String id, float score, int document) {}

    private static final Comparator<Scored> BEST_FIRST = (one, other) -> {
        int byScore = Float.compare(other.score, one.score);
        return byScore != 0 ? byScore : one.id.compareTo(other.id);
    };
    private static final int MAX_INITIAL_DEPTH = 1 << 12;

    private final int depth;
    private final float tolerance;
    private float[] scores;
    private int[] documents;
    private int size;
    /** What a score must reach to be among the best. */
    private float bar = Float.NEGATIVE_INFINITY;

    /** @param tolerance how far scores may be from exact ones: all that may be among the best by these are kept */
    TopHits(int depth, float tolerance) {
        this.depth = depth;
        this.tolerance = tolerance;
        this.scores = new float[2 * Math.min(depth, MAX_INITIAL_DEPTH)];
        this.documents = new int[scores.length];
    }

    /** Whether a document with this score may be among the best. */
    boolean competes(float score) {
        return score >= bar;
    }

    /** @param document of the searcher, not added before */
    void add(int document, float score) {
        if (!competes(score)) {
            return;
        }
        if (size == scores.length) {
            prune();
            if (size > scores.length / 2) {
                scores = Arrays.copyOf(scores, 2 * scores.length);
                documents = Arrays.copyOf(documents, scores.length);
            }
        }
        scores[size] = score;
        documents[size++] = document;
    }

    /** Adds what another thread has found. */
    void addAll(TopHits other) {
        for (int i = 0; i < other.size; i++) {
            add(other.documents[i], other.scores[i]);
        }
    }

    /** Drops those that cannot be among the best any more. */
    private void prune() {
        if (size <= depth) {
            return;
        }
        new BestFirst().select(0, size, depth - 1);
        bar = scores[depth - 1] - 2 * tolerance;
        int kept = depth;
        for (int i = depth; i < size; i++) {
            if (competes(scores[i])) {
                scores[kept] = scores[i];
                documents[kept++] = documents[i];
            }
        }
        size = kept;
    }

    /** Partitions by score, the highest first. */
    private final class BestFirst extends IntroSelector {
        private float pivot;

        @Override
        protected void setPivot(int i) {
            pivot = scores[i];
        }

        @Override
        protected int comparePivot(int i) {
            return Float.compare(scores[i], pivot);
        }

        @Override
        protected void swap(int i, int j) {
            float score = scores[i];
            scores[i] = scores[j];
            scores[j] = score;
            int document = documents[i];
            documents[i] = documents[j];
            documents[j] = document;
        }
    }

    /** The documents that may be among the best, in order of their numbers. */
    int[] candidates() {
        prune();
        int[] candidates = Arrays.copyOf(documents, size);
        Arrays.sort(candidates);
        return candidates;
    }

    /** The best by these scores, in order. */
    List<Scored> best(LiveSearcher searcher) throws IOException {
        prune();
        long[] inOrder = new long[size];
        for (int i = 0; i < size; i++) {
            inOrder[i] = (long) documents[i] << Integer.SIZE | Integer.toUnsignedLong(Float.floatToIntBits(scores[i]));
        }
        Arrays.sort(inOrder);
        int[] ascending = Arrays.stream(inOrder)
                .mapToInt(one -> (int) (one >> Integer.SIZE))
                .toArray();
        PriorityQueue<Scored> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
        searcher.visit(ascending, segment -> {
            SegmentIds ids = new SegmentIds(segment);
            return (i, document) -> {
                worstFirst.add(new Scored(ids.id(document), Float.intBitsToFloat((int) inOrder[i]), ascending[i]));
                if (worstFirst.size() > depth) {
                    worstFirst.remove();
                }
            };
        });
        List<Scored> best = new ArrayList<>(worstFirst);
        best.sort(BEST_FIRST);
        return best;
    }

    static List<Hit> hits(List<Scored> best) {
        return IntStream.range(0, best.size())
                .mapToObj(i -> new Hit(best.get(i).id, best.get(i).score, i + 1))
                .toList();
    }
}
