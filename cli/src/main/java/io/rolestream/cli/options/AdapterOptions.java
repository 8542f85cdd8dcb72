package io.rolestream.cli.options;

import io.rolestream.engine.checkpoint.AdapterConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of trainings that can train low-rank adapters (LoRA) alone. */
public abstract class AdapterOptions extends StepOptions {
    private static final int RANK = 16;

    @Option(names = "--rank", paramLabel = "N", description = "Rank of the adapters (default " + RANK + ").", order = 3)
    private @Nullable Integer rank;

    @Option(
            names = "--alpha",
            paramLabel = "A",
            description = "The adapters' output is multiplied by A / rank (default twice the rank).",
            order = 4)
    private @Nullable Double alpha;

    @Option(
            names = "--targets",
            paramLabel = "NAMES",
            split = ",",
            description = "The modules to adapt (default q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj).",
            order = 5)
    private List<String> targets = new ArrayList<>();

    protected AdapterOptions(int epochs, int batchSize, int evaluations) {
        super(epochs, batchSize, evaluations);
    }

    /** Whether an option describes the adapters. */
    public final boolean describesAdapters() {
        return rank != null || alpha != null || !targets.isEmpty();
    }

    /**
     * The adapters to train.
     *
     * @param base the model that they adapt
     * @throws IllegalArgumentException if a value is out of range
     */
    public final AdapterConfig adapters(String base) {
        int chosen = rank == null ? RANK : rank;
        return new AdapterConfig(
                base, chosen, alpha == null ? 2.0 * chosen : alpha, targets.isEmpty() ? AdapterConfig.LINEAR : targets);
    }
}
