package io.rolestream.matching.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.vectors.VectorBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arithmetic for 1,000,000 jobs in the design notes on matching. */
class PartitionArithmeticTest {
    private static final int JOBS = 1_000_000;
    private static final int DIMENSIONS = 384;
    private static final int REGIONS = 50;
    private static final int PARTITIONS = 8;

    @Test
    void shouldHoldTheVectorsOfAMillionJobsInTheStatedMemory() {
        long perVector = bytes(3000) - bytes(2000);

        assertThat(perVector / 1000.0 * JOBS / 1e9).isCloseTo(0.77, within(0.01));
        assertThat(perVector / 1000.0 * JOBS / PARTITIONS / 1e6).isCloseTo(96.5, within(1.0));
    }

    private static long bytes(int vectors) {
        VectorBlocks.Builder blocks = new VectorBlocks.Builder(DIMENSIONS, vectors);
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < vectors; i++) {
            blocks.add(i, vector);
        }
        return blocks.build().bytes();
    }

    /** The largest region decides: all others fit into partitions that are searched exactly. */
    @Test
    void shouldSearchAllRegionsButTheLargestExactly() {
        int[] regions = new int[REGIONS];
        double[] cumulated = new double[REGIONS];
        double sum = 0;
        for (int i = 0; i < REGIONS; i++) {
            sum += 1.0 / (i + 1);
            cumulated[i] = sum;
        }
        Random random = new Random(1);
        for (int job = 0; job < JOBS; job++) {
            int found = Arrays.binarySearch(cumulated, random.nextDouble() * sum);
            regions[found < 0 ? -found - 1 : found]++;
        }
        int[] partitions = new int[PARTITIONS];
        Arrays.stream(regions).boxed().sorted(Comparator.reverseOrder()).forEach(size -> {
            Arrays.sort(partitions);
            partitions[0] += size;
        });
        Arrays.sort(partitions);

        assertThat(partitions[PARTITIONS - 1] / (double) JOBS).isCloseTo(0.22, within(0.005));
        assertThat(partitions[PARTITIONS - 1])
                .isGreaterThan(IndexSettings.defaults().exactVectors());
        assertThat(partitions[PARTITIONS - 2])
                .isLessThan(IndexSettings.defaults().exactVectors());
    }

    @Test
    void shouldMergePartitionsToTheVectorHitsOfOneIndex() {
        Random random = new Random(2);
        List<LuceneMatchIndex> partitions = new ArrayList<>();
        try (LuceneMatchIndex whole = LuceneMatchIndex.inMemory(IndexSettings.defaults())) {
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(LuceneMatchIndex.inMemory(IndexSettings.defaults()));
            }
            for (int i = 0; i < 500; i++) {
                Profile job = IndexedProfiles.random("job-" + i, random, 8);
                whole.put(job);
                partitions.get(random.nextInt(PARTITIONS)).put(job);
            }
            Stream.concat(Stream.of(whole), partitions.stream()).forEach(LuceneMatchIndex::refresh);
            Profile query = IndexedProfiles.resume("").withVector(IndexedProfiles.vector(random, 8));

            List<Hit> merged = partitions.stream()
                    .flatMap(partition -> partition.search(query, 20, MatchFilter.none()).dense().stream())
                    .sorted(Comparator.comparing(Hit::score).reversed().thenComparing(Hit::id))
                    .limit(20)
                    .toList();

            assertThat(merged)
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("rank")
                    .isEqualTo(whole.search(query, 20, MatchFilter.none()).dense());
        } finally {
            partitions.forEach(LuceneMatchIndex::close);
        }
    }
}
