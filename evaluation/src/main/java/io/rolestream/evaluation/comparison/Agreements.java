package io.rolestream.evaluation.comparison;

import java.util.List;

/**
 * How often labellers give the same answer.
 *
 * @param share {@code [labellers][labellers]}, of the texts
 * @param kappa {@code [labellers][labellers]}, the share beyond what two labellers with these answers would reach if
 *     neither read the texts (Cohen 1960); NaN where both always give the same answer
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Agreements(double[][] share, double[][] kappa) {
    static Agreements of(int roles, List<GivenAnswers> answers) {
        int n = answers.size();
        double[][] share = new double[n][n];
        double[][] kappa = new double[n][n];
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                share[a][b] = share(answers.get(a).roles(), answers.get(b).roles());
                double byChance =
                        byChance(roles, answers.get(a).roles(), answers.get(b).roles());
                kappa[a][b] = byChance == 1 ? Double.NaN : (share[a][b] - byChance) / (1 - byChance);
            }
        }
        return new Agreements(share, kappa);
    }

    private static double share(int[] a, int[] b) {
        int same = 0;
        for (int i = 0; i < a.length; i++) {
            same += a[i] == b[i] ? 1 : 0;
        }
        return (double) same / a.length;
    }

    private static double byChance(int roles, int[] a, int[] b) {
        long[] ofA = new long[roles];
        long[] ofB = new long[roles];
        for (int i = 0; i < a.length; i++) {
            ofA[a[i]]++;
            ofB[b[i]]++;
        }
        double sum = 0;
        for (int role = 0; role < roles; role++) {
            sum += (double) ofA[role] / a.length * ofB[role] / b.length;
        }
        return sum;
    }
}
