package io.rolestream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.models.artifact.VersionTaxonomy;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.labelling.TrainingText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings after the list of roles has changed: one was renamed, one was added. */
class ChangedRolesTrainingTest {
    private static final InferenceOptions EXACT =
            InferenceOptions.defaults().withPrecision(Precision.FP32).withThreads(1, 1);
    private static final Taxonomy ROLES = new Taxonomy(
            List.of(
                    new Role("Nurse", "Cares for patients."),
                    new Role("Developer", "Writes software."),
                    new Role("Data Engineer", "Builds pipelines."),
                    new Role("Cloud Engineer", "Runs infrastructure."),
                    new Role("Other", "Any other work.")),
            "Other",
            Map.of("Developer", List.of("Software Engineer")));
    private static final RuleSet RULES = RuleSet.parse("""
            name: stream
            matching: phrases
            roles:
              Nurse: {ward: 3, triage: 3, patients: 3}
              Developer: {java: 3, spring: 3, react: 3}
              Data Engineer: {python: 3, sql: 3, pandas: 3}
              Cloud Engineer: {docker: 3, aws: 3, terraform: 3}
            """, "stream.yml", ROLES);

    private final Path folder;
    private final Path base;
    private final List<String> notes = new ArrayList<>();

    ChangedRolesTrainingTest(@TempDir Path folder) {
        this.folder = folder;
        this.base = folder.resolve("base");
    }

    @BeforeEach
    void writeBase() throws IOException {
        TinyModel.write(base, Stream.TAXONOMY.names(), 1, null);
    }

    private TrainingRequest request(
            List<TrainingText> texts, RuleSet rules, @Nullable LoadedModel champion, String epochs) {
        Recipe recipe = Stream.recipe(RecipeConfig.EPOCHS, epochs);
        return new TrainingRequest(
                "roberta",
                "v1",
                rules,
                texts::forEach,
                Map.of(),
                champion,
                new TrainingSettings(base.toString(), 1, 1, 40_000, recipe, Stream.FEW, Precision.FP32));
    }

    private Optional<Candidate> run(TrainingRequest request, String work, BooleanSupplier stop) throws Exception {
        TrainingMonitor monitor = new TrainingMonitor() {
            @Override
            public void note(String sentence) {
                notes.add(sentence);
            }
        };
        return ModelTraining.run(request, folder.resolve(work), monitor, stop);
    }

    /** Of all roles, a quarter of them nurses. */
    private static List<TrainingText> texts() {
        List<TrainingText> texts = new ArrayList<>(Stream.texts(300, 3));
        for (TrainingText text : Stream.texts(100, 4)) {
            String words = text.contentHash().charAt(0) < '8' ? "ward, patients, " : "triage, ward, ";
            texts.add(new TrainingText(text.contentHash(), words + texts.size(), null, false));
        }
        texts.sort(Comparator.comparing(TrainingText::contentHash));
        return texts;
    }

    private LoadedModel champion() throws Exception {
        Candidate first = run(request(Stream.texts(300, 1), Stream.RULES, null, "8"), "first", () -> false)
                .orElseThrow();
        assertThat(VersionTaxonomy.read(first.checkpoint().path())).isEqualTo(Stream.TAXONOMY);
        return ModelLoader.open(first.checkpoint().path(), ROLES, EXACT);
    }

    @Test
    void shouldStartFromTheChampion() throws Exception {
        try (LoadedModel champion = champion()) {
            Candidate candidate = run(request(texts(), RULES, champion, "1"), "next", () -> false)
                    .orElseThrow();
            Candidate fresh = run(request(texts(), RULES, null, "1"), "fresh", () -> false)
                    .orElseThrow();

            assertThat(notes).anyMatch(note -> note.endsWith("added Nurse; Software Engineer is now Developer"));
            assertThat(candidate.checkpoint().labels()).isEqualTo(ROLES.names());
            assertThat(VersionTaxonomy.read(candidate.checkpoint().path())).isEqualTo(ROLES);
            assertThat(candidate.details().parent()).isEqualTo(champion.version());
            SetEvaluation silver = silver(candidate);
            assertThat(silver.of(Contender.MODEL).accuracy().value())
                    .isGreaterThanOrEqualTo(
                            silver(fresh).of(Contender.MODEL).accuracy().value());
            assertThat(silver.of(Contender.CHAMPION_JOINT).accuracy().value())
                    .as("the rules alone for nurses, the champion for the others")
                    .isGreaterThan(0.9);
        }
    }

    private static SetEvaluation silver(Candidate candidate) {
        return Objects.requireNonNull(candidate.evaluation().set(SetName.SILVER));
    }

    @Test
    @Tag("full")
    void shouldEndTheSameWhereverItIsStopped() throws Exception {
        try (LoadedModel champion = champion()) {
            TrainingRequest request = request(texts(), RULES, champion, "1");
            byte[] straight = weights(run(request, "straight", () -> false).orElseThrow());
            Optional<Candidate> candidate = Optional.empty();
            int stops = 0;
            while (candidate.isEmpty()) {
                AtomicInteger left = new AtomicInteger(6);
                candidate = run(request, "stopped", () -> left.getAndDecrement() == 0);
                stops += candidate.isEmpty() ? 1 : 0;
            }
            assertThat(stops).isPositive();
            assertThat(weights(candidate.orElseThrow())).isEqualTo(straight);
        }
    }

    private static byte[] weights(Candidate candidate) throws IOException {
        return Files.readAllBytes(candidate.checkpoint().path().resolve("model.safetensors"));
    }

    @Test
    void shouldLearnAnswersByTheCurrentNames() throws IOException {
        List<TrainingText> texts = new ArrayList<>(Stream.texts(20, 1));
        TrainingText renamed = Stream.answered(texts.get(0), "Software Engineer");
        texts.set(0, renamed);
        texts.set(1, Stream.answered(texts.get(1), "Porter"));
        texts.set(
                2,
                new TrainingText(
                        texts.get(2).contentHash(),
                        texts.get(2).text(),
                        null,
                        false,
                        Map.of("nli", "Software Engineer", "other", "Porter")));
        Material material = Material.read(request(texts, RULES, null, "1"), new TrainingMonitor() {});

        assertThat(material.answered(renamed.split()))
                .extracting(TrainingText::answer)
                .containsExactly("Developer");
        assertThat(material.size()).isEqualTo(19);
        assertThat(material.of(texts.get(2).split()))
                .filteredOn(text -> text.contentHash().equals(texts.get(2).contentHash()))
                .extracting(TrainingText::observed)
                .containsExactly(Map.of("nli", "Developer"));
    }
}
