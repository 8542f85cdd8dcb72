package io.rolestream.models.version;

import io.rolestream.classifier.checkpoint.PickleRefusal;
import io.rolestream.models.ModelRefusedException;
import io.rolestream.models.Refusal;
import java.util.Locale;
import java.util.Set;

/** Which kinds of files a model version may have: weights as safetensors, JSON, and what is there to be read by people. */
public final class AllowedFiles {
    private static final Set<String> DOCUMENTS = Set.of("md", "txt", "svg", "png");
    private static final Set<String> NEEDED = Set.of("json", "safetensors");

    private AllowedFiles() {}

    /** Whether a file is one for people, such as a model card. */
    public static boolean isDocument(String path) {
        return DOCUMENTS.contains(ending(path));
    }

    /**
     * Refuses everything else, pickles and code above all.
     *
     * @throws ModelRefusedException {@link Refusal#FORMAT}
     */
    static void check(String path) throws ModelRefusedException {
        if (PickleRefusal.isPickle(path.substring(path.lastIndexOf('/') + 1))) {
            throw new ModelRefusedException(
                    Refusal.FORMAT,
                    path + " holds a pickle, which can run any code; weights are loaded from safetensors alone");
        }
        if (!NEEDED.contains(ending(path)) && !isDocument(path)) {
            throw new ModelRefusedException(
                    Refusal.FORMAT,
                    path + " is no file of a model version: expected .safetensors, .json, .txt, .md, .svg or .png");
        }
    }

    private static String ending(String path) {
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
