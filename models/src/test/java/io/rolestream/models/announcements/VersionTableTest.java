package io.rolestream.models.announcements;

import static io.rolestream.models.announcements.Versions.NAME;
import static io.rolestream.models.announcements.Versions.key;
import static io.rolestream.models.announcements.Versions.stages;
import static io.rolestream.models.announcements.Versions.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.VersionTable.Announced;
import io.rolestream.models.announcements.VersionTable.Effect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTableTest {
    private static final Following CHAMPION = new Following.Stage(ModelStage.CHAMPION);

    private final VersionTable table = new VersionTable(null);
    private long offset;

    private Effect apply(ModelVersion version) {
        return table.apply(VersionKey.of(version).toString(), version, offset++);
    }

    @Test
    void shouldKeepTheLatestAnnouncementOfEachVersionInTheirOrder() {
        apply(version("v2", ModelStage.CHALLENGER));
        apply(version("v1", ModelStage.CHAMPION));
        apply(version("v2", ModelStage.RETIRED));

        assertThat(stages(table)).containsExactly("v1 CHAMPION", "v2 RETIRED");
        assertThat(table.versions(NAME)).extracting(Announced::offset).containsExactly(1L, 2L);
        assertThat(table.names()).containsExactly(NAME);
    }

    @Test
    void shouldTakeTheChampionThatWasAnnouncedLast() {
        apply(version("v2", ModelStage.CHAMPION));
        apply(version("v1", ModelStage.CHAMPION));

        assertThat(table.champion(NAME)).contains(version("v1", ModelStage.CHAMPION));
    }

    @Test
    void shouldKnowTheChallengerApartFromTheChampion() {
        apply(version("v1", ModelStage.CHAMPION));
        apply(version("v2", ModelStage.CHALLENGER));

        assertThat(table.champion(NAME)).map(ModelVersion::getVersion).contains("v1");
        assertThat(table.challenger(NAME)).map(ModelVersion::getVersion).contains("v2");
        assertThat(table.challenger("bert")).isEmpty();
    }

    @Test
    void shouldForgetAVersionWithoutAValue() {
        apply(version("v1", ModelStage.CHAMPION));

        assertThat(table.apply("roberta/v1", null, 7)).isEqualTo(Effect.CHANGED);
        assertThat(table.apply("roberta/v1", null, 8)).isEqualTo(Effect.UNCHANGED);

        assertThat(table.champion(NAME)).isEmpty();
        assertThat(table.names()).isEmpty();
    }

    @Test
    void shouldSayWhetherAnythingChanged() {
        assertThat(apply(version("v1", ModelStage.CHAMPION))).isEqualTo(Effect.CHANGED);
        assertThat(apply(version("v1", ModelStage.CHAMPION))).isEqualTo(Effect.UNCHANGED);
        assertThat(apply(version("v1", ModelStage.RETIRED))).isEqualTo(Effect.CHANGED);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "roberta", "roberta/", "/v1", "roberta/v2", "bert/v1", "roberta/v1/", "roberta/v 1"})
    void shouldIgnoreAnAnnouncementUnderAnotherKey(String key) {
        assertThat(table.apply(key, version("v1", ModelStage.CHAMPION), 0)).isEqualTo(Effect.IGNORED);

        assertThat(table.names()).isEmpty();
    }

    @Test
    void shouldRefuseAnnouncementsOutOfOrder() {
        table.advance(5);

        assertThatThrownBy(() -> table.apply("roberta/v1", null, 5)).hasMessage("Offset 5 after 5");
    }

    @Test
    void shouldFollowAStageFromVersionToVersion() {
        assertThat(CHAMPION.in(table, NAME)).isEmpty();
        apply(version("v1", ModelStage.CHAMPION));
        assertThat(CHAMPION.in(table, NAME)).map(ModelVersion::getVersion).contains("v1");
        apply(version("v2", ModelStage.CHAMPION));
        assertThat(CHAMPION.in(table, NAME)).map(ModelVersion::getVersion).contains("v2");
    }

    @Test
    void shouldUseAPinnedVersionUnlessItWasRejected() {
        apply(version("v1", ModelStage.RETIRED));
        apply(version("v2", ModelStage.REJECTED));

        assertThat(new Following.Pinned("v1").in(table, NAME)).isPresent();
        assertThat(new Following.Pinned("v2").in(table, NAME)).isEmpty();
        assertThat(new Following.Pinned("v3").in(table, NAME)).isEmpty();
    }

    @Test
    void shouldNotFollowAStageWhoseVersionsAreNotUsed() {
        assertThatThrownBy(() -> new Following.Stage(ModelStage.RETIRED)).hasMessageContaining("RETIRED");
    }

    @Test
    void shouldNameTheVersionsThatThereAreWhereOneIsMissing() {
        assertThatThrownBy(() -> table.require(key("v1"))).hasMessage("no model version has been announced yet");
        apply(version("v1", ModelStage.CHAMPION));
        apply(version("w7", ModelStage.RETIRED));
        assertThatThrownBy(() -> table.require(key("v11")))
                .hasMessage("no version v11 of roberta; did you mean \"v1\"? (known: v1, w7)");
        assertThatThrownBy(() -> table.require(new VersionKey("robert", "v1")))
                .hasMessage(
                        "no version of robert has been announced; did you mean \"roberta\"? (announced models: roberta)");
    }
}
