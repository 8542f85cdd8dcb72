package io.rolestream.models.artifact;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import io.rolestream.engine.torch.ProcessEndsException;
import io.rolestream.models.task.TestedModel;
import io.rolestream.models.task.VersionTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The {@value #FILE}: texts, and what the version computed of them in fp32 when it was published: logits, a vector, the
 * score of a pair, or how likely a generator finds one text after another. A machine that computes others, because of
 * its library, device, precision or damaged weights, must not use the version.
 *
 * @param inputs 1 to {@value #MAX_INPUTS}
 */
public record SmokeTest(List<Input> inputs) {
    public static final String FILE = "smoke-test.json";

    /** The most inputs of a test. */
    public static final int MAX_INPUTS = 100;

    /** The inputs for new versions: skill lists of different roles, short enough for every model. */
    public static final List<String> INPUTS = List.of(
            "java, spring",
            "python, pandas, numpy, scikit-learn, machine learning, sql",
            "html, css, javascript, react, typescript, figma",
            "linux, bash, docker, kubernetes, terraform, aws, ci/cd",
            "c#, .net, asp.net, entity framework, azure",
            "oracle, pl/sql, postgresql, backup, replication, tuning",
            "cisco, routing, switching, firewall, vpn, tcp/ip",
            "scrum, stakeholder management, budgeting, risk, roadmaps");

    /** The inputs for new re-rankers and generators, short enough for every model. */
    private static final List<TestedModel.Text> PAIRS = List.of(
            new TestedModel.Text("java, spring", "java developer"),
            new TestedModel.Text("python, sql", "data analyst"),
            new TestedModel.Text("html, css", "java developer"),
            new TestedModel.Text("linux, docker", "devops engineer"),
            new TestedModel.Text("c#, .net", "network engineer"),
            new TestedModel.Text("scrum, budgeting", "project manager"));

    private static final int MAX_BYTES = 16 << 20;

    /**
     * A text and what the version computed of it.
     *
     * @param second the other text of a pair, or null
     * @param logits in the order of the model's labels; a vector's numbers for an embedder
     */
    public record Input(String text, @Nullable String second, List<Float> logits) {
        public Input {
            logits = List.copyOf(logits);
        }

        public Input(String text, List<Float> logits) {
            this(text, null, logits);
        }

        private TestedModel.Text asked() {
            return new TestedModel.Text(text, second);
        }
    }

    public SmokeTest {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty() || inputs.size() > MAX_INPUTS) {
            throw new IllegalArgumentException("a smoke test has 1 to " + MAX_INPUTS + " inputs, not " + inputs.size());
        }
    }

    /** The options of models that make a test: fp32 on the CPU, which every machine can be compared with. */
    public static InferenceOptions options() {
        return InferenceOptions.defaults().withDevice(DeviceChoice.CPU).withPrecision(Precision.FP32);
    }

    /** As {@link #of(TestedModel)}, for other texts than {@link #INPUTS}. */
    public static SmokeTest of(TextClassifier classifier, List<String> texts) throws InterruptedException {
        return of(
                TestedModel.of(classifier),
                texts.stream().map(text -> new TestedModel.Text(text, null)).toList());
    }

    /** Makes a test of the usual inputs; for a re-ranker or a generator, of pairs. */
    public static SmokeTest of(TestedModel model) throws InterruptedException {
        return of(
                model,
                model.task() == VersionTask.RERANKER || model.task() == VersionTask.GENERATOR
                        ? PAIRS
                        : INPUTS.stream()
                                .map(text -> new TestedModel.Text(text, null))
                                .toList());
    }

    /**
     * Makes a test from what a model computes.
     *
     * @param model one that computes with {@link #options}
     * @throws IllegalArgumentException if there are too few or too many texts, one is longer than the model reads, or a
     *     number is not finite
     */
    private static SmokeTest of(TestedModel model, List<TestedModel.Text> texts) throws InterruptedException {
        List<Input> inputs = new ArrayList<>();
        for (TestedModel.Numbers computed : model.compute(texts)) {
            String which = "smoke input " + (inputs.size() + 1);
            if (computed.cut()) {
                throw new IllegalArgumentException(which + " is longer than the model reads");
            }
            List<Float> logits = floats(computed.values());
            if (!logits.stream().allMatch(Float::isFinite)) {
                throw new IllegalArgumentException("the model gives logits for " + which + " that are not finite");
            }
            TestedModel.Text text = texts.get(inputs.size());
            inputs.add(new Input(text.first(), text.second(), logits));
        }
        return new SmokeTest(inputs);
    }

    /** @throws ModelRefusedException {@link Refusal#FORMAT} if it is missing or malformed */
    public static SmokeTest read(Path directory) throws ModelRefusedException {
        try {
            List<Input> inputs = new ArrayList<>();
            ObjectNode root = JsonFiles.read(directory.resolve(FILE), MAX_BYTES);
            for (JsonFields input : new JsonFields(FILE, root).objects("inputs")) {
                inputs.add(new Input(input.text("text"), input.optionalText("second"), input.floats("logits")));
            }
            return new SmokeTest(inputs);
        } catch (FileException e) {
            throw new ModelRefusedException(Refusal.FORMAT, FILE + ": " + e.reason(), e);
        } catch (IllegalArgumentException e) {
            throw new ModelRefusedException(Refusal.FORMAT, FILE + ": " + e.getMessage(), e);
        }
    }

    public byte[] json() {
        ObjectNode root = JsonFiles.newObject();
        ArrayNode list = root.putArray("inputs");
        for (Input input : inputs) {
            ObjectNode one = list.addObject().put("text", input.text());
            if (input.second() != null) {
                one.put("second", input.second());
            }
            ArrayNode logits = one.putArray("logits");
            input.logits().forEach(logits::add);
        }
        try {
            return JsonFiles.write(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written but memory
        }
    }

    /** As {@link #check(TestedModel, CheckpointDirectory, InferenceOptions)}. */
    public void check(TextClassifier classifier, CheckpointDirectory checkpoint, InferenceOptions options)
            throws ModelRefusedException, InterruptedException {
        check(TestedModel.of(classifier), checkpoint, options);
    }

    /**
     * Compares what a model computes with what is expected. A logit may differ by the tolerance of the precision times
     * the input's largest logit, at least 1; so the label is the same if the two highest logits differ by more than
     * twice that. Vectors must have nearly the same direction ({@link #leastCosine}). Inputs that the options would
     * truncate or split are skipped.
     *
     * @throws ModelRefusedException {@link Refusal#SMOKE_TEST}; the message gives the number of the input, not its text
     */
    public void check(TestedModel model, CheckpointDirectory checkpoint, InferenceOptions options)
            throws ModelRefusedException, InterruptedException {
        boolean[] whole = whole(checkpoint, options);
        List<Input> asked = IntStream.range(0, whole.length)
                .filter(i -> whole[i])
                .mapToObj(inputs::get)
                .toList();
        Iterator<TestedModel.Numbers> computed = compute(model, asked).iterator();
        for (int i = 0; i < whole.length; i++) {
            if (whole[i]) {
                check(
                        model,
                        i + 1,
                        inputs.get(i).logits(),
                        floats(computed.next().values()));
            }
        }
    }

    private boolean[] whole(CheckpointDirectory checkpoint, InferenceOptions options) throws ModelRefusedException {
        boolean[] whole = new boolean[inputs.size()];
        boolean any = false;
        int maxTokens = maxTokens(checkpoint, options);
        try (TextTokenizer tokenizer = TextTokenizer.open(checkpoint.path(), TokenizerOptions.head(maxTokens))) {
            for (int i = 0; i < whole.length; i++) {
                Input input = inputs.get(i);
                whole[i] = !(input.second() == null
                        ? tokenizer.encode(input.text()).cut()
                        : tokenizer.encode(input.text(), input.second()).cut());
                any |= whole[i];
            }
        } catch (IOException e) {
            throw new ModelRefusedException(Refusal.FORMAT, e);
        }
        if (!any) {
            throw new ModelRefusedException(
                    Refusal.SMOKE_TEST,
                    FILE + ": no input is as short as " + maxTokens + " tokens, the maximum length");
        }
        return whole;
    }

    private static int maxTokens(CheckpointDirectory checkpoint, InferenceOptions options)
            throws ModelRefusedException {
        try {
            return checkpoint.maxTokens(options.maxTokens());
        } catch (CheckpointException e) {
            throw new ModelRefusedException(Refusal.FORMAT, e);
        }
    }

    private static List<TestedModel.Numbers> compute(TestedModel model, List<Input> asked)
            throws ModelRefusedException, InterruptedException {
        try {
            return model.compute(asked.stream().map(Input::asked).toList());
        } catch (CompletionException e) {
            if (ProcessEndsException.isCauseOf(e)) {
                throw new InterruptedException("the process ends");
            }
            throw new ModelRefusedException(
                    Refusal.SMOKE_TEST, FILE + ": its inputs cannot be computed: " + e.getCause(), e);
        }
    }

    private static void check(TestedModel model, int number, List<Float> expected, List<Float> got)
            throws ModelRefusedException {
        Precision precision = model.precision();
        if (model.task() == VersionTask.EMBEDDER) {
            double cosine = expected.size() == got.size() ? cosine(expected, got) : 0;
            if (!(cosine >= leastCosine(precision))) { // also for NaN
                throw new ModelRefusedException(
                        Refusal.SMOKE_TEST,
                        String.format(
                                Locale.ROOT,
                                "%s: input %d: the vector of %d numbers has a cosine of %.6f with the expected one"
                                        + " of %d, computed with %s, which needs %.6f",
                                FILE,
                                number,
                                got.size(),
                                cosine,
                                expected.size(),
                                precision.key(),
                                leastCosine(precision)));
            }
            return;
        }
        boolean same = expected.size() == got.size();
        double largest = expected.stream().mapToDouble(Math::abs).max().orElse(0);
        double allowed = tolerance(precision) * Math.max(1, largest);
        for (int i = 0; same && i < expected.size(); i++) {
            same = Math.abs(expected.get(i) - got.get(i)) <= allowed; // false for NaN
        }
        if (!same) {
            throw new ModelRefusedException(
                    Refusal.SMOKE_TEST,
                    String.format(
                            Locale.ROOT,
                            "%s: input %d: expected the logits %s, got %s with %s, which may differ by %.2g",
                            FILE,
                            number,
                            expected,
                            got,
                            precision.key(),
                            allowed));
        }
    }

    private static double cosine(List<Float> a, List<Float> b) {
        double product = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < a.size(); i++) {
            product += (double) a.get(i) * b.get(i);
            first += (double) a.get(i) * a.get(i);
            second += (double) b.get(i) * b.get(i);
        }
        return product / Math.sqrt(first * second);
    }

    /**
     * The tolerance as a share of the largest logit. Measured against fp32, with the compact base under random heads
     * and with random tiny models: 1e-6 for fp32 in other batches, 0.022 for bf16, 0.040 for int8. Deeper models
     * accumulate more rounding errors, so about five times that is allowed; fp16 has an eighth of bf16's error. Fp32
     * leaves room for other libraries and devices. Weights of another training or a damaged tensor cause differences as
     * large as the logits.
     */
    static double tolerance(Precision precision) {
        return switch (precision) {
            case FP32 -> 1e-3;
            case FP16 -> 2e-2;
            case BF16 -> 1e-1;
            case INT8 -> 2e-1;
        };
    }

    /** The least cosine with the vector in fp32; calibration demands 0.999 of the precisions that it chooses from. */
    static double leastCosine(Precision precision) {
        return switch (precision) {
            case FP32 -> 0.99999;
            case FP16 -> 0.999;
            case BF16, INT8 -> 0.99;
        };
    }

    private static List<Float> floats(float[] values) {
        List<Float> result = new ArrayList<>();
        for (float value : values) {
            result.add(value);
        }
        return result;
    }
}
