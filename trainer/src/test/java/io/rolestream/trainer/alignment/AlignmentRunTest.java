package io.rolestream.trainer.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.common.files.Replacement;
import io.rolestream.common.service.StopSignal;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.training.TrainingException;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.engine.training.generation.DecoderTraining;
import io.rolestream.models.testing.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlignmentRunTest {
    private final Path folder;
    private final Path generator;
    private final Path reward;
    private final Path out;
    private final List<String> lines = new ArrayList<>();
    private final List<String> rollouts = new ArrayList<>();
    private final List<TrainingProgress> steps = new ArrayList<>();
    private final StringWriter told = new StringWriter();

    AlignmentRunTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        generator = SmallAlignment.generator(folder.resolve("writer"));
        reward = SmallAlignment.scorer(folder.resolve("reward"), 1);
        out = folder.resolve("new/aligned");
    }

    @ParameterizedTest
    @EnumSource(names = {"BEST_OF_N", "RLOO"})
    void shouldAlignByAMethodOfEachKind(AlignmentMethod method) throws IOException {
        shouldAlign(method);
    }

    @ParameterizedTest
    @EnumSource(names = {"DPO", "PPO"})
    @Tag("full")
    void shouldAlignByTheOtherMethods(AlignmentMethod method) throws IOException {
        shouldAlign(method);
    }

    private void shouldAlign(AlignmentMethod method) throws IOException {
        assertThat(run(SmallAlignment.settings(generator, reward, method))).isTrue();

        assertThat(out.resolve("README.md"))
                .content()
                .contains(
                        method.key() + ": ",
                        "| reward | " + reward,
                        "| judge | none |",
                        "33 prompts of resumes were learnt from; 4 others",
                        "proxy",
                        "No judge was asked");
        assertThat(PromptTemplate.read(out)).isEqualTo(PromptTemplate.read(generator));
        assertThat(out.resolve(GenerationConfig.FILE))
                .hasSameTextualContentAs(generator.resolve(GenerationConfig.FILE));
        assertThat(out.resolve("adapter/adapter_config.json")).exists();
        assertThat(CheckpointDirectory.open(out).weightFiles()).isNotEmpty();
        assertThat(out.resolve("model.safetensors")).isRegularFile();
        assertThat(lines.get(0)).startsWith("{\"when\":\"before\",\"answers\":4,\"reward\":");
        assertThat(lines.get(1)).contains(method.drawsAsItLearns() ? "\"kl\":0.0" : "\"when\":\"drawn\"");
        assertThat(out.resolve("alignment.jsonl")).content().isEqualTo(String.join("\n", lines) + "\n");
        assertThat(out.resolve("alignment.html"))
                .content()
                .contains("<svg", "Steps", "Learning rate", ">Loss")
                .doesNotContain("NaN");
        assertThat(rollouts.isEmpty()).isEqualTo(method != AlignmentMethod.PPO);
        assertThat(steps).isNotEmpty();
        assertThat(steps.stream().map(TrainingProgress::validation).filter(Objects::nonNull))
                .isNotEmpty()
                .allSatisfy(measured -> assertThat(measured.score()).isBetween(0.0, 1.0));
        assertThat(lines.get(lines.size() - 1)).startsWith("{\"when\":\"after\",\"answers\":4,");
        assertThat(told.toString()).contains("one answer to each of 4 validation resumes", "reward: ", "difference");
        try (var left = Files.list(out.getParent())) {
            assertThat(left).containsExactly(out); // neither the state nor anything unfinished
        }
    }

    @Test
    void shouldMeasureByAJudge() throws IOException {
        Path judge = judge();

        assertThat(run(judged(judge, AlignmentMethod.DPO))).isTrue();

        assertThat(lines.get(0)).contains("\"judge\":");
        ValidationResult watched = steps.stream()
                .map(TrainingProgress::validation)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        assertThat(lines)
                .filteredOn(line -> line.contains("\"when\":\"evaluation\""))
                .extracting(line -> Double.valueOf(line.replaceAll(".*\"judge\":([^,}]*).*", "$1")))
                .anySatisfy(judged -> assertThat(1 / (1 + Math.exp(-judged))).isCloseTo(watched.score(), within(1e-6)));
        assertThat(watched.loss()).isCloseTo(-Math.log(watched.score()), within(1e-6));
        assertThat(told.toString()).contains("does not record how it was trained", "  judge: ");
        assertThat(out.resolve("README.md"))
                .content()
                .contains("| judge | " + judge, "The judge was never learnt", "the highest score of the judge");
    }

    @Test
    @Tag("full")
    void shouldTrainRoundsUntilTheJudgesPeak() throws IOException {
        AlignmentSettings settings = SmallAlignment.rounds(judged(judge(), AlignmentMethod.BEST_OF_N), 3);

        assertThat(run(settings)).isTrue();

        List<Double> scores = lines.stream()
                .filter(line -> line.contains("\"when\":\"after round"))
                .map(line -> Double.valueOf(line.replaceAll(".*\"judge\":([^,]*),.*", "$1")))
                .toList();
        int best = scores.indexOf(Collections.max(scores)) + 1;
        assertThat(scores).hasSizeBetween(2, 3).hasSize(Math.min(3, best + 1));
        assertThat(out.resolve("README.md"))
                .content()
                .contains(scores.size() + " rounds of drawing and learning", "those of round " + best + ",");
        assertThat(Files.exists(out.resolve("adapter"))).isEqualTo(best == 1);
        assertThat(out.resolve("alignment.html")).content().contains("Scores by distance from the base", "judge");
    }

    @Test
    @Tag("full")
    void shouldContinueAfterARound() throws IOException {
        AlignmentSettings twice =
                SmallAlignment.rounds(SmallAlignment.settings(generator, reward, AlignmentMethod.DPO), 2);
        assertThat(run(twice)).isTrue();
        byte[] straight = Files.readAllBytes(out.resolve("model.safetensors"));
        Replacement.delete(out);
        Path state = folder.resolve("state");
        AlignmentRun once = new AlignmentRun(SmallAlignment.rounds(twice, 1), out, state, false);
        AlignmentResumes resumes = SmallAlignment.resumes(40, "I know ");
        Files.createDirectories(once.directory());
        try (AlignmentLog log = new AlignmentLog(folder.resolve("log"), lines::add);
                StopSignal stop = StopSignal.install();
                AlignmentModels models = AlignmentModels.open(twice, resumes, SmallAlignment.RULES, lines::add)) {
            AlignmentFacts.keep(once.directory().resolve("facts.json"), List.of(twice), models);
            new AlignmentRounds(once, models, log, output(), stop, new PrintWriter(told, true)).train();
        }
        AlignmentSettings other = SmallAlignment.rounds(
                SmallAlignment.settings(
                        generator, SmallAlignment.scorer(folder.resolve("other"), 2), AlignmentMethod.DPO),
                2);

        assertThatThrownBy(() -> new AlignmentRun(other, out, state, true)
                        .run(resumes, SmallAlignment.RULES, output(), new PrintWriter(told, true)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("its reward model (--reward) was ");
        assertThat(new AlignmentRun(twice, out, state, true)
                        .run(resumes, SmallAlignment.RULES, output(), new PrintWriter(told, true)))
                .isTrue();
        assertThat(out.resolve("model.safetensors")).hasBinaryContent(straight);
    }

    @Test
    @Tag("full")
    void shouldContinueAStoppedTraining() throws IOException {
        AlignmentSettings settings = SmallAlignment.settings(generator, reward, AlignmentMethod.DPO);
        assertThat(run(settings)).isTrue();
        byte[] straight = Files.readAllBytes(out.resolve("model.safetensors"));
        Replacement.delete(out);
        AlignmentResumes resumes = SmallAlignment.resumes(40, "I know ");
        Path state = folder.resolve("state");
        try (AlignmentLog log = new AlignmentLog(folder.resolve("log"), lines::add);
                StopSignal stop = StopSignal.install();
                AlignmentModels models = AlignmentModels.open(settings, resumes, SmallAlignment.RULES, lines::add);
                DecoderTraining training = new AlignmentTrainings(
                                settings, models, new AnswerDrawing(settings, models, stop), log, rollouts::add)
                        .open(models.generator(), 1, null, folder)) {
            assertThat(training.run(progress -> {}, () -> training.stepsDone() == 2, state))
                    .isFalse();
        }

        assertThat(new AlignmentRun(settings, out, state, true)
                        .run(resumes, SmallAlignment.RULES, output(), new PrintWriter(told, true)))
                .isTrue();

        assertThat(out.resolve("model.safetensors")).hasBinaryContent(straight);
        assertThat(state).doesNotExist();
    }

    @Test
    void shouldRefuseModelsThatDoNotFit() throws IOException {
        assertRefused(judged(reward, AlignmentMethod.RLOO), "the judge is the reward model itself");
        Path roles = TinyModel.write(folder.resolve("roles"), 1).path();
        assertRefused(SmallAlignment.settings(generator, roles, AlignmentMethod.DPO), "labels; give a cross-encoder");
        assertRefused(
                SmallAlignment.settings(generator, generator, AlignmentMethod.DPO),
                "is no cross-encoder with one label: ");
        assertRefused(SmallAlignment.settings(reward, reward, AlignmentMethod.DPO), "--generator " + reward + ": ");
        Files.delete(generator.resolve(PromptTemplate.FILE));
        assertRefused(SmallAlignment.settings(generator, reward, AlignmentMethod.DPO), "has no " + PromptTemplate.FILE);
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = {"RLOO", "PPO"})
    @Tag("full")
    void shouldNotContinueWithAnotherReward(AlignmentMethod method) throws IOException {
        AlignmentSettings settings = SmallAlignment.settings(generator, reward, method);
        Path state = folder.resolve("state");
        try (AlignmentLog log = new AlignmentLog(folder.resolve("log"), lines::add);
                StopSignal stop = StopSignal.install();
                AlignmentModels models = AlignmentModels.open(
                        settings, SmallAlignment.resumes(40, "I know "), SmallAlignment.RULES, lines::add);
                DecoderTraining training = new AlignmentTrainings(
                                settings, models, new AnswerDrawing(settings, models, stop), log, rollouts::add)
                        .open(models.generator(), 1, null, folder)) {
            training.saveState(state);
        }
        Path other = SmallAlignment.scorer(folder.resolve("other"), 2);

        assertThatThrownBy(() -> new AlignmentRun(SmallAlignment.settings(generator, other, method), out, state, true)
                        .run(
                                SmallAlignment.resumes(40, "I know "),
                                SmallAlignment.RULES,
                                output(),
                                new PrintWriter(told, true)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("its reward model (--reward) was ");
    }

    @Test
    void shouldRemoveALineThatACrashCut() throws IOException {
        Path file = Files.writeString(folder.resolve("log"), "{\"when\":\"before\"}\n{\"when\":\"aft");
        try (AlignmentLog log = new AlignmentLog(file, lines::add)) {
            log.add("{\"when\":\"after\"}");
            log.publish(folder, "log");
        }

        assertThat(AlignmentLog.published(folder))
                .extracting(line -> line.path("when").asText())
                .containsExactly("before", "after");
    }

    private AlignmentOutput output() {
        return new AlignmentOutput(lines::add, rollouts::add, steps::add);
    }

    private Path judge() throws IOException {
        return SmallAlignment.scorer(folder.resolve("judge"), 2);
    }

    private AlignmentSettings judged(Path judge, AlignmentMethod method) {
        return SmallAlignment.judged(SmallAlignment.settings(generator, reward, method), judge);
    }

    private void assertRefused(AlignmentSettings settings, String said) {
        assertThatThrownBy(() -> run(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }

    private boolean run(AlignmentSettings settings) throws IOException {
        return new AlignmentRun(settings, out, folder.resolve("state"), false)
                .run(
                        SmallAlignment.resumes(40, "I know "),
                        SmallAlignment.RULES,
                        output(),
                        new PrintWriter(told, true));
    }
}
