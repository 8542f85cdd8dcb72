package io.rolestream.trainer.generation;

import io.rolestream.common.text.Counted;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.evaluation.report.Markdown;
import io.rolestream.evaluation.report.TrainingSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The {@value #FILE} of a fine-tuned generator.
 *
 * @param pairs what it learnt from
 * @param before the base on the validation pairs; null without such pairs
 * @param after the model on the validation pairs
 */
record GeneratorCard(
        GeneratorSettings settings,
        DescribedResumes pairs,
        PairEncoder.Cuts cuts,
        @Nullable ValidationResult before,
        @Nullable ValidationResult after) {
    private static final String FILE = "README.md";

    void write(Path checkpoint, String name) throws IOException {
        Files.writeString(
                checkpoint.resolve(FILE),
                frontMatter() + introduction(name) + data() + TrainingSection.of(checkpoint) + measured() + limits());
    }

    private String frontMatter() {
        return "---\npipeline_tag: text-generation\nlibrary_name: transformers\ntags:\n- job-descriptions\n- rolestream\n"
                + "base_model: \"" + settings.base().replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n"
                + "# license: for whoever publishes this model to choose; that of the base model applies too\n---\n\n";
    }

    private String introduction(String name) {
        return "# " + Markdown.text(name) + "\n\nWrites the description of a job that suits a resume. It continues this"
                + " prompt, in which `" + PromptTemplate.PLACE + "` stands for the resume; `" + PromptTemplate.FILE
                + "` has it for programs. Answers to other prompts are those of the base, or worse.\n\n"
                + settings.template().text().strip().indent(4) + "\n";
    }

    private String data() {
        TrainingOptions training = settings.training();
        return String.format(
                Locale.ROOT,
                "## Trained on%n%n%s. %,d pairs of a resume and a description were learnt, %,d with other resumes and"
                        + " descriptions measure the model, and %,d that share a resume with those were left out. %s Of"
                        + " all, %,d resumes and %,d descriptions were cut at %,d tokens for prompt and answer together.%n%n"
                        + "Base %s, by %s: %s, %d pairs per step, peak learning rate %s, seed %d. Only the tokens"
                        + " of descriptions, and the end of those that were not cut, count in the loss.%n%n",
                Markdown.text(capitalized(pairs.source())),
                pairs.training().size(),
                pairs.validation().size(),
                pairs.unused(),
                apart(),
                cuts.resumes(),
                cuts.descriptions(),
                cuts.maxTokens(),
                Markdown.text(settings.base()),
                Markdown.text(settings.method()),
                Counted.of(training.schedule().epochs(), "epoch"),
                training.batching().batchSize(),
                training.schedule().learningRate(),
                training.seed());
    }

    private String apart() {
        return pairs.learntTexts().testKeptApart()
                ? String.format(
                        Locale.ROOT,
                        "The fifth of all resumes and the fifth of all postings that the matcher and the reward model are"
                                + " tested on, too, were kept apart: %,d matches with one of them were not learnt from.",
                        pairs.ofTest())
                : "The test of the matcher and the reward model was not kept apart, as a file of pairs is not split by it:"
                        + " judge this model on other resumes and postings.";
    }

    private static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private String measured() {
        if (before == null || after == null) {
            return "## Measured\n\nNothing: no pairs were held out.\n\n";
        }
        return "## Measured\n\nOn the validation pairs, per token of their descriptions. They also chose the step whose"
                + " parameters were kept, so this model's figures are optimistic: expect a slightly higher loss on new"
                + " pairs.\n\n"
                + "| | loss (nats) | perplexity | tokens predicted |\n|---|---:|---:|---:|\n"
                + row("the base", before)
                + row("this model", after)
                + String.format(
                        Locale.ROOT,
                        "%nThe parameters are those after step %,d, the best of those measured.%s%n%n",
                        after.step(),
                        after.loss() < before.loss()
                                ? ""
                                : " **The base is no worse: this training was of no use by this measure.**");
    }

    private static String row(String name, ValidationResult result) {
        return String.format(
                Locale.ROOT,
                "| %s | %.4f | %.2f | %.1f %% |%n",
                name,
                result.loss(),
                result.perplexity(),
                100 * result.accuracy());
    }

    private static String limits() {
        return "## Limits\n\nThe loss says how well the model predicts descriptions like those that it learnt, not whether"
                + " what it writes is true, fair or useful. What it writes about employers, salaries and places is made up."
                + " Check it before use.\n";
    }
}
