package io.rolestream.labellers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Zero-shot scores are those of transformers' pipeline. */
@Timeout(120)
class ZeroShotLabellerTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final LabellerOptions OPTIONS = LabellerOptions.of(InferenceOptions.defaults()
            .withDevice(DeviceChoice.CPU)
            .withPrecision(Precision.FP32)
            .withThreads(2, 1));

    private final Path directory;

    ZeroShotLabellerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @CsvSource({
        "bert, single",
        "bert, multi",
        "roberta, single",
        "roberta, multi",
        "two, single",
        "two, multi",
        "bart, single",
        "bart, multi",
    })
    void shouldScoreAsThePipeline(String model, String kind) throws Exception {
        for (JsonNode one : new ObjectMapper()
                .readTree(checkpoint(model).resolve("golden.json").toFile())) {
            String template = one.get("template").asText();
            Path file = write(kind + template.length() + ".json", checkpoint(model), """
                    "template": "%s", "multi_label": %s""".formatted(
                            template, kind.equals("multi")));
            try (Labeller labeller = open(file, ROLES)) {
                Answer answer = labeller.label(one.get("text").asText()).join();

                float[] expected = new float[ROLES.size()];
                float[] scores = new float[ROLES.size()];
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = (float) one.get(kind).get(i).asDouble();
                    scores[i] = (float) Math.exp(answer.logProbabilities()[i]);
                }
                assertThat(scores).containsExactly(expected, offset(1e-4f));
                assertThat(answer.confidence()).isEqualTo(scores[answer.role()], offset(1e-6f));
                int length = one.get("text").asText().length();
                assertThat(answer.cut()).isIn(length > 300, length > 60);
            }
        }
    }

    @Test
    void shouldRepeatItsAnswersUnderTheSameVersion() throws Exception {
        Path other = write("other.json", checkpoint("bert"), "\"template\": \"{description}\"");
        try (Labeller first = open(checkpoint("bert"), ROLES);
                Labeller again = open(checkpoint("bert"), ROLES);
                Labeller described = open(other, ROLES)) {
            assertThat(again.facts()).isEqualTo(first.facts());
            assertThat(again.label("java").join().logProbabilities())
                    .containsExactly(first.label("java").join().logProbabilities(), offset(1e-6f));
            assertThat(described.facts().version()).isNotEqualTo(first.facts().version());
            assertThat(described.label("java").join().logProbabilities())
                    .isNotEqualTo(first.label("java").join().logProbabilities());
        }
    }

    @Test
    void shouldMatchPriorsAndKeepThem() throws Exception {
        TinyModel.write(directory.resolve("nli"), List.of("contradiction", "entailment"), 3, null);
        List<String> texts =
                IntStream.range(0, 60).mapToObj(i -> "java sql " + i * 7919).toList();
        double[] prior = new double[ROLES.size()];
        Arrays.fill(prior, 0.5 / (prior.length - 1));
        prior[3] = 0.5;
        String before;
        try (ScoringLabeller labeller = (ScoringLabeller) open(directory.resolve("nli"), ROLES)) {
            before = labeller.facts().version();
            labeller.matchPriors(texts, prior);
        }
        try (Labeller labeller = open(directory.resolve("nli"), ROLES)) {
            double[] means = new double[prior.length];
            for (String text : texts) {
                float[] logs = labeller.label(text).join().logProbabilities();
                for (int i = 0; i < means.length; i++) {
                    means[i] += Math.exp(logs[i]) / texts.size();
                }
            }
            assertThat(means).containsExactly(prior, offset(1e-3));
            assertThat(labeller.facts().version()).isNotEqualTo(before);
        }
    }

    @Test
    void shouldLabelAmongThousandsOfRolesWhateverTheText() throws Exception {
        List<Role> roles = IntStream.range(0, Taxonomy.MAX_ROLES)
                .mapToObj(i -> new Role("Role " + i, "Does " + i + "."))
                .toList();
        TinyModel.write(directory.resolve("nli"), List.of("entailment", "contradiction"), 1, null);
        try (Labeller labeller = open(directory.resolve("nli"), new Taxonomy(roles, "Role 0"))) {
            List<CompletableFuture<Answer>> answers = List.of(
                    labeller.label("java"),
                    labeller.label(""),
                    labeller.label("java ".repeat(200_000)),
                    labeller.label("\ud800 \u0000 </s>"));

            for (CompletableFuture<Answer> answer : answers) {
                assertThat(IntStream.range(0, Taxonomy.MAX_ROLES)
                                .mapToDouble(i -> Math.exp(answer.join().logProbabilities()[i]))
                                .sum())
                        .isEqualTo(1, offset(1e-4));
            }
            assertThat(answers.get(2).join().cut()).isTrue();
        }
    }

    @Test
    void shouldRefuseWhatIsNoEntailmentModelAndSettingsThatAreWrong() throws Exception {
        Path nli = TinyModel.write(directory.resolve("nli"), List.of("contradiction", "entailment"), 3, null)
                .path();
        TinyModel.write(directory.resolve("roles"), 3);
        TinyModel.write(directory.resolve("one"), List.of("entailment"), 3, null);

        assertRefused(directory.resolve("roles"), "a label must begin with \"entail\"");
        assertRefused(directory.resolve("one"), "another one contradict");
        assertRefused(directory.resolve("none"), "no such file or directory");
        assertRefused(write("a.json", nli, "\"templat\": \"{}\""), "did you mean \"template\"?");
        assertRefused(write("b.json", nli, "\"template\": \"a role\""), "has no place for a role");
        assertRefused(write("c.json", nli, "\"multi_label\": 1"), "multi_label must be true or false");
        assertRefused(write("d.json", nli, "\"temperature\": 0"), "temperature must be a number above 0");
        assertRefused(write("e.json", nli, "\"biases\": {\"Other\": 1}"), "biases must have a number for each role");
        assertRefused(Files.writeString(directory.resolve("f.json"), "{}"), "names no \"checkpoint\"");
        assertRefused(Files.writeString(directory.resolve("g.json"), "no"), "not valid JSON");
        assertRefused(write("h.json", directory.resolve("gone"), "\"multi_label\": true"), "no such directory");
    }

    private Path write(String name, Path checkpoint, String settings) throws Exception {
        return Files.writeString(
                directory.resolve(name), "{\"checkpoint\": \"%s\", %s}".formatted(checkpoint, settings));
    }

    private static Labeller open(Path where, Taxonomy taxonomy) throws Exception {
        return Labellers.open(new LabellerSpec("zero-shot", where.toString()), OPTIONS, taxonomy);
    }

    private static void assertRefused(Path where, String reason) {
        assertThatThrownBy(() -> open(where, ROLES).close())
                .isInstanceOf(LabellerException.class)
                .hasMessageContaining(reason);
    }

    private static Path checkpoint(String name) throws Exception {
        URL url = Objects.requireNonNull(ZeroShotLabellerTest.class.getResource("zero-shot/" + name));
        return Path.of(url.toURI());
    }
}
