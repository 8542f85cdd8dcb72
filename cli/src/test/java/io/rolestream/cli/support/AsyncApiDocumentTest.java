package io.rolestream.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.common.config.Settings;
import io.rolestream.events.LabelledRole;
import io.rolestream.local.services.Configuration;
import io.rolestream.schemas.documents.AsyncApiDocument;
import io.rolestream.schemas.registry.PortableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class AsyncApiDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings settings = Settings.of(Configuration.definitions(), Map.of());
    private final String text =
            new AsyncApiDocument(Configuration.catalogue(settings), Configuration.access(settings)).text();
    private final JsonNode document = JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));

    @Test
    void shouldBeTheOneInTheDocs() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "asyncapi.yaml")).equals(text))
                .as("docs/asyncapi.yaml is up to date; if not: ./rolestream topics asyncapi > docs/asyncapi.yaml")
                .isTrue();
    }

    @Test
    void shouldCarrySchemasFromWhichTheEventsCanBeRead() {
        JsonNode schema = document.at("/components/messages/LabelledRole/payload/schema");

        assertThat(new Schema.Parser().parse(schema.toString()))
                .isEqualTo(PortableSchema.of(LabelledRole.getClassSchema()));
    }

    @Test
    void shouldTellOfEveryTopicWhoSendsToIt() {
        assertThat(document.path("channels").properties()).hasSize(19);
        assertThat(document.at("/operations/stream-sends-labelled-roles/channel/$ref")
                        .asText())
                .isEqualTo("#/channels/labelled-roles");
        assertThat(document.path("operations").properties())
                .extracting(Map.Entry::getKey)
                .filteredOn(name -> name.endsWith("-sends-model-versions"))
                .containsExactly("trainer-sends-model-versions");
    }

    @Test
    void shouldReferToNothingThatIsNotThere() {
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }
}
