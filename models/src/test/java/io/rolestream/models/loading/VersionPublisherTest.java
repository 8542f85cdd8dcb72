package io.rolestream.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.SafetensorsFile;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.artifact.Manifest;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.models.artifact.TrainingData;
import io.rolestream.models.artifact.TrainingSetup;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VersionPackage;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.models.store.DirectoryStore;
import io.rolestream.models.testing.Published;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionPublisherTest {
    private static final VersionDetails DETAILS = new VersionDetails(
            "roberta",
            "20261122-1",
            "20261121-1",
            "compact",
            new TrainingData("default-0123456789ab", 1000, 7, Map.of("training-examples-0", 1234L)),
            new TrainingSetup(JsonFiles.newObject().put("epochs", 3), 42, "0.1.0"),
            new VoteParameters(0.75f, 1.25f),
            Map.of("gold.macro-f1", 0.91));

    private final Path directory;
    private final DirectoryStore store;
    private final VersionPublisher publisher;

    VersionPublisherTest(@TempDir Path directory) {
        this.directory = directory;
        store = new DirectoryStore(directory.resolve("store"));
        publisher = new VersionPublisher(store, null);
    }

    private ModelVersion publish(Path checkpoint) throws Exception {
        return publisher.publish(Published.packaged(checkpoint, DETAILS), ModelStage.CHALLENGER);
    }

    private Path published(String file) {
        return directory.resolve("store/roberta/20261122-1").resolve(file);
    }

    @Test
    void shouldAnnounceWhatTheManifestSays() throws Exception {
        ModelVersion announcement =
                publish(TinyModel.write(directory.resolve("model"), 1).path());
        assertThat(announcement.getName()).isEqualTo("roberta");
        assertThat(announcement.getVersion()).isEqualTo("20261122-1");
        assertThat(announcement.getParent()).isEqualTo("20261121-1");
        assertThat(announcement.getBaseCheckpoint()).isEqualTo("compact");
        assertThat(announcement.getLocation()).isEqualTo("roberta/20261122-1");
        assertThat(announcement.getRulesetVersion()).isEqualTo("default-0123456789ab");
        assertThat(announcement.getTrainedExamples()).isEqualTo(1000);
        assertThat(announcement.getTrainedCorrections()).isEqualTo(7);
        assertThat(announcement.getTrainedOffsets()).isEqualTo(Map.of("training-examples-0", 1234L));
        assertThat(announcement.getMetrics()).isEqualTo(Map.of("gold.macro-f1", 0.91));
        assertThat(announcement.getStage()).isEqualTo(ModelStage.CHALLENGER);
        assertThat(announcement.getSignature()).isNull();

        Manifest manifest = Manifest.read(published("."));
        assertThat(manifest.details()).isEqualTo(DETAILS);
        assertThat(manifest.json()).isEqualTo(Files.readAllBytes(published(Manifest.FILE)));
    }

    @Test
    void shouldAnnounceTheSameVersionWhenAskedAgain() throws Exception {
        Path checkpoint = TinyModel.write(directory.resolve("model"), 1).path();
        ModelVersion first = publish(checkpoint);
        ModelVersion again = publish(checkpoint);
        assertThat(ModelVersion.newBuilder(again)
                        .setAnnouncedAt(first.getAnnouncedAt())
                        .build())
                .isEqualTo(first);
    }

    @Test
    void shouldKeepTheDetailsOfTheVersionThatIsThere() throws Exception {
        Path checkpoint = TinyModel.write(directory.resolve("model"), 1).path();
        ModelVersion first = publish(checkpoint);
        ModelVersion again = publisher.publish(
                Published.packaged(checkpoint, VersionDetails.of("roberta", "20261122-1")), ModelStage.CHALLENGER);
        assertThat(again.getFiles()).isEqualTo(first.getFiles());
        assertThat(again.getMetrics()).isEqualTo(first.getMetrics());
    }

    @Test
    void shouldTakeAModelThatWasEvaluatedAgainForTheSame() throws Exception {
        Path checkpoint = TinyModel.write(directory.resolve("model"), 1).path();
        Files.writeString(checkpoint.resolve("evaluation.json"), "{\"accuracy\": 0.70000001}");
        ModelVersion first = publish(checkpoint);
        Files.writeString(checkpoint.resolve("evaluation.json"), "{\"accuracy\": 0.69999999}");
        Files.writeString(checkpoint.resolve("README.md"), "0.7");

        assertThat(publish(checkpoint).getFiles()).isEqualTo(first.getFiles());
    }

    @Test
    void shouldRefuseOtherRulesUnderTheSameVersion() throws Exception {
        Path checkpoint = TinyModel.write(directory.resolve("model"), 1).path();
        publish(checkpoint);
        Files.writeString(checkpoint.resolve("rules.yml"), "content");

        assertThatThrownBy(() -> publish(checkpoint)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void shouldRefuseAnotherModelUnderTheSameVersion() throws Exception {
        publish(TinyModel.write(directory.resolve("model"), 1).path());
        Path other = TinyModel.write(directory.resolve("other"), 2).path();
        assertThatThrownBy(() -> publish(other))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("is another model; choose another version");
    }

    @Test
    void shouldTakeWhatIsNeededAndTheDocuments() throws Exception {
        Path checkpoint = TinyModel.write(directory.resolve("model"), 1).path();
        for (String file : List.of(
                "README.md",
                "curve.svg",
                "rules.yml",
                "evaluation.json",
                "other.yml",
                "pytorch_model.bin",
                "train.py",
                "trainer_state.json",
                ".env.txt")) {
            Files.writeString(checkpoint.resolve(file), "content");
        }
        assertThat(publish(checkpoint).getFiles())
                .extracting(ModelFile::getPath)
                .containsExactlyInAnyOrder(
                        "config.json",
                        "tokenizer.json",
                        "tokenizer_config.json",
                        "special_tokens_map.json",
                        "model.safetensors",
                        "README.md",
                        "curve.svg",
                        "rules.yml",
                        "evaluation.json",
                        "smoke-test.json",
                        "manifest.json");
    }

    @Test
    void shouldPublishWeightsInShards() throws Exception {
        Path checkpoint = TinyModel.write(directory.resolve("model"), 1).path();
        Files.move(checkpoint.resolve("model.safetensors"), checkpoint.resolve("model-00001-of-00001.safetensors"));
        var index = JsonFiles.newObject();
        var shards = index.putObject("weight_map");
        try (var weights = SafetensorsFile.open(checkpoint.resolve("model-00001-of-00001.safetensors"))) {
            weights.tensors().keySet().forEach(name -> shards.put(name, "model-00001-of-00001.safetensors"));
        }
        Files.write(checkpoint.resolve("model.safetensors.index.json"), JsonFiles.write(index));
        assertThat(publish(checkpoint).getFiles())
                .extracting(ModelFile::getPath)
                .contains("model-00001-of-00001.safetensors", "model.safetensors.index.json");
        ModelLoader.open(
                        published("."),
                        Taxonomy.standard(),
                        InferenceOptions.defaults().withPrecision(Precision.FP32))
                .close();
    }

    @Test
    void shouldNotPublishWhatEveryLoaderWouldRefuse() throws Exception {
        Path checkpoint = TinyModel.write(directory.resolve("model"), 1).path();
        Files.writeString(checkpoint.resolve("README.md"), "one");
        Files.writeString(checkpoint.resolve("readme.md"), "two");
        assertThatThrownBy(() -> publish(checkpoint))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("lists readme.md twice");
        assertThat(directory.resolve("store")).doesNotExist();
    }

    @Test
    void shouldLeaveNothingOfAPublishingThatFailed() throws Exception {
        Path checkpoint = TinyModel.write(directory.resolve("model"), 1).path();
        Files.createDirectories(directory.resolve("store"));
        Files.writeString(directory.resolve("store/roberta"), "a file is in its place");
        assertThatThrownBy(() -> publish(checkpoint)).isInstanceOf(IOException.class);
        Files.delete(directory.resolve("store/roberta"));
        assertThat(directory.resolve("store")).isEmptyDirectory();
        publish(checkpoint);
    }

    @Test
    void shouldRefuseABaseModel() throws Exception {
        CheckpointDirectory base = TinyModel.write(directory.resolve("model"), 1);
        base.config().asMaskedLanguageModel().write(base.path().resolve("config.json"));
        assertThatThrownBy(() -> publish(base.path()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("id2label");
    }

    @Test
    void shouldRefuseASmokeTestWithoutInputsOrWithACutOne() throws Exception {
        CheckpointDirectory checkpoint = TinyModel.write(directory.resolve("model"), 1);
        try (TextClassifier classifier = TextClassifier.open(checkpoint, SmokeTest.options())) {
            assertThatThrownBy(() -> SmokeTest.of(classifier, List.of("java", "java ".repeat(100))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("smoke input 2 is longer than the model reads");
            assertThatThrownBy(() -> SmokeTest.of(classifier, List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 100 inputs, not 0");
        }
    }

    @Test
    void shouldWriteThePackageToADirectoryAsAStoreWould() throws Exception {
        Path checkpoint = TinyModel.write(directory.resolve("model"), 1).path();
        VersionPackage version = Published.packaged(checkpoint, DETAILS);
        publisher.publish(version, ModelStage.CHAMPION);

        version.write(directory.resolve("written"));

        try (var files = Files.list(directory.resolve("written"))) {
            for (Path file : files.toList()) {
                assertThat(file).hasSameBinaryContentAs(published(String.valueOf(file.getFileName())));
            }
        }
        ModelLoader.open(directory.resolve("written"), Taxonomy.standard(), SmokeTest.options())
                .close();
    }
}
