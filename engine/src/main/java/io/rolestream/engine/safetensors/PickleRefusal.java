package io.rolestream.engine.safetensors;

import io.rolestream.common.text.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Recognises weights in Python pickles, which are refused, and says so. */
public final class PickleRefusal {
    private static final List<String> PICKLE_ENDINGS =
            List.of(".bin", ".bin.index.json", ".pt", ".pth", ".ckpt", ".pkl");

    private PickleRefusal() {}

    public static boolean isPickle(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return PICKLE_ENDINGS.stream().anyMatch(name::endsWith)
                && !name.startsWith("training_args")
                && !name.startsWith("optimizer")
                && !name.startsWith("scheduler");
    }

    /** Why weights are missing among these files, and what to do. */
    public static String reason(Stream<String> fileNames) {
        List<String> pickles =
                fileNames.filter(PickleRefusal::isPickle).sorted().toList();
        if (pickles.isEmpty()) {
            return "has no " + Weights.SINGLE_FILE + " and no " + Weights.INDEX_FILE;
        }
        return "has weights only as " + Quoted.list(pickles)
                + ". A pickle can run any code and is never loaded; convert it to " + Weights.SINGLE_FILE
                + " with Python's transformers: model.save_pretrained(DIRECTORY, safe_serialization=True)";
    }

    public static CheckpointException noSafetensors(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return new CheckpointException(directory, reason(files.map(f -> String.valueOf(f.getFileName()))));
        } catch (IOException e) {
            return CheckpointException.of(directory, null, e);
        }
    }
}
