package io.rolestream.files.ranking;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.rolestream.evaluation.ranking.RankedSystem;
import io.rolestream.evaluation.ranking.RankingComparison;
import io.rolestream.evaluation.ranking.RankingMeasure;
import io.rolestream.evaluation.ranking.RankingVersus;
import io.rolestream.evaluation.ranking.report.RankingReport;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.files.write.CsvText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compared rankings as comma-separated tables; columns have trec_eval's names of the measures. */
final class RankingCsv {
    private static final CsvText TEXT = new CsvText(true);

    private RankingCsv() {}

    /** A row for each direction, slice and system; the slice is empty for all queries. */
    static String systems(RankingReport report) {
        return table(csv -> {
            List<String> header = new ArrayList<>(List.of("direction", "slice", "system", "queries"));
            for (RankingMeasure measure : RankingMeasure.values()) {
                String name = measure.trecName();
                header.addAll(List.of(name, name + "_lower", name + "_upper"));
                header.addAll(List.of(name + "_difference", name + "_difference_lower", name + "_difference_upper"));
                header.addAll(List.of(name + "_p", name + "_holm_p"));
            }
            csv.writeRecord(header);
            for (RankingReport.Direction direction : report.directions()) {
                RankingComparison comparison = direction.comparison();
                int all = comparison.queries().count();
                comparison.systems().forEach(system -> csv.writeRecord(row(direction.key(), "", all, system)));
                for (RankingComparison.ComparedSlice slice : comparison.slices()) {
                    slice.systems()
                            .forEach(system -> csv.writeRecord(
                                    row(direction.key(), slice.slice().name(), slice.queries(), system)));
                }
            }
        });
    }

    private static List<String> row(String direction, String slice, int queries, RankedSystem system) {
        List<String> row =
                new ArrayList<>(List.of(direction, TEXT.of(slice), TEXT.of(system.name()), Integer.toString(queries)));
        Map<RankingMeasure, RankingVersus> all = system.versus();
        for (RankingMeasure measure : RankingMeasure.values()) {
            RankingVersus versus = all == null ? null : all.get(measure);
            add(row, system.mean(measure));
            add(row, versus == null ? null : versus.difference());
            row.add(versus == null ? "" : Double.toString(versus.p()));
            row.add(versus == null ? "" : Double.toString(versus.holm()));
        }
        return row;
    }

    private static void add(List<String> row, @Nullable Estimate estimate) {
        row.add(estimate == null ? "" : Double.toString(estimate.value()));
        row.add(estimate == null ? "" : Double.toString(estimate.lower()));
        row.add(estimate == null ? "" : Double.toString(estimate.upper()));
    }

    /** A row for each direction, system and query. */
    static String queries(RankingReport report) {
        return table(csv -> {
            List<String> header = new ArrayList<>(List.of("direction", "system", "query"));
            for (RankingMeasure measure : RankingMeasure.values()) {
                header.add(measure.trecName());
            }
            csv.writeRecord(header);
            for (RankingReport.Direction direction : report.directions()) {
                for (RankedSystem system : direction.comparison().systems()) {
                    List<String> queries = system.scores().queries();
                    for (int q = 0; q < queries.size(); q++) {
                        List<String> row = new ArrayList<>(
                                List.of(direction.key(), TEXT.of(system.name()), TEXT.of(queries.get(q))));
                        for (RankingMeasure measure : RankingMeasure.values()) {
                            row.add(Double.toString(system.scores().of(measure)[q]));
                        }
                        csv.writeRecord(row);
                    }
                }
            }
        });
    }

    private static String table(Consumer<CsvWriter> rows) {
        StringWriter out = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out)) {
            rows.accept(csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
