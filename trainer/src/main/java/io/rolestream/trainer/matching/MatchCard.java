package io.rolestream.trainer.matching;

import io.rolestream.evaluation.ranking.RankedSystem;
import io.rolestream.evaluation.ranking.RankingComparison;
import io.rolestream.evaluation.ranking.RankingMeasure;
import io.rolestream.evaluation.report.Markdown;
import io.rolestream.evaluation.report.TrainingSection;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.trainer.matching.adversary.RewardReport;
import io.rolestream.trainer.matching.adversary.RewardTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The {@value #FILE} of a matcher or a reward model: what it learnt from, how it was split, what it is worth. */
final class MatchCard {
    static final String FILE = "README.md";

    private final StringBuilder out = new StringBuilder();

    private MatchCard() {}

    /**
     * Writes it.
     *
     * @param what the model is, a sentence
     * @param rate the peak of the learning rate, as it was chosen
     */
    static void write(
            Path checkpoint,
            String title,
            String what,
            MatchRequest request,
            double rate,
            MatchSplit split,
            MatchVerdict verdict)
            throws IOException {
        MatchCard card = new MatchCard();
        card.line("# " + Markdown.text(title)).line("").line(what).line("");
        card.data(request, rate, split);
        card.out.append(TrainingSection.of(checkpoint));
        card.line("## Measured").line("");
        card.line("On resumes and jobs that the model has not learnt from. 95 % intervals over the queries; the last"
                        + " column is the difference of the model from the row's system by nDCG@10, paired over the"
                        + " queries.")
                .line("");
        card.table(verdict.forward()).table(verdict.backward());
        if (verdict.reward() != null) {
            card.reward(verdict.reward());
        }
        card.line("## Verdict").line("");
        card.line("The gate's verdict: **" + verdict.kind().words() + "**. A model passes if it ranks jobs for resumes"
                        + " better than "
                        + String.join(
                                " and than ", verdict.rivals().stream().sorted().toList())
                        + ", by nDCG@10 with an interval of the difference that excludes 0"
                        + (verdict.reward() == null
                                ? "."
                                : ", and if it scores the honest posting higher than each kind of posting that is only"
                                        + " long or only keywords, in at least nine of ten comparisons. A kind with"
                                        + " fewer than "
                                        + RewardTable.ENOUGH
                                        + " comparisons decides nothing; the model then passes only weakly."))
                .line("");
        verdict.reasons().forEach(reason -> card.line("- " + Markdown.text(reason)));
        Files.writeString(checkpoint.resolve(FILE), card.out.toString().stripTrailing() + "\n");
    }

    private void data(MatchRequest request, double rate, MatchSplit split) {
        line("## Trained on").line("");
        line(String.format(
                        Locale.ROOT,
                        "%s: %,d resumes and %,d jobs. The content hash puts a fifth of both on the test side."
                                + " %,d matches were learnt, %,d of other resumes chose the best epoch, %,d of resumes"
                                + " and jobs of the test side judge the model, and %,d between the sides were used for"
                                + " nothing.",
                        Markdown.text(request.data().source()),
                        split.resumes().size(),
                        split.jobs().size(),
                        split.train().size(),
                        split.validation().size(),
                        split.test().size(),
                        split.unused()))
                .line("");
        MatchSettings settings = request.settings();
        line(String.format(
                        Locale.ROOT,
                        "Base %s, seed %d, settings %s.",
                        Markdown.text(settings.base()),
                        settings.seed(),
                        Markdown.text(settings.json(rate).toString())))
                .line("");
    }

    private void reward(RewardReport report) {
        line("### As a reward").line("");
        line("The scores' level is set on resumes that are not learnt from, with jobs that are; on learnt pairs where"
                        + " there are too few of them. Held out are resumes and jobs that are both not learnt from.")
                .line("");
        report.levels().forEach(sentence -> line(sentence).line(""));
        line("How often the better of two postings for a resume of the test has the higher score: the job that suits it"
                        + " best, or the job of the higher grade in the first row. Equal scores count as wrong. The"
                        + " last columns are the same shares for the longer posting, and for the one that names more"
                        + " of the resume's skills.")
                .line("");
        line("| the worse posting is | comparisons | reward model | longer | more skills |")
                .line("|---|---:|---:|---:|---:|");
        report.test()
                .rows()
                .forEach((name, row) -> line(String.format(
                        Locale.ROOT,
                        "| %s | %,d | %.3f [%.3f, %.3f] | %.3f | %.3f |",
                        name,
                        row.comparisons(),
                        row.model().value(),
                        row.model().lower(),
                        row.model().upper(),
                        row.longer(),
                        row.overlap())));
        line("");
    }

    private MatchCard table(RankingComparison comparison) {
        line(String.format(
                        Locale.ROOT,
                        "%s: %,d queries, %,d relevant pairs.",
                        comparison.title(),
                        comparison.queries().count(),
                        comparison.queries().relevant()))
                .line("");
        StringBuilder head = new StringBuilder("| system |");
        StringBuilder rule = new StringBuilder("|---|");
        for (RankingMeasure measure : RankingMeasure.values()) {
            head.append(' ').append(measure.title()).append(" |");
            rule.append("---:|");
        }
        line(head + " difference |").line(rule + "---:|");
        for (RankedSystem system : comparison.systems()) {
            StringBuilder row = new StringBuilder("| " + Markdown.text(system.name()) + " |");
            for (RankingMeasure measure : RankingMeasure.values()) {
                Estimate mean = system.mean(measure);
                row.append(
                        String.format(Locale.ROOT, " %.3f [%.3f, %.3f] |", mean.value(), mean.lower(), mean.upper()));
            }
            var versus = system.versus() == null ? null : system.versus().get(RankingMeasure.NDCG_10);
            row.append(
                    versus == null
                            ? " |"
                            : String.format(
                                    Locale.ROOT,
                                    " %+.3f [%+.3f, %+.3f] |",
                                    -versus.difference().value(),
                                    -versus.difference().upper(),
                                    -versus.difference().lower()));
            line(row.toString());
        }
        return line("");
    }

    private MatchCard line(String text) {
        out.append(text).append('\n');
        return this;
    }
}
