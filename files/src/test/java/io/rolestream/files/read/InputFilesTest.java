package io.rolestream.files.read;

import static io.rolestream.files.read.Inputs.concat;
import static io.rolestream.files.read.Inputs.gzip;
import static io.rolestream.files.read.Inputs.ids;
import static io.rolestream.files.read.Inputs.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.rolestream.files.bytes.InputException;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.columns.JobColumns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputFilesTest {

    private static final byte[] TABLE = "id,skills\nr1,Java\nr2,SQL\n".getBytes(StandardCharsets.UTF_8);

    private final Path directory;

    InputFilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldGoByTheContentAndNotByTheName() throws IOException {
        Path file = directory.resolve("resumes.parquet");
        Files.write(file, TABLE);

        try (RowSource source = RowSource.ofResumes(file, ColumnNames.AUTOMATIC)) {
            assertThat(source.next().id()).isEqualTo("r1");
        }
    }

    @Test
    void shouldReadGzip() {
        assertThat(ids(rows(gzip(TABLE)))).containsExactly("r1", "r2");
    }

    @Test
    void shouldReadEveryMemberOfAGzipFileFromASlowPipe() {
        byte[] packed = concat(gzip(TABLE), gzip("r3,Go\n".getBytes(StandardCharsets.UTF_8)));
        InputStream slow = new ByteArrayInputStream(packed) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 7));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };

        try (RowSource source = RowSource.ofResumes(slow, "pipe", ColumnNames.AUTOMATIC)) {
            assertThat(source).toIterable().extracting(Row::id).containsExactly("r1", "r2", "r3");
        }
    }

    @Test
    void shouldSayAfterWhichRowGzipBreaksOff() {
        String content = IntStream.range(0, 50_000)
                .mapToObj(i -> "r" + i + "," + Math.floorMod(i * 31, 977))
                .collect(Collectors.joining("\n"));
        byte[] packed = gzip(("id,skills\n" + content).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> rows(Arrays.copyOf(packed, packed.length / 2)))
                .isInstanceOf(InputException.class)
                .hasMessageMatching("test: after row \\d{4,}: the gzip data ends too early; .*");
    }

    @Test
    void shouldSayThatGzipIsDamaged() {
        byte[] packed = gzip(TABLE);
        packed[packed.length - 6] ^= 1;

        assertThatThrownBy(() -> rows(packed))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the gzip data is damaged");
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        assertThatThrownBy(() -> RowSource.ofResumes(directory.resolve("none.csv"), ColumnNames.AUTOMATIC))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no such file")
                .hasMessageContaining("check the path");
    }

    @Test
    void shouldRefuseADirectoryOfAnythingButResumes() {
        assertThatThrownBy(() -> RowSource.ofJobs(directory, JobColumns.AUTOMATIC))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("is a directory; name a file in it");
    }

    @Test
    void shouldSayThatAFileCanNotBeRead() throws IOException {
        Path file = Files.write(directory.resolve("secret.csv"), TABLE);
        assumeFalse(!file.toFile().setReadable(false) || Files.isReadable(file), "this user may read every file");

        assertThatThrownBy(() -> RowSource.ofResumes(file, ColumnNames.AUTOMATIC))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("permission denied");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "`` # it is empty",
                "` \n\n` # it contains only white space",
                "%PDF-1.7 # this is a PDF, expected JSONL, a JSON array, CSV, TSV or Parquet, plain or gzipped",
                "`PK\u0003\u0004xl/` # this is a ZIP archive or an Office document (xlsx, docx)",
                "{\\rtf1 # this is an RTF document",
                "<!doctype HTML> # this is HTML",
                "PAR1xxxx # Parquet can only be read from a plain file, not from a gzipped file or a pipe",
                "`id,skills,id\n` # two columns are named \"id\"",
                "`id,skill_set,Skill-Set\n` # the columns \"skill_set\" and \"Skill-Set\" could both be skills",
                "`name;profile\n` # no column for skills or text; columns found: name, profile; name one with --skills-column",
            })
    void shouldRefuseWhatItCanNotUse(String content, String complaint) {
        assertThatThrownBy(() -> rows(content))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void shouldRefuseTextWithNulBytes() {
        assertThatThrownBy(() -> rows("id,skills\n1,a\0b\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it contains NUL bytes");
    }

    @Test
    void shouldRefuseRandomBytesAtOnce() {
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        noise[0] = 'x';

        assertThatThrownBy(() -> rows(noise)).isInstanceOf(InputException.class).hasMessageContaining("not text");
    }

    @Test
    void shouldUseTheColumnsThatTheUserNames() {
        byte[] content = "id,skills,stack,no\n1,a,b,2\n".getBytes(StandardCharsets.UTF_8);

        Row row = rows(content, new ColumnNames("no", "Stack", null)).get(0);

        assertThat(row)
                .isEqualTo(new ResumeRow(new ResumeRow.Place(1, 2), "2", "b", null, null, List.of(), null, null));
    }

    @Test
    void shouldNameTheNearestColumnWhereTheUsersIsMissing() {
        byte[] content = "id,skills,competencies\n1,a,b\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> rows(content, new ColumnNames(null, "competences", null)))
                .isInstanceOf(InputException.class)
                .hasMessage("test: no column \"competences\"; did you mean \"competencies\"?; "
                        + "columns found: id, skills, competencies");
    }

    @Test
    void shouldNameTheNearestFieldWhereTheUsersIsMissingInJson() {
        byte[] content = "{\"id\":1,\"profile\":\"x\"}\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> rows(content, new ColumnNames(null, null, "profil")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("did you mean \"profile\"?");
    }

    @Test
    void shouldMakeTheSameIdOfTheSameContent() {
        Row fromTable = rows("skills,text\nJava,other\n").get(0);
        Row fromJson = rows("{\"text\":\"other\",\"skills\":\"Java\"}").get(0);
        Row other = rows("{\"text\":\"Java\",\"skills\":\"other\"}").get(0);

        assertThat(fromTable.id()).isEqualTo("row-51245dfbde812079").isEqualTo(fromJson.id());
        assertThat(other.id()).isNotEqualTo(fromTable.id());
    }

    @Test
    void shouldTellHowMuchHasBeenRead() throws IOException {
        Path file = Files.write(directory.resolve("resumes.csv"), TABLE);

        try (RowSource source = RowSource.ofResumes(file, ColumnNames.AUTOMATIC)) {
            source.forEachRemaining(row -> {});

            assertThat(source.totalBytes()).isEqualTo(TABLE.length);
            assertThat(source.bytesRead()).isEqualTo(TABLE.length);
            assertThat(source.totalRows()).isEqualTo(-1);
        }
    }

    @Test
    void shouldReadStandardInput() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(TABLE));
        try (RowSource source = RowSource.ofResumes(Path.of("-"), ColumnNames.AUTOMATIC)) {
            assertThat(source.totalBytes()).isEqualTo(-1);
            assertThat(source).toIterable().hasSize(2);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void shouldHandOutTheFirstRowsOfAPipeThatStaysOpen() {
        InputStream open = new ByteArrayInputStream(TABLE) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                int count = super.read(target, offset, length);
                if (count < 0) {
                    throw new AssertionError("would wait for ever");
                }
                return count;
            }
        };

        RowSource source = RowSource.ofResumes(open, "pipe", ColumnNames.AUTOMATIC);

        assertThat(source.next().id()).isEqualTo("r1");
    }

    @Test
    void shouldTellTheKindsOfFilesApartByName() {
        Map<String, String> kinds = Map.of("1F8B0800", "first block", "FFD8FFE0", "JPEG", "28B52FFD", "unzstd");

        kinds.forEach(
                (magic, words) -> assertThatThrownBy(() -> rows(HexFormat.of().parseHex(magic)))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining(words));
    }
}
