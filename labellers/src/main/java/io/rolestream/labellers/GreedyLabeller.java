package io.rolestream.labellers;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.task.GeneratedText;
import io.rolestream.engine.task.TextGenerator;
import io.rolestream.labellers.settings.RolePrompt;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Lets a generating model write its answer, as the original study did: one prompt, greedy decoding, and what is not in
 * the list of roles becomes the fallback. A prompt that is too long loses its end, the question. Such an answer gives
 * no probability; its confidence is 1, and 0 for one that is not in the list.
 */
final class GreedyLabeller implements Labeller {
    /** The study's. */
    private static final int MAX_LENGTH = 50;

    private final LabellerFacts facts;
    private final TextGenerator generator;
    private final RolePrompt prompt;
    private final Taxonomy taxonomy;
    private final int maxLength;

    private GreedyLabeller(ScoringLabeller.Opening opening, TextGenerator generator, int maxLength) throws IOException {
        this.generator = generator;
        this.taxonomy = opening.taxonomy();
        this.prompt = RolePrompt.of(taxonomy);
        List<String> words = new ArrayList<>(Prompts.words(List.of(prompt), ""));
        words.add(Integer.toString(maxLength));
        this.facts = opening.facts(words);
        this.maxLength = maxLength;
        Prompts.requireRoom(generator, prompt, maxLength);
    }

    static GreedyLabeller open(ScoringLabeller.Opening opening) throws IOException {
        ModelConfig config = opening.checkpoint().config();
        int most = GeneratorFamily.of(config).decoder(config).maxTokens();
        int maxLength = opening.file().count("max_length", Math.min(MAX_LENGTH, most), 2, most);
        TextGenerator generator = Prompts.open(opening);
        try {
            opening.file().refuseOthers();
            return new GreedyLabeller(opening, generator, maxLength);
        } catch (IOException | RuntimeException e) {
            generator.close();
            throw e;
        }
    }

    @Override
    public LabellerFacts facts() {
        return facts;
    }

    @Override
    public boolean isFull() {
        return WaitingTexts.isFull(generator);
    }

    @Override
    public CompletableFuture<Answer> label(String text) throws InterruptedException {
        return generator.submit(prompt.of(text), maxLength).thenApply(this::answer);
    }

    private Answer answer(GeneratedText written) {
        int role = taxonomy.indexOf(written.text().strip());
        return new Answer(
                role < 0 ? taxonomy.fallbackIndex() : role,
                role < 0,
                role < 0 ? 0 : 1,
                new float[0],
                List.of(),
                written.text(),
                written.cut());
    }

    @Override
    public void close() {
        generator.close();
    }
}
