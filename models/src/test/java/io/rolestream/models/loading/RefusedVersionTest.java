package io.rolestream.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.models.store.ModelCache;
import io.rolestream.models.testing.Published;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything for which a version must not be used. */
class RefusedVersionTest {
    private static final String WEIGHTS = "model.safetensors";
    private static final String SHA = "0".repeat(64);

    private final Path directory;

    RefusedVersionTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Published published, @Nullable PublicKey key, Refusal refusal) {
        return assertThatThrownBy(() -> published.loader(key).load(published.announcement()))
                .isInstanceOfSatisfying(
                        ModelRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(refusal));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Published published, Refusal refusal) {
        return assertRefused(published, null, refusal);
    }

    @Test
    void shouldRefuseACorruptByte() throws Exception {
        Published published = Published.tiny(directory);
        try (FileChannel file = FileChannel.open(published.file(WEIGHTS), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {42}), file.size() - 7);
        }
        assertRefused(published, Refusal.FILES).hasMessageContaining(WEIGHTS).hasMessageContaining("SHA-256");
    }

    @Test
    void shouldRefuseATruncatedFile() throws Exception {
        Published published = Published.tiny(directory);
        try (FileChannel file = FileChannel.open(published.file(WEIGHTS), StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 1);
        }
        assertRefused(published, Refusal.FILES).hasMessageContaining("is 1 bytes shorter");
    }

    @Test
    void shouldRefuseAFileThatGrew() throws Exception {
        Published published = Published.tiny(directory);
        Files.writeString(published.file(WEIGHTS), "more", StandardOpenOption.APPEND);
        assertRefused(published, Refusal.FILES).hasMessageContaining("is longer than");
    }

    @Test
    void shouldRefuseAMissingFile() throws Exception {
        Published published = Published.tiny(directory);
        Files.delete(published.file("tokenizer.json"));
        assertRefused(published, Refusal.FILES).hasMessageContaining("roberta/1/tokenizer.json is not in the store");
        try (var copies = Files.list(published.cache().resolve("roberta"))) {
            assertThat(copies).as("what was copied until then").isEmpty();
        }
    }

    @Test
    void shouldRefuseAVersionThatIsNowhere() throws Exception {
        Published published = Published.tiny(directory).announcing(builder -> builder.setLocation("roberta/2"));
        assertRefused(published, Refusal.FILES).hasMessageContaining("roberta/2/");
    }

    @Test
    void shouldRefuseAWrongSize() throws Exception {
        Published published = Published.tiny(directory);
        ModelFile file = published.announcement().getFiles().get(0);
        published.announcing(file.getPath(), new ModelFile(file.getPath(), file.getBytes() + 1, file.getSha256()));
        assertRefused(published, Refusal.FILES).hasMessageContaining("is 1 bytes shorter");
    }

    @Test
    void shouldRefuseAManifestThatListsAnotherFile() throws Exception {
        Published published = Published.tiny(directory);
        published.announcing(builder -> {
            List<ModelFile> files = new ArrayList<>(builder.getFiles());
            files.removeIf(file -> file.getPath().equals("tokenizer.json"));
            builder.setFiles(files);
        });
        assertRefused(published, Refusal.FILES).hasMessageContaining("tokenizer.json, which was announced nowhere");
    }

    @Test
    void shouldRefuseAnAnnouncementOfAnotherVersion() throws Exception {
        Published published = Published.tiny(directory).announcing(builder -> builder.setVersion("2"));
        assertRefused(published, Refusal.ANNOUNCEMENT).hasMessageContaining("roberta/1, but roberta/2 was announced");
    }

    @Test
    void shouldRefuseAVersionThatIsTooLargeBeforeItDownloadsAnything() throws Exception {
        Published published = Published.tiny(directory);
        Files.delete(published.file(WEIGHTS));
        try (ModelLoader loader = new ModelLoader(
                published.store(),
                new ModelCache(published.cache(), 3, 1000),
                null,
                Taxonomy.standard(),
                InferenceOptions.defaults())) {
            assertThatThrownBy(() -> loader.load(published.announcement()))
                    .isInstanceOfSatisfying(
                            ModelRefusedException.class,
                            e -> assertThat(e.refusal()).isEqualTo(Refusal.TOO_LARGE))
                    .hasMessageContaining("model.max.mib");
        }
        assertThat(published.cache()).doesNotExist();
    }

    @Test
    void shouldRefuseAHardLinkInTheStore() throws Exception {
        Published published = Published.tiny(directory);
        Files.createLink(directory.resolve("other"), published.file(WEIGHTS));
        assertRefused(published, Refusal.FILES).hasMessageContaining("hard link");
    }

    @Test
    void shouldRefuseAPipeInTheStore() throws Exception {
        Published published = Published.tiny(directory);
        Files.delete(published.file("config.json"));
        assertThat(new ProcessBuilder("mkfifo", published.file("config.json").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertRefused(published, Refusal.FILES).hasMessageContaining("config.json is not a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "smoke-test.json", "manifest.json"})
    void shouldRefuseANumberThatIsOutOfRange(String file) throws Exception {
        Published published = Published.tiny(directory);
        String content = Files.readString(published.file(file));
        published.replace(
                file, ("{\"x\": 1e2147483648," + content.substring(1)).getBytes(StandardCharsets.UTF_8));
        assertRefused(published, Refusal.FORMAT).hasMessageContaining("out of range");
    }

    @Test
    void shouldRefuseATokenizerThatTheNativeLibraryDoesNotSurvive() throws Exception {
        Published published = Published.tiny(directory);
        ObjectNode tokenizer = JsonFiles.read(published.file("tokenizer.json"), 1 << 20);
        tokenizer.putObject("normalizer").put("type", "Precompiled").put("precompiled_charsmap", "AAAAAA==");
        published.replace("tokenizer.json", JsonFiles.write(tokenizer));
        assertRefused(published, Refusal.FORMAT).hasMessageContaining("tokenizer.json: normalizer Precompiled");
    }

    static Stream<Consumer<ModelVersion.Builder>> senselessAnnouncements() {
        return Stream.of(
                builder -> builder.setFiles(List.of()),
                builder -> builder.setName(""),
                builder -> builder.setName("../roberta"),
                builder -> builder.setVersion("1/2"),
                builder -> builder.setVersion("."),
                builder -> builder.setVersion(".."),
                builder -> builder.setVersion("1."),
                builder -> builder.setVersion("CON"),
                builder -> builder.setName("nul.1"),
                builder -> builder.setVersion("1\n"),
                builder -> builder.setVersion("v".repeat(129)),
                builder -> Published.with(builder, new ModelFile("a.json", -1L, SHA)),
                builder -> Published.with(builder, new ModelFile("a.json", Long.MAX_VALUE, SHA)),
                builder -> Published.with(builder, new ModelFile("a.json", 1L, "abc")),
                builder -> builder.setFiles(Stream.iterate(0, i -> i <= 1000, i -> i + 1)
                        .map(i -> new ModelFile(i + ".json", 1L, SHA))
                        .toList()),
                builder -> builder.setFiles(List.of(new ModelFile("manifest.json", 1L, SHA))));
    }

    @ParameterizedTest
    @MethodSource("senselessAnnouncements")
    void shouldRefuseASenselessAnnouncement(Consumer<ModelVersion.Builder> change) throws Exception {
        assertRefused(Published.tiny(directory).announcing(change), Refusal.ANNOUNCEMENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd.txt",
                "../config.json",
                "a/../../b.json",
                "a/./b.json",
                "a//b.json",
                "a/",
                "a\\b.json",
                "C:/b.json",
                "c:b.json",
                ".hidden.json",
                "a/.git/b.json",
                "a\0.json",
                "a\n.json",
                "a\u202Etxt.json",
                "ä.json",
                "~/a.json",
                "con.json",
                "a./b.json",
                "a/LPT1.json",
                "CONFIG.json"
            })
    void shouldRefuseAPathThatLeadsElsewhere(String path) throws Exception {
        assertRefused(
                Published.tiny(directory).announcing(builder -> Published.with(builder, new ModelFile(path, 1L, SHA))),
                Refusal.PATH);
    }

    @Test
    void shouldRefuseAPathThatIsTooLong() throws Exception {
        String path = "a/".repeat(300) + "b.json";
        assertRefused(
                Published.tiny(directory).announcing(builder -> Published.with(builder, new ModelFile(path, 1L, SHA))),
                Refusal.PATH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc",
                "..",
                "roberta/../../elsewhere",
                "roberta//1",
                "file:///etc",
                "s3://bucket/roberta/1",
                "http://example.org/roberta/1",
                "file:///%",
                "roberta\\1"
            })
    void shouldRefuseALocationOutsideOfTheStore(String location) throws Exception {
        assertRefused(Published.tiny(directory).announcing(builder -> builder.setLocation(location)), Refusal.PATH);
    }

    @Test
    void shouldRefuseAUriThatClimbsOutOfTheStore() throws Exception {
        String location = directory.resolve("store").toUri() + "../elsewhere";
        assertRefused(Published.tiny(directory).announcing(builder -> builder.setLocation(location)), Refusal.PATH);
    }

    @Test
    void shouldRefuseALinkOutOfTheStore() throws Exception {
        Published published = Published.tiny(directory);
        Path outside = Files.move(published.file("config.json"), directory.resolve("config.json"));
        Files.createSymbolicLink(published.file("config.json"), outside);
        assertRefused(published, Refusal.PATH).hasMessageContaining("leads out of the store");
    }

    @Test
    void shouldRefuseADirectoryThatIsALinkOutOfTheStore() throws Exception {
        Published published = Published.tiny(directory);
        Path outside = Files.move(published.directory(), directory.resolve("elsewhere"));
        Files.createSymbolicLink(published.directory(), outside);
        assertRefused(published, Refusal.PATH).hasMessageContaining("leads out of the store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pytorch_model.bin",
                "model.pt",
                "a/model.PKL",
                "modeling.py",
                "lib.so",
                "model.jar",
                "model",
                "a.json.exe",
                "weights.h5",
                "training_args.bin"
            })
    void shouldRefusePicklesAndCode(String path) throws Exception {
        assertRefused(
                        Published.tiny(directory)
                                .announcing(builder -> Published.with(builder, new ModelFile(path, 1L, SHA))),
                        Refusal.FORMAT)
                .hasMessageContaining(path);
    }

    @Test
    void shouldAcceptTheRightSignature() throws Exception {
        KeyPair keys = Published.keys();
        Published published = Published.signed(directory, keys);
        published.loader(keys.getPublic()).load(published.announcement()).close();
    }

    @Test
    void shouldRefuseAVersionWithoutSignature() throws Exception {
        assertRefused(Published.tiny(directory), Published.keys().getPublic(), Refusal.SIGNATURE)
                .hasMessageContaining("roberta/1 is not signed");
    }

    @Test
    void shouldRefuseAForeignSignature() throws Exception {
        assertRefused(
                Published.signed(directory, Published.keys()), Published.keys().getPublic(), Refusal.SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not Base64!", "AAAA"})
    void shouldRefuseWhatIsNoSignature(String signature) throws Exception {
        Published published = Published.tiny(directory).announcing(builder -> builder.setSignature(signature));
        assertRefused(published, Published.keys().getPublic(), Refusal.SIGNATURE);
    }

    @Test
    void shouldRefuseASignatureOverOtherFiles() throws Exception {
        KeyPair keys = Published.keys();
        Published published = Published.signed(directory, keys);
        published.replace("special_tokens_map.json", "{}".getBytes(StandardCharsets.UTF_8));
        assertRefused(published, keys.getPublic(), Refusal.SIGNATURE);
    }

    @Test
    void shouldRefuseOtherLabelsThanTheRoles() throws Exception {
        Path model = TinyModel.write(directory.resolve("model"), List.of("Cook", "Pilot"), 1, null)
                .path();
        assertRefused(Published.of(directory, model, null), Refusal.LABELS)
                .hasMessageContaining("Cook")
                .hasMessageContaining("SOC Analyst");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"format\": 2}",
                "{\"format\": 1, \"name\": \"roberta\", \"version\": \"1\", \"createdAt\": \"2026-11-22T00:00:00Z\"}",
                "{\"format\": 1, \"files\": [1]}",
                "{\"format\": 1, \"files\": [{\"path\": \"a.json\", \"bytes\": 1.5, \"sha256\": \"\"}]}"
            })
    void shouldRefuseAMalformedManifest(String json) throws Exception {
        Published published = Published.tiny(directory).replace("manifest.json", json.getBytes(StandardCharsets.UTF_8));
        assertRefused(published, Refusal.FORMAT).hasMessageStartingWith("manifest.json: ");
    }

    static Stream<Consumer<ObjectNode>> malformedFields() {
        return Stream.of(
                manifest -> manifest.put("temperature", 0),
                manifest -> manifest.put("temperature", "1"),
                manifest -> manifest.put("ruleCoefficient", -1),
                manifest -> manifest.put("createdAt", "yesterday"),
                manifest -> manifest.put("name", "."),
                manifest -> manifest.put("trainedExamples", 0.5),
                manifest -> manifest.putObject("metrics").put("gold.accuracy", "high"),
                manifest -> manifest.putArray("trainedOffsets"),
                manifest -> manifest.putArray("recipe"));
    }

    @ParameterizedTest
    @MethodSource("malformedFields")
    void shouldRefuseAMalformedField(Consumer<ObjectNode> change) throws Exception {
        Published published = Published.tiny(directory);
        ObjectNode manifest = JsonFiles.read(published.file("manifest.json"), 1 << 20);
        change.accept(manifest);
        published.replace("manifest.json", JsonFiles.write(manifest));
        assertRefused(published, Refusal.FORMAT).hasMessageStartingWith("manifest.json: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {WEIGHTS, "config.json", "tokenizer.json", "smoke-test.json"})
    void shouldRefuseAFileThatIsGarbage(String path) throws Exception {
        Published published = Published.tiny(directory).replace(path, "\u0000garbage".getBytes(StandardCharsets.UTF_8));
        assertRefused(published, Refusal.FORMAT).hasMessageContaining(path.equals(WEIGHTS) ? path : "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name: x",
                "\u0000",
                "name: x\nmatching: phrases\nroles: {Astronaut: {a: 1}}",
                "name: x\nmatching: phrases\nroles: {Other: {a: 200}}"
            })
    void shouldRefuseARuleSetThatCannotBeUsed(String yaml) throws Exception {
        Published published = Published.tiny(directory).add("rules.yml", yaml.getBytes(StandardCharsets.UTF_8));
        assertRefused(published, Refusal.RULES).hasMessageStartingWith("rules.yml:");
    }

    @Test
    void shouldRefuseARuleSetInADirectory() throws Exception {
        Published published = Published.tiny(directory).add("more/rules.yml", new byte[0]);
        assertRefused(published, Refusal.FORMAT)
                .hasMessageContaining("more/rules.yml does not belong to a model version");
    }

    @Test
    void shouldRefuseOtherLogitsThanExpected() throws Exception {
        Published published = Published.tiny(directory);
        ObjectNode test = JsonFiles.read(published.file("smoke-test.json"), 1 << 20);
        ArrayNode logits = (ArrayNode) test.path("inputs").path(2).path("logits");
        logits.set(3, logits.get(3).doubleValue() + 0.1);
        published.replace("smoke-test.json", JsonFiles.write(test));
        assertRefused(published, Refusal.SMOKE_TEST)
                .hasMessageContaining("input 3: expected the logits [")
                .message()
                .doesNotContain(SmokeTest.INPUTS.get(2));
    }

    @Test
    void shouldRefuseTheWeightsOfAnotherModel() throws Exception {
        Published published = Published.tiny(directory);
        Path other = TinyModel.write(directory.resolve("other"), 2).path();
        published.replace(WEIGHTS, Files.readAllBytes(other.resolve(WEIGHTS)));
        assertRefused(published, Refusal.SMOKE_TEST);
    }

    @Test
    void shouldRefuseASmokeTestWithoutInputs() throws Exception {
        Published published = Published.tiny(directory)
                .replace("smoke-test.json", "{\"inputs\": []}".getBytes(StandardCharsets.UTF_8));
        assertRefused(published, Refusal.FORMAT).hasMessageContaining("1 to 100 inputs");
    }

    @Test
    void shouldRefuseWhatCannotBeComputedHere() throws Exception {
        Published published = Published.tiny(directory);
        InferenceOptions options = InferenceOptions.defaults().withPrecision(Precision.FP16);
        assertThatThrownBy(() -> published.loader(null, options).load(published.announcement()))
                .isInstanceOfSatisfying(
                        ModelRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.UNLOADABLE))
                .hasMessageContaining("fp16 is for GPUs");
    }
}
