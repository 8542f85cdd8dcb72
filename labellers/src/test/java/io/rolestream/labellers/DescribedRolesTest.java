package io.rolestream.labellers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.Embedding;
import io.rolestream.engine.task.EmbeddingOptions;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.Pooling;
import io.rolestream.engine.task.TextEmbedder;
import io.rolestream.engine.task.TextPair;
import io.rolestream.labellers.checkpoint.CheckpointFacts;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labellers that compare a text with the roles' descriptions. */
@Timeout(120)
class DescribedRolesTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final InferenceOptions INFERENCE =
            InferenceOptions.defaults().withPrecision(Precision.FP32).withThreads(1, 1);
    private static final List<String> TEXTS = List.of("java, sql", "", "splunk siem ".repeat(20_000), "\ud83d\ude00");

    private final Path directory;

    private CheckpointDirectory checkpoint;

    DescribedRolesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void write() throws Exception {
        checkpoint = TinyModel.write(directory.resolve("model"), List.of("score"), 1, null);
    }

    @Test
    void shouldScoreByTheCosineWithTheRolesWords() throws Exception {
        settings("{\"pooling\": \"mean\", \"template\": \"{description}\", \"temperature\": 0.5}");
        try (Labeller labeller = open("nearest");
                TextEmbedder embedder =
                        TextEmbedder.open(checkpoint, INFERENCE, new EmbeddingOptions(Pooling.MEAN, true))) {
            List<Embedding> roles =
                    embedder.embed(ROLES.roles().stream().map(Role::description).toList());
            for (String text : TEXTS) {
                float[] vector = embedder.embed(List.of(text)).get(0).vector();
                double[] scores = roles.stream()
                        .mapToDouble(role -> dot(role.vector(), vector) / 0.5)
                        .toArray();
                assertProbabilities(labeller.label(text).join(), scores);
            }
            assertThat(labeller.label(TEXTS.get(2)).join().cut()).isTrue();
        }
    }

    @Test
    void shouldScoreByTheRankOfTheRolesWords() throws Exception {
        try (Labeller labeller = open("rerank");
                PairScorer scorer = PairScorer.open(checkpoint, INFERENCE)) {
            for (String text : TEXTS) {
                double[] scores = scorer
                        .score(ROLES.roles().stream()
                                .map(role -> new TextPair(text, role.description()))
                                .toList())
                        .stream()
                        .mapToDouble(prediction -> prediction.score())
                        .toArray();
                assertProbabilities(labeller.label(text).join(), scores);
            }
        }
    }

    /** A version is that of every file that answers depend on, and of settings that are in no file. */
    @ParameterizedTest
    @ValueSource(
            strings = {"generation_config.json", "modules.json", "1_Pooling/config.json", "sentence_bert_config.json"})
    void shouldHaveAnotherVersionWithOtherFiles(String name) throws Exception {
        List<String> settings = List.of("a template");
        String before = CheckpointFacts.version(checkpoint, ROLES, settings);
        Path file = checkpoint.path().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{}");
        String with = CheckpointFacts.version(checkpoint, ROLES, settings);
        Files.writeString(file, "{ }");

        assertThat(CheckpointFacts.version(checkpoint, ROLES, settings)).isNotEqualTo(with);
        assertThat(with)
                .isNotEqualTo(before)
                .isNotEqualTo(CheckpointFacts.version(checkpoint, ROLES, List.of("another template")));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void assertProbabilities(Answer answer, double[] scores) {
        double sum = 0;
        int best = 0;
        for (int i = 0; i < scores.length; i++) {
            sum += Math.exp(scores[i]);
            best = scores[i] > scores[best] ? i : best;
        }
        for (int i = 0; i < scores.length; i++) {
            assertThat(Math.exp(answer.logProbabilities()[i])).isEqualTo(Math.exp(scores[i]) / sum, offset(1e-4));
        }
        assertThat(answer.confidence()).isEqualTo((float) (Math.exp(scores[best]) / sum), offset(1e-4f));
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        assertRefused("nearest", "modules.json");
        settings("{\"pooling\": \"max\"}");
        assertRefused("nearest", "pooling must be mean or first, not \"max\"");
        settings("{\"pooling\": \"mean\", \"multi_label\": true}");
        assertRefused("nearest", "unknown key \"multi_label\"");
        Files.delete(directory.resolve("model/labeller.json"));
        TinyModel.write(directory.resolve("roles"), 1);
        assertThatThrownBy(() -> open("rerank:" + directory.resolve("roles")).close())
                .hasMessageContaining("is no re-ranker: it has 14 labels");
    }

    private void assertRefused(String kind, String reason) {
        assertThatThrownBy(() -> open(kind).close())
                .isInstanceOf(LabellerException.class)
                .hasMessageContaining(reason);
    }

    private void settings(String json) throws Exception {
        Files.writeString(directory.resolve("model/labeller.json"), json);
    }

    private Labeller open(String spec) throws Exception {
        LabellerSpec parsed = LabellerSpec.parse(spec);
        return Labellers.open(
                parsed.where() == null
                        ? new LabellerSpec(spec, checkpoint.path().toString())
                        : parsed,
                LabellerOptions.of(INFERENCE),
                ROLES);
    }
}
