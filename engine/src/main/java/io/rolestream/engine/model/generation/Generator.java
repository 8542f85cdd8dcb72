package io.rolestream.engine.model.generation;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.Encoder.SequenceFeed;
import io.rolestream.engine.model.GeneratorScript;
import io.rolestream.engine.model.LengthBatches;
import io.rolestream.engine.model.ModelParameters;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.NativeWork;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A model that computes {@link DecodingJob}s. A job's row has the generated answer ({@link DecodedAnswer}), the
 * log-probabilities of the given ones, or the logits of the first token; in FP32 and 16 bits it does not depend on the
 * rest of the batch, up to rounding.
 */
public final class Generator implements Encoder {
    /** What scoring computes at once, in tokens of prompts and answers. */
    private static final int SCORED_TOKENS = 2048;

    private final ModelConfig config;
    private final GenerationConfig generation;
    private final GeneratorScript script;

    private Generator(ModelConfig config, GenerationConfig generation, GeneratorScript script) {
        this.config = config;
        this.generation = generation;
        this.script = script;
    }

    /**
     * Copies the parameters.
     *
     * @param packed whether linear layers are packed by oneDNN; for FP32 and BF16 on a CPU
     * @throws io.rolestream.engine.torch.TorchException if PyTorch cannot do this here
     */
    public static Generator of(
            ModelParameters parameters,
            GenerationConfig generation,
            Precision precision,
            boolean packed,
            Device device) {
        return new Generator(
                parameters.config(), generation, GeneratorScript.of(parameters, precision, packed, device));
    }

    @Override
    public float[][] compute(PackedSequences sequences) {
        float[][] rows = new float[sequences.size()][];
        compute(sequences.sequences(), new SequenceFeed() {
            @Override
            public List<TokenSequence> next() {
                return List.of();
            }

            @Override
            public int batchTokens() {
                return 0;
            }

            @Override
            public void done(int number, float[] row) {
                rows[number] = row;
            }
        });
        return rows;
    }

    @Override
    public void compute(List<TokenSequence> first, SequenceFeed feed) {
        List<DecodingJob> jobs = first.stream().map(DecodingJob::of).toList();
        jobs.forEach(this::check);
        try (NativeWork work = NativeWork.begin()) {
            AtomicInteger numbers = new AtomicInteger(jobs.size());
            List<List<GrowingAnswer>> parts = scoredAndToGenerate(jobs, 0, feed);
            new TokenDecoding(script, generation, config.vocabSize(), feed).run(parts, () -> joining(feed, numbers));
        }
    }

    private List<List<GrowingAnswer>> joining(SequenceFeed feed, AtomicInteger numbers) {
        List<DecodingJob> jobs = feed.next().stream().map(DecodingJob::of).toList();
        int from = numbers.getAndAdd(jobs.size());
        try {
            jobs.forEach(this::check);
        } catch (IllegalArgumentException e) {
            // Those that run are not at fault: all that would join fail later, each by itself.
            IntStream.range(0, jobs.size()).forEach(i -> feed.done(from + i, new float[] {Float.NaN}));
            return List.of();
        }
        return jobs.isEmpty() ? List.of() : scoredAndToGenerate(jobs, from, feed);
    }

    /**
     * Scores what is to be scored, which is one pass, and returns what is to be generated, in parts.
     *
     * @param from the number of the first job
     */
    private List<List<GrowingAnswer>> scoredAndToGenerate(List<DecodingJob> jobs, int from, SequenceFeed feed) {
        scoreInParts(jobs, from, feed);
        return generatedParts(jobs, indexes(jobs, DecodingJob::generates)).stream()
                .map(part -> Arrays.stream(part)
                        .mapToObj(i -> new GrowingAnswer(from + i, jobs.get(i), generation))
                        .toList())
                .toList();
    }

    /** An invalid id would crash the model, or silently read other memory. */
    private void check(DecodingJob job) {
        if (job.prompt().length > config.maxTokens()) {
            throw new IllegalArgumentException("a prompt has " + job.prompt().length + " tokens, but the model takes "
                    + config.maxTokens() + " at most");
        }
        int longest = job.answers().stream().mapToInt(ids -> ids.length).max().orElse(job.maxLength());
        if (longest > script.sizes().maxTokens()) {
            throw new IllegalArgumentException("an answer has " + longest + " tokens, but the model takes "
                    + script.sizes().maxTokens() + " at most");
        }
        if (generation.start() == null
                && job.prompt().length + longest > script.sizes().maxTokens()) {
            throw new IllegalArgumentException("a prompt of " + job.prompt().length + " tokens leaves no room for "
                    + longest + " more: the model takes " + script.sizes().maxTokens() + " at most");
        }
        config.checkTokens(job.prompt());
        job.answers().forEach(config::checkTokens);
        job.allowed().forEach(config::checkTokens);
    }

    private static int[] indexes(List<DecodingJob> jobs, Predicate<DecodingJob> wanted) {
        return IntStream.range(0, jobs.size())
                .filter(i -> wanted.test(jobs.get(i)))
                .toArray();
    }

    /**
     * The indexes of each part, so that one long prompt does not make the memory of all others as long: no part takes
     * more than {@value TokenDecoding#PADDING} times the room of all without padding.
     */
    static List<int[]> generatedParts(List<DecodingJob> jobs, int[] all) {
        List<int[]> sequences = sequences(jobs, all);
        int tokens = sequences.stream().mapToInt(ids -> ids.length).sum();
        return places(LengthBatches.padded(sequences, TokenDecoding.PADDING * tokens), all);
    }

    private static List<int[]> sequences(List<DecodingJob> jobs, int[] indexes) {
        return Arrays.stream(indexes)
                .mapToObj(i -> jobs.get(i).sequence().ids())
                .toList();
    }

    /** The indexes that parts of their list stand for. */
    private static List<int[]> places(List<int[]> parts, int[] all) {
        return parts.stream()
                .map(part -> Arrays.stream(part).map(place -> all[place]).toArray())
                .toList();
    }

    /** In parts that bound the memory they take. */
    private void scoreInParts(List<DecodingJob> jobs, int from, SequenceFeed feed) {
        for (boolean answered : new boolean[] {true, false}) {
            int[] all = indexes(jobs, job -> !job.generates() && job.answers().isEmpty() != answered);
            for (int[] indexes : places(LengthBatches.of(sequences(jobs, all), SCORED_TOKENS), all)) {
                float[][] rows = scored(jobs, indexes, answered);
                for (int i = 0; i < indexes.length; i++) {
                    feed.done(from + indexes[i], rows[i]);
                }
            }
        }
    }

    private float[][] scored(List<DecodingJob> jobs, int[] indexes, boolean answered) {
        try (PtNDManager scratch = script.newManager()) {
            PromptMemory memory = memory(jobs, indexes, scratch);
            return answered
                    ? new AnswerScoring(script)
                            .score(
                                    memory,
                                    Arrays.stream(indexes)
                                            .mapToObj(i -> jobs.get(i).answers())
                                            .toList(),
                                    scratch)
                    : firstLogits(memory, scratch);
        }
    }

    private PromptMemory memory(List<DecodingJob> jobs, int[] indexes, PtNDManager owner) {
        return PromptMemory.of(
                script,
                Arrays.stream(indexes).mapToObj(i -> jobs.get(i).prompt()).toList(),
                generation.start(),
                owner);
    }

    private float[][] firstLogits(PromptMemory memory, PtNDManager owner) {
        int[] starts = memory.starts();
        PtNDArray ids = GeneratorScript.integers(owner, starts, starts.length, 1);
        List<PtNDArray> cache = script.room(owner, starts.length, 1);
        float[] logits = script.tensor(
                        owner,
                        "next_logits",
                        Arguments.of()
                                .tensor(ids)
                                .integer(0)
                                .tensor(GeneratorScript.integers(owner, new int[0], 0))
                                .tensors(cache)
                                .tensors(memory.arrays())
                                .tensor(memory.mask()))
                .toFloatArray();
        int width = config.vocabSize();
        float[][] result = new float[memory.size()][];
        for (int row = 0; row < result.length; row++) {
            result[memory.rows()[row]] = Arrays.copyOfRange(logits, row * width, (row + 1) * width);
        }
        return result;
    }

    @Override
    public String description() {
        return script.description();
    }

    @Override
    public void close() {
        script.close();
    }
}
