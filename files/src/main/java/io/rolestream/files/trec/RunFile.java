package io.rolestream.files.trec;

import io.rolestream.common.text.Quoted;
import io.rolestream.evaluation.ranking.RankedList;
import io.rolestream.evaluation.ranking.RetrievalRun;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.write.OutputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run in trec_eval's format: {@code query Q0 document rank score tag}. As trec_eval does, the order follows from the
 * scores; the second and fourth fields are not used. The run's name is the tag of its first line.
 */
public final class RunFile {
    private static final String LAYOUT = "query Q0 document rank score tag";
    private static final int FIELDS = 6;
    private static final int DOCUMENT = 2;
    private static final int SCORE = 4;
    private static final int TAG = 5;

    private RunFile() {}

    /** @throws InputException if it can't be read, or a line is wrong; names the line */
    public static RetrievalRun read(Path file) {
        Map<String, List<RankedList.Entry>> lists = new LinkedHashMap<>();
        Map<String, Set<String>> ids = new LinkedHashMap<>();
        String tag = null;
        try (TrecLines lines = TrecLines.open(file, FIELDS, LAYOUT)) {
            for (String[] line = lines.next(); line != null; line = lines.next()) {
                tag = tag == null ? line[TAG] : tag;
                if (!ids.computeIfAbsent(line[0], absent -> new HashSet<>()).add(line[DOCUMENT])) {
                    throw lines.problem("the document " + Quoted.of(line[DOCUMENT]) + " is retrieved a second time for "
                            + Quoted.of(line[0]) + "; keep one of the lines");
                }
                lists.computeIfAbsent(line[0], absent -> new ArrayList<>())
                        .add(new RankedList.Entry(line[DOCUMENT], score(lines, line[SCORE])));
            }
            if (tag == null) {
                throw lines.withoutLines();
            }
        }
        Map<String, RankedList> sorted = new LinkedHashMap<>();
        lists.forEach((query, list) -> sorted.put(query, RankedList.of(list)));
        return new RetrievalRun(tag, sorted);
    }

    private static float score(TrecLines lines, String text) {
        Float score = number(text);
        if (score == null || score.isNaN()) {
            throw lines.problem("the score " + Quoted.of(text) + " is not a number");
        }
        return score;
    }

    /** Java also takes a type suffix, as in {@code 1f}, for part of a number; C does not. */
    private static @Nullable Float number(String text) {
        char last = Character.toLowerCase(text.charAt(text.length() - 1));
        try {
            return last == 'f' || last == 'd' ? infinity(text) : (Float) (float) Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return infinity(text);
        }
    }

    private static @Nullable Float infinity(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Float.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Float.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    /**
     * Writes a run; its queries and documents are tokens ({@link TrecId}).
     *
     * @throws OutputException if it can't be written
     */
    public static void write(Path file, RetrievalRun run) {
        String tag = TrecId.of(run.name());
        TrecWriter.write(
                file,
                out -> run.lists().forEach((query, list) -> {
                    int rank = 0;
                    for (RankedList.Entry entry : list.entries()) {
                        rank++;
                        out.print(query + " Q0 " + entry.id() + ' ' + rank + ' ' + entry.score() + ' ' + tag + '\n');
                    }
                }));
    }
}
