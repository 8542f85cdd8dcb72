package io.rolestream.trainer.generation;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Turns pairs into tokens as {@code TextGenerator} does: the prompt as a text of its own, the description as one that
 * continues it, then the token that ends answers. A description gets at most half of the tokens and is cut, without its
 * end, where it is longer; the resume is cut so that the whole prompt fits into the rest.
 */
final class PairEncoder implements AutoCloseable {
    private final TextTokenizer tokenizer;
    private final PromptTemplate template;
    private final List<Integer> ends;
    private final int maxTokens;
    private int cutResumes;
    private int cutDescriptions;

    /**
     * What was cut.
     *
     * @param maxTokens of a prompt with its answer
     * @param resumes how many of them
     * @param descriptions how many of them
     */
    record Cuts(int maxTokens, int resumes, int descriptions) {}

    private PairEncoder(TextTokenizer tokenizer, PromptTemplate template, List<Integer> ends, int maxTokens) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.ends = ends;
        this.maxTokens = maxTokens;
    }

    /**
     * @param wanted tokens of a prompt with its answer; no more than the base reads are used
     * @throws IllegalArgumentException if the template alone needs half of the tokens or more, or the model has no
     *     token that ends an answer
     */
    static PairEncoder open(CheckpointDirectory base, PromptTemplate template, int wanted) throws IOException {
        int readable = base.config().maxTokens();
        int maxTokens = Math.min(wanted, readable);
        GenerationConfig config = GeneratorFamily.generation(base);
        if (config.ends().isEmpty()) {
            throw new IllegalArgumentException(base.path()
                    + " has no token that ends answers; name one as eos_token_id in " + GenerationConfig.FILE);
        }
        TextTokenizer tokenizer = TextTokenizer.open(base.path(), TokenizerOptions.head(maxTokens));
        PairEncoder encoder = new PairEncoder(tokenizer, template, config.ends(), maxTokens);
        if (!encoder.fits("", maxTokens / 2)) {
            tokenizer.close();
            throw new IllegalArgumentException(
                    "the prompt without a resume has more than half of " + maxTokens + " tokens"
                            + (readable <= wanted
                                    ? ", the most that this base reads; shorten the template, or choose another base"
                                    : "; shorten the template, or raise --max-tokens"));
        }
        return encoder;
    }

    List<AnsweredPrompt> encode(List<GeneratorPair> pairs) {
        return pairs.stream().map(this::encode).toList();
    }

    private AnsweredPrompt encode(GeneratorPair pair) {
        int[] description = tokenizer.continuation(pair.description());
        int room = maxTokens / 2;
        int[] answer;
        if (description.length < room) {
            answer = Arrays.copyOf(description, description.length + 1);
            answer[description.length] = ends.get(0);
        } else {
            answer = Arrays.copyOf(description, room);
            cutDescriptions++;
        }
        String resume = fitting(pair.resume(), maxTokens - answer.length);
        cutResumes += resume.length() < pair.resume().length() ? 1 : 0;
        return new AnsweredPrompt(tokenizer.encode(template.of(resume)).first(), answer);
    }

    /** The longest beginning of a resume whose prompt has at most so many tokens. */
    private String fitting(String resume, int room) {
        int fits = 0;
        int tooLong = resume.length() + 1;
        for (int tried = resume.length(); tooLong - fits > 1; tried = (fits + tooLong) / 2) {
            if (fits(resume.substring(0, tried), room)) {
                fits = tried;
            } else {
                tooLong = tried;
            }
        }
        boolean halves = fits > 0 && fits < resume.length() && Character.isHighSurrogate(resume.charAt(fits - 1));
        return resume.substring(0, halves ? fits - 1 : fits);
    }

    private boolean fits(String resume, int room) {
        var encoded = tokenizer.encode(template.of(resume));
        return !encoded.cut() && encoded.first().length <= room;
    }

    /** What was cut so far. */
    Cuts cuts() {
        return new Cuts(maxTokens, cutResumes, cutDescriptions);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
