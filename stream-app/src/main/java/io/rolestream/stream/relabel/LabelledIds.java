package io.rolestream.stream.relabel;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.text.Nearest;
import io.rolestream.events.LabelledRole;
import io.rolestream.schemas.serde.AvroSerde;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The resumes whose current label has one of some roles. */
public final class LabelledIds {
    private LabelledIds() {}

    /**
     * Reads all current labels.
     *
     * @throws CommandFailedException if no resume has ever had one of the roles, which is then likely misspelt
     */
    public static Predicate<byte[]> withRoles(Set<String> roles, Cluster cluster, String topic, BooleanSupplier stop) {
        var deserializer = new AvroSerde<>(LabelledRole.class, cluster.registry()).deserializer();
        IdTable ids = new IdTable();
        Set<String> seen = new TreeSet<>();
        new CommittedReader(cluster.clients(), List.of(topic), From.BEGINNING, true, record -> {
                    LabelledRole label = deserializer.deserialize(topic, record.headers(), record.value());
                    if (label != null) {
                        seen.add(label.getRole());
                    }
                    if (record.key() == null) {
                        return true;
                    }
                    if (label != null && roles.contains(label.getRole())) {
                        ids.put(record.key(), 1);
                    } else {
                        ids.remove(record.key());
                    }
                    return !stop.getAsBoolean();
                })
                .run();
        for (String role : roles) {
            if (!seen.contains(role) && !stop.getAsBoolean()) {
                throw new CommandFailedException("no resume has been labelled %s%s (labels: %s)"
                        .formatted(role, Nearest.hint(role, seen), seen.isEmpty() ? "none" : String.join(", ", seen)));
            }
        }
        return id -> ids.get(id) != IdTable.NONE;
    }
}
