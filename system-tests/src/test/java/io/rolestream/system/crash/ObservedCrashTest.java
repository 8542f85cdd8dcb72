package io.rolestream.system.crash;

import static io.rolestream.system.crash.Failure.KILL;
import static io.rolestream.system.crash.Failure.KILL_WHILE_STARTING;
import static io.rolestream.system.crash.Failure.TERMINATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.system.checks.CommittedTopic;
import io.rolestream.system.checks.LabelReport;
import io.rolestream.system.installation.Broker;
import io.rolestream.system.installation.StubWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The labelling service with a labeller that it only observes, killed while resumes flow. */
@Tag("full")
@Timeout(240)
class ObservedCrashTest {
    @Test
    void shouldRecordEveryVoteOnceAndDecideWithoutThem(@TempDir Path directory) throws Exception {
        var plan = new CrashPlan(
                "observed",
                3_000,
                250,
                1,
                0,
                Map.of("labellers.observed", StubWorker.LABELLER),
                List.of(KILL, KILL_WHILE_STARTING, TERMINATE, KILL),
                Duration.ZERO,
                Duration.ofSeconds(15),
                Duration.ofSeconds(3));
        try (CrashRun run = new CrashRun(plan, directory);
                StubWorker worker = new StubWorker(run.broker(), Duration.ofSeconds(1))) {
            // The first labels come before any vote.
            run.run(List.of(StubWorker.GROUP), worker::start);

            LabelReport report = run.judge(null);

            assertThat(worker.failure()).isNull();
            assertThat(report).matches(LabelReport::isClean);
            assertThat(report.resumes()).isEqualTo(plan.resumes());
            List<LabelledRole> labels = labels(run.broker());
            assertThat(labels).anyMatch(LabelledRole::getRepeatsDecision);
            assertThat(withoutTheirVote(labels)).isEmpty();
        }
    }

    private static List<LabelledRole> labels(Broker broker) {
        String topic = Topics.unprefixed().labelledRoles();
        var deserializer = new AvroSerde<>(LabelledRole.class, broker.registry()).deserializer();
        List<LabelledRole> labels = new ArrayList<>();
        CommittedTopic.forEach(
                broker.bootstrapServers(),
                topic,
                record -> labels.add(deserializer.deserialize(topic, record.value())));
        return labels;
    }

    /** The last labels of resumes that lack the one vote on their text. */
    private static List<LabelledRole> withoutTheirVote(List<LabelledRole> labels) {
        Map<String, LabelledRole> last = new HashMap<>();
        labels.forEach(label -> last.put(label.getResumeId() + " " + label.getResumePartition(), label));
        return last.values().stream()
                .filter(label -> {
                    List<Vote> votes = label.getObservedVotes();
                    String role = StubWorker.roleOf(label.getContentHash());
                    return votes.size() != 1 || !Objects.equals(votes.get(0).getRole(), role);
                })
                .toList();
    }
}
