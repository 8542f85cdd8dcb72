package io.rolestream.engine.hub;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * The models that come with the program, as resources. The first use copies a model into the cache, into a directory
 * named after a checksum of its content, so that no version of the program uses the files of another.
 */
final class BuiltInModels {
    private static final String COMPACT = "compact";
    private static final String RESOURCES = "/io/rolestream/engine/base/";
    private static final List<String> FILES = List.of(
            ModelConfig.FILE,
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "README.md",
            Weights.SINGLE_FILE);
    private static final int CHECKSUM_CHARACTERS = 16;

    private BuiltInModels() {}

    static boolean has(String name) {
        return name.equals(COMPACT);
    }

    /** The directory of a model in the cache, complete. */
    static Path directory(String name, Path cacheDirectory) throws IOException {
        Path models = cacheDirectory.resolve("rolestream--" + name);
        Path directory = models.resolve(checksum(name));
        if (isComplete(directory)) {
            return directory;
        }
        Path unfinished = Replacement.beside(directory);
        try {
            Files.createDirectories(unfinished);
            for (String file : FILES) {
                try (InputStream in = open(name, file)) {
                    Files.copy(in, unfinished.resolve(file));
                }
            }
            Replacement.delete(directory); // the existing copy is incomplete
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            Replacement.delete(unfinished);
            if (isComplete(directory)) {
                return directory; // another process was faster
            }
            throw new HubException(
                    "the cache cannot be written: " + e.getMessage() + "; choose another place with HF_HOME", e);
        }
        return CheckpointDirectory.open(directory).path();
    }

    private static boolean isComplete(Path directory) {
        try {
            CheckpointDirectory.open(directory).openWeights().close();
            return true;
        } catch (CheckpointException e) {
            return false;
        }
    }

    private static String checksum(String name) throws IOException {
        MessageDigest digest = Checksum.digest("SHA-256");
        for (String file : FILES) {
            try (InputStream in = open(name, file)) {
                digest.update(in.readAllBytes());
            }
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, CHECKSUM_CHARACTERS);
    }

    private static InputStream open(String name, String file) throws IOException {
        InputStream in = BuiltInModels.class.getResourceAsStream(RESOURCES + name + "/" + file);
        if (in == null) {
            throw new HubException(
                    "the model " + name + " is not in this build of the program: " + file + " is missing");
        }
        return in;
    }
}
