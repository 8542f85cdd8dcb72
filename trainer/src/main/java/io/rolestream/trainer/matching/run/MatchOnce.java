package io.rolestream.trainer.matching.run;

import io.rolestream.common.files.Replacement;
import io.rolestream.evaluation.ranking.RankedSystem;
import io.rolestream.evaluation.ranking.RankingComparison;
import io.rolestream.evaluation.ranking.RankingMeasure;
import io.rolestream.evaluation.ranking.RankingVersus;
import io.rolestream.models.task.VersionTask;
import io.rolestream.trainer.matching.MatchCandidate;
import io.rolestream.trainer.matching.MatchRequest;
import io.rolestream.trainer.matching.MatchTraining;
import io.rolestream.trainer.matching.MatchVerdict;
import io.rolestream.trainer.matching.adversary.RewardReport;
import io.rolestream.trainer.matching.adversary.RewardTable;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingMonitor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Trains a matcher or a reward model into a directory, which appears once it is complete: a version as it would be
 * published. A training that is stopped continues when it is called again.
 */
public final class MatchOnce {
    private MatchOnce() {}

    /**
     * @param out must not exist, or be empty
     * @param print where the result is printed
     * @return empty if it was stopped
     * @throws TrainingImpossibleException if the matches do not suffice
     */
    public static Optional<MatchCandidate> run(
            MatchRequest request,
            VersionTask task,
            Path out,
            PrintWriter print,
            TrainingMonitor monitor,
            BooleanSupplier stop)
            throws IOException, InterruptedException, TrainingImpossibleException {
        Path absolute = out.toAbsolutePath();
        Path work = absolute.resolveSibling(absolute.getFileName() + ".work");
        Optional<MatchCandidate> made = MatchTraining.run(request, task, work, monitor, stop);
        if (made.isPresent()) {
            Path complete = work.resolve("package");
            Replacement.delete(complete);
            made.get().packaged().write(complete);
            Files.deleteIfExists(out); // an empty directory that was given
            Files.move(complete, out, StandardCopyOption.ATOMIC_MOVE);
            Replacement.delete(work);
            print(made.get().verdict(), print);
        }
        return made;
    }

    private static void print(MatchVerdict verdict, PrintWriter out) {
        print(verdict.forward(), out);
        print(verdict.backward(), out);
        if (verdict.reward() != null) {
            print(verdict.reward(), out);
        }
        out.println("gate: " + verdict.kind().words());
        verdict.reasons().forEach(reason -> out.println("  " + reason));
        out.flush();
    }

    private static void print(RewardReport reward, PrintWriter out) {
        out.println();
        reward.levels().forEach(out::println);
        print("chosen by", reward.development(), out);
        print("held out", reward.test(), out);
    }

    private static void print(String which, RewardTable table, PrintWriter out) {
        out.printf(
                "%nThe better posting has the higher score, %s%n  %-52s %8s  %-24s %-8s %s%n",
                which, "the worse posting is", "pairs", "reward [95 % interval]", "longer", "more skills");
        table.rows()
                .forEach((name, row) -> out.printf(
                        Locale.ROOT,
                        "  %-52s %,8d  %.3f [%.3f, %.3f]     %.3f    %.3f%n",
                        name,
                        row.comparisons(),
                        row.model().value(),
                        row.model().lower(),
                        row.model().upper(),
                        row.longer(),
                        row.overlap()));
    }

    private static void print(RankingComparison comparison, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n%s, held out: %,d queries%n  %-24s %-24s %-8s %-8s %-8s %s%n",
                comparison.title(),
                comparison.queries().count(),
                "",
                RankingMeasure.NDCG_10.title() + " [95 % interval]",
                RankingMeasure.MAP.title(),
                RankingMeasure.RECALL_10.title(),
                RankingMeasure.MRR.title(),
                "model minus this [95 % interval]");
        for (RankedSystem system : comparison.systems()) {
            RankingVersus versus =
                    system.versus() == null ? null : system.versus().get(RankingMeasure.NDCG_10);
            out.printf(
                    Locale.ROOT,
                    "  %-24s %.3f [%.3f, %.3f]     %.3f    %.3f    %.3f     %s%n",
                    system.name(),
                    system.mean(RankingMeasure.NDCG_10).value(),
                    system.mean(RankingMeasure.NDCG_10).lower(),
                    system.mean(RankingMeasure.NDCG_10).upper(),
                    system.mean(RankingMeasure.MAP).value(),
                    system.mean(RankingMeasure.RECALL_10).value(),
                    system.mean(RankingMeasure.MRR).value(),
                    versus == null
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "%+.3f [%+.3f, %+.3f]",
                                    -versus.difference().value(),
                                    -versus.difference().upper(),
                                    -versus.difference().lower()));
        }
    }
}
