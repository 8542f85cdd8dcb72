package io.rolestream.labellers;

import io.rolestream.engine.task.TextGenerator;
import io.rolestream.engine.tokenizer.LongText;
import io.rolestream.labellers.settings.RolePrompt;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Keeps prompts within what a model reads. */
final class Prompts {
    /** What T5's tokenizer and the original study cut at. */
    private static final int MAX_TOKENS = 512;

    private static final int MOST_TOKENS = 1 << 16;

    private Prompts() {}

    /** Opens the model; prompts are cut at {@code max_tokens}, or less if the options of inference say so. */
    static TextGenerator open(ScoringLabeller.Opening opening) throws IOException {
        int most = opening.file().count("max_tokens", MAX_TOKENS, 1, MOST_TOKENS);
        Integer asked = opening.options().inference().maxTokens();
        return TextGenerator.open(
                opening.checkpoint(),
                opening.options()
                        .inference()
                        .withLongText(asked == null ? most : Math.min(asked, most), LongText.head()),
                opening.options().calibrations());
    }

    /** All that the prompts say, without the skills, and where they are cut. */
    static List<String> words(List<RolePrompt> prompts, String noSkills) {
        return Stream.concat(
                        Stream.of(noSkills, Integer.toString(MAX_TOKENS)),
                        prompts.stream().map(prompt -> prompt.of("")))
                .toList();
    }

    /**
     * @param answerTokens of the longest answer
     * @throws IllegalArgumentException if a prompt, with its answer where that continues it, is too long even without
     *     skills
     */
    static void requireRoom(TextGenerator generator, RolePrompt prompt, int answerTokens) {
        if (!generator.readsAll(prompt.of(""), answerTokens)) {
            throw new IllegalArgumentException("a prompt with " + prompt.roles().size()
                    + " roles and an answer of " + answerTokens
                    + " tokens is longer than the model reads, even without skills; list fewer roles, raise"
                    + " max_tokens or lower max_length in labeller.json");
        }
    }
}
