package io.rolestream.stream.review;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Selection;
import io.rolestream.schemas.serde.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** People's earlier answers: the latest for each resume. Memory holds an entry for each resume with an answer. */
final class PastAnswers {
    private record Past(@Nullable String contentHash, boolean drawnAtRandom) {
        boolean isAbout(String hash) {
            return contentHash == null || contentHash.equals(hash);
        }
    }

    private final Map<String, Past> latest = new HashMap<>();

    static PastAnswers read(Cluster cluster, String topic) {
        PastAnswers answers = new PastAnswers();
        var deserializer = new AvroSerde<>(RoleCorrection.class, cluster.registry()).deserializer();
        new CommittedReader(cluster.clients(), List.of(topic), From.BEGINNING, true, record -> {
                    if (record.key() != null) {
                        answers.put(
                                new String(record.key(), StandardCharsets.UTF_8),
                                deserializer.deserialize(topic, record.headers(), record.value()));
                    }
                    return true;
                })
                .run();
        return answers;
    }

    private void put(String resumeId, @Nullable RoleCorrection correction) {
        if (correction == null) {
            latest.remove(resumeId);
        } else {
            latest.put(resumeId, new Past(correction.getContentHash(), correction.getSelection() == Selection.RANDOM));
        }
    }

    /** Whether a person answered on this text of a resume. */
    boolean has(String resumeId, String contentHash) {
        Past past = latest.get(resumeId);
        return past != null && past.isAbout(contentHash);
    }

    /** Whether a person answered on this text of a resume after it was drawn at random. */
    boolean hasDrawn(String resumeId, String contentHash) {
        Past past = latest.get(resumeId);
        return past != null && past.drawnAtRandom() && past.isAbout(contentHash);
    }
}
