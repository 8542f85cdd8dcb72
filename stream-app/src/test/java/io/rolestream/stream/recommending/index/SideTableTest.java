package io.rolestream.stream.recommending.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import io.rolestream.stream.recommending.WordMatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SideTableTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final WordMatcher matcher = new WordMatcher("1");
    private final IndexedTexts index = new IndexedTexts(matcher);
    private final List<IndexChange> changes = new ArrayList<>();

    /** After partitions were added, an id's earlier text and its label remain in another one. */
    @Test
    void shouldKeepLabelsOfOtherPartitionsFromATextOfTheSameId() {
        text(1, "cobol", NOW.minusSeconds(1));
        label(1, "cobol");
        text(5, "spark", NOW);
        label(5, "spark");
        assertThat(isFound()).isTrue();

        label(1, "cobol");
        assertThat(isFound()).isTrue();
        label(1, null);
        assertThat(isFound()).isTrue();
        label(5, null);
        assertThat(isFound()).isFalse();
    }

    /** Labels of resumes lie where their key belongs. */
    @Test
    void shouldTakeTheLabelOfAResumeFromAnyPartition() {
        Profile profile = matcher.profile(new Candidate("r1", "spark", null, null), RoleBelief.unknown())
                .join();
        index.text(Side.RESUME, "r1", new Origin(1, 0, NOW), "spark", profile, changes);
        index.label(Side.RESUME, "r1", 5, known("spark"), changes);
        assertThat(index.isOpen(Side.RESUME, "r1", NOW)).isTrue();
    }

    private void text(int partition, String skills, Instant at) {
        Posting posting = new Posting("j1", "", skills, null, null, null, null, null);
        Profile profile = matcher.profile(posting, RoleBelief.unknown()).join();
        index.text(Side.JOB, "j1", new Origin(partition, 0, at), skills, profile, changes);
    }

    private void label(int partition, @Nullable String hash) {
        index.label(Side.JOB, "j1", partition, hash == null ? null : known(hash), changes);
    }

    private static KnownLabel known(String hash) {
        return new KnownLabel(hash, 1, RoleBelief.unknown(), false, "rules@1", "", NOW);
    }

    private boolean isFound() {
        return index.isOpen(Side.JOB, "j1", NOW);
    }
}
