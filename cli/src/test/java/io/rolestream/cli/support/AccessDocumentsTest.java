package io.rolestream.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.config.Settings;
import io.rolestream.local.services.Configuration;
import io.rolestream.schemas.access.AccessCatalogue;
import io.rolestream.schemas.documents.AccessDocuments;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessDocumentsTest {
    private final AccessCatalogue access = Configuration.access(Settings.of(
            Configuration.definitions(),
            Map.of("topic.prefix", "hr.", "application.id", "hr-stream", "model.name", "small")));

    @Test
    void shouldNameThingsAsTheSettingsDo() {
        assertThat(AccessDocuments.text(access))
                .containsPattern("Topic +hr\\.resumes +READ, DESCRIBE_CONFIGS")
                .containsPattern("Topic +hr-stream-\\* +READ, WRITE, CREATE")
                .containsPattern("Group +hr\\.rolestream-trainer-small +READ")
                .containsPattern("TransactionalId +hr\\.rolestream-worker-\\* +WRITE")
                .containsPattern("TransactionalId +hr\\.model-versions-announcer +WRITE");
    }

    @Test
    void shouldWriteCommandsThatKafkasToolTakes() {
        assertThat(AccessDocuments.commands(access, "kafka:9092", "User:CN="))
                .contains(
                        "kafka-acls.sh --bootstrap-server kafka:9092 --add --allow-principal 'User:CN=worker'"
                                + " --operation Write --transactional-id 'hr.rolestream-worker-' --resource-pattern-type prefixed",
                        "--operation Read --operation Write --operation Create --topic 'hr-stream-'");
    }
}
