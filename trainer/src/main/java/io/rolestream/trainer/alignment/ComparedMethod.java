package io.rolestream.trainer.alignment;

import io.rolestream.evaluation.significance.BootstrapMeans;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.matching.judge.DescriptionJudge;
import io.rolestream.matching.judge.DescriptionMeasure;
import io.rolestream.matching.judge.DescriptionMeasures;
import io.rolestream.matching.judge.DescriptionReport;
import io.rolestream.matching.judge.JudgedDescription;
import io.rolestream.matching.profile.Candidate;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a method to the resumes of the test, measured by the judge, the reward and rules, and compared with
 * those of the SFT model to the same resumes.
 *
 * @param name of the row
 * @param report intervals resample resumes
 * @param kl nats from the SFT model; null where the texts are chosen, or not a model's
 * @param withoutEnd the share of answers that were cut; null where the texts are not a model's
 * @param judgedWhereBothEnd how much more the judge likes an answer than the SFT model's, where both have an end: an
 *     answer without one has a fixed score; null where there are none
 */
record ComparedMethod(
        String name,
        DescriptionReport report,
        @Nullable Estimate kl,
        @Nullable Estimate withoutEnd,
        @Nullable Estimate judgedWhereBothEnd) {
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
            Map<IntBuffer, Integer> numbers = new HashMap<>();
            return prompts.stream()
                    .map(prompt ->
                            Integer.toString(numbers.computeIfAbsent(IntBuffer.wrap(prompt), unused -> numbers.size())))
                    .toList();
        }
    }

    /** Texts that are no model's answers. */
    static ComparedMethod of(String name, Texts texts, Texts base) {
        return new ComparedMethod(
                name, DescriptionReport.of(texts.ids(), texts.scores(), base.scores()), null, null, null);
    }

    /**
     * Answers of a model.
     *
     * @param base texts of the SFT model for the same prompts, in the same order
     * @param drawn the answers, with the texts
     * @param sft the answers of the SFT model, with the base
     */
    static ComparedMethod of(String name, Texts texts, Texts base, AnswerSummary drawn, AnswerSummary sft) {
        DescriptionReport report = DescriptionReport.of(texts.ids(), texts.scores(), base.scores());
        int[] resumes = texts.ids().stream().mapToInt(Integer::parseInt).toArray();
        BootstrapMeans means = BootstrapMeans.clustered(resumes);
        double[] kl = drawn.kl();
        double[] cut =
                drawn.answers().stream().mapToDouble(one -> one.ended() ? 0 : 1).toArray();
        return new ComparedMethod(
                name, report, kl == null ? null : means.of(kl), means.ofShares(cut), whereBothEnd(drawn, sft, resumes));
    }

    private static @Nullable Estimate whereBothEnd(AnswerSummary drawn, AnswerSummary sft, int[] resumes) {
        double[] after = drawn.judged();
        double[] before = sft.judged();
        int[] both = IntStream.range(0, resumes.length)
                .filter(i ->
                        drawn.answers().get(i).ended() && sft.answers().get(i).ended())
                .toArray();
        return after == null || before == null || both.length == 0
                ? null
                : BootstrapMeans.clustered(
                                IntStream.of(both).map(i -> resumes[i]).toArray())
                        .of(IntStream.of(both)
                                .mapToDouble(i -> after[i] - before[i])
                                .toArray());
    }

    /** How often the judge likes a text better than the SFT model's for the same resume. */
    Estimate wins() {
        return Objects.requireNonNull(report.versus().get(DescriptionMeasure.JUDGE))
                .winRate();
    }
}
