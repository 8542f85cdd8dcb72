package io.rolestream.dashboard.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.common.config.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuidelinesTest {
    @Test
    void shouldKeepHeadingsParagraphsListsAndEmphasis() throws Exception {
        assertThat(json("# Roles\n\nRead *all* of **it**:\n\n- one\n- two `code`\n\n1. first\n"))
                .isEqualTo(
                        "[{'tag':'h3','children':[{'text':'Roles'}]},"
                                + "{'tag':'p','children':[{'text':'Read '},{'tag':'em','children':[{'text':'all'}]},{'text':' of '},"
                                + "{'tag':'strong','children':[{'text':'it'}]},{'text':':'}]},"
                                + "{'tag':'ul','children':[{'tag':'li','children':[{'tag':'p','children':[{'text':'one'}]}]},"
                                + "{'tag':'li','children':[{'tag':'p','children':[{'text':'two '},"
                                + "{'tag':'code','children':[{'text':'code'}]}]}]}]},"
                                + "{'tag':'ol','children':[{'tag':'li','children':[{'tag':'p','children':[{'text':'first'}]}]}]}]");
    }

    @Test
    void shouldLinkToWebPagesOnlyAndShowHtmlAsText() throws Exception {
        assertThat(json("[a](https://example.org/x) [b](javascript:alert(1)) [c](data:text/html,x) [d](/local)"))
                .isEqualTo("[{'tag':'p','children':["
                        + "{'tag':'a','href':'https://example.org/x','children':[{'text':'a'}]},{'text':' '},{'text':'b'},"
                        + "{'text':' '},{'text':'c'},{'text':' '},{'text':'d'}]}]");
        assertThat(json("<script>alert(1)</script>\n\nx <b onclick=y>z</b> ![seen](https://example.org/i.png)"))
                .isEqualTo("[{'tag':'p','children':[{'text':'<script>alert(1)</script>'}]},"
                        + "{'tag':'p','children':[{'text':'x '},{'text':'<b onclick=y>'},{'text':'z'},{'text':'</b>'},"
                        + "{'text':' '},{'text':'seen'}]}]");
    }

    @Test
    void shouldReadAnyFileOfTheSize() {
        assertThat(Guidelines.of("> ".repeat(40_000) + "x")).isNotEmpty();
        assertThat(Guidelines.of("*a **b ".repeat(10_000))).isNotEmpty();
        assertThat(Guidelines.of("[".repeat(50_000))).isNotEmpty();
    }

    @Test
    void shouldSayWhatIsWrongWithTheFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("guidelines.md");
        assertThatThrownBy(() -> Guidelines.read("a.setting", file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("a.setting", "guidelines.md", "no such file");

        Files.write(file, "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Guidelines.read("a.setting", file)).hasMessageContaining("is not valid UTF-8");

        Files.writeString(file, "x".repeat(100_001));
        assertThatThrownBy(() -> Guidelines.read("a.setting", file)).hasMessageContaining("100000 bytes");

        assertThatThrownBy(() -> Guidelines.read("a.setting", directory))
                .hasMessageContaining("is a directory, not a file");
        Path endless = Path.of("/dev/zero");
        if (Files.exists(endless)) {
            assertThatThrownBy(() -> Guidelines.read("a.setting", endless))
                    .hasMessageContaining("/dev/zero: is not a regular file");
        }
    }

    private static String json(String markdown) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(Guidelines.of(markdown)).replace('"', '\'');
    }
}
