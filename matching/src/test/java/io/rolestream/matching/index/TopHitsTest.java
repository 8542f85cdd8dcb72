package io.rolestream.matching.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;

class TopHitsTest {
    /** Few different scores, so that most are equal and ids decide; half come from another thread's. */
    @Property(tries = 100)
    void shouldKeepWhatSortingKeeps(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int depth,
            @ForAll @IntRange(min = 1, max = 40) int scores)
            throws IOException {
        Random random = new Random(seed);
        int count = random.nextInt(400);
        List<TopHits.Scored> all = new ArrayList<>();
        TopHits top = new TopHits(depth, 0);
        TopHits other = new TopHits(depth, 0);
        try (Ids ids = new Ids(count, random)) {
            for (int document = 0; document < count; document++) {
                float score = random.nextInt(scores) - 20;
                all.add(new TopHits.Scored(ids.of.get(document), score, document));
                (random.nextBoolean() ? top : other).add(document, score);
            }
            top.addAll(other);
            all.sort(Comparator.comparing(TopHits.Scored::score).reversed().thenComparing(TopHits.Scored::id));

            assertThat(top.best(ids.searcher)).isEqualTo(all.subList(0, Math.min(depth, count)));
        }
    }

    /** Scores that are up to a tolerance beside the exact ones, by which the best are wanted. */
    @Property(tries = 100)
    void shouldKeepAllThatMayBeAmongTheBest(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int depth) {
        Random random = new Random(seed);
        float tolerance = 0.1f;
        TopHits top = new TopHits(depth, tolerance + 1e-6f);
        List<TopHits.Scored> exact = new ArrayList<>();
        for (int document = 0; document < 400; document++) {
            float score = random.nextFloat();
            exact.add(new TopHits.Scored("", score, document));
            top.add(document, score + tolerance * (2 * random.nextFloat() - 1));
        }
        exact.sort(Comparator.comparing(TopHits.Scored::score).reversed());

        List<Integer> candidates = Arrays.stream(top.candidates()).boxed().toList();
        assertThat(candidates)
                .isSorted()
                .containsAll(exact.subList(0, depth).stream()
                        .map(TopHits.Scored::document)
                        .toList())
                .hasSizeLessThan(400);
    }

    @Test
    void shouldRefuseOnlyScoresThatCannotBeAmongTheBest() throws IOException {
        try (Ids ids = new Ids(10, new Random(1))) {
            TopHits top = new TopHits(2, 0);
            for (int document = 0; document < 10; document++) {
                top.add(document, document);
            }

            assertThat(top.competes(9)).isTrue();
            assertThat(top.competes(0)).isFalse();
            assertThat(top.best(ids.searcher))
                    .extracting(TopHits.Scored::document)
                    .containsExactly(9, 8);
            assertThat(top.competes(8)).isTrue();
            assertThat(top.competes(7)).isFalse();
        }
    }

    /** Documents with ids in no order, in several segments. */
    private static final class Ids implements AutoCloseable {
        private final List<String> of = new ArrayList<>();
        private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
        private final DirectoryReader reader;
        private final LiveSearcher searcher;

        Ids(int count, Random random) throws IOException {
            IndexWriterConfig inOrder = new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE);
            try (IndexWriter writer = new IndexWriter(directory, inOrder)) {
                for (int i = 0; i < count; i++) {
                    Document document = new Document();
                    of.add(Integer.toString(random.nextInt(1_000_000)) + "-" + i);
                    document.add(new BinaryDocValuesField(IndexFields.ID, new BytesRef(of.get(i))));
                    writer.addDocument(document);
                    if (random.nextInt(50) == 0) {
                        writer.commit();
                    }
                }
            }
            reader = DirectoryReader.open(directory);
            searcher = new LiveSearcher(reader, List.of(), new BM25Similarity());
        }

        @Override
        public void close() throws IOException {
            reader.close();
            directory.close();
        }
    }
}
