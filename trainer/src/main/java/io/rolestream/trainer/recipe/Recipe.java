package io.rolestream.trainer.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.trainer.labelling.WeakLabeller;
import java.util.List;

/**
 * The steps from texts to a model. {@link RecipeConfig} documents each, with its default.
 *
 * @param labellers weak labellers whose majority is the label; in a tie the first decides
 * @param teacher weight of an out-of-fold linear teacher in each target, 0 to 1
 * @param abstentionWeight weight of texts on which all labellers abstain, 0 to 1
 * @param conflictWeight weight of texts on which labellers differ, 0 to 1
 * @param hiddenKeywords share of texts whose matched keywords are hidden, 0 to 1
 * @param cleanBy how doubtful labels are found
 * @param cleanShare share of texts to keep, the least doubtful ones, above 0, at most 1
 * @param classBalance the exponent of the roles' weights, 0 to 1
 * @param labelSmoothing at least 0, below 1
 * @param selfTraining minimum confidence of the model's own predictions to train on in a second round; 0 for one
 *     round
 * @param adaptingEpochs epochs of masked language modelling on all texts before fine-tuning
 * @param answerWeight weight of a text with a person's answer, 1 or more
 * @param relearntKeywords whether keyword weights are relearnt from answers
 * @param fittedCoefficient whether the coefficient of the rules is fitted to answers
 * @param ruleCoefficient the coefficient otherwise, 0 or more
 * @param fittedTemperature whether the temperature is fitted
 * @param epochs of the fine-tuning
 * @param batchSize texts per step
 * @param learningRate peak rate; 0 chooses one by the base
 * @param maxTokens maximum tokens of a training text
 */
public record Recipe(
        List<WeakLabeller> labellers,
        double teacher,
        double abstentionWeight,
        double conflictWeight,
        double hiddenKeywords,
        CleanSelection cleanBy,
        double cleanShare,
        double classBalance,
        double labelSmoothing,
        double selfTraining,
        int adaptingEpochs,
        double answerWeight,
        boolean relearntKeywords,
        boolean fittedCoefficient,
        double ruleCoefficient,
        boolean fittedTemperature,
        int epochs,
        int batchSize,
        double learningRate,
        int maxTokens) {
    /** How doubtful labels are found. */
    public enum CleanSelection {
        /** Not at all. */
        NONE,
        /** By how many of the most similar texts have another label. */
        NEIGHBOURS,
        /** By how probable a small model finds the label that was trained on the other texts. */
        OUT_OF_FOLD
    }

    public Recipe {
        labellers = List.copyOf(labellers);
        if (labellers.isEmpty()) {
            throw new IllegalArgumentException("a recipe needs a labeller to learn from");
        }
    }

    /** The settings by name, for a manifest. */
    public ObjectNode json() {
        ObjectNode json = JsonFiles.newObject();
        var names = json.putArray("labellers");
        labellers.forEach(labeller -> names.add(labeller.key()));
        return json.put("teacher", teacher)
                .put("abstentionWeight", abstentionWeight)
                .put("conflictWeight", conflictWeight)
                .put("hiddenKeywords", hiddenKeywords)
                .put("cleanBy", cleanBy.name())
                .put("cleanShare", cleanShare)
                .put("classBalance", classBalance)
                .put("labelSmoothing", labelSmoothing)
                .put("selfTraining", selfTraining)
                .put("adaptingEpochs", adaptingEpochs)
                .put("answerWeight", answerWeight)
                .put("relearntKeywords", relearntKeywords)
                .put("fittedCoefficient", fittedCoefficient)
                .put("ruleCoefficient", ruleCoefficient)
                .put("fittedTemperature", fittedTemperature)
                .put("epochs", epochs)
                .put("batchSize", batchSize)
                .put("learningRate", learningRate)
                .put("maxTokens", maxTokens);
    }
}
