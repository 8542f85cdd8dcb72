package io.rolestream.files.read;

import static io.rolestream.files.read.Inputs.only;
import static io.rolestream.files.read.Inputs.problems;
import static io.rolestream.files.read.Inputs.resume;
import static io.rolestream.files.read.Inputs.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.files.bytes.InputException;
import io.rolestream.files.columns.ColumnNames;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as spreadsheets, scrapers and data frames leave them. */
class UntidyInputTest {

    private static final String CHINESE = "id,skills,text\n"
            + "1,\"Java, SQL\",熟悉Java和Python开发，了解数据库设计与优化\n"
            + "2,\"Docker\",负责系统的部署、运维和监控，有三年以上工作经验\n";
    private static final String RUSSIAN = "id,skills,text\n"
            + "1,\"Java, SQL\",Разработка серверных приложений и проектирование баз данных\n"
            + "2,\"Docker\",Развёртывание и сопровождение систем мониторинга\n";
    private static final String JAPANESE =
            "id,skills,text\n" + "1,\"Java, SQL\",Javaでのサーバー開発とデータベース設計の経験があります\n" + "2,\"Docker\",システムの運用と監視を担当しました\n";
    private static final String FRENCH = "id,skills,text\n"
            + "1,\"Java, SQL\",Développement côté serveur à Genève; modèles de données\n"
            + "2,\"Docker\",Déploiement et métriques\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nan",
                "NaN",
                "null",
                "None",
                "N/A",
                "n.a.",
                "-",
                "--",
                "[]",
                "['']",
                "[nan]",
                "[None, '']",
                "{}",
                "#N/A"
            })
    void shouldTakeAPlaceholderForAMissingValue(String placeholder) {
        ResumeRow row = only("id,skills,text\n1,\"" + placeholder + "\",\"Java, SQL\"\n");

        assertThat(row.skills()).isNull();
        assertThat(row.text()).isEqualTo("Java, SQL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Nan Yang, Java", "C", "R", "null safety", "[Java]", "['Java', 'nan']", "None of these, SQL"})
    void shouldKeepAValueThatOnlyContainsAPlaceholder(String skills) {
        assertThat(only("id;skills\n1;\"" + skills + "\"\n").skills()).isEqualTo(skills);
    }

    @Test
    void shouldLeavePlaceholdersOutOfListsAndNumbers() {
        ResumeRow row =
                only("{\"skills\":[\"Java\",\"nan\",null,NaN,\"SQL\"],\"years\":\"nan\",\"companies\":\"None\"}");

        assertThat(row.skills()).isEqualTo("Java, SQL");
        assertThat(row.yearsOfExperience()).isNull();
        assertThat(row.companies()).isEmpty();
    }

    @Test
    void shouldReadJsonWithNanAndInfinity() {
        List<Row> rows = rows("""
                {"id":1,"skills":"Java","yearsOfExperience":NaN,"score":-Infinity}
                {"id":2,"skills":NaN,"text":"SQL","yearsOfExperience":Infinity}
                """);

        assertThat(problems(rows)).isEmpty();
        assertThat(resume(rows.get(0)).skills()).isEqualTo("Java");
        assertThat(resume(rows.get(0)).yearsOfExperience()).isNull();
        assertThat(resume(rows.get(1)).skills()).isNull();
        assertThat(resume(rows.get(1)).text()).isEqualTo("SQL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=;\n", "SEP=;\r\n", "\ufeffsep=;\r\n"})
    void shouldFollowTheDelimiterThatExcelDeclares(String declaration) {
        List<Row> rows = rows(declaration + "id;skills\n1;Java, SQL, Go\n2;x;y\n");

        assertThat(resume(rows.get(0)).skills()).isEqualTo("Java, SQL, Go");
        assertThat(problems(rows)).containsExactly("line 4: 3 columns where the header has 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\": [ROWS]}",
                "{\n  \"count\": 2, \"next\": null,\n  \"results\": [\nROWS\n  ],\n  \"took\": {\"ms\": 3}\n}\n",
                "{\"Items\":[ROWS]",
            })
    void shouldReadAnArrayThatAnObjectWraps(String wrapper) {
        List<Row> rows =
                rows(wrapper.replace("ROWS", "{\"id\":1,\"skills\":\"Java\"},\n{\"id\":2,\"skills\":\"SQL\"}"));

        assertThat(problems(rows)).isEmpty();
        assertThat(Inputs.ids(rows)).containsExactly("1", "2");
    }

    @Test
    void shouldReadARecordWithAnArrayOfObjectsAsARecord() {
        assertThat(only("{\"employment\":[{\"company\":\"Acme\"}],\"skills\":\"Java\"}")
                        .skills())
                .isEqualTo("Java");
    }

    @ParameterizedTest
    @CsvSource({"GB18030", "GBK", "Big5", "Shift_JIS", "EUC-JP", "windows-1251", "KOI8-R", "windows-1252"})
    void shouldDetectTheEncodingOfOtherText(String encoding) {
        String content = contentFor(encoding);

        List<Row> rows = rows(content.getBytes(Charset.forName(encoding)));

        assertThat(rows).isEqualTo(rows(content));
    }

    @ParameterizedTest
    @CsvSource({"GB18030", "Shift_JIS", "windows-1251", "windows-1252", "UTF-16LE", "UTF-16BE", "UTF-8"})
    void shouldReadTextInTheEncodingThatIsNamed(String encoding) {
        String content = contentFor(encoding);
        Charset charset = Charset.forName(encoding);

        List<Row> rows = rows(content.getBytes(charset), new ColumnNames(null, null, null, null, charset));

        assertThat(rows).isEqualTo(rows(content));
    }

    private static String contentFor(String encoding) {
        return switch (encoding) {
            case "Big5" -> CHINESE.replaceAll("[\u4e00-\u9fff，、]+", "熟悉程式設計，資料庫，專案管理，三年工作經驗");
            case "Shift_JIS", "EUC-JP" -> JAPANESE;
            case "windows-1251", "KOI8-R" -> RUSSIAN;
            case "windows-1252" -> FRENCH;
            default -> CHINESE;
        };
    }

    @Test
    void shouldReportARowThatIsNotInTheEncodingThatIsNamed() {
        byte[] content = "id,skills\n1,Java\n2,caf\u00e9 Go\n3,SQL\n".getBytes(StandardCharsets.ISO_8859_1);

        List<Row> rows = rows(content, new ColumnNames(null, null, null, null, StandardCharsets.US_ASCII));

        assertThat(problems(rows)).singleElement().asString().startsWith("line 3: skills is not valid");
        assertThat(rows).hasSize(3);
    }

    @Test
    void shouldSayHowToNameAnEncodingWithoutAMark() {
        byte[] content = "id,skills\n1,Java\n".getBytes(StandardCharsets.UTF_16LE);

        assertThatThrownBy(() -> rows(content))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--encoding UTF-16LE");
    }

    @Property(tries = 300)
    void shouldNeverGuessAtUtf8(@ForAll @Size(min = 1, max = 5) List<@StringLength(min = 1, max = 40) String> texts) {
        Assume.that(texts.stream().allMatch(UntidyInputTest::isText));
        StringBuilder content = new StringBuilder("id,text\n");
        for (int i = 0; i < texts.size(); i++) {
            content.append(i)
                    .append(",\"x ")
                    .append(texts.get(i).replace("\"", "\"\""))
                    .append("\"\n");
        }

        List<Row> rows = rows(content.toString());

        assertThat(rows).hasSameSizeAs(texts);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(resume(rows.get(i)).text()).isEqualTo("x " + texts.get(i));
        }
    }

    /** Whether it can be written in UTF-8, and has no control characters. */
    private static boolean isText(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && text.chars().noneMatch(c -> c < ' ' || c == 0x7F);
    }

    @Property(tries = 300)
    void shouldReportDamagedRowsOfUtf8(@ForAll @StringLength(min = 20, max = 200) String text) {
        Assume.that(isText(text) && text.chars().filter(c -> c > 0x7F).count() > 12);
        byte[] good = ("id,text\n1,\"x " + text.replace("\"", "\"\"") + "\"\n2,caf_ and more\n")
                .getBytes(StandardCharsets.UTF_8);
        int at = new String(good, StandardCharsets.ISO_8859_1).lastIndexOf("caf_") + 3;
        good[at] = (byte) 0xE9;

        List<Row> rows = rows(good);

        assertThat(resume(rows.get(0)).text()).isEqualTo("x " + text);
        assertThat(problems(rows)).singleElement().asString().startsWith("line 3: text is not valid UTF-8");
    }
}
