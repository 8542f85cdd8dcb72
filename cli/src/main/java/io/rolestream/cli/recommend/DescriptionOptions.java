package io.rolestream.cli.recommend;

import io.rolestream.cli.options.OptionValues;
import io.rolestream.files.describe.DescriptionInput;
import io.rolestream.matching.ranking.DescriptionSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where generated descriptions come from, and how much they count. */
final class DescriptionOptions {
    @Option(
            names = "--generator",
            paramLabel = "DIR",
            description = "Generator that writes a job description for each resume; jobs are ranked by it too.",
            order = 5)
    private @Nullable Path generator;

    @Option(
            names = "--descriptions",
            paramLabel = "FILE",
            description = "Or descriptions generated elsewhere: JSON lines with resumeId and description.",
            order = 5)
    private @Nullable Path file;

    @Option(
            names = "--description-weight",
            paramLabel = "W",
            description = "What the first rank by the description adds to a score (default ${DEFAULT-VALUE}).",
            order = 5)
    private float weight = DescriptionSettings.defaults().weight();

    @Option(
            names = "--description-limit",
            paramLabel = "N",
            description = "How many jobs a description brings (default ${DEFAULT-VALUE}).",
            order = 5)
    private int limit = DescriptionSettings.defaults().limit();

    @Option(
            names = "--description-level",
            paramLabel = "SCORE",
            description =
                    "With --reranker, a description that it scores lower is not used (default ${DEFAULT-VALUE}, the"
                            + " mean of the jobs that suit best for models of `train reward`).",
            order = 5)
    private float level = DescriptionSettings.defaults().level();

    /**
     * Null if neither is named.
     *
     * @throws io.rolestream.common.config.ConfigurationException if both are, or a value is out of range
     */
    @Nullable
    DescriptionInput input() {
        var unused = chosen();
        return OptionValues.check(() -> Optional.ofNullable(DescriptionInput.of(generator, file)))
                .orElse(null);
    }

    /** Null where no description is used. */
    @Nullable
    DescriptionSettings settings() {
        return input() == null ? null : chosen();
    }

    private DescriptionSettings chosen() {
        return OptionValues.check(() -> DescriptionSettings.defaults()
                .withWeight(weight)
                .withLimit(limit)
                .withLevel(level));
    }
}
