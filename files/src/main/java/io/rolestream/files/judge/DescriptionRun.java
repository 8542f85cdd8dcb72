package io.rolestream.files.judge;

import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.files.bytes.InputException;
import io.rolestream.matching.judge.DescriptionJudge;
import io.rolestream.matching.judge.DescriptionMeasures;
import io.rolestream.matching.judge.DescriptionReport;
import io.rolestream.matching.judge.JudgeModels;
import io.rolestream.matching.judge.JudgedDescription;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges the descriptions in a file.
 *
 * @param column the field of the descriptions
 * @param versus the field of others to compare them with; null for none
 * @param judge the directory of a judge's model; null for rules alone
 * @param reward the directory of the reward model; null for none
 */
public record DescriptionRun(
        Path file,
        String column,
        @Nullable String versus,
        @Nullable Path judge,
        @Nullable Path reward,
        RuleSet rules,
        InferenceOptions inference) {
    /**
     * Runs it.
     *
     * @param warnings receives a sentence where the judge's independence cannot be checked
     * @throws InputException if the file cannot be read, or has an unknown role
     * @throws IllegalArgumentException if the judge is not independent of the reward model
     */
    public DescriptionReport report(Consumer<String> warnings) throws IOException, InterruptedException {
        List<JudgedDescription> first = DescriptionsFile.read(file, column);
        List<JudgedDescription> others = versus == null ? List.of() : DescriptionsFile.read(file, versus);
        try (JudgeModels models = JudgeModels.open(rules, judge, reward, inference, warnings)) {
            DescriptionJudge byRules = new DescriptionJudge(rules);
            return DescriptionReport.of(
                    first.stream().map(one -> one.resume().resumeId()).toList(),
                    measured(first, byRules, models),
                    measured(others, byRules, models));
        }
    }

    private List<DescriptionMeasures> measured(
            List<JudgedDescription> described, DescriptionJudge byRules, JudgeModels models)
            throws InterruptedException {
        List<DescriptionMeasures> measures = new ArrayList<>();
        for (JudgedDescription one : described) {
            try {
                measures.add(byRules.judge(one));
            } catch (IllegalArgumentException e) {
                throw new InputException(file + ", " + one.resume().resumeId() + ": " + e.getMessage(), e);
            }
        }
        return models.score(described, measures);
    }
}
