package io.rolestream.cli.options;

import io.rolestream.trainer.TrainConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of {@code rolestream train} that choose an action other than running the service, and its inputs. */
public final class TrainOptions {
    @ArgGroup
    private Instead instead = new Instead();

    /** One of them at most. */
    private static final class Instead {
        @Option(names = "--now", description = "Asks the trainer running on the cluster to train now.")
        private boolean now;

        @Option(names = "--status", description = "Prints the status of each trainer of the cluster.")
        private boolean status;

        @Option(
                names = "--once",
                description = "Trains once and exits: on all examples in the cluster's topics, or on --data.")
        private boolean once;
    }

    @ArgGroup(validate = false, heading = "%nWithout Kafka, with --once:%n", order = 2)
    private Files files = new Files();

    private static final class Files {
        @Option(
                names = "--data",
                paramLabel = "FILE",
                description = "Resumes to train on: JSONL, a JSON array, CSV, TSV or Parquet, gzipped or not.",
                order = 1)
        private @Nullable Path data;

        @Option(
                names = "--answers",
                paramLabel = "FILE",
                description = "People's answers: resumeId and role, in any of these formats.",
                order = 2)
        private @Nullable Path answers;

        @Option(
                names = {"-o", "--out"},
                paramLabel = "DIR",
                description = "The output directory, which appears once it is complete.",
                order = 3)
        private @Nullable Path out;
    }

    @ArgGroup(validate = false, heading = "%nTraining:%n", order = 3)
    private Training training = new Training();

    private static final class Training {
        @Option(
                names = "--base",
                paramLabel = "BASE",
                description =
                        "The checkpoint to fine-tune: a directory, compact, or the name of a model on a hub (default"
                                + " compact).",
                order = 1)
        private @Nullable String base;

        @Option(
                names = "--seed",
                paramLabel = "N",
                description = "Random seed; the same seed gives the same model (default 1).",
                order = 2)
        private @Nullable Integer seed;
    }

    public boolean now() {
        return instead.now;
    }

    public boolean once() {
        return instead.once;
    }

    @Nullable
    public Path data() {
        return files.data;
    }

    @Nullable
    public Path answers() {
        return files.answers;
    }

    @Nullable
    public Path out() {
        return files.out;
    }

    /** Settings that these options set. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        if (training.base != null) {
            values.put(TrainConfig.BASE, training.base);
        }
        if (training.seed != null) {
            values.put(TrainConfig.SEED, training.seed.toString());
        }
        return values;
    }

    public boolean status() {
        return instead.status;
    }
}
