package io.rolestream.files.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.files.FileException;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearntTextsTest {
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path generator;

    private String doubt() throws IOException {
        return String.valueOf(LearntTexts.doubt(new DescriptionInput(generator, null), RULES));
    }

    @Test
    void shouldDoubtAllButAGeneratorThatWasKeptFromTheTest() throws IOException {
        assertThat(doubt()).contains("does not record what it learnt from");
        LearntTexts.unsplit().write(generator);
        assertThat(doubt()).contains("was not kept from the test");
        new LearntTexts(true, "other rules").write(generator);
        assertThat(doubt()).contains("another masking");
        LearntTexts.withoutTest(RULES).write(generator);
        assertThat(LearntTexts.doubt(new DescriptionInput(generator, null), RULES))
                .isNull();
        assertThat(LearntTexts.doubt(new DescriptionInput(null, generator), RULES))
                .contains("A file of descriptions");
    }

    @Test
    void shouldRefuseAnotherFormat() throws IOException {
        Files.writeString(generator.resolve(LearntTexts.FILE), "{\"format\": 2}");

        assertThatThrownBy(this::doubt).isInstanceOf(FileException.class).hasMessageContaining("not of format 1");
    }
}
