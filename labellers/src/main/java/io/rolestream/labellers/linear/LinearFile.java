package io.rolestream.labellers.linear;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.safetensors.SafetensorsFile;
import io.rolestream.engine.safetensors.SafetensorsWriter;
import io.rolestream.engine.safetensors.TensorInfo;
import io.rolestream.engine.safetensors.Weights;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link HashedLinearModel} as a safetensors file: {@code features [n]}, the numbers of the features that have
 * weights, ascending; {@code rarity [n]}; {@code weights [n, roles]}; {@code biases [roles]}. The metadata names the
 * kind, the number of hashed features, and the roles.
 *
 * @param roles their names, in the order of the weights
 */
public record LinearFile(HashedLinearModel model, List<String> roles) {
    private static final String KIND_KEY = "kind";
    private static final String KIND = "rolestream-linear-1";
    private static final String HASHED = "hashed";
    private static final String ROLES = "roles";

    public LinearFile {
        roles = List.copyOf(roles);
    }

    /** Writes the file, replacing an existing one. */
    public void write(Path file) throws IOException {
        int[] learnt = model.learnt();
        int size = roles.size();
        float[] features = new float[learnt.length];
        float[] rarity = new float[learnt.length];
        float[] weights = new float[Math.multiplyExact(learnt.length, size)];
        for (int i = 0; i < learnt.length; i++) {
            features[i] = learnt[i]; // exact: there are fewer than 2^24
            rarity[i] = model.terms().weights()[learnt[i]];
            System.arraycopy(model.model().learntWeights(learnt[i]), 0, weights, i * size, size);
        }
        ObjectNode names = JsonFiles.newObject();
        roles.forEach(names.putArray(ROLES)::add);
        SafetensorsWriter.write(
                file,
                List.of(
                        tensor("features", features, features.length),
                        tensor("rarity", rarity, rarity.length),
                        tensor("weights", weights, learnt.length, size),
                        tensor("biases", model.model().biases(), size)),
                new TreeMap<>(Map.of(
                        KIND_KEY,
                        KIND,
                        HASHED,
                        Integer.toString(HashedLinearModel.FEATURES),
                        ROLES,
                        names.toString())));
    }

    private static OutgoingTensor tensor(String name, float[] values, long... shape) {
        return OutgoingTensor.of(name, DType.F32, shape, values);
    }

    /**
     * Reads a file.
     *
     * @throws CheckpointException if it is missing or malformed, or no such model
     */
    public static LinearFile read(Path file) throws IOException {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            if (!KIND.equals(open.metadata().get(KIND_KEY))
                    || !Integer.toString(HashedLinearModel.FEATURES)
                            .equals(open.metadata().get(HASHED))) {
                throw new CheckpointException(file, "is no linear labeller of this version");
            }
            List<String> roles = roles(file, open.metadata().getOrDefault(ROLES, ""));
            float[] biases = values(file, open, "biases", roles.size());
            TensorInfo numbers = open.tensors().get("features");
            int learnt = numbers == null ? 0 : (int) Math.min(HashedLinearModel.FEATURES, numbers.elements());
            float[] features = values(file, open, "features", learnt);
            float[] rarity = values(file, open, "rarity", learnt);
            float[] rows = values(file, open, "weights", learnt, roles.size());
            float[] terms = new float[HashedLinearModel.FEATURES];
            Arrays.fill(terms, TermWeights.LEFT_OUT);
            float[][] weights = new float[HashedLinearModel.FEATURES][];
            for (int i = 0; i < learnt; i++) {
                int feature = (int) features[i];
                if (feature != features[i]
                        || feature < 0
                        || feature >= weights.length
                        || weights[feature] != null
                        || rarity[i] < 0) {
                    throw new CheckpointException(file, "features", "is not a list of features");
                }
                terms[feature] = rarity[i];
                weights[feature] = Arrays.copyOfRange(rows, i * roles.size(), (i + 1) * roles.size());
            }
            return new LinearFile(
                    new HashedLinearModel(new TermWeights(terms), new LinearModel(weights, biases)), roles);
        }
    }

    private static List<String> roles(Path file, String json) throws CheckpointException {
        List<String> roles = new ArrayList<>();
        try {
            for (JsonNode role :
                    JsonFiles.parse(json.getBytes(StandardCharsets.UTF_8)).path(ROLES)) {
                roles.add(role.asText());
            }
        } catch (IOException e) {
            throw new CheckpointException(file, null, "its list of roles: " + e.getMessage(), e);
        }
        if (roles.isEmpty() || roles.size() > Taxonomy.MAX_ROLES) {
            throw new CheckpointException(file, "lists " + roles.size() + " roles");
        }
        return roles;
    }

    private static float[] values(Path file, Weights weights, String name, long... shape) throws IOException {
        TensorInfo tensor = weights.tensors().get(name);
        if (tensor == null || tensor.dtype() != DType.F32 || !Arrays.equals(tensor.shape(), shape)) {
            throw new CheckpointException(
                    file,
                    name,
                    tensor == null
                            ? "is missing"
                            : "is " + tensor.dtype() + " " + Arrays.toString(tensor.shape()) + ", not " + DType.F32
                                    + " " + Arrays.toString(shape));
        }
        float[] values = new float[Math.toIntExact(tensor.elements())];
        int[] at = {0};
        weights.forEachChunk(name, (chunk, count) -> {
            System.arraycopy(chunk, 0, values, at[0], count);
            at[0] += count;
        });
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new CheckpointException(file, name, "has numbers that are not finite");
            }
        }
        return values;
    }
}
