package io.rolestream.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.task.EmbeddingOptions;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.task.TextEmbedder;
import io.rolestream.engine.task.TextGenerator;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.artifact.Manifest;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.store.DirectoryStore;
import io.rolestream.models.store.ModelCache;
import io.rolestream.models.task.TestedModel;
import io.rolestream.models.task.VersionTask;
import io.rolestream.models.testing.TaskVersions;
import io.rolestream.rules.role.Taxonomy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions of bi-encoders, re-rankers and generators are verified as those of classifiers are. */
class TaskVersionTest {
    private static final InferenceOptions OPTIONS = InferenceOptions.defaults().withPrecision(Precision.FP32);

    private final Path directory;
    private final Path store;

    TaskVersionTest(@TempDir Path directory) {
        this.directory = directory;
        this.store = directory.resolve("store");
    }

    private ModelLoader loader() {
        return new ModelLoader(
                new DirectoryStore(store),
                new ModelCache(directory.resolve("cache"), 3, Long.MAX_VALUE),
                null,
                Taxonomy.standard(),
                OPTIONS);
    }

    @Test
    void shouldGiveTheVectorsThatWerePublished() throws Exception {
        ModelVersion announced = TaskVersions.publish(store, VersionTask.MATCHER, "1", 1);

        try (ModelLoader loader = loader();
                TextEmbedder embedder = loader.load(
                        announced,
                        VersionTask.EMBEDDER,
                        version ->
                                TextEmbedder.open(version.checkpoint(), OPTIONS, new EmbeddingOptions(null, true)))) {
            assertThat(embedder.embed(List.of("java")).get(0).vector()).hasSize(embedder.dimension());
        }
        assertThat(store.resolve("matcher/1/1_Pooling/config.json")).exists();
        assertThat(store.resolve("matcher/1/modules.json")).exists();
    }

    @Test
    void shouldGiveTheScoresThatWerePublished() throws Exception {
        ModelVersion announced = TaskVersions.publish(store, VersionTask.REWARD, "1", 1);

        try (ModelLoader loader = loader();
                TestedModel scorer = loader.load(
                        announced,
                        VersionTask.RERANKER,
                        version -> TestedModel.open(VersionTask.RERANKER, version.checkpoint(), OPTIONS, null))) {
            assertThat(scorer.compute(List.of(new TestedModel.Text("java", "java developer"))))
                    .singleElement()
                    .satisfies(score -> assertThat(score.values()).hasSize(1));
        }
    }

    @Test
    void shouldNotLetABiEncoderVote() throws Exception {
        ModelVersion announced = TaskVersions.publish(store, VersionTask.MATCHER, "1", 1);

        try (ModelLoader loader = loader()) {
            assertThatThrownBy(() -> loader.load(announced))
                    .isInstanceOfSatisfying(
                            ModelRefusedException.class,
                            e -> assertThat(e.refusal()).isEqualTo(Refusal.TASK))
                    .hasMessage("matcher/1 is a model of the task embedder, and cannot serve as classifier");
        }
    }

    @Test
    void shouldPublishWhatAGeneratorNeedsBesideItsWeights() throws Exception {
        ModelVersion announced = TaskVersions.publish(store, VersionTask.DESCRIBER, "1", 1);

        try (ModelLoader loader = loader();
                TextGenerator generator = loader.load(announced, VersionTask.GENERATOR, version -> {
                    assertThat(PromptTemplate.read(version.directory()))
                            .isEqualTo(new PromptTemplate("CV: {resume}\nJob:"));
                    return TextGenerator.open(version.checkpoint(), OPTIONS);
                })) {
            assertThat(generator.generate(List.of("CV: java\nJob:"), 5).get(0).tokens())
                    .isNotEmpty();
        }
        assertThat(store.resolve("generator/1/generation_config.json")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {VersionTask.MATCHER, VersionTask.REWARD, VersionTask.DESCRIBER})
    void shouldRefuseAModelThatComputesSomethingElse(String name) throws Exception {
        VersionTask task = VersionTask.ofModel(name);
        ModelVersion first = TaskVersions.publish(store, name, "1", 1);
        ModelVersion other = TaskVersions.publish(store, name, "2", 2);
        Path test = store.resolve(name).resolve("1/smoke-test.json");
        Files.copy(store.resolve(name).resolve("2/smoke-test.json"), test, StandardCopyOption.REPLACE_EXISTING);

        try (ModelLoader loader = loader()) {
            assertThatThrownBy(() -> loader.load(first, task, version -> () -> {}))
                    .isInstanceOfSatisfying(
                            ModelRefusedException.class,
                            e -> assertThat(e.refusal()).isEqualTo(Refusal.FILES));
            assertThat(other.getName()).isEqualTo(name);
            assertThatThrownBy(() -> VerifiedVersion.tested(
                            store.resolve(name).resolve("1"),
                            Manifest.read(store.resolve(name).resolve("1")),
                            OPTIONS,
                            new CalibrationMemory(directory.resolve("memory"), "x")))
                    .isInstanceOfSatisfying(
                            ModelRefusedException.class,
                            e -> assertThat(e.refusal()).isEqualTo(Refusal.SMOKE_TEST));
        }
    }
}
