package io.rolestream.dashboard.feed;

import static org.awaitility.Awaitility.await;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.dashboard.labels.LabelBook;
import io.rolestream.dashboard.live.LiveState;
import io.rolestream.dashboard.review.ReviewState;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.topics.TopicCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class TopicFeedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());

    @Test
    void shouldReadPartitionsThatAreAddedAndTopicsThatAreRecreated() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.startTemporary()) {
            Cluster cluster = Cluster.of(
                    Settings.of(
                            ConnectionConfig.define(new ConfigDef()),
                            Map.of(
                                    ConnectionConfig.BOOTSTRAP_SERVERS,
                                    broker.bootstrapServers(),
                                    "kafka.metadata.max.age.ms",
                                    "500")),
                    broker.registry());
            LiveState state = new LiveState(Taxonomy.standard(), () -> RULES, "roberta", List.of(), null, true);
            String resumes = cluster.topics().resumes();
            try (Admin admin = cluster.clients().admin();
                    TopicFeed feed = TopicFeed.ofLabels(
                            cluster, state, new ReviewState(new ReviewState.Shares(0, 0), true, 1), new LabelBook())) {
                TopicAdmin.create(admin, new TopicCatalogue(cluster.topics(), 4), (short) 1);
                feed.start();
                await().atMost(PATIENCE).until(() -> feed.partitions(resumes) == 4);
                admin.createPartitions(Map.of(resumes, NewPartitions.increaseTo(6)))
                        .all()
                        .get();

                await().atMost(PATIENCE).until(() -> feed.partitions(resumes) == 6);
                admin.deleteTopics(List.of(resumes)).all().get();
                await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                    TopicAdmin.create(admin, new TopicCatalogue(cluster.topics(), 2), (short) 1);
                    return feed.partitions(resumes) == 2;
                });
            }
        }
    }
}
