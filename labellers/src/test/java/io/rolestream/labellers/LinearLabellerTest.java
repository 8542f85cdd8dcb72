package io.rolestream.labellers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.safetensors.SafetensorsWriter;
import io.rolestream.labellers.testing.LabelledTexts;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearLabellerTest {
    private static final int LEARNT = 300;

    private final Path directory;
    private final LabelledTexts topics = new LabelledTexts(400, 0.2, 1);
    private final Taxonomy roles = taxonomy("A", "B", "C", "D");

    LinearLabellerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Taxonomy taxonomy(String... names) {
        return new Taxonomy(
                Arrays.stream(names).map(name -> new Role(name, "does " + name)).toList(), names[0]);
    }

    private LinearLabeller train(long seed) {
        int[] labels = Arrays.copyOf(topics.labels, LEARNT);
        return LinearLabeller.train(topics.texts.subList(0, LEARNT), labels, roles, seed);
    }

    @Test
    void shouldLearnWhatCanBeToldApart() {
        LinearLabeller labeller = train(1);

        assertThat(IntStream.range(LEARNT, 400)
                        .filter(i -> labeller.label(topics.texts.get(i)).join().role() == topics.labels[i])
                        .count())
                .isGreaterThan(95);
        assertThat(labeller.label("b1 b2 b3 a4").join().evidence()).isNotEmpty().allMatch(term -> term.startsWith("b"));
        assertThat(labeller.facts().parameters()).isGreaterThan(100);
    }

    @Test
    void shouldRepeatWithTheSameSeed() {
        Answer first = train(1).label(topics.texts.get(LEARNT)).join();

        assertThat(train(1).label(topics.texts.get(LEARNT)).join().logProbabilities())
                .isEqualTo(first.logProbabilities());
        assertThat(train(1).facts()).isEqualTo(train(1).facts());
        assertThat(train(2).facts().version()).isNotEqualTo(train(1).facts().version());
    }

    @Test
    void shouldBeStoredWithItsRoles() throws Exception {
        Path file = directory.resolve("linear.safetensors");
        LinearLabeller trained = train(1);
        trained.save(file);
        byte[] bytes = Files.readAllBytes(file);
        train(1).save(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);

        try (Labeller stored = open(file, roles);
                Labeller reordered = open(file, taxonomy("D", "C", "B", "A"))) {
            for (String text : List.of(topics.texts.get(LEARNT), "", "nothing known", "a1 ".repeat(300_000))) {
                Answer expected = trained.label(text).join();
                Answer answer = stored.label(text).join();
                assertThat(answer.logProbabilities()).containsExactly(expected.logProbabilities(), offset(1e-6f));
                assertThat(answer.evidence()).isEqualTo(expected.evidence());
                assertThat(reordered.label(text).join().role()).isEqualTo(3 - answer.role());
            }
            assertThat(stored.facts().parameters()).isEqualTo(trained.facts().parameters());
            assertThat(stored.facts().version()).startsWith("linear.safetensors-");
        }
    }

    @Test
    void shouldLearnFromASingleTextAndAmongAThousandRoles() {
        Taxonomy many = taxonomy(
                IntStream.range(0, Taxonomy.MAX_ROLES).mapToObj(i -> "R" + i).toArray(String[]::new));
        int[] labels = IntStream.range(0, 400).map(i -> topics.labels[i] * 300).toArray();

        assertThat(LinearLabeller.train(List.of("a"), new int[] {2}, roles, 1)
                        .label("b")
                        .join()
                        .role())
                .isEqualTo(2);
        assertThat(LinearLabeller.train(topics.texts, labels, many, 1)
                        .label("c1 c2 c3 c4 c5")
                        .join()
                        .role())
                .isEqualTo(600);
    }

    @Test
    void shouldLearnFromTheTextsOfTheOptions() throws Exception {
        LabellerOptions options =
                LabellerOptions.defaults().withTraining(new TrainingLabels(topics.texts, topics.labels));
        try (Labeller labeller = Labellers.open(LabellerSpec.parse("linear"), options, roles)) {
            assertThat(labeller.label("d1 d2 d3").join().role()).isEqualTo(3);
        }
        Path file = directory.resolve("learnt.safetensors");
        LabellerSpec stored = new LabellerSpec("linear", file.toString());
        try (Labeller written = Labellers.open(stored, options, roles);
                Labeller read = open(file, roles)) {
            assertThat(read.facts()).isEqualTo(written.facts());
            assertThat(read.label("d1 d2 d3").join().role()).isEqualTo(3);
        }
        assertThatThrownBy(() -> Labellers.open(LabellerSpec.parse("linear"), LabellerOptions.defaults(), roles)
                        .close())
                .hasMessageContaining("needs texts with labels");
    }

    @Test
    void shouldRefuseOtherFiles() throws Exception {
        Path file = directory.resolve("f.safetensors");
        assertRefused(file, "no such file");
        Files.writeString(file, "not a model");
        assertRefused(file, "f.safetensors");
        SafetensorsWriter.write(
                file, List.of(OutgoingTensor.of("weights", DType.F32, new long[] {1}, new float[] {1})));
        assertRefused(file, "is no linear labeller of this version");
        train(1).save(file);
        byte[] bytes = Files.readAllBytes(file);
        assertThatThrownBy(() -> open(file, taxonomy("A", "B", "C", "E")).close())
                .hasMessageContaining("does not have the roles of the taxonomy; it has \"A\", \"B\"");
        bytes[bytes.length - 1] = (byte) 0x7f; // NaN
        bytes[bytes.length - 2] = (byte) 0xff;
        Files.write(file, bytes);
        assertRefused(file, "not finite");
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 8));
        assertRefused(file, "f.safetensors");
        assertRefused(directory, "is not a regular file");
    }

    private void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> open(file, roles).close())
                .isInstanceOf(LabellerException.class)
                .hasMessageContaining(reason);
    }

    private static Labeller open(Path file, Taxonomy taxonomy) throws Exception {
        return Labellers.open(new LabellerSpec("linear", file.toString()), LabellerOptions.defaults(), taxonomy);
    }
}
