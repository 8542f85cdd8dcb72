package io.rolestream.models.announcements;

import static io.rolestream.models.announcements.Versions.NAME;
import static io.rolestream.models.announcements.Versions.key;
import static io.rolestream.models.announcements.Versions.stages;
import static io.rolestream.models.announcements.Versions.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StageChangesTest {
    private final VersionTable table = new VersionTable(null);
    private Instant now = Instant.parse("2026-03-04T12:00:00Z");
    private long offset;

    private StageChanges changes() {
        now = now.plusSeconds(1);
        return new StageChanges(table, "ada", now);
    }

    private List<ModelVersion> apply(List<ModelVersion> announcements) {
        announcements.forEach(version -> table.apply(VersionKey.of(version).toString(), version, offset++));
        return announcements;
    }

    private void announceChampions(String... versions) {
        for (String version : versions) {
            apply(changes().announce(version(version, ModelStage.CHAMPION)));
        }
    }

    @Test
    void shouldRetireTheFormerChampionAfterTheNewOneIsAnnounced() {
        announceChampions("v1");
        apply(changes().announce(version("v2", ModelStage.CHALLENGER)));

        assertThat(stages(apply(changes().promote(key("v2"), ModelStage.CHAMPION))))
                .containsExactly("v2 CHAMPION", "v1 RETIRED");
        assertThat(table.challenger(NAME)).isEmpty();
    }

    @Test
    void shouldKeepEveryOtherFieldOfAnAnnouncement() {
        announceChampions("v1");

        ModelVersion retired =
                changes().announce(version("v2", ModelStage.CHAMPION)).get(1);

        assertThat(retired)
                .isEqualTo(ModelVersion.newBuilder(version("v1", ModelStage.RETIRED))
                        .setAnnouncedAt(now)
                        .setChampionAt(now.minusSeconds(1))
                        .build());
    }

    @Test
    void shouldAnnounceNothingWhereAllIsAsAskedFor() {
        announceChampions("v1", "v2");

        assertThat(changes().promote(key("v2"), ModelStage.CHAMPION)).isEmpty();
        assertThat(changes().announce(version("v1", ModelStage.CHAMPION))).isEmpty();
        apply(changes().reject(key("v1"), "slow"));
        assertThat(changes().reject(key("v1"), "slow")).isEmpty();
    }

    @Test
    void shouldRefuseToAnnounceAVersionAgainWithOtherFiles() {
        announceChampions("v1");
        var other = ModelVersion.newBuilder(version("v1", ModelStage.CHAMPION))
                .setFiles(List.of(new ModelFile("model.safetensors", 8L, "aa".repeat(32))))
                .build();

        assertThatThrownBy(() -> changes().announce(other))
                .isInstanceOf(VersionException.class)
                .hasMessageStartingWith("roberta/v1 was announced before, with other files");
    }

    @Test
    void shouldRefuseToAnnounceWithoutAStageOrAName() {
        assertThatThrownBy(() -> changes().announce(version("v1", ModelStage.UNKNOWN)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> changes().announce(version("v/1", ModelStage.CHAMPION)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotMakeTheChampionAChallenger() {
        announceChampions("v1");

        assertThatThrownBy(() -> changes().promote(key("v1"), ModelStage.CHALLENGER))
                .isInstanceOf(VersionException.class)
                .hasMessageStartingWith("roberta/v1 is the champion");
    }

    @Test
    void shouldRollBackFromChampionToChampion() {
        announceChampions("v1", "v2", "v3");

        assertThat(stages(apply(changes().rollback(NAME, null, "worse on Java"))))
                .containsExactly("v2 CHAMPION", "v3 REJECTED");
        assertThat(table.version(NAME, "v3").orElseThrow().getGateReasons())
                .containsExactly("rolled back by ada at " + now + ": worse on Java");
        assertThat(stages(apply(changes().rollback(NAME, null, null)))).containsExactly("v1 CHAMPION", "v2 REJECTED");
        assertThat(table.version(NAME, "v2").orElseThrow().getGateReasons())
                .containsExactly("rolled back by ada at " + now);
    }

    @Test
    void shouldNotRollBackToAVersionThatNeverWasChampion() {
        announceChampions("v1", "v2");
        apply(changes().announce(version("v3", ModelStage.CHALLENGER)));
        apply(changes().announce(version("v4", ModelStage.CHALLENGER)));
        assertThat(stages(table)).contains("v3 RETIRED");

        assertThat(stages(changes().rollback(NAME, null, null))).containsExactly("v1 CHAMPION", "v2 REJECTED");
    }

    @Test
    void shouldRollBackToTheVersionAskedFor() {
        announceChampions("v1", "v2", "v3");

        assertThat(stages(changes().rollback(NAME, "v1", null))).containsExactly("v1 CHAMPION", "v3 REJECTED");
    }

    @Test
    void shouldLeaveOneChampionWhereThereWereTwo() {
        announceChampions("v1", "v2");
        var second = version("v3", ModelStage.CHAMPION);
        table.apply(VersionKey.of(second).toString(), second, offset++);

        assertThat(stages(changes().rollback(NAME, "v1", null)))
                .containsExactly("v1 CHAMPION", "v2 RETIRED", "v3 REJECTED");
    }

    @Test
    void shouldSayWhyThereIsNothingToRollBackTo() {
        assertThatThrownBy(() -> changes().rollback(NAME, null, null))
                .hasMessage("no model version has been announced yet");
        apply(changes().announce(version("v0", ModelStage.CHALLENGER)));
        assertThatThrownBy(() -> changes().rollback(NAME, null, null))
                .hasMessageStartingWith("roberta has no champion to roll back");
        announceChampions("v1");
        assertThatThrownBy(() -> changes().rollback(NAME, null, null))
                .hasMessageStartingWith("before roberta/v1 there was no champion");
        assertThatThrownBy(() -> changes().rollback(NAME, "v1", null)).hasMessage("roberta/v1 is already the champion");
    }

    @Test
    void shouldRejectEvenTheChampion() {
        announceChampions("v1");

        var rejected = apply(changes().reject(key("v1"), "leaks names"));

        assertThat(stages(rejected)).containsExactly("v1 REJECTED");
        assertThat(rejected.get(0).getGateReasons()).containsExactly("rejected by ada at " + now + ": leaks names");
        assertThat(table.champion(NAME)).isEmpty();
    }

    @Test
    void shouldNeverBringBackWhatAPersonRejected() {
        announceChampions("v1", "v2", "v3");
        apply(changes().reject(key("v1"), "leaks names"));
        apply(changes().rollback(NAME, null, "worse on Java"));

        for (String rejected : List.of("v1", "v3")) {
            for (ModelStage stage : List.of(ModelStage.CHAMPION, ModelStage.CHALLENGER)) {
                assertPermanent(() -> changes().promote(key(rejected), stage));
            }
            assertPermanent(() -> changes().rollback(NAME, rejected, null));
            assertPermanent(() -> changes().publish(version(rejected, ModelStage.CHAMPION)));
            assertThat(changes().announce(version(rejected, ModelStage.CHAMPION)))
                    .as("a trainer that died and announces it again")
                    .isEmpty();
        }
        assertThat(stages(table)).containsExactly("v1 REJECTED", "v2 CHAMPION", "v3 REJECTED");
        assertThatThrownBy(() -> changes().rollback(NAME, null, null)).hasMessageContaining("before roberta/v2");
    }

    private static void assertPermanent(ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOf(VersionException.class)
                .hasMessageContaining("is rejected permanently (")
                .hasMessageContaining("`rolestream models publish DIR --as VERSION`");
    }

    @Test
    void shouldLetAPersonOverruleTheGateButNotAPerson() {
        apply(changes()
                .announce(AnnouncedVerdict.withVerdict(
                        version("v1", ModelStage.REJECTED),
                        new StatedVerdict(VerdictKind.FAILED, List.of("There are too few items.")))));
        assertThat(stages(changes().promote(key("v1"), ModelStage.CHAMPION))).containsExactly("v1 CHAMPION");

        assertThat(stages(apply(changes().reject(key("v1"), "slow")))).containsExactly("v1 REJECTED");

        assertPermanent(() -> changes().promote(key("v1"), ModelStage.CHAMPION));
    }
}
