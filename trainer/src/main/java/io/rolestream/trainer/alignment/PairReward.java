package io.rolestream.trainer.alignment;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.TextPair;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.torch.ProcessEndsException;
import io.rolestream.engine.training.alignment.AnswerReward;
import io.rolestream.engine.training.alignment.SampledAnswer;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The score that a reward model gives a resume with a written description, both masked and read as the recommender
 * reads resumes and postings.
 */
final class PairReward implements AnswerReward, AutoCloseable {
    private final PairScorer scorer;
    private final TextTokenizer tokenizer;
    private final ResumePrompts prompts;
    private final Profiler profiler;

    private PairReward(PairScorer scorer, TextTokenizer tokenizer, ResumePrompts prompts, RuleSet rules) {
        this.scorer = scorer;
        this.tokenizer = tokenizer;
        this.prompts = prompts;
        profiler = new Profiler(
                rules, SkillVocabulary.of(rules), RankingSettings.defaults().belief());
    }

    /**
     * Opens a model.
     *
     * @param name for messages
     * @param tokenizer the generator's; stays open
     * @throws IllegalArgumentException if it is no cross-encoder with one label
     */
    static PairReward open(
            String name,
            Path model,
            InferenceOptions inference,
            TextTokenizer tokenizer,
            ResumePrompts prompts,
            RuleSet rules) {
        PairScorer scorer;
        try {
            scorer = PairScorer.open(CheckpointDirectory.open(model), inference);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the " + name + " " + model + " is no cross-encoder with one label: " + e.getMessage(), e);
        }
        int labels = scorer.labels().size();
        if (labels != 1) {
            scorer.close();
            throw new IllegalArgumentException("the " + name + " " + model + " has " + labels
                    + " labels; give a cross-encoder with one, such as a version of train reward");
        }
        return new PairReward(scorer, tokenizer, prompts, rules);
    }

    @Override
    public double[] of(List<SampledAnswer> answers) {
        return ofTexts(
                answers.stream().map(answer -> answer.text().prompt()).toList(),
                answers.stream()
                        .map(answer -> tokenizer.decode(answer.text().answer()).strip())
                        .toList());
    }

    /**
     * The scores of descriptions. Each is computed by itself: what is computed together is rounded together, and
     * depends on time, so a resumed training would not have the same scores.
     *
     * @param prompts of the resumes
     */
    double[] ofTexts(List<int[]> prompts, List<String> descriptions) {
        double[] scores = new double[prompts.size()];
        try {
            for (int i = 0; i < scores.length; i++) {
                TextPair pair = pair(prompts.get(i), descriptions.get(i));
                scores[i] = scorer.score(List.of(pair)).get(0).score();
            }
            return scores;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while answers were scored", e);
        } catch (RuntimeException e) {
            throw orEnd(e);
        }
    }

    /** A failure, or where the end of the process is its cause, the exception that a training stops in order for. */
    static RuntimeException orEnd(RuntimeException failure) {
        if (!ProcessEndsException.isCauseOf(failure)) {
            return failure;
        }
        ProcessEndsException end = new ProcessEndsException();
        end.addSuppressed(failure);
        return end;
    }

    private TextPair pair(int[] prompt, String description) {
        return new TextPair(prompts.resume(prompt), EmbeddedText.of(profiler.ofDescription(description)));
    }

    @Override
    public void close() {
        scorer.close();
    }
}
