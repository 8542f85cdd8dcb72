package io.rolestream.labellers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.TextGenerator;
import io.rolestream.labellers.settings.RolePrompt;
import io.rolestream.rules.decision.LogProbabilities;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PromptedLabellerTest {
    private static final Path CHECKPOINTS = Path.of(
                    "../engine/src/test/resources/io/rolestream/engine/model/generation")
            .toAbsolutePath();
    private static final Path MODEL = CHECKPOINTS.resolve("t5-untied");
    /** Both continue a prompt; the tokenizer of llama2 puts a space before every text. */
    private static final List<String> DECODERS = List.of("llama2", "llama3");

    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final Taxonomy FEW_ROLES =
            new Taxonomy(List.of(new Role("Data Engineer", "Pipelines."), new Role("Other", "All else.")), "Other");
    private static final InferenceOptions INFERENCE = InferenceOptions.defaults()
            .withDevice(DeviceChoice.CPU)
            .withPrecision(Precision.FP32)
            .withThreads(2, 1);

    private final Path directory;

    PromptedLabellerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldDivideLikelihoodsByThoseWithoutSkills() throws Exception {
        try (Labeller labeller = open("\"orders\": 2, \"seed\": 7, \"max_tokens\": 2048", ROLES);
                TextGenerator generator = TextGenerator.open(CheckpointDirectory.open(MODEL), INFERENCE)) {
            for (String text : List.of("java, sql", "")) {
                double[] expected = new double[ROLES.size()];
                for (RolePrompt prompt : RolePrompt.shuffled(ROLES, 2, 7)) {
                    float[] with = generator
                            .logLikelihoods(prompt.of(text), ROLES.names())
                            .logLikelihoods();
                    float[] without = generator
                            .logLikelihoods(prompt.of("N/A"), ROLES.names())
                            .logLikelihoods();
                    for (int i = 0; i < expected.length; i++) {
                        expected[i] += (with[i] - without[i]) / 2;
                    }
                }
                Answer answer = labeller.label(text).join();
                double[] logs = LogProbabilities.normalised(expected);
                for (int i = 0; i < logs.length; i++) {
                    assertThat((double) answer.logProbabilities()[i]).isEqualTo(logs[i], offset(1e-3));
                }
                assertThat(answer.generated()).isNull();
                assertThat(answer.cut()).isFalse();
            }
        }
    }

    @Test
    void shouldRepeatItsAnswersUnderTheSameVersion() throws Exception {
        try (Labeller first = open("\"max_tokens\": 2048", ROLES);
                Labeller again = open("\"max_tokens\": 2048", ROLES);
                Labeller other = open("\"max_tokens\": 2048, \"seed\": 5", ROLES)) {
            assertThat(again.facts()).isEqualTo(first.facts());
            assertThat(again.label("java").join().logProbabilities())
                    .containsExactly(first.label("java").join().logProbabilities(), offset(1e-4f));
            assertThat(other.facts().version()).isNotEqualTo(first.facts().version());
        }
    }

    @Test
    void shouldShortenTheSkillsRatherThanLoseTheQuestion() throws Exception {
        try (Labeller labeller = open("\"max_tokens\": 700", ROLES)) {
            Answer huge =
                    labeller.label("java sql \ud83d\ude00 ".repeat(50_000)).join();
            assertThat(huge.cut()).isTrue();
            assertThat(labeller.label("java").join().cut()).isFalse();
        }
    }

    @Test
    void shouldContinueThePromptOfADecoderWithASpaceAndTheName() throws Exception {
        RolePrompt prompt = RolePrompt.shuffled(FEW_ROLES, 1, 7).get(0);
        for (String name : DECODERS) {
            List<String> answers = name.equals("llama2") ? FEW_ROLES.names() : List.of(" Data Engineer", " Other");
            try (Labeller labeller = open(name, "\"orders\": 1, \"seed\": 7", FEW_ROLES);
                    TextGenerator generator =
                            TextGenerator.open(CheckpointDirectory.open(CHECKPOINTS.resolve(name)), INFERENCE)) {
                float[] with =
                        generator.logLikelihoods(prompt.of("java"), answers).logLikelihoods();
                float[] without =
                        generator.logLikelihoods(prompt.of("N/A"), answers).logLikelihoods();
                double[] logs = LogProbabilities.normalised(new double[] {with[0] - without[0], with[1] - without[1]});
                Answer answer = labeller.label("java").join();
                for (int i = 0; i < logs.length; i++) {
                    assertThat((double) answer.logProbabilities()[i]).isEqualTo(logs[i], offset(1e-3));
                }
            }
        }
    }

    /** Their {@code max_tokens}, 512 by default, are all that the models take. */
    @Test
    void shouldLeaveAnAnswerThatContinuesThePromptItsRoom() throws Exception {
        for (String name : DECODERS) {
            for (String mode : List.of("likelihood", "greedy")) {
                try (Labeller labeller = open(name, "\"mode\": \"" + mode + "\"", FEW_ROLES)) {
                    assertThat(labeller.label("java ".repeat(1000)).join().cut())
                            .isTrue();
                    assertThat(labeller.label("java").join().cut()).isFalse();
                }
            }
        }
        assertThatThrownBy(() -> open("llama3", "\"mode\": \"greedy\", \"max_length\": 500", FEW_ROLES)
                        .close())
                .hasMessageContaining("an answer of 500 tokens is longer than the model reads");
    }

    @Test
    void shouldTakeWhatIsNotInTheListForTheFallback() throws Exception {
        try (Labeller labeller = open("\"mode\": \"greedy\", \"max_tokens\": 700", ROLES)) {
            Answer answer = labeller.label("java, sql").join();
            assertThat(answer.role()).isEqualTo(ROLES.fallbackIndex());
            assertThat(answer.abstained()).isTrue();
            assertThat(answer.confidence()).isZero();
            assertThat(answer.generated()).isNotNull();
            assertThat(answer.cut()).isFalse();
            assertThat(labeller.label("java ".repeat(100_000)).join().cut()).isTrue();
        }
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        List<Role> many = IntStream.range(0, Taxonomy.MAX_ROLES)
                .mapToObj(i -> new Role("Role number " + i, "Does " + i + "."))
                .toList();
        assertRefused("\"max_tokens\": 2048", new Taxonomy(many, "Role number 0"), "longer than the model reads");
        assertRefused("\"max_tokens\": 20", ROLES, "longer than the model reads");
        assertRefused("\"mode\": \"beam\"", ROLES, "mode must be likelihood or greedy");
        assertRefused("\"mode\": \"greedy\", \"orders\": 3", ROLES, "unknown key \"orders\"");
        String limits = "max_length must be a whole number from 2 to ";
        assertRefused("\"mode\": \"greedy\", \"max_tokens\": 700, \"max_length\": 1", ROLES, limits);
        assertRefused("\"mode\": \"greedy\", \"max_tokens\": 700, \"max_length\": 2147483647", ROLES, limits);
        assertRefused("\"orders\": 0", ROLES, "orders must be a whole number from 1");
    }

    private void assertRefused(String settings, Taxonomy taxonomy, String reason) {
        assertThatThrownBy(() -> open(settings, taxonomy).close())
                .isInstanceOf(LabellerException.class)
                .hasMessageContaining(reason);
    }

    private Labeller open(String settings, Taxonomy taxonomy) throws Exception {
        return open("t5-untied", settings, taxonomy);
    }

    private Labeller open(String model, String settings, Taxonomy taxonomy) throws Exception {
        Path file = Files.writeString(
                directory.resolve("prompted.json"),
                "{\"checkpoint\": \"%s\", %s}".formatted(CHECKPOINTS.resolve(model), settings));
        return Labellers.open(new LabellerSpec("prompted", file.toString()), LabellerOptions.of(INFERENCE), taxonomy);
    }
}
