package io.rolestream.engine.model;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.FloatSink;
import io.rolestream.engine.safetensors.TensorInfo;
import io.rolestream.engine.safetensors.Weights;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a checkpoint, found and read by the parameters of a layout.
 *
 * @param path for messages
 * @param namePrefix of the tensors' names
 */
record TensorSource(Path path, ModelLayout layout, String namePrefix, Weights weights) {
    boolean hasAll(List<Parameter> parameters) {
        return parameters.stream().allMatch(this::fits);
    }

    private boolean fits(Parameter parameter) {
        return parameter.tensors().stream().allMatch(name -> {
            TensorInfo info = find(name);
            return info != null && Arrays.equals(info.shape(), parameter.tensorShape());
        });
    }

    /** @throws CheckpointException if a tensor of a parameter is missing or has another shape */
    void check(Parameter parameter) throws CheckpointException {
        for (String name : parameter.tensors()) {
            required(name, parameter);
        }
    }

    /** A tensor; null if it is missing but optional. */
    private @Nullable TensorInfo required(String name, Parameter parameter) throws CheckpointException {
        TensorInfo info = find(namePrefix + name);
        if (info == null && !layout.isOptional(name)) {
            throw new CheckpointException(path, name, "is missing, but " + ModelConfig.FILE + " asks for it");
        }
        if (info != null && !Arrays.equals(info.shape(), parameter.tensorShape())) {
            throw new CheckpointException(
                    path,
                    info.name(),
                    "has shape " + Arrays.toString(info.shape()) + ", but " + ModelConfig.FILE + " asks for "
                            + Arrays.toString(parameter.tensorShape()));
        }
        if (info != null && !info.dtype().isFloat()) {
            throw new CheckpointException(
                    path,
                    info.name(),
                    "is of the type " + info.dtype() + ": quantized weights are not supported; save the model with"
                            + " float16, bfloat16 or float32 weights");
        }
        return info;
    }

    /** @throws CheckpointException as {@link #check} does, or if a tensor cannot be read */
    void read(Parameter parameter, FloatBuffer buffer) throws CheckpointException {
        read(parameter, (values, count) -> buffer.put(values, 0, count));
    }

    /**
     * As above, piece by piece.
     *
     * @throws CheckpointException as {@link #check} does, or if a tensor cannot be read
     */
    void read(Parameter parameter, FloatSink sink) throws CheckpointException {
        for (String name : parameter.tensors()) {
            TensorInfo info = required(name, parameter);
            try {
                if (info == null) {
                    sink.accept(
                            new float[Math.toIntExact(parameter.tensorElements())],
                            Math.toIntExact(parameter.tensorElements()));
                } else {
                    weights.forEachChunk(info.name(), sink);
                }
            } catch (CheckpointException e) {
                throw e;
            } catch (IOException e) {
                throw CheckpointException.of(path, name, e);
            }
        }
    }

    /**
     * A tensor under its own name, another that a checkpoint may use instead, one of these without the family's prefix,
     * or the names that norms had in TensorFlow.
     */
    private @Nullable TensorInfo find(String name) {
        List<String> names = new ArrayList<>(List.of(name));
        names.addAll(layout.otherNames(name));
        for (String candidate : List.copyOf(names)) {
            if (candidate.startsWith(layout.prefix())) {
                names.add(candidate.substring(layout.prefix().length()));
            }
        }
        for (String candidate : names) {
            TensorInfo info = weights.tensors().get(candidate);
            if (info == null && candidate.contains("LayerNorm.")) {
                info = weights.tensors()
                        .get(candidate
                                .replace("LayerNorm.weight", "LayerNorm.gamma")
                                .replace("LayerNorm.bias", "LayerNorm.beta"));
            }
            if (info != null) {
                return info;
            }
        }
        return null;
    }
}
