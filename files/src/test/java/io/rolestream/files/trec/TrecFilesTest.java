package io.rolestream.files.trec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.evaluation.ranking.Qrels;
import io.rolestream.evaluation.ranking.RankedList;
import io.rolestream.evaluation.ranking.RankedList.Entry;
import io.rolestream.evaluation.ranking.RankingMeasure;
import io.rolestream.evaluation.ranking.RetrievalRun;
import io.rolestream.evaluation.ranking.RunScores;
import io.rolestream.files.bytes.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrecFilesTest {
    @SuppressWarnings("NullAway.Init")
    @TempDir
    private Path directory;

    @Test
    void shouldReadWhatItWrites() {
        Random random = new Random(3);
        Map<String, RankedList> lists = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        for (int q = 0; q < 20; q++) {
            List<Entry> list = new ArrayList<>();
            Map<String, Integer> judged = new LinkedHashMap<>();
            for (int d = 0; d < 30; d++) {
                list.add(
                        new Entry("job-" + d, (float) random.nextGaussian() * (random.nextBoolean() ? 1e-20f : 1e20f)));
                judged.put("job-" + d, random.nextInt(4) - 1);
            }
            lists.put("resume-" + q, RankedList.of(list));
            grades.put("resume-" + q, judged);
        }
        Path run = directory.resolve("run.txt");
        Path qrels = directory.resolve("qrels.txt");
        RunFile.write(run, new RetrievalRun("my system", lists));
        QrelsFile.write(qrels, new Qrels(grades));

        RetrievalRun read = RunFile.read(run);

        assertThat(read.name()).isEqualTo("my%20system");
        lists.forEach((query, list) -> assertThat(read.of(query).entries()).isEqualTo(list.entries()));
        assertThat(QrelsFile.read(qrels).grades()).isEqualTo(grades);
    }

    @Test
    void shouldOrderByScoreAndNotByTheRankThatALineStates() throws IOException {
        Path file = write("q1 Q0 d1 1 0.5 tag\nq1 Q0 d2 2 0.7 tag\n");

        assertThat(RunFile.read(file).of("q1").entries()).extracting(Entry::id).containsExactly("d2", "d1");
    }

    @Test
    void shouldReadTabsAnyLineEndsABlankLineAndAByteOrderMark() throws IOException {
        Path file = write("\uFEFFq1\t0\td1\t2\r\n\r\n  q1   0 d2 0  \nq2\t0\té💼\t+1");

        assertThat(QrelsFile.read(file).grades())
                .isEqualTo(Map.of("q1", Map.of("d1", 2, "d2", 0), "q2", Map.of("é💼", 1)));
    }

    @Test
    void shouldReadGzippedFiles() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("q1 0 d1 1\n".getBytes(StandardCharsets.UTF_8));
        }
        Path whole = Files.write(directory.resolve("whole.gz"), packed.toByteArray());
        byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() - 9);
        Path cut = Files.write(directory.resolve("cut.gz"), half);

        assertThat(QrelsFile.read(whole).judgements()).isEqualTo(1);
        assertThatThrownBy(() -> QrelsFile.read(cut))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the gzip data ends");
    }

    @Test
    void shouldReadInfiniteScores() throws IOException {
        Path file = write("q1 Q0 d1 1 -inf t\nq1 Q0 d2 2 1e300 t\nq1 Q0 d3 2 7 t\nq1 Q0 d4 2 Infinity t\n");

        assertThat(RunFile.read(file).of("q1").entries()).extracting(Entry::id).containsExactly("d4", "d2", "d3", "d1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "q1 Q0 d1 1 0.5|line 1: 5 fields, not 6 (query Q0 document rank score tag)",
                "q1 Q0 d1 1 0.5 my tag|line 1: 7 fields, not 6",
                "q1 Q0 d1 1 NaN t|line 1: the score \"NaN\" is not a number",
                "q1 Q0 d1 1 0,5 t|line 1: the score \"0,5\" is not a number",
                "q1 Q0 d1 1 1f t|line 1: the score \"1f\" is not a number",
                "q1 Q0 d1 1 2 t~q1 Q0 d1 2 1 t|line 2: the document \"d1\" is retrieved a second time for \"q1\"",
            })
    void shouldSayWhichLineOfARunIsWrong(String lines, String message) throws IOException {
        Path file = write(lines.replace('~', '\n'));

        assertThatThrownBy(() -> RunFile.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ", ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "q1 0 d1|line 1: 3 fields, not 4 (query iteration document grade)",
                "q1 0 d1 1.5|line 1: the grade \"1.5\" is not a whole number",
                "q1 0 d1 99999999999|line 1: the grade",
                "q1 0 d1 1~~q1 0 d1 1|line 3: the document \"d1\" is judged a second time for \"q1\"",
            })
    void shouldSayWhichJudgementIsWrong(String lines, String message) throws IOException {
        Path file = write(lines.replace('~', '\n'));

        assertThatThrownBy(() -> QrelsFile.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ", ")
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseFilesWithoutLines() throws IOException {
        Path empty = write("");
        assertThatThrownBy(() -> RunFile.read(empty)).hasMessage(empty + ": it is empty");
        Path blank = write("\n \n");
        assertThatThrownBy(() -> QrelsFile.read(blank)).hasMessage(blank + ": it has only blank lines");
        Path missing = directory.resolve("missing.txt");
        assertThatThrownBy(() -> RunFile.read(missing)).hasMessageContaining("no such file");
        assertThatThrownBy(() -> RunFile.read(directory)).hasMessageContaining("is a directory");
    }

    @Test
    void shouldRefuseTextThatIsNotUtf8() throws IOException {
        Path file = Files.write(
                directory.resolve("latin"),
                "q1 0 document-one 1\nq1 0 r\u00e9sum\u00e9-two-with-a-long-name 1\n"
                        .getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> QrelsFile.read(file)).hasMessageContaining("line 2: not valid UTF-8");
    }

    @Test
    void shouldWriteIdsWithWhiteSpaceAsOneField() {
        assertThat(TrecId.of("job 7\t100%")).isEqualTo("job%207%09100%25");
        assertThat(TrecId.of("100%")).isEqualTo("100%");
        assertThat(TrecId.of("a\u00a0b")).isEqualTo("a%C2%A0b");
    }

    @Test
    void shouldReadAMillionLines() throws IOException {
        StringBuilder lines = new StringBuilder();
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        for (int q = 0; q < 1000; q++) {
            for (int d = 0; d < 1000; d++) {
                lines.append("query-")
                        .append(q)
                        .append(" Q0 document-")
                        .append(d)
                        .append(" 1 ")
                        .append(1000 - d);
                lines.append(" big\n");
            }
            grades.put("query-" + q, Map.of("document-1", 1));
        }
        Path file = write(lines.toString());

        RetrievalRun run = RunFile.read(file);

        assertThat(RunScores.of(new Qrels(grades), run).mean(RankingMeasure.MAP))
                .isEqualTo(0.5);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("file.txt"), text);
    }
}
