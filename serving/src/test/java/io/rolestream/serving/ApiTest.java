package io.rolestream.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.stream.worker.ClassifierModel;
import io.rolestream.stream.worker.InferenceMeters;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a client sees, with a small real model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RunningApi api;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Path checkpoint = directory.resolve("model");
        TinyModel.preferring(checkpoint, "Data Engineer");
        LoadedModel loaded = ModelLoader.open(
                checkpoint, Taxonomy.standard(), InferenceOptions.defaults().withPrecision(Precision.FP32));
        api = RunningApi.start(
                new ClassifierModel(loaded, "roberta", new InferenceMeters(new SimpleMeterRegistry(), "roberta")),
                Map.of());
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void shouldLabelOneResumeWithTheVotesAndVersions() throws Exception {
        HttpResponse<String> response = api.post("v1/label", "{\"resumeId\":\"a\",\"skills\":\"Airflow, Spark, ETL\"}");
        JsonNode label = JSON.readTree(response.body());

        assertThat(label.path("resumeId").asText()).isEqualTo("a");
        assertThat(label.path("role").asText()).isEqualTo("Data Engineer");
        assertThat(label.path("rule").path("role").asText()).isEqualTo("Data Engineer");
        assertThat(label.path("rule").path("keywords").toString()).containsIgnoringCase("airflow");
        assertThat(label.path("model").path("role").asText()).isEqualTo("Data Engineer");
        assertThat(label.path("model").path("version").asText()).startsWith("model-");
        assertThat(response.headers().firstValue("Rolestream-Rules"))
                .hasValueSatisfying(version -> assertThat(version).startsWith("default"));
    }

    @Test
    void shouldAnswerInTheOrderAskedWithAnErrorForEachResumeThatCannotBeLabelled() throws Exception {
        JsonNode labels = api.json(
                "v1/label",
                "[{\"resumeId\":\"c\",\"skills\":\"Java\"},7,{\"resumeId\":\"b\",\"skills\":{}},{\"resumeId\":\"a\","
                        + "\"skills\":\" \",\"text\":\"Docker\"},{\"resumeId\":\"e\",\"text\":\"\"},{\"skills\":\"SQL\"}]");

        List<String> ids = new ArrayList<>();
        List<Boolean> failed = new ArrayList<>();
        for (JsonNode label : labels) {
            ids.add(label.path("resumeId").asText());
            failed.add(label.has("error"));
            assertThat(label.path("role").isNull()).isEqualTo(label.has("error"));
        }
        assertThat(ids.subList(0, 5)).containsExactly("c", "row-2", "b", "a", "e");
        assertThat(ids.get(5)).isNotBlank();
        assertThat(failed).containsExactly(false, true, true, false, true, false);
        assertThat(api.json("v1/label", "[]")).isEmpty();
    }

    @Test
    void shouldLabelLoneCharactersAsFilesAreRead() throws Exception {
        JsonNode labels = api.json(
                "v1/label",
                "[{\"resumeId\":\"nul\",\"skills\":\"Java\\u0000\"},{\"resumeId\":\"lone\",\"skills\":\"Java \\ud800\"}]");

        assertThat(labels.get(0).path("role").isTextual()).isTrue();
        assertThat(labels.get(1).path("error").asText()).contains("surrogate");
    }

    @Test
    void shouldRecommendTheOpenJobsThatSuit() throws Exception {
        JsonNode list = api.json("v1/recommend?top=1", "{\"resumeId\":\"a\",\"skills\":\"Java, Spring\"}");

        assertThat(list.path("resumeId").asText()).isEqualTo("a");
        assertThat(list.path("jobs")).hasSize(1);
        assertThat(list.path("jobs").get(0).path("jobId").asText()).isEqualTo("j-1");
        assertThat(list.path("jobs").get(0).path("title").asText()).isEqualTo("Java Developer");
        assertThat(list.path("jobs").get(0).path("reasons")).isNotEmpty();
        assertThat(api.post("v1/recommend?top=0", "{\"skills\":\"Java\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldAnswerEveryRequestOfItsDocumentAsItSays() throws Exception {
        JsonNode document = JSON.readTree(api.get("v1/openapi.json").body());
        String example = document.at("/components/requestBodies/Resumes/content/application~1json/example")
                .toString();
        List<String> called = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    JsonNode answer =
                            path.getValue().path(method).path("responses").path("200");
                    JsonNode schema = answer.at("/content/application~1json/schema/oneOf/0");
                    checkAnswer(document, path.getKey(), method, method.equals("post") ? example : null, schema);
                    called.add(method + " " + path.getKey());
                }));

        assertThat(called)
                .containsExactlyInAnyOrder(
                        "post /v1/label", "post /v1/recommend", "get /v1/openapi.json", "get /live", "get /ready");
    }

    private void checkAnswer(JsonNode document, String path, String method, @Nullable String body, JsonNode schema) {
        try {
            HttpResponse<String> response =
                    body != null ? api.post(path.substring(1), body) : api.get(path.substring(1));
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            if (!schema.isMissingNode()) {
                JsonNode object = document.at(schema.path("$ref").asText().substring(1));
                List<String> required = new ArrayList<>();
                object.path("required").forEach(name -> required.add(name.asText()));
                List<String> given = new ArrayList<>();
                JSON.readTree(response.body()).fieldNames().forEachRemaining(given::add);
                assertThat(given).as(path).containsExactlyInAnyOrderElementsOf(required);
            }
        } catch (Exception e) {
            throw new AssertionError(path, e);
        }
    }

    @Test
    void shouldCountRequestsAndResumes() throws Exception {
        double requests = api.counted("rolestream.served.requests", "status", "200");
        double failed = api.counted("rolestream.served.resumes", "outcome", "failed");

        api.json("v1/label", "[{\"skills\":\"Java\"},7]");

        assertThat(api.counted("rolestream.served.requests", "status", "200")).isEqualTo(requests + 1);
        assertThat(api.counted("rolestream.served.resumes", "outcome", "failed"))
                .isEqualTo(failed + 1);
    }
}
