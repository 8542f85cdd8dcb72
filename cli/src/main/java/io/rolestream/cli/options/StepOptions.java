package io.rolestream.cli.options;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingOptions;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of trainings that can be stopped and resumed. */
public abstract class StepOptions extends PassOptions {
    @Option(
            names = "--evaluations",
            paramLabel = "N",
            description = "Evaluations per epoch, of which the best step is kept (default ${DEFAULT-VALUE}).",
            order = 20)
    private int evaluations;

    @Option(names = "--threads", paramLabel = "N", description = "Threads (default one per processor).", order = 22)
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--weights",
            paramLabel = "TYPE",
            description = "Type of the saved weights: f32, f16 or bf16 (default ${DEFAULT-VALUE}).",
            order = 24)
    private String weights = "f32";

    protected StepOptions(int epochs, int batchSize, int evaluations) {
        super(epochs, batchSize);
        this.evaluations = evaluations;
    }

    /**
     * How the model is trained.
     *
     * @param microBatch the most examples that are computed at once
     * @param precision null to choose the fastest
     * @throws IllegalArgumentException if a value is out of range
     */
    public final TrainingOptions steps(int microBatch, double learningRate, @Nullable Precision precision) {
        return new TrainingOptions(
                TrainingOptions.Batching.of(batchSize(), microBatch),
                TrainingOptions.Schedule.of(epochs(), learningRate),
                TrainingOptions.Optimizer.usual(),
                null,
                precision,
                threads,
                seed());
    }

    public final EvaluationPlan evaluations() {
        return new EvaluationPlan(evaluations, 0);
    }

    /**
     * The type of the saved weights.
     *
     * @throws ConfigurationException if weights are not saved in this type
     */
    public final DType weights() {
        return Arrays.stream(DType.values())
                .filter(type -> type.writesFromFloat() && type.name().equalsIgnoreCase(weights))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("--weights must be f32, f16 or bf16, not " + weights));
    }

    /**
     * The precision in {@code --precision}; null to choose the fastest.
     *
     * @throws ConfigurationException if models are not trained in this precision
     */
    public static @Nullable Precision precision(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "auto" -> null;
            case "fp32" -> Precision.FP32;
            case "bf16" -> Precision.BF16;
            default -> throw new ConfigurationException("--precision must be auto, fp32 or bf16, not " + name);
        };
    }
}
