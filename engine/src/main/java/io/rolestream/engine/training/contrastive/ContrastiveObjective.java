package io.rolestream.engine.training.contrastive;

import io.rolestream.engine.model.Head;
import io.rolestream.engine.task.Pooling;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.contrastive.ContrastiveExamples.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * {@link InfoNce} over the pairs of a batch. The candidates of each pair are the documents of all pairs of the batch
 * and their drawn negatives, each once.
 */
public final class ContrastiveObjective implements Objective {
    private final ContrastiveExamples examples;
    private final ContrastiveOptions options;
    private final InfoNce loss;

    public ContrastiveObjective(ContrastiveExamples examples, ContrastiveOptions options) {
        this.examples = examples;
        this.options = options;
        this.loss = new InfoNce(options.temperature(), options.symmetric());
    }

    /** The function of the script that gives vectors. */
    static String function(Pooling pooling) {
        return pooling == Pooling.MEAN ? "mean_vectors" : "first_vectors";
    }

    @Override
    public Head head() {
        return Head.NONE;
    }

    @Override
    public int size() {
        return examples.pairs().size();
    }

    @Override
    public int tokens(int example) {
        Pair pair = examples.pairs().get(example);
        return examples.queries().get(pair.query()).length
                + examples.documents().get(pair.document()).length;
    }

    @Override
    public long fingerprint() {
        return examples.fingerprint();
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("loss", "InfoNCE");
        settings.put("pooling", options.pooling().key());
        settings.put("temperature", Double.toString(options.temperature()));
        settings.put("symmetric", Boolean.toString(options.symmetric()));
        settings.put("negatives", Integer.toString(options.negatives()));
        return settings;
    }

    @Override
    public ContrastiveBatch batch(int[] indexes, SplittableRandom random) {
        ContrastiveBatch batch = new ContrastiveBatch();
        for (int index : indexes) {
            Pair pair = examples.pairs().get(index);
            batch.add(pair, drawn(pair.negatives(), random));
        }
        return batch;
    }

    private List<Integer> drawn(List<Integer> negatives, SplittableRandom random) {
        List<Integer> left = new ArrayList<>(negatives);
        List<Integer> drawn = new ArrayList<>();
        while (drawn.size() < options.negatives() && !left.isEmpty()) {
            drawn.add(left.remove(random.nextInt(left.size())));
        }
        return drawn;
    }

    /** Some pairs, with the negatives that were drawn for them. */
    final class ContrastiveBatch implements JointBatch {
        private final List<InfoNce.Row> rows = new ArrayList<>();
        private final Map<Integer, Integer> queries = new LinkedHashMap<>();
        private final Map<Integer, Integer> documents = new LinkedHashMap<>();

        void add(Pair pair, List<Integer> negatives) {
            rows.add(new InfoNce.Row(
                    place(queries, pair.query()), place(documents, pair.document()), pair.level(), pair.weight()));
            negatives.forEach(negative -> place(documents, negative));
        }

        private static int place(Map<Integer, Integer> places, int index) {
            return places.computeIfAbsent(index, unused -> places.size());
        }

        @Override
        public List<int[]> sequences() {
            return Stream.concat(
                            queries.keySet().stream().map(examples.queries()::get),
                            documents.keySet().stream().map(examples.documents()::get))
                    .toList();
        }

        @Override
        public String function() {
            return ContrastiveObjective.function(options.pooling());
        }

        @Override
        public JointLoss loss(float[][] vectors) {
            return result(vectors).loss();
        }

        InfoNce.Result result(float[][] vectors) {
            List<Integer> queryIndexes = List.copyOf(queries.keySet());
            List<Integer> documentIndexes = List.copyOf(documents.keySet());
            float[][] first = new float[queries.size()][];
            float[][] second = new float[documents.size()][];
            System.arraycopy(vectors, 0, first, 0, first.length);
            System.arraycopy(vectors, first.length, second, 0, second.length);
            return loss.of(
                    first,
                    second,
                    rows,
                    (query, document, level) ->
                            examples.isPositive(queryIndexes.get(query), documentIndexes.get(document), level));
        }

        int size() {
            return rows.size();
        }
    }
}
