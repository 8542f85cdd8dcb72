package io.rolestream.cli.options;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.files.Replacement;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads arguments that several training commands have, so that what would fail at the end is refused at the start. */
public final class TrainingArguments {
    private TrainingArguments() {}

    /**
     * The type in {@code --weights}.
     *
     * @throws ConfigurationException if weights are not saved in this type
     */
    public static DType weights(String name) {
        return Arrays.stream(DType.values())
                .filter(type -> type.writesFromFloat() && type.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("--weights must be f32, f16 or bf16, not " + name));
    }

    /**
     * The precision in {@code --precision}; null to choose the fastest.
     *
     * @throws ConfigurationException if models are not trained in this precision
     */
    public static @Nullable Precision precision(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "auto" -> null;
            case "fp32" -> Precision.FP32;
            case "bf16" -> Precision.BF16;
            default -> throw new ConfigurationException("--precision must be auto, fp32 or bf16, not " + name);
        };
    }

    /**
     * Checks that {@code --out} can become a directory.
     *
     * @throws ConfigurationException if it has content, or cannot be created
     */
    public static void requireFree(Path out) {
        if (Files.exists(out)) {
            String[] content = out.toFile().list();
            if (content == null || content.length > 0) {
                throw new ConfigurationException(
                        "--out: " + out + " already exists and is not empty; name a new directory");
            }
        }
        requireWritable("--out", out);
    }

    private static void requireWritable(String option, Path file) {
        Path parent = Replacement.parent(file);
        while (!Files.exists(parent) && parent.getParent() != null) {
            parent = parent.getParent();
        }
        if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new ConfigurationException(option + ": " + file + " cannot be created, as " + parent
                    + (Files.isDirectory(parent) ? " may not be written" : " is not a directory")
                    + "; choose another place");
        }
    }

    /**
     * The file of the training state.
     *
     * @param given the argument of {@code --state}; null for the usual file, beside the output
     * @throws ConfigurationException if it is missing but to be resumed, exists but is not, or cannot be created
     */
    public static Path state(Path out, @Nullable Path given, boolean resume) {
        Path file = given == null ? out.resolveSibling(out.getFileName() + ".state") : given;
        if (resume && !Files.exists(file)) {
            throw new ConfigurationException("--resume: no state file " + file);
        }
        if (!resume && Files.exists(file)) {
            throw new ConfigurationException("an earlier training left its state in " + file
                    + "; continue it with --resume, or delete the file to start over");
        }
        requireWritable("--state", file);
        return file;
    }
}
