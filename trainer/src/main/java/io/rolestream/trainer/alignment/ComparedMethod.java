package io.rolestream.trainer.alignment;

import io.rolestream.evaluation.significance.BootstrapMeans;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.matching.judge.DescriptionJudge;
import io.rolestream.matching.judge.DescriptionMeasure;
import io.rolestream.matching.judge.DescriptionMeasures;
import io.rolestream.matching.judge.DescriptionReport;
import io.rolestream.matching.judge.JudgedDescription;
import io.rolestream.matching.profile.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a method to the resumes of the test, measured by the judge, the reward and rules, and compared with
 * those of the SFT model to the same resumes.
 *
 * @param name of the row
 * @param report intervals resample resumes
 * @param kl nats from the SFT model; null where the texts are not a model's
 * @param withoutEnd the share of answers that were cut; null likewise
 */
record ComparedMethod(
        String name,
        DescriptionReport report,
        @Nullable Estimate kl,
        @Nullable Estimate withoutEnd) {
    /**
     * Texts with their scores.
     *
     * @param prompts of each text
     * @param scores by judge and reward of each text
     */
    record Texts(List<int[]> prompts, List<DescriptionMeasures> scores) {
        static Texts of(AnswerSummary drawn, AlignmentModels models, DescriptionJudge rules) {
            List<String> texts = drawn.answers().stream()
                    .map(answer ->
                            models.tokenizer().decode(answer.text().answer()).strip())
                    .toList();
            return of(
                    drawn.answers().stream()
                            .map(answer -> answer.text().prompt())
                            .toList(),
                    texts,
                    Objects.requireNonNull(drawn.judged(), "a comparison has a judge"),
                    drawn.rewards(),
                    models,
                    rules);
        }

        static Texts of(
                List<int[]> prompts,
                List<String> texts,
                double[] judged,
                double[] rewards,
                AlignmentModels models,
                DescriptionJudge rules) {
            List<DescriptionMeasures> measures = new ArrayList<>();
            for (int i = 0; i < judged.length; i++) {
                Candidate resume = new Candidate("", null, models.prompts().resume(prompts.get(i)), null);
                measures.add(rules.judge(new JudgedDescription(resume, null, texts.get(i)))
                        .withScores((float) judged[i], (float) rewards[i]));
            }
            return new Texts(prompts, List.copyOf(measures));
        }

        private List<String> ids() {
            return prompts.stream()
                    .map(prompt -> Integer.toString(Arrays.hashCode(prompt)))
                    .toList();
        }
    }

    /** @param base texts of the SFT model for the same prompts, in the same order */
    static ComparedMethod of(String name, Texts texts, Texts base, @Nullable AnswerSummary drawn) {
        DescriptionReport report = DescriptionReport.of(texts.ids(), texts.scores(), base.scores());
        double[] kl = drawn == null ? null : drawn.kl();
        if (drawn == null || kl == null) {
            return new ComparedMethod(name, report, null, null);
        }
        Map<String, Integer> numbers = new HashMap<>();
        BootstrapMeans means = BootstrapMeans.clustered(texts.ids().stream()
                .mapToInt(id -> numbers.computeIfAbsent(id, unused -> numbers.size()))
                .toArray());
        double[] cut =
                drawn.answers().stream().mapToDouble(one -> one.ended() ? 0 : 1).toArray();
        return new ComparedMethod(name, report, means.of(kl), means.ofShares(cut));
    }

    Estimate mean(DescriptionMeasure measure) {
        return Objects.requireNonNull(report.means().get(measure), measure.title());
    }

    /** How often the judge likes a text better than the SFT model's for the same resume. */
    Estimate wins() {
        return Objects.requireNonNull(report.versus().get(DescriptionMeasure.JUDGE))
                .winRate();
    }
}
