package io.rolestream.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.Replacement;
import io.rolestream.common.text.Quoted;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.safetensors.SafetensorsFile;
import io.rolestream.engine.safetensors.SafetensorsWriter;
import io.rolestream.engine.safetensors.TensorInfo;
import io.rolestream.engine.safetensors.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A directory of PEFT with low-rank adapters: {@value AdapterConfig#FILE} and {@value #WEIGHTS}. Only what can be
 * merged exactly is read: LoRA of linear layers. Everything else that PEFT can write is refused by its name.
 *
 * @param base what the file names as the base: a directory, or the name of a model; not blank
 * @param rank of all adapters
 * @param scale what the product of B and A is multiplied with
 */
public record AdapterDirectory(Path path, String base, int rank, double scale) {
    public static final String WEIGHTS = "adapter_model.safetensors";

    private static final String PREFIX = "base_model.model.";
    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";

    /** Initializations that leave the base's weights as they are. */
    private static final List<String> SUPPORTED_INITIALIZATIONS =
            List.of("true", "false", "gaussian", "eva", "orthogonal");

    /** Keys that change what adapters do unless they have these values, or none. */
    private static final Map<String, String> NEUTRAL = Map.ofEntries(
            Map.entry("use_dora", "false"),
            Map.entry("use_qalora", "false"),
            Map.entry("use_bdlora", "false"),
            Map.entry("fan_in_fan_out", "false"),
            Map.entry("lora_bias", "false"),
            Map.entry("bias", "none"),
            Map.entry("rank_pattern", "{}"),
            Map.entry("alpha_pattern", "{}"),
            Map.entry("modules_to_save", "[]"),
            Map.entry("layer_replication", "[]"),
            Map.entry("target_parameters", "[]"),
            Map.entry("trainable_token_indices", "[]"),
            Map.entry("alora_invocation_tokens", "[]"),
            Map.entry("arrow_config", "{}"),
            Map.entry("kasa_config", "{}"),
            Map.entry("monteclora_config", "{}"));

    /** The name in PEFT's file of an adapter of a module. */
    public static String tensorName(String module, boolean isA) {
        return PREFIX + module + (isA ? A : B);
    }

    /** Whether a directory has adapters, and no model of its own. */
    static boolean is(Path directory) {
        return Files.exists(directory.resolve(AdapterConfig.FILE))
                && !Files.exists(directory.resolve(ModelConfig.FILE));
    }

    /** @throws CheckpointException if the description cannot be read, or is of adapters that are not supported */
    public static AdapterDirectory open(Path directory) throws CheckpointException {
        Path file = directory.resolve(AdapterConfig.FILE);
        try {
            ConfigKeys keys = new ConfigKeys(JsonFiles.read(file, ModelConfig.MAX_BYTES));
            String type = keys.text("peft_type");
            if (!AdapterConfig.TYPE.equals(type)) {
                throw new IllegalArgumentException("peft_type " + (type == null ? "is missing" : Quoted.of(type))
                        + "; only adapters of the type " + AdapterConfig.TYPE + " are supported");
            }
            NEUTRAL.keySet().stream().sorted().forEach(key -> requireNeutral(keys, key));
            JsonNode value = keys.get("init_lora_weights");
            String initialization = value == null ? "true" : value.asText();
            if (!SUPPORTED_INITIALIZATIONS.contains(initialization)) {
                throw new IllegalArgumentException("init_lora_weights " + Quoted.of(initialization)
                        + " is not supported: it changes the base's weights");
            }
            String base = keys.text("base_model_name_or_path");
            if (base == null || base.isBlank()) {
                throw new IllegalArgumentException("base_model_name_or_path is missing");
            }
            int rank = keys.integer("r", 1, AdapterConfig.MAX_RANK);
            return new AdapterDirectory(directory, base, rank, scale(keys, rank));
        } catch (FileException e) {
            throw CheckpointException.of(file, null, e);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, null, String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireNeutral(ConfigKeys keys, String key) {
        JsonNode value = keys.get(key);
        if (value != null) {
            String text = value.isValueNode() ? value.asText() : value.toString();
            if (!text.equals(NEUTRAL.get(key))) {
                throw new IllegalArgumentException(key + " " + Quoted.of(text) + " is not supported");
            }
        }
    }

    private static double scale(ConfigKeys keys, int rank) {
        double alpha = keys.decimal("lora_alpha", 8);
        AdapterConfig.checkAlpha("lora_alpha", alpha);
        return keys.flag("use_rslora", false) ? alpha / Math.sqrt(rank) : alpha / rank;
    }

    /**
     * The directory of the base: beside this one, or as named.
     *
     * @throws CheckpointException if there is no such directory, or it has adapters itself
     */
    Path baseDirectory() throws CheckpointException {
        try {
            for (Path candidate : List.of(Replacement.parent(path).resolve(base), Path.of(base))) {
                if (Files.isDirectory(candidate)) {
                    return requireModel(candidate);
                }
            }
        } catch (InvalidPathException e) {
            // told below
        }
        throw new CheckpointException(
                path.resolve(AdapterConfig.FILE),
                "adapts the model " + Quoted.of(base)
                        + ", but there is no such directory; name the directory of the base in"
                        + " base_model_name_or_path");
    }

    private Path requireModel(Path candidate) throws CheckpointException {
        if (is(candidate)) {
            throw new CheckpointException(
                    path.resolve(AdapterConfig.FILE),
                    "adapts a model that is itself adapters, " + candidate + "; merge those first with PEFT's"
                            + " merge_and_unload, and name the merged model in base_model_name_or_path");
        }
        return candidate;
    }

    Path weightFile() {
        return path.resolve(WEIGHTS);
    }

    /**
     * The weights of the base with the adapters added.
     *
     * @param weights of the base; closed with the result, or if this fails
     * @throws CheckpointException if the adapters cannot be read, or do not fit the base
     */
    Weights merged(Weights weights) throws CheckpointException {
        try (SafetensorsFile file = SafetensorsFile.open(weightFile())) {
            Map<String, MergedWeights.Update> updates = new HashMap<>();
            for (String name : file.tensors().keySet()) {
                if (name.startsWith(PREFIX) && name.endsWith(A)) {
                    String module = name.substring(PREFIX.length(), name.length() - A.length());
                    updates.put(
                            module + ".weight",
                            update(file, module, weights.tensors().get(module + ".weight")));
                } else if (!name.startsWith(PREFIX) || !name.endsWith(B)) {
                    throw new CheckpointException(
                            weightFile(), name, "is not a LoRA weight of a linear layer; only those are supported");
                }
            }
            if (2 * updates.size() != file.tensors().size()) {
                throw new CheckpointException(weightFile(), "has different numbers of " + A + " and " + B);
            }
            return new MergedWeights(weights, updates);
        } catch (CheckpointException | RuntimeException | Error e) {
            weights.close();
            throw e;
        }
    }

    private MergedWeights.Update update(SafetensorsFile file, String module, @Nullable TensorInfo weight)
            throws CheckpointException {
        TensorInfo a = matrix(file, tensorName(module, true));
        TensorInfo b = matrix(file, tensorName(module, false));
        if (weight == null) {
            throw new CheckpointException(weightFile(), a.name(), "adapts a module that the base " + base + " lacks");
        }
        requireRank(a, a.shape()[0]);
        requireRank(b, b.shape()[1]);
        long[] shape = weight.shape();
        if (shape.length != 2 || a.shape()[1] != shape[1] || b.shape()[0] != shape[0]) {
            throw new CheckpointException(weightFile(), a.name(), "does not fit the weight of the base " + base);
        }
        return new MergedWeights.Update(
                rank, Math.toIntExact(shape[1]), (float) scale, values(file, a), values(file, b));
    }

    private void requireRank(TensorInfo tensor, long its) throws CheckpointException {
        if (its != rank) {
            throw new CheckpointException(
                    weightFile(),
                    tensor.name(),
                    "has the rank " + its + ", but r is " + rank + " in " + AdapterConfig.FILE);
        }
    }

    private TensorInfo matrix(SafetensorsFile file, String name) throws CheckpointException {
        TensorInfo info = file.tensors().get(name);
        if (info == null || info.shape().length != 2) {
            throw new CheckpointException(
                    weightFile(), name, info == null ? "is missing" : "is no matrix; only linear layers are supported");
        }
        if (info.elements() > Integer.MAX_VALUE) {
            throw new CheckpointException(
                    weightFile(),
                    name,
                    "has " + info.elements() + " numbers; at most " + Integer.MAX_VALUE + " are supported");
        }
        return info;
    }

    private static float[] values(SafetensorsFile file, TensorInfo tensor) throws CheckpointException {
        float[] all = new float[(int) tensor.elements()];
        int[] at = {0};
        try {
            file.forEachChunk(tensor.name(), (values, count) -> {
                System.arraycopy(values, 0, all, at[0], count);
                at[0] += count;
            });
            return all;
        } catch (IOException e) {
            throw CheckpointException.of(file.file(), tensor.name(), e);
        }
    }

    /**
     * Writes a directory that PEFT can read.
     *
     * @param directory must not exist
     * @param tensors named by {@link #tensorName}
     * @throws CheckpointException if the directory exists, or something cannot be written
     */
    public static AdapterDirectory write(Path directory, AdapterConfig config, Collection<OutgoingTensor> tensors)
            throws IOException {
        Path unfinished = Replacement.beside(directory);
        try {
            Files.createDirectories(unfinished);
            JsonFiles.replace(unfinished.resolve(AdapterConfig.FILE), config.json());
            SafetensorsWriter.write(unfinished.resolve(WEIGHTS), tensors);
            CheckpointDirectory.put(unfinished, directory);
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
        return open(directory);
    }
}
