package io.rolestream.labellers;

import io.rolestream.engine.task.ScoredAnswers;
import io.rolestream.engine.task.TextGenerator;
import io.rolestream.labellers.settings.LabellerFile;
import io.rolestream.labellers.settings.RolePrompt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Asks a generating model, such as FLAN-T5, how likely each role is as the answer to a prompt. Models like some names,
 * and what is listed first or last, whatever the skills are; so each role's likelihood is divided by the one that it
 * has without skills (whole-label calibration, Zhao et al. 2021), and the mean is taken over prompts that list the
 * roles in different orders.
 */
final class PromptedLabeller extends ScoringLabeller {
    private static final int ORDERS = 4;
    private static final int MOST_ORDERS = 100;
    private static final int SEED = 42;
    /** What the prompt has for skills where likelihoods without skills are wanted. */
    private static final String NO_SKILLS = "N/A";

    private final TextGenerator generator;
    private final List<RolePrompt> prompts;
    /** The names of the roles, as they follow a prompt. */
    private final List<String> answers;

    private final int answerTokens;
    private final List<float[]> priors;

    private PromptedLabeller(Opening opening, TextGenerator generator, List<RolePrompt> prompts)
            throws IOException, InterruptedException {
        super(opening, 1, false, Prompts.words(prompts, NO_SKILLS));
        this.generator = generator;
        this.prompts = prompts;
        this.answers =
                opening.taxonomy().names().stream().map(generator::following).toList();
        this.answerTokens = generator.answerTokens(answers);
        List<float[]> withoutSkills = new ArrayList<>();
        for (RolePrompt prompt : prompts) {
            Prompts.requireRoom(generator, prompt, answerTokens);
            withoutSkills.add(
                    generator.logLikelihoods(prompt.of(NO_SKILLS), answers).logLikelihoods());
        }
        this.priors = withoutSkills;
    }

    static Labeller open(Opening opening) throws IOException, InterruptedException {
        LabellerFile file = opening.file();
        boolean greedy = "greedy".equals(file.oneOf("mode", null, "likelihood", "greedy"));
        if (greedy) {
            return GreedyLabeller.open(opening);
        }
        List<RolePrompt> prompts = RolePrompt.shuffled(
                opening.taxonomy(),
                file.count("orders", ORDERS, 1, MOST_ORDERS),
                file.count("seed", SEED, 1, Integer.MAX_VALUE));
        TextGenerator generator = Prompts.open(opening);
        try {
            return new PromptedLabeller(opening, generator, prompts);
        } catch (IOException | InterruptedException | RuntimeException e) {
            generator.close();
            throw e;
        }
    }

    @Override
    public boolean isFull() {
        return WaitingTexts.isFull(generator);
    }

    @Override
    CompletableFuture<Scores> scores(String text) throws InterruptedException {
        String fitting = text;
        for (RolePrompt prompt : prompts) {
            fitting = generator.fitting(prompt::of, fitting, answerTokens);
        }
        boolean cut = fitting.length() < text.length();
        List<CompletableFuture<ScoredAnswers>> asked = new ArrayList<>();
        for (RolePrompt prompt : prompts) {
            asked.add(generator.submit(prompt.of(fitting), answers));
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> new Scores(mean(asked), cut));
    }

    private float[] mean(List<CompletableFuture<ScoredAnswers>> scored) {
        float[] scores = new float[answers.size()];
        for (int prompt = 0; prompt < scored.size(); prompt++) {
            float[] likelihoods = scored.get(prompt).join().logLikelihoods();
            for (int role = 0; role < scores.length; role++) {
                scores[role] += (likelihoods[role] - priors.get(prompt)[role]) / scored.size();
            }
        }
        return scores;
    }

    @Override
    public void close() {
        generator.close();
    }
}
