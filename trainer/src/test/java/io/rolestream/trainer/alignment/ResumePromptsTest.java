package io.rolestream.trainer.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.common.service.CommandFailedException;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.task.TextPair;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import io.rolestream.engine.torch.ProcessEndsException;
import io.rolestream.engine.training.alignment.SampledAnswer;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.trainer.matching.MatchSplit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumePromptsTest {
    private static final InferenceOptions FP32 = InferenceOptions.defaults().withPrecision(Precision.FP32);

    private static final Profiler PROFILER = new Profiler(
            SmallAlignment.RULES,
            SkillVocabulary.of(SmallAlignment.RULES),
            RankingSettings.defaults().belief());

    private final Path folder;
    private final CheckpointDirectory generator;

    ResumePromptsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        generator = CheckpointDirectory.open(SmallAlignment.generator(folder.resolve("writer")));
    }

    private TextTokenizer tokenizer() throws IOException {
        return TextTokenizer.open(generator.path(), TokenizerOptions.head(512));
    }

    private static ResumePrompts prompts(CheckpointDirectory generator, TextTokenizer tokenizer, AlignmentResumes all) {
        return ResumePrompts.of(
                generator, tokenizer, new PromptTemplate("CV: {resume}\nJob:"), all, SmallAlignment.ANSWER);
    }

    @Test
    void shouldNeverLearnFromResumesThatValidate() throws IOException {
        try (TextTokenizer tokenizer = tokenizer()) {
            AlignmentResumes resumes = SmallAlignment.resumes(40, "I know ");
            ResumePrompts prompts = prompts(generator, tokenizer, resumes);

            assertThat(resumes.training()).hasSize(33).noneMatch(ResumePromptsTest::isHeldOut);
            assertThat(resumes.validation()).hasSize(4).allMatch(ResumePromptsTest::isHeldOut);
            assertThat(resumes.test())
                    .hasSize(3)
                    .allMatch(ResumePromptsTest::isHeldOut)
                    .doesNotContainAnyElementsOf(resumes.validation());
            Set<String> learnt = texts(prompts, prompts.training()).collect(Collectors.toSet());
            assertThat(learnt).hasSize(33);
            assertThat(texts(prompts, prompts.validation()))
                    .containsExactlyElementsOf(resumes.validation())
                    .doesNotContainAnyElementsOf(learnt);
        }
    }

    @Test
    void shouldNotLearnFromAPromptThatValidatesOnceBothAreCut() throws IOException {
        try (TextTokenizer tokenizer = tokenizer()) {
            ResumePrompts prompts =
                    prompts(generator, tokenizer, SmallAlignment.resumes(20, "a long life ".repeat(200)));

            assertThat(prompts.validation()).hasSize(1);
            assertThat(prompts.validation().get(0)).hasSizeBetween(450, 511 - SmallAlignment.ANSWER);
            assertThat(prompts.training()).isEmpty();
            assertThat(prompts.cut()).isOne();
        }
    }

    @Test
    void shouldStopInOrderWhereTheEndOfTheProcessEndsAScorer() {
        RuntimeException closed = new CompletionException(new IllegalStateException(new ProcessEndsException()));
        RuntimeException other = new IllegalStateException("broken");

        assertThat(PairReward.orEnd(closed)).isInstanceOf(ProcessEndsException.class);
        assertThat(PairReward.orEnd(other)).isSameAs(other);
    }

    /** As for reward, judge and generator. */
    private static boolean isHeldOut(String resume) {
        return MatchSplit.isTest(PROFILER.of(new Candidate("", null, resume, null), RoleBelief.unknown()));
    }

    private static Stream<String> texts(ResumePrompts prompts, List<int[]> tokens) {
        return tokens.stream().map(prompts::resume);
    }

    @Test
    void shouldCountTheSameResumeOnce() {
        List<Candidate> same = Stream.of("java", "JAVA", " Java!", "python", "python")
                .map(text -> new Candidate(text, null, "I know " + text, null))
                .toList();

        assertThatThrownBy(() -> AlignmentResumes.of(same, SmallAlignment.RULES, "test resumes"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining(" different resumes with a text; give at least 10");
        List<String> spelled = IntStream.range(0, 200)
                .mapToObj(i -> (i < 100 ? "I know tool " : "I KNOW TOOL ") + i % 100)
                .toList();
        AlignmentResumes resumes = AlignmentResumes.of(
                spelled.stream()
                        .map(text -> new Candidate("", null, text, null))
                        .toList(),
                SmallAlignment.RULES,
                "test resumes");
        Set<String> heldOut = Stream.of(resumes.validation(), resumes.test())
                .flatMap(List::stream)
                .map(text -> text.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        assertThat(heldOut).hasSizeBetween(2, 10);
        assertThat(spelled)
                .filteredOn(one -> heldOut.contains(one.toLowerCase(Locale.ROOT)))
                .hasSize(2 * heldOut.size())
                .allMatch(ResumePromptsTest::isHeldOut);
    }

    @Test
    void shouldRefuseAnAnswerThatLeavesAPromptNoRoom() throws IOException {
        try (TextTokenizer tokenizer = tokenizer()) {
            assertThatThrownBy(() -> ResumePrompts.of(
                            generator, tokenizer, PromptTemplate.DEFAULT, SmallAlignment.resumes(20, ""), 510))
                    .hasMessageContaining("lower --max-new-tokens");
        }
    }

    @Test
    void shouldAskTheRewardModelWithTheResumeOfThePrompt() throws Exception {
        Path model = SmallAlignment.scorer(folder.resolve("reward"), 1);
        try (TextTokenizer tokenizer = tokenizer();
                PairScorer scorer = PairScorer.open(CheckpointDirectory.open(model), FP32)) {
            ResumePrompts prompts = prompts(generator, tokenizer, SmallAlignment.resumes(40, "I know "));
            try (PairReward reward = PairReward.open("reward", model, FP32, tokenizer, prompts, SmallAlignment.RULES)) {
                int[] answer = tokenizer.continuation("We need tools");
                List<SampledAnswer> answers = new ArrayList<>();
                List<TextPair> pairs = new ArrayList<>();
                for (int[] prompt : prompts.training().subList(0, 4)) {
                    answers.add(new SampledAnswer(new AnsweredPrompt(prompt, answer), true));
                    pairs.add(new TextPair(prompts.resume(prompt), "We need tools"));
                }
                double[] scores = reward.of(answers);

                assertThat(scores).doesNotHaveDuplicates();
                for (int i = 0; i < scores.length; i++) {
                    assertThat(scores[i]).isCloseTo(scorer.score(pairs).get(i).score(), offset(1e-5));
                }
            }
        }
    }
}
