package io.rolestream.trainer.pretrain;

import io.rolestream.common.service.CommandFailedException;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The texts in a file of resumes: a row's skills and its text count separately. The side depends on a hash of the text,
 * so equal texts are on the same side.
 */
public record Corpus(List<String> training, List<String> validation) {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    public Corpus {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /**
     * @param share to hold out, 0 up to but not 1
     * @param bad receives unreadable rows
     * @throws CommandFailedException if there is no text to train on
     */
    public static Corpus read(Iterator<Row> rows, double share, Consumer<BadRow> bad) {
        List<String> training = new ArrayList<>();
        List<String> validation = new ArrayList<>();
        while (rows.hasNext()) {
            Row row = rows.next();
            if (row instanceof ResumeRow resume) {
                add(resume.skills(), share, training, validation);
                add(resume.text(), share, training, validation);
            } else if (row instanceof BadRow badRow) {
                bad.accept(badRow);
            } else {
                throw new AssertionError(row.getClass());
            }
        }
        if (training.isEmpty()) {
            throw new CommandFailedException("no text to train on: no row has skills or a text"
                    + (validation.isEmpty()
                            ? ""
                            : " on the training side; give more rows, or a smaller --validation-share"));
        }
        return new Corpus(training, validation);
    }

    private static void add(@Nullable String text, double share, List<String> training, List<String> validation) {
        if (text != null && !text.isBlank()) {
            boolean validates = ((text.hashCode() * MIX) >>> 11) * 0x1p-53 < share;
            (validates ? validation : training).add(text);
        }
    }

    /** A long text is several sequences. */
    static List<int[]> encode(TextTokenizer tokenizer, List<String> texts) {
        return texts.stream()
                .flatMap(text -> tokenizer.encode(text).windows().stream())
                .toList();
    }
}
