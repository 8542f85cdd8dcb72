package io.rolestream.models.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever is announced, and whatever of it a compaction has left. */
class VersionTablePropertyTest {
    private static final List<String> NAMES = List.of("roberta", "bert");

    static {
        GeneratedRecords.trust();
    }

    /** @param stage null for a tombstone */
    record Announcement(
            String name, String version, @Nullable ModelStage stage) {
        String key() {
            return name + "/" + version;
        }

        void applyTo(VersionTable table, long offset) {
            table.apply(key(), stage == null ? null : value(stage), offset);
        }

        private ModelVersion value(ModelStage announced) {
            return ModelVersion.newBuilder()
                    .setName(name)
                    .setVersion(version)
                    .setStage(announced)
                    .build();
        }
    }

    @Provide
    Arbitrary<List<Announcement>> announcements() {
        return Combinators.combine(
                        Arbitraries.of(NAMES),
                        Arbitraries.of("v1", "v2", "v3"),
                        Arbitraries.of(ModelStage.class).injectNull(0.1))
                .as(Announcement::new)
                .list()
                .ofMaxSize(30);
    }

    @Property
    void shouldAgreeWithALookThroughTheLatestAnnouncementsBackwards(
            @ForAll("announcements") List<Announcement> announcements) {
        VersionTable table = table(announcements);

        for (String name : NAMES) {
            assertThat(table.champion(name).map(ModelVersion::getVersion))
                    .isEqualTo(lastWith(ModelStage.CHAMPION, name, announcements));
            assertThat(table.challenger(name).map(ModelVersion::getVersion))
                    .isEqualTo(lastWith(ModelStage.CHALLENGER, name, announcements));
        }
    }

    @Property
    void shouldBeTheSameAfterACompaction(@ForAll("announcements") List<Announcement> announcements) {
        VersionTable whole = table(announcements);
        VersionTable compacted = new VersionTable(null);
        for (int i = 0; i < announcements.size(); i++) {
            if (isLatest(i, announcements)) {
                announcements.get(i).applyTo(compacted, i);
            }
        }

        for (String name : NAMES) {
            assertThat(compacted.versions(name)).isEqualTo(whole.versions(name));
            assertThat(compacted.champion(name)).isEqualTo(whole.champion(name));
        }
    }

    private static VersionTable table(List<Announcement> announcements) {
        VersionTable table = new VersionTable(null);
        for (int i = 0; i < announcements.size(); i++) {
            announcements.get(i).applyTo(table, i);
        }
        return table;
    }

    private static Optional<String> lastWith(ModelStage stage, String name, List<Announcement> announcements) {
        for (int i = announcements.size() - 1; i >= 0; i--) {
            Announcement announcement = announcements.get(i);
            if (announcement.name().equals(name) && announcement.stage() == stage && isLatest(i, announcements)) {
                return Optional.of(announcement.version());
            }
        }
        return Optional.empty();
    }

    private static boolean isLatest(int index, List<Announcement> announcements) {
        String key = announcements.get(index).key();
        return announcements.subList(index + 1, announcements.size()).stream()
                .noneMatch(later -> later.key().equals(key));
    }
}
