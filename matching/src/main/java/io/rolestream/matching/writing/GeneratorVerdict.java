package io.rolestream.matching.writing;

import io.rolestream.common.files.FileException;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.evaluation.ranking.DescriptionGateFile;
import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The gate's verdict on a generator's directory. It is about the files that were judged, and no others. */
public final class GeneratorVerdict {
    private GeneratorVerdict() {}

    /**
     * The verdict; {@link StatedVerdict#NONE} if there is none.
     *
     * @throws FileException if it is malformed, or about other weights, another prompt or other roles
     * @throws IOException if the checkpoint cannot be read
     */
    public static StatedVerdict of(Path directory, Taxonomy taxonomy) throws IOException {
        StatedVerdict verdict = DescriptionGateFile.read(directory);
        if (verdict.kind() == VerdictKind.NOT_RECORDED) {
            return verdict;
        }
        String judged = DescriptionGateFile.judged(directory);
        String present =
                DescriptionWriter.version(CheckpointDirectory.open(directory), WritingSettings.defaults(), taxonomy);
        if (!hash(judged).equals(hash(present))) {
            throw new FileException(
                    directory.resolve(DescriptionGateFile.FILE),
                    "has the verdict on " + judged + ", and the files beside it are " + present
                            + "; judge them with `rolestream recommend evaluate --generator --keep-verdict`, or delete it",
                    null);
        }
        return verdict;
    }

    /** A directory may have been renamed since. */
    private static String hash(String version) {
        return version.substring(version.lastIndexOf('-') + 1);
    }

    /** What to warn of before a directory's descriptions are used; null if the gate has passed it. */
    public static @Nullable String warning(Path directory, Taxonomy taxonomy) throws IOException {
        StatedVerdict verdict = of(directory, taxonomy);
        return verdict.kind().passed()
                ? null
                : "the gate of descriptions says of the generator %s: %s; `rolestream recommend evaluate --generator --keep-verdict` judges whether what it writes helps"
                        .formatted(directory, verdict.kind().words());
    }
}
