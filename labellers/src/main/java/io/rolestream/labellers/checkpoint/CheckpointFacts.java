package io.rolestream.labellers.checkpoint;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.safetensors.TensorInfo;
import io.rolestream.engine.safetensors.Weights;
import io.rolestream.models.artifact.Sha256;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;

/** What is known of a checkpoint without computing it. */
public final class CheckpointFacts {
    private static final int SHOWN_HASH = 8;

    /**
     * Files that only some checkpoints have: how answers begin and end; how token vectors become one, and of how many.
     */
    private static final List<String> OPTIONAL_FILES =
            List.of(GenerationConfig.FILE, "modules.json", "1_Pooling/config.json", "sentence_bert_config.json");

    private CheckpointFacts() {}

    /** The number of floating-point weights in its files, with those of heads that a task does not use. */
    public static long parameters(CheckpointDirectory checkpoint) throws IOException {
        try (Weights weights = checkpoint.openWeights()) {
            return weights.tensors().values().stream()
                    .filter(tensor -> tensor.dtype().readsAsFloat())
                    .mapToLong(TensorInfo::elements)
                    .sum();
        }
    }

    /**
     * A version for all that the answers of a checkpoint depend on: {@code NAME-HASH}, with the directory's name and 8
     * digits of a SHA-256 over the model's files, the roles, and what else is given.
     *
     * @param settings such as templates and biases, with those that are defaults
     */
    public static String version(CheckpointDirectory checkpoint, Taxonomy taxonomy, List<String> settings)
            throws IOException {
        MessageDigest digest = Sha256.digest();
        for (List<Path> files : List.of(
                List.of(checkpoint.path().resolve(ModelConfig.FILE)),
                checkpoint.tokenizer().files(),
                checkpoint.weightFiles())) {
            for (Path file : files) {
                Sha256.update(digest, file);
            }
        }
        for (String optional : OPTIONAL_FILES) {
            Path file = checkpoint.path().resolve(optional);
            if (Files.exists(file)) {
                add(digest, optional);
                Sha256.update(digest, file);
            }
        }
        for (Role role : taxonomy.roles()) {
            add(digest, role.name());
            add(digest, role.description());
        }
        add(digest, taxonomy.fallback().name());
        settings.forEach(setting -> add(digest, setting));
        String name = Objects.requireNonNullElse(
                        checkpoint.path().toAbsolutePath().normalize().getFileName(), "model")
                .toString();
        return name + "-" + Sha256.hex(digest).substring(0, SHOWN_HASH);
    }

    /** A text after its length, so that no two sequences of texts are hashed alike. */
    private static void add(MessageDigest digest, String text) {
        digest.update((text.length() + ":" + text).getBytes(StandardCharsets.UTF_8));
    }
}
