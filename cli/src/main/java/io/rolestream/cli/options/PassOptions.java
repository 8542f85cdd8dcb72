package io.rolestream.cli.options;

import picocli.CommandLine.Option;

/** How often a training passes over its data, and in which order. A command's group extends this with its defaults. */
public abstract class PassOptions {
    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the data (default ${DEFAULT-VALUE}).",
            order = 10)
    private int epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Examples per step (default ${DEFAULT-VALUE}).",
            order = 11)
    private int batchSize;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Random seed; the same seed gives the same model (default ${DEFAULT-VALUE}).",
            order = 21)
    private long seed = 1;

    protected PassOptions(int epochs, int batchSize) {
        this.epochs = epochs;
        this.batchSize = batchSize;
    }

    public final int epochs() {
        return epochs;
    }

    public final int batchSize() {
        return batchSize;
    }

    public final long seed() {
        return seed;
    }
}
