package io.rolestream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.evaluation.verdict.Check;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.labelling.TrainingText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole trainings, of a model so small that each takes a second or two. */
class ModelTrainingTest {
    private static final BooleanSupplier NEVER = () -> false;
    private static final InferenceOptions EXACT =
            InferenceOptions.defaults().withPrecision(Precision.FP32).withThreads(1, 1);

    private final Path folder;
    private final Path base;
    private final Monitor monitor = new Monitor();

    ModelTrainingTest(@TempDir Path folder) {
        this.folder = folder;
        this.base = folder.resolve("base");
    }

    @BeforeEach
    void writeBase() throws IOException {
        TinyModel.write(base, Stream.TAXONOMY.names(), 1, null);
    }

    /** Remembers what it was told. */
    private static final class Monitor implements TrainingMonitor {
        final EnumSet<Stage> stages = EnumSet.noneOf(Stage.class);
        final List<String> notes = new ArrayList<>();
        final List<Long> steps = new ArrayList<>();

        @Override
        public void stage(Stage stage, long examples) {
            stages.add(stage);
        }

        @Override
        public void progressed(Stage stage, TrainingProgress progress) {
            steps.add(progress.step().step());
        }

        @Override
        public void note(String sentence) {
            notes.add(sentence);
        }
    }

    private TrainingRequest request(List<TrainingText> texts, RuleSet rules, Recipe recipe) {
        return request(texts, rules, recipe, 1, null);
    }

    private TrainingRequest request(
            List<TrainingText> texts, RuleSet rules, Recipe recipe, long seed, @Nullable LoadedModel champion) {
        return new TrainingRequest(
                "roberta",
                "v1",
                rules,
                texts::forEach,
                Map.of("resumes-0", 42L),
                champion,
                new TrainingSettings(base.toString(), seed, 1, 40_000, recipe, Stream.FEW, Precision.FP32));
    }

    private Optional<Candidate> run(TrainingRequest request, String work, BooleanSupplier stop) throws Exception {
        return ModelTraining.run(request, folder.resolve(work), monitor, stop);
    }

    private Candidate trained(TrainingRequest request, String work) throws Exception {
        return run(request, work, NEVER).orElseThrow();
    }

    @Test
    void shouldMakeACandidateAndCompareTheNextOneWithIt() throws Exception {
        Candidate candidate = trained(request(Stream.texts(600, 1), Stream.RULES, Stream.recipe()), "work");

        assertThat(candidate.verdict().reasons()).isEmpty();
        assertThat(candidate.evaluation().sets()).containsOnlyKeys(SetName.SILVER);
        assertThat(candidate.evaluation().champion()).isNull();
        assertThat(candidate.rules()).isSameAs(Stream.RULES);
        assertThat(candidate.details().data().examples()).isBetween(440L, 520L);
        assertThat(candidate.details().data().corrections()).isZero();
        assertThat(candidate.details().data().rulesetVersion()).isEqualTo(Stream.RULES.version());
        assertThat(candidate.details().data().offsets()).containsExactly(Map.entry("resumes-0", 42L));
        assertThat(candidate.details().metrics()).isNotEmpty();
        assertThat(candidate.checkpoint().path().resolve("README.md"))
                .content()
                .contains("roberta", "v1", "(training-loss.svg)", "(training-rate.svg)", "(training-scores.svg)");
        assertThat(candidate.checkpoint().path().resolve("training-scores.svg"))
                .content()
                .contains("macro-F1", "agreement with the labels");
        assertThat(candidate.checkpoint().path().resolve("evaluation.json")).isNotEmptyFile();
        assertThat(candidate.checkpoint().path().resolve("rules.yml")).doesNotExist();
        assertThat(monitor.stages).isEqualTo(EnumSet.complementOf(EnumSet.of(TrainingMonitor.Stage.ADAPTING)));

        try (LoadedModel champion = ModelLoader.open(candidate.checkpoint().path(), Stream.TAXONOMY, EXACT)) {
            assertThat(champion.roles()).isEqualTo(Stream.TAXONOMY.names());
            assertThat(accuracy(champion, Stream.texts(200, 2))).isGreaterThan(0.9);

            Candidate challenger = trained(
                    request(
                            Stream.texts(600, 1),
                            Stream.RULES,
                            Stream.recipe(RecipeConfig.EPOCHS, "1", RecipeConfig.LEARNING_RATE, "0.0001"),
                            1,
                            champion),
                    "work-2");
            SetEvaluation compared =
                    Objects.requireNonNull(challenger.evaluation().set(SetName.SILVER));
            assertThat(Objects.requireNonNull(challenger.evaluation().champion())
                            .version())
                    .isEqualTo(champion.version());
            assertThat(challenger.details().parent()).isEqualTo(champion.version());
            assertThat(compared.scores()).containsKey(Contender.CHAMPION);
            assertThat(compared.of(Contender.CHAMPION).accuracy().value())
                    .isGreaterThan(compared.of(Contender.MODEL).accuracy().value());
            assertThat(challenger.verdict().passed()).isFalse();
        }
    }

    private static double accuracy(LoadedModel model, List<TrainingText> texts) throws InterruptedException {
        List<Prediction> predictions = model.classifier()
                .classify(texts.stream().map(TrainingText::text).toList());
        long right = IntStream.range(0, texts.size())
                .filter(i -> model.roles()
                        .get(predictions.get(i).label())
                        .equals(Stream.truth(texts.get(i).text())))
                .count();
        return (double) right / texts.size();
    }

    @Test
    void shouldEndTheSameWhereverItIsStopped() throws Exception {
        TrainingRequest request = request(
                Stream.texts(300, 1),
                Stream.RULES,
                Stream.recipe(
                        RecipeConfig.ADAPTING_EPOCHS,
                        "2",
                        RecipeConfig.EPOCHS,
                        "2",
                        RecipeConfig.HIDDEN_KEYWORDS,
                        "0.3",
                        RecipeConfig.CLEAN_BY,
                        "neighbours",
                        RecipeConfig.SELF_TRAINING,
                        "0.3"));
        byte[] straight = weights(trained(request, "straight"));

        List<String> states = List.of("adapting.state", "model.state", "model-2.state");
        List<Integer> stoppedAt = new ArrayList<>();
        Optional<Candidate> candidate = Optional.empty();
        while (candidate.isEmpty()) {
            AtomicInteger left = new AtomicInteger(5);
            candidate = run(request, "stopped", () -> left.getAndDecrement() == 0);
            if (candidate.isEmpty()) {
                stoppedAt.add(IntStream.range(0, states.size())
                        .filter(i -> Files.exists(folder.resolve("stopped").resolve(states.get(i))))
                        .findFirst()
                        .orElseThrow());
            }
        }
        assertThat(stoppedAt).isSorted().contains(0, 1, 2);
        assertThat(weights(candidate.orElseThrow())).isEqualTo(straight);
        assertThat(folder.resolve("stopped/model/training-loss.svg"))
                .as("the curve of a training that was stopped again and again")
                .hasSameTextualContentAs(folder.resolve("straight/model/training-loss.svg"));
        try (var files = Files.list(folder.resolve("stopped"))) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".jsonl"));
        }
    }

    private static byte[] weights(Candidate candidate) throws IOException {
        return Files.readAllBytes(candidate.checkpoint().path().resolve("model.safetensors"));
    }

    @Test
    void shouldGoOnWithTheSameRequestOnly() throws Exception {
        List<TrainingText> texts = Stream.texts(150, 1);
        TrainingRequest request = request(texts, Stream.RULES, Stream.recipe());
        stopAfterThreeSteps(request);
        assertThat(monitor.steps).containsExactly(1L, 2L, 3L);
        stopAfterThreeSteps(request);
        assertThat(monitor.steps).as("gone on with").containsExactly(4L, 5L, 6L);

        stopAfterThreeSteps(request(texts, Stream.RULES, Stream.recipe(), 2, null));
        assertThat(monitor.steps).as("another seed").containsExactly(1L, 2L, 3L);
        stopAfterThreeSteps(request(texts.subList(1, 150), Stream.RULES, Stream.recipe(), 2, null));
        assertThat(monitor.steps).as("other texts").containsExactly(1L, 2L, 3L);
        stopAfterThreeSteps(request(texts, Stream.RULES, Stream.recipe(RecipeConfig.EPOCHS, "5")));
        assertThat(monitor.steps).as("another recipe").containsExactly(1L, 2L, 3L);
        stopAfterThreeSteps(
                request(texts, Stream.rules("java: 2, spring: 3, react: 3", "python: 3, sql: 3"), Stream.recipe()));
        assertThat(monitor.steps).as("other rules").containsExactly(1L, 2L, 3L);
    }

    private void stopAfterThreeSteps(TrainingRequest request) throws Exception {
        monitor.steps.clear();
        AtomicInteger left = new AtomicInteger(3);
        assertThat(run(request, "work", () -> left.getAndDecrement() == 0)).isEmpty();
    }

    @Test
    void shouldTeachTheRulesWhatPeopleAnswered() throws Exception {
        RuleSet wrong = Stream.rules("java: 3, spring: 3, pandas: 3", "python: 3, sql: 3, react: 3");
        List<TrainingText> texts = new ArrayList<>();
        for (TrainingText text : Stream.texts(600, 1)) {
            texts.add(texts.size() % 2 == 0 ? Stream.answered(text, Stream.truth(text.text())) : text);
        }

        Candidate candidate = trained(request(texts, wrong, Stream.recipe()), "work");

        assertThat(monitor.notes).anyMatch(note -> note.contains("answers changed"));
        assertThat(candidate.rules().version()).isNotEqualTo(wrong.version());
        assertThat(candidate.details().data().rulesetVersion())
                .isEqualTo(candidate.rules().version());
        assertThat(candidate.details().data().corrections()).isBetween(200L, 280L);
        assertThat(candidate.evaluation().sets())
                .containsOnlyKeys(SetName.SILVER, SetName.GOLD, SetName.GOLD_RANDOM_SLICE);
        assertThat(right(candidate.rules())).isGreaterThan(right(wrong) + 30);
        try (LoadedModel model = ModelLoader.open(candidate.checkpoint().path(), Stream.TAXONOMY, EXACT)) {
            assertThat(Objects.requireNonNull(model.rules()).version())
                    .isEqualTo(candidate.rules().version());
        }

        Candidate held = trained(
                request(texts, wrong, Stream.recipe(RecipeConfig.RELEARNT_KEYWORDS, "false", RecipeConfig.EPOCHS, "1")),
                "held");
        assertThat(held.rules()).isSameAs(wrong);
        assertThat(held.checkpoint().path().resolve("rules.yml")).doesNotExist();
    }

    private static long right(RuleSet rules) {
        return Stream.texts(300, 9).stream()
                .filter(text -> rules.vote(text.text()).role().name().equals(Stream.truth(text.text())))
                .count();
    }

    @Test
    void shouldTrainASecondTimeOnItsOwnAnswers() throws Exception {
        Candidate candidate = trained(
                request(
                        Stream.texts(300, 1),
                        Stream.RULES,
                        Stream.recipe(RecipeConfig.SELF_TRAINING, "0.6", RecipeConfig.LABELLERS, "keyword-count")),
                "work");

        assertThat(candidate.checkpoint().path()).hasFileName("model-2");
        assertThat(candidate.verdict().check(Check.ABOVE_BASELINE).failed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40})
    void shouldSayThatThereAreTooFewTexts(int count) {
        assertThatThrownBy(() -> run(request(Stream.texts(count, 1), Stream.RULES, Stream.recipe()), "work", NEVER))
                .isInstanceOf(TrainingImpossibleException.class)
                .hasMessageMatching(
                        "only \\d+ texts to train on \\(of " + count + ";.* at least 50 are needed; .*resumes");
    }

    @Test
    void shouldSayThatAllTextsAreTheSame() {
        List<TrainingText> texts = Stream.each(
                Stream.texts(300, 1), text -> new TrainingText(text.contentHash(), "java, spring", null, false));

        assertThatThrownBy(() -> run(request(texts, Stream.RULES, Stream.recipe()), "work", NEVER))
                .isInstanceOf(TrainingImpossibleException.class)
                .hasMessageContaining("are labelled Software Engineer")
                .hasMessageContaining("at least two roles");
    }

    @Test
    void shouldSayThatAllTextsAreOfOneRole() {
        List<TrainingText> texts = Stream.texts(900, 1).stream()
                .filter(text -> Stream.truth(text.text()).equals("Data Engineer"))
                .toList();

        assertThatThrownBy(() -> run(request(texts, Stream.RULES, Stream.recipe()), "work", NEVER))
                .isInstanceOf(TrainingImpossibleException.class)
                .hasMessageContaining("are labelled Data Engineer");
    }

    @Test
    void shouldSayThatThereIsNothingToJudgeOn() {
        List<TrainingText> texts = Stream.texts(200, 1).stream()
                .filter(text -> text.split() != ExampleSplit.TEST)
                .toList();

        assertThatThrownBy(() -> run(request(texts, Stream.RULES, Stream.recipe()), "work", NEVER))
                .isInstanceOf(TrainingImpossibleException.class)
                .hasMessageContaining("test side");
    }

    @Test
    void shouldRejectAModelOfOneRoleAndAFewOthers() throws Exception {
        List<TrainingText> texts = new ArrayList<>();
        for (TrainingText text : Stream.texts(600, 1)) {
            boolean other = texts.size() % 40 == 0;
            texts.add(new TrainingText(text.contentHash(), other ? "docker" : "java, " + texts.size(), null, false));
        }

        Candidate candidate = trained(request(texts, Stream.RULES, Stream.recipe(RecipeConfig.EPOCHS, "1")), "work");

        assertThat(candidate.verdict().passed()).isFalse();
        assertThat(candidate.verdict().reasons()).anyMatch(reason -> reason.contains("macro-F1"));
    }

    /**
     * Most people hide "java" in their resumes, and rules fall for it; the few who were asked say what these people
     * are.
     */
    @Test
    void shouldRejectAModelThatLearntFromStuffedTexts() throws Exception {
        RuleSet stuffed = Stream.rules("java: 9, spring: 3, react: 3", "python: 3, sql: 3, pandas: 3");
        SplittableRandom random = new SplittableRandom(1);
        List<TrainingText> texts = new ArrayList<>();
        for (TrainingText clean : Stream.texts(600, 1)) {
            String truth = Stream.truth(clean.text());
            TrainingText text = random.nextInt(100) < 85
                    ? new TrainingText(clean.contentHash(), clean.text() + ", java, java", null, false)
                    : clean;
            texts.add(text.split() == ExampleSplit.TEST ? Stream.answered(text, truth) : text);
        }

        Candidate candidate = trained(request(texts, stuffed, Stream.recipe()), "work");

        SetEvaluation gold = Objects.requireNonNull(candidate.evaluation().set(SetName.GOLD));
        assertThat(gold.of(Contender.MODEL).accuracy().value()).isLessThan(0.6);
        assertThat(candidate.verdict().passed()).isFalse();
        assertThat(candidate.verdict().judgedOn()).isEqualTo(SetName.GOLD_RANDOM_SLICE);
    }

    @Test
    void shouldLeaveSomebodyElsesDirectory() throws Exception {
        Path thesis = Files.createDirectories(folder.resolve("work")).resolve("thesis.tex");
        Files.writeString(thesis, "x");

        assertThatThrownBy(() -> run(request(Stream.texts(100, 1), Stream.RULES, Stream.recipe()), "work", NEVER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("thesis.tex");
        assertThat(thesis).hasContent("x");
    }
}
