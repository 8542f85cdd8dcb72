package io.rolestream.trainer.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.trainer.labelling.WeakLabeller;
import java.util.List;

/**
 * The steps that lead from texts to a model. {@link RecipeConfig} says what each does, and which are on by default.
 *
 * @param labellers whose majority is learnt from; the first decides where there is none
 * @param teacher the share of a target that a linear model gives, which learnt the labels of the other texts, 0 to 1
 * @param abstentionWeight what a text counts that all labellers abstain on, 0 to 1
 * @param conflictWeight what a text counts on which labellers differ, 0 to 1
 * @param hiddenKeywords the share of the texts whose matched keywords are hidden, 0 to 1
 * @param cleanBy how doubtful labels are found
 * @param cleanShare the share of the texts that is kept, the least doubtful ones, above 0 to 1
 * @param classBalance the exponent of the roles' weights, 0 to 1
 * @param labelSmoothing 0 up to but not 1
 * @param selfTraining the confidence from which on the model's own answer is learnt from in a second round; 0 for one round
 * @param adaptingEpochs how often the base reads all texts first, as a masked language model
 * @param answerWeight what a person's answer counts, 1 or more
 * @param relearntKeywords whether answers change the weights of keywords
 * @param fittedCoefficient whether the coefficient of the rules is fitted to answers
 * @param ruleCoefficient the coefficient otherwise, 0 or more
 * @param fittedTemperature whether the temperature is fitted
 * @param epochs of the fine-tuning
 * @param batchSize texts per step
 * @param learningRate the greatest; 0 for one that suits the base
 * @param maxTokens where texts are cut to learn from them
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
