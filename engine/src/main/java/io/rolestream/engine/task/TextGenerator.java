package io.rolestream.engine.task;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.model.StoredParameters;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.model.generation.DecodedAnswer;
import io.rolestream.engine.model.generation.DecodingJob;
import io.rolestream.engine.model.generation.Generator;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.precision.Fp32Agreement;
import io.rolestream.engine.tokenizer.LongText;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizedText;
import io.rolestream.engine.torch.TorchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generates text with an encoder-decoder or a decoder alone, or scores given answers. Prompts of many callers are
 * computed together, and the result is that of each alone. {@link GenerationOptions} say how tokens are chosen. The
 * checkpoint's {@code generation_config.json} says how answers begin and end; beams, sampling and penalties in it are
 * ignored.
 */
public final class TextGenerator extends ModelTask {
    private static final Logger LOG = LoggerFactory.getLogger(TextGenerator.class);

    /** Decoding reads all weights for every token, so more prompts share that than in an encoder's batch. */
    private static final int BATCH_FACTOR = 4;

    /** So many prompts of a list wait together, so that no worker begins with one alone. */
    private static final int TOGETHER = 64;

    private static final ModelOpening OPENING =
            new ModelOpening("generator", Fp32Agreement.TOKENS, ModelOpening::calibrationTexts);

    private final GenerationConfig config;
    private final int longestAnswer;

    private TextGenerator(GenerationConfig config, int longestAnswer, ModelOpening.Opened opened) {
        super(opened);
        this.config = config;
        this.longestAnswer = longestAnswer;
    }

    /** As {@link #open(CheckpointDirectory, InferenceOptions, CalibrationMemory)}, without a memory. */
    public static TextGenerator open(CheckpointDirectory checkpoint, InferenceOptions options) throws IOException {
        return open(checkpoint, options, null);
    }

    /**
     * Loads a checkpoint.
     *
     * @param options its long texts are cut; windows are refused. A decoder alone cuts its prompts further where they
     *     would leave an answer no room. Batches have {@value #BATCH_FACTOR} times as many tokens as it says
     * @param memory of calibrations, or null
     * @throws IOException if something in it is missing or malformed
     * @throws TorchException if it cannot be computed here as the options ask
     * @throws IllegalArgumentException if it does not generate text, or the options ask for windows
     */
    public static TextGenerator open(
            CheckpointDirectory checkpoint, InferenceOptions options, @Nullable CalibrationMemory memory)
            throws IOException {
        if (!options.longText().equals(LongText.head())) {
            throw new IllegalArgumentException("prompts are not read in windows; long prompts are cut");
        }
        GeneratorFamily family = GeneratorFamily.of(checkpoint.config());
        TextTokenizer.requireDecoder(checkpoint.path());
        GenerationConfig config = GeneratorFamily.generation(checkpoint);
        if (!config.ignored().isEmpty()) {
            LOG.info("{} asks for {}, which is ignored", checkpoint.path(), config.ignored());
        }
        InferenceOptions wider = options.withTokens(
                        BATCH_FACTOR * options.batching().batchTokens(),
                        options.batching().queueTokens())
                .withMaxTokens(options.maxTokens() == null ? checkpoint.config().maxTokens() : options.maxTokens());
        try (StoredParameters parameters = StoredParameters.generator(checkpoint)) {
            ModelOpening.Opened opened = OPENING.open(
                    checkpoint,
                    wider,
                    (way, tokens) -> Generator.of(parameters, config, way.precision(), way.packed(), way.device()),
                    "text",
                    memory);
            return new TextGenerator(config, family.decoder(checkpoint.config()).maxTokens(), opened);
        }
    }

    /**
     * Whether the model reads a prompt to its end, and can then decode an answer.
     *
     * @param answerTokens of the longest answer: the length to generate, or {@link #answerTokens}
     */
    public boolean readsAll(String prompt, int answerTokens) {
        return !encode(tokenizer -> prompt(tokenizer, prompt, answerTokens)).cut();
    }

    /**
     * The longest beginning of a text with which a prompt is read to its end and leaves its answer room, so that what
     * follows the text in the prompt is never cut. Empty if none fits.
     *
     * @param prompt makes the prompt of a text
     * @param answerTokens of the longest answer: the length to generate, or {@link #answerTokens}
     */
    public String fitting(UnaryOperator<String> prompt, String text, int answerTokens) {
        int fits = 0;
        int tooLong = text.length() + 1;
        for (int tried = text.length(); tooLong - fits > 1; tried = (fits + tooLong) / 2) {
            if (readsAll(prompt.apply(text.substring(0, tried)), answerTokens)) {
                fits = tried;
            } else {
                tooLong = tried;
            }
        }
        boolean halves = fits > 0
                && fits < text.length()
                && Character.isHighSurrogate(text.charAt(fits - 1))
                && Character.isLowSurrogate(text.charAt(fits));
        return text.substring(0, halves ? fits - 1 : fits);
    }

    /** The greatest {@link GenerationOptions#maxLength} that leaves a prompt of one token room. */
    public int greatestLength() {
        return config.start() == null ? longestAnswer - 1 : longestAnswer;
    }

    /** The tokens of the longest of some answers, as they are scored. */
    public int answerTokens(List<String> answers) {
        return encode(tokenizer -> answers.stream()
                .mapToInt(answer -> answer(tokenizer, answer).length)
                .max()
                .orElse(0));
    }

    /**
     * An answer as it follows a prompt that ends in a word or a mark: with a space in front where a decoder alone
     * continues the prompt and its tokenizer does not begin every text with one.
     */
    public String following(String answer) {
        return config.start() == null && !encode(TextTokenizer::addsSpace) ? " " + answer : answer;
    }

    /**
     * A decoder alone has the same positions for prompt and answer, so its prompts are cut to leave the answer room.
     */
    private TokenizedText prompt(TextTokenizer tokenizer, String prompt, int answerTokens) {
        TokenizedText whole = tokenizer.encode(prompt);
        int room = config.start() == null ? Math.max(1, longestAnswer - answerTokens) : Integer.MAX_VALUE;
        return whole.first().length <= room
                ? whole
                : new TokenizedText(List.of(Arrays.copyOf(whole.first(), room)), true);
    }

    /** As {@link #submit(String, GenerationOptions)}, greedily. */
    public CompletableFuture<GeneratedText> submit(String prompt, int maxLength) throws InterruptedException {
        return submit(prompt, GenerationOptions.greedy(maxLength));
    }

    /**
     * Generates the answer to a prompt in the background; {@link ModelTask} says when this waits and how the result can
     * fail. If the result is cancelled, computing the answer ends within a few tokens.
     *
     * @throws IllegalArgumentException if the length is below 2 or above what the model can decode, or too short for an
     *     allowed text; or if texts are allowed and the model has no token that ends an answer, or one contains it
     */
    public CompletableFuture<GeneratedText> submit(String prompt, GenerationOptions options)
            throws InterruptedException {
        return submit(prompt, options, stream(options, null));
    }

    /**
     * As {@link #submit(String, GenerationOptions)}, with the text as it is generated.
     *
     * @param listener takes each piece of text once no later token can change it, on a computing thread, so it should
     *     be short; together the pieces are the answer's text. If it throws, the result fails with what it threw; so it
     *     does if a batch fails and the answer that is generated again is another one
     */
    public CompletableFuture<GeneratedText> submit(String prompt, GenerationOptions options, Consumer<String> listener)
            throws InterruptedException {
        return submit(prompt, options, stream(options, listener));
    }

    private AnswerStream stream(GenerationOptions options, @Nullable Consumer<String> listener) {
        return new AnswerStream(
                tokens -> encode(tokenizer -> tokenizer.decode(tokens)),
                tokens -> encode(tokenizer -> tokenizer.settled(tokens)),
                options.stopSequences(),
                listener);
    }

    private CompletableFuture<GeneratedText> submit(String prompt, GenerationOptions options, AnswerStream stream)
            throws InterruptedException {
        CompletableFuture<GeneratedText> result =
                submitTogether(List.of(prompt), options, List.of(stream)).thenApply(answers -> answers.get(0));
        var unused = result.whenComplete((answer, failure) -> {
            if (result.isCancelled()) {
                stream.cancel();
            }
        });
        return result;
    }

    private CompletableFuture<List<GeneratedText>> submitTogether(
            List<String> prompts, GenerationOptions options, List<AnswerStream> streams) throws InterruptedException {
        int maxLength = options.maxLength();
        if (maxLength < 2 || maxLength > longestAnswer) {
            throw new IllegalArgumentException(
                    "the length of an answer must be from 2 to " + longestAnswer + " tokens, not " + maxLength);
        }
        List<int[]> allowed = options.allowed().stream()
                .map(text -> allowed(text, maxLength - 1))
                .toList();
        List<TokenizedText> tokenized = encode(tokenizer -> prompts.stream()
                .map(prompt -> prompt(tokenizer, prompt, maxLength))
                .toList());
        List<TokenSequence> jobs = IntStream.range(0, prompts.size())
                .mapToObj(i -> DecodingJob.generate(tokenized.get(i).first(), maxLength)
                        .withSampling(options.sampling())
                        .withAllowed(allowed)
                        .withWatch(streams.get(i))
                        .sequence())
                .toList();
        return compute(
                jobs,
                rows -> IntStream.range(0, rows.size())
                        .mapToObj(i -> answer(
                                DecodedAnswer.of(rows.get(i)),
                                streams.get(i),
                                !allowed.isEmpty(),
                                tokenized.get(i).cut()))
                        .toList());
    }

    /** The tokens of an allowed text, with the one that ends it. */
    private int[] allowed(String text, int most) {
        if (config.ends().isEmpty()) {
            throw new IllegalArgumentException(
                    "the model has no token that ends an answer, so answers cannot be restricted to given texts");
        }
        int[] ids = encode(tokenizer -> answer(tokenizer, text));
        if (encode(tokenizer -> tokenizer.encode(text)).cut()) {
            throw new IllegalArgumentException(
                    "the allowed text \"" + text + "\" is longer than texts that are read whole");
        }
        if (ids.length > most) {
            throw new IllegalArgumentException("the allowed text \"" + text + "\" has " + ids.length
                    + " tokens with its end, but the answer can have from 1 to " + most);
        }
        if (Arrays.stream(ids, 0, ids.length - 1).anyMatch(config.ends()::contains)) {
            throw new IllegalArgumentException("the allowed text \"" + text + "\" contains a token that ends answers");
        }
        return ids;
    }

    private GeneratedText answer(DecodedAnswer answer, AnswerStream stream, boolean restricted, boolean cut) {
        int[] tokens = answer.tokens();
        AnswerStream.Cut text = stream.finish(tokens);
        boolean ended = text.stopped()
                || restricted
                || (tokens.length > 0 && config.ends().contains(tokens[tokens.length - 1]));
        return new GeneratedText(text.text(), tokens, answer.logProbabilities(), ended, cut);
    }

    /** As {@link #generate(List, GenerationOptions)}, greedily. */
    public List<GeneratedText> generate(List<String> prompts, int maxLength) throws InterruptedException {
        return generate(prompts, GenerationOptions.greedy(maxLength));
    }

    /**
     * Generates the answer to each prompt, in their order. As {@link #submit(String, GenerationOptions)} otherwise. A
     * prompt that comes twice has the same answer twice.
     */
    public List<GeneratedText> generate(List<String> prompts, GenerationOptions options) throws InterruptedException {
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < prompts.size(); from += TOGETHER) {
            parts.add(prompts.subList(from, Math.min(from + TOGETHER, prompts.size())));
        }
        return all(parts, part -> submitTogether(part, options, streams(part.size(), options))).stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<AnswerStream> streams(int count, GenerationOptions options) {
        return Stream.generate(() -> stream(options, null)).limit(count).toList();
    }

    /**
     * Scores answers to a prompt in the background: one pass over the prompt, and one of the decoder over all answers.
     * {@link ModelTask} says when this waits and how the result can fail.
     *
     * @param answers at least one; each is tokenized as a text of its own, see {@link #following}. Its score includes
     *     the token that ends it
     */
    public CompletableFuture<ScoredAnswers> submit(String prompt, List<String> answers) throws InterruptedException {
        List<int[]> ids = encode(tokenizer ->
                answers.stream().map(answer -> answer(tokenizer, answer)).toList());
        int[] lengths = ids.stream().mapToInt(answer -> answer.length).toArray();
        int longest = Arrays.stream(lengths).max().orElse(0);
        TokenizedText tokenized = encode(tokenizer -> prompt(tokenizer, prompt, longest));
        TokenSequence job = DecodingJob.score(tokenized.first(), ids).sequence();
        return compute(List.of(job), rows -> new ScoredAnswers(rows.get(0), lengths, tokenized.cut()));
    }

    /** A tokenizer ends the texts of an encoder-decoder, but not those of a decoder alone. */
    private int[] answer(TextTokenizer tokenizer, String answer) {
        if (config.start() != null) {
            return tokenizer.encode(answer).first();
        }
        int[] ids = tokenizer.continuation(answer);
        if (config.ends().isEmpty()) {
            return ids;
        }
        int[] ended = Arrays.copyOf(ids, ids.length + 1);
        ended[ids.length] = config.ends().get(0);
        return ended;
    }

    /** Scores the same answers to each prompt, in the order of the prompts. As the other otherwise. */
    public List<ScoredAnswers> logLikelihoods(List<String> prompts, List<String> answers) throws InterruptedException {
        return all(prompts, prompt -> submit(prompt, answers));
    }

    /** Scores answers to a prompt. As the other otherwise. */
    public ScoredAnswers logLikelihoods(String prompt, List<String> answers) throws InterruptedException {
        return logLikelihoods(List.of(prompt), answers).get(0);
    }
}
