package io.rolestream.system.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.dashboard.feed.TopicFeed;
import io.rolestream.dashboard.labels.LabelBook;
import io.rolestream.dashboard.live.FlowRange;
import io.rolestream.dashboard.live.LiveState;
import io.rolestream.dashboard.review.ReviewState;
import io.rolestream.events.ModelVersion;
import io.rolestream.local.services.Configuration;
import io.rolestream.local.services.Services;
import io.rolestream.models.announcements.VersionTable.Announced;
import io.rolestream.models.announcements.VersionWatch;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.registry.HttpSchemaRegistry;
import io.rolestream.schemas.registry.RegistryConfig;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.service.Trainer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/**
 * A trainer whose trainings are impossible, the feed of a dashboard, and someone who follows the announcements of
 * versions, each with a registry's client of its own.
 */
final class RegistryFollowers implements AutoCloseable {
    static final String MODEL = "roberta";
    private static final ObjectMapper JSON = new ObjectMapper();

    final Cluster ofTrainer;
    final Cluster ofFeed;
    final Cluster ofWatch;
    private final AtomicInteger trainings = new AtomicInteger();
    private final Trainer trainer;
    private final LiveState state;
    private final TopicFeed feed;
    private final Thread watching = new Thread(this::watch, "watch");
    private volatile List<String> followed = List.of();
    private volatile boolean closed;

    RegistryFollowers(String bootstrapServers, String registryUrl, Path directory) {
        Settings settings = Settings.of(
                Configuration.definitions(),
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "trainer.data.directory",
                        directory.resolve("trainer").toString(),
                        "model.store",
                        directory.resolve("store").toString(),
                        "model.cache.directory",
                        directory.resolve("cache").toString()));
        ofTrainer = cluster(settings, registryUrl);
        ofFeed = cluster(settings, registryUrl);
        ofWatch = cluster(settings, registryUrl);
        trainer = Services.trainer(
                settings,
                ofTrainer,
                MODEL,
                null,
                (request, work, monitor, stop) -> {
                    trainings.incrementAndGet();
                    throw new TrainingImpossibleException("there are no examples");
                },
                new SimpleMeterRegistry());
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
        state = new LiveState(rules.taxonomy(), () -> rules, MODEL, List.of(), null, true);
        feed = TopicFeed.ofLabels(
                ofFeed, state, new ReviewState(new ReviewState.Shares(0, 0), true, 1), new LabelBook());
    }

    private static Cluster cluster(Settings settings, String registryUrl) {
        RegistryConfig config = RegistryConfig.of(URI.create(registryUrl)).withRetries(2, Duration.ofMillis(50));
        return Cluster.of(settings, new HttpSchemaRegistry(config));
    }

    void start() throws InterruptedException {
        feed.start();
        trainer.start();
        watching.start();
    }

    private void watch() {
        try {
            new VersionWatch(ofWatch, null, () -> closed)
                    .run(log -> followed = log.table().versions(MODEL).stream()
                            .map(Announced::version)
                            .map(ModelVersion::getVersion)
                            .toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the end
        }
    }

    List<Cluster> clusters() {
        return List.of(ofTrainer, ofFeed, ofWatch);
    }

    /** How many trainings have begun. */
    int trainings() {
        return trainings.get();
    }

    /** The versions that the watch knows. */
    List<String> followed() {
        return followed;
    }

    /** The number of versions that the dashboard shows. */
    int shownVersions() {
        return part("models").path("total").asInt();
    }

    /** The number of labels that the dashboard has counted in the last minutes. */
    int countedLabels() {
        JsonNode seconds = JSON.valueToTree(state.history(System.currentTimeMillis(), FlowRange.MINUTES))
                .path("labels");
        return StreamSupport.stream(seconds.spliterator(), false)
                .mapToInt(count -> Math.max(0, count.asInt())) // -1 is a second without any
                .sum();
    }

    /** The number of records that the dashboard could not read. */
    long unreadable() {
        return part("status").path("unreadable").asLong();
    }

    private JsonNode part(String name) {
        return JSON.valueToTree(
                state.everySecond(System.currentTimeMillis(), "", true).get(name));
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        watching.interrupt();
        watching.join();
        feed.close();
        trainer.close();
    }
}
