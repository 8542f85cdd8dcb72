package io.rolestream.engine.checkpoint;

import io.rolestream.common.files.Replacement;
import io.rolestream.common.text.Quoted;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.safetensors.PickleRefusal;
import io.rolestream.engine.safetensors.SafetensorsWriter;
import io.rolestream.engine.safetensors.ShardIndex;
import io.rolestream.engine.safetensors.Weights;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A directory with a model in Hugging Face's layout: {@code config.json}, a tokenizer, weights as safetensors; or one
 * of PEFT with adapters of such a model, which are merged with its weights when these are read.
 *
 * @param path of the model; with adapters, of their base
 * @param adapter null without adapters
 */
public record CheckpointDirectory(
        Path path,
        ModelConfig config,
        TokenizerFiles tokenizer,
        @Nullable AdapterDirectory adapter) {
    private static final Map<DType, String> TORCH_NAMES =
            Map.of(DType.F32, "float32", DType.F16, "float16", DType.BF16, "bfloat16");

    /** A model without adapters. */
    public CheckpointDirectory(Path path, ModelConfig config, TokenizerFiles tokenizer) {
        this(path, config, tokenizer, null);
    }

    /**
     * Opens a directory: reads its configuration, finds its tokenizer, and checks that the weight files exist; their
     * content is read and checked by {@link #openWeights}. Of adapters, it opens the base that they name.
     *
     * @throws CheckpointException if something is missing or malformed
     */
    public static CheckpointDirectory open(Path directory) throws CheckpointException {
        if (!Files.isDirectory(directory)) {
            throw new CheckpointException(
                    directory, Files.exists(directory) ? "is not a directory" : "no such directory");
        }
        if (AdapterDirectory.is(directory)) {
            AdapterDirectory adapter = AdapterDirectory.open(directory);
            return open(adapter.baseDirectory()).with(adapter);
        }
        ModelConfig config = ModelConfig.read(directory.resolve(ModelConfig.FILE));
        for (Path file : weightFiles(directory)) {
            if (!Files.exists(file)) {
                throw new CheckpointException(
                        file, "no such file, but " + directory.resolve(Weights.INDEX_FILE) + " names it");
            }
        }
        return new CheckpointDirectory(directory, config, TokenizerFiles.in(directory));
    }

    /**
     * The same model with adapters, whatever base they name.
     *
     * @throws CheckpointException if it has adapters already, or these have no weights
     */
    public CheckpointDirectory with(AdapterDirectory adapters) throws CheckpointException {
        if (adapter != null) {
            throw new CheckpointException(
                    adapters.path(),
                    "adapts a model that has adapters already; merge those first with PEFT's merge_and_unload");
        }
        if (!Files.exists(adapters.weightFile())) {
            throw new CheckpointException(adapters.weightFile(), "no such file, but there is " + AdapterConfig.FILE);
        }
        return new CheckpointDirectory(path, config, tokenizer, adapters);
    }

    private static List<Path> weightFiles(Path directory) throws CheckpointException {
        Path single = directory.resolve(Weights.SINGLE_FILE);
        if (Files.exists(single)) {
            return List.of(single);
        }
        Path index = directory.resolve(Weights.INDEX_FILE);
        if (!Files.exists(index)) {
            throw PickleRefusal.noSafetensors(directory);
        }
        return ShardIndex.read(index).shards().stream().map(directory::resolve).toList();
    }

    /** @throws CheckpointException if no weights are found */
    public List<Path> weightFiles() throws CheckpointException {
        List<Path> files = new ArrayList<>(weightFiles(path));
        if (adapter != null) {
            files.add(adapter.weightFile());
        }
        return files;
    }

    /**
     * Writes a new checkpoint directory, which gets its name only when it is complete and on disk. Where the tokenizer
     * has no {@code tokenizer_config.json}, writes one, so that Python's transformers tokenizes as this engine does.
     *
     * @param directory must not exist, or be empty
     * @param config is written as {@link ModelConfig#trained}, and its {@code dtype} is replaced by the type of the
     *     tensors if they share one
     * @param tensors at least one
     * @throws CheckpointException if the directory exists, or something cannot be written
     * @throws IOException if a tensor's content throws it
     */
    public static CheckpointDirectory save(
            Path directory, ModelConfig config, TokenizerFiles tokenizer, Collection<OutgoingTensor> tensors)
            throws IOException {
        Path unfinished = Replacement.beside(directory);
        try {
            Files.createDirectories(Replacement.parent(directory));
            Files.createDirectory(unfinished);
            ModelConfig written = withDtypeOf(tensors, config.trained());
            written.write(unfinished.resolve(ModelConfig.FILE));
            Replacement.sync(unfinished.resolve(ModelConfig.FILE));
            tokenizer.copyTo(unfinished);
            TokenizerSettings.complete(unfinished, written);
            SafetensorsWriter.write(unfinished.resolve(Weights.SINGLE_FILE), tensors);
            put(unfinished, directory);
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
        return open(directory);
    }

    /**
     * Writes the model as one without adapters: these are merged with its weights.
     *
     * @param directory must not exist, or be empty
     * @param dtype F32, F16 or BF16
     * @throws CheckpointException if the directory exists, or something cannot be read or written
     */
    public CheckpointDirectory saveMerged(Path directory, DType dtype) throws IOException {
        Path unfinished = Replacement.beside(directory);
        try (Weights weights = openWeights()) {
            List<OutgoingTensor> tensors = new ArrayList<>();
            weights.tensors().forEach((name, info) -> {
                if (info.dtype().readsAsFloat()) {
                    tensors.add(new OutgoingTensor(
                            name,
                            dtype,
                            info.shape(),
                            sink -> weights.forEachChunk(name, (values, count) -> sink.floats(values, 0, count))));
                }
            });
            save(unfinished, config, tokenizer, tensors);
            GenerationConfig.copy(path, unfinished);
            put(unfinished, directory);
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
        return open(directory);
    }

    /**
     * Renames a complete directory.
     *
     * @throws CheckpointException if there is another one with the new name
     */
    public static void put(Path unfinished, Path directory) throws CheckpointException {
        try {
            if (Files.isDirectory(directory) || !Files.exists(directory)) {
                Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
                Replacement.syncDirectory(Replacement.parent(directory));
                return;
            }
            throw new FileAlreadyExistsException(directory.toString());
        } catch (IOException e) {
            if (Files.exists(directory)) {
                throw new CheckpointException(directory, null, "already exists; a checkpoint is never overwritten", e);
            }
            throw CheckpointException.of(directory, null, e);
        }
    }

    private static ModelConfig withDtypeOf(Collection<OutgoingTensor> tensors, ModelConfig config) {
        Set<DType> types = tensors.stream().map(OutgoingTensor::dtype).collect(Collectors.toSet());
        @Nullable
        String name = types.size() == 1 ? TORCH_NAMES.get(types.iterator().next()) : null;
        return name == null ? config : config.withDtype(name);
    }

    /**
     * Opens the weights; the caller closes them.
     *
     * @throws CheckpointException if a file is malformed or cannot be read
     */
    public Weights openWeights() throws CheckpointException {
        Weights weights = Weights.open(path);
        return adapter == null ? weights : adapter.merged(weights);
    }

    /**
     * Where an encoder's texts are cut, in tokens with start and end: the model's limit, or {@code model_max_length} of
     * {@code tokenizer_config.json} if that is less.
     *
     * @throws CheckpointException if that file is malformed
     */
    public int maxTokens() throws CheckpointException {
        return Math.min(config.maxTokens(), TokenizerSettings.maxTokens(path));
    }

    /**
     * As {@link #maxTokens()}, where a caller asks for a length: up to the model's limit, it counts.
     *
     * @param asked or null
     */
    public int maxTokens(@Nullable Integer asked) throws CheckpointException {
        return asked == null ? maxTokens() : Math.min(asked, config.maxTokens());
    }

    /**
     * The model's labels by id; empty if it has none.
     *
     * @throws CheckpointException if they are invalid
     */
    public List<String> labels() throws CheckpointException {
        try {
            return config.labels();
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(path.resolve(ModelConfig.FILE), null, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * For each label of the model, the index of its role in a taxonomy.
     *
     * @throws CheckpointException if the labels are not exactly the taxonomy's roles; the message names the difference
     */
    public int[] rolesOfLabels(Taxonomy taxonomy) throws CheckpointException {
        List<String> labels = labels();
        Path file = path.resolve(ModelConfig.FILE);
        if (labels.isEmpty()) {
            throw new CheckpointException(file, "has no id2label: this is a base model, not yet a classifier of roles");
        }
        Set<String> missing = new LinkedHashSet<>(taxonomy.names());
        missing.removeAll(labels);
        Set<String> unknown = new LinkedHashSet<>(labels);
        unknown.removeAll(taxonomy.names());
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            String lacks = missing.isEmpty() ? "" : "; the model lacks " + Quoted.list(missing);
            String knows = unknown.isEmpty() ? "" : "; the taxonomy lacks " + Quoted.list(unknown);
            throw new CheckpointException(file, "id2label does not have the roles of the taxonomy" + lacks + knows);
        }
        return labels.stream().mapToInt(taxonomy::indexOf).toArray();
    }

    /** A checksum of the weights, which tells whether a training is resumed with the same model. */
    public String checksum() throws IOException {
        CRC32C sum = new CRC32C();
        for (Path file : weightFiles()) {
            try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
        return Long.toHexString(sum.getValue());
    }
}
