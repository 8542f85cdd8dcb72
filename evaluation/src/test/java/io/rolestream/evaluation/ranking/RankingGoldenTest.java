package io.rolestream.evaluation.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Compares with what trec_eval's code computes; tools/ranking_golden.py made the file. */
class RankingGoldenTest {
    private static final Offset<Double> EXACT = within(1e-9);

    @Test
    void shouldMeasureEveryQueryAsTrecEval() throws IOException {
        JsonNode golden = golden();
        int compared = 0;
        for (JsonNode one : golden.get("cases")) {
            Qrels qrels = qrels(one);
            RunScores scores = RunScores.of(qrels, run(one));
            for (RankingMeasure measure : RankingMeasure.values()) {
                int column = column(golden, measure);
                for (int q = 0; q < scores.queries().size(); q++) {
                    // trec_eval leaves out what the run lacks; with -c it counts as 0.
                    JsonNode expected = one.get("scores").get(scores.queries().get(q));
                    double value = expected == null ? 0 : expected.get(column).doubleValue();
                    assertThat(scores.of(measure)[q])
                            .as(
                                    "%s of %s in a case with %s",
                                    measure, scores.queries().get(q), qrels.queries())
                            .isCloseTo(value, EXACT);
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(5000);
    }

    @Test
    void shouldFindEveryQueryOfTheGoldenFileInItsScores() throws IOException {
        for (JsonNode one : golden().get("cases")) {
            RunScores scores = RunScores.of(qrels(one), run(one));
            one.get("scores")
                    .fieldNames()
                    .forEachRemaining(query -> assertThat(scores.queries()).contains(query));
            assertThat(scores.queries().size() - scores.missing())
                    .isEqualTo(one.get("scores").size());
        }
    }

    private static int column(JsonNode golden, RankingMeasure measure) {
        List<String> names = new ArrayList<>();
        golden.get("measures").forEach(name -> names.add(name.textValue()));
        assertThat(names).contains(measure.trecName());
        return names.indexOf(measure.trecName());
    }

    private static Qrels qrels(JsonNode one) {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        one.get("qrels").fields().forEachRemaining(query -> {
            Map<String, Integer> judged = new LinkedHashMap<>();
            query.getValue()
                    .fields()
                    .forEachRemaining(
                            pair -> judged.put(pair.getKey(), pair.getValue().intValue()));
            grades.put(query.getKey(), judged);
        });
        return new Qrels(grades);
    }

    private static RetrievalRun run(JsonNode one) {
        Map<String, RankedList> lists = new LinkedHashMap<>();
        one.get("run").fields().forEachRemaining(query -> {
            List<RankedList.Entry> list = new ArrayList<>();
            query.getValue()
                    .fields()
                    .forEachRemaining(pair -> list.add(new RankedList.Entry(
                            pair.getKey(), (float) pair.getValue().doubleValue())));
            lists.put(query.getKey(), RankedList.of(list));
        });
        return new RetrievalRun("golden", lists);
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = RankingGoldenTest.class.getResourceAsStream("golden.json.gz")) {
            return new ObjectMapper().readTree(new GZIPInputStream(Objects.requireNonNull(in)));
        }
    }
}
