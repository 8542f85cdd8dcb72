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

    /**
     * Why weights are missing among these files, and what to do.
     *
     * @param directory where they are, or a name that stands for it
     */
    public static String reason(Stream<String> fileNames, String directory) {
        List<String> pickles =
                fileNames.filter(PickleRefusal::isPickle).sorted().toList();
        if (pickles.isEmpty()) {
            return "has no " + Weights.SINGLE_FILE + " and no " + Weights.INDEX_FILE;
        }
        return "has weights only as " + Quoted.list(pickles)
                + ". A pickle can run any code and is never loaded; Python (with torch and safetensors installed) makes a "
                + Weights.SINGLE_FILE + " of it: python3 -c \"import glob, torch, safetensors.torch as s;"
                + " s.save_file({k: v.clone().contiguous() for f in glob.glob('" + directory
                + "/pytorch_model*.bin') for k, v in"
                + " torch.load(f, map_location='cpu', weights_only=True).items()}, '" + directory + "/"
                + Weights.SINGLE_FILE + "', {'format': 'pt'})\"";
    }

    public static CheckpointException noSafetensors(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return new CheckpointException(
                    directory, reason(files.map(f -> String.valueOf(f.getFileName())), directory.toString()));
        } catch (IOException e) {
            return CheckpointException.of(directory, null, e);
        }
    }
}
