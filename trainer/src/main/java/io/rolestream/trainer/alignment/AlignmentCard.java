package io.rolestream.trainer.alignment;

import io.rolestream.common.text.Counted;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.evaluation.report.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The {@value #FILE} of an aligned generator.
 *
 * @param kept the round that is published
 */
record AlignmentCard(
        AlignmentSettings settings,
        AlignmentResumes resumes,
        ResumePrompts prompts,
        AlignmentOutcome outcome,
        AlignmentRounds.Kept kept) {
    private static final String FILE = "README.md";

    void write(Path checkpoint, String name) throws IOException {
        Files.writeString(checkpoint.resolve(FILE), introduction(name) + learnt() + measured() + limits());
    }

    private String introduction(String name) {
        return "---\npipeline_tag: text-generation\nlibrary_name: transformers\ntags:\n- job-descriptions\n- rolestream\n"
                + "# license: for whoever publishes this model to choose; that of the base model applies too\n---\n\n"
                + "# " + Markdown.text(name) + "\n\nWrites the description of a job that suits a resume, as a reward"
                + " model prefers. `" + PromptTemplate.FILE + "` has the prompt.\n\n"
                + "| | |\n|---|---|\n"
                + line("base, which is also the reference", settings.generator().toString())
                + line(
                        "method",
                        settings.method().key() + ": " + settings.method().words())
                + line("trained", settings.parameters())
                + line("reward", settings.reward().toString())
                + line(
                        "judge",
                        settings.judge() == null ? "none" : settings.judge().toString())
                + line("data", resumes.source())
                + "\n";
    }

    private static String line(String name, String value) {
        return "| " + name + " | " + Markdown.text(value) + " |\n";
    }

    private String learnt() {
        TrainingOptions training = settings.training();
        return String.format(
                Locale.ROOT,
                "## Trained on%n%n%,d prompts of resumes were learnt from; %,d others measure the model and are never"
                        + " learnt from. %s cut, so that prompt and answer fit. %d answers to each, at the temperature"
                        + " %s, of up to %,d tokens; one without an end has the score %s. %s, %d resumes per %s, peak"
                        + " learning rate %s, %sseed %d.%n%n%s%n%n",
                prompts.training().size(),
                prompts.validation().size(),
                Counted.of(prompts.cut(), "resume was", "resumes were"),
                settings.samples(),
                settings.sampling().temperature(),
                settings.sampling().maxTokens(),
                settings.sampling().withoutEnd(),
                Counted.of(training.schedule().epochs(), "epoch"),
                training.batching().batchSize(),
                settings.method() == AlignmentMethod.PPO ? "round of 4 epochs" : "step",
                training.schedule().learningRate(),
                settings.method() == AlignmentMethod.BEST_OF_N
                        ? ""
                        : "beta " + settings.beta()
                                + (settings.klTarget() == null
                                        ? ""
                                        : " at first, adapted to " + settings.klTarget() + " nats")
                                + ", ",
                training.seed(),
                chosen());
    }

    private String chosen() {
        String by = settings.judge() == null ? "the mean reward" : "the judge's mean score";
        String rounds = settings.rounds() == 1
                ? ""
                : " " + Counted.of(kept.rounds(), "round", "rounds")
                        + " of drawing and learning were trained, each from"
                        + " the one before; the parameters are those of round " + kept.round() + ", which is best by "
                        + by + " of answers to validation resumes.";
        return kept.step() == null
                ? "The last parameters were kept, as nothing of the validation resumes could be measured." + rounds
                : "The parameters are those after step " + kept.step() + ", with " + how() + "." + rounds;
    }

    private String how() {
        if (settings.judge() != null) {
            return "the highest score of the judge on answers to validation resumes";
        }
        return switch (settings.method()) {
            case BEST_OF_N -> "the lowest loss on the best answers to validation resumes";
            case DPO -> "the lowest loss on pairs of answers to validation resumes";
            case RLOO, PPO ->
                "the highest reward of answers to validation resumes: **there was no judge, so the reward that was"
                        + " learnt from also chose the step**";
        };
    }

    private String measured() {
        StringBuilder text =
                new StringBuilder("## Measured\n\nOne answer to each validation resume, by the base and by this model;"
                        + " differences are paired, with 95 percent intervals over resumes (bootstrap).\n\n"
                        + "| score | before | after | difference |\n|---|---:|---:|---:|\n");
        outcome.changes().forEach(change -> text.append(change.row()));
        text.append(String.format(
                Locale.ROOT,
                "%nWithout an end: %.1f %% before, %.1f %% after. Mean length: %.1f tokens before, %.1f after.%n%n",
                100 * outcome.before().withoutEnd(),
                100 * outcome.after().withoutEnd(),
                outcome.before().length(),
                outcome.after().length()));
        if (!outcome.isBetter()) {
            text.append("**The ")
                    .append(settings.judge() == null ? "reward" : "judge")
                    .append(" does not like this model's answers better than the base's: use the base.**\n\n");
        }
        return text + "**Figures by the reward are those of the proxy that was learnt from, not of quality.** "
                + (settings.judge() == null
                        ? "No judge was asked, so whether the descriptions became better is not known."
                        : "The judge was never learnt from, but chose the step on these resumes, so its figures are optimistic too.")
                + "\n\n";
    }

    private static String limits() {
        return "## Limits\n\nA score says nothing on whether a description is true or fair. What the model writes about"
                + " employers, salaries and places is made up. Check it before use.\n";
    }
}
