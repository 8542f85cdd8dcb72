package io.rolestream.trainer.alignment;

import io.rolestream.common.files.FileException;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import io.rolestream.engine.training.alignment.AnswerSampler;
import io.rolestream.engine.training.generation.DecoderTraining.Start;
import io.rolestream.matching.judge.JudgeIndependence;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The models of a run.
 *
 * @param generation how the generator's answers end
 * @param judge null for none
 * @param fingerprints of the models that reward and judge and of the rules that mask, by name; a training is only
 *     resumed with the same
 */
record AlignmentModels(
        CheckpointDirectory generator,
        GenerationConfig generation,
        PromptTemplate template,
        TextTokenizer tokenizer,
        ResumePrompts prompts,
        PairReward reward,
        @Nullable PairReward judge,
        Map<String, String> fingerprints)
        implements AutoCloseable {
    /**
     * @param warnings receives a sentence where the judge's independence cannot be checked
     * @throws IllegalArgumentException if a model does not fit, or the judge is not independent of the reward
     */
    static AlignmentModels open(
            AlignmentSettings settings, AlignmentResumes resumes, RuleSet rules, Consumer<String> warnings)
            throws IOException {
        CheckpointDirectory generator = CheckpointDirectory.open(settings.generator());
        try {
            new Start(generator, settings.adapters()).check(settings.training());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--generator " + settings.generator() + ": " + e.getMessage(), e);
        }
        GenerationConfig generation = AnswerSampler.generation(generator);
        PromptTemplate template = template(settings);
        String doubt = settings.judge() == null ? null : JudgeIndependence.doubt(settings.judge(), settings.reward());
        if (doubt != null) {
            warnings.accept(doubt);
        }
        Map<String, String> fingerprints = fingerprints(settings, rules);
        TextTokenizer tokenizer = TextTokenizer.open(
                generator.path(), TokenizerOptions.head(generator.config().maxTokens()));
        PairReward reward = null;
        try {
            ResumePrompts prompts = ResumePrompts.of(
                    generator, tokenizer, template, resumes, settings.sampling().maxTokens());
            InferenceOptions inference = InferenceOptions.defaults()
                    .withPrecision(Precision.FP32)
                    .withThreads(1, settings.training().threads());
            reward = PairReward.open("reward", settings.reward(), inference, tokenizer, prompts, rules);
            PairReward judge = settings.judge() == null
                    ? null
                    : PairReward.open("judge", settings.judge(), inference, tokenizer, prompts, rules);
            return new AlignmentModels(
                    generator, generation, template, tokenizer, prompts, reward, judge, fingerprints);
        } catch (RuntimeException | Error e) {
            try (tokenizer) {
                if (reward != null) {
                    reward.close();
                }
            }
            throw e;
        }
    }

    private static Map<String, String> fingerprints(AlignmentSettings settings, RuleSet rules) throws IOException {
        Path judge = settings.judge();
        return Map.of(
                "reward model (--reward)",
                CheckpointDirectory.open(settings.reward()).checksum(),
                "judge (--judge)",
                judge == null ? "none" : CheckpointDirectory.open(judge).checksum(),
                "rule set",
                rules.version());
    }

    private static PromptTemplate template(AlignmentSettings settings) throws FileException {
        PromptTemplate template = PromptTemplate.read(settings.generator());
        if (template == null) {
            throw new IllegalArgumentException("--generator " + settings.generator() + " has no " + PromptTemplate.FILE
                    + " with its prompt; fine-tune it with train generator first");
        }
        return template;
    }

    @Override
    public void close() {
        try (tokenizer;
                reward) {
            if (judge != null) {
                judge.close();
            }
        }
    }
}
