package io.rolestream.models.artifact;

import io.rolestream.engine.safetensors.PickleRefusal;
import io.rolestream.evaluation.ranking.DescriptionGateFile;
import io.rolestream.evaluation.report.EvaluationJson;
import java.util.Locale;
import java.util.Set;

/**
 * The kinds of files that a model version may contain: weights as safetensors, JSON, a rule set, and documents for
 * people.
 */
public final class AllowedFiles {
    private static final Set<String> DOCUMENTS = Set.of("md", "txt", "svg", "png");
    private static final Set<String> NEEDED = Set.of("json", "safetensors");

    private AllowedFiles() {}

    /** Whether a file is for people, such as a model card. */
    private static boolean isDocument(String path) {
        return DOCUMENTS.contains(ending(path));
    }

    /** Whether a file beside a checkpoint is published with it: a rule set, an evaluation, a verdict, a document. */
    public static boolean isPublished(String name) {
        return name.equals(VersionRules.FILE)
                || name.equals(VersionTaxonomy.FILE)
                || name.equals(EvaluationJson.FILE)
                || name.equals(DescriptionGateFile.FILE)
                || isDocument(name);
    }

    /**
     * Refuses other files, above all pickles and code.
     *
     * @throws ModelRefusedException {@link Refusal#FORMAT}
     */
    static void check(String path) throws ModelRefusedException {
        if (PickleRefusal.isPickle(path.substring(path.lastIndexOf('/') + 1))) {
            throw new ModelRefusedException(
                    Refusal.FORMAT,
                    path + " is a pickle, which can run arbitrary code; weights are only loaded from safetensors");
        }
        if (!NEEDED.contains(ending(path)) && !isDocument(path) && !path.equals(VersionRules.FILE)) {
            throw new ModelRefusedException(
                    Refusal.FORMAT,
                    path + " does not belong to a model version: expected .safetensors, .json, .txt, .md, .svg or"
                            + " .png, or "
                            + VersionRules.FILE);
        }
    }

    private static String ending(String path) {
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
