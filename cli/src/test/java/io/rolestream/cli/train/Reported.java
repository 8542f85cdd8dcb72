package io.rolestream.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.testing.SharedStack;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.events.TrainerStatus;
import io.rolestream.schemas.serde.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What trainings with {@code --report} said to the shared cluster. */
final class Reported {
    private Reported() {}

    /** The reports of one that is over, after checking that they name it and that the last was withdrawn. */
    static List<TrainerStatus> of(String name) {
        return of(name, ProcessHandle.current().pid());
    }

    /** As above, of a training in another process. */
    static List<TrainerStatus> of(String name, long process) {
        List<@Nullable TrainerStatus> reports = read("-" + name + "-" + process);
        assertThat(reports).last().as("gone at the end").isNull();
        List<TrainerStatus> said = reports.stream().filter(Objects::nonNull).toList();
        assertThat(said).allSatisfy(report -> {
            assertThat(report.getModelName()).isEqualTo(name + ", by hand");
            assertThat(report.getVersion()).isEqualTo(name);
            assertThat(report.getLeader()).isFalse();
        });
        return said;
    }

    /** @param id how the reporter's id ends */
    private static List<@Nullable TrainerStatus> read(String id) {
        Cluster cluster = SharedStack.get().cluster();
        String topic = cluster.topics().trainerStatus();
        List<@Nullable TrainerStatus> reports = new ArrayList<>();
        var deserializer = new AvroSerde<>(TrainerStatus.class, cluster.registry()).deserializer();
        new CommittedReader(cluster.clients(), List.of(topic), CommittedReader.From.BEGINNING, true, record -> {
                    if (new String(record.key(), StandardCharsets.UTF_8).endsWith(id)) {
                        reports.add(deserializer.deserialize(topic, record.headers(), record.value()));
                    }
                    return true;
                })
                .run();
        return reports;
    }
}
