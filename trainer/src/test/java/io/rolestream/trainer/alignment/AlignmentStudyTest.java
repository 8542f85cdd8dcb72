package io.rolestream.trainer.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.Replacement;
import io.rolestream.common.service.StopSignal;
import io.rolestream.engine.training.TrainingException;
import io.rolestream.engine.training.alignment.SampledAnswer;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import io.rolestream.matching.judge.DescriptionJudge;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.trainer.alignment.ComparedMethod.Texts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlignmentStudyTest {
    private final Path folder;
    private final Path generator;
    private final Path reward;
    private final Path judge;
    private final Path out;
    private final Path state;
    private final List<String> lines = new ArrayList<>();
    private final StringWriter table = new StringWriter();
    private final StringWriter told = new StringWriter();

    AlignmentStudyTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        generator = SmallAlignment.generator(folder.resolve("writer"));
        reward = SmallAlignment.scorer(folder.resolve("reward"), 1);
        judge = SmallAlignment.scorer(folder.resolve("judge"), 2);
        out = folder.resolve("new/methods");
        state = folder.resolve("state");
    }

    @Test
    @Tag("full")
    void shouldCompareAMethodWithTheSftModelAndTrivialRows() throws IOException {
        assertThat(study(reward, false, AlignmentMethod.PPO)).isTrue();

        JsonNode comparison = JsonFiles.parse(Files.readAllBytes(out.resolve("comparison.json")));
        assertThat(comparison.path("resumes").asInt()).isEqualTo(3);
        assertThat(StreamSupport.stream(comparison.path("methods").spliterator(), false))
                .extracting(method -> method.path("name").asText())
                .containsExactly("SFT model", "the resume, copied", "SFT model, best of 4", "ppo");
        JsonNode sft = comparison.path("methods").get(0);
        assertThat(sft.path("winsByJudge").path("value").asDouble()).isEqualTo(0.5);
        assertThat(sft.path("kl").path("value").asDouble()).isZero();
        JsonNode copied = comparison.path("methods").get(1);
        assertThat(copied.path("copied").path("value").asDouble()).isEqualTo(1);
        assertThat(copied.has("kl")).isFalse();
        JsonNode best = comparison.path("methods").get(2);
        assertThat(best.path("reward").path("value").asDouble())
                .isGreaterThan(sft.path("reward").path("value").asDouble());
        assertThat(best.has("kl")).isFalse();
        assertThat(best.path("withoutEnd").path("value").asDouble()).isBetween(0.0, 1.0);
        JsonNode ppo = comparison.path("methods").get(3);
        for (String measure : List.of("judge", "reward", "words")) {
            assertThat(ppo.path("differences").path(measure).path("value").asDouble())
                    .isCloseTo(
                            ppo.path(measure).path("value").asDouble()
                                    - sft.path(measure).path("value").asDouble(),
                            offset(1e-4));
        }
        assertThat(table.toString())
                .contains("Methods compared with the SFT model, 3 resumes, 12 answers of each", "ppo");
        assertThat(out.resolve("comparison.html")).content().contains("<svg", "Wins against the SFT model");
        assertThat(out.resolve("ppo/README.md")).content().contains("33 prompts of resumes were learnt from; 4 others");
        assertThat(state).doesNotExist();
    }

    @Test
    @Tag("full")
    void shouldCompareAllMethods() throws IOException {
        assertThat(study(reward, false, AlignmentMethod.values())).isTrue();

        assertThat(table.toString()).contains("best-of-n", "dpo", "rloo", "ppo");
        assertThat(lines).filteredOn(line -> line.contains("\"begins\"")).hasSize(4);
    }

    /** Like a run that was stopped after its first method. */
    @Test
    @Tag("full")
    void shouldContinueWithTheMethodsThatAreMissing() throws IOException {
        study(reward, false, AlignmentMethod.BEST_OF_N, AlignmentMethod.DPO);
        byte[] straight = Files.readAllBytes(out.resolve("comparison.json"));
        Path work = folder.resolve("new/methods.methods");
        Files.move(out, work);
        Replacement.delete(work.resolve("dpo"));
        Files.createFile(state);

        Path other = SmallAlignment.scorer(folder.resolve("other"), 3);
        assertThatThrownBy(() -> study(other, true, AlignmentMethod.BEST_OF_N, AlignmentMethod.DPO))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("its reward model (--reward) was ");
        lines.clear();
        assertThat(study(reward, true, AlignmentMethod.BEST_OF_N, AlignmentMethod.DPO))
                .isTrue();

        assertThat(lines.get(0)).contains("\"begins\"", "dpo");
        assertThat(out.resolve("comparison.json")).hasBinaryContent(straight);
    }

    @Test
    void shouldRefuseToCompareWithoutAJudge() {
        List<AlignmentSettings> settings = List.of(SmallAlignment.settings(generator, reward, AlignmentMethod.DPO));

        assertThatThrownBy(() -> new AlignmentStudy(settings, out, state, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("methods are compared by a judge; give --judge");
    }

    @Test
    void shouldLeaveNoStateWhereAModelDoesNotFit() throws IOException {
        Path roles = TinyModel.write(folder.resolve("roles"), 1).path();

        assertThatThrownBy(() -> study(roles, false, AlignmentMethod.DPO)).hasMessageContaining("give a cross-encoder");
        assertThat(state).doesNotExist();
    }

    @Test
    void shouldRefuseToContinueWithOtherResumesOrSettings() throws IOException {
        AlignmentSettings before = SmallAlignment.settings(generator, reward, AlignmentMethod.DPO);
        AlignmentSettings ppo = SmallAlignment.settings(generator, reward, AlignmentMethod.PPO);
        Path facts = folder.resolve("facts.json");
        try (AlignmentModels models = models(before, 40)) {
            AlignmentFacts.keep(facts, List.of(before, ppo), models);
            AlignmentFacts.keep(facts, List.of(before, ppo), models);

            AlignmentSettings more = SmallAlignment.rounds(before, 2);
            assertThatThrownBy(() -> AlignmentFacts.keep(facts, List.of(more, ppo), models))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("its dpo's rounds was 1, and now it is 2");
        }
        try (AlignmentModels models = models(before, 60)) {
            assertThatThrownBy(() -> AlignmentFacts.keep(facts, List.of(before, ppo), models))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("its resumes ");
        }
    }

    @Test
    void shouldChooseTheBestFromAnswersOfItsOwn() throws IOException {
        AlignmentSettings settings = SmallAlignment.settings(generator, reward, AlignmentMethod.PPO);
        try (AlignmentModels models = models(settings, 40);
                StopSignal stop = StopSignal.install()) {
            AnswerDrawing drawing = new AnswerDrawing(settings, models, stop);
            List<String> compared = words(drawing.test(models.generator()));
            List<String> best = words(drawing.best(models.generator()));

            assertThat(best).hasSize(models.prompts().test().size());
            assertThat(best).anySatisfy(one -> assertThat(compared).doesNotContain(one));
        }
    }

    @Test
    void shouldSayWhetherTheResultIsBetterThanTheGenerator() {
        AnswerSummary low = scored(1, 2);
        AnswerSummary high = scored(2, 3);

        assertThat(new AlignmentOutcome(low, high).isBetter()).isTrue();
        assertThat(new AlignmentOutcome(high, low).isBetter()).isFalse();
        assertThat(new AlignmentOutcome(low, low).isBetter()).isFalse();
    }

    @Test
    void shouldCompareTheJudgesScoresWhereBothAnswersEnd() throws IOException {
        AlignmentSettings settings =
                SmallAlignment.judged(SmallAlignment.settings(generator, reward, AlignmentMethod.PPO), judge);
        try (AlignmentModels models = models(settings, 40)) {
            AnswerSummary sft = answers(models, new double[] {-5, 1, 1}, false, true, true);
            AnswerSummary ended = answers(models, new double[] {1, 1.5, 1}, true, true, true);
            DescriptionJudge rules = new DescriptionJudge(SmallAlignment.RULES);
            Texts base = Texts.of(sft, models, rules);

            ComparedMethod method = ComparedMethod.of("ends", Texts.of(ended, models, rules), base, ended, sft);

            assertThat(Objects.requireNonNull(method.judgedWhereBothEnd()).value())
                    .isCloseTo(0.25, offset(1e-9));
            assertThat(method.report().resumes()).isEqualTo(3);
        }
    }

    private static AnswerSummary answers(AlignmentModels models, double[] scores, boolean... ends) {
        List<SampledAnswer> answers = IntStream.range(0, ends.length)
                .mapToObj(i -> new SampledAnswer(
                        new AnsweredPrompt(models.prompts().test().get(i), new int[] {10 + i}), ends[i]))
                .toList();
        return new AnswerSummary(answers, scores, scores, null);
    }

    private static AnswerSummary scored(double... scores) {
        List<SampledAnswer> answers = Arrays.stream(scores)
                .mapToObj(score -> new SampledAnswer(new AnsweredPrompt(new int[] {1}, new int[] {2}), true))
                .toList();
        return new AnswerSummary(answers, new double[scores.length], scores, null);
    }

    private static List<String> words(AnswerSummary drawn) {
        return drawn.answers().stream()
                .map(one -> Arrays.toString(one.text().prompt())
                        + Arrays.toString(one.text().answer()))
                .toList();
    }

    private static AlignmentModels models(AlignmentSettings settings, int resumes) throws IOException {
        return AlignmentModels.open(
                settings, SmallAlignment.resumes(resumes, "I know "), SmallAlignment.RULES, unused -> {});
    }

    private boolean study(Path by, boolean resume, AlignmentMethod... methods) throws IOException {
        List<AlignmentSettings> settings = Arrays.stream(methods)
                .map(method -> SmallAlignment.judged(SmallAlignment.settings(generator, by, method), judge))
                .toList();
        return new AlignmentStudy(settings, out, state, resume)
                .run(
                        SmallAlignment.resumes(40, "I know "),
                        SmallAlignment.RULES,
                        new AlignmentOutput(lines::add, line -> {}, progress -> {}),
                        new PrintWriter(table, true),
                        new PrintWriter(told, true));
    }
}
