package io.rolestream.trainer.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.trainer.labelling.Aggregation;
import io.rolestream.trainer.labelling.WeakLabeller;
import java.util.List;

/** The steps from texts to a model. {@link RecipeConfig} documents each, with its default. */
public record Recipe(Labels labels, Cleaning cleaning, Tuning tuning, Fitting fitting) {
    /**
     * How texts get labels.
     *
     * @param labellers whose votes are learnt; the first decides if there is no majority
     * @param aggregation how their votes become labels
     * @param abstentionWeight of a text on which all labellers abstain, 0 to 1
     * @param conflictWeight of a text on which labellers differ, 0 to 1
     * @param answerWeight of a text with a person's answer, 1 or more
     * @param relearntKeywords whether answers change the weights of keywords
     * @param hiddenKeywords share of the texts whose matched keywords are hidden, 0 to 1
     */
    public record Labels(
            List<WeakLabeller> labellers,
            Aggregation aggregation,
            double abstentionWeight,
            double conflictWeight,
            double answerWeight,
            boolean relearntKeywords,
            double hiddenKeywords) {
        public Labels {
            labellers = List.copyOf(labellers);
            if (labellers.isEmpty()) {
                throw new IllegalArgumentException("a recipe needs a labeller to learn from");
            }
        }
    }

    /** How doubtful labels are found. */
    public enum CleanSelection {
        NONE,
        /** The most similar texts have other labels. */
        NEIGHBOURS,
        /** A small model trained on the other texts finds the label improbable. */
        OUT_OF_FOLD
    }

    /**
     * What happens to doubtful labels.
     *
     * @param share of the texts to keep, the least doubtful ones, above 0 to 1
     * @param teacher weight of an out-of-fold linear teacher in each target, 0 to 1
     */
    public record Cleaning(CleanSelection by, double share, double teacher) {}

    /**
     * How the model is trained.
     *
     * @param adaptingEpochs of masked language modelling before fine-tuning
     * @param epochs of fine-tuning
     * @param batchSize texts per step
     * @param learningRate the peak; 0 for one that suits the base
     * @param classBalance exponent of the roles' weights, 0 to 1
     * @param labelSmoothing 0 up to but not 1
     * @param selfTraining minimum confidence of predictions to learn from in a second round; 0 for one round
     */
    public record Tuning(
            int adaptingEpochs,
            int epochs,
            int batchSize,
            double learningRate,
            int maxTokens,
            double classBalance,
            double labelSmoothing,
            double selfTraining) {}

    /**
     * How the model's votes count beside the rules'.
     *
     * @param coefficient whether the rules' coefficient is fitted to answers
     * @param ruleCoefficient the coefficient otherwise, 0 or more
     * @param temperature whether the temperature is fitted
     */
    public record Fitting(boolean coefficient, double ruleCoefficient, boolean temperature) {}

    /** For a manifest. */
    public ObjectNode json() {
        ObjectNode json = JsonFiles.newObject();
        var names = json.putArray("labellers");
        labels.labellers().forEach(labeller -> names.add(labeller.key()));
        return json.put("aggregation", labels.aggregation().key())
                .put("teacher", cleaning.teacher())
                .put("abstentionWeight", labels.abstentionWeight())
                .put("conflictWeight", labels.conflictWeight())
                .put("hiddenKeywords", labels.hiddenKeywords())
                .put("cleanBy", cleaning.by().name())
                .put("cleanShare", cleaning.share())
                .put("classBalance", tuning.classBalance())
                .put("labelSmoothing", tuning.labelSmoothing())
                .put("selfTraining", tuning.selfTraining())
                .put("adaptingEpochs", tuning.adaptingEpochs())
                .put("answerWeight", labels.answerWeight())
                .put("relearntKeywords", labels.relearntKeywords())
                .put("fittedCoefficient", fitting.coefficient())
                .put("ruleCoefficient", fitting.ruleCoefficient())
                .put("fittedTemperature", fitting.temperature())
                .put("epochs", tuning.epochs())
                .put("batchSize", tuning.batchSize())
                .put("learningRate", tuning.learningRate())
                .put("maxTokens", tuning.maxTokens());
    }
}
