package io.rolestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.system.deploy.Dockerfile.Instruction;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileTest {
    private final Dockerfile file;

    DockerfileTest() throws IOException {
        this.file = Dockerfile.read();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void shouldRunTheStartCommandAsNobodyInParticular(String target) {
        assertThat(file.last(target, "USER")).isEqualTo("10001:10001");
        assertThat(file.last(target, "ENTRYPOINT")).isEqualTo("[\"/opt/rolestream/bin/rolestream\"]");
        List<Instruction> all = file.instructions(target);
        assertThat(all.get(all.size() - 1).keyword()).as("the last instruction").isEqualTo("USER");
    }

    @Test
    void shouldLeaveTheOptionsOfTheJvmToTheStartCommandAndTheUser() {
        assertThat(file.stages().keySet())
                .allSatisfy(stage -> assertThat(file.environment(stage)).doesNotContainKey("JAVA_OPTS"));
    }

    @Test
    void shouldSetNothingThatAConfigurationFileCouldNotOverride() {
        assertThat(file.stages().keySet())
                .allSatisfy(stage -> assertThat(file.environment(stage).keySet())
                        .noneMatch(variable -> variable.startsWith("ROLESTREAM_")));
    }

    @Test
    void shouldPinImages() {
        Set<String> stages = file.stages().keySet();
        assertThat(file.stages().values())
                .extracting(Dockerfile.Stage::image)
                .filteredOn(image -> !stages.contains(image) && !image.startsWith("$"))
                .isNotEmpty()
                .allSatisfy(image -> assertThat(image).matches("[a-z/]+:[0-9].*\\d.*"));
    }

    @Test
    void shouldTakeTheLibtorchThatTheJniLibraryWasBuiltFor() throws IOException {
        String version = Pom.read().property("pytorch.version");
        assertThat(List.of("cpu", "gpu"))
                .allSatisfy(target -> assertThat(file.environment(target)).containsEntry("PYTORCH_VERSION", version));
        assertThat(file.stages())
                .extractingByKey("libtorch")
                .satisfies(stage -> assertThat(stage.image()).contains(":" + version + "-"));
    }
}
