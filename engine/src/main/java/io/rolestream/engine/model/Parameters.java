package io.rolestream.engine.model;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.safetensors.TensorSink;
import io.rolestream.engine.safetensors.Weights;
import io.rolestream.engine.torch.NativeWork;
import io.rolestream.engine.torch.Torch;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The parameters of a model as float32 arrays in main memory, which they own. */
public final class Parameters extends ModelParameters {
    private static final long MAX_BYTES = Integer.MAX_VALUE;
    private static final int CHUNK = 1 << 16;
    private static final String OUTPUT = "head.output";

    private final PtNDManager manager;
    private final List<PtNDArray> all;
    private final List<PtNDArray> arrays;
    private final boolean newHead;

    private Parameters(
            ModelConfig config, ModelLayout layout, boolean newHead, PtNDManager manager, List<PtNDArray> arrays) {
        super(config, layout);
        this.manager = manager;
        this.newHead = newHead;
        all = List.copyOf(arrays);
        this.arrays = all.subList(layout.firstTrained(), all.size());
    }

    /**
     * New parameters, initialized as in Hugging Face's models: weights from a normal distribution, biases 0, norms 1.
     * The same seed gives the same parameters.
     */
    public static Parameters initialize(ModelConfig config, Head head, long seed) {
        ModelLayout layout = layout(config, head);
        return create(
                config, layout, true, (parameter, index, buffer) -> initialize(parameter, buffer, config, seed, index));
    }

    private static ModelLayout layout(ModelConfig config, Head head) {
        return head.generates()
                ? GeneratorFamily.of(config).generatorLayout(config).toTrain(head, null)
                : EncoderFamily.of(config).layout(config, head);
    }

    /**
     * Loads a classifier.
     *
     * @throws CheckpointException if the checkpoint is a base model without a classifier, or a tensor is missing or has
     *     another shape than {@code config.json} says
     */
    public static Parameters load(CheckpointDirectory checkpoint) throws CheckpointException {
        requireLabels(checkpoint);
        return load(checkpoint, checkpoint.config(), Head.CLASSIFIER, null);
    }

    static void requireLabels(CheckpointDirectory checkpoint) throws CheckpointException {
        if (checkpoint.labels().isEmpty()) {
            throw new CheckpointException(
                    checkpoint.path().resolve(ModelConfig.FILE),
                    "has no id2label: this is a base model, which has to be fine-tuned first");
        }
    }

    /**
     * Loads the encoder without any head.
     *
     * @throws CheckpointException if a tensor is missing or has another shape than {@code config.json} says
     */
    public static Parameters loadEncoder(CheckpointDirectory checkpoint) throws CheckpointException {
        return load(checkpoint, checkpoint.config(), Head.NONE, null);
    }

    /**
     * Loads a model to be trained: the encoder of a checkpoint, and its head if it has one that fits, else a new one.
     *
     * @param config the wanted model, with its labels; the encoder must be the checkpoint's
     * @param seed for a new head
     * @throws CheckpointException if a tensor of the encoder is missing or has another shape than the configuration
     *     says
     */
    public static Parameters load(CheckpointDirectory base, ModelConfig config, Head head, long seed)
            throws CheckpointException {
        return load(base, config, head, (Long) seed);
    }

    /**
     * Loads a classifier to be trained with other labels. The head's last layer keeps the rows of known labels.
     *
     * @param config the wanted model, with its labels; the encoder must be the classifier's
     * @param rows {@code [labels]}: the classifier's labels whose rows' mean a label begins with; empty for a new row
     * @param seed for new rows
     * @throws CheckpointException if it is no classifier, or a tensor is not as {@code config.json} says
     */
    public static Parameters load(
            CheckpointDirectory classifier, ModelConfig config, List<List<Integer>> rows, long seed)
            throws CheckpointException {
        requireLabels(classifier);
        ModelLayout layout = layout(config, Head.CLASSIFIER);
        ModelLayout before = layout(classifier.config(), Head.CLASSIFIER);
        ModelLayout.Module output = Objects.requireNonNull(layout.module(OUTPUT));
        try (Weights weights = classifier.openWeights()) {
            TensorSource source = new TensorSource(classifier.path(), before, "", weights);
            return create(config, layout, false, (parameter, index, buffer) -> {
                Parameter read = before.parameters().get(index);
                if (index == output.weight() || index == output.bias()) {
                    initialize(parameter, buffer, config, seed, index);
                    FloatBuffer known = FloatBuffer.allocate(Math.toIntExact(read.elements()));
                    source.read(read, known);
                    keepRows(known.array(), buffer, rows);
                } else {
                    source.read(read, buffer);
                }
            });
        }
    }

    /** Overwrites the rows of known labels, {@code [labels, width]}, with the mean of their former rows. */
    private static void keepRows(float[] known, FloatBuffer buffer, List<List<Integer>> rows) {
        int width = buffer.capacity() / rows.size();
        IntStream.range(0, buffer.capacity())
                .forEach(i -> rows.get(i / width).stream()
                        .mapToDouble(label -> known[label * width + i % width])
                        .average()
                        .ifPresent(mean -> buffer.put(i, (float) mean)));
    }

    /**
     * Loads a decoder to train new adapters of it, and those of a critic, and nothing else.
     *
     * @param head one that generates
     * @param seed for the adapters
     * @throws CheckpointException if a tensor is missing or has another shape than the configuration says
     * @throws IllegalArgumentException if the model has no layers of a target's name
     */
    public static Parameters load(CheckpointDirectory base, AdapterConfig adapters, Head head, long seed)
            throws CheckpointException {
        ModelConfig config = base.config();
        ModelLayout layout = GeneratorFamily.of(config).generatorLayout(config).toTrain(head, adapters);
        return load(base, config, layout, (Long) seed);
    }

    private static Parameters load(
            CheckpointDirectory checkpoint, ModelConfig config, Head head, @Nullable Long headSeed)
            throws CheckpointException {
        return load(checkpoint, config, layout(config, head), headSeed);
    }

    private static Parameters load(
            CheckpointDirectory checkpoint, ModelConfig config, ModelLayout layout, @Nullable Long headSeed)
            throws CheckpointException {
        try (Weights weights = checkpoint.openWeights()) {
            TensorSource source = new TensorSource(checkpoint.path(), layout, "", weights);
            int encoderSize =
                    layout.parameters().size() - layout.headParameters().size();
            boolean newHead = headSeed != null && !source.hasAll(layout.headParameters());
            long seed = headSeed == null ? 0 : headSeed;
            return create(config, layout, newHead, (parameter, index, buffer) -> {
                if (newHead && index >= encoderSize) {
                    initialize(parameter, buffer, config, seed, index);
                } else {
                    source.read(parameter, buffer);
                }
            });
        }
    }

    private static <E extends Exception> Parameters create(
            ModelConfig config, ModelLayout layout, boolean newHead, Filler<E> filler) throws E {
        try (NativeWork work = NativeWork.begin()) {
            return filled(config, layout, newHead, filler);
        }
    }

    private static <E extends Exception> Parameters filled(
            ModelConfig config, ModelLayout layout, boolean newHead, Filler<E> filler) throws E {
        PtNDManager manager = Torch.newManager();
        try {
            List<PtNDArray> arrays = new ArrayList<>();
            for (Parameter parameter : layout.parameters()) {
                PtNDArray array = empty(manager, parameter);
                filler.fill(parameter, arrays.size(), floats(array));
                arrays.add(array);
            }
            return new Parameters(config, layout, newHead, manager, arrays);
        } catch (Exception | Error e) {
            manager.close();
            throw e;
        }
    }

    static PtNDArray empty(PtNDManager manager, Parameter parameter) {
        if (Math.multiplyExact(parameter.elements(), Float.BYTES) > MAX_BYTES) {
            throw new IllegalArgumentException(parameter.tensors() + " takes more than 2 GiB, which is not supported");
        }
        return empty(
                manager, parameter.shape().stream().mapToLong(Long::longValue).toArray());
    }

    static PtNDArray empty(PtNDManager manager, long... shape) {
        return manager.create(new Shape(shape), DataType.FLOAT32);
    }

    private static void initialize(Parameter parameter, FloatBuffer buffer, ModelConfig config, long seed, int index) {
        switch (parameter.init()) {
            case ZERO -> fill(buffer, 0);
            case ONE -> fill(buffer, 1);
            case UNIFORM -> {
                SplittableRandom random = new SplittableRandom(seed + index * 0x9E3779B97F4A7C15L);
                double bound = 1 / Math.sqrt(parameter.shape().get(1));
                while (buffer.hasRemaining()) {
                    buffer.put((float) random.nextDouble(-bound, bound));
                }
            }
            case NORMAL -> {
                // A generator for each parameter, so that a change of one leaves the others as they are.
                SplittableRandom random = new SplittableRandom(seed + index * 0x9E3779B97F4A7C15L);
                while (buffer.hasRemaining()) {
                    buffer.put((float) (random.nextGaussian() * config.initializerRange()));
                }
            }
        }
    }

    private static void fill(FloatBuffer buffer, float value) {
        while (buffer.hasRemaining()) {
            buffer.put(value);
        }
    }

    static FloatBuffer floats(PtNDArray array) {
        return array.toByteBuffer(true).asFloatBuffer();
    }

    /** Whether the head was initialized, not read from a checkpoint. */
    public boolean hasNewHead() {
        return newHead;
    }

    @Override
    PtNDArray array(int index) {
        return all.get(index);
    }

    @Override
    void blocks(int index, int most, BlockSink sink) {
        sink.accept(all.get(index), 0);
    }

    /** The arrays that are trained, float32, in the order that the scripts expect: all, or adapters alone. */
    public List<PtNDArray> arrays() {
        return arrays;
    }

    /** For each of the {@link #arrays}, whether weight decay applies to it. */
    public boolean decays(int index) {
        return trained().get(index).decays();
    }

    /**
     * Which of the {@link #arrays} is the bias of the head's last layer, which is added to the logits.
     *
     * @throws IllegalArgumentException if there is none
     */
    public int outputBias() {
        ModelLayout.Module output = output();
        if (output == null || output.bias() < 0) {
            throw new IllegalArgumentException("a model of the type " + config().type() + " with the head " + head()
                    + " has no bias in its last layer");
        }
        return output.bias();
    }

    private List<Parameter> trained() {
        List<Parameter> parameters = layout().parameters();
        return parameters.subList(layout().firstTrained(), parameters.size());
    }

    /** How many numbers are trained. */
    public long trainedElements() {
        return trained().stream().mapToLong(Parameter::elements).sum();
    }

    /**
     * Which of the {@link #arrays} is the weight of the head's last layer.
     *
     * @throws IllegalArgumentException if there is none
     */
    public int outputWeight() {
        ModelLayout.Module output = output();
        if (output == null) {
            throw new IllegalArgumentException("the head " + head() + " has no last layer");
        }
        return output.weight();
    }

    private ModelLayout.@Nullable Module output() {
        return layout().module(OUTPUT);
    }

    public long elements() {
        return layout().parameters().stream().mapToLong(Parameter::elements).sum();
    }

    /**
     * The tensors of a checkpoint, named as in Python's transformers. The arrays are read when they are written.
     *
     * @param dtype F32, F16 or BF16
     */
    public List<OutgoingTensor> tensors(DType dtype) {
        return tensors(dtype, "", arrays);
    }

    /**
     * Tensors of arrays that belong to the parameters, such as their gradients.
     *
     * @param prefix of the names
     * @param values one array of the same shape for each of the {@link #arrays}
     */
    public List<OutgoingTensor> tensors(DType dtype, String prefix, List<PtNDArray> values) {
        List<OutgoingTensor> result = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Parameter parameter = trained().get(i);
            PtNDArray array = values.get(i);
            int size = Math.toIntExact(parameter.tensorElements());
            int start = 0;
            for (String name : parameter.tensors()) {
                int from = start;
                result.add(new OutgoingTensor(
                        prefix + name, dtype, parameter.tensorShape(), sink -> write(array, from, size, sink)));
                start += size;
            }
        }
        return result;
    }

    /**
     * As {@link #tensors}, without those of a critic, which serves the training alone.
     *
     * @param values one array of the same shape for each of the {@link #arrays}
     */
    public List<OutgoingTensor> published(DType dtype, List<PtNDArray> values) {
        return tensors(dtype, "", values).stream()
                .filter(tensor -> !tensor.name().startsWith(ModelLayout.CRITIC))
                .toList();
    }

    private static void write(PtNDArray array, int from, int size, TensorSink sink) throws IOException {
        float[] chunk = new float[Math.min(size, CHUNK)];
        FloatBuffer values = floats(array).slice(from, size);
        while (values.hasRemaining()) {
            int count = Math.min(chunk.length, values.remaining());
            values.get(chunk, 0, count);
            sink.floats(chunk, 0, count);
        }
    }

    /**
     * Sets the parameters, or arrays that belong to them, from tensors written by {@link #tensors}.
     *
     * @throws CheckpointException if a tensor is missing or has another shape
     */
    public void read(Path file, Weights weights, String prefix, List<PtNDArray> values) throws CheckpointException {
        TensorSource source = new TensorSource(file, layout(), prefix, weights);
        for (int i = 0; i < values.size(); i++) {
            source.read(trained().get(i), floats(values.get(i)));
        }
    }

    @Override
    public void close() {
        try (NativeWork work = NativeWork.beginFreeing()) {
            if (work != null) {
                manager.close();
            }
        }
    }

    @FunctionalInterface
    private interface Filler<E extends Exception> {
        void fill(Parameter parameter, int index, FloatBuffer buffer) throws E;
    }
}
