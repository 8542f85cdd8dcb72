package io.rolestream.trainer.recipe;

import io.rolestream.common.service.CommandFailedException;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.trainer.labelling.TrainingText;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a file of resumes and the answers of another, joined by the resumes' ids. Equal texts count once; if a
 * text has several answers, the last in the file of resumes counts. Everything is held in memory.
 */
public final class FileTexts implements TextSource {
    private final SortedMap<String, TrainingText> byHash = new TreeMap<>();
    private long resumes;
    private long answered;

    /**
     * A person's answer.
     *
     * @param drawnAtRandom whether the resume was, and not for being doubtful
     */
    public record GivenRole(String resumeId, String role, boolean drawnAtRandom) {}

    private FileTexts() {}

    /**
     * Reads all rows, and passes those that cannot be read or judged to {@code bad}.
     *
     * @param reader of the judged texts
     * @throws CommandFailedException if no row can be judged, or no answer refers to a resume of the file
     */
    public static FileTexts read(
            Iterator<Row> rows, List<GivenRole> answers, ResumeReader reader, Consumer<BadRow> bad) {
        Map<String, GivenRole> byResume = new HashMap<>();
        answers.forEach(answer -> byResume.put(answer.resumeId(), answer));
        FileTexts texts = new FileTexts();
        while (rows.hasNext()) {
            Row row = rows.next();
            if (row instanceof ResumeRow resume) {
                Reading<ReadableResume> reading = reader.read(resume.event(), System.currentTimeMillis());
                if (reading instanceof Reading.Readable<ReadableResume> readable) {
                    texts.add(readable.value(), byResume.remove(readable.value().resumeId()));
                } else if (reading instanceof Reading.Unreadable<ReadableResume> unreadable) {
                    bad.accept(new BadRow(resume.rowNumber(), resume.line(), resume.resumeId(), unreadable.message()));
                } else {
                    throw new AssertionError(reading.getClass());
                }
            } else if (row instanceof BadRow badRow) {
                bad.accept(badRow);
            } else {
                throw new AssertionError(row.getClass());
            }
        }
        if (texts.resumes == 0) {
            throw new CommandFailedException("no text to train on: no row has skills or a text");
        }
        if (!answers.isEmpty() && texts.answered == 0) {
            throw new CommandFailedException("none of the " + answers.size()
                    + " answers refers to a resume in the data; do both files use the same ids?");
        }
        return texts;
    }

    private void add(ReadableResume resume, @Nullable GivenRole answer) {
        resumes++;
        String hash = resume.contentHash();
        if (answer != null) {
            answered++;
            byHash.put(hash, new TrainingText(hash, resume.judgedText(), answer.role(), answer.drawnAtRandom()));
        } else {
            byHash.computeIfAbsent(hash, absent -> new TrainingText(absent, resume.judgedText(), null, false));
        }
    }

    @Override
    public void forEach(Consumer<TrainingText> consumer) {
        byHash.values().forEach(consumer);
    }

    public long resumes() {
        return resumes;
    }

    /** The number of resumes with an answer. */
    public long answered() {
        return answered;
    }

    /** The number of distinct texts. */
    public int size() {
        return byHash.size();
    }
}
