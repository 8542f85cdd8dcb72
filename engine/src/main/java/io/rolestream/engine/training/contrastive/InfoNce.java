package io.rolestream.engine.training.contrastive;

import io.rolestream.engine.training.Objective.JointLoss;
import java.util.List;

/**
 * The contrastive loss InfoNCE (van den Oord et al., 2018) over vectors of length 1, with its gradients. For each pair
 * of a query and its document it is the cross-entropy of finding the document among all documents of the batch, by
 * {@code softmax(cosine / temperature)}; if symmetric, the mean of that and of finding the query among all queries.
 * What is known to suit as well is left out of the candidates; what suits less is not. Losses are averaged by the
 * pairs' weights.
 *
 * @param temperature divides cosines, above 0
 */
record InfoNce(double temperature, boolean symmetric) {
    /**
     * A pair, by the places of its query and its document among the batch's.
     *
     * @param level how well the document suits
     * @param weight above 0
     */
    record Row(int query, int document, int level, double weight) {}

    /** Whether a document is known to suit a query at least as well as a level says, both by their places. */
    @FunctionalInterface
    interface Known {
        boolean suits(int query, int document, int level);
    }

    /**
     * The loss, and how often the right document comes first.
     *
     * @param loss with gradients of the queries, then of the documents
     * @param accuracy the share of pairs whose document has a higher cosine than all other candidates
     */
    record Result(JointLoss loss, double accuracy) {}

    /**
     * @param queries {@code [queries][width]}
     * @param documents {@code [documents][width]}
     * @param rows at least one
     */
    Result of(float[][] queries, float[][] documents, List<Row> rows, Known known) {
        double[][] cosines = cosines(queries, documents);
        double[][] slopes = new double[queries.length][documents.length];
        double weights = rows.stream().mapToDouble(Row::weight).sum();
        double loss = 0;
        int first = 0;
        for (Row row : rows) {
            double weight = row.weight() / weights / (symmetric ? 2 : 1);
            loss += weight * overDocuments(row, cosines, slopes, known, weight);
            if (symmetric) {
                loss += weight * overQueries(row, cosines, slopes, known, weight);
            }
            first += isFirst(row, cosines, known) ? 1 : 0;
        }
        return new Result(new JointLoss(loss, gradients(queries, documents, slopes)), (double) first / rows.size());
    }

    private static double[][] cosines(float[][] queries, float[][] documents) {
        double[][] result = new double[queries.length][documents.length];
        for (int i = 0; i < queries.length; i++) {
            for (int j = 0; j < documents.length; j++) {
                double sum = 0;
                for (int k = 0; k < queries[i].length; k++) {
                    sum += (double) queries[i][k] * documents[j][k];
                }
                result[i][j] = sum;
            }
        }
        return result;
    }

    private double overDocuments(Row row, double[][] cosines, double[][] slopes, Known known, double weight) {
        int count = cosines[row.query()].length;
        double[] scores = new double[count];
        for (int j = 0; j < count; j++) {
            scores[j] = j == row.document() || !known.suits(row.query(), j, row.level())
                    ? cosines[row.query()][j] / temperature
                    : Double.NEGATIVE_INFINITY;
        }
        double loss = softmax(scores, row.document());
        for (int j = 0; j < count; j++) {
            slopes[row.query()][j] += weight * (scores[j] - (j == row.document() ? 1 : 0)) / temperature;
        }
        return loss;
    }

    private double overQueries(Row row, double[][] cosines, double[][] slopes, Known known, double weight) {
        int count = cosines.length;
        double[] scores = new double[count];
        for (int i = 0; i < count; i++) {
            scores[i] = i == row.query() || !known.suits(i, row.document(), row.level())
                    ? cosines[i][row.document()] / temperature
                    : Double.NEGATIVE_INFINITY;
        }
        double loss = softmax(scores, row.query());
        for (int i = 0; i < count; i++) {
            slopes[i][row.document()] += weight * (scores[i] - (i == row.query() ? 1 : 0)) / temperature;
        }
        return loss;
    }

    /** Turns scores into probabilities, and returns the cross-entropy of the right one. */
    private static double softmax(double[] scores, int right) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            greatest = Math.max(greatest, score);
        }
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score - greatest);
        }
        double loss = greatest + Math.log(sum) - scores[right];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.exp(scores[i] - greatest) / sum;
        }
        return loss;
    }

    private static boolean isFirst(Row row, double[][] cosines, Known known) {
        double[] all = cosines[row.query()];
        for (int j = 0; j < all.length; j++) {
            if (j != row.document() && all[j] >= all[row.document()] && !known.suits(row.query(), j, row.level())) {
                return false;
            }
        }
        return true;
    }

    private static float[][] gradients(float[][] queries, float[][] documents, double[][] slopes) {
        int width = queries[0].length;
        double[][] sums = new double[queries.length + documents.length][width];
        for (int i = 0; i < queries.length; i++) {
            for (int j = 0; j < documents.length; j++) {
                double slope = slopes[i][j];
                for (int k = 0; k < width; k++) {
                    sums[i][k] += slope * documents[j][k];
                    sums[queries.length + j][k] += slope * queries[i][k];
                }
            }
        }
        float[][] result = new float[sums.length][width];
        for (int i = 0; i < sums.length; i++) {
            for (int k = 0; k < width; k++) {
                result[i][k] = (float) sums[i][k];
            }
        }
        return result;
    }
}
