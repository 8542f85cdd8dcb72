package io.rolestream.models.artifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;

/**
 * How a version was trained.
 *
 * @param recipe the settings of the training
 * @param codeVersion of the program that trained it; empty if unknown
 */
public record TrainingSetup(ObjectNode recipe, long seed, String codeVersion) {
    public TrainingSetup {
        recipe = recipe.deepCopy();
    }

    /** The setup of a version that was trained elsewhere. */
    public static TrainingSetup unknown() {
        return new TrainingSetup(JsonFiles.newObject(), 0, "");
    }
}
