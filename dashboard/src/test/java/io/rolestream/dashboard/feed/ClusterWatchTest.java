package io.rolestream.dashboard.feed;

import static org.awaitility.Awaitility.await;

import io.rolestream.dashboard.config.DashboardSettings;
import io.rolestream.dashboard.live.LiveState;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class ClusterWatchTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, ROLES);

    /** As while no name of a broker can be resolved. */
    @Test
    void shouldTryAgainToConnect() {
        AtomicInteger tries = new AtomicInteger();
        try (ClusterWatch watch = new ClusterWatch(
                () -> {
                    tries.incrementAndGet();
                    throw new ConfigException("No resolvable bootstrap urls");
                },
                Topics.unprefixed(),
                new DashboardSettings.Groups("stream", "workers"),
                new LiveState(ROLES, () -> RULES, "roberta", List.of(), null, true))) {
            watch.start();

            await().atMost(Duration.ofSeconds(60)).until(() -> tries.get() > 1);
        }
    }
}
