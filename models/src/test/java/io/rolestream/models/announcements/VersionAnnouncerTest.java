package io.rolestream.models.announcements;

import static io.rolestream.models.announcements.Versions.NAME;
import static io.rolestream.models.announcements.Versions.key;
import static io.rolestream.models.announcements.Versions.stages;
import static io.rolestream.models.announcements.Versions.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.ModelStage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each test has a topic of its own by a prefix. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionAnnouncerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EmbeddedKafka kafka = EmbeddedKafka.builder().build();

    @BeforeAll
    void start() {
        kafka.start();
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    @Test
    void shouldAnnounceAFirstChampionAndItsSuccessorsAndGoBack() throws Exception {
        var topic = VersionTopic.create(kafka, "life.");
        try (var announcer = topic.announcer("ada")) {
            announcer.announce(version("v1", ModelStage.CHAMPION));
            announcer.announce(version("v2", ModelStage.CHALLENGER));
            assertThat(stages(announcer.promote(key("v2"), ModelStage.CHAMPION)))
                    .containsExactly("v2 CHAMPION", "v1 RETIRED");
            assertThat(announcer.promote(key("v2"), ModelStage.CHAMPION)).isEmpty();
            announcer.rollback(NAME, null, "worse on Java");
        }
        assertThat(read(topic)).containsExactly("v1 CHAMPION", "v2 REJECTED");
    }

    @Test
    void shouldSeeWhatAnotherHasAnnounced() throws Exception {
        var topic = VersionTopic.create(kafka, "two.");
        try (var ada = topic.announcer("ada");
                var bob = topic.announcer("bob")) {
            ada.announce(version("v1", ModelStage.CHAMPION));
            bob.announce(version("v2", ModelStage.CHAMPION));
            ada.reject(key("v2"), "slow");
            bob.promote(key("v1"), ModelStage.CHAMPION);
        }
        assertThat(read(topic)).containsExactly("v1 CHAMPION", "v2 REJECTED");
    }

    @Test
    void shouldLetTheLaterOfTwoHaveItsWayAndTellTheEarlierToTryAgain() throws Exception {
        var topic = VersionTopic.create(kafka, "fence.");
        try (var ada = topic.announcer("ada");
                var bob = new VersionAnnouncer(
                        topic.cluster(),
                        "bob",
                        SigningKeys.NONE,
                        null,
                        meanwhile(() -> ada.announce(version("v1", ModelStage.CHAMPION))))) {
            assertThatThrownBy(() -> bob.announce(version("v2", ModelStage.CHAMPION)))
                    .isInstanceOf(VersionException.class)
                    .hasMessageContaining("someone else announced");
            assertThat(read(topic)).containsExactly("v1 CHAMPION");
        }
    }

    @Test
    void shouldNeverLeaveTwoChampionsHoweverManyAnnounceAtOnce() throws Exception {
        var topic = VersionTopic.create(kafka, "many.");
        int people = 4;
        var numbers = new AtomicInteger();
        var done = new ArrayList<String>();
        var threads = Executors.newFixedThreadPool(people);
        try {
            Callable<List<String>> announcing = () -> {
                var own = new ArrayList<String>();
                try (var announcer = topic.announcer("someone")) {
                    for (int i = 0; i < 5; i++) {
                        String version = "v" + numbers.incrementAndGet();
                        try {
                            announcer.announce(version(version, ModelStage.CHAMPION));
                            own.add(version);
                        } catch (VersionException e) {
                            assertThat(e).hasMessageContaining("someone else");
                        }
                    }
                }
                return own;
            };
            for (var result : threads.invokeAll(List.of(announcing, announcing, announcing, announcing))) {
                done.addAll(result.get());
            }
        } finally {
            threads.shutdownNow();
        }
        var stages = read(topic);
        assertThat(stages).hasSameSizeAs(done).hasSizeGreaterThan(0);
        assertThat(stages.stream().filter(stage -> stage.endsWith(" CHAMPION"))).hasSize(1);
        assertThat(stages.stream().filter(stage -> stage.endsWith(" RETIRED"))).hasSize(done.size() - 1);
    }

    @Test
    void shouldSayWhatIsKnownWhereAVersionIsNot() throws Exception {
        var topic = VersionTopic.create(kafka, "known.");
        try (var announcer = topic.announcer("ada")) {
            announcer.announce(version("v1", ModelStage.CHAMPION));
            assertThatThrownBy(() -> announcer.promote(key("v2"), ModelStage.CHAMPION))
                    .isInstanceOf(VersionException.class)
                    .hasMessageContaining("did you mean \"v1\"?");
        }
    }

    @Test
    void shouldAnnounceByTheVersionsOfThatMoment() throws Exception {
        var topic = VersionTopic.create(kafka, "choice.");
        try (var ada = topic.announcer("ada");
                var bob = topic.announcer("bob")) {
            ada.announce(version("v1", ModelStage.CHAMPION));
            assertThat(bob.announce(table -> table.champion(NAME).isPresent()
                            ? Optional.empty()
                            : Optional.of(version("v2", ModelStage.CHAMPION))))
                    .isEmpty();
        }
        assertThat(read(topic)).containsExactly("v1 CHAMPION");
    }

    @Test
    void shouldRemoveWhatIsNotInUseAllOrNothing() throws Exception {
        var topic = VersionTopic.create(kafka, "remove.");
        try (var announcer = topic.announcer("ada")) {
            announcer.announce(version("v1", ModelStage.CHAMPION));
            announcer.announce(version("v2", ModelStage.CHAMPION));
            assertThatThrownBy(() -> announcer.remove(table -> List.of(key("v1"), key("v2"))))
                    .isInstanceOf(VersionException.class)
                    .hasMessage("roberta/v2 is the champion and cannot be removed");
            assertThat(read(topic)).containsExactly("v1 RETIRED", "v2 CHAMPION");
            assertThat(announcer.remove(table -> List.of(key("v0"), key("v1")))).containsExactly(key("v1"));
        }
        assertThat(read(topic)).containsExactly("v2 CHAMPION");
    }

    private static List<String> read(VersionTopic topic) {
        try (var log = topic.log()) {
            assertThat(log.readToEnd(PATIENCE)).isTrue();
            return stages(log.table());
        }
    }

    /** A clock that lets something happen between the reading of the topic and the writing. */
    private static Clock meanwhile(Runnable event) {
        return new Clock() {
            @Override
            public Instant instant() {
                event.run();
                return Instant.EPOCH;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }
}
