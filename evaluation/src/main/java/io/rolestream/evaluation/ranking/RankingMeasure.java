package io.rolestream.evaluation.ranking;

/**
 * Measures of a ranked list, as trec_eval 9 computes them; all are from 0 to 1, and 0 for a query without relevant
 * documents.
 */
public enum RankingMeasure {
    /** The mean of the precision at each relevant document; one that was not retrieved counts 0. */
    MAP("MAP", "map") {
        @Override
        public double of(JudgedList list) {
            double sum = 0;
            int found = 0;
            for (int i = 0; i < list.gains().length; i++) {
                if (list.gains()[i] > 0) {
                    found++;
                    sum += (double) found / (i + 1);
                }
            }
            return share(sum, list.relevant());
        }
    },

    /**
     * Gains (the grades), discounted by log2(rank + 1), by those of the best possible ten (Järvelin, Kekäläinen 2002).
     */
    NDCG_10("nDCG@10", "ndcg_cut_10") {
        @Override
        public double of(JudgedList list) {
            return share(discounted(list.gains()), discounted(list.ideal()));
        }
    },

    /** The share of all relevant documents that are among the first ten. */
    RECALL_10("Recall@10", "recall_10") {
        @Override
        public double of(JudgedList list) {
            return share(relevant(list.gains(), TEN), list.relevant());
        }
    },

    /** One by the rank of the first relevant document; 0 if none was retrieved. */
    MRR("MRR", "recip_rank") {
        @Override
        public double of(JudgedList list) {
            for (int i = 0; i < list.gains().length; i++) {
                if (list.gains()[i] > 0) {
                    return 1.0 / (i + 1);
                }
            }
            return 0;
        }
    },

    /** How many of the first five are relevant, by five. */
    P_5("P@5", "P_5") {
        @Override
        public double of(JudgedList list) {
            return (double) relevant(list.gains(), FIVE) / FIVE;
        }
    };

    private static final int TEN = 10;
    private static final int FIVE = 5;

    private final String title;
    private final String trecName;

    RankingMeasure(String title, String trecName) {
        this.title = title;
        this.trecName = trecName;
    }

    public abstract double of(JudgedList list);

    /** As papers write it. */
    public String title() {
        return title;
    }

    /** As trec_eval names it. */
    public String trecName() {
        return trecName;
    }

    private static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    private static double discounted(int[] gains) {
        double sum = 0;
        for (int i = 0; i < Math.min(TEN, gains.length); i++) {
            sum += gains[i] / (Math.log(i + 2) / Math.log(2));
        }
        return sum;
    }

    private static int relevant(int[] gains, int first) {
        int relevant = 0;
        for (int i = 0; i < Math.min(first, gains.length); i++) {
            relevant += gains[i] > 0 ? 1 : 0;
        }
        return relevant;
    }
}
