package io.rolestream.evaluation.ranking.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.evaluation.ranking.RankedSystem;
import io.rolestream.evaluation.ranking.RankingComparison;
import io.rolestream.evaluation.ranking.RankingMeasure;
import io.rolestream.evaluation.ranking.RankingVersus;
import io.rolestream.evaluation.significance.Estimate;
import java.util.Map;
import java.util.Objects;

/**
 * A comparison of rankings as JSON. Its field names are fixed:
 *
 * <ul>
 *   <li>{@code format}: 1; {@code source}; {@code systems}: what each does; {@code remarks} and {@code methods}
 *   <li>{@code intervals}: {@code level}, {@code resamples}, {@code permutations} and {@code seed}; an interval has
 *       {@code value}, {@code lower} and {@code upper}
 *   <li>{@code directions}: {@code direction} ({@code jobs} or {@code resumes}), {@code headline}, {@code queries},
 *       {@code queriesWithoutRelevant}, {@code judgements}, {@code relevant}, {@code systems} and {@code slices}
 *   <li>a system: {@code name}, {@code means} by trec_eval's names of the measures, {@code queriesWithoutResults},
 *       {@code queriesWithoutJudgements}, {@code judgedAtTen}, and of all but the first {@code againstFirst}, with
 *       {@code difference}, {@code permutationP}, {@code holmP}, {@code queriesBetter} and {@code queriesWorse} by
 *       measure
 *   <li>a slice: {@code name}, {@code definition}, {@code queries} and {@code systems} with their {@code means}
 * </ul>
 */
public final class RankingJson {
    private static final int FORMAT = 1;

    /** Writes records whose components have the names of the fields. */
    private static final ObjectMapper RECORDS = new ObjectMapper();

    private RankingJson() {}

    public static ObjectNode of(RankingReport report) {
        ObjectNode root = JsonFiles.newObject();
        root.put("format", FORMAT);
        root.put("source", report.source());
        ObjectNode systems = root.putObject("systems");
        report.systems().forEach(systems::put);
        report.remarks().forEach(root.putArray("remarks")::add);
        RankingMethods.ALL.forEach(root.putArray("methods")::add);
        root.putObject("intervals")
                .put("level", Estimate.LEVEL)
                .put("resamples", RankingComparison.RESAMPLES)
                .put("permutations", RankingComparison.PERMUTATIONS)
                .put("seed", RankingComparison.SEED);
        ArrayNode directions = root.putArray("directions");
        report.directions().forEach(direction -> directions.add(direction(direction)));
        return root;
    }

    private static ObjectNode direction(RankingReport.Direction direction) {
        RankingComparison comparison = direction.comparison();
        ObjectNode node = JsonFiles.newObject();
        node.put("direction", direction.key());
        RankingHeadline.of(comparison).forEach(node.putArray("headline")::add);
        node.put("queries", comparison.queries().count())
                .put("queriesWithoutRelevant", comparison.queries().withoutRelevant())
                .put("judgements", comparison.queries().judgements())
                .put("relevant", comparison.queries().relevant());
        ArrayNode systems = node.putArray("systems");
        comparison.systems().forEach(system -> systems.add(system(system)));
        ArrayNode slices = node.putArray("slices");
        for (RankingComparison.ComparedSlice slice : comparison.slices()) {
            ObjectNode one = slices.addObject();
            one.put("name", slice.slice().name())
                    .put("definition", slice.slice().definition())
                    .put("queries", slice.queries());
            ArrayNode some = one.putArray("systems");
            slice.systems()
                    .forEach(system ->
                            some.addObject().put("name", system.name()).set("means", means(system)));
        }
        return node;
    }

    private static ObjectNode system(RankedSystem system) {
        ObjectNode node = JsonFiles.newObject();
        node.put("name", system.name());
        node.set("means", means(system));
        node.put("queriesWithoutResults", system.scores().missing());
        node.put("queriesWithoutJudgements", system.scores().unjudged());
        double judged = system.scores().judgedAtTen();
        node.put("judgedAtTen", Double.isNaN(judged) ? null : (Double) judged);
        Map<RankingMeasure, RankingVersus> versus = system.versus();
        if (versus != null) {
            ObjectNode against = node.putObject("againstFirst");
            for (RankingMeasure measure : RankingMeasure.values()) {
                against.set(measure.trecName(), versus(Objects.requireNonNull(versus.get(measure))));
            }
        }
        return node;
    }

    private static ObjectNode means(RankedSystem system) {
        ObjectNode means = JsonFiles.newObject();
        for (RankingMeasure measure : RankingMeasure.values()) {
            means.set(measure.trecName(), RECORDS.valueToTree(system.mean(measure)));
        }
        return means;
    }

    private static ObjectNode versus(RankingVersus versus) {
        ObjectNode node = JsonFiles.newObject();
        node.set("difference", RECORDS.valueToTree(versus.difference()));
        return node.put("permutationP", versus.p())
                .put("holmP", versus.holm())
                .put("queriesBetter", versus.better())
                .put("queriesWorse", versus.worse());
    }
}
