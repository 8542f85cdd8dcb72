package io.rolestream.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.models.task.VersionTask;
import io.rolestream.models.testing.TaskVersions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors of postings outlive the process; those of resumes do not. */
class PostingVectorsTest {
    private static final Posting POSTING =
            new Posting("j", "Data Engineer", "spark, airflow", null, null, null, null, null);

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path directory;

    @Test
    void shouldEmbedAPostingOnceAndKeepNoResume() throws Exception {
        float[] first;
        try (Matcher matcher = matcher(1)) {
            first = matcher.profile(POSTING, RoleBelief.unknown()).join().vector();
            matcher.profile(new Candidate("r", "spark", null, null), RoleBelief.unknown())
                    .join();
        }
        long size = Files.size(files().get(0));
        try (Matcher matcher = matcher(1)) {
            assertThat(matcher.profile(POSTING, RoleBelief.unknown()).join().vector())
                    .isEqualTo(first);
        }

        assertThat(files()).hasSize(1);
        assertThat(Files.size(files().get(0)))
                .isEqualTo(size)
                .isLessThan(2L * Float.BYTES * Objects.requireNonNull(first).length + 200);
    }

    @Test
    void shouldKeepTheFilesOfTwoVersions() throws Exception {
        for (int seed = 1; seed <= 3; seed++) {
            matcher(seed).close();
        }

        assertThat(files()).hasSize(2);
    }

    @Test
    void shouldShareTheFileAmongMatchersOfOneProcess() throws Exception {
        Matcher first = matcher(1);
        try (Matcher second = matcher(1)) {
            float[] vector = first.profile(POSTING, RoleBelief.unknown()).join().vector();
            long size = Files.size(files().get(0));
            first.close();

            assertThat(second.profile(POSTING, RoleBelief.unknown()).join().vector())
                    .isEqualTo(vector);
            second.profile(new Posting("k", "Cook", "baking", null, null, null, null, null), RoleBelief.unknown())
                    .join();
            assertThat(Files.size(files().get(0)))
                    .as("one vector more than the size of a file with one")
                    .isGreaterThan(size)
                    .isLessThan(2 * size);
        }
        matcher(1).close();
    }

    @Test
    void shouldSayThatAnotherProcessUsesTheDirectory() throws Exception {
        matcher(1).close();
        Path file = files().get(0);
        try (FileChannel lock =
                FileChannel.open(file.resolveSibling(file.getFileName() + ".lock"), StandardOpenOption.WRITE)) {
            assertThat(lock.tryLock()).isNotNull();

            assertThatThrownBy(() -> matcher(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process");
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("vectors"))) {
            return files.filter(file -> file.toString().endsWith(".vectors")).toList();
        }
    }

    private Matcher matcher(long seed) throws IOException {
        Path model = directory.resolve("model-" + seed);
        if (!Files.exists(model)) {
            TaskVersions.write(model, VersionTask.EMBEDDER, seed);
        }
        MatcherOptions options = MatcherOptions.defaults()
                .withInference(InferenceOptions.defaults().withPrecision(Precision.FP32))
                .withEmbedder(model, null);
        return Matchers.open(options, directory.resolve("vectors"));
    }
}
