package io.rolestream.evaluation.ranking;

import java.util.Collection;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A ranked list with its judgements, from which the measures follow.
 *
 * @param gains of the retrieved documents in their order, {@code [retrieved]}; 0 for what is not relevant or not judged
 * @param ideal the gains of all relevant documents, the highest first
 * @param judgedAtTen how many of the first ten are judged
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record JudgedList(int[] gains, int[] ideal, int judgedAtTen) {
    static final int TEN = 10;

    public static JudgedList of(RankedList list, Map<String, Integer> judgements) {
        int[] gains = new int[list.size()];
        int judged = 0;
        for (int i = 0; i < gains.length; i++) {
            Integer grade = judgements.get(list.entries().get(i).id());
            gains[i] = grade == null || grade < Qrels.RELEVANT ? 0 : grade;
            judged += grade != null && i < TEN ? 1 : 0;
        }
        return new JudgedList(gains, ideal(judgements.values()), judged);
    }

    private static int[] ideal(Collection<Integer> grades) {
        int[] rising = grades.stream()
                .mapToInt(Integer::intValue)
                .filter(grade -> grade >= Qrels.RELEVANT)
                .sorted()
                .toArray();
        return IntStream.range(0, rising.length)
                .map(i -> rising[rising.length - 1 - i])
                .toArray();
    }

    public int relevant() {
        return ideal.length;
    }
}
