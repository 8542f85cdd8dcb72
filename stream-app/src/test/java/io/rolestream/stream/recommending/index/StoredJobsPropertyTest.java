package io.rolestream.stream.recommending.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.files.Replacement;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** A reader that is restarted from its commits ends as one that read everything from the beginning. */
class StoredJobsPropertyTest {
    /** Opening it takes longer than a try; it has no model to close. */
    private static final Matcher MATCHER = matcher();

    private static Matcher matcher() {
        try {
            return Matchers.open(MatcherOptions.defaults());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Tag("full")
    @Property(tries = 20)
    void shouldEndAsIfReadFromTheBeginningAfterAnyRestarts(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        JobLog log = new JobLog(MATCHER, seed, 10 + random.nextInt(60), 6);
        Path directory = Files.createTempDirectory("jobs");
        try (JobLog.Reader fresh = log.new Reader()) {
            int restarts = random.nextInt(6);
            JobLog.Reader reader = log.new Reader(open(directory));
            while (!reader.isAtEnd() || restarts > 0) {
                int what = random.nextInt(20);
                if (what == 0 && restarts > 0) {
                    restarts--;
                    reader.close();
                    reader = log.new Reader(open(directory));
                } else if (what < 3) {
                    reader.commit();
                } else if (what < 6) {
                    reader.index.refresh(AsOf.NOTHING);
                } else if (!reader.isAtEnd()) {
                    reader.read(random);
                }
            }
            reader.index.refresh(AsOf.NOTHING);
            Map<String, Object> seen = reader.seen();
            reader.commit();
            reader.close();
            fresh.readTo(reader.sources());
            try (JobLog.Reader again = log.new Reader(open(directory))) {
                assertThat(seen).isEqualTo(fresh.seen());
                assertThat(again.isAtEnd()).isTrue();
                assertThat(again.seen()).isEqualTo(seen);
            }
        } finally {
            Replacement.delete(directory);
        }
    }

    private static StoredJobs open(Path directory) throws IOException {
        return StoredJobs.open(directory, MATCHER::openIndex, () -> {});
    }
}
