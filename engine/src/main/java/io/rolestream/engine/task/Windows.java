package io.rolestream.engine.task;

import java.util.List;

/** Pools the rows of a text that was read in several windows. */
final class Windows {
    private Windows() {}

    /** The mean of rows; a single row itself. */
    static float[] mean(List<float[]> rows) {
        if (rows.size() == 1) {
            return rows.get(0);
        }
        float[] mean = new float[rows.get(0).length];
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (float[] row : rows) {
                sum += row[i];
            }
            mean[i] = (float) (sum / rows.size());
        }
        return mean;
    }
}
