package io.rolestream.labellers.linear;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWordsTest {
    @Test
    void shouldKeepWhatBelongsToTheNamesOfLanguages() {
        assertThat(TextWords.of("Senior C++/C# developer: Node.js, ASP.NET, .NET 8. Geübt (IV)!"))
                .containsExactly("senior", "c++", "c#", "developer", "node.js", "asp.net", "net", "8", "geübt", "iv");
        assertThat(TextWords.of(" -- ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '/',
            value = {
                "a, b, c, d, e, f / a, b, c, d",
                "a|b;c•d,e / a|b;c•d",
                "a,, b,c,d,e / a,, b,c,d",
                "Java, Python, SQL / Java, Python, SQL",
                "Java / Java",
                "I build things, mostly of wood / I build things, mostly of wood",
            })
    void shouldTakeTheFirstFourSkills(String text, String first) {
        assertThat(TextWords.firstSkills(text, 4, 3)).isEqualTo(first);
    }

    @Test
    void shouldTakeAsManyWordsOfProse() {
        String prose = "one two three four, five six seven eight nine ten eleven twelve thirteen fourteen, fifteen";
        assertThat(TextWords.firstSkills(prose, 4, 3)).endsWith("eleven twelve");
        assertThat(TextWords.firstSkills("", 4, 3)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "java and sql, java, true",
        "javascript, java, false",
        "javascript and java, java, true",
        "no sql, sql, true",
        "nosql, sql, false",
        "c++, c, false",
        "c#, c, false",
        "c, c, true",
        "c++ and c#, c#, true",
        "asp.net, .net, true",
        "full stack developer, full stack, true",
        "full stacks, full stack, false",
    })
    void shouldFindPhrasesAsWholeWords(String text, String phrase, boolean found) {
        assertThat(TextWords.contains(text, phrase)).isEqualTo(found);
    }
}
