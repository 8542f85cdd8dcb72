package io.rolestream.evaluation.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The section of a model card with the plots of a training, which are files beside the card. */
public final class TrainingSection {
    public static final String LOSS = "training-loss.svg";
    public static final String RATE = "training-rate.svg";

    /** On held-out examples. */
    public static final String SCORES = "training-scores.svg";

    private static final Map<String, String> DESCRIPTIONS = new LinkedHashMap<>();

    static {
        DESCRIPTIONS.put(LOSS, "Loss by epoch");
        DESCRIPTIONS.put(RATE, "Learning rate by epoch");
        DESCRIPTIONS.put(SCORES, "Scores on held-out examples by epoch");
    }

    private TrainingSection() {}

    /**
     * The images of those plots that exist, as a section in Markdown; empty if there are none.
     *
     * @param checkpoint the directory of the card
     */
    public static String of(Path checkpoint) {
        StringBuilder images = new StringBuilder();
        DESCRIPTIONS.forEach((file, description) -> {
            if (Files.exists(checkpoint.resolve(file))) {
                images.append("![")
                        .append(description)
                        .append("](")
                        .append(file)
                        .append(")\n");
            }
        });
        String chosen = Files.exists(checkpoint.resolve(SCORES))
                ? " The results on held-out examples chose the step whose parameters were kept."
                : "";
        return images.isEmpty()
                ? ""
                : "## How it learnt\n\nEach point is a step, or the mean of neighbouring steps." + chosen + "\n\n"
                        + images + "\n";
    }
}
