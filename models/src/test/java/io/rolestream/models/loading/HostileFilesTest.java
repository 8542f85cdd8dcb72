package io.rolestream.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.store.ModelCache;
import io.rolestream.models.testing.Published;
import io.rolestream.rules.role.Taxonomy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a version that would block, exhaust or end the process. */
@Timeout(120)
class HostileFilesTest {
    private static final String WEIGHTS = "model.safetensors";

    private final Path directory;
    private final Published published;

    HostileFilesTest(@TempDir Path directory) throws Exception {
        this.directory = directory;
        published = Published.tiny(directory);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Refusal refusal) {
        return assertThatThrownBy(() -> published.loader(null).load(published.announcement()))
                .isInstanceOfSatisfying(
                        ModelRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(refusal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "1.", "CON", "nul.1", "Lpt9", "1/../2"})
    void shouldRefuseANameThatLeadsElsewhere(String name) {
        published.announcing(builder -> builder.setVersion(name));
        assertRefused(Refusal.ANNOUNCEMENT).hasMessageContaining("is not a name");
    }

    @Test
    void shouldRefuseAVersionThatIsTooLargeBeforeItDownloadsAnything() throws Exception {
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
        Files.createLink(directory.resolve("other"), published.file(WEIGHTS));
        assertRefused(Refusal.FILES).hasMessageContaining("hard link");
    }

    @Test
    void shouldRefuseAPipeInTheStore() throws Exception {
        Files.delete(published.file("config.json"));
        assertThat(new ProcessBuilder("mkfifo", published.file("config.json").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertRefused(Refusal.FILES).hasMessageContaining("config.json is not a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "smoke-test.json", "manifest.json"})
    void shouldRefuseANumberThatIsOutOfRange(String file) throws Exception {
        String content = Files.readString(published.file(file));
        published.replace(file, ("{\"x\": 1e2147483648," + content.substring(1)).getBytes(StandardCharsets.UTF_8));
        assertRefused(Refusal.FORMAT).hasMessageContaining("out of range");
    }

    @Test
    void shouldRefuseATokenizerThatTheNativeLibraryDoesNotSurvive() throws Exception {
        ObjectNode tokenizer = JsonFiles.read(published.file("tokenizer.json"), 1 << 20);
        tokenizer.putObject("normalizer").put("type", "Precompiled").put("precompiled_charsmap", "AAAAAA==");
        published.replace("tokenizer.json", JsonFiles.write(tokenizer));
        assertRefused(Refusal.FORMAT).hasMessageContaining("tokenizer.json: normalizer Precompiled");
    }
}
