package io.rolestream.trainer.matching.run;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.trainer.matching.MatchingData;
import io.rolestream.trainer.matching.sources.GeneratedMatches;
import io.rolestream.trainer.matching.sources.MatchFiles;
import io.rolestream.trainer.matching.sources.PairsFile;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that a person names to learn from, of one of three kinds: pairs; resumes, jobs and what suits what; or
 * none, for resumes and postings that are generated.
 *
 * @param generated how many resumes and jobs to generate, each; 0 for none
 */
public record MatchInputs(
        @Nullable Path pairs,
        @Nullable Path resumes,
        @Nullable Path jobs,
        @Nullable Path qrels,
        @Nullable Path feedback,
        int generated,
        DocumentLimits documents) {
    private static final int UNSUITED = 4;
    private static final int MOST_GENERATED = 20_000;
    private static final int LEAST_GENERATED = 100;

    /**
     * Reads them.
     *
     * @param seed of what is generated
     * @param tell is given a sentence for each row that is skipped
     * @throws ConfigurationException if they are not of one kind; says which options belong together
     */
    public MatchingData read(long seed, Consumer<String> tell) {
        boolean files = Stream.of(resumes, jobs, qrels, feedback).anyMatch(file -> file != null);
        long kinds = Stream.of(pairs != null, files, generated > 0)
                .filter(given -> given)
                .count();
        if (kinds != 1) {
            throw new ConfigurationException(
                    "give what to learn from in one way: --pairs FILE; --resumes FILE, --jobs FILE and --qrels FILE or"
                            + " --feedback FILE; --generated N; or the feedback of a cluster, with -b HOST:PORT");
        }
        if (pairs != null) {
            return PairsFile.read(pairs);
        }
        if (generated > 0) {
            if (generated < LEAST_GENERATED || generated > MOST_GENERATED) {
                throw new ConfigurationException(
                        "--generated must be from " + LEAST_GENERATED + " to " + MOST_GENERATED + ", not " + generated);
            }
            return GeneratedMatches.of(generated, generated, UNSUITED, seed);
        }
        if (resumes == null || jobs == null || (qrels == null) == (feedback == null)) {
            throw new ConfigurationException(
                    "--resumes and --jobs belong together, with either --qrels or --feedback, which say what suits what");
        }
        return MatchFiles.read(resumes, jobs, qrels, feedback, documents, tell);
    }
}
