package io.rolestream.trainer.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the tokenizer of a small decoder, whose answers end with the token 2. */
class PairEncoderTest {
    private static final Path CHECKPOINT =
            Path.of("../engine/src/test/resources/io/rolestream/engine/model/generation/smollm2");
    private static final PromptTemplate TEMPLATE = new PromptTemplate("CV: {resume}\nJob:");
    private static final int END = 2;

    @Test
    void shouldEndAnAnswerAfterTheWholePrompt() throws IOException {
        AnsweredPrompt pair = encode(100, "java", "We need you");

        assertThat(text(pair.prompt())).isEqualTo("CV: java\nJob:");
        assertThat(text(Arrays.copyOf(pair.answer(), pair.answer().length - 1))).isEqualTo("We need you");
        assertThat(pair.answer()[pair.answer().length - 1]).isEqualTo(END);
    }

    @Test
    void shouldCutTheResumeAndKeepTheEndOfThePrompt() throws IOException {
        AnsweredPrompt pair = encode(100, "java ".repeat(200), "We need you");

        assertThat(pair.length()).isBetween(97, 100);
        assertThat(text(pair.prompt())).startsWith("CV: java java").endsWith("\nJob:");
        assertThat(pair.answer()[pair.answer().length - 1]).isEqualTo(END);
    }

    @Test
    void shouldNotLearnTheEndOfADescriptionThatIsCut() throws IOException {
        AnsweredPrompt pair = encode(100, "java", "We need you. ".repeat(50));

        assertThat(pair.answer()).hasSize(50).doesNotContain(END);
    }

    @Test
    void shouldRefuseATemplateThatLeavesNoRoom() {
        assertThatThrownBy(() -> encode(16, "java", "We need you"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shorten the template, or raise --max-tokens");
    }

    private static AnsweredPrompt encode(int maxTokens, String resume, String description) throws IOException {
        PromptTemplate template = maxTokens < 50 ? new PromptTemplate("A template of many words {resume}") : TEMPLATE;
        try (PairEncoder encoder = PairEncoder.open(CheckpointDirectory.open(CHECKPOINT), template, maxTokens)) {
            return encoder.encode(List.of(new DescribedResume(resume, description)))
                    .get(0);
        }
    }

    private static String text(int[] tokens) throws IOException {
        try (TextTokenizer tokenizer = TextTokenizer.open(CHECKPOINT, TokenizerOptions.head(512))) {
            return tokenizer.decode(tokens);
        }
    }
}
